"""What a rider waits for at the seed's scale: 200 riders, 21 stations, hundreds of errands; `make bench`."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.desk.riding import not_to_be_asked
from matching.need import Need, NeedKind, NeedState, NeedUrgency, Part
from matching.station import Station
from matching.team import ERRAND_SKILL, Team, TeamKind
from storage.unit_of_work import Store
from tests.bot.desk.riders import HERE, a_volunteer, locates, measured
from tests.bot.desk.test_riding import visit_of
from tests.builders import DeskTalk, a_talk

pytestmark = pytest.mark.benchmark

RIDERS, STATIONS, ERRANDS, TRIES = 200, 21, 300, 30
LISTED, TOLD, SHOWN, ASKED = 0.060, 0.080, 0.150, 0.020


@pytest.fixture
def town(store: Store) -> DeskTalk:
    talk = a_talk(store, nodes=measured())
    riders = [a_volunteer(f"R{at:03d}", "林国栋") for at in range(RIDERS)]
    store.run(lambda unit: unit.people.apply_volunteers(riders))
    team = Team("r", "千里顺风队", TeamKind.RIDER, "xinqiao", "R000", 0, members=tuple(one.code for one in riders))
    store.run(lambda unit: unit.teams.apply([team]))
    offered = dict.fromkeys(["饮水", "充电", "微波炉", "休息", "雨具"], "")
    stations = [
        Station(f"s{at:02d}", f"驿站{at}", "rongyu", 117.65 + at / 1000, 24.51, "每天 08:00-22:00", offered)
        for at in range(STATIONS)
    ]
    store.run(lambda unit: unit.stations.apply(stations))
    for _ in range(ERRANDS):
        store.run(lambda unit: unit.needs.add(an_errand(talk)))
    return talk


def an_errand(talk: DeskTalk) -> Need:
    return Need(
        0, NeedKind.ERRAND, NeedState.OPEN, NeedUrgency.TODAY, "rongyu-3", "榕御小区3栋", "给老人送药",
        talk.now, talk.now + timedelta(hours=6), talk.now, talk.now, minutes=15, parts=(Part(ERRAND_SKILL),),
    )  # fmt: skip


def median(work: Callable[[int], object]) -> float:
    """The middle of the seconds that a work takes."""
    spans = []
    for at in range(TRIES):
        began = time.perf_counter()
        work(at)
        spans.append(time.perf_counter() - began)
    return sorted(spans)[TRIES // 2]


def test_a_rider_does_not_wait(town: DeskTalk, capsys: pytest.CaptureFixture[str]) -> None:
    listed = median(lambda at: (locates(town, f"openid-R{at:03d}", HERE), town.says(f"openid-R{at:03d}", "附近驿站")))
    told = median(lambda at: town.says(f"openid-R{at:03d}", "乱停车"))
    shown = median(lambda at: town.says(f"openid-R{at + 50:03d}", "停好了") + locates(town, f"openid-R{at + 50:03d}"))
    visited = town.store.run(lambda unit: visit_of(town, unit))
    need = an_errand(town)

    def ask(_: int) -> None:
        town.store.read(lambda unit: not_to_be_asked(_with(visited, unit), need))

    asked = median(ask)
    with capsys.disabled():
        sys.stdout.write(
            f"\nlocation and list {listed * 1000:.1f} ms, tip {told * 1000:.1f} ms, "
            f"stopped and errands {shown * 1000:.1f} ms, who is asked {asked * 1000:.1f} ms\n"
        )
    assert listed <= LISTED
    assert told <= TOLD
    assert shown <= SHOWN
    assert asked <= ASKED


def _with(visit, unit):
    visit.unit = unit
    return visit
