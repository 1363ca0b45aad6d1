"""Return without ping-pong: one return, then the arbiter, whose decision is followed the next time."""

from __future__ import annotations

import pytest

from bot.desk import wording_rulings
from matching.case import Action, State
from tests.builders import DeskTalk, a_person, a_talk, people
from tests.tone import a_line, assert_tone

REPORT = "榕御小区3栋楼下乱停车"
CHEN, LI, STREET, PROPERTY = "openid-chen", "openid-li", "openid-jiedao", "openid-wuye"


@pytest.fixture
def disputed(store) -> DeskTalk:
    """A case that was returned twice and lies with the street."""
    talk = a_talk(store, staff=[*people(), a_person("zhang", "张三妹", "estate_secretary", "rongyu")])
    talk.says("resident", REPORT)
    talk.says(CHEN, "退回 1 不归我管")
    talk.later()
    talk.says("openid-zhang", "退回 1 这是物业的事")
    return talk


def test_a_return_that_claims_another_owner_goes_there(store):
    talk = a_talk(store)
    talk.says("resident", REPORT)
    due = talk.case(1).due_at

    talk.says(CHEN, "退回 1 这是物业的事")

    assert talk.case(1).responder == "wuye"
    assert talk.case(1).due_at == due, "the clock keeps running"
    assert talk.case(1).answerable == "chen"


def test_who_was_asked_first_answers_until_the_next_one_has_signed(store):
    talk = a_talk(store)
    talk.says("resident", REPORT)
    talk.says(CHEN, "转办 1 物业")
    assert talk.case(1).answerable == "chen"

    talk.says(PROPERTY, "接单 1")

    assert talk.case(1).answerable == ""
    assert "您不用再跟了" in talk.told("chen", "signed")[0]


def test_the_second_return_goes_to_the_arbiter_with_both_reasons(disputed: DeskTalk):
    case = disputed.case(1)
    assert (case.responder, case.disputed, case.returns) == ("jiedao", True, 2)
    task = disputed.told("jiedao", "task")[0]
    assert task.startswith("【请裁定】#1")
    assert "①不归我管" in task
    assert "②这是物业的事" in task


def test_the_arbiter_has_until_the_end_of_the_next_working_day(disputed: DeskTalk):
    due = disputed.case(1).signin_due_at
    assert due is not None
    assert due.astimezone(disputed.desk.calendar.zone).strftime("%m-%d %H:%M") == "03-04 18:00"


def test_the_resident_is_told_who_decides_and_that_her_time_stands(disputed: DeskTalk):
    told = disputed.told("resident", "passed")[-1]
    assert "已请新桥街道" in told
    assert "办结时限不变" in told


def test_a_decision_sends_it_to_the_owner_and_becomes_a_precedent(disputed: DeskTalk):
    reply = disputed.says(STREET, "裁决 1 给物业，车位划线是物业的活")

    case = disputed.case(1)
    assert (case.responder, case.disputed, case.state) == ("wuye", False, State.AWAITING_SIGNIN)
    assert "以后榕御小区的停车秩序都照此派" in reply
    assert "街道已定由榕御物业办" in disputed.told("resident", "passed")[-1]


def test_whoever_is_decided_for_reads_why_and_is_not_told_to_return_it(disputed: DeskTalk):
    disputed.says(STREET, "裁决 1 榕御物业 车位划线是物业的活")

    task = disputed.told("wuye", "task")[-1]
    assert "街道裁定归您：车位划线是物业的活\n" in task
    assert "退回 1" not in task
    disputed.later()
    assert "归榕御物业（车位划线是物业的活）" in disputed.says(STREET, "裁决")


def test_what_is_decided_is_not_returned(disputed: DeskTalk):
    disputed.says(STREET, "裁决 1 给物业，车位划线是物业的活")

    assert disputed.says(PROPERTY, "退回 1 不是我们的").startswith("#1 街道已裁定归您，不能再退")
    assert disputed.case(1).responder == "wuye"


def test_the_router_follows_the_decision_and_cites_it(disputed: DeskTalk):
    disputed.says(STREET, "裁决 1 给物业，车位划线是物业的活")
    disputed.later(days=40)

    receipt = disputed.says("another", "榕御小区5栋楼下乱停车")

    assert disputed.case(2).responder == "wuye"
    assert disputed.case(2).reasons[0].startswith("照#1的裁定")
    assert "归榕御物业" in receipt


def test_a_decision_holds_for_its_place_and_category_only(disputed: DeskTalk):
    disputed.says(STREET, "裁决 1 给物业，车位划线是物业的活")
    disputed.later(days=40)

    disputed.says("another", "江滨花园3栋楼下乱停车")

    assert disputed.case(2).responder != "wuye"


def test_decisions_can_be_seen_and_revoked(disputed: DeskTalk):
    disputed.says(STREET, "裁决 1 给物业，车位划线是物业的活")
    disputed.later()
    listed = disputed.says(STREET, "裁决")
    assert "榕御小区的停车秩序归榕御物业（给物业，车位划线是物业的活）" in listed

    assert disputed.says(STREET, "撤销裁决 1").startswith("已撤销")
    disputed.later(days=40)
    disputed.says("another", "榕御小区5栋楼下乱停车")
    assert disputed.case(2).responder == "li"
    assert "还没有裁定过" in disputed.says(STREET, "裁决")


@pytest.mark.parametrize(
    ("who", "words", "reply"),
    [
        (STREET, "裁决 1 再说吧", "没看出归谁"),
        (STREET, "裁决 1", "请在“裁决 1”后面写一句"),
        (STREET, "退回 1 不归我管", "正等您裁定"),
        (PROPERTY, "裁决 1 给网格员", "不在您手上"),
        (PROPERTY, "裁决", "裁决由街道"),
        (PROPERTY, "撤销裁决 1", "裁决由街道"),
        (STREET, "撤销裁决 7", "没有找到#7这条裁定"),
    ],
)
def test_what_does_not_fit_is_refused_and_changes_nothing(disputed: DeskTalk, who, words, reply):
    before = disputed.case(1)
    assert reply in disputed.says(who, words)
    assert disputed.case(1) == before


def test_nothing_to_decide_where_nobody_disputes(store):
    talk = a_talk(store)
    talk.says("resident", REPORT)
    talk.says(CHEN, "转办 1 街道")

    assert "没有争议" in talk.says(STREET, "裁决 1 给物业")


def test_a_residents_sentence_with_the_word_is_a_report(store):
    talk = a_talk(store)
    talk.says("resident", "裁定书下来了榕御小区3栋楼下还是乱停车")
    assert talk.case(1).category == "parking"


# -- not accepted ----------------------------------------------------------------------------------


@pytest.fixture
def declined(store) -> DeskTalk:
    talk = a_talk(store)
    talk.says("resident", REPORT)
    talk.says("openid-shequ", "不受理 1 已经在法院立案，请找受理的法院")
    return talk


def test_a_refusal_says_why_and_where_to_go(declined: DeskTalk):
    assert declined.case(1).state is State.NOT_ACCEPTED
    told = declined.told("resident", "declined")[0]
    assert "我们受理不了：已经在法院立案" in told
    assert "请找受理的法院" in told
    assert "申诉 1" in told


def test_a_known_reason_brings_its_door(store):
    talk = a_talk(store)
    talk.says("resident", REPORT)
    talk.says("openid-shequ", "不受理 1 生意上的消费纠纷")
    assert "12315" in talk.told("resident", "declined")[0]


def test_a_refusal_without_a_door_is_not_taken(store):
    talk = a_talk(store)
    talk.says("resident", REPORT)
    reply = talk.says("openid-shequ", "不受理 1 太麻烦")
    assert "请写明原因和去处" in reply
    assert talk.case(1).state is State.AWAITING_SIGNIN


def test_a_handler_cannot_refuse_what_he_was_given(store):
    talk = a_talk(store)
    talk.says("resident", REPORT)
    assert "要由社区或街道来定" in talk.says(CHEN, "不受理 1 在法院了，请找法院")
    assert talk.case(1).state is State.AWAITING_SIGNIN


def test_an_objection_goes_to_somebody_else(declined: DeskTalk):
    reply = declined.says("resident", "申诉 没有立案，是另一件")

    case = declined.case(1)
    assert (case.state, case.responder, case.disputed) == (State.AWAITING_SIGNIN, "jiedao", True)
    assert "新桥街道" in reply
    review = declined.told("jiedao", "task")[0]
    assert review.startswith("【请复核】#1")
    assert "居民说：没有立案，是另一件" in review


def test_whoever_had_it_hears_that_it_is_not_accepted(declined: DeskTalk):
    assert [text.partition("（")[0] for text in declined.told("chen", "taken_away")] == [
        "#1 停车秩序 · 榕御小区3栋 不予受理"
    ]


def test_an_office_does_not_refuse_what_its_own_people_reported(store):
    talk = a_talk(store)
    talk.says("openid-shequ", REPORT)

    assert "不能由您不受理" in talk.says("openid-shequ", "不受理 1 已立案，请找受理的法院")
    assert talk.case(1).state is State.AWAITING_SIGNIN


def test_a_second_refusal_is_the_last(declined: DeskTalk):
    declined.says("resident", "申诉 没有立案")
    declined.says(STREET, "不受理 1 查过，确已立案，请找受理的法院")

    assert "复核过了" in declined.told("resident", "declined")[-1]
    assert "已经复核过一次" in declined.says("resident", "申诉 1 还是不服")
    assert declined.moves(1).count(Action.APPEAL) == 1


def test_the_arbiter_may_accept_it_after_all(declined: DeskTalk):
    declined.says("resident", "申诉 没有立案")
    declined.says(STREET, "裁决 1 给物业，没有立案，物业去办")
    assert declined.case(1).responder == "wuye"


def test_an_objection_needs_a_refusal(store):
    talk = a_talk(store)
    talk.says("resident", REPORT)
    assert "现在没有能回“申诉”的事" in talk.says("resident", "申诉")
    assert "不能申诉" in talk.says("resident", "申诉 1 不服")


# -- who is complained about -----------------------------------------------------------------------


def test_who_is_complained_about_does_not_handle_it(store):
    talk = a_talk(store)
    talk.says("resident", "榕御小区物业费乱收，物业经理还威胁人")
    assert talk.case(1).category == "property_fee"
    assert talk.case(1).responder not in ("", "wuye")


def test_nor_is_it_passed_to_him(store):
    talk = a_talk(store)
    talk.says("resident", "榕御小区物业费乱收，物业经理还威胁人")
    talk.says(f"openid-{talk.case(1).responder}", "转办 1 物业")
    assert talk.case(1).responder != "wuye"


# -- what people read ------------------------------------------------------------------------------


def test_the_tone_is_kept():
    line = a_line()
    for text in (
        wording_rulings.to_decide(line, "楼下乱停车", ["不归我管", "是物业的事"]),
        wording_rulings.brought(line),
        wording_rulings.yours(line, "楼下乱停车", "划线是物业的活", urgent=True),
        wording_rulings.yours(a_line(care=""), "楼下乱停车", "划线是物业的活", urgent=False),
        wording_rulings.with_arbiter(line),
        wording_rulings.decided(line, "榕御小区", "停车秩序"),
        wording_rulings.decided_for_resident(line),
        wording_rulings.listed([]),
        wording_rulings.listed(["#1 今天：榕御小区的停车秩序归榕御物业（划线是物业的活）"]),
        wording_rulings.revoked("#1 今天：榕御小区的停车秩序归榕御物业（划线是物业的活）"),
        wording_rulings.declined(line, "已经在法院立案", "受理的法院"),
        wording_rulings.declined_for_handler(line, "已经在法院立案"),
        wording_rulings.declined_for_office(line),
        wording_rulings.which_reason(128, ["已经在法院、仲裁处理中"]),
        wording_rulings.appealed(line),
        wording_rulings.appealed(a_line(who="", signin="")),
        wording_rulings.to_review(line, "楼下乱停车", "已经在法院立案；法院", "没有立案"),
        wording_rulings.upheld(line, "已经在法院立案", "受理的法院"),
    ):
        assert_tone(text)
