"""责任清单 and volunteers: 双报到 and 走访 attach themselves to what volunteers do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.desk.duties import duty_records
from bot.desk.entrycode import entry_code
from bot.desk.links import Links
from bot.desk.registersheet import save_register
from matching.duty import DutyCode
from matching.offers import Offer, OfferState
from matching.visit import Recipient
from storage.unit_of_work import Store
from tests.bot.desk.volunteers import a_need, a_volunteer, enlist, visiting
from tests.bot.desk.whistles import departments
from tests.builders import ZONE, DeskTalk, a_talk

ZHOU = "openid-zhou"
KEY = "a-key-that-nobody-can-guess"
DAY = date(2026, 3, 3)
ELDER = Recipient("chen", "陈阿婆", "rongyu-3", consent=True, usual="zhou", coordinator="lin", next_day=DAY)
DONE, MISSED, LATE = (True, False), (False, False), (True, True)


def at(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE).astimezone(UTC)


def events(talk: DeskTalk, duty: DutyCode) -> list[tuple[str, str, str, bool, bool]]:
    """Each event as its owner, place, evidence, whether it is done and whether it is late."""
    records = talk.store.read(lambda unit: list(duty_records(unit, None, ZONE, talk.now)))
    return [
        (r["owner"], r["place"], r["evidence"], r["done_at"] is not None, r["late"])
        for r in records
        if r["duty"] == duty
    ]


def doubles(talk: DeskTalk) -> list[tuple[str, str, str, bool, bool]]:
    return events(talk, DutyCode.DOUBLE_REGISTRATION)


# -- 双报到 ----------------------------------------------------------------------------------------


def test_who_makes_a_units_entry_her_own_and_says_where_she_lives_has_registered_twice(store: Store) -> None:
    talk = a_talk(store)
    enlist(talk, a_volunteer("u1", openid="", home="", work="jiangbin-2", unit="财政局"))
    talk.desk = replace(talk.desk, links=Links("http://pages", KEY))
    talk.says("zhou", f"绑定 {entry_code(KEY, 'u1')}")
    assert doubles(talk) == [], "where she lives is not known yet"
    talk.says("zhou", "报名 理发 住榕御小区3栋")
    talk.says("zhou", "报名 周末")
    assert doubles(talk) == [("u1", "jiangbin", "登记了两处", *DONE)], "once, at the place the unit is paired with"


def test_who_signs_up_by_herself_has_one_home_and_owes_nothing(store: Store) -> None:
    talk = a_talk(store)
    talk.says("resident", "报名 我叫周晓梅 理发 周末 住榕御小区3栋")
    assert doubles(talk) == []


def test_the_form_of_the_page_tells_it_too(store: Store) -> None:
    talk = a_talk(store)
    enlist(talk, a_volunteer(home="", work="jiangbin-2"))

    def save(unit) -> None:  # type: ignore[no-untyped-def]  # a unit of work
        visit = visiting(talk, unit, ZHOU)
        visit.contact = replace(visit.contact, home="rongyu-3")
        save_register(visit, {"name": "周晓梅"})

    talk.store.run(save)
    talk.store.run(save)
    assert doubles(talk) == [("zhou", "jiangbin", "登记了两处", *DONE)]


def test_what_is_confirmed_counts_for_a_member_once(store: Store) -> None:
    talk = a_talk(store)
    enlist(talk, a_volunteer(work="jiangbin-2"), a_volunteer("wu", "吴强"))

    resident = talk.contact("resident").id

    def seek(unit) -> None:  # type: ignore[no-untyped-def]  # a unit of work
        number = unit.needs.add(a_need(requester=resident))
        for code in ("zhou", "wu"):
            unit.needs.offer(Offer(0, number, code, at(8), at(9), "", 1, OfferState.DONE, at(8), at(9)))

    talk.store.run(seek)
    talk.says("resident", "满意 Z1")
    talk.says("resident", "满意 Z1")
    assert doubles(talk) == [("zhou", "rongyu", "邻里帮忙", *DONE)]


# -- 走访 ------------------------------------------------------------------------------------------


@pytest.fixture
def early(store: Store) -> DeskTalk:
    """Half past six of a Tuesday; 周 visits 陈阿婆 at nine, 林 coordinates."""
    talk = a_talk(store, at=at(6, 30), staff=departments())
    enlist(talk, a_volunteer())
    talk.store.run(lambda unit: unit.recipients.apply([ELDER]))
    return talk


def goes_on(talk: DeskTalk, moment: datetime) -> None:
    while talk.now < moment:
        talk.now = min(talk.now + timedelta(minutes=30), moment)
        talk.tick()


def visits(talk: DeskTalk) -> list[tuple[str, str, str, bool, bool]]:
    return events(talk, DutyCode.VISIT)


def test_a_visit_that_was_noted_is_kept_once_by_whoever_coordinates_it(early: DeskTalk) -> None:
    goes_on(early, at(10))
    assert visits(early) == []
    early.says(ZHOU, "走访 Z1 都好")
    early.says(ZHOU, "走访 Z1 忘了说，她要新的台历")
    assert visits(early) == [("lin", "rongyu", "走访记录", *DONE)]


def test_a_visit_that_the_coordinator_says_was_made_is_kept_too(early: DeskTalk) -> None:
    goes_on(early, at(10))
    assert "完成" in early.says("openid-lin", "完成 Z1")
    assert visits(early) == [("lin", "rongyu", "走访记录", *DONE)]


def test_a_missed_visit_is_open_until_its_day_is_over_and_then_late(early: DeskTalk) -> None:
    goes_on(early, at(20))
    assert visits(early) == [("lin", "rongyu", "", *MISSED)]
    early.now = at(0, 0, DAY + timedelta(days=1)) + timedelta(seconds=1)
    assert visits(early) == [("lin", "rongyu", "", False, True)]


def test_a_visit_that_was_made_after_all_that_evening_is_in_time_and_one_event(early: DeskTalk) -> None:
    goes_on(early, at(20))
    early.says(ZHOU, "走访 Z1 刚从她家出来，都好")
    assert visits(early) == [("lin", "rongyu", "走访记录", *DONE)]


def test_a_visit_that_was_noted_the_day_after_is_late(early: DeskTalk) -> None:
    goes_on(early, at(20))
    early.now = at(0, 30, DAY + timedelta(days=1))
    early.says(ZHOU, "走访 Z1 昨天去过，忘了说")
    assert visits(early) == [("lin", "rongyu", "走访记录", *LATE)]


def test_those_above_read_both_in_the_list(early: DeskTalk) -> None:
    goes_on(early, at(20))
    listed = early.says("openid-duban", "责任清单").split("\n")
    assert "11. 走访：1次，做到0，待做1，超时0" in listed
    assert "10. 双报到：还没有" in listed
