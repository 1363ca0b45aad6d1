from __future__ import annotations

import json

import pytest

from bot.wechat.passive import PassiveText
from tests.bot.wechat.wechat_push import ACCOUNT, SENDER, xml_fields


def a_passive(content: str) -> PassiveText:
    return PassiveText(recipient=SENDER, account=ACCOUNT, created=1717000001, content=content)


def test_answer_goes_back_to_the_sender() -> None:
    assert xml_fields(a_passive("收到").as_xml()) == {
        "ToUserName": SENDER,
        "FromUserName": ACCOUNT,
        "CreateTime": "1717000001",
        "MsgType": "text",
        "Content": "收到",
    }


@pytest.mark.parametrize(
    "content",
    ["a]]></Content><MsgType>x", "]]>", "]]]]>>", "]]>]]>", "<![CDATA[x]]>", "&amp; <b>", "😀\n第二行\t。"],
)
def test_text_cannot_break_out_of_its_field(content: str) -> None:
    fields = xml_fields(a_passive(content).as_xml())

    assert fields["Content"] == content
    assert len(fields) == 5


def test_characters_that_xml_forbids_are_left_out() -> None:
    content = "a\x00b\x08c\x0bd\x1fe\ufffef\uffffg\ud800h"

    assert xml_fields(a_passive(content).as_xml())["Content"] == "abcdefgh"
    assert json.loads(a_passive(content).as_json())["Content"] == "abcdefgh"


@pytest.mark.parametrize("content", ["x" * 3000, "栋" * 3000, "😀" * 3000, "ab栋" * 1000])
def test_content_is_cut_to_what_wechat_takes(content: str) -> None:
    shown = xml_fields(a_passive(content).as_xml())["Content"]

    assert content.startswith(shown)
    assert 2044 < len(shown.encode()) <= 2048


def test_json_answer_has_the_same_fields() -> None:
    assert json.loads(a_passive('"收到"').as_json()) == {
        "ToUserName": SENDER,
        "FromUserName": ACCOUNT,
        "CreateTime": 1717000001,
        "MsgType": "text",
        "Content": '"收到"',
    }
