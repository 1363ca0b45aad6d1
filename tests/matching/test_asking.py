from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from matching.asking import (
    AT_ONCE,
    BROADCAST,
    BROADCAST_RING,
    RING_NAMES,
    WINDOW,
    Ask,
    FallBack,
    Nothing,
    Wait,
    decide,
    give_up_at,
    missing_parts,
    more_urgent,
    window,
)
from matching.diary import Diary, Habit
from matching.need import NeedKind, NeedState, NeedUrgency, Part
from matching.offers import Offer, OfferState
from matching.ranking import LEVEL_NAMES
from matching.slot import parse_slots
from matching.volunteer import Volunteer
from tests.matching.askers import AT_LEVEL, ELECTRICIAN, NOON, a_need, a_volunteer, local, offers_of, town


def crowd(many: int, place: str = "c", **given: object) -> list[Volunteer]:
    return [a_volunteer(code=f"v{at:02}", home=place, **given) for at in range(many)]


def asked(decision: object) -> list[str]:
    assert isinstance(decision, Ask), decision
    return [one.volunteer.code for one in decision.candidates]


def an_offer(code: str, state: OfferState = OfferState.ASKED, **given: object) -> Offer:
    return replace(Offer(0, 1, code, NOON, NOON + timedelta(minutes=30), ring=4, state=state), **given)


def test_the_nearest_are_asked_first_a_few_at_a_time() -> None:
    decision = decide(a_need(), [], NOON, town(*(a_volunteer(code=f"v{at}", home=at) for at in AT_LEVEL)))
    assert asked(decision)[0] == "vb"
    assert len(asked(decision)) <= AT_ONCE[NeedUrgency.TODAY]
    assert (decision.until, decision.round) == (NOON + timedelta(minutes=30), 1)


def test_each_level_has_its_ring() -> None:
    for level, place in enumerate(AT_LEVEL):
        decision = decide(
            a_need(parts=(ELECTRICIAN,)), [], NOON, town(a_volunteer(home=place, skills=frozenset({"电工"})))
        )
        assert isinstance(decision, Ask)
        assert decision.ring == level + 1
        assert not decision.broadcast
    assert len(RING_NAMES) == len(LEVEL_NAMES) + 1


def test_an_empty_ring_is_skipped_at_once() -> None:
    assert asked(decide(a_need(), [], NOON, town(a_volunteer(home="c2")))) == ["lin"]


def test_hands_without_a_skill_are_not_looked_for_in_the_whole_district() -> None:
    far = a_volunteer(home="c3", skills=frozenset({"电工"}))
    assert decide(a_need(), [], NOON, town(far)) == FallBack(1, "没有合适的人可以问")
    assert asked(decide(a_need(parts=(ELECTRICIAN,)), [], NOON, town(far))) == ["lin"]
    assert asked(decide(a_need(place=""), [], NOON, town(far))) == ["lin"]


def test_who_is_waited_for_is_waited_for() -> None:
    asking = town(*crowd(20))
    first = decide(a_need(), [], NOON, asking)
    assert isinstance(first, Ask)
    assert decide(a_need(), offers_of(first, NOON), NOON, asking) == Wait(first.until)


def test_a_decline_brings_the_next_one_at_once() -> None:
    asking = town(*crowd(20))
    first = decide(a_need(), [], NOON, asking)
    offers = offers_of(first, NOON, OfferState.DECLINED)
    later = NOON + timedelta(minutes=1)
    assert not set(asked(decide(a_need(), offers, later, asking))) & {offer.volunteer for offer in offers}


def test_silence_brings_the_next_round_when_the_window_has_passed() -> None:
    asking = town(*crowd(20))
    first = decide(a_need(), [], NOON, asking)
    again = decide(replace(a_need(), round=1), offers_of(first, NOON), first.until, asking)
    assert not set(asked(again)) & set(asked(first))
    assert again.round == 2


def test_no_more_are_asked_at_once_than_is_worth_it() -> None:
    sure = Diary(habit=Habit(claims=1000))
    asking = town(*crowd(3), look=lambda codes: dict.fromkeys(codes, sure))
    first = decide(a_need(), [], NOON, asking)
    assert len(asked(first)) == 1
    assert decide(a_need(), offers_of(first, NOON), NOON, town(*crowd(1))) == Wait(first.until)


def test_the_usual_face_is_asked_alone_before_all_others() -> None:
    asking = town(*crowd(5, "b"), a_volunteer(code="zhu", home="c3", teams=frozenset({"dui"})))
    need = a_need(usual="zhu", kind=NeedKind.VISIT)
    first = decide(need, [], NOON, asking)
    assert (asked(first), first.ring) == (["zhu"], 0)
    assert decide(need, offers_of(first, NOON), NOON, asking) == Wait(first.until)
    assert asked(decide(need, offers_of(first, NOON, OfferState.DECLINED), NOON, asking))[0] == "v00"


def test_in_danger_others_are_asked_beside_the_usual_face() -> None:
    asking = town(*crowd(5, "b"), a_volunteer(code="zhu", home="c3"))
    need = a_need(usual="zhu", urgency=NeedUrgency.URGENT)
    first = decide(need, [], NOON, asking)
    assert asked(first) == ["zhu"]
    assert "v00" in asked(decide(need, offers_of(first, NOON), NOON, asking))


def test_the_team_is_asked_before_neighbours() -> None:
    team = [a_volunteer(code=f"t{at}", home="c3", teams=frozenset({"dui"})) for at in range(5)]
    first = decide(a_need(team="dui"), [], NOON, town(*crowd(5, "b"), *team))
    assert set(asked(first)) <= {one.code for one in team}
    assert first.ring == 0


PLANNED = {"urgency": NeedUrgency.PLANNED, "starts_at": local(6, 9), "ends_at": local(6, 18)}


def test_a_planned_visit_waits_until_the_usual_face_may_be_asked() -> None:
    usual = a_volunteer(code="zhu", home="c", unit="财政局")
    asking = town(*crowd(5, "b"), usual)
    morning = local(3, 10)
    need = a_need(usual="zhu", created_at=morning, **PLANNED)
    assert decide(need, [], morning, asking) == Wait(local(3, 12))
    assert asked(decide(need, [], local(3, 12), asking)) == ["zhu"]
    soon = a_need(usual="zhu", created_at=morning)
    assert asked(decide(soon, [], morning, asking))[0] == "v00"


def test_at_night_nobody_is_asked_unless_there_is_danger() -> None:
    need = a_need(starts_at=local(4, 9), ends_at=local(4, 18), created_at=local(3, 23))
    assert decide(need, [], local(3, 23), town(*crowd(5))) == Wait(local(4, 7))
    urgent = replace(need, urgency=NeedUrgency.URGENT)
    assert asked(decide(urgent, [], local(3, 23), town(*crowd(5))))


def test_who_may_not_be_asked_at_this_hour_is_asked_after_it() -> None:
    asking = town(a_volunteer(home="b", quiet=parse_slots("每天 12:00-14:00")))
    assert decide(a_need(), [], NOON, asking) == Wait(local(3, 18))
    assert asked(decide(a_need(), [], local(3, 18), asking)) == ["lin"]


def test_nobody_who_is_party_is_asked() -> None:
    asking = town(*crowd(2, "b"), barred=frozenset({"v00"}))
    assert asked(decide(a_need(), [], NOON, asking)) == ["v01"]


def test_after_six_rounds_one_broadcast_goes_out_and_then_somebody_is_told() -> None:
    asking = town(*crowd(60))
    need, offers, now = a_need(ends_at=local(4, 22)), [], NOON
    kinds = []
    while not isinstance(decision := decide(need, offers, now, asking), FallBack):
        if isinstance(decision, Ask):
            kinds.append(decision.broadcast)
            offers += offers_of(decision, now)
            need = replace(need, round=decision.round)
        else:
            assert isinstance(decision, Wait)
            now = decision.until
    assert kinds.count(True) == 1
    assert kinds[-1]
    assert sum(offer.ring == BROADCAST_RING for offer in offers) == BROADCAST
    assert decision == FallBack(1, f"问过{len(offers)}人都没有接")


def test_when_time_is_short_the_broadcast_goes_out_at_once() -> None:
    late = give_up_at(a_need()) - timedelta(minutes=30)
    decision = decide(a_need(), [], late, town(*crowd(20)))
    assert isinstance(decision, Ask)
    assert decision.broadcast
    assert len(asked(decision)) == BROADCAST
    assert decision.until <= give_up_at(a_need())


def test_nobody_to_broadcast_to_is_told_at_once_unless_somebody_still_thinks() -> None:
    late = give_up_at(a_need()) - timedelta(minutes=30)
    live = an_offer("v00", until=late + timedelta(minutes=5))
    assert decide(a_need(), [live], late, town(*crowd(1))) == Wait(live.until)
    assert decide(a_need(), [live], live.until, town(*crowd(1))) == FallBack(1, "没有别的合适的人可以问")


def test_when_the_time_has_come_a_named_person_is_told() -> None:
    assert decide(a_need(), [], give_up_at(a_need()), town(*crowd(5))) == FallBack(1, "时间到了还没有人接")


def test_who_gives_it_back_opens_two_rounds_more_but_no_second_broadcast() -> None:
    asking = town(*crowd(90))
    need = a_need(ends_at=local(4, 22))
    called = [an_offer(f"v{at:02}", OfferState.SILENT, ring=BROADCAST_RING) for at in range(10)]
    assert isinstance(decide(need, called, NOON, asking), FallBack)
    back = an_offer("v89", OfferState.RELEASED, answered_at=NOON + timedelta(hours=1))
    decision = decide(need, [*called, back], NOON + timedelta(hours=1), asking)
    assert isinstance(decision, Ask)
    assert not decision.broadcast
    again = [an_offer(f"v{at}", OfferState.DECLINED, at=NOON + timedelta(hours=1)) for at in range(20, 26)]
    assert isinstance(decide(need, [*called, back, *again], NOON + timedelta(hours=1), asking), FallBack)


def test_given_back_too_often_it_is_broadcast_and_ends() -> None:
    asking = town(*crowd(90))
    back = [an_offer(f"v8{at}", OfferState.NO_SHOW) for at in range(3)]
    decision = decide(a_need(), back, NOON, asking)
    assert isinstance(decision, Ask)
    assert decision.broadcast


@pytest.mark.parametrize(
    "state", sorted(set(NeedState) - {NeedState.OPEN}), ids=lambda state: state.value
)
def test_a_need_that_is_not_open_asks_nobody(state: NeedState) -> None:
    assert decide(a_need(state=state), [], NOON, town(*crowd(5))) == Nothing()


def test_a_need_with_all_its_hands_asks_nobody() -> None:
    assert decide(a_need(), [an_offer("v00", OfferState.CLAIMED)], NOON, town(*crowd(5))) == Nothing()


def test_each_part_of_a_team_order_is_asked_of_those_who_can() -> None:
    both = a_volunteer(code="a", home="b", skills=frozenset({"电工", "理发"}))
    only = a_volunteer(code="b", home="b", skills=frozenset({"理发"}))
    need = a_need(parts=(ELECTRICIAN, Part("理发")))
    decision = decide(need, [], NOON, town(both, only))
    assert isinstance(decision, Ask)
    assert [(one.volunteer.code, one.part) for one in decision.candidates] == [("a", "电工"), ("b", "理发")]
    claimed = [replace(offer, state=OfferState.CLAIMED) for offer in offers_of(decision, NOON)[:1]]
    waiting = [*claimed, *offers_of(decision, NOON)[1:]]
    assert missing_parts(need, waiting) == (Part("理发"),)
    assert decide(need, waiting, NOON, town(both, only)) == Wait(decision.until)


@pytest.mark.parametrize(
    ("given", "held", "missing"),
    [
        ({}, [], (Part(""),)),
        ({"pair": True}, [], (Part("", 2),)),
        ({"pair": True}, [""], (Part("", 1),)),
        ({"parts": (Part("电工", 1, verified=True), Part("", 2))}, ["", "电工"], (Part("", 1),)),
        ({"parts": (Part("电工", 2), Part("电工", 1, verified=True))}, ["电工"] * 2, (Part("电工", 1, verified=True),)),
        ({"parts": (Part("电工"),)}, ["理发"], (ELECTRICIAN,)),
        ({"parts": (Part("电工"),)}, ["电工", "电工"], ()),
    ],
    ids=["one", "pair", "half a pair", "team", "same skill twice", "another skill", "more than wanted"],
)
def test_missing_hands_are_counted_by_skill(given: dict, held: Sequence[str], missing: tuple[Part, ...]) -> None:
    offers = [an_offer(f"v{at}", OfferState.CLAIMED, part=part) for at, part in enumerate(held)]
    assert missing_parts(a_need(**given), offers) == missing


def test_a_need_that_came_up_late_still_has_ten_minutes() -> None:
    need = a_need(created_at=local(3, 20, 45), starts_at=local(3, 20, 45), ends_at=local(3, 22))
    assert give_up_at(need) == local(3, 20, 55)
    short = replace(need, ends_at=local(3, 20, 50))
    assert give_up_at(short) == short.ends_at


@pytest.mark.parametrize(
    ("now", "urgency", "minutes"),
    [
        (NOON, NeedUrgency.URGENT, 10),
        (NOON, NeedUrgency.TODAY, 30),
        (NOON, NeedUrgency.PLANNED, 60),  # a quarter of the four hours left
        (local(3, 19, 30), NeedUrgency.TODAY, 15),
        (local(3, 20, 25), NeedUrgency.TODAY, 5),
    ],
)
def test_windows_are_shorter_when_the_work_is_near(now: datetime, urgency: NeedUrgency, minutes: int) -> None:
    assert window(a_need(urgency=urgency), now) == timedelta(minutes=minutes)
    assert window(a_need(**PLANNED), NOON) <= WINDOW[NeedUrgency.PLANNED]


@pytest.mark.parametrize(
    ("left", "urgency"),
    [
        (timedelta(hours=2), NeedUrgency.URGENT),
        (timedelta(hours=3), NeedUrgency.TODAY),
        (timedelta(days=3), NeedUrgency.PLANNED),
    ],
    ids=["soon", "today", "days away"],
)
def test_what_is_given_back_late_is_more_urgent(left: timedelta, urgency: NeedUrgency) -> None:
    need = a_need(urgency=NeedUrgency.PLANNED, ends_at=NOON + left + timedelta(hours=1))
    assert more_urgent(need, NOON) is urgency


def test_what_is_urgent_stays_urgent() -> None:
    assert more_urgent(a_need(urgency=NeedUrgency.URGENT, ends_at=local(9, 9)), NOON) is NeedUrgency.URGENT


def test_somebody_who_has_just_been_asked_and_is_likely_to_come_keeps_others_from_being_asked() -> None:
    sure = Diary(habit=Habit(claims=100))
    asking = town(*crowd(5), look=lambda codes: {code: sure for code in codes if code == "v00"})
    offers = [an_offer("v00")]
    assert isinstance(decide(a_need(), offers, NOON, asking), Wait)
    assert asked(decide(a_need(), offers, NOON + timedelta(minutes=25), asking))


def test_the_answer_of_somebody_who_has_left_is_not_reckoned_with() -> None:
    offers = [an_offer("gone")]
    assert asked(decide(a_need(), offers, NOON, town(*crowd(5))))
