"""The clocks of a whistle, and what they want of everybody called."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from matching.deadline import WorkCalendar
from matching.whistle import (
    RUNGS,
    Blown,
    Call,
    Rate,
    Stage,
    Step,
    WhistleKind,
    call_times,
    latest_report,
    left_alone_until,
    next_step,
    rates,
    stage,
    usual_meeting,
)

CALENDAR = WorkCalendar("Asia/Shanghai")


def at(text: str) -> datetime:
    """A local time of 2026: "03-03 10:00" (a Tuesday)."""
    return datetime.strptime(f"2026-{text} +0800", "%Y-%m-%d %H:%M %z")


def said(moment: datetime) -> str:
    return moment.astimezone(CALENDAR.zone).strftime("%m-%d %H:%M")


@pytest.mark.parametrize(
    ("kind", "blown", "signin", "contact", "report"),
    [
        (WhistleKind.WORK, "03-03 10:00", "03-03 11:00", "03-04 10:00", "03-06 18:00"),
        (WhistleKind.HARD, "03-03 10:00", "03-03 11:00", "03-04 10:00", "03-10 18:00"),
        # an hour of office time: half in the evening, half the next morning
        (WhistleKind.WORK, "03-03 17:30", "03-04 08:30", "03-04 17:30", "03-06 18:00"),
        # a Friday: nobody is in the office on Saturday
        (WhistleKind.WORK, "03-06 16:00", "03-06 17:00", "03-09 16:00", "03-11 18:00"),
        # danger knows no night
        (WhistleKind.URGENT, "03-07 23:55", "03-08 00:05", "03-08 00:25", "03-08 23:55"),
    ],
)
def test_the_clocks_of_a_call(kind: WhistleKind, blown: str, signin: str, contact: str, report: str) -> None:
    times = call_times(kind, at(blown), CALENDAR)
    assert (said(times.signin), said(times.contact), said(times.report)) == (signin, contact, report)


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        call_times(WhistleKind.WORK, at("03-03 10:00").replace(tzinfo=None), CALENDAR)


@pytest.mark.parametrize(
    ("kind", "blown", "meets"),
    [
        (WhistleKind.WORK, "03-03 10:00", "03-04 09:00"),
        (WhistleKind.HARD, "03-06 10:00", "03-09 09:00"),
        (WhistleKind.URGENT, "03-03 23:50", "03-04 00:20"),
    ],
)
def test_without_a_time_people_meet_the_next_working_day(kind: WhistleKind, blown: str, meets: str) -> None:
    assert said(usual_meeting(kind, at(blown), CALENDAR)) == meets


@pytest.mark.parametrize(
    ("kind", "until"), [(WhistleKind.WORK, "03-09 18:00"), (WhistleKind.URGENT, "03-06 19:00")]
)
def test_the_ladder_waits_for_the_last_report_and_a_little_longer(kind: WhistleKind, until: str) -> None:
    assert said(left_alone_until(kind, at("03-06 18:00"), CALENDAR)) == until


def a_call(**given: object) -> Call:
    call = Call(1, "chengguan", "", at("03-03 11:00"), at("03-04 10:00"), at("03-06 18:00"))
    return replace(call, **given)  # type: ignore[arg-type]  # of the fields' own types


def wanted(call: Call, kind: WhistleKind = WhistleKind.WORK) -> tuple[str, Step] | None:
    step = next_step(call, kind, CALENDAR)
    return (said(step[0]), step[1]) if step else None


def test_whoever_does_not_sign_is_reminded_and_then_climbs_rung_by_rung() -> None:
    call = a_call()
    assert wanted(call) == ("03-03 11:00", Step.SIGNIN)
    call = replace(call, stepped_at=at("03-03 11:00"))
    assert wanted(call) == ("03-03 11:30", Step.CLIMB)
    call = replace(call, stepped_at=at("03-03 11:30"), climbed=1)
    assert wanted(call) == ("03-03 12:00", Step.CLIMB)
    call = replace(call, stepped_at=at("03-03 12:00"), climbed=RUNGS)
    assert wanted(call) == ("03-06 18:00", Step.REPORT), "nobody is left to press before the result is due"


def test_a_clock_that_struck_late_leaves_every_rung_its_time() -> None:
    call = a_call(stepped_at=at("03-03 15:00"))
    assert wanted(call) == ("03-03 15:30", Step.CLIMB)


def test_in_danger_a_rung_has_five_minutes() -> None:
    call = a_call(stepped_at=at("03-03 23:00"))
    assert wanted(call, WhistleKind.URGENT) == ("03-03 23:05", Step.CLIMB)


def test_whoever_signed_is_asked_to_speak_to_the_street_once() -> None:
    call = a_call(signed_at=at("03-03 10:30"))
    assert wanted(call) == ("03-04 10:00", Step.CONTACT)
    assert wanted(replace(call, stepped_at=at("03-04 10:00"))) == ("03-06 18:00", Step.REPORT)
    assert wanted(replace(call, contacted_at=at("03-03 11:00"))) == ("03-06 18:00", Step.REPORT)
    assert wanted(replace(call, arrived_at=at("03-03 11:00"))) == ("03-06 18:00", Step.REPORT), "who came has spoken"


def test_a_missing_report_is_reminded_and_climbs_a_working_day_later() -> None:
    call = a_call(signed_at=at("03-03 10:30"), arrived_at=at("03-04 09:00"))
    assert wanted(call) == ("03-06 18:00", Step.REPORT)
    call = replace(call, stepped_at=at("03-06 18:00"))
    assert wanted(call) == ("03-09 18:00", Step.CLIMB)
    assert wanted(call, WhistleKind.URGENT) == ("03-06 19:00", Step.CLIMB)
    assert wanted(replace(call, climbed=RUNGS)) is None


def test_of_whoever_reported_nothing_is_wanted() -> None:
    assert wanted(a_call(reported_at=at("03-03 10:30"))) is None


@pytest.mark.parametrize(
    ("given", "reached"),
    [
        ({}, Stage.CALLED),
        ({"signed_at": at("03-03 10:30")}, Stage.SIGNED),
        ({"contacted_at": at("03-03 10:30")}, Stage.CONTACTED),
        ({"signed_at": at("03-03 10:30"), "arrived_at": at("03-03 10:40")}, Stage.ARRIVED),
        ({"reported_at": at("03-03 10:30")}, Stage.REPORTED),
    ],
)
def test_how_far_a_call_has_come(given: dict[str, object], reached: Stage) -> None:
    assert stage(a_call(**given)) is reached


def test_the_latest_report_is_the_last_to_fall_due() -> None:
    later = a_call(report_due_at=at("03-10 18:00"))
    assert latest_report([a_call(), later]) == at("03-10 18:00")


def test_whistle_rates_by_street_and_month() -> None:
    in_time = a_call(signed_at=at("03-03 11:00"))
    too_late = a_call(signed_at=at("03-03 11:00") + timedelta(seconds=1))
    blown = [
        Blown("xinqiao", "2026-03", WhistleKind.WORK, [in_time, too_late]),
        Blown("xinqiao", "2026-03", WhistleKind.URGENT, [a_call()]),
        Blown("xinqiao", "2026-03", WhistleKind.HARD, [in_time]),
        Blown("", "2026-02", WhistleKind.WORK),
    ]
    opened = Counter({("xinqiao", "2026-03"): 12, ("xiqiao", "2026-03"): 4})
    assert rates(opened, blown) == [
        Rate("", "2026-02", 0, 1, 0, 0, None, 0, None),
        Rate("xinqiao", "2026-03", 12, 3, 1, 1, 0.25, 4, 0.5),
        Rate("xiqiao", "2026-03", 4, 0, 0, 0, 0.0, 0, None),
    ]
