from __future__ import annotations

import pytest

from intents.publishable import Telling, telling

HARMLESS = [
    "已劝离并划线。", "路灯已修好，换了3个灯泡", "垃圾已清运，增加2个垃圾桶", "已与物业协商，消防通道已画黄线",
    "高空抛物已张贴告示",
    "电梯已检修，恢复运行", "康乐设施已修好", "已上门劝导，噪音停了", "井盖已更换", "江滨路已修补", "林荫道树枝已修剪",
    "已请城管到场，占道摊位已清走", "下水道已疏通，费用由物业承担",
]  # fmt: skip
TELLING = [
    ("已联系陈建国处理", Telling.NAME),
    ("王阿姨家门口已清理", Telling.NAME),
    ("老陈说可以了", Telling.NAME),
    ("陈 建国已道歉", Telling.NAME),
    ("陳建國已道歉", Telling.NAME),
    ("已请黄师傅来修", Telling.NAME),
    ("由欧阳娜娜带头", Telling.NAME),
    ("已和赵谈好", Telling.NAME),
    ("3栋楼下已清理", Telling.HOME),
    ("三单元的灯已修好", Telling.HOME),
    ("五〇一室漏水已修", Telling.HOME),
    ("楼上那户已停工", Telling.HOME),
    ("请打13812345678", Telling.NUMBER),
    ("请打１３８１２３４５６７８", Telling.NUMBER),
    ("①③⑧已通知", Telling.NUMBER),
    ("㈠㈢㈧已通知", Telling.NUMBER),
    ("闽E12345已挪走", Telling.NUMBER),
    ("11月20日已修", Telling.NUMBER),
    ("加微信chen", Telling.LETTERS),
    ("联系Чэнь", Telling.LETTERS),
    ("见www.linli.cn", Telling.LETTERS),
    ("已处理" * 21, Telling.LONG),
]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_was_done_may_be_shown(text: str) -> None:
    assert telling(text) == frozenset()


@pytest.mark.parametrize(("text", "what"), TELLING)
def test_what_tells_who_is_meant_is_found(text: str, what: Telling) -> None:
    assert what in telling(text)


def test_known_names_are_found_whatever_they_look_like() -> None:
    assert telling("已请阿水帮忙") == frozenset()
    assert telling("已请阿 水帮忙", ["阿水", "水"]) == {Telling.NAME}
