"""The background process: a loop over what must be delivered and what the clocks want."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from functools import partial

from bot.desk.delivery import BATCH, deliver_due
from bot.desk.housekeeping import forget_old
from bot.desk.keeping import keep_media
from bot.desk.menuboard import put_up_wanted
from bot.desk.overview import WORKER
from bot.desk.queueing import make_findable
from bot.desk.reminders import do_due
from bot.desk.retaining import retain
from bot.wechat.menu import put_up
from bot.wiring import Runtime, utc_now
from storage.errors import StoreUnavailable

logger = logging.getLogger(__name__)

#: The clocks are looked at this often (seconds); their spans are minutes.
_TICK_SECONDS = 15.0
_TIDY_SECONDS = 3600.0
#: Files to fetch are looked for this often (seconds); WeChat has them for three days.
_FETCH_SECONDS = 1.0
#: After a failure the loop waits this long, so that a broken store is not asked thousands of times.
_PAUSE_SECONDS = 5.0


class _Every:
    """Comes at once and then every so many seconds."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._next = 0.0

    def has_come(self) -> bool:
        now = time.monotonic()
        if now < self._next:
            return False
        self._next = now + self._seconds
        return True


def run_worker(runtime: Runtime, stop: threading.Event) -> None:
    """Work until `stop` is set; what is being sent or fetched is finished first.

    Files are fetched on a thread of their own: a slow photo must not hold up anybody's words.
    """
    fetching = threading.Thread(target=_rounds, args=(lambda: _fetch(runtime), stop), name="fetch-media")
    fetching.start()
    tick, tidy = _Every(_TICK_SECONDS), _Every(_TIDY_SECONDS)
    try:
        _rounds(lambda: _tend(runtime, tick, tidy), stop)
    finally:
        stop.set()  # also when this thread ended otherwise: the other would go on for ever
        fetching.join()


def _rounds(work: Callable[[], float], stop: threading.Event) -> None:
    """Do `work` again and again, waiting as many seconds as it says."""
    while not stop.is_set():
        try:
            waiting = work()
        except StoreUnavailable:
            logger.warning("the store does not answer, trying again in %s s", _PAUSE_SECONDS)
            waiting = _PAUSE_SECONDS
        except Exception:
            # House style 31: one of the two broad excepts. One bad letter must not end all delivery.
            logger.exception("the worker's round failed")
            waiting = _PAUSE_SECONDS
        stop.wait(waiting)


def _tend(runtime: Runtime, tick: _Every, tidy: _Every) -> float:
    """The clocks when it is time, then the letters; how many seconds to wait before the next round."""
    if tick.has_come():
        do_due(runtime.desk, utc_now())
        put_up_wanted(runtime.store, partial(put_up, runtime.api), utc_now())
        runtime.store.run(lambda unit: unit.picture.beats(WORKER, utc_now()))
    if tidy.has_come():
        forget_old(runtime.store, utc_now())
        known = runtime.store.read(lambda unit: runtime.desk.library.current(unit, utc_now()))
        retain(runtime.store, known.customs.retention(runtime.settings.retention), utc_now())
    make_findable(runtime.store)
    return _deliver(runtime, runtime.settings.worker.poll_milliseconds / 1000)


def _deliver(runtime: Runtime, poll: float) -> float:
    """Deliver what is due; how many seconds to wait before looking again."""
    due = runtime.store.read(lambda unit: unit.outbox.next_due())
    if due is None or due > utc_now():
        return poll
    return 0.0 if deliver_due(runtime.post) == BATCH else poll


def _fetch(runtime: Runtime) -> float:
    """Fetch a file that is due; how many seconds to wait before looking again."""
    due = runtime.store.read(lambda unit: unit.media.next_due())
    if due is None or due > utc_now():
        return _FETCH_SECONDS
    return 0.0 if keep_media(runtime.post, runtime.source) else _FETCH_SECONDS
