from __future__ import annotations

from datetime import timedelta

from bot.desk.housekeeping import forget_old
from storage.accounts import Account, ConsoleSession
from tests.builders import DeskTalk


def test_a_reply_is_remembered_for_a_week_and_cases_for_ever(talk: DeskTalk):
    talk.says("resident", "榕御小区3栋楼下乱停车")
    now = talk.now

    assert forget_old(talk.store, now + timedelta(days=6))[0] == 0
    assert forget_old(talk.store, now + timedelta(days=8))[0] == 1
    assert len(talk.cases()) == 1


def test_a_sign_in_at_the_console_is_forgotten_a_month_after_it_was_over(talk: DeskTalk):
    now = talk.now
    account = Account(0, "owner", "hash", "owner", now)
    number = talk.store.run(lambda unit: unit.accounts.add(account))
    session = ConsoleSession("cookie", number, now, now, now + timedelta(hours=2), second=True)
    talk.store.run(lambda unit: unit.accounts.open_session(session))

    forget_old(talk.store, now + timedelta(days=29))
    assert talk.store.read(lambda unit: unit.accounts.session("cookie")) is not None

    forget_old(talk.store, now + timedelta(days=31))
    assert talk.store.read(lambda unit: unit.accounts.session("cookie")) is None
