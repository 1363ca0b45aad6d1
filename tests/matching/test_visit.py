"""Who visits whom, when next, when a visit is missed; who calls at which door."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.visit import (
    USUAL_HOURS,
    Calling,
    Recipient,
    alarm_times,
    first_day,
    hours_of,
    next_day,
    share_out,
    split_doors,
    visitors_for,
    why_not,
)
from matching.volunteer import Volunteer

ZONE = ZoneInfo("Asia/Shanghai")
TUESDAY = date(2026, 3, 3)


def near(one: str, other: str) -> int:
    return 0 if one == other else 1


def an_elder(code: str = "e1", **given_) -> Recipient:
    return Recipient(code, "陈阿婆", given_.pop("place", "b1"), consent=True, **given_)


def a_volunteer(code: str, **given_) -> Volunteer:
    return Volunteer(code, f"志愿者{code}", given_.pop("home", "b1"), **given_)


@pytest.mark.parametrize(
    ("recipient", "volunteer", "why"),
    [
        (an_elder(), a_volunteer("v"), ""),
        (an_elder(minor=True), a_volunteer("v"), "核实过"),
        (an_elder(minor=True), a_volunteer("v", vetted=True), ""),
        (an_elder(languages=("闽南语",)), a_volunteer("v"), "不会讲闽南语"),
        (an_elder(languages=("闽南语",)), a_volunteer("v", languages=frozenset({"闽南语"})), ""),
        (an_elder(gender="女"), a_volunteer("v", gender="男"), "希望是女的"),
        (an_elder(gender="女"), a_volunteer("v", gender="女"), ""),
    ],
    ids=["anybody", "unvetted", "vetted", "language", "speaks", "gender", "woman"],
)
def test_who_cannot_visit_is_told_why(recipient, volunteer, why):
    said = why_not(recipient, volunteer)
    assert (why in said) if why else said == ""


def test_the_usual_face_goes_before_whoever_was_there_before_and_that_one_before_the_least_busy():
    there = [a_volunteer("far", home="b9"), a_volunteer("near"), a_volunteer("before"), a_volunteer("usual")]
    elder = an_elder(usual="usual")
    calling = Calling(there, near, {"near": 3, "usual": 9}, ("gone", "before"))

    assert visitors_for(elder, calling) == ("usual",)
    assert visitors_for(elder, Calling(there[:3], near, calling.loads, calling.seen)) == ("before",)
    assert visitors_for(elder, Calling(there[:2], near, calling.loads)) == ("far",), "near has three already"
    assert visitors_for(elder, Calling(there[:2], near)) == ("near",)
    assert visitors_for(elder, Calling((), near)) == ()


def test_to_a_child_two_vetted_ones_go_or_fewer_where_there_are_no_more():
    there = [a_volunteer("a", vetted=True), a_volunteer("b"), a_volunteer("c", vetted=True)]
    assert visitors_for(an_elder(minor=True), Calling(there, near)) == ("a", "c")
    assert visitors_for(an_elder(minor=True), Calling(there[:2], near)) == ("a",)


def test_twenty_three_elders_are_split_fairly_among_eighteen_and_every_known_face_stays():
    volunteers = [a_volunteer(f"v{n:02}", home=f"b{n % 5}") for n in range(18)]
    elders = [an_elder(f"e{n:02}", place=f"b{n % 5}", usual="v03" if n < 2 else "") for n in range(23)]

    held = share_out(elders, volunteers, near)

    loads = sorted([code for codes in held.values() for code in codes].count(v.code) for v in volunteers)
    assert loads == [1] * 13 + [2] * 5
    assert held["e00"] == held["e01"] == ["v03"]


def test_who_speaks_the_language_is_relieved_of_those_whom_others_could_visit():
    both = a_volunteer("a", languages=frozenset({"闽南语"}), home="b1")
    other = a_volunteer("z", home="b9")
    elders = [an_elder("e1"), an_elder("e2", languages=("闽南语",)), an_elder("e3", languages=("闽南语",))]
    held = share_out(elders, [both, other], near)
    assert held == {"e1": ["z"], "e2": ["a"], "e3": ["a"]}


def test_a_chain_of_hand_overs_makes_it_fair_where_no_single_one_does():
    """The first come takes x to c; only when c hands that on to d can b be relieved of one."""
    speak = {"a": "z", "b": "y", "c": "xy", "d": "x"}
    helpers = [a_volunteer(code, languages=frozenset(words)) for code, words in speak.items()]
    elders = [an_elder(f"e{n}", languages=(word,)) for n, word in enumerate("xyy")]
    held = share_out(elders, helpers, near)
    assert held["e0"] == ["d"]
    assert sorted(held["e1"] + held["e2"]) == ["b", "c"]


def test_children_get_two_visitors_and_whom_nobody_can_visit_none():
    vetted = [a_volunteer("a", vetted=True), a_volunteer("b", vetted=True)]
    child, mute = an_elder("child", minor=True, usual="b"), an_elder("mute", languages=("手语",))
    assert share_out([child, mute], vetted, near) == {"child": ["b", "a"], "mute": []}
    assert share_out([child], vetted[:1], near) == {"child": ["a"]}
    assert share_out([], [], near) == {}


@given(
    st.lists(st.tuples(st.sampled_from(["", "x", "y"]), st.booleans()), max_size=12),
    st.lists(st.tuples(st.sampled_from(["", "x", "xy"]), st.booleans()), min_size=1, max_size=6),
)
def test_nobody_could_hand_one_over_and_make_it_fairer(wanted, there):
    elders = [an_elder(f"e{n}", languages=tuple(lang), minor=minor) for n, (lang, minor) in enumerate(wanted)]
    helpers = [a_volunteer(f"v{n}", languages=frozenset(lang), vetted=ok) for n, (lang, ok) in enumerate(there)]
    held = share_out(elders, helpers, near)
    loads = {v.code: sum(v.code in codes for codes in held.values()) for v in helpers}
    for elder in elders:
        able = [v.code for v in helpers if not why_not(elder, v)]
        assert len(held[elder.code]) == len(set(held[elder.code])) == min(elder.visitors, len(able))
        for giver in held[elder.code]:
            assert giver in able
            assert all(loads[taker] >= loads[giver] - 1 for taker in able if taker not in held[elder.code])


@pytest.mark.parametrize(
    ("slot", "every", "planned", "day"),
    [
        ("", 7, TUESDAY, date(2026, 3, 10)),
        ("", 0, TUESDAY, date(2026, 3, 4)),
        ("周二 09:00-11:00", 7, TUESDAY, date(2026, 3, 10)),
        ("周六 09:00-11:00", 7, TUESDAY, date(2026, 3, 7)),
        ("周五 09:00-11:00", 7, TUESDAY, date(2026, 3, 13)),
        ("周三 09:00-11:00", 1, date(2026, 3, 4), date(2026, 3, 11)),
    ],
    ids=["any day", "never the same day", "same weekday", "nearest before", "nearest behind", "a week is the least"],
)
def test_the_next_day_is_the_nearest_to_the_rhythm_that_the_hours_allow(slot, every, planned, day):
    assert next_day(an_elder(slot=slot, every_days=every), planned) == day


def test_the_first_day_is_today_or_the_next_that_the_hours_allow():
    assert first_day(an_elder(), TUESDAY) == TUESDAY
    assert first_day(an_elder(slot="周一 09:00-11:00"), TUESDAY) == date(2026, 3, 9)


def test_the_hours_are_those_of_the_row_or_a_morning():
    assert hours_of(an_elder(slot="周六 14:00-16:00")) == (time(14), time(16))
    assert hours_of(an_elder()) == USUAL_HOURS


@pytest.mark.parametrize(
    ("ends", "asked", "heard"),
    [
        ((11, 0), (12, 0), (13, 0)),
        ((17, 45), (18, 45), (19, 45)),
        ((18, 30), (19, 0), (19, 45)),
        ((19, 30), (19, 30), (19, 45)),
        ((20, 30), (20, 30), (20, 45)),
        ((23, 0), (21, 40), (21, 55)),
    ],
    ids=["morning", "afternoon", "before eight", "evening", "late", "latest"],
)
def test_a_person_hears_of_a_missed_visit_on_the_same_day(ends, asked, heard):
    end = datetime(2026, 3, 3, *ends, tzinfo=ZONE)
    assert [moment.time() for moment in alarm_times(end)] == [time(*asked), time(*heard)]
    assert {moment.date() for moment in alarm_times(end)} == {end.date()}


def test_doors_of_the_own_building_come_first_and_nobody_has_two_more_than_another():
    doors = [("b1", f"{n}0{m}") for n in range(1, 6) for m in (1, 2)] + [("b2", "101"), ("b2", "102"), ("b3", "")]
    held = split_doors(doors, {"one": "b1", "two": "b2", "nowhere": ""})

    assert [len(mine) for mine in held.values()] in ([5, 4, 4], [4, 4, 5], [4, 5, 4])
    assert all(place == "b1" for place, _ in held["one"])
    assert ("b2", "101") in held["two"]
    assert ("b2", "102") in held["two"]
    assert sorted(door for mine in held.values() for door in mine) == sorted(doors)


def test_doors_without_callers_are_nobodys():
    assert split_doors([("b1", "101")], {}) == {}


@given(
    st.sets(st.tuples(st.sampled_from(["b1", "b2", "b3"]), st.integers(1, 30).map(str)), max_size=40),
    st.lists(st.sampled_from(["", "b1", "b2", "b9"]), min_size=1, max_size=7),
)
def test_every_door_has_one_caller_and_it_is_fair(doors, homes):
    held = split_doors(doors, {f"c{n}": home for n, home in enumerate(homes)})
    counts = [len(mine) for mine in held.values()]
    assert max(counts) - min(counts) <= 1
    assert sorted(door for mine in held.values() for door in mine) == sorted(doors)
