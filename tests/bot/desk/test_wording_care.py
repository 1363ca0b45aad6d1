"""What people read of visits, wishes and doors has the tone of everything else."""

from __future__ import annotations

import pytest

from bot.desk import wording_doors, wording_visits, wording_wishes
from matching.campaign import DoorState
from tests.tone import assert_tone

ADDRESS = "江滨花园二期12栋1203室 欧**"
WHO = "志愿者周**"
WHEN = "今天9:00–11:00"
COUNTED = dict.fromkeys(DoorState, 130)

VISITS = {
    "mine": wording_visits.mine([wording_visits.one_of_mine("Z128", WHEN, ADDRESS)], ["3月9日 榕御小区李**"]),
    "somebody else": wording_visits.somebody_else("Z128"),
    "coordinator": wording_visits.for_coordinator(18, 4, 1, 2),
    "shared": wording_visits.shared([f"{WHO}：陈**、李**（2位）"], ["王**"]),
    "noted": wording_visits.noted("Z128", 60),
    "noted for nothing": wording_visits.noted("Z128", 0),
    "noted with a case": wording_visits.noted_with_case("Z128", 12, "助老助残与医疗救助", told=True),
    "note for the coordinator": wording_visits.note_for_coordinator(ADDRESS, WHO, "老人腿疼", 12),
    "note to read": wording_visits.note_to_read(ADDRESS, WHO, "药快吃完了", "Z128"),
    "are you there": wording_visits.are_you_there("Z128", WHEN, ADDRESS),
    "missed": wording_visits.missed("Z128", WHEN, ADDRESS, WHO),
    "missed by nobody": wording_visits.missed("Z128", WHEN, ADDRESS, ""),
    "twice": wording_visits.missed_twice(ADDRESS, "榕御社区网格员林**"),
    "twice without a name": wording_visits.missed_twice(ADDRESS, ""),
    "all clear": wording_visits.made_up_for("Z128", ADDRESS, WHO),
    "on duty": wording_visits.noted_by_duty("Z128"),
    "nobody": wording_visits.NOBODY_VISITED,
    "nothing to share": wording_visits.NOTHING_TO_SHARE,
    "how": wording_visits.HOW_TO_NOTE.format(first="Z128"),
    "recording": wording_visits.RECORDING_KEPT,
}
WISH = "一位老人想要收音机或听戏机"
WISHES = {
    "board": wording_wishes.board([wording_wishes.on_board("128", WISH, "江滨花园二期", "今天挂上")], ""),
    "more": wording_wishes.board([], wording_wishes.MORE.format(left=9, page=2) + "\n"),
    "hung": wording_wishes.hung(WISH),
    "door": wording_wishes.hung_with_door(WISH, 128),
    "handler": wording_wishes.for_handler(WISH),
    "bring to": wording_wishes.bring_to("榕御社区居委会", "128", 7),
    "bring to nobody": wording_wishes.bring_to("", "128", 7),
    "bring home": wording_wishes.bring_home("128", 7),
    "arrange": wording_wishes.arrange("", "128", 7),
    "one": wording_wishes.one_adopted("128", WISH),
    "one not": wording_wishes.one_not("128", wording_wishes.CLAIMED),
    "door shut": wording_wishes.door_shut("128"),
    "door open": wording_wishes.door_open("128", ADDRESS),
    "waits": wording_wishes.waits_long("128", WISH, 14),
    "not possible": wording_wishes.not_possible(128, "太远了去不了", "榕御社区居委会"),
    "not possible, by nobody": wording_wishes.not_possible(128, "太远了去不了", ""),
    "declined": wording_wishes.declined("128"),
    "nothing": wording_wishes.NOTHING,
    "how": wording_wishes.HOW_TO_ADOPT,
    **{
        name: getattr(wording_wishes, name).format(said="128", words=WISH, number=128)
        for name in (
            "VETTED_ONLY", "LET_IN", "KEEP_OUT", "LET_IN_CHILD", "REWORDED", "HIDDEN", "HUNG_AGAIN", "HOW_TO_CHANGE",
            "PROOF",
        )
    },
}
PLACE = "江滨花园二期"
DOORS = {
    "begun": wording_doors.begun(PLACE, 320, 18, "12月10日"),
    "yours": wording_doors.yours(PLACE, 18, ["12栋9户", "13栋9户"], "12月10日"),
    "mine": wording_doors.mine(PLACE, 3, 18, ["3栋501"], "12月10日"),
    "mine done": wording_doors.mine(PLACE, 18, 18, [], "12月10日"),
    "progress": wording_doors.progress(PLACE, COUNTED, "12月10日"),
    "noted": wording_doors.noted("12栋1203", DoorState.VISITED, 12),
    "noted nothing": wording_doors.noted("12栋1203", DoorState.AWAY, 0),
    "over": wording_doors.over(PLACE, COUNTED, 12),
    "how": wording_doors.HOW_TO_BEGIN,
    "none": wording_doors.NO_DOORS,
    "which": wording_doors.WHICH_DOOR,
    **{
        name: getattr(wording_doors, name).format(place=PLACE, who="楼长", until="12月10日", door="12栋1203")
        for name in ("NOBODY_TO_CALL", "RUNS_ALREADY", "NOT_YOUR_DOOR", "SAY_STATE")
    },
}
SAID = {f"{noun}: {name}": text for noun, said in (("visits", VISITS), ("wishes", WISHES), ("doors", DOORS))
        for name, text in said.items()}  # fmt: skip


@pytest.mark.parametrize("text", SAID.values(), ids=SAID.keys())
def test_the_tone_is_kept(text: str):
    assert_tone(text)
    assert len(text.encode()) <= 2048


def test_what_stands_on_a_card_is_short():
    words = (wording_wishes.CLAIMED, wording_wishes.WAITS, wording_doors.ENDED)
    assert all(len(word) <= 5 for word in words)
