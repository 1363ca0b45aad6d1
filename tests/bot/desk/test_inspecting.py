"""Hazards are looked at again by others, a week and a month after they were closed."""

from __future__ import annotations

import pytest

from bot.desk import wording_hazards
from matching.case import Kind, State
from matching.hazard import INSPECTED_AFTER
from tests.builders import DeskTalk, a_person, a_talk, people
from tests.tone import a_line, assert_tone

REPORT = "榕御小区3栋楼下老有人偷电瓶车"
ZHANG, LIN = "openid-zhang", "openid-lin"


@pytest.fixture
def closed(store) -> DeskTalk:
    talk = a_talk(store, staff=[*people(), a_person("zhang", "张三妹", "estate_secretary", "rongyu")])
    talk.says("resident", REPORT)
    handler = f"openid-{talk.case(1).responder}"
    talk.says(handler, "办结 1 已换线")
    talk.says("resident", "满意 1")
    assert talk.case(1).state is State.CLOSED
    return talk


def inspected(talk: DeskTalk, **span: float) -> bool:
    talk.later(**span)
    return (1, "inspect") in talk.tick()


def test_a_matter_of_safety_is_a_hazard_and_an_ordinary_one_is_none(closed: DeskTalk):
    assert closed.case(1).kind is Kind.HAZARD
    closed.says("another", "榕御小区5栋楼下乱停车")
    assert closed.case(2).kind is Kind.ORDINARY


def test_it_is_inspected_after_a_week_and_after_a_month(closed: DeskTalk):
    assert not inspected(closed, days=6.9)
    assert inspected(closed, days=0.2)
    assert not inspected(closed, minutes=1)
    assert closed.told("zhang", "check")[-1].startswith("【隐患复查】#1")
    assert closed.says(ZHANG, "复查").startswith("等您复查：\n#1")

    reply = closed.says(ZHANG, "复查 1 没了")

    assert "隐患没有了" in reply
    assert closed.case(1).recheck_at == closed.case(1).closed_at + INSPECTED_AFTER[1]
    assert "没有再出现" in closed.told("resident", "recheck")[-1]
    assert inspected(closed, days=23)
    assert "到此为止" in closed.says(ZHANG, "复查 1 没了")
    assert closed.case(1).recheck_at is None
    assert closed.case(1).state is State.CLOSED


def test_still_there_opens_it_again(closed: DeskTalk):
    inspected(closed, days=7)
    assert "已退回" in closed.says(ZHANG, "复查 1 还在 又冒烟")

    case = closed.case(1)
    assert case.state is not State.CLOSED
    assert (case.reopened, case.recheck_at, case.checker) == (1, None, "")
    assert "复查发现还有问题" in closed.told("resident", "reopened")[-1]


def test_whoever_keeps_silent_is_passed_over(closed: DeskTalk):
    inspected(closed, days=7)
    assert inspected(closed, days=3)

    assert closed.case(1).checker == "lin"
    assert "您不用管了" in closed.told("zhang", "check_over")[-1]
    assert "#1" in closed.says(ZHANG, "复查 1 没了")
    assert closed.says(ZHANG, "复查") == "现在没有等您复查的隐患。"


def test_nobody_left_and_it_starts_again(closed: DeskTalk):
    inspected(closed, days=7)
    seen = {closed.case(1).checker}
    for _ in range(6):
        assert inspected(closed, days=3), "it is never forgotten"
        seen.add(closed.case(1).checker)
    assert {"zhang", "lin", "shequ", "jiedao"} <= seen | {closed.case(1).responder}


def test_words_that_say_neither_are_asked_again(closed: DeskTalk):
    inspected(closed, days=7)
    assert "看到的是哪样" in closed.says(ZHANG, "复查 1 看过")
    assert closed.case(1).checker == "zhang"


def test_opened_again_meanwhile_it_is_not_inspected(closed: DeskTalk):
    closed.says("resident", "不满意 1 又冒烟")
    assert not inspected(closed, days=8)


def test_without_anybody_to_look_it_is_tried_again(store):
    talk = a_talk(store, staff=[one for one in people() if one.role == "building_leader"])
    talk.says("resident", REPORT)
    talk.says(f"openid-{talk.case(1).responder}", "办结 1 已换线")
    talk.says("resident", "满意 1")
    assert not inspected(talk, days=8)
    recheck = talk.case(1).recheck_at
    assert recheck is not None
    assert recheck > talk.now


def test_the_tone_is_kept():
    line = a_line()
    for text in (
        wording_hazards.task(line, "电线冒火花", "11月30日18:00"),
        wording_hazards.taken_over(line, "网格员林**"),
        wording_hazards.waiting([]),
        wording_hazards.waiting([line]),
        wording_hazards.gone(line, "12月23日"),
        wording_hazards.gone(line, ""),
        wording_hazards.gone_for_resident(line),
        wording_hazards.still_there(line),
        wording_hazards.still_there_for_resident(line),
        wording_hazards.which(12),
    ):
        assert_tone(text)
