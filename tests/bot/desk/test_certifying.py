"""我的时长 and 证明 in chat: the ledger told to nobody but her, certified as it stands."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.desk.certifying import certificate_of, sheet_of
from bot.desk.links import Links
from bot.paper.certificate import certificate_marks
from bot.paper.pdf import as_pdf
from bot.paper.sheet import HEIGHT, WIDTH, Text
from matching.hours import ServiceHours
from storage.unit_of_work import Store
from tests.bot.desk.volunteers import a_need, a_volunteer, enlist, visiting
from tests.builders import MORNING, DeskTalk, a_talk

ZHOU = "openid-zhou"


@pytest.fixture
def talk(store: Store) -> DeskTalk:
    talk = a_talk(store)
    enlist(talk, a_volunteer(work="jiangbin"))
    talk.desk = replace(talk.desk, links=Links("http://pages", "a-key-that-nobody-can-guess"))
    return talk


def worked(talk: DeskTalk, at: datetime, minutes: int = 60, what: str = "邻里帮忙 · 水电维修") -> None:
    def work(unit):
        entry = ServiceHours(unit.needs.add(a_need()), "zhou", at, minutes, what, "rongyu", "jiangbin", "resident")
        return unit.hours.credit(entry)

    assert talk.store.run(work)


def test_hours_are_told_with_the_last_five_and_no_rank(talk: DeskTalk):
    for day in range(7):
        worked(talk, MORNING - timedelta(days=day), 30)
    worked(talk, MORNING - timedelta(days=100), 500)
    reply = talk.says(ZHOU, "我的时长")
    assert reply.startswith("2026年您帮了7次，一共3小时30分钟。\n3月3日 邻里帮忙 · 水电维修 30分钟\n3月2日")
    assert reply.count("水电维修") == 5
    assert "名" not in reply.partition("<a")[0]
    assert "volunteer" in reply


def test_without_hours_nobody_is_blamed(talk: DeskTalk):
    assert "不用打卡" in talk.says(ZHOU, "我的时长")
    assert "开不了证明" in talk.says(ZHOU, "证明")


def test_a_certificate_of_this_year_the_last_or_all(talk: DeskTalk):
    worked(talk, MORNING, 60)
    worked(talk, datetime(2025, 5, 1, tzinfo=UTC), 30)
    this, last, every = (talk.says(ZHOU, text) for text in ("证明", "证明 去年", "证明 全部"))
    assert "1次，1小时" in this
    assert "1次，30分钟" in last
    assert "2次，1小时30分钟" in every
    assert "开不了" in talk.says(ZHOU, "证明 2020")
    numbers = [re.search(r"LL26[0-9A-Z]{10}", reply)[0] for reply in (this, last, every)]
    assert len(set(numbers)) == 3
    assert talk.says(ZHOU, "证明").count(numbers[0]) == 2


def test_with_nothing_this_year_all_is_certified(talk: DeskTalk):
    worked(talk, datetime(2024, 5, 1, tzinfo=UTC), 30)
    assert "1次，30分钟" in talk.says(ZHOU, "证明")


def test_a_certificate_wants_a_name(talk: DeskTalk):
    enlist(talk, a_volunteer(name=""))
    worked(talk, MORNING)
    assert "真名" in talk.says(ZHOU, "证明")


def test_no_hours_make_no_certificate(talk: DeskTalk):
    def work(unit):
        visit = visiting(talk, unit, ZHOU)
        return certificate_of(visit, a_volunteer(), [])

    with pytest.raises(ValueError, match="no hours"):
        talk.store.run(work)


def marks(talk: DeskTalk) -> list:
    def work(unit):
        visit = visiting(talk, unit, ZHOU)
        row = unit.people.own_row(visit.contact.id)
        made = certificate_of(visit, row, unit.hours.of_volunteer("zhou"))
        sheet = sheet_of(visit, made.number)
        assert sheet is not None
        return list(certificate_marks(sheet, "http://pages/certificate"))

    return talk.store.run(work)


def words(found: list) -> str:
    return "\n".join(mark.text for mark in found if isinstance(mark, Text))


def test_the_sheet_has_the_fields_of_the_rules(talk: DeskTalk):
    worked(talk, MORNING - timedelta(days=2), 45, "微心愿")
    worked(talk, MORNING, 60)
    said = words(marks(talk))
    for part in (
        "志愿服务记录证明", "周晓梅", "身份证件号", "2026年3月1日至2026年3月3日", "1小时45分钟（共2次）", "2026-03-01",
        "微心愿", "榕御小区、江滨花园", "出具单位：榕御社区（盖章）", "出具日期：2026年3月3日", "第67号",
    ):  # fmt: skip
        assert part in said
    assert re.search(r"编号 LL26[0-9A-Z]{10}", said)


def test_many_rounds_are_told_by_kind_and_all_stays_on_the_sheet(talk: DeskTalk):
    for day in range(30):
        worked(talk, MORNING - timedelta(days=day), 30, "微心愿" if day % 3 else "邻里帮忙 · 水电维修")
    found = marks(talk)
    said = words(found)
    assert "共20次" in said
    assert "10小时" in said
    assert "2026-03-01" not in said
    for mark in found:
        if isinstance(mark, Text):
            assert 0 < mark.y < HEIGHT
            assert 0 < mark.x < WIDTH
    assert as_pdf(found, "x") == as_pdf(found, "x")


def test_without_a_community_the_issuer_is_left_to_be_written(talk: DeskTalk):
    enlist(talk, a_volunteer(home="", work=""))
    worked(talk, MORNING)
    assert "出具单位：____" in words(marks(talk))
