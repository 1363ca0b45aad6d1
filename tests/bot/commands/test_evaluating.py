"""`linli evaluate` on small files: what is measured, what it is read with, and what is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.commands.evaluating import HARD
from tests.bot.commands.conftest import Terminal

CHAT = {
    "id": "a", "text": "榕御3栋楼下乱停车", "intent": "report", "category": "parking", "secondary": [],
    "compound": "榕御小区", "building": "三栋", "unit": "", "room": "", "urgent": False,
}  # fmt: skip
PETITION = {
    "id": "g", "title": "小区门口乱停车", "text": "尊敬的领导：门口天天有人乱停车。", "category": "parking",
    "secondary": [], "place": None, "stratum": "natural",
}  # fmt: skip


def lines(*rows: dict[str, Any]) -> bytes:
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows).encode()


def test_chat_and_petitions_are_measured(linli: Terminal):
    greeting = {"id": "b", "text": "你好", "intent": "smalltalk", "category": "", "secondary": [], "urgent": False}
    chat = linli.file("chat.jsonl", lines(CHAT, greeting))
    petitions = linli.file("petitions.jsonl", lines(PETITION))

    found = json.loads(linli.run("evaluate", chat, petitions, "--json").text)
    assert list(found) == ["chat.jsonl", "petitions.jsonl:title", "petitions.jsonl:text", HARD]
    assert found["chat.jsonl"]["category"] | {"labels": [], "macro_f1": 0} == {
        "messages": 2, "accuracy": 1.0, "macro_f1": 0, "labels": [], "confused": [],
    }  # fmt: skip
    assert {place["field"]: place["exact"] for place in found["chat.jsonl"]["places"]} == {
        "compound": 1.0, "building": 1.0, "unit": 1.0, "room": 1.0,
    }  # fmt: skip
    assert found["chat.jsonl"]["splits"]["single"] == 2
    assert "intent accuracy" in {floor["figure"] for floor in found["chat.jsonl"]["floors"]}
    assert found["petitions.jsonl:text"]["category"]["accuracy"] == 1.0
    assert linli.run("evaluate", chat).text.startswith("chat.jsonl\ncategory")


def test_misleading_messages_that_are_shipped_have_their_row(linli: Terminal):
    file = linli.file("chat.jsonl", lines(CHAT))

    *_, heading, row = linli.run("evaluate", file).text.splitlines()
    assert heading == HARD
    assert row.startswith("hard ")
    assert "negation" in row
    hard = json.loads(linli.run("evaluate", file, "--json").text)[HARD]["hard"]
    assert sum(kind["messages"] for kind in hard) >= 40


def test_misleading_messages_are_judged_by_the_rules_asked_for(linli: Terminal):
    rules = linli.file("r.toml", 'floor = 0.42\nmargin = 0.12\n[category.noise]\nwords = ["乱停车 6"]\n')
    file = linli.file("chat.jsonl", lines(CHAT))

    shipped, other = (json.loads(linli.run("evaluate", file, *more, "--json").text)[HARD]["hard"]
                      for more in ((), ("--rules", rules)))
    assert sum(kind["held"] for kind in other) < sum(kind["held"] for kind in shipped)


def test_misleading_messages_of_ones_own_take_the_place_of_the_shipped(linli: Terminal):
    file = linli.file(HARD, lines({"text": "谢谢", "intent": "praise", "category": "", "hard": "thanks"}))

    found = json.loads(linli.run("evaluate", file, "--json").text)
    assert list(found) == [HARD]
    assert [kind["messages"] for kind in found[HARD]["hard"]] == [1]


def test_bubbles_are_joined_and_read_again(linli: Terminal):
    row = CHAT | {"text": "榕御3栋 楼下乱停车", "bubbles": ["榕御3栋", "楼下乱停车"]}
    other = CHAT | {"text": "榕御3栋 楼下乱停车", "bubbles": ["榕御3栋", "太吵了睡不着"]}
    file = linli.file("chat.jsonl", lines(row, other))

    assert json.loads(linli.run("evaluate", file, "--json").text)["chat.jsonl"]["bubbles"] == {"messages": 2, "same": 1}


def test_names_the_list_of_places_does_not_hold_are_not_measured(linli: Terminal):
    file = linli.file("chat.jsonl", lines(CHAT))
    places = linli.file("p.csv", "name,aliases\n星河湾,星河\n")

    assert "compound     right 1 of 1 named" in linli.run("evaluate", file).text
    assert "compound     not measured: 1 of 1 names" in linli.run("evaluate", file, "--places", places).text


def test_of_a_petition_the_first_three_hundred_characters_are_read(linli: Terminal):
    place = {"compound": None, "building": "3栋", "unit": None, "room": None}
    late = PETITION | {"text": f"{'。' * 300}3栋天天有人乱停车", "place": place}
    early = PETITION | {"text": f"3栋天天有人乱停车{'。' * 300}", "place": place}
    file = linli.file("petitions.jsonl", lines(late, early))

    text = json.loads(linli.run("evaluate", file, "--json").text)["petitions.jsonl:text"]
    assert text["category"]["accuracy"] == 0.5
    building = next(found for found in text["places"] if found["field"] == "building")
    assert (building["messages"], building["named"], building["exact_of_named"]) == (2, 1, 1.0)


def test_files_of_the_same_name_are_told_apart(linli: Terminal):
    row = lines({"text": "乱停车", "category": "parking"})
    (linli.folder / "old").mkdir()
    first, second = linli.file("f.jsonl", row), linli.file("old/f.jsonl", row)

    assert list(json.loads(linli.run("evaluate", first, second, "--json").text)) == [str(first), str(second), HARD]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([], "没有一行可量"),
        ([{"text": "乱停车"}], "第1行：没有标注 category"),
        ([{"title": "a", "text": "a", "category": ""}, {"text": "b", "category": ""}], "第2行：缺少文字字段 title"),
        ([{"text": "乱停车", "category": 5}], "第1行：标注应为文字"),
        ([{"text": "乱停车", "category": "", "secondary": 5}], "第1行：secondary"),
        ([{"text": "乱停车", "category": "", "place": "榕御"}], "第1行：place"),
        ([CHAT, CHAT | {"category": "cars"}], "第2行：category 写的是“cars”，不在分类表里"),
        ([CHAT, CHAT, CHAT | {"intent": "moan"}], "第3行：intent 写的是“moan”"),
        ([CHAT | {"secondary": ["noise", "cars"]}], "第1行：category 写的是“cars”"),
        ([CHAT | {"bubbles": "榕御"}], "第1行：bubbles 应为文字的列表"),
        ([CHAT | {"urgent": "no"}], "第1行：urgent 应为 true 或 false"),
        ([CHAT | {"hard": 1}], "第1行：标注应为文字"),
        ([CHAT, {"id": "b", "category": "noise"}], "第2行：缺少文字字段 text"),
    ],
)
def test_what_is_not_labelled_is_not_measured(linli: Terminal, rows: list[dict[str, Any]], reason: str):
    ended = linli.run("evaluate", linli.file("f.jsonl", lines(*rows)), "--json")

    assert (ended.code, ended.output) == (1, b"")
    assert "f.jsonl" in ended.error
    assert reason in ended.error


@pytest.mark.parametrize(
    ("content", "reason"),
    [("name,aliases\n榕御,\n", "第1行：不是 JSON"), ("[1]\n", "第1行：应为一个对象"), (None, "打不开"),
     ("乱停车".encode("gb18030"), "第1行：不是 UTF-8")],
)
def test_a_file_that_holds_no_labelled_lines_is_refused_once(
    linli: Terminal, content: str | bytes | None, reason: str
):
    good = linli.file("good.jsonl", lines(CHAT))
    if content is not None:
        linli.file("bad.jsonl", content)
    ended = linli.run("evaluate", good, linli.folder / "bad.jsonl")

    assert (ended.code, ended.output) == (1, b"")
    assert "bad.jsonl" in ended.error
    assert reason in ended.error
    assert len(ended.error.strip().splitlines()) == 1
