"""The clock of what has been claimed: one reminder, one question, then the coordinator, then it is over."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from matching.need import NeedState
from matching.offers import OfferState
from tests.bot.desk.offered import ZHOU, ends, enlist, need_now, offered
from tests.builders import MORNING, ZONE, DeskTalk


def until(talk: DeskTalk, moment: datetime) -> None:
    """Go to a moment and look at the clocks."""
    talk.now = moment
    talk.tick()


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=ZONE).astimezone(MORNING.tzinfo)


@pytest.mark.parametrize(
    ("begins", "before", "reminded"),
    [
        pytest.param(local(5, 15), local(5, 12, 59), local(5, 13), id="two hours before"),
        pytest.param(local(5, 8), local(4, 18, 59), local(4, 19), id="the evening before an early one"),
    ],
)
def test_who_goes_is_reminded_once_with_the_address(talk: DeskTalk, begins, before, reminded):
    enlist(talk)
    offered(talk, "zhou", starts_at=begins, ends_at=begins + timedelta(hours=3))
    talk.says(ZHOU, "接")
    until(talk, before)
    assert talk.told(ZHOU, "reminder") == []
    until(talk, reminded)
    until(talk, reminded + timedelta(minutes=20))

    [text] = talk.told(ZHOU, "reminder")
    assert text.startswith("提醒您：#Z1 换灯泡 · 榕御小区3栋")
    assert "地点：榕御小区3栋" in text


def test_who_claimed_it_just_now_needs_no_reminder(talk: DeskTalk):
    enlist(talk)
    offered(talk, "zhou", starts_at=local(3, 14), ends_at=local(3, 17))
    talk.now = local(3, 11)
    talk.says(ZHOU, "接")
    until(talk, local(3, 12))

    assert talk.told(ZHOU, "reminder") == []


def test_when_its_time_has_passed_it_is_asked_once_then_the_coordinator_hears(talk: DeskTalk):
    enlist(talk)
    need = offered(talk, "zhou")
    talk.says(ZHOU, "接")
    until(talk, need.ends_at + timedelta(minutes=59))
    assert talk.told(ZHOU, "is_it_done") == []
    until(talk, need.ends_at + timedelta(hours=1))
    until(talk, need.ends_at + timedelta(hours=2))
    assert len(talk.told(ZHOU, "is_it_done")) == 1
    until(talk, need.ends_at + timedelta(hours=25))

    [text] = talk.told("shequ", "overdue")
    assert "志愿者周**还没说做好没有" in text
    assert len(talk.told(ZHOU)) == 1, "she is asked once and no more"
    assert "辛苦了" in talk.says(ZHOU, "完成 Z1")


def test_what_nobody_ever_said_to_be_done_is_over_in_the_end(talk: DeskTalk):
    enlist(talk)
    need = offered(talk, "zhou")
    talk.says(ZHOU, "接")
    until(talk, need.ends_at + timedelta(days=8))

    assert need_now(talk).state is NeedState.MISSED
    assert need_now(talk).wakes_at is None
    assert ends(talk)["zhou"] is OfferState.CLAIMED
    assert talk.tick() == []


def test_the_person_who_was_given_it_is_asked_once(talk: DeskTalk):
    offered(talk, "zhou", coordinator="")
    talk.now += timedelta(minutes=31)
    talk.tick()
    need = need_now(talk)
    assert need.state is NeedState.FALLBACK
    until(talk, need.ends_at + timedelta(hours=1))

    assert "办好了吗" in talk.told(need.given_to, "is_it_done")[0]
    assert "就算完成了" in talk.says(f"openid-{need.given_to}", "完成 Z1")
    assert need_now(talk).state is NeedState.CONFIRMED


def test_a_clock_that_was_away_for_long_does_the_last_thing_only(talk: DeskTalk):
    enlist(talk)
    need = offered(talk, "zhou", starts_at=local(5, 15), ends_at=local(5, 18))
    talk.says(ZHOU, "接")
    until(talk, need.ends_at + timedelta(hours=30))

    assert talk.told(ZHOU, "reminder") == []
    assert talk.told(ZHOU, "is_it_done") == []
    assert len(talk.told("shequ", "overdue")) == 1
