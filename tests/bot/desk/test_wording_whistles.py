"""Every sentence about whistles and duties in the desk's tone; a list of them that a new one must join."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import FunctionType

import pytest

from bot.desk import wording_whistles as wording
from bot.desk.wording_whistles import DutyLine, WhistleLine
from matching.whistle import Stage, WhistleKind
from tests.tone import a_line, assert_tone

CASE = a_line()
LEAD = WhistleLine(
    case=CASE,
    kind=WhistleKind.WORK,
    street="新桥街道办",
    who=("芗城区城市管理局", "榕御物业"),
    when="明天9:00",
    spot="榕御小区北门",
    reason="占道停车",
    part="查占道",
    leads=True,
    signin="今天11:10",
    contact="明天10:10",
    report="3月6日18:00",
)
HELPS = replace(LEAD, kind=WhistleKind.URGENT, leads=False, part=wording.HELPS, spot="")
DUTY = DutyLine("限时签收", 12, 10, 1, 2)

SENTENCES: dict[str, Sequence[str]] = {
    "blown": [wording.blown(LEAD), wording.blown(replace(LEAD, kind=WhistleKind.HARD)), wording.blown(HELPS)],
    "called_too": [wording.called_too(LEAD, ["芗城区住房和城乡建设局"])],
    "answered": [wording.answered(CASE, "榕御物业", stage, said) for stage in Stage for said in ("", "马上来")],
    "all_reported": [wording.all_reported(CASE, "榕御物业")],
    "pressed": [wording.pressed(CASE, "榕御物业", to) for to in ([], ["城管值班室", "沈**"])],
    "reply_for_street": [wording.reply_for_street(CASE, "榕御物业", "路上堵车")],
    "rated": [wording.rated(CASE, "榕御物业", 4)],
    "concluded": [wording.concluded(CASE, "榕御物业")],
    "listed": [wording.listed([]), wording.listed(["#12 停车秩序"])],
    "one_listed": [wording.listed([wording.one_listed(LEAD, [("榕御物业", stage) for stage in Stage])])],
    "called": [wording.called(LEAD, "楼下乱停车"), wording.called(HELPS, "楼下乱停车")],
    "signed": [wording.signed(LEAD)],
    "passed_to_street": [wording.passed_to_street(LEAD)],
    "arrived": [wording.arrived(LEAD)],
    "reported": [wording.reported(LEAD)],
    "answered_already": [wording.answered_already(CASE, stage) for stage in Stage if stage is not Stage.CALLED],
    "not_signed": [wording.not_signed(LEAD), wording.not_signed(HELPS)],
    "not_contacted": [wording.not_contacted(LEAD)],
    "not_reported": [wording.not_reported(LEAD)],
    "climbed_away": [wording.climbed_away(CASE, "城管值班室")],
    "climbed_to": [wording.climbed_to(LEAD, "榕御物业", "乱停车"), wording.climbed_to(HELPS, "榕御物业", "乱停车")],
    "climbed_to_leader": [wording.climbed_to_leader(LEAD, "榕御物业")],
    "now_led_by": [wording.now_led_by(CASE, "城管值班室")],
    "called_off": [wording.called_off(CASE, wording.WENT_ANOTHER_WAY)],
    "lead_finishes": [wording.lead_finishes(CASE, wording.ALL_REPORTED)],
    "rated_for_called": [wording.rated_for_called(CASE, "新桥街道办", 2, "来晚了")],
    "reply_kept": [wording.reply_kept(CASE)],
    "one_called": [wording.mine("", [wording.one_called(LEAD, stage) for stage in Stage])],
    "mine": [wording.mine("您手上有1件：", ["【吹哨】#12"]), wording.mine("您手上没有要办的事。", [])],
    "blown_for_resident": [wording.blown_for_resident(LEAD)],
    "arrived_for_resident": [wording.arrived_for_resident(CASE, "榕御物业")],
    "led_by_for_resident": [wording.led_by_for_resident(CASE, "城管值班室")],
    "concluded_for_resident": [wording.concluded_for_resident(CASE, "榕御物业")],
    "duties": [wording.duties("芗城区", "3月1日", [DUTY, replace(DUTY, came_up=0)], wording.whistle_rate(3, 12))],
    "whistle_rate": [wording.whistle_rate(3, 12), wording.whistle_rate(0, 0)],
}


@pytest.mark.parametrize("name", SENTENCES)
def test_each_sentence_is_in_the_desks_tone(name: str) -> None:
    for text in SENTENCES[name]:
        assert_tone(text)


def test_every_sentence_is_listed() -> None:
    written = {
        name for name, what in vars(wording).items()
        if isinstance(what, FunctionType) and what.__module__ == wording.__name__ and not name.startswith("_")
    }  # fmt: skip
    assert written == set(SENTENCES)


def test_a_lead_and_a_helper_read_their_part() -> None:
    assert "您牵头，同去的有榕御物业。\n您的分工：查占道。" in wording.called(LEAD, "")
    assert "芗城区城市管理局牵头，您配合。\n原因" in wording.called(HELPS, "")
