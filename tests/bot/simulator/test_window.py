"""The right to send, as a table."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.simulator.window import Contact, ReplyWindow, WindowClosedError, WindowUsedUpError

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
MESSAGE, ACTION = Contact.MESSAGE, Contact.ACTION


@pytest.mark.parametrize(
    ("contacts", "after", "sends"),
    [
        ([MESSAGE], timedelta(), 5),
        ([MESSAGE], timedelta(hours=47, minutes=59), 5),
        ([ACTION], timedelta(), 3),
        ([ACTION], timedelta(seconds=59), 3),
        ([MESSAGE, MESSAGE], timedelta(), 5),  # acts set anew, they don't add up
        ([ACTION, ACTION], timedelta(), 3),
        ([MESSAGE, ACTION], timedelta(), 8),  # a click takes nothing away from the message
        ([MESSAGE, ACTION], timedelta(minutes=2), 5),
    ],
)
def test_so_many_sends_and_then_it_is_used_up(contacts, after, sends):
    window = ReplyWindow()
    for contact in contacts:
        window = window.opened(contact, NOON)

    for _ in range(sends):
        window = window.spent(NOON + after)

    with pytest.raises(WindowUsedUpError):
        window.spent(NOON + after)


@pytest.mark.parametrize(
    ("contacts", "after"),
    [
        ([], timedelta()),
        ([MESSAGE], timedelta(hours=48)),
        ([ACTION], timedelta(minutes=1)),
        ([MESSAGE, ACTION], timedelta(hours=48)),
    ],
)
def test_outside_every_window_nothing_may_be_sent(contacts, after):
    window = ReplyWindow()
    for contact in contacts:
        window = window.opened(contact, NOON)

    with pytest.raises(WindowClosedError):
        window.spent(NOON + after)


def test_new_message_fills_a_window_that_was_used_up():
    window = ReplyWindow().opened(MESSAGE, NOON)
    for _ in range(5):
        window = window.spent(NOON)

    window = window.opened(MESSAGE, NOON)

    assert window.spent(NOON).message.left == 4
