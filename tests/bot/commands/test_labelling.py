from __future__ import annotations

import json

import pytest

from bot.commands.labelling import LabelsRefused, read_labelled
from intents.labelled import Labelled

CHAT = {"text": "乱停车", "intent": "report", "category": "parking", "secondary": ["noise"], "writer": "w1"}
PETITION = {"title": "路灯不亮", "text": "天黑看不见" * 100, "category": "facility", "secondary": []}


@pytest.fixture
def written(tmp_path):
    def write(*lines, name="来信.jsonl"):
        path = tmp_path / name
        path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)
                                  for line in lines), encoding="utf-8")
        return path

    return write


def test_a_chat_message_gives_one_text(written):
    assert read_labelled([written(CHAT)]) == [
        Labelled("乱停车", "chat", "parking", "report", ("noise",), "w1", 0)
    ]


def test_a_petition_gives_its_title_and_the_beginning_of_its_text(written):
    title, text = read_labelled([written(PETITION)])

    assert (title.kind, title.text, title.category, title.intent) == ("title", "路灯不亮", "facility", "")
    assert (text.kind, len(text.text)) == ("text", 300)
    assert title.message == text.message


def test_a_message_with_a_category_alone_is_a_text(written):
    (text,) = read_labelled([written({"text": "路灯不亮", "category": "facility"})])

    assert (text.kind, text.category, text.intent) == ("text", "facility", "")


def test_chat_without_a_category_teaches_that_there_is_none(written):
    (text,) = read_labelled([written(CHAT | {"category": "", "intent": "praise"})])

    assert (text.category, text.intent) == ("none", "praise")


def test_half_a_character_is_replaced(written):
    (text,) = read_labelled([written('{"text": "路灯\\ud83d不亮", "category": "facility"}')])

    assert text.text == "路灯\ufffd不亮"


def test_every_line_of_all_files_is_a_message_of_its_own_and_empty_lines_are_none(written):
    found = read_labelled([written(CHAT, "", PETITION, name="a"), written("\ufeff" + json.dumps(CHAT), name="b")])

    assert len(found) == 4
    assert len({text.message for text in found}) == 3


@pytest.mark.parametrize(("line", "reason"), [
    ("{", "不是 JSON"),
    ("[1]", "对象"),
    (CHAT | {"category": "parkin"}, "category 写的是“parkin”，不在分类表里；可用的是 parking、"),
    (CHAT | {"category": ["parking"]}, "不在分类表里"),
    (CHAT | {"intent": "complain"}, "intent 写的是“complain”"),
    ({"text": "乱停车"}, "缺少类别 category"),
    (PETITION | {"category": ""}, "缺少类别 category"),
    (CHAT | {"text": " "}, "缺少文字 text"),
    (PETITION | {"title": None}, "缺少文字 title"),
    (CHAT | {"secondary": ["loud"]}, "secondary 应为类别的列表"),
    (CHAT | {"secondary": "noise"}, "secondary 应为类别的列表"),
])
def test_a_fault_is_named_with_file_line_and_remedy(written, line, reason):
    with pytest.raises(LabelsRefused) as refused:
        read_labelled([written(CHAT, line)])

    assert "来信.jsonl 第 2 行：" in str(refused.value)
    assert reason in str(refused.value)
    assert "共 1 处要改" in str(refused.value)


def test_of_many_faults_twenty_are_named(written):
    with pytest.raises(LabelsRefused) as refused:
        read_labelled([written(*["{"] * 25)])

    assert str(refused.value).count("不是 JSON") == 20
    assert "…还有 5 处" in str(refused.value)


def test_files_that_are_not_there_empty_or_in_another_encoding_are_refused(written, tmp_path):
    (tmp_path / "gbk.jsonl").write_bytes('{"text": "乱停车"}'.encode("gbk"))

    for path, reason in ((tmp_path / "无", "打不开"), (written(""), "来信.jsonl：一条来信也没有"),
                         (tmp_path / "gbk.jsonl", "不是 UTF-8")):
        with pytest.raises(LabelsRefused, match=reason):
            read_labelled([path])


def test_an_empty_file_beside_others_is_named(written):
    with pytest.raises(LabelsRefused, match=r"空\.jsonl：一条来信也没有"):
        read_labelled([written(CHAT), written("", name="空.jsonl")])


def test_of_a_letter_where_a_label_should_be_little_is_shown_and_nobody_named(written):
    with pytest.raises(LabelsRefused) as refused:
        read_labelled([written(CHAT | {"category": "我家住3栋501，打13812345678找我说停车的事"})])

    assert "“我家住*栋***，打***" in str(refused.value)
    assert "5678" not in str(refused.value)
