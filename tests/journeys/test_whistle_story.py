"""A whistle in the demo's district, with the shipped rules: from the report to the verdict and the tables.

In this process: messages, clocks and the outbox are worked as the worker works them; the phones are a list.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.commands.demo import load_demo
from bot.desk.desk import Desk
from bot.desk.duties import duty_records
from bot.desk.knowledge import Library
from bot.desk.rulebook import publish_shipped
from bot.desk.whistle_tables import rate_records, whistle_records
from bot.settings import DeskSettings
from matching.case import Action, State
from matching.deadline import WorkCalendar
from storage.short_term import InProcess
from storage.unit_of_work import Store
from tests.builders import MORNING, ZONE, DeskTalk

RESIDENT, LEADER, PROPERTY = "demo-resident-1", "demo-leader", "demo-property"
STREET, CHENGGUAN, CENTRE = "demo-p0011", "demo-p0001", "demo-p0010"


@pytest.fixture
def district(store: Store) -> DeskTalk:
    """The desk of the demo, in office hours."""
    publish_shipped(store, MORNING)
    load_demo(store)
    talk: DeskTalk
    desk = Desk(store, InProcess(), Library(), WorkCalendar("Asia/Shanghai"), lambda: talk.now, DeskSettings())
    talk = DeskTalk(store, desk, MORNING)
    for who in (STREET, CHENGGUAN, PROPERTY, LEADER, CENTRE):
        talk.says(who, "我的")  # whoever writes can be written to for two days
    return talk


def passes(talk: DeskTalk, **span: float) -> None:
    """Time passes; the clocks strike every quarter of an hour and what is due is delivered."""
    until = talk.now + timedelta(**span)
    while talk.now < until:
        talk.now = min(until, talk.now + timedelta(minutes=15))
        talk.tick()
        talk.deliver()


def read_by(talk: DeskTalk, who: str) -> str:
    """All that a phone has shown, cards too."""
    cards = [" ".join(template.fields.values()) for openid, template in talk.phones.templates if openid == who]
    return "\n".join([*(text for openid, text in talk.phones.sent if openid == who), *cards])


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_a_whistle_from_the_report_to_the_verdict(district: DeskTalk) -> None:
    talk = district
    receipt = talk.says(RESIDENT, "榕御小区3栋楼下老是有人乱停车，救护车都进不来")
    assert "#1" in receipt
    talk.says(LEADER, "接单 1")
    passes(talk, minutes=30)

    # the street calls two; the resident knows who comes and when
    talk.says(STREET, "吹硬哨 1 物业（划线）、城管局（劝离）牵头 明天9:00 榕御小区3栋楼下 反复劝了不听，要一起清")
    passes(talk, minutes=15)
    assert "明天9:00到榕御小区3栋楼下一起办，由芗城区城市管理局牵头" in read_by(talk, RESIDENT)
    assert "您的分工：划线" in read_by(talk, PROPERTY)
    assert "老是有人乱停车" in read_by(talk, CHENGGUAN)

    # the property signs, the department does not: reminded, then the command centre leads
    talk.says(PROPERTY, "应哨 1")
    passes(talk, hours=1)
    assert "还没应哨" in read_by(talk, CHENGGUAN)
    passes(talk, minutes=45)
    assert talk.case(1).responder == "P0010"
    assert "请您顶上牵头" in read_by(talk, CENTRE)
    assert "已改由芗城区社会治理指挥中心牵头" in read_by(talk, RESIDENT)

    # the next morning people come, the last report ends it
    talk.says(CENTRE, "应哨 1")
    talk.says(CENTRE, "联系 1 已派城管一中队，明早9点到")
    passes(talk, hours=21)
    talk.says(CENTRE, "到场 1")
    talk.says(PROPERTY, "到场 1")
    talk.says(PROPERTY, "报告 1 已重新划线")
    assert talk.case(1).state is State.JOINT
    talk.says(CENTRE, "报告 1 劝离6辆，拖走1辆")
    assert talk.case(1).state is State.IN_PROGRESS
    talk.says(STREET, "评 1 城管局 1 哨响了没人应")
    talk.says(STREET, "评 1 物业 5 来得快")
    passes(talk, minutes=15)
    assert "给您评1分：哨响了没人应" in read_by(talk, CHENGGUAN)
    talk.says(CHENGGUAN, "答辩 1 值班手机坏了，已换")
    assert "值班手机坏了" in _later(talk, STREET)

    # whoever leads finishes, the resident has the last word
    talk.says(CENTRE, "办结 1 通道已清空，每天早晚巡查")
    passes(talk, minutes=15)
    talk.says(RESIDENT, "满意 1")
    assert talk.case(1).state is State.CLOSED
    assert [move for move in talk.moves(1) if move in (Action.WHISTLE, Action.CONCLUDE)] == [
        Action.WHISTLE, Action.WHISTLE, Action.CONCLUDE,
    ]  # fmt: skip

    _tables_agree(talk)


def _later(talk: DeskTalk, who: str) -> str:
    passes(talk, minutes=15)
    return read_by(talk, who)


def _tables_agree(talk: DeskTalk) -> None:
    calls = {row["department"]: row for row in talk.store.read(lambda unit: list(whistle_records(unit, None, ZONE)))}
    assert {code: (row["stage"], row["rating"], row["climbed_to"]) for code, row in calls.items()} == {
        "P0001": ("reported", 1, "P0010"), "P0089": ("reported", 5, ""),
    }  # fmt: skip
    duties = talk.store.read(lambda unit: list(duty_records(unit, None, ZONE, talk.now)))
    assert {row["owner"]: row["late"] for row in duties if row["duty"] == "answer_whistle"} == {
        "P0001": True, "P0089": False,
    }  # fmt: skip
    (rate,) = talk.store.read(lambda unit: list(rate_records(unit, None, ZONE)))
    assert (rate["street"], rate["whistles"], rate["signed_in_time"]) == ("xinqiao", 1, 0.5)
