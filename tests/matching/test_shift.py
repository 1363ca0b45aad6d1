"""Shifts of a surge: filled fairly, with rest, by whoever gave the hours first."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from matching.shift import REST, Shift, fill_shifts
from matching.slot import parse_slots
from matching.volunteer import Volunteer

ZONE = ZoneInfo("Asia/Shanghai")
#: Monday 8:00 in Zhangzhou.
MONDAY = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)


def a_member(code: str, **told) -> Volunteer:
    return Volunteer(code, f"人{code}", contact=1 + sum(code.encode()), **told)


def a_shift(hours: float = 0, lasts: float = 4, count: int = 1, skill: str = "") -> Shift:
    start = MONDAY + timedelta(hours=hours)
    return Shift(start, start + timedelta(hours=lasts), count, skill)


def test_the_load_is_split_evenly_over_the_days() -> None:
    days = [a_shift(24 * day) for day in range(6)]

    roster = fill_shifts(days, [a_member("a"), a_member("b"), a_member("c")], {}, ZONE)

    assert sorted(code for on in roster for code in on) == ["a", "a", "b", "b", "c", "c"]


def test_between_two_shifts_there_is_rest() -> None:
    night, morning, evening = a_shift(14, lasts=8), a_shift(24), a_shift(30)

    roster = fill_shifts([night, morning, evening], [a_member("a")], {}, ZONE)

    assert roster == (("a",), (), ("a",))


def test_whoever_gave_the_hours_goes_first() -> None:
    gave = a_member("z", slots=parse_slots("工作日 08:00-12:00"))
    other = a_member("a", slots=parse_slots("周末 08:00-12:00"))

    assert fill_shifts([a_shift()], [other, gave], {}, ZONE) == (("z",),)
    assert fill_shifts([a_shift(count=2)], [other, gave], {}, ZONE) == (("z", "a"),)


def test_who_rests_lacks_the_skill_or_cannot_be_told_is_left_out() -> None:
    resting = a_member("a", resting_until=date(2026, 3, 2))
    unskilled = a_member("b")
    unreachable = Volunteer("c", "人c", skills=frozenset({"医疗"}))
    nurse = a_member("d", verified=frozenset({"医疗"}), resting_until=date(2026, 3, 1))

    assert fill_shifts([a_shift(skill="医疗")], [resting, unskilled, unreachable, nurse], {}, ZONE) == (("d",),)
    assert fill_shifts([a_shift()], [resting], {}, ZONE) == ((),)


def test_what_somebody_has_already_counts() -> None:
    roster = fill_shifts([a_shift(24)], [a_member("a"), a_member("b")], {"a": [a_shift()]}, ZONE)

    assert roster == (("b",),)


def test_a_shift_that_few_can_take_is_filled_first() -> None:
    nurse, helper = a_member("a", skills=frozenset({"医疗"})), a_member("b")

    roster = fill_shifts([a_shift(), a_shift(skill="医疗")], [nurse, helper], {}, ZONE)

    assert roster == (("b",), ("a",))


@given(st.lists(st.tuples(st.integers(0, 96), st.integers(1, 10), st.integers(1, 4)), max_size=12), st.integers(0, 5))
def test_nobody_ever_has_two_shifts_without_rest(drawn: list[tuple[int, int, int]], many: int) -> None:
    shifts = [a_shift(hours, lasts, count) for hours, lasts, count in drawn]

    roster = fill_shifts(shifts, [a_member(chr(97 + at)) for at in range(many)], {}, ZONE)

    for shift, on in zip(shifts, roster, strict=True):
        assert len(set(on)) == len(on) <= shift.count
    for code in {code for on in roster for code in on}:
        held = sorted((s.starts_at, s.ends_at) for s, on in zip(shifts, roster, strict=True) if code in on)
        assert all(later[0] - earlier[1] >= REST for earlier, later in itertools.pairwise(held))
