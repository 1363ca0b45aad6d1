"""Residents' words into cases: the receipt, the one question, several matters, danger first."""

from __future__ import annotations

import pytest

from bot.desk.reporting import matters_of
from bot.desk.understanding import Understanding
from intents.verdict import Category, Intent, Matter, Urgency, Verdict
from matching.case import Action, State
from matching.place import PlaceFinding, parse_address
from matching.territory import Node, NodeKind
from tests.builders import MORNING, DeskTalk, a_person, a_talk, people, places

REPORT = "榕御小区3栋楼下乱停车"


def test_a_receipt_explains_the_whole_case(talk: DeskTalk):
    reply = talk.says("resident", REPORT)

    assert reply == (
        "收到，#1 停车秩序 · 榕御小区3栋。\n"
        "已交给3栋楼长陈**（停车秩序由楼栋长负责），今天10:30前接单，今天12:00前回话，3月10日10:00前办结。\n"
        "说得不对请回“改 …”，要添几句直接说。"
    )


def test_a_report_is_a_case_with_its_words_and_its_first_moves(talk: DeskTalk):
    talk.says("resident", REPORT)

    case = talk.case(1)
    assert (case.state, case.category, case.place, case.place_text, case.responder) == (
        State.AWAITING_SIGNIN, "parking", "rongyu-3", "榕御小区3栋", "chen",
    )  # fmt: skip
    assert case.revision == 1
    assert case.dispatched_at == MORNING
    assert [message.text for message in talk.words(1)] == [REPORT]
    assert talk.moves(1) == [Action.OPEN, Action.DISPATCH]
    assert talk.events(1)[1].reason


def test_the_leader_is_told_what_where_and_what_to_reply(talk: DeskTalk):
    talk.says("resident", REPORT)

    (text,) = talk.told("chen", "task")
    assert "#1 停车秩序 · 榕御小区3栋" in text
    assert REPORT in text
    assert "接单 1" in text


def test_a_task_shows_no_phone_number(talk: DeskTalk):
    talk.says("resident", REPORT + "，我电话13812345678")

    (text,) = talk.told("chen", "task")
    assert "13812345678" not in text


def test_a_matter_of_the_whole_compound_asks_for_no_building(talk: DeskTalk):
    talk.says("resident", "榕御小区垃圾没人收")

    assert talk.case(1).state is State.AWAITING_SIGNIN
    assert talk.case(1).responder == "wuye"


def test_a_matter_without_a_place_is_asked_where_and_waits(talk: DeskTalk):
    reply = talk.says("resident", "楼下乱停车")

    assert reply.startswith("收到，#1 停车秩序。在哪个小区、哪一栋？")
    assert talk.case(1).state is State.AWAITING_INFO
    assert talk.letters() == []


def test_the_building_is_asked_only_where_it_decides_who_is_responsible(talk: DeskTalk):
    assert "是哪一栋？" in talk.says("resident", "榕御小区乱停车")
    talk.later()
    assert "是哪一栋？" not in talk.says("other", "江滨花园乱停车")


def test_a_building_that_the_tree_does_not_know_is_kept_as_said(talk: DeskTalk):
    reply = talk.says("resident", "榕御小区27栋楼下乱停车")

    assert "榕御小区27栋" in reply
    assert talk.case(1).place == "rongyu"


def test_two_places_that_fit_are_offered_by_number(store):
    twins = [
        Node(f"sun-{side}", "rongyu-sq", NodeKind.COMPOUND, f"阳光花园{name}区", ("阳光花园",), None, None)
        for side, name in (("east", "东"), ("west", "西"))
    ]
    talk = a_talk(store, nodes=[*places(), *twins])

    reply = talk.says("resident", "阳光花园楼下乱停车")

    assert "1. " in reply
    assert "都不是" in reply
    assert talk.says("resident", "2").startswith("收到，#1 停车秩序 · 阳光花园")
    assert talk.case(1).place in ("sun-east", "sun-west")


TWO_MATTERS = "榕御小区3栋楼下乱停车，另外楼道路灯坏了好几天"


def test_several_matters_in_one_message_are_shown_before_anybody_is_sent_for(talk: DeskTalk):
    reply = talk.says("resident", TWO_MATTERS)

    assert reply.startswith("您反映：\n①#1")
    assert [case.category for case in talk.cases()] == ["parking", "facility"]
    assert {case.state for case in talk.cases()} == {State.AWAITING_INFO}
    assert talk.letters() == []


@pytest.mark.parametrize("yes", ["对", "是的", "对的。", "都对", "OK"])
def test_a_yes_sends_for_everybody(talk: DeskTalk, yes: str):
    talk.says("resident", TWO_MATTERS)
    reply = talk.says("resident", yes)

    assert reply.startswith("收到，您说了2件事：")
    assert [case.responder for case in talk.cases()] == ["chen", "wuye"]


@pytest.mark.parametrize(("answer", "kept"), [("1", 1), ("只有1", 1), ("2不对", 1), ("第一件不对", 2), ("②", 2)])
def test_an_answer_can_keep_one_of_thematters_of(talk: DeskTalk, answer: str, kept: int):
    talk.says("resident", TWO_MATTERS)
    reply = talk.says("resident", answer)

    assert f"#{kept}" in reply
    assert talk.case(kept).state is State.AWAITING_SIGNIN
    dropped = talk.case(3 - kept)
    assert (dropped.state, dropped.verdict) == (State.CLOSED, "withdrawn")


def test_the_card_unanswered_opens_both_in_the_end(talk: DeskTalk):
    talk.says("resident", TWO_MATTERS)
    talk.later(minutes=31)

    assert [what for _, what in talk.tick()] == ["dispatch_unanswered"] * 2
    assert {case.state for case in talk.cases()} == {State.AWAITING_SIGNIN}


def test_several_matters_are_settled_by_one_answer(talk: DeskTalk):
    talk.says("resident", "楼下乱停车，另外楼道路灯坏了好几天")
    reply = talk.says("resident", "榕御小区3栋")

    assert reply.startswith("收到，您说了2件事：")
    assert {case.state for case in talk.cases()} == {State.AWAITING_SIGNIN}
    assert {case.place for case in talk.cases()} == {"rongyu-3"}


def test_words_that_speak_for_nothing_are_not_called_a_category(talk: DeskTalk):
    reply = talk.says("resident", "榕御小区3栋有点不对劲")

    assert talk.case(1).category == "other"
    assert "停车" not in reply.partition("\n")[0]


def test_nobody_on_duty_anywhere_is_said_honestly_and_loses_nothing(store):
    talk = a_talk(store, staff=())

    reply = talk.says("resident", REPORT)

    assert "正在找负责的人" in reply
    assert talk.case(1).state is State.AWAITING_DISPATCH


def test_whoever_reports_is_not_his_own_handler(talk: DeskTalk):
    talk.says("openid-chen", REPORT)

    assert talk.case(1).responder not in ("", "chen")


def test_a_leader_on_leave_is_represented(store):
    staff = [a_person("chen", "陈建国", "building_leader", "rongyu-3", backup="wuye"), *people()[1:]]
    talk = a_talk(store, staff=staff)
    day = MORNING.date()
    store.run(lambda unit: unit.people.set_leave("chen", day, day))

    talk.later(seconds=5)
    talk.says("resident", REPORT)

    assert talk.case(1).responder == "wuye"


def test_a_home_serves_when_no_place_is_said_and_the_reply_shows_it(talk: DeskTalk):
    talk.sends("resident", "subscribe", scene="rongyu-3")

    reply = talk.says("resident", "楼下乱停车")

    assert talk.case(1).place == "rongyu-3"
    assert "您没说地方，按您家榕御小区3栋登记的" in reply


def test_a_named_place_goes_before_the_home(talk: DeskTalk):
    talk.sends("resident", "subscribe", scene="rongyu-3")
    talk.says("resident", "江滨花园2栋楼下乱停车")

    assert talk.case(1).place == "jiangbin-2"


# -- danger ----------------------------------------------------------------------------------------


def test_an_emergency_is_answered_with_the_number_at_once(talk: DeskTalk):
    reply = talk.says("resident", "榕御小区3栋着火了快来人")

    assert reply.startswith("先拨119！")
    assert talk.case(1).urgent
    assert talk.case(1).responder == "chen"


def test_an_emergency_tells_everybody_near(talk: DeskTalk):
    reply = talk.says("resident", "榕御小区3栋着火了快来人")

    assert "【加急】" in talk.told("chen", "task")[0]
    for person in ("wuye", "lin"):
        assert "【加急】" in talk.told(person, "urgent")[0]
    assert "榕御物业" in reply


def test_an_emergency_never_waits_for_a_place(talk: DeskTalk):
    reply = talk.says("resident", "着火了快来人")

    assert reply.startswith("先拨119！")
    assert "在哪个小区、哪一栋？" in reply
    assert talk.case(1).state is State.AWAITING_SIGNIN
    assert len(talk.told(talk.case(1).responder, "task")) == 1


@pytest.mark.parametrize("minutes", [1, 8])
def test_the_place_of_an_emergency_comes_after_and_moves_it_there(talk: DeskTalk, minutes: int):
    talk.says("resident", "着火了快来人")
    talk.later(minutes=minutes)
    reply = talk.says("resident", "榕御小区5栋")

    assert len(talk.cases()) == 1
    assert talk.case(1).place == "rongyu-5"
    assert talk.case(1).responder == "li"
    assert "5栋楼长李**" in reply
    assert talk.told("wuye", "urgent"), "who is near hears of it once the place is known"


def test_the_place_of_an_emergency_goes_before_an_older_question(talk: DeskTalk):
    talk.says("resident", "楼下乱停车")
    talk.later(minutes=5)
    talk.says("resident", "着火了快来人")
    talk.later(minutes=3)
    talk.says("resident", "榕御小区5栋")

    assert talk.case(2).place == "rongyu-5"


def test_a_building_alone_does_not_tell_where_an_emergency_is(talk: DeskTalk):
    talk.says("resident", "着火了快来人")
    reply = talk.says("resident", "5栋")

    assert reply.startswith("已补充到#1 公共安全与治安，")
    assert "在哪个小区" in reply
    talk.says("resident", "榕御小区")
    assert talk.case(1).place.startswith("rongyu")


def test_danger_in_the_second_bubble_is_answered_with_the_number(talk: DeskTalk):
    talk.says("resident", "我家隔壁")
    reply = talk.says("resident", "着火了")

    assert reply.startswith("先拨119！")
    assert [case.urgent for case in talk.cases()] == [True]


def test_danger_after_another_report_is_a_case_of_its_own_at_that_place(talk: DeskTalk):
    talk.says("resident", REPORT)
    reply = talk.says("resident", "着火了")

    assert reply.startswith("先拨119！")
    assert [case.urgent for case in talk.cases()] == [False, True]
    assert talk.case(2).place == "rongyu-3"


def test_danger_never_answers_an_open_question(talk: DeskTalk):
    talk.says("resident", "榕御小区乱停车")
    reply = talk.says("resident", "3栋着火了")

    assert reply.startswith("先拨119！")
    assert any(case.urgent for case in talk.cases())


def test_more_of_the_same_danger_is_not_another_case(talk: DeskTalk):
    talk.says("resident", "榕御小区3栋着火了")
    reply = talk.says("resident", "着火了，快啊")

    assert reply.startswith("先拨119！")
    assert len(talk.cases()) == 1


def test_a_danger_that_speaks_for_no_category_is_a_matter_of_safety(talk: DeskTalk):
    reply = talk.says("resident", "榕御小区3栋有人晕倒")

    assert talk.case(1).category == "safety"
    assert "公共安全与治安" in reply


def test_violence_is_kept_private(talk: DeskTalk):
    reply = talk.says("resident", "榕御小区3栋有人打人")

    assert "110" in reply
    assert talk.case(1).private


def test_a_photo_sent_before_an_emergency_is_in_the_task(talk: DeskTalk):
    talk.sends("resident", "image", media="m1")
    talk.says("resident", "榕御小区3栋着火了")

    assert "照片1张" in talk.told("chen", "task")[0]


def an_understanding(text: str, *second: Category) -> Understanding:
    verdict = Verdict(Intent.REPORT, Category.PARKING, 0.9, (), second, (), ask=False, revision=1)
    place = PlaceFinding(None, (), parse_address(""))
    return Understanding(text, (Matter(text, verdict),), Urgency(urgent=False, danger=None, reasons=()), place)


def test_a_second_matter_in_the_same_words_stands_on_the_card():
    matters = matters_of(an_understanding("楼下乱停车还漏油，两样都要管", Category.SANITATION))

    assert [matter.verdict.category for matter in matters] == [Category.PARKING, Category.SANITATION]
    assert [matter.verdict.secondary for matter in matters] == [(Category.SANITATION,), ()]


def test_a_long_letter_is_one_matter_unless_its_clauses_stand_apart():
    letter = an_understanding("楼下乱停车还漏油，两样都要管" * 8, Category.SANITATION)

    assert matters_of(letter) == letter.matters
