"""What the tests of the ladder share: people above one another, and a case that nobody does anything about."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from storage.people import PersonRow
from storage.unit_of_work import Store
from tests.builders import ZONE, DeskTalk, a_person, a_talk, people

REPORT = "榕御小区3栋楼下乱停车"
BOSS = a_person("boss", "黄书记", "paired_leader", "rongyu-sq")
CENTRE = a_person("zhihui", "芗城区指挥中心", "department", "xiangcheng")


def staffed(*more: PersonRow, **backups: str) -> list[PersonRow]:
    """Those of the small neighbourhood and `more`, with backups by code."""
    return [replace(row, backup=backups.get(row.code, row.backup)) for row in (*people(), *more)]


def struck(talk: DeskTalk) -> list[tuple[int, str]]:
    """What the clocks did just now about cases; meetings and digests have theirs."""
    return [(case, what) for case, what in talk.tick() if case]


def local(moment: datetime | None) -> str:
    assert moment is not None
    return moment.astimezone(ZONE).strftime("%m-%d %H:%M")


def until(talk: DeskTalk, number: int, holder: str, minutes: int = 5, most: int = 3000) -> None:
    """Nobody does anything, and the clocks are looked at again and again, until somebody has the case."""
    for _ in range(most):
        if talk.case(number).responder == holder:
            return
        talk.later(minutes=minutes)
        talk.tick()
    raise AssertionError(f"{holder} never had it, {talk.case(number).responder} has")


def stuck_talk(store: Store, *more: PersonRow) -> DeskTalk:
    """Case 1 has climbed to the street and nobody is left above."""
    talk = a_talk(store, staff=staffed(*more))
    talk.says("resident", REPORT)
    until(talk, 1, "jiedao")
    while talk.case(1).stuck_at is None:
        talk.later(minutes=5)
        talk.tick()
    return talk
