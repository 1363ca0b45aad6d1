from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from matching.diary import BLANK, Diary, Task
from matching.eligible import (
    Window,
    is_after_dark,
    is_night,
    make_errand,
    next_change,
    unfit,
    why_never,
    why_not,
    why_not_now,
)
from matching.need import NeedUrgency, Part
from matching.slot import parse_slots
from tests.matching.askers import CALENDAR, a_need, a_volunteer, an_errand, local


@pytest.mark.parametrize(
    ("given", "wanted", "reason"),
    [
        pytest.param({}, {}, "", id="whoever for whatever"),
        pytest.param({}, {"part": Part("理发")}, "不会“理发”", id="without the skill"),
        pytest.param({"skills": frozenset({"理发"})}, {"part": Part("理发")}, "", id="with the skill"),
        pytest.param(
            {"skills": frozenset({"电工"})},
            {"part": Part("电工", verified=True)},
            "“电工”未经核实",
            id="only says so",
        ),
        pytest.param({"verified": frozenset({"电工"})}, {"part": Part("电工", verified=True)}, "", id="verified"),
        pytest.param(
            {"languages": frozenset({"普通话"})}, {"languages": ("普通话", "闽南语")}, "不说闽南语", id="other language"
        ),
        pytest.param({"languages": frozenset({"闽南语"})}, {"languages": ("闽南语",)}, "", id="the language"),
        pytest.param({"gender": "男"}, {"gender": "女"}, "需要女性", id="a man where a woman is asked for"),
        pytest.param({}, {"gender": "女"}, "需要女性", id="gender not known"),
        pytest.param({"gender": "女"}, {"gender": "女"}, "", id="a woman"),
        pytest.param({}, {"vetted": True}, "未经社区审核，不能接触孩子和钥匙", id="not vetted"),
        pytest.param({"vetted": True}, {"vetted": True}, "", id="vetted"),
    ],
)
def test_what_a_need_asks_for_must_be_met(given: dict, wanted: dict, reason: str) -> None:
    part = wanted.get("part", Part(""))
    wanted = {name: value for name, value in wanted.items() if name != "part"}
    assert unfit(a_volunteer(**given), a_need(**wanted), part) == reason
    assert why_never(a_volunteer(**given), an_errand(part=part, **wanted), BLANK) == reason


@pytest.mark.parametrize(
    ("slots", "minutes", "fits"),
    [
        pytest.param("", 60, True, id="any time"),
        pytest.param("每天 18:00-21:00", 60, True, id="in the evening"),
        pytest.param("每天 20:30-23:00", 90, True, id="just long enough"),
        pytest.param("每天 20:30-23:00", 91, False, id="a minute too long"),
        pytest.param("周末 08:00-22:00", 60, False, id="another day"),
        pytest.param("工作日 08:00-12:00|工作日 19:00-21:00", 60, True, id="the second of two"),
    ],
)
def test_some_hours_given_must_hold_the_work(slots: str, minutes: int, fits: bool) -> None:
    reason = why_never(a_volunteer(slots=parse_slots(slots)), an_errand(minutes=minutes), BLANK)
    assert reason == ("" if fits else "这段时间没空")


def test_hours_until_the_end_of_the_day_hold_work_until_midnight() -> None:
    late = an_errand(starts_at=local(3, 23), ends_at=local(4, 0))
    assert late.windows == (Window(date(2026, 3, 3), 23 * 60, 24 * 60),)
    assert not why_never(a_volunteer(slots=parse_slots("每天 18:00-24:00")), late, BLANK)


def test_a_need_of_several_days_has_a_window_on_each_on_which_it_fits() -> None:
    errand = an_errand(starts_at=local(3, 23, 30), ends_at=local(6, 0, 30))
    assert [window.day.day for window in errand.windows] == [4, 5]
    assert not why_never(a_volunteer(slots=parse_slots("周四 09:00-11:00")), errand, BLANK)


def test_what_has_passed_of_the_time_is_gone() -> None:
    errand = an_errand(local(3, 20), starts_at=local(3, 8), ends_at=local(3, 22))
    assert errand.windows == (Window(date(2026, 3, 3), 20 * 60, 22 * 60),)


def test_work_over_midnight_is_for_those_who_give_no_hours() -> None:
    shift = an_errand(starts_at=local(3, 22), ends_at=local(4, 6), minutes=480)
    assert shift.windows == (Window(date(2026, 3, 3), 22 * 60, 30 * 60),)
    assert not why_never(a_volunteer(), shift, BLANK)
    assert why_never(a_volunteer(slots=parse_slots("每天 18:00-24:00")), shift, BLANK) == "这段时间没空"


def test_a_party_is_not_asked_and_nobody_twice() -> None:
    errand = make_errand(a_need(), Part(""), local(3, 13), CALENDAR, frozenset({"lin"}))
    assert why_never(a_volunteer(), errand, BLANK) == "是当事人，或住在一起"
    assert why_never(a_volunteer(), replace(errand, barred=frozenset(), asked=frozenset({"lin"})), BLANK) == "已经问过"
    assert not why_never(a_volunteer(code="wang"), errand, BLANK)


@pytest.mark.parametrize(
    ("until", "starts", "reason"),
    [
        pytest.param(date(2026, 3, 3), local(3, 18), "休息中", id="today is the last day"),
        pytest.param(date(2026, 3, 2), local(3, 18), "", id="it was yesterday"),
        pytest.param(date(2026, 3, 3), local(5, 18), "休息中", id="asked nothing now, also not about later"),
    ],
)
def test_who_rests_is_asked_nothing(until: date, starts: datetime, reason: str) -> None:
    errand = an_errand(starts_at=starts, ends_at=starts + timedelta(hours=3))
    assert why_never(a_volunteer(resting_until=until), errand, BLANK) == reason


def test_one_task_a_day_at_most() -> None:
    busy = Diary(tasks=(Task(date(2026, 3, 3), 60),))
    assert why_never(a_volunteer(), an_errand(), busy) == "当天已有一件"
    assert not why_never(a_volunteer(), an_errand(ends_at=local(4, 22)), busy)


def test_no_more_tasks_a_week_than_somebody_wants() -> None:
    two = Diary(tasks=(Task(date(2026, 3, 2), 60), Task(date(2026, 3, 8), 60)))
    assert why_never(a_volunteer(), an_errand(), two) == "这周已经够了"
    assert not why_never(a_volunteer(weekly_cap=3), an_errand(), two)
    assert not why_never(a_volunteer(), an_errand(starts_at=local(9, 18), ends_at=local(9, 22)), two)


@pytest.mark.parametrize(
    ("hour", "urgency", "reason"),
    [
        (22, NeedUrgency.TODAY, "夜里不打扰"),
        (6, NeedUrgency.PLANNED, "夜里不打扰"),
        (21, NeedUrgency.TODAY, ""),
        (7, NeedUrgency.TODAY, ""),
        (23, NeedUrgency.URGENT, ""),
    ],
)
def test_nobody_is_asked_at_night_unless_there_is_danger(hour: int, urgency: NeedUrgency, reason: str) -> None:
    errand = an_errand(local(3, hour), urgency=urgency, ends_at=local(5, 22))
    assert why_not_now(a_volunteer(), errand, BLANK) == reason


def test_nobody_is_asked_in_quiet_hours() -> None:
    resting = a_volunteer(quiet=parse_slots("每天 12:00-14:00"))
    assert why_not_now(resting, an_errand(local(3, 13)), BLANK) == "免打扰时间"
    assert not why_not_now(resting, an_errand(local(3, 15)), BLANK)


@pytest.mark.parametrize(
    ("given", "now", "asked"),
    [
        pytest.param({"unit": "财政局"}, local(3, 10), False, id="morning"),
        pytest.param({"work": "shequ"}, local(3, 15), False, id="afternoon"),
        pytest.param({"unit": "财政局"}, local(3, 13), True, id="lunch"),
        pytest.param({"unit": "财政局"}, local(3, 18), True, id="after work"),
        pytest.param({"unit": "财政局"}, local(7, 10), True, id="Saturday"),
        pytest.param({}, local(3, 10), True, id="nobody's hours"),
        pytest.param({"unit": "财政局", "at_work": True}, local(3, 10), True, id="may be asked at work"),
        pytest.param({"unit": "财政局", "slots": parse_slots("周二 09:00-11:00")}, local(3, 10), True, id="gave them"),
        pytest.param({"unit": "财政局", "slots": parse_slots("周三 09:00-11:00")}, local(3, 10), False, id="other day"),
    ],
)
def test_nobody_is_asked_in_working_hours_unless_she_said_so(given: dict, now: datetime, asked: bool) -> None:
    reason = why_not_now(a_volunteer(**given), an_errand(now, ends_at=local(8, 22)), BLANK)
    assert reason == ("" if asked else "上班时间")


def test_nobody_is_asked_more_often_than_the_cap() -> None:
    now = local(3, 13)
    often = Diary(tuple(now - timedelta(days=1) for _ in range(6)))
    assert why_not(a_volunteer(), an_errand(now), often) == "近7天问得够多了"
    assert not why_not(a_volunteer(offers_cap=7), an_errand(now), often)


def test_what_lasts_is_told_before_what_holds_now() -> None:
    night = an_errand(local(3, 23), part=Part("理发"), ends_at=local(5, 22))
    assert why_not(a_volunteer(), night, BLANK) == "不会“理发”"


@pytest.mark.parametrize(("hour", "night"), [(21, False), (22, True), (0, True), (6, True), (7, False)])
def test_the_night_is_from_ten_to_seven(hour: int, night: bool) -> None:
    errand = an_errand(local(4, hour))
    assert is_night(errand.local) is errand.at_night is night


@pytest.mark.parametrize(
    ("now", "change"),
    [
        (local(3, 3), local(3, 7)),
        (local(3, 7), local(3, 12)),
        (local(3, 13), local(3, 18)),
        (local(3, 18), local(3, 22)),
        (local(3, 22), local(4, 7)),
    ],
    ids=["night", "morning", "noon", "evening", "late"],
)
def test_others_may_be_asked_in_the_morning_at_noon_and_after_work(now: datetime, change: datetime) -> None:
    assert next_change(now, CALENDAR) == change
    assert next_change(now, CALENDAR).tzinfo is UTC


@pytest.mark.parametrize(
    ("starts", "ends", "dark"),
    [
        (local(3, 19), local(3, 22), True),
        (local(3, 4), local(3, 6, 30), True),
        (local(3, 17), local(3, 22), False),
        (local(3, 10), local(3, 12), False),
        (local(3, 19), local(4, 12), False),
    ],
    ids=["evening", "before dawn", "could be earlier", "morning", "or tomorrow"],
)
def test_work_that_can_only_begin_in_the_dark_is_for_two(starts: datetime, ends: datetime, dark: bool) -> None:
    assert is_after_dark(a_need(starts_at=starts, ends_at=ends), CALENDAR) is dark


@pytest.mark.parametrize(
    ("starts", "by_day"),
    [(local(3, 10), True), (local(3, 18), False), (local(7, 10), False)],
    ids=["working day", "evening", "weekend"],
)
def test_by_day_people_may_be_at_work(starts: datetime, by_day: bool) -> None:
    assert an_errand(local(2, 13), starts_at=starts, ends_at=starts + timedelta(hours=2)).by_day is by_day
