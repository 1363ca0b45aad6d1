"""Whom the desk asks, when their windows end, and who has it when nobody answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.asking_round import barred
from bot.desk.sending import Outcome, SendResult
from matching.need import NeedKind, NeedState, NeedUrgency, Part
from matching.offers import OfferState
from tests.bot.desk.offered import (
    ZHOU,
    an_electrician,
    ends,
    enlist,
    need_now,
    offered,
    offers_now,
    sought,
    visit_of,
)
from tests.builders import MORNING, DeskTalk, Phones, a_talk

#: 23:00 and 6:50 in Zhangzhou.
NIGHT, DAWN = MORNING + timedelta(hours=13), MORNING + timedelta(hours=20, minutes=50)


def lives(talk: DeskTalk, who: str, home: str, room: str) -> None:
    contact = talk.contact(who)
    talk.store.run(lambda unit: unit.people.save(replace(contact, home=home, room=room)))


def run_out(talk: DeskTalk, number: int = 1) -> None:
    """Nobody answers until somebody on duty has it."""
    for _ in range(60):
        need = need_now(talk, number)
        if need.state is not NeedState.OPEN or need.wakes_at is None:
            return
        talk.now = max(talk.now, need.wakes_at)
        talk.tick()


def test_every_offer_says_why_she_was_asked(talk: DeskTalk):
    enlist(talk)
    sought(talk)
    for offer in offers_now(talk):
        assert offer.reasons
        assert offer.until == MORNING + timedelta(minutes=30)


def test_silence_is_noted_and_the_next_are_asked(talk: DeskTalk):
    enlist(talk, *(an_electrician(f"v{at}", f"吴{at}", "rongyu-4") for at in range(9)))
    sought(talk)
    first = set(ends(talk))
    talk.later(minutes=31)
    assert (0, "need") in talk.tick()

    after = ends(talk)
    assert {after[code] for code in first} == {OfferState.SILENT}
    assert set(after) > first


def test_by_night_nobody_is_asked_unless_there_is_danger(talk: DeskTalk):
    talk.now = NIGHT
    enlist(talk)
    sought(talk, ends_at=NIGHT + timedelta(hours=20))
    assert ends(talk) == {}
    sought(talk, urgency=NeedUrgency.URGENT, ends_at=NIGHT + timedelta(hours=2))
    asked = offers_now(talk, 2)
    assert asked
    letters = [letter for letter in talk.letters() if letter.notice.kind == "offer"]
    assert {letter.notice.due_at for letter in letters} == {NIGHT}

    talk.now = need_now(talk).wakes_at or NIGHT
    talk.tick()
    assert ends(talk), "asked when the morning has come"


def test_the_window_begins_when_the_message_reaches_her(talk: DeskTalk):
    talk.now = MORNING + timedelta(hours=21, minutes=5)  # 7:05: each is told at a moment of her own until 8:00
    enlist(talk)
    sought(talk, ends_at=talk.now + timedelta(hours=9))

    sent = {letter.recipient.contact: letter.notice.due_at for letter in talk.letters() if letter.recipient}
    for offer in offers_now(talk):
        contact = talk.contact(f"openid-{offer.volunteer}").id
        assert offer.until == sent[contact] + timedelta(minutes=30)


def test_neither_the_requester_nor_her_household_nor_the_accused_is_asked(talk: DeskTalk):
    enlist(talk, an_electrician("son", "李小"), an_electrician("chens", "陈子"), an_electrician("self", "李大"),
           an_electrician("ok", "吴五"), an_electrician("mute", "林无", openid=""))
    for who, room in (("openid-son", "501"), ("openid-chens", "102"), ("resident", "501"), ("openid-chen", "102")):
        lives(talk, who, "rongyu-3", room)
    talk.says("openid-self", "投诉3栋楼长陈建国乱收费，榕御小区3栋")
    talk.desk.library.look_again()
    need = offered(talk, "ok")

    def found(case: int, requester: str) -> frozenset[str]:
        contact = talk.contact(requester).id
        return talk.store.run(
            lambda unit: barred(visit_of(talk, unit), replace(need, requester=contact), unit.cases.load(case))
        )

    assert found(0, "resident") == {"son", "mute"}
    assert found(0, "openid-self") == {"self", "mute"}


def test_whoever_has_the_case_in_hand_is_not_asked_for_it_as_a_volunteer(talk: DeskTalk):
    enlist(talk, an_electrician("chen", "陈建国"), an_electrician("wu", "吴小军"))
    talk.says("resident", "榕御小区3栋楼下乱停车")
    sought(talk, case=1)

    assert set(ends(talk)) == {"wu"}


def test_the_case_of_the_leader_falls_back_to_him(talk: DeskTalk):
    enlist(talk)
    talk.says("resident", "榕御小区3栋楼下乱停车")
    sought(talk, case=1)
    run_out(talk)

    need = need_now(talk)
    assert (need.state, need.given_to) == (NeedState.FALLBACK, "chen")
    assert "办好回“办结 1 做了什么”" in talk.told("chen", "fallback")[0]
    assert "已交给3栋楼长陈**来安排" in talk.told("resident", "fallback")[0]
    assert "已交给3栋楼长陈**" in talk.told("shequ", "fallback")[0]
    talk.later(days=10)
    talk.tick()
    assert need_now(talk).state is NeedState.MISSED


def test_where_nobody_is_there_to_ask_a_named_person_has_it_at_once(talk: DeskTalk):
    sought(talk)

    need = need_now(talk)
    assert need.state is NeedState.FALLBACK
    assert need.given_to
    assert "没有合适的人可以问" in talk.told(need.given_to, "fallback")[0]


def test_who_was_asked_is_counted_once(talk: DeskTalk):
    enlist(talk)
    sought(talk)
    run_out(talk)

    told = talk.told(need_now(talk).given_to, "fallback")[0]
    assert told.count("问") == told.count("问了3位志愿者，没有别的合适的人可以问") * 2


def test_a_visit_that_nobody_claims_needs_no_tradesman(talk: DeskTalk):
    sought(talk, kind=NeedKind.VISIT, what="走访一位老人")

    told = talk.told(need_now(talk).given_to, "fallback")[0]
    assert told.endswith("请您安排人去看看；去过回“走访 Z1 一句话”。")


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_where_nobody_at_all_is_on_duty_the_requester_hears_it(talk_alone: DeskTalk):
    sought(talk_alone, coordinator="")

    assert need_now(talk_alone).given_to == ""
    assert "值班的人也还没找到" in talk_alone.told("resident", "fallback")[0]


@pytest.fixture
def talk_alone(store) -> DeskTalk:
    return a_talk(store, staff=())


def test_a_late_claim_is_still_welcome_and_the_named_person_hears_it(talk: DeskTalk):
    enlist(talk)
    sought(talk)
    talk.later(minutes=40)
    talk.tick()
    run_out(talk)
    person = need_now(talk).given_to
    assert "是您的了" in talk.says(ZHOU, "接 Z1")

    assert need_now(talk).state is NeedState.FILLED
    assert "您不用另找人" in talk.told(person, "claimed")[0]


def test_an_offer_that_never_reached_her_is_taken_back(talk: DeskTalk):
    enlist(talk, *(an_electrician(f"v{at}", f"吴{at}", "rongyu-3") for at in range(4)))
    sought(talk, urgency=NeedUrgency.URGENT)
    talk.phones = Phones(*[SendResult(Outcome.WINDOW_CLOSED)] * 9)
    talk.deliver()
    asked = list(ends(talk))
    assert talk.counts() == {"held": len(asked)}
    first, *others = asked
    assert "是您的了" in talk.says(f"openid-{first}", "接 Z1")

    assert {ends(talk)[code] for code in others} == {OfferState.FILLED}
    assert [text for code in others for text in talk.told(f"openid-{code}")] == [], "she need not hear of it at all"
    assert talk.counts().get("held", 0) == 0


def test_a_card_that_nobody_corrects_begins_by_itself(talk: DeskTalk):
    enlist(talk)
    sought(talk, state=NeedState.CARD)
    talk.later(minutes=29)
    talk.tick()
    assert need_now(talk).state is NeedState.CARD
    talk.later(minutes=2)
    talk.tick()

    assert need_now(talk).state is NeedState.OPEN
    assert ends(talk)


def test_a_wish_asks_nobody(talk: DeskTalk):
    enlist(talk)
    sought(talk, kind=NeedKind.WISH)
    assert ends(talk) == {}
    assert need_now(talk).state is NeedState.OPEN


def test_what_lies_in_the_dark_at_home_is_for_two(talk: DeskTalk):
    enlist(talk)
    evening = MORNING + timedelta(hours=10)
    assert sought(talk, starts_at=evening, ends_at=evening + timedelta(hours=2)).pair
    assert not sought(talk, kind=NeedKind.ORDER, starts_at=evening, ends_at=evening + timedelta(hours=2)).pair


def test_a_part_that_must_be_verified_is_offered_to_those_alone(talk: DeskTalk):
    enlist(talk, an_electrician("said", "吴一"), an_electrician("proved", "吴二", verified=("水电维修",)))
    sought(talk, parts=(Part("水电维修", verified=True),))
    assert set(ends(talk)) == {"proved"}
