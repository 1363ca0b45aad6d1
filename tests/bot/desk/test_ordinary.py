"""Sentences that begin like a chat word are read as what they are, and danger is never swallowed by one."""

from __future__ import annotations

import pytest

from bot.desk.chatwords import read_command
from bot.desk.ordinary import is_sentence
from tests.builders import DeskTalk


def read_as_command(text: str, *, on_duty: bool) -> bool:
    command = read_command(text)
    return command is not None and not is_sentence(command, text, on_duty=on_duty)


SENTENCES = [
    "退回来的垃圾费收到了，谢谢", "退回押金要多久", "退回了吗", "转办过户手续要去哪里", "转办了没",
    "办结婚证要去哪里", "办结太慢", "接单的骑手把车停在楼道", "3号接单的人", "公开3栋的账目", "公开12月的公共收益",
    "报告3栋有人打架", "联系2次物业都不理", "3号联系不上", "3号报告没出来", "决定3月1日换物业", "同意3栋装电梯",
    "绑定微信", "绑定 医保卡怎么弄", "晒3天被子", "约2个师傅",
]  # fmt: skip


@pytest.mark.parametrize("text", SENTENCES)
@pytest.mark.parametrize("on_duty", [True, False])
def test_a_sentence_is_nobodys_command(text: str, *, on_duty: bool):
    assert not read_as_command(text, on_duty=on_duty)


@pytest.mark.parametrize(
    "text", ["意见1 路灯不亮", "意见1：路灯不亮", "散会", "决定 1 物业 修灯", "退回 快递", "延期3天交"]
)
def test_words_of_work_and_meetings_are_for_those_on_duty(text: str):
    assert not read_as_command(text, on_duty=False)
    assert read_as_command(text, on_duty=True)


@pytest.mark.parametrize(
    "text",
    [
        "接单", "接单 1", "办结 12 已劝离", "办结：已劝离", "退回 不归我管", "退回 12 不归我管", "转办 12 物业",
        "12 联系 已打电话", "报告 12 已清运", "延期 3天后 等配件", "绑定 K7F3", "绑定：bind-chen",
        "公开 12 李阿姨", "公开",
    ],
)  # fmt: skip
def test_handlers_words_stay_words(text: str):
    assert read_as_command(text, on_duty=True)


@pytest.mark.parametrize("text", ["补充 榕御小区3栋着火了", "申诉，榕御小区3栋着火了", "退回 榕御小区3栋着火了"])
def test_danger_behind_a_word_that_nothing_fits_is_an_emergency(talk: DeskTalk, text: str):
    talk.says("resident", text)

    assert [case.urgent for case in talk.cases()] == [True]


@pytest.mark.parametrize("text", ["退回 1 榕御小区3栋着火了", "报告 榕御小区3栋着火了", "报告3栋着火了 榕御小区"])
def test_danger_told_by_a_handler_is_an_emergency(talk: DeskTalk, text: str):
    talk.says("openid-li", text)

    assert [case.urgent for case in talk.cases()] == [True]


def test_a_matter_behind_a_word_that_nothing_fits_is_a_report(talk: DeskTalk):
    assert "#1 停车秩序" in talk.says("resident", "补充 榕御小区3栋楼下乱停车")


def test_what_refers_to_a_case_that_is_not_there_is_refused(talk: DeskTalk):
    assert talk.says("resident", "补充 车牌尾号88").startswith("现在没有能回“补充”的事")
    assert talk.cases() == []
