from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest

from matching.deadline import (
    SHIPPED_TERMS,
    Clocks,
    DueTimes,
    Quiet,
    Term,
    WorkCalendar,
    decided_by,
    due_times,
    own_term_ends,
    said_at,
    term_for,
)

CALENDAR = WorkCalendar("Asia/Shanghai")
SHANGHAI = ZoneInfo("Asia/Shanghai")
HALF_HOUR = timedelta(minutes=30)
WEEK = Term(HALF_HOUR, timedelta(days=7), working_days=False)
FIFTEEN_WORKING_DAYS = Term(timedelta(hours=2), timedelta(days=15), working_days=True, office_hours=True)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 24), True),  # a Tuesday
        (date(2026, 11, 28), False),  # a Saturday
        (date(2026, 2, 14), True),  # a Saturday, worked in exchange for the Spring Festival (调休)
        (date(2026, 2, 16), False),  # a Monday inside the Spring Festival
        (date(2026, 10, 10), True),  # a Saturday, worked in exchange for the National Day
        (date(2026, 10, 7), False),  # a Wednesday inside the National Day's week
    ],
)
def test_announced_year_knows_holidays_and_working_weekends(day: date, works: bool) -> None:
    assert CALENDAR.knows(day.year)
    assert CALENDAR.is_working_day(day) is works


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2099, 1, 1), False),  # a Thursday, New Year
        (date(2099, 5, 1), False),
        (date(2099, 10, 2), False),  # a Friday
        (date(2099, 10, 5), True),  # a Monday that a real announcement would make free
        (date(2099, 1, 3), False),  # a Saturday
        (date(2099, 1, 5), True),  # a Monday
    ],
)
def test_unannounced_year_counts_weekdays_and_fixed_holidays(day: date, works: bool) -> None:
    assert not CALENDAR.knows(day.year)
    assert CALENDAR.is_working_day(day) is works


def test_day_of_the_start_does_not_count() -> None:
    tuesday = date(2026, 11, 24)

    assert CALENDAR.after_working_days(tuesday, 1) == date(2026, 11, 25)
    assert CALENDAR.after_working_days(tuesday, 4) == date(2026, 11, 30)


def test_working_days_reach_over_a_holiday_with_working_weekend() -> None:
    friday_before = date(2026, 2, 13)

    # Saturday the 14th is worked; the festival lasts from the 15th to the 23rd.
    assert CALENDAR.after_working_days(friday_before, 2) == date(2026, 2, 24)


@pytest.mark.parametrize("count", [0, -1])
def test_less_than_one_working_day_is_refused(count: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        CALENDAR.after_working_days(date(2026, 11, 24), count)


def test_unknown_time_zone_is_refused() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        _ = WorkCalendar("Mars/Olympus").zone


@pytest.mark.parametrize(
    ("category", "role", "urgent", "term"),
    [
        ("parking", "building_leader", False, WEEK),
        ("parking", "property", False, WEEK),
        ("parking", "estate_secretary", False, WEEK),
        ("parking", "community", False, Term(timedelta(hours=2), timedelta(days=7), working_days=False)),
        ("parking", "nobody we know", False, Term(timedelta(hours=2), timedelta(days=7), working_days=False)),
        ("no such category", "team", False, WEEK),
        ("utilities", "grid_worker", False, Term(HALF_HOUR, timedelta(hours=24), working_days=False)),
        ("housing", "lane_leader", False, Term(HALF_HOUR, timedelta(days=15), working_days=True)),
        ("illegal_construction", "department", False, FIFTEEN_WORKING_DAYS),
        ("employment", "street", False, FIFTEEN_WORKING_DAYS),
        (
            "illegal_construction",
            "department",
            True,
            Term(timedelta(minutes=10), timedelta(hours=2), working_days=False, round_the_clock=True),
        ),
    ],
)
def test_term_by_category_role_and_danger(category: str, role: str, urgent: bool, term: Term) -> None:
    assert term_for(category, role, urgent=urgent) == term


@pytest.mark.parametrize(
    ("dispatched", "signin"),
    [
        ("2026-11-24 14:00", "2026-11-24 14:30"),
        ("2026-11-24 08:00", "2026-11-24 08:30"),
        ("2026-11-24 07:59", "2026-11-24 08:30"),
        ("2026-11-24 00:10", "2026-11-24 08:30"),
        ("2026-11-24 21:30", "2026-11-24 22:00"),
        ("2026-11-24 21:59", "2026-11-25 08:29"),
        ("2026-11-24 22:00", "2026-11-25 08:30"),
        ("2026-12-31 23:30", "2027-01-01 08:30"),
    ],
)
def test_ordinary_signin_clock_runs_by_day_only(dispatched: str, signin: str) -> None:
    assert due_times(WEEK, local(dispatched), CALENDAR).signin == local(signin)


def test_urgent_signin_clock_runs_at_night() -> None:
    term = term_for("safety", "property", urgent=True)

    due = due_times(term, local("2026-11-24 03:00"), CALENDAR)

    assert due == DueTimes(
        signin=local("2026-11-24 03:10"),
        first_word=local("2026-11-24 03:30"),
        solved=local("2026-11-24 05:00"),
        climb=local("2026-11-24 03:15"),
    )


def test_days_are_counted_from_the_dispatch_to_the_minute() -> None:
    assert due_times(WEEK, local("2026-11-24 23:15"), CALENDAR).solved == local("2026-12-01 23:15")


def test_working_days_end_when_the_offices_close() -> None:
    due = due_times(FIFTEEN_WORKING_DAYS, local("2026-11-28 03:00"), CALENDAR)

    assert due.solved == local("2026-12-18 18:00")


@pytest.mark.parametrize(
    ("dispatched", "signin", "climb"),
    [
        ("2026-11-24 09:00", "2026-11-24 11:00", "2026-11-24 12:00"),  # a Tuesday
        ("2026-11-24 17:30", "2026-11-25 09:30", "2026-11-25 10:30"),
        ("2026-11-27 17:00", "2026-11-30 09:00", "2026-11-30 10:00"),  # over a weekend
        ("2026-11-28 03:00", "2026-11-30 10:00", "2026-11-30 11:00"),  # on a Saturday
        ("2026-02-13 17:00", "2026-02-14 09:00", "2026-02-14 10:00"),  # the Saturday is worked (调休)
        ("2026-02-14 17:00", "2026-02-24 09:00", "2026-02-24 10:00"),  # over the Spring Festival
    ],
)
def test_an_office_signs_while_it_is_open_for_what_is_counted_in_working_days(
    dispatched: str, signin: str, climb: str
) -> None:
    due = due_times(FIFTEEN_WORKING_DAYS, local(dispatched), CALENDAR)

    assert (due.signin, due.first_word, due.climb) == (local(signin), local(signin), local(climb))


@pytest.mark.parametrize(
    ("dispatched", "first_word", "climb"),
    [
        ("2026-11-24 10:00", "2026-11-24 12:00", "2026-11-24 10:45"),
        ("2026-11-24 20:30", "2026-11-25 08:30", "2026-11-24 21:15"),
        ("2026-11-24 21:20", "2026-11-25 09:20", "2026-11-25 08:05"),
        ("2026-11-28 23:00", "2026-11-29 10:00", "2026-11-29 08:45"),  # a Sunday is a day for those next door
    ],
)
def test_the_first_word_is_due_two_hours_by_day_and_the_unsigned_case_climbs_after_half_the_term(
    dispatched: str, first_word: str, climb: str
) -> None:
    due = due_times(WEEK, local(dispatched), CALENDAR)

    assert (due.first_word, due.climb) == (local(first_word), local(climb))


@pytest.mark.parametrize(
    ("category", "urgent", "ends"),
    [
        ("parking", False, "2026-11-28 20:00"),
        ("utilities", False, "2026-11-28 10:00"),  # four hours by day: two this evening, two tomorrow
        ("housing", False, "2026-11-30 18:00"),  # the end of the next working day
        ("safety", True, "2026-11-27 20:30"),
    ],
)
def test_who_gets_a_late_case_has_a_short_term_of_his_own(category: str, urgent: bool, ends: str) -> None:
    term = term_for(category, "community", urgent=urgent)

    assert own_term_ends(term, local("2026-11-27 20:00"), CALENDAR) == local(ends)


def test_working_days_reach_into_a_year_that_is_not_announced() -> None:
    due = due_times(FIFTEEN_WORKING_DAYS, local("2098-12-31 12:00"), CALENDAR)

    assert due.solved == local("2099-01-22 18:00")


def test_signin_is_never_due_after_the_solution() -> None:
    term = Term(timedelta(hours=2), timedelta(hours=24), working_days=False)
    hasty = Term(timedelta(hours=2), timedelta(hours=1), working_days=False)

    assert due_times(term, local("2026-11-24 12:00"), CALENDAR).signin == local("2026-11-24 14:00")
    assert due_times(hasty, local("2026-11-24 12:00"), CALENDAR).signin == local("2026-11-24 13:00")


def test_times_come_back_in_utc_whatever_zone_they_were_given_in() -> None:
    moment = datetime(2026, 11, 24, 6, tzinfo=UTC)

    due = due_times(WEEK, moment, CALENDAR)

    assert due == due_times(WEEK, moment.astimezone(SHANGHAI), CALENDAR)
    assert (due.signin.tzinfo, due.solved.tzinfo) == (UTC, UTC)


def test_desk_in_another_zone_counts_its_own_days() -> None:
    due = due_times(WEEK, datetime(2026, 11, 24, 0, 30, tzinfo=UTC), WorkCalendar("Asia/Urumqi"))

    assert due.signin == datetime(2026, 11, 24, 2, 30, tzinfo=UTC)


class Nowhere(tzinfo):
    def utcoffset(self, _: datetime | None) -> None:
        return None

    def dst(self, _: datetime | None) -> None:
        return None


@pytest.mark.parametrize("zone", [None, Nowhere()])
def test_naive_moment_is_refused(zone: tzinfo | None) -> None:
    with pytest.raises(ValueError, match="time zone"):
        due_times(WEEK, datetime(2026, 11, 24, 12, tzinfo=zone), CALENDAR)


@pytest.mark.parametrize("ready", ["2026-11-24 08:00", "2026-11-24 12:00", "2026-11-24 21:59"])
def test_by_day_a_notice_is_sent_at_once(ready: str) -> None:
    assert said_at(local(ready), "chen", CALENDAR) == local(ready)


@pytest.mark.parametrize("ready", ["2026-11-24 22:00", "2026-11-25 00:30", "2026-11-25 06:59:59", "2026-11-25 07:00"])
def test_what_falls_due_at_night_is_said_in_the_morning_spread_over_the_recipients(ready: str) -> None:
    said = {who: said_at(local(ready), who, CALENDAR) for who in (f"person-{number}" for number in range(200))}

    assert all(local("2026-11-25 07:00") <= moment < local("2026-11-25 08:00") for moment in said.values())
    quarters = Counter(moment.minute // 15 for moment in said.values())
    assert all(quarters[quarter] > 25 for quarter in range(4)), "not everybody at once"


def test_the_notices_of_one_recipient_stay_in_order() -> None:
    moments = [local("2026-11-24 21:50") + timedelta(minutes=5) * step for step in range(150)]

    for who in ("chen", "li", "contact/7"):
        said = [said_at(moment, who, CALENDAR) for moment in moments]
        assert said == sorted(said)
        assert all(late >= moment for late, moment in zip(said, moments, strict=True))


def test_a_notice_needs_a_moment_that_knows_its_zone() -> None:
    with pytest.raises(ValueError, match="moment must know"):
        said_at(datetime(2026, 11, 24, 12), "chen", CALENDAR)  # noqa: DTZ001 - that is what is refused


def test_an_arbiter_has_to_the_end_of_the_next_working_day() -> None:
    friday = local("2026-11-27T09:00")
    assert decided_by(friday, CALENDAR) == local("2026-11-30T18:00")
    with pytest.raises(ValueError, match="time zone"):
        decided_by(datetime(2026, 11, 27, 9), CALENDAR)  # noqa: DTZ001 - what is refused


def test_a_local_day_off_is_no_working_day_and_a_local_working_day_is_one():
    calendar = WorkCalendar(off=frozenset({date(2026, 11, 25)}), on=frozenset({date(2026, 11, 28)}))
    assert calendar.after_working_days(date(2026, 11, 24), 1) == date(2026, 11, 26)
    assert calendar.is_working_day(date(2026, 11, 28))
    assert not calendar.is_working_day(date(2026, 11, 29))


def test_clocks_run_and_notices_wait_by_the_nights_of_the_calendar():
    calendar = WorkCalendar(quiet=Quiet(time(21), time(6, 30)))
    assert due_times(WEEK, local("2026-11-24 21:10"), calendar).signin == local("2026-11-25 08:00")
    assert said_at(local("2026-11-24 20:59"), "chen", calendar) == local("2026-11-24 20:59")
    said = said_at(local("2026-11-24 21:10"), "chen", calendar)
    assert local("2026-11-25 06:30") <= said < local("2026-11-25 07:30")


def test_terms_bring_their_own_clocks():
    clocks = Clocks({"team": timedelta(minutes=60)}, timedelta(hours=3), first_word=timedelta(hours=1), pace=1.0)
    terms = replace(SHIPPED_TERMS, clocks=clocks)
    due = due_times(term_for("parking", "team", urgent=False, terms=terms), local("2026-11-24 10:00"), CALENDAR)
    assert (due.signin, due.first_word, due.climb) == tuple(
        local(f"2026-11-24 {at}") for at in ("11:00", "11:00", "12:00")
    )
    assert term_for("parking", "community", urgent=False, terms=terms).signin == timedelta(hours=3)
    danger = replace(SHIPPED_TERMS, clocks=Clocks(urgent_signin=timedelta(minutes=5)))
    assert term_for("parking", "team", urgent=True, terms=danger).signin == timedelta(minutes=5)
