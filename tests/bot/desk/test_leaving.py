"""Who leaves is nowhere any more: the whole database is read for her words, her name and where she lived."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import create_engine, select

from storage.columns import metadata
from storage.database import database_url
from tests.builders import DeskTalk, a_person, a_talk, people

CHEN, SHEQU, STREET, MEI = "openid-chen", "openid-shequ", "openid-jiedao", "openid-mei"
#: What only she said or is; each stands somewhere in the database before she leaves.
HERS = (
    "o-lady-7", "榕树下乱停", "王阿姨", "13800001111", "6号室",
    "夜里还在停", "挪车吵醒", "十点后安静", "不想再等", "要写清楚",
)  # fmt: skip


def everything(store_url: str) -> str:
    """Every row of every table as one text."""
    engine = create_engine(database_url(store_url))
    with engine.connect() as connection:
        rows = [str(tuple(row)) for table in metadata.sorted_tables for row in connection.execute(select(table))]
    engine.dispose()
    return "\n".join(rows)


@pytest.fixture
def talk(store) -> DeskTalk:
    """She reported, added, judged, looked, was asked in a mediation; the other side agreed with her."""
    talk = a_talk(store, staff=[*people(), a_person("mei", "梅芳", "mediator", "rongyu-sq")])
    lady = talk.contact("o-lady-7")
    talk.store.run(lambda unit: unit.people.save(replace(lady, home="rongyu-3", room="6号室")))
    talk.says("o-lady-7", "榕御小区3栋榕树下乱停车，电话13800001111")
    talk.says("o-lady-7", "公开 1 王阿姨")
    talk.says("o-lady-7", "补充 夜里还在停")
    talk.says(SHEQU, "调阅 1 报事人 挪车吵醒要核实")
    talk.says(STREET, "双签 1")
    talk.says(CHEN, "办结 1 已劝离")
    talk.says("o-lady-7", "不满意 1 不想再等")
    talk.says(CHEN, "调解 1")
    code = talk.told("mei", "mediation")[0].partition("调解 1 ")[2][:6]
    talk.says("other", f"调解 1 {code}")
    talk.says(MEI, "协议 1 十点后安静")
    talk.says("o-lady-7", "不认可 1 要写清楚")
    talk.deliver()
    return talk


def test_everything_that_tells_of_her_is_emptied_everywhere(talk: DeskTalk, store_url: str):
    before = everything(store_url)
    assert [word for word in HERS if word not in before] == []

    talk.says("o-lady-7", "删除我的信息")
    talk.says("o-lady-7", "确认删除")

    left = everything(store_url)
    assert [word for word in HERS if word in left] == []
    case = talk.case(1)
    assert (case.category, case.place, case.reopened) == ("parking", "rongyu-3", 1), "the figures stay"


def test_the_other_side_of_a_mediation_leaves_too(talk: DeskTalk, store_url: str):
    talk.says("other", "删除我的信息")
    talk.says("other", "确认删除")

    assert "十点后安静" not in everything(store_url)
    assert "榕树下乱停" in everything(store_url), "the reporter's own stays"
