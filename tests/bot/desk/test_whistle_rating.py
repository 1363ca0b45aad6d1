"""The street's rating of those it called, their reply, and what of a whistle goes when a resident goes."""

from __future__ import annotations

import pytest

from storage.unit_of_work import Store
from tests.bot.desk.whistles import PROPERTY, STREET, a_blown, call_of, whistle_of
from tests.builders import DeskTalk


@pytest.fixture
def blown(store: Store) -> DeskTalk:
    return a_blown(store)


@pytest.mark.parametrize(
    ("words", "reply"),
    [
        ("评 1 城管局 5 好", "#1 芗城区城市管理局还没报结果"),
        ("评 1 住建局 5 好", "#1 评哪一家"),
        ("评 1 5 好", "#1 评哪一家"),
        ("评 1 物业 好", "请在“评 1”后面写一句谁、1到5、理由"),
        ("评 1 物业 4", "请在“评 1”后面写一句谁、1到5、理由"),
        ("评 1 物业 4 来得快", "#1 停车秩序 · 榕御小区3栋 已给榕御物业评4分"),
        ("评 1 榕御物业 4 来得快", "#1 停车秩序 · 榕御小区3栋 已给榕御物业评4分"),
    ],
)
def test_a_rating_names_one_that_reported_a_figure_and_a_reason(blown: DeskTalk, words: str, reply: str) -> None:
    blown.says(PROPERTY, "报告 1 路障装好了")
    assert blown.says(STREET, words).startswith(reply)


def test_the_only_one_called_need_not_be_named(store: Store) -> None:
    talk = a_blown(store, "吹哨 1 城管局 占道停车")
    talk.says(STREET, "收哨 1 没来")
    talk.says(STREET, "评 1 1 一直没来")
    assert call_of(talk, "chengguan").rating == 1


def test_the_department_reads_its_rating_and_may_reply(blown: DeskTalk) -> None:
    blown.says(PROPERTY, "报告 1 路障装好了")
    blown.says(STREET, "评 1 物业 2 来晚了半小时")
    assert "新桥街道办给您评2分：来晚了半小时" in blown.told("wuye", "whistle")[-1]
    blown.says(PROPERTY, "答辩 1 路上堵车，提前说了")
    blown.says(PROPERTY, "答辩 1 以后早点走")
    assert call_of(blown, "wuye").reply == "路上堵车，提前说了；以后早点走"
    assert "榕御物业对评分的答辩：以后早点走" in blown.told("jiedao", "whistle")[-1]


def test_a_number_that_is_missing_is_asked_for(blown: DeskTalk) -> None:
    for words in ("评 99 城管局 5 好", "答辩 99 好"):
        assert blown.says(STREET, words).startswith("没有找到#99")


# -- forgetting ------------------------------------------------------------------------------------


def texts_of(talk: DeskTalk) -> list[str]:
    """Every word that a whistle keeps."""
    whistle, call = whistle_of(talk), call_of(talk, "wuye")
    return [whistle.reason, whistle.spot, whistle.conclusion, call.result, call.rating_why, call.reply]


def test_words_about_a_resident_go_with_her_and_the_times_stay(blown: DeskTalk) -> None:
    blown.says(PROPERTY, "报告 1 已和3栋陈阿姨说好")
    blown.says(STREET, "评 1 物业 4 陈阿姨说来得快")
    blown.says(PROPERTY, "答辩 1 谢谢陈阿姨")
    blown.says(STREET, "收哨 1 陈阿姨同意了")
    assert all(texts_of(blown))

    resident = blown.contact("resident").id
    blown.store.run(lambda unit: unit.people.anonymise(resident))

    assert texts_of(blown) == [""] * 6
    assert call_of(blown, "wuye").rating == 4
    assert call_of(blown, "wuye").reported_at == blown.now


def test_words_go_with_the_words_of_their_case(blown: DeskTalk) -> None:
    blown.says(PROPERTY, "报告 1 已和3栋陈阿姨说好")
    blown.store.run(lambda unit: unit.retention.empty_case(1))
    assert texts_of(blown) == [""] * 6
