"""Two neighbours reconciled by somebody neutral; what they say stays between the three."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bot.desk import wording_mediation
from matching.case import Kind, State
from matching.mediation import Stage
from storage.rotas import Turn
from tests.builders import DeskTalk, a_person, a_talk, people
from tests.tone import a_line, assert_tone

REPORT = "榕御小区3栋楼上邻居天天吵架半夜乱停车"
CHEN, STREET, MEI, ZHAO = "openid-chen", "openid-jiedao", "openid-mei", "openid-zhao"
SECRET = "每晚十点后不拖椅子"


def staff():
    return [
        *people(),
        a_person("mei", "梅芳", "mediator", "rongyu-sq"),
        a_person("zhao", "赵公正", "mediator", "xinqiao"),
    ]


@pytest.fixture
def talk(store) -> DeskTalk:
    talk = a_talk(store, staff=staff())
    talk.says("resident", REPORT)
    return talk


def mediation(talk: DeskTalk):
    found = talk.store.read(lambda unit: unit.mediations.of_case(1))
    assert found is not None
    return found


def lives(talk: DeskTalk, who: str, home: str, room: str = "") -> None:
    contact = talk.contact(who)
    talk.store.run(lambda unit: unit.people.save(replace(contact, home=home, room=room)))


def code(talk: DeskTalk, person: str = "mei") -> str:
    found = re.search(r"“调解 1 (\d{6})”", "".join(talk.told(person, "mediation")))
    assert found is not None
    return found[1]


@pytest.fixture
def begun(talk: DeskTalk) -> DeskTalk:
    talk.says(CHEN, "调解 1")
    return talk


@pytest.fixture
def both(begun: DeskTalk) -> DeskTalk:
    begun.says("other", f"调解 1 {code(begun)}")
    return begun


@pytest.fixture
def agreed(both: DeskTalk) -> DeskTalk:
    both.says(MEI, f"协议 1 {SECRET}")
    both.says("resident", "认可 1")
    both.says("other", "认可 1")
    return both


@pytest.mark.parametrize(("who", "words"), [(CHEN, "调解 1"), (STREET, "调解 1 5栋"), ("resident", "想调解")])
def test_the_handler_an_office_or_the_reporter_begins_it(talk: DeskTalk, who, words):
    assert "调解" in talk.says(who, words)

    case = talk.case(1)
    assert (case.kind, case.private, case.responder) == (Kind.MEDIATION, True, "mei")
    assert case.state is State.AWAITING_SIGNIN
    assert mediation(talk).stage is Stage.INVITED
    assert "不和双方同楼" in talk.told("resident", "mediation")[0] if who != "resident" else True


@pytest.mark.parametrize("who", ["stranger", "openid-li"])
def test_nobody_else_begins_it(talk: DeskTalk, who):
    before = talk.case(1)
    talk.says(who, "调解 1")
    assert talk.case(1) == before


def test_whose_turn_it_is_goes_first(talk: DeskTalk):
    turn = Turn("mediation", "zhao", "司法所", "xinqiao")
    talk.store.run(lambda unit: unit.rotas.replace("mediation", [turn]))
    talk.says(CHEN, "调解 1")
    assert talk.case(1).responder == "zhao"


def test_a_neighbour_of_a_side_does_not_mediate(talk: DeskTalk):
    lives(talk, MEI, "rongyu-3")
    talk.says(CHEN, "调解 1")
    assert talk.case(1).responder == "zhao"


def test_where_the_other_lives_counts_too(talk: DeskTalk):
    lives(talk, MEI, "rongyu-5")
    talk.says(CHEN, "调解 1 榕御小区5栋")
    assert (talk.case(1).responder, mediation(talk).other_place) == ("zhao", "rongyu-5")


def test_without_a_mediator_an_office_does_it(store):
    talk = a_talk(store)
    talk.says("resident", REPORT)
    talk.says(CHEN, "调解 1")
    assert talk.case(1).responder == "shequ"


def test_with_nobody_neutral_it_is_refused_and_nothing_changes(store):
    talk = a_talk(store, staff=[person for person in people() if person.role == "building_leader"])
    talk.says("resident", REPORT)
    before = talk.case(1)
    assert "找不到不偏向哪一方的调解员" in talk.says(CHEN, "调解 1")
    assert talk.case(1) == before


def test_what_is_done_is_not_mediated(talk: DeskTalk):
    talk.says(CHEN, "办结 1 已劝过")
    assert "现在不能转调解" in talk.says("resident", "调解 1")


def test_the_handler_before_reads_it_no_more(begun: DeskTalk):
    assert "没有找到#1" in begun.says(CHEN, "进度 1")
    assert "吵架" in begun.says(MEI, "接单 1")


# -- the other side ------------------------------------------------------------------------------------


def test_the_other_side_joins_with_the_code_and_learns_nothing(begun: DeskTalk):
    reply = begun.says("other", f"调解 1 {code(begun)}")

    assert "您已加入调解，由榕御社区调解员梅**主持" in reply
    assert "吵架" not in reply
    assert mediation(begun).other == begun.contact("other").id
    assert "另一方已加入" in begun.told("mei", "mediation")[-1]


def test_a_wrong_code_is_no_door_and_cannot_be_tried_for_ever(begun: DeskTalk):
    right = code(begun)
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    for _ in range(5):
        assert "没有找到#1" in begun.says("other", f"调解 1 {wrong}")
    assert "没有找到#1" in begun.says("other", f"调解 1 {right}")
    assert mediation(begun).other is None


def test_a_third_cannot_take_the_others_seat(both: DeskTalk):
    assert "没有找到#1" in both.says("third", f"调解 1 {code(both)}")
    assert "没有找到#1" in both.says("resident", f"调解 1 {code(both)}")
    assert mediation(both).other == both.contact("other").id


def test_a_mediator_who_turns_out_to_be_a_neighbour_is_changed(begun: DeskTalk):
    lives(begun, MEI, "rongyu-5", "501")
    lives(begun, "other", "rongyu-5", "501")

    begun.says("other", f"调解 1 {code(begun)}")

    assert begun.case(1).responder == "zhao"
    assert mediation(begun).mediator == "zhao"
    assert "您不用管了" in begun.told("mei", "taken_away")[-1]


# -- talking -------------------------------------------------------------------------------------------


def test_both_are_told_when_and_where(both: DeskTalk):
    assert "已告诉双方" in both.says(MEI, "约 1 明天19:30 社区调解室")

    for who in ("resident", "other"):
        assert "明天19:30 社区调解室" in both.told(who, "mediation")[-1]
    assert both.case(1).state is State.IN_PROGRESS
    assert both.case(1).first_word_at is not None
    assert mediation(both).stage is Stage.TALKING


def test_without_the_other_side_there_is_no_agreement(begun: DeskTalk):
    assert "请您当面说" in begun.says(MEI, "约 1 明天 社区")
    reply = begun.says(MEI, f"协议 1 {SECRET}")
    assert "另一方还没加入" in reply
    assert code(begun) in reply


def test_the_agreement_stands_when_both_stand_by_it(both: DeskTalk):
    both.says(MEI, f"协议 1 {SECRET}")
    assert SECRET in both.told("other", "mediation")[-1]

    assert "等另一方" in both.says("other", "认可 1")
    assert mediation(both).stage is Stage.TALKING
    assert "双方都认可" in both.says("resident", "认可 1")

    assert mediation(both).stage is Stage.AGREED
    assert "办结 1" in both.told("mei", "mediation")[-1]
    assert "协议成了" in both.told("other", "mediation")[-1]


def test_a_new_text_needs_both_anew(both: DeskTalk):
    both.says(MEI, f"协议 1 {SECRET}")
    both.says("other", "认可 1")
    assert "已转给调解员" in both.says("resident", "不认可 1 要写到九点")
    assert "报事的一方不认可：\n要写到九点" in both.told("mei", "mediation")[-1]
    both.says(MEI, "协议 1 九点后不拖椅子")
    both.says("resident", "认可 1")
    assert mediation(both).stage is Stage.TALKING


def test_the_text_is_for_the_three_alone(agreed: DeskTalk):
    notices = [letter.notice for letter in agreed.letters() if SECRET in letter.notice.text]
    told = {(notice.person, notice.contact) for notice in notices}
    sides = {agreed.contact("resident").id, agreed.contact("other").id}
    assert told == {("", side) for side in sides}
    assert SECRET not in repr(agreed.events(1))
    assert SECRET not in repr(agreed.words(1))
    assert SECRET not in agreed.says(CHEN, "进度 1") + agreed.says("resident", "进度 1")


@pytest.mark.parametrize("words", ["认可 1", "不认可 1 不行"])
def test_nobody_else_has_a_word_in_it(both: DeskTalk, words):
    both.says(MEI, f"协议 1 {SECRET}")
    for who in ("stranger", CHEN):
        assert "没有找到#1" in both.says(who, words)
    assert mediation(both).agreed == frozenset()


def test_nothing_is_endorsed_before_there_is_a_text(both: DeskTalk):
    assert "没有在谈的调解" in both.says("resident", "认可 1")


def test_it_may_fail_and_the_other_doors_are_named(both: DeskTalk):
    assert "办结 1" in both.says(MEI, "调解 1 不成 谈不拢")
    for who in ("resident", "other"):
        assert "司法所" in both.told(who, "mediation")[-1]
    assert mediation(both).stage is Stage.FAILED
    assert "没有在谈的调解" in both.says(MEI, "约 1 明天")
    assert "没有在谈的调解" in both.says("resident", "不认可 1 不行")


# -- two weeks later -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("words", "found"), [("认可 1", "other kept"), ("不认可 1 还在拖", "other broken")])
def test_after_two_weeks_both_are_asked_whether_it_is_kept(agreed: DeskTalk, words, found):
    agreed.says(MEI, "办结 1 已达成协议")
    agreed.says("resident", "满意 1")
    agreed.later(days=13)
    assert (1, "follow_agreement") not in agreed.tick()
    agreed.later(days=1)
    assert (1, "follow_agreement") in agreed.tick()
    assert (1, "follow_agreement") not in agreed.tick()

    for who in ("resident", "other"):
        assert "都照办了吗" in agreed.told(who, "mediation")[-1]
    agreed.says("other", words)
    assert mediation(agreed).result == found
    if "不" in words:
        assert "另一方说协议没有照办：\n还在拖" in agreed.told("mei", "mediation")[-1]


def test_the_tone_is_kept():
    line = a_line()
    for text in (
        wording_mediation.begun_for_party(line),
        wording_mediation.begun_for_mediator(line, "123456"),
        wording_mediation.begun(line),
        wording_mediation.joined(line),
        wording_mediation.joined_for_mediator(line),
        wording_mediation.arranged(12, "调解员梅**", "明天19:30 社区调解室"),
        wording_mediation.arranged_for_mediator(line, both=True),
        wording_mediation.arranged_for_mediator(line, both=False),
        wording_mediation.agreement(12, SECRET),
        wording_mediation.agreement_sent(line),
        wording_mediation.endorsed(12, both=True),
        wording_mediation.endorsed(12, both=False),
        wording_mediation.both_agreed(line),
        wording_mediation.objected(line, "另一方", "不行"),
        wording_mediation.objection_kept(12),
        wording_mediation.failed_for_party(12, "司法所"),
        wording_mediation.failed(line),
        wording_mediation.follow_up(12),
        wording_mediation.kept_well(12),
        wording_mediation.broken(line, "另一方", "还在拖"),
        wording_mediation.NEUTRAL_REASON,
        wording_mediation.CHANGED_REASON,
    ):
        assert_tone(text)
