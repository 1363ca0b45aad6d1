"""The background process: a loop over what must be delivered and what the clocks want."""

from __future__ import annotations

import logging
import threading
import time

from bot.desk.delivery import BATCH, deliver_due
from bot.desk.reminders import do_due
from bot.wiring import Runtime, utc_now
from storage.errors import StoreUnavailable

logger = logging.getLogger(__name__)

#: The clocks are looked at this often (seconds); their spans are minutes.
_TICK_SECONDS = 15.0
#: After a failure the loop waits this long, so that a broken store is not asked thousands of times.
_PAUSE_SECONDS = 5.0


def run_worker(runtime: Runtime, stop: threading.Event) -> None:
    """Work until `stop` is set; what is being sent is finished first."""
    poll = runtime.settings.worker.poll_milliseconds / 1000
    ticked = time.monotonic() - _TICK_SECONDS
    while not stop.is_set():
        try:
            if time.monotonic() - ticked >= _TICK_SECONDS:
                ticked = time.monotonic()
                do_due(runtime.desk, utc_now())
            waiting = _deliver(runtime, poll)
        except StoreUnavailable:
            logger.warning("the store does not answer, trying again in %s s", _PAUSE_SECONDS)
            waiting = _PAUSE_SECONDS
        except Exception:
            # House style 31: one of the two broad excepts. One bad letter must not end all delivery.
            logger.exception("the worker's round failed")
            waiting = _PAUSE_SECONDS
        stop.wait(waiting)


def _deliver(runtime: Runtime, poll: float) -> float:
    """Deliver what is due; how many seconds to wait before looking again."""
    due = runtime.store.read(lambda unit: unit.outbox.next_due())
    if due is None or due > utc_now():
        return poll
    return 0.0 if deliver_due(runtime.post) == BATCH else poll
