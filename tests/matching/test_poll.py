from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.poll import Poll, tally

NOW = datetime(2026, 3, 3, tzinfo=UTC)
POLL = Poll(1, 7, "rongyu", "装道闸吗？", ("装", "不装"), "shequ", NOW, NOW + timedelta(days=3))


@pytest.mark.parametrize(
    ("votes", "counts", "winner"),
    [([], (0, 0), None), ([0], (1, 0), 0), ([0, 1], (1, 1), None), ([1, 1, 0], (1, 2), 1)],
)
def test_the_most_votes_win_and_a_tie_has_no_winner(votes, counts, winner) -> None:
    counted = tally(2, votes)
    assert (counted.counts, counted.winner, counted.votes) == (counts, winner, len(votes))


def test_without_options_nobody_wins() -> None:
    assert tally(0, []).winner is None


@pytest.mark.parametrize("vote", [-1, 2])
def test_a_vote_for_nothing_is_refused(vote: int) -> None:
    with pytest.raises(ValueError, match="one of the options"):
        tally(2, [vote])


@given(st.lists(st.integers(0, 3)))
def test_every_vote_is_counted_once(votes: list[int]) -> None:
    assert tally(4, votes).votes == len(votes)


def test_a_poll_is_open_from_its_opening_to_its_promised_end() -> None:
    assert POLL.is_open(NOW)
    assert not POLL.is_open(NOW - timedelta(seconds=1))
    assert not POLL.is_open(POLL.closes_at)
    assert not Poll(1, 7, "r", "?", (), "s", NOW, POLL.closes_at, closed_at=NOW).is_open(NOW)
