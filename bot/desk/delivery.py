"""The outbox's work: claim what is due, send it by the channel that is open, note what came of it.

A 客服 message while the recipient's window is open, else a template message, else the letter is held until the
recipient writes again (`intake` releases it). What cannot be delivered stays visible with its reason.
A photo or recording goes as a 客服 message or waits: no template has room for it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import groupby
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.desk import wording_pages
from bot.desk.desk import MEDIA
from bot.desk.links import Links, with_link
from bot.desk.message import MessageKind
from bot.desk.sending import Messenger, Outcome, SendResult, TemplateMessage
from storage.outbox import Letter, Notice, Recipient
from storage.unit_of_work import Store, UnitOfWork

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=30)
BATCH = 50
#: Tries before a letter that nobody takes is given up: 5 s, doubled each time, is about 43 minutes.
MOST_TRIES = 10
_FIRST_WAIT = timedelta(seconds=5)
_LONGEST_WAIT = timedelta(minutes=15)
#: An operator must act (secret, allow-list, ban): look again every ten minutes for a day.
_HALTED_WAIT = timedelta(minutes=10)
_HALTED_TRIES = 144
#: The last message of a window is left for words: photos may use up the others.
_LEFT_FOR_WORDS = 1
#: The card's fields as the keywords of a template of the kind "工单通知"; `wechat.template_keywords` names others.
STANDARD_KEYWORDS: Mapping[str, str] = MappingProxyType(
    {"number": "character_string1", "matter": "thing2", "state": "phrase3", "due": "time4"}
)


@dataclass(frozen=True, slots=True)
class Post:
    """What delivery is handed. `keywords` maps the card's fields to the template's keyword names; `no_template` are the
    kinds of notices that rather wait than go by template.
    """

    store: Store
    messenger: Messenger
    clock: Callable[[], datetime]
    zone: ZoneInfo
    template_id: str = ""
    keywords: Mapping[str, str] = field(default_factory=lambda: STANDARD_KEYWORDS)
    threads: int = 4
    links: Links = field(default_factory=Links)
    no_template: Callable[[], Collection[str]] = frozenset


@dataclass(frozen=True, slots=True)
class Attempt:
    """One letter with what came of it; `channel` is the one tried last."""

    letter: Letter
    result: SendResult
    channel: str
    spent_window: bool = False


def deliver_due(post: Post) -> int:
    """Send what is due now, at most `BATCH` letters; how many were claimed. Raises `StoreUnavailable`.

    Each letter's end is written as soon as it is known, so that a killed worker repeats as little as possible:
    a letter sent but not yet noted comes again after the lease (its number makes the repeat harmless).
    """
    now = post.clock()
    letters = post.store.run(lambda unit: unit.outbox.claim(now, LEASE, BATCH))
    lanes = [list(lane) for _, lane in groupby(sorted(letters, key=_lane), key=_lane)]
    if len(lanes) == 1:
        _deliver_lane(post, lanes[0])
    elif lanes:
        with ThreadPoolExecutor(min(post.threads, len(lanes)), "deliver") as pool:
            ends = [pool.submit(_deliver_lane, post, lane) for lane in lanes]
        for end in ends:  # all have ended: one broken lane keeps no other from its letters
            end.result()
    return len(letters)


def _lane(letter: Letter) -> tuple[int, int]:
    """Letters to one recipient go one after the other, in order."""
    return (letter.recipient.contact if letter.recipient else 0, letter.id if letter.recipient is None else 0)


def _deliver_lane(post: Post, letters: Iterable[Letter]) -> None:
    """Send one recipient's letters; where one has to wait, those behind it wait too, so that none overtakes it.

    Words overtake photos, though: a file that WeChat doesn't take must not hold them up.
    """
    left: int | None = None
    goes_on: datetime | None = None
    for letter in letters:
        if goes_on is not None:
            post.store.run(_putting_off(letter, goes_on))
            continue
        attempt = _attempt(post, letter, left)
        if letter.recipient is not None:
            spent = letter.recipient.window_left if left is None else left
            left = spent - 1 if attempt.spent_window else spent
        again = post.store.run(_noting(post, attempt))
        goes_on = None if letter.notice.kind == MEDIA else again


def _noting(post: Post, attempt: Attempt) -> Callable[[UnitOfWork], datetime | None]:
    return lambda unit: _note(post, unit, attempt)


def _putting_off(letter: Letter, goes_on: datetime) -> Callable[[UnitOfWork], None]:
    return lambda unit: unit.outbox.retry(letter.id, goes_on, "等前一条先到")


def _attempt(post: Post, letter: Letter, left: int | None) -> Attempt:
    """Try the channels in order; `left` is what an earlier letter of this batch left of the window, if any."""
    recipient = letter.recipient
    if recipient is None:
        return Attempt(letter, SendResult(Outcome.WINDOW_CLOSED, 0, "没有绑定微信"), "none")
    if not recipient.subscribed:
        return Attempt(letter, SendResult(Outcome.WINDOW_CLOSED, 0, "已取消关注"), "none")
    open_until = recipient.window_until
    is_open = open_until is not None and open_until > post.clock()
    remaining = (recipient.window_left if left is None else left) if is_open else 0
    if letter.notice.kind == MEDIA:
        return _attempt_media(post, letter, recipient.openid, remaining)
    # Without a template the 客服 message is all there is: WeChat, not our count, has the last word on its window
    # (a follower may have written before this account was connected).
    by_template = post.template_id and letter.notice.kind not in post.no_template()
    if remaining > 0 or not by_template:
        result = post.messenger.send_text(recipient.openid, _text(post, letter.notice, recipient), letter.notice.key)
        if result.outcome is not Outcome.WINDOW_CLOSED:
            return Attempt(letter, result, "custom", spent_window=result.outcome is Outcome.SENT)
        if not by_template:
            why = "这类通知不发模板消息" if post.template_id else "未配置模板消息"
            return Attempt(letter, replace(result, detail=f"客服窗口已关，{why}"), "custom")
    fields = {keyword: letter.notice.fields.get(name, "") for name, keyword in post.keywords.items()}
    message = TemplateMessage(post.template_id, fields, _page(post, letter.notice, recipient))
    return Attempt(letter, post.messenger.send_template(recipient.openid, message, letter.notice.key), "template")


def _text(post: Post, notice: Notice, recipient: Recipient) -> str:
    """A notice's words with the way to the case behind them."""
    label = wording_pages.OPEN_CASE.format(number=notice.case) if not notice.fields.get("page") else wording_pages.OPEN
    return with_link(notice.text, _page(post, notice, recipient), label)


def _page(post: Post, notice: Notice, recipient: Recipient) -> str:
    """The recipient's own link to the notice's page or case, good from now on; empty when it is about none."""
    path = notice.fields.get("page") or (str(notice.case) if notice.case else "")
    return post.links.address(recipient.contact, recipient.openid, path) if path else ""


def _attempt_media(post: Post, letter: Letter, openid: str, remaining: int) -> Attempt:
    if remaining <= _LEFT_FOR_WORDS:
        return Attempt(letter, SendResult(Outcome.WINDOW_CLOSED, 0, "照片和录音等对方来消息后再发"), "custom")
    kind, media_id = MessageKind(letter.notice.fields["form"]), letter.notice.fields["media"]
    result = post.messenger.send_media(openid, kind, media_id, letter.notice.key)
    return Attempt(letter, result, "custom", spent_window=result.outcome is Outcome.SENT)


def _note(post: Post, unit: UnitOfWork, attempt: Attempt) -> datetime | None:
    """Write down what came of a letter; when it is tried again, None when it is not (or only when released)."""
    letter, result, now = attempt.letter, attempt.result, post.clock()
    detail = f"{result.code} {result.detail}".strip()
    if attempt.spent_window and letter.recipient is not None:
        unit.people.spend_window(letter.recipient.contact)
    if result.outcome is Outcome.SENT:
        unit.outbox.mark_sent(letter.id, now, attempt.channel)
        return None
    if result.outcome is Outcome.WINDOW_CLOSED:
        if _has_written_since(unit, letter):
            unit.outbox.retry(letter.id, now, detail)
        else:
            unit.outbox.hold(letter.id, detail)
        return None
    logger.warning("letter %s not delivered by %s: %s", letter.id, attempt.channel, result.outcome)
    again = when_again(post, result.outcome, letter.tries, now)
    if again is None:
        unit.outbox.fail(letter.id, now, detail)
    else:
        unit.outbox.retry(letter.id, again, detail)
    return again


def _has_written_since(unit: UnitOfWork, letter: Letter) -> bool:
    """Whether the recipient wrote, bound or followed while the letter was under way: holding it would be too late."""
    known, notice = letter.recipient, letter.notice
    contact = unit.people.contact_of_person(notice.person) if notice.contact is None else None
    if notice.contact is not None:
        contact = unit.people.contact(notice.contact)
    if contact is None:
        return False
    return known is None or (contact.subscribed, contact.window_until) != (known.subscribed, known.window_until)


def when_again(post: Post, outcome: Outcome, tries: int, now: datetime) -> datetime | None:
    """When to try once more what was tried `tries` times, or None when trying again is of no use."""
    if outcome is Outcome.BUSY:
        wait = min(_FIRST_WAIT * 2 ** min(tries - 1, 10), _LONGEST_WAIT)
        return now + wait if tries < MOST_TRIES else None
    if outcome is Outcome.RATE_LIMITED:
        return (now + timedelta(minutes=1)).replace(second=0, microsecond=0) if tries < MOST_TRIES * 6 else None
    if outcome is Outcome.QUOTA:
        midnight = now.astimezone(post.zone).replace(hour=0, minute=0, second=5, microsecond=0)
        return midnight + timedelta(days=1)
    if outcome is Outcome.HALTED:
        return now + _HALTED_WAIT if tries < _HALTED_TRIES else None
    return None


def undelivered_lines(store: Store, limit: int = 50) -> Sequence[str]:
    """What could not be delivered, one line each for an operator: id, case, state, reason. No names, no texts."""
    letters = store.read(lambda unit: unit.outbox.undelivered(limit))
    return [f"{letter.id} #{letter.notice.case or '-'} {letter.state} {letter.error}" for letter in letters]
