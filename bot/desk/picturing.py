"""Pictures kept ready: what was counted once is shown at once, and counted anew behind the reader's back.

Counting a month of 16,000 cases takes seconds, so nobody waits for it: a picture stands in the store with the moment
it was counted, is shown as it is, and one that has aged is counted again by a thread, one at a time.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.desk.charts import charts_of
from bot.desk.desk import Desk
from bot.desk.picture import Chart, Frame, gather
from storage.errors import StorageError
from storage.picture import KeptPicture
from storage.unit_of_work import UnitOfWork

logger = logging.getLogger(__name__)

#: A span that is not over is counted anew after so long, one that is over after so long: its terms may still move.
RUNNING_FRESH, OVER_FRESH = timedelta(minutes=10), timedelta(hours=12)
#: Pictures nobody has looked at for so long are forgotten.
KEPT = timedelta(days=40)


@dataclass(frozen=True, slots=True)
class Picture:
    """The charts of a frame as they were at a moment."""

    frame: Frame
    at: datetime
    charts: tuple[Chart, ...]

    def chart(self, name: str) -> Chart | None:
        """One of them, or None."""
        return next((one for one in self.charts if one.name == name), None)


class Pictures:
    """The pictures of a process. Threads may share them; their one thread counts."""

    def __init__(self, desk: Desk, patience: float = 0.2) -> None:
        """`patience`: so many seconds a reader waits for a picture that nobody has counted yet."""
        self._desk = desk
        self._patience = patience
        self._pool = ThreadPoolExecutor(1, "picture")
        self._under_way: dict[str, Future[None]] = {}
        self._lock = threading.Lock()

    def ask(self, frame: Frame) -> Picture | None:
        """The picture of a frame as it was counted last; None while it is being counted for the first time.

        One that has aged comes as it is, and is counted anew meanwhile.
        """
        known, now = self._known(frame), self._desk.clock()
        fresh = OVER_FRESH if known and frame.span(self._desk, known.at).until < known.at else RUNNING_FRESH
        if known and timedelta() <= now - known.at < fresh:
            return known
        work = self._count_once(frame)
        if known:
            return known
        try:
            work.result(self._patience)
        except NotYet:
            return None
        return self._known(frame)

    def close(self) -> None:
        """Finish what is being counted, and count nothing more. Safe to repeat."""
        self._pool.shutdown(cancel_futures=True)

    def count(self, frame: Frame) -> Picture:
        """Count a frame now and keep what came out."""
        now = self._desk.clock()
        charts = self._desk.store.read(lambda unit: charts_of(gather(self._desk, unit, frame, now)))
        body = json.dumps([asdict(chart) for chart in charts], ensure_ascii=False)

        def keep(unit: UnitOfWork) -> None:
            unit.picture.forget(now - KEPT)
            unit.picture.keep(frame.name, KeptPicture(now, body))

        self._desk.store.run(keep)
        return Picture(frame, now, charts)

    def _known(self, frame: Frame) -> Picture | None:
        kept = self._desk.store.read(lambda unit: unit.picture.kept(frame.name))
        return Picture(frame, kept.at, tuple(map(_chart_of, json.loads(kept.body)))) if kept else None

    def _count_once(self, frame: Frame) -> Future[None]:
        with self._lock:
            work = self._under_way.get(frame.name)
            if work is None or work.done():
                work = self._under_way[frame.name] = self._pool.submit(self._counting, frame)
            return work

    def _counting(self, frame: Frame) -> None:
        try:
            self.count(frame)
        except StorageError:  # the next reader asks again
            logger.warning("the picture %s could not be counted", frame.name)


def _chart_of(record: Mapping[str, Any]) -> Chart:
    return Chart(
        name=record["name"],
        title=record["title"],
        definition=record["definition"],
        columns=tuple((label, kind) for label, kind in record["columns"]),
        rows=tuple(map(tuple, record["rows"])),
        queries=tuple(record["queries"]),
        draw=record["draw"],
        note=record["note"],
    )
