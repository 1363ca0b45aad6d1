"""The register's sentences: their tone, and that they fit a message."""

from __future__ import annotations

from datetime import date

import pytest

from bot.desk import wording_hours, wording_register
from bot.desk.reply import REPLY_BYTES
from matching.need import NeedKind
from matching.volunteer import Engagement
from tests.tone import assert_tone

LINE = wording_register.RegisterLine(
    name="欧阳晓梅",
    skills=["水电维修", "理发", "医疗护理"],
    unproven=["法律咨询"],
    proven=["医疗护理"],
    languages=["闽南语", "手语"],
    hours="工作日18:00–21:00、周末08:00–21:00",
    cap=3,
    quiet="每天12:00–14:00",
    home="江滨花园二期12栋",
    unit="龙文区财政局",
    kinds=[Engagement.STANDING, Engagement.SERVICE],
    at_work=True,
    vetted=True,
    resting="12月1日",
)
EMPTY = wording_register.RegisterLine("", [], [], [], [], "都可以", 2, "", "", "", [], False, False, "")
#: What stands on a sheet and in no chat.
PAPER = frozenset({"CONTENTS", "STATEMENT"})
SENTENCES = [
    *(getattr(wording_register, name) for name in dir(wording_register) if name.isupper() and name != "KINDS"),
    *(getattr(wording_hours, name) for name in dir(wording_hours) if name.isupper() and name not in PAPER),
    *(make(line) for line in (LINE, EMPTY) for make in (
        wording_register.registered, wording_register.changed, wording_register.shown, wording_register.welcome_back
    )),
    wording_register.heard(["电脑手机"], ["闽南语"], "周末08:00–21:00"),
    wording_register.heard([], [], ""),
    wording_register.unknown(["开铲车"]),
    wording_register.resting("12月1日"),
    wording_register.still_holds("#12、#Z5"),
    wording_register.verified("周**", "法律咨询"),
    wording_register.verified_for_volunteer("榕御社区居委会", "法律咨询"),
    wording_register.no_longer_verified("周**", "法律咨询"),
    wording_register.vetted("周**", "V12"),
    wording_register.vetted_for_volunteer("榕御社区居委会"),
    wording_register.no_longer_vetted("周**"),
    wording_register.several_of_that_name("周**", ["榕御小区3栋（V1）", "财政局（V2）"]),
    wording_register.waiting_for_proof([("周**（V1）", "法律咨询")]),
    wording_hours.credited(60, 200),
    wording_hours.mine(2026, 7, 210, [(date(2026, 3, 3), "微心愿", 30)]),
    wording_hours.certified("LL26ABCDEFGHJK", 7, 210),
    wording_hours.genuine("周**", date(2026, 1, 1), date(2026, 3, 3), 7, 210),
    wording_hours.genuine_without_name(date(2026, 1, 1), date(2026, 3, 3), 7, 210),
]  # fmt: skip


@pytest.mark.parametrize("text", SENTENCES, ids=range(len(SENTENCES)))
def test_every_sentence_is_short_kind_and_fits(text: str) -> None:
    assert_tone(text.replace("____________________", ""))
    assert len(text.encode()) <= REPLY_BYTES


def test_an_entry_says_what_was_looked_at_and_what_waits() -> None:
    said = wording_register.card(LINE)
    assert "医疗护理（已核实）" in said
    assert "要看证的：法律咨询" in said
    assert "常态报到、社区可托付" in said
    assert "志愿报到" not in said
    assert wording_register.card(EMPTY) == "会：什么都能搭把手\n时间：都可以，每周最多2次"


@pytest.mark.parametrize(("minutes", "said"), [(0, "0分钟"), (59, "59分钟"), (60, "1小时"), (61, "1小时1分钟")])
def test_how_long(minutes: int, said: str) -> None:
    assert wording_hours.span(minutes) == said


def test_every_kind_of_need_has_a_name_on_certificates() -> None:
    assert {wording_hours.content(kind, "") for kind in NeedKind} == set(wording_hours.CONTENTS.values())
