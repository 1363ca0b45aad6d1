"""`linli poster` and `linli topics`: the month for the notice board, and what most residents spoke of."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from dataclasses import asdict
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.commands.configured import settings_of, store_of
from bot.desk import wording_ledger
from bot.desk.hottopics import hot_topics
from bot.desk.knowledge import Library
from bot.desk.ledgerbook import public_place
from bot.desk.ledgermonths import MonthBooks, Reading, Topic
from bot.ledger.poster import poster_of
from bot.ledger.posterpng import as_png
from bot.paper.pdf import as_pdf
from bot.paper.sheet import Mark
from storage.unit_of_work import UnitOfWork

_MOST = 10
_FORMATS = {".pdf": as_pdf, ".png": as_png}


def draw_poster(asked: Namespace) -> int:
    """Write the poster of a place; its file's ending says as what."""
    draw = _FORMATS.get(asked.output.suffix.lower())
    if draw is None:
        sys.stderr.write("输出文件应为 .pdf 或 .png / the output must end in .pdf or .png\n")
        return 1
    zone, public = ZoneInfo(settings_of(asked).desk.timezone), settings_of(asked).server.public_url

    def marks(unit: UnitOfWork) -> tuple[Mark, ...] | None:
        reading = _reading(unit, zone)
        place = public_place(reading.town, asked.place)
        return poster_of(reading, place, asked.month or reading.today(), public) if place else None

    with store_of(asked) as store:
        found = store.read(marks)
    if found is None:
        sys.stderr.write(f"没有代码为 {asked.place} 的地方 / no place has this code\n")
        return 1
    try:
        asked.output.write_bytes(draw(found))
    except OSError as error:
        sys.stderr.write(f"写不了 {asked.output}：{error.strerror} / cannot be written\n")
        return 1
    print(f"海报已写到 {asked.output}。/ The poster is written.")
    return 0


def list_topics(asked: Namespace) -> int:
    """The topics, a line each: residents, cases, repeats, days open, place and matter."""
    zone = ZoneInfo(settings_of(asked).desk.timezone)

    def found(unit: UnitOfWork) -> tuple[Topic, ...] | None:
        reading = _reading(unit, zone)
        if asked.place and reading.town.territory.get(asked.place) is None:
            return None
        return hot_topics(reading, asked.place, asked.month or reading.today(), _MOST)

    with store_of(asked) as store:
        topics = store.read(found)
    if topics is None:
        sys.stderr.write(f"没有代码为 {asked.place} 的地方 / no place has this code\n")
        return 1
    if asked.json:
        print(json.dumps([asdict(topic) for topic in topics], ensure_ascii=False))
        return 0
    for at, topic in enumerate(topics, 1):
        line = wording_ledger.topic(topic.place_name, topic.matter, topic.residents)
        print(f"{at}. {line}，{topic.cases}件，最长{topic.days_open}天")
    return 0


def _reading(unit: UnitOfWork, zone: ZoneInfo) -> Reading:
    now = datetime.now(UTC)
    return Reading(unit, Library().current(unit, now).town, zone, now, MonthBooks())
