"""Quiet nights: nothing but emergencies is sent between 22:00 and 7:00, and nobody waits for his own reply."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.builders import MORNING, ZONE, DeskTalk, a_talk

REPORT = "榕御小区3栋楼下乱停车"
FIRE = "榕御小区3栋着火了"
CHEN = "openid-chen"
#: 23:00 in Zhangzhou.
NIGHT = datetime(2026, 3, 3, 15, 0, tzinfo=UTC)


def sent_at(talk: DeskTalk, who: str, kind: str) -> list[datetime]:
    """The local times at which notices of a kind go out."""
    return [
        letter.notice.due_at.astimezone(ZONE)
        for letter in talk.letters()
        if letter.notice.kind == kind
        and who in (letter.notice.person, letter.recipient.openid if letter.recipient else "")
    ]


def test_by_day_a_task_goes_out_at_once(talk: DeskTalk):
    talk.says("resident", REPORT)

    assert sent_at(talk, "chen", "task") == [MORNING]


def test_at_night_the_resident_gets_her_receipt_and_the_handler_sleeps(talk: DeskTalk):
    talk.now = NIGHT
    reply = talk.says("resident", REPORT)

    assert "已交给3栋楼长陈**" in reply
    [task] = sent_at(talk, "chen", "task")
    assert (task.day, task.hour) == (4, 7)
    assert talk.case(1).signin_due_at.astimezone(ZONE).strftime("%d %H:%M") == "04 08:30"


def test_in_the_evening_a_due_time_is_said_by_its_date_because_it_is_read_tomorrow(talk: DeskTalk):
    talk.now = NIGHT
    reply = talk.says("resident", REPORT)

    assert "3月4日8:30前接单" in reply
    assert "明天" not in reply + talk.told("chen", "task")[0]


def test_an_emergency_wakes_people(talk: DeskTalk):
    talk.now = NIGHT
    talk.says("resident", FIRE)

    assert sent_at(talk, "chen", "task") == [NIGHT]


def test_what_a_handler_does_at_night_is_told_to_the_resident_in_the_morning(talk: DeskTalk):
    talk.says("resident", REPORT)
    talk.now = NIGHT
    assert "已接单" in talk.says(CHEN, "接单 1")

    [taken] = sent_at(talk, "resident", "taken")
    assert (taken.day, taken.hour) == (4, 7)


def test_a_clock_that_strikes_at_night_wakes_nobody_not_even_the_one_it_is_about(talk: DeskTalk):
    talk.now = NIGHT
    talk.says("resident", "榕御小区乱停车")
    talk.later(minutes=31)
    assert talk.tick() == [(1, "dispatch_unanswered")]

    [receipt] = sent_at(talk, "resident", "receipt")
    assert (receipt.day, receipt.hour) == (4, 7)


def test_quiet_nights_can_be_switched_off(store):
    talk = a_talk(store, quiet_nights=False)
    talk.now = NIGHT
    talk.says("resident", REPORT)

    assert sent_at(talk, "chen", "task") == [NIGHT]
