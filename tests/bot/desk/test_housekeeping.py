from __future__ import annotations

from datetime import timedelta

from bot.desk.housekeeping import forget_old
from tests.builders import DeskTalk


def test_a_reply_is_remembered_for_a_week_and_cases_for_ever(talk: DeskTalk):
    talk.says("resident", "榕御小区3栋楼下乱停车")
    now = talk.now

    assert forget_old(talk.store, now + timedelta(days=6))[0] == 0
    assert forget_old(talk.store, now + timedelta(days=8))[0] == 1
    assert len(talk.cases()) == 1
