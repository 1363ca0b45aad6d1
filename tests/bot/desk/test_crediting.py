"""Hours: counted once, credited to both homes, no longer than the work took."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.crediting import credit, credited, said_minutes, says_minutes_alone
from bot.desk.desk import nobody
from matching.need import Need, NeedKind, Part
from matching.offers import Offer, OfferState
from storage.unit_of_work import Store
from tests.bot.desk.volunteers import a_need, a_volunteer, enlist, visiting
from tests.builders import MORNING, DeskTalk, a_talk


@pytest.fixture
def talk(store: Store) -> DeskTalk:
    talk = a_talk(store)
    enlist(talk, a_volunteer(work="jiangbin-2"))
    return talk


def kept(talk: DeskTalk, need: Need) -> Need:
    return replace(need, number=talk.store.run(lambda unit: unit.needs.add(need)))


def an_offer(need: Need, after: int = 90, why: str = "") -> Offer:
    done = MORNING + timedelta(minutes=after)
    return Offer(1, need.number, "zhou", MORNING, done, "水电维修", 1, OfferState.DONE, MORNING, done, why)


def credit_as(talk: DeskTalk, who: str, need: Need, offer: Offer, **given) -> int:
    return talk.store.run(lambda unit: credit(visiting(talk, unit, who, **given), need, offer))


def test_a_round_counts_once_and_for_both_homes(talk: DeskTalk):
    need = kept(talk, a_need(minutes=60))
    assert credit_as(talk, "resident", need, an_offer(need)) == 60
    assert credit_as(talk, "resident", need, an_offer(need, after=30)) == 60
    (entry,) = talk.store.read(lambda unit: unit.hours.of_volunteer("zhou"))
    assert (entry.home, entry.work, entry.confirmed_by) == ("rongyu", "jiangbin", "resident")
    assert entry.what == "邻里帮忙 · 水电维修"


def test_it_counts_no_longer_than_it_took(talk: DeskTalk):
    need = kept(talk, a_need(minutes=60))
    assert credit_as(talk, "resident", need, an_offer(need, after=20)) == 20


def test_what_the_volunteer_said_counts_before_what_was_planned(talk: DeskTalk):
    need = kept(talk, a_need(minutes=60))
    assert credit_as(talk, "resident", need, an_offer(need, after=200, why="一共1个半小时")) == 90


def test_who_confirmed_it_is_kept(talk: DeskTalk):
    by_office, by_clock = (kept(talk, a_need()) for _ in range(2))
    credit_as(talk, "openid-chen", by_office, an_offer(by_office))
    credit_as(talk, "openid-chen", by_clock, an_offer(by_clock), by_clock=True)
    entries = talk.store.read(lambda unit: unit.hours.of_volunteer("zhou"))
    assert [entry.confirmed_by for entry in entries] == ["chen", "linli"]


def test_a_clock_that_nobody_visits_with_confirms_too(talk: DeskTalk):
    need = kept(talk, a_need())

    def work(unit):
        visit = visiting(talk, unit, "resident")
        visit.contact = nobody(talk.now)
        return credit(visit, need, an_offer(need))

    assert talk.store.run(work) == 60
    (entry,) = talk.store.read(lambda unit: unit.hours.of_need(need.number))
    assert entry.confirmed_by == "linli"


def test_who_has_left_is_credited_without_homes(talk: DeskTalk):
    need = kept(talk, a_need(kind=NeedKind.VISIT, parts=(Part(""),)))
    credit_as(talk, "resident", need, replace(an_offer(need), volunteer="gone", part=""))
    (entry,) = talk.store.read(lambda unit: unit.hours.of_volunteer("gone"))
    assert (entry.home, entry.work, entry.what) == ("", "", "走访陪伴")


def test_thanks_say_what_was_counted_and_this_years_sum(talk: DeskTalk):
    for minutes in (60, 45):
        need = kept(talk, a_need(minutes=minutes))
        credit_as(talk, "resident", need, an_offer(need))
    said = talk.store.read(lambda unit: credited(visiting(talk, unit, "openid-zhou"), "zhou", 45))
    assert said == "这次记45分钟，今年一共1小时45分钟。"


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("90分钟", 90), ("修好了，用了40分", 40), ("1个半小时", 90), ("两小时", 120), ("1.5小时", 90), ("半小时", 30),
        ("三个小时", 180), ("一小时半", 90), ("修好了", 0), ("", 0),
    ],
)  # fmt: skip
def test_minutes_as_people_say_them(text: str, minutes: int):
    assert said_minutes(text) == minutes


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("40分钟", True), ("一小时", True), ("一共1个半小时。", True), ("用了两小时", True),
        ("修好了，用了40分", False), ("", False),
    ],
)  # fmt: skip
def test_minutes_and_nothing_else(text: str, alone: bool):
    assert says_minutes_alone(text) is alone
