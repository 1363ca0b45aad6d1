from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from matching.rotation import next_chair

SEATS = st.lists(st.text("abcdef", min_size=1, max_size=2), min_size=1, max_size=6, unique=True)


def test_nobody_chairs_without_seats() -> None:
    assert next_chair([], ["a"]) is None


def test_who_never_had_it_comes_before_who_had_it_long_ago() -> None:
    assert next_chair(["a", "b", "c"], ["a", "gone", "b"]) == "c"
    assert next_chair(["a", "b"], ["b", "a"]) == "b"


@given(SEATS, st.integers(1, 5))
def test_each_seat_has_it_once_before_any_has_it_twice(seats: list[str], rounds: int) -> None:
    held: list[str] = []
    for _ in range(rounds * len(seats)):
        held.append(next_chair(seats, held) or "")
    assert {held.count(seat) for seat in seats} == {rounds}
