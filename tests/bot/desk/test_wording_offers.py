"""Every sentence about what volunteers are asked and do in the desk's tone; a list that a new one must join."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import FunctionType

import pytest

from bot.desk import needline
from bot.desk import wording_offers as wording
from bot.desk.needline import NeedLine
from matching.need import NeedState
from matching.offers import OfferState
from tests.tone import assert_tone

LINE = NeedLine(
    said="128",
    what="换客厅的灯泡和检查线路",
    place="江滨花园二期12栋",
    when="11月28日9:00–12:00",
    span="1小时30分钟",
    asks="会闽南话、女志愿者",
    address="江滨花园二期12栋2单元501室",
    note="71岁一个人住，不敢爬高",
)
TEAM = replace(LINE, said="Z5", people=5, have=3)
WHO, OTHERS = "志愿者周**（水电维修，住12栋）", ["志愿者吴**", "志愿者郑**"]

SENTENCES: dict[str, Sequence[str]] = {
    "offer": [wording.offer(LINE, "水电维修", [], "今天10:30"), wording.offer(TEAM, "", OTHERS, "今天10:30"),
              wording.offer(TEAM, "理发", [], "11月28日9:00")],
    "claimed": [wording.claimed(LINE, []), wording.claimed(TEAM, OTHERS),
                wording.claimed(replace(LINE, note=""), [], "灯坏了")],
    "assigned": [wording.assigned(LINE, []), wording.assigned(replace(TEAM, note=""), OTHERS)],
    "coming": [wording.coming(WHO, "今天19:00前到", words) for words in ("", "我带梯子")],
    "on_the_way": [wording.on_the_way(line, wording.coming(WHO, "今天19:00前到", "")) for line in (LINE, TEAM)],
    "claimed_for_handler": [wording.claimed_for_handler(LINE, WHO, "今天19:00前到")],
    "all_here": [wording.all_here(TEAM, OTHERS)],
    "is_filled": [wording.is_filled(LINE)],
    "late": [wording.late(LINE)],
    "over": [wording.over(LINE)],
    "claimed_already": [wording.claimed_already(LINE)],
    "declined": [wording.declined(LINE)],
    "released": [wording.released(LINE)],
    "released_for_requester": [wording.released_for_requester(LINE, WHO)],
    "released_for_coordinator": [wording.released_for_coordinator(TEAM, WHO, why) for why in ("", "孩子发烧")],
    "cannot_come": [wording.cannot_come(WHO)],
    "company_gone": [wording.company_gone(TEAM, WHO, alone_not=alone) for alone in (True, False)],
    "no_show_noted": [wording.no_show_noted(LINE)],
    "no_show_for_coordinator": [wording.no_show_for_coordinator(LINE, WHO)],
    "fallen_back": [wording.fallen_back(line, "时间到了没有人接", asked) for line in (LINE, TEAM) for asked in (0, 7)],
    "fallen_back_for_requester": [wording.fallen_back_for_requester(LINE, "12栋楼长陈**")],
    "nobody_for_requester": [wording.nobody_for_requester(LINE)],
    "fallen_back_for_coordinator": [wording.fallen_back_for_coordinator(LINE, "12栋楼长陈**")],
    "cancelled": [wording.cancelled(LINE, why) for why in ("", "居民说不用了")],
    "status": [wording.status(line, "正在找人", who) for line in (LINE, TEAM) for who in ("", WHO)],
    "withdrawn": [wording.withdrawn(LINE)],
    "not_wanted": [wording.not_wanted("Z5")],
    "changed": [wording.changed(LINE)],
    "changed_for_asked": [wording.changed_for_asked(LINE)],
    "reminder": [wording.reminder(LINE, []), wording.reminder(TEAM, OTHERS)],
    "is_it_done": [wording.is_it_done(LINE)],
    "is_it_done_for_handler": [wording.is_it_done_for_handler(line) for line in (LINE, TEAM)],
    "done": [wording.done(LINE)],
    "done_of_team": [wording.done_of_team(TEAM, 2)],
    "done_for_requester": [wording.done_for_requester(TEAM, WHO)],
    "done_for_handler": [wording.done_for_handler(LINE, WHO)],
    "to_close_for_handler": [wording.to_close_for_handler(LINE, WHO)],
    "finished_by_handler": [wording.finished_by_handler(LINE)],
    "done_already": [wording.done_already(LINE)],
    "thanked": [wording.thanked(LINE, "这次记1小时，今年一共12小时。")],
    "thanked_in_words": [wording.thanked_in_words(LINE, "周师傅真是好人")],
    "confirmed": [wording.confirmed(TEAM)],
    "not_good": [wording.not_good(LINE)],
    "not_good_for_volunteer": [wording.not_good_for_volunteer(LINE, why) for why in ("", "还是不亮")],
    "overdue_for_coordinator": [wording.overdue_for_coordinator(LINE, WHO)],
    "said_by": [wording.said_by(LINE, who, "我晚十分钟到") for who in (WHO, wording.REQUESTER)],
    "passed_on": [wording.passed_on(LINE)],
    "mine": [wording.mine([(LINE, "今天10:30")], [TEAM]), wording.mine([], []), wording.mine([], [LINE])],
    "HELP": [wording.HELP],
}


@pytest.mark.parametrize("name", SENTENCES)
def test_every_sentence_is_short_spoken_and_kind(name: str):
    for text in SENTENCES[name]:
        assert_tone(text)
        assert len(text.encode()) < 2048


def test_every_sentence_is_read_here():
    functions = {
        name for name, value in vars(wording).items()
        if isinstance(value, FunctionType) and value.__module__ == wording.__name__ and not name.startswith("_")
    }  # fmt: skip
    assert functions <= set(SENTENCES)


def test_before_the_claim_nothing_tells_the_room():
    for name in ("offer", "is_filled", "late", "declined", "cancelled", "done_for_requester"):
        assert all("501" not in text and "71岁" not in text for text in SENTENCES[name])


def test_every_state_has_its_words_that_a_card_has_room_for():
    assert set(needline.STATES) == set(NeedState)
    assert set(wording.ENDS) == set(OfferState)
    for words in (*needline.STATES.values(), wording.FILLED, wording.NEW, wording.WAITS_FOR_YOU, "轮到您"):
        assert 0 < len(words) <= 5


def test_a_skill_that_the_matter_names_already_is_not_said_twice():
    named = replace(LINE, what="水电维修（灯坏了）")
    assert "要会" not in wording.offer(named, "水电维修", [], "今天10:30")
    assert "要会理发。" in wording.offer(named, "理发", [], "今天10:30")
