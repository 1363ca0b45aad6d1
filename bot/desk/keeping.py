"""Photos and recordings fetched and kept: WeChat drops them after three days, cases last longer."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

from bot.desk.delivery import Post, when_again
from bot.desk.sending import FetchResult, MediaSource, Outcome
from storage.media import Wanted
from storage.unit_of_work import UnitOfWork

logger = logging.getLogger(__name__)

#: Longer than one file may take; a killed worker's file is fetched again after it.
LEASE = timedelta(minutes=2)
#: So long WeChat has what people send; after that no try is of use.
WECHAT_KEEPS = timedelta(days=3)


def keep_media(post: Post, source: MediaSource) -> bool:
    """Fetch the file that is due first and keep it; False when none is due. Raises `StoreUnavailable`.

    What cannot be had now is tried again, later each time, for three days at most; what cannot be had at all
    (expired, too large) is given up with its reason. Either way the case goes on, with a file less.
    """
    now = post.clock()
    claimed = post.store.run(lambda unit: unit.media.claim(now, LEASE, 1))
    for wanted in claimed:
        post.store.run(_noting(post, wanted, source.fetch(wanted.media)))
    return bool(claimed)


def _noting(post: Post, wanted: Wanted, result: FetchResult) -> Callable[[UnitOfWork], None]:
    return lambda unit: _note(post, unit, wanted, result)


def _note(post: Post, unit: UnitOfWork, wanted: Wanted, result: FetchResult) -> None:
    now = post.clock()
    if result.outcome is Outcome.SENT:
        unit.media.keep(wanted.id, now, result.content, result.content_type)
        return
    logger.warning("file %s not fetched: %s", wanted.id, result.outcome)
    detail = f"{result.code} {result.detail}".strip()
    again = when_again(post, result.outcome, wanted.tries, now)
    if again is None or again > wanted.added_at + WECHAT_KEEPS:
        unit.media.give_up(wanted.id, now, detail)
    else:
        unit.media.retry(wanted.id, again, detail)
