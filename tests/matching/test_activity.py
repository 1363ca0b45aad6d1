"""Who is in, who waits, who moves up; nobody is ever in for whom there is no seat."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.activity import (
    Activity,
    SignUp,
    SignUpState,
    admitted,
    moving_up,
    place_in_line,
    seats_left,
    seats_taken,
    waiting,
)

NOW = datetime(2026, 3, 3, 2, tzinfo=UTC)
IN, WAITING, OUT = SignUpState.IN, SignUpState.WAITING, SignUpState.OUT


def an_activity(capacity: int) -> Activity:
    return Activity(1, "sq", "读书会", "活动室", NOW, NOW + timedelta(hours=1), capacity, minors=False, by="shequ")


def a_sign_up(contact: int, count: int, state: SignUpState, minutes: int = 0) -> SignUp:
    return SignUp(contact, 1, contact, count, state, NOW + timedelta(minutes=minutes))


def test_seats_are_counted_by_people_and_never_below_none():
    sign_ups = [a_sign_up(1, 2, IN), a_sign_up(2, 3, WAITING), a_sign_up(3, 4, OUT)]
    assert seats_taken(sign_ups) == 2
    assert seats_left(an_activity(5), sign_ups) == 3
    assert seats_left(an_activity(1), sign_ups) == 0
    assert seats_left(an_activity(0), sign_ups) is None


@pytest.mark.parametrize(
    ("capacity", "others", "count", "state"),
    [
        (0, [a_sign_up(1, 9, IN)], 9, IN),
        (3, [a_sign_up(1, 2, IN)], 1, IN),
        (3, [a_sign_up(1, 2, IN)], 2, WAITING),
        (3, [a_sign_up(1, 2, IN), a_sign_up(2, 1, WAITING)], 1, WAITING),
        (3, [a_sign_up(1, 2, IN), a_sign_up(2, 2, WAITING)], 1, IN),
    ],
    ids=["no limit", "fits", "a party is not parted", "nobody overtakes", "who can't fit holds up nobody"],
)
def test_who_comes_is_in_or_waits(capacity: int, others: list[SignUp], count: int, state: SignUpState):
    assert admitted(an_activity(capacity), others, count) is state


def test_those_who_waited_longest_move_up_as_far_as_there_is_room():
    late, early, between = a_sign_up(2, 1, WAITING, 9), a_sign_up(3, 3, WAITING, 1), a_sign_up(4, 1, WAITING, 5)
    sign_ups = [a_sign_up(1, 1, IN), late, early, between]
    assert [one.contact for one in moving_up(an_activity(3), sign_ups)] == [4, 2]
    assert [one.contact for one in moving_up(an_activity(0), sign_ups)] == [3, 4, 2]
    assert moving_up(an_activity(1), sign_ups) == []


def test_the_place_in_line_counts_from_one():
    sign_ups = [a_sign_up(1, 1, IN), a_sign_up(2, 1, WAITING, 9), a_sign_up(3, 3, WAITING, 1)]
    assert [place_in_line(sign_ups, contact) for contact in (1, 2, 3)] == [0, 2, 1]


@given(capacity=st.integers(1, 12), moves=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 4)), max_size=60))
def test_whoever_comes_and_goes_it_is_never_overfilled_and_no_seat_is_left_that_somebody_wants(capacity, moves):
    activity, known = an_activity(capacity), {}
    for at, (contact, count) in enumerate(moves):
        others = [one for one in known.values() if one.contact != contact]
        if count:
            state = admitted(activity, others, count)
            known[contact] = SignUp(contact, 1, contact, count, state, NOW + timedelta(minutes=at))
        else:
            known.pop(contact, None)
        for one in moving_up(activity, list(known.values())):
            known[one.contact] = SignUp(one.number, 1, one.contact, one.count, IN, one.at)
        left = seats_left(activity, list(known.values()))
        assert seats_taken(known.values()) <= capacity
        assert all(one.count > left for one in waiting(known.values()))
