"""How long access tokens live."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.simulator.access import Tokens
from bot.simulator.errcode import ApiError

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def code(tokens: Tokens, token: str, at: datetime) -> int:
    try:
        tokens.check(token, at)
    except ApiError as error:
        return error.errcode
    return 0


def test_stable_token_is_the_same_for_two_hours_and_another_one_after():
    tokens = Tokens()
    first, seconds = tokens.stable(NOON, force=False)
    again, left = tokens.stable(NOON + timedelta(hours=1), force=False)
    later, _ = tokens.stable(NOON + timedelta(hours=2), force=False)

    assert (first, seconds, left) == (again, 7200, 3600)
    assert later != first
    assert code(tokens, first, NOON + timedelta(hours=2)) == 42001


def test_forced_token_leaves_the_old_one_five_minutes():
    tokens = Tokens()
    old, _ = tokens.stable(NOON, force=False)
    new, _ = tokens.stable(NOON, force=True)

    assert new != old
    assert code(tokens, old, NOON + timedelta(minutes=4)) == 0
    assert code(tokens, old, NOON + timedelta(minutes=5)) == 42001
    assert code(tokens, new, NOON + timedelta(minutes=5)) == 0


def test_plain_token_is_new_each_time_and_leaves_the_stable_one_alone():
    tokens = Tokens()
    stable, _ = tokens.stable(NOON, force=False)
    first, _ = tokens.plain(NOON)
    second, _ = tokens.plain(NOON)

    assert len({stable, first, second}) == 3
    assert code(tokens, stable, NOON + timedelta(minutes=6)) == 0
    assert code(tokens, first, NOON + timedelta(minutes=6)) == 42001


@pytest.mark.parametrize(("token", "errcode"), [("", 41001), ("nobody's", 40001)])
def test_missing_and_unknown_tokens_have_their_codes(token, errcode):
    assert code(Tokens(), token, NOON) == errcode


def test_forgotten_tokens_are_unknown():
    tokens = Tokens()
    token, _ = tokens.stable(NOON, force=False)

    tokens.forget()

    assert code(tokens, token, NOON) == 40001
    assert tokens.stable(NOON, force=False)[0] != token
