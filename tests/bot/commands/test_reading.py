"""`linli classify` as a program at the other end of a pipe meets them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.bot.commands.conftest import Terminal

PARKING = '{"id": "c1", "text": "榕御3栋楼下乱停车"}\n'
FIELDS = {
    "id", "intent", "category", "confidence", "alternatives", "secondary", "ask", "evidence", "urgent",
    "urgent_reasons", "place",
}  # fmt: skip
PLACE_FIELDS = {"compound", "as_written", "confidence", "building", "unit", "room"}


def lines(*rows: dict[str, Any]) -> bytes:
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows).encode()


def test_a_line_has_the_fields_of_the_contract(linli: Terminal):
    (said,) = linli.run("classify", given=PARKING.encode()).rows

    assert said.keys() >= FIELDS
    assert said["place"].keys() == PLACE_FIELDS
    assert (said["id"], said["intent"], said["category"], said["ask"], said["urgent"]) == (
        "c1", "report", "parking", False, False,
    )  # fmt: skip
    assert 0.5 < said["confidence"] <= 1
    assert all(set(other) == {"category", "confidence"} for other in said["alternatives"])
    assert all(set(found) == {"category", "term", "weight", "start", "end"} for found in said["evidence"])
    assert said["place"] | {"confidence": 1} == {
        "compound": "榕御小区", "as_written": "榕御", "confidence": 1, "building": "3", "unit": None, "room": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "building"),
    [
        ("榕御3栋楼下乱停车", "3"),
        ("👨‍👩‍👧‍👦😀榕御小區三棟樓下亂停車", "3"),
        ("在榕御小区\tＧ２栋　２单元３０１室　楼下乱停车", "G2"),
        ("榕御小区3栋" + "…" * 3000 + "楼下乱停车", "3"),
    ],
    ids=["plain", "emoji and traditional", "full width", "long"],
)
def test_offsets_count_the_characters_of_the_text_as_given(linli: Terminal, text: str, building: str):
    (said,) = linli.run("classify", given=lines({"id": 1, "text": text})).rows

    assert said["category"] == "parking"
    assert said["place"]["building"] == building
    assert said["place"]["as_written"] in text
    written = {found["term"]: text[found["start"] : found["end"]] for found in said["evidence"]}
    assert written["乱停车"] in ("乱停车", "亂停車")


def test_lines_come_in_order_and_blank_ones_give_nothing(linli: Terminal):
    given = lines({"id": "b", "text": "噪音太吵"}) + b"\n   \r\n" + lines({"id": 7, "text": ""}, {"text": "谢谢"})

    ended = linli.run("classify", given=given)
    assert (ended.code, ended.error) == (0, "")
    assert [row["id"] for row in ended.rows] == ["b", 7, None]
    assert ended.rows[1]["category"] is None
    assert ended.rows[1]["place"] == dict.fromkeys(PLACE_FIELDS) | {"confidence": 0.0}
    assert ended.rows[1]["evidence"] == []


def test_unknown_fields_are_left_alone_and_nothing_in_gives_nothing_out(linli: Terminal):
    assert linli.run("classify", given=lines({"id": 1, "text": "乱停车", "writer": {"w": 1}})).rows[0]["id"] == 1
    nothing = linli.run("classify", given=b"")
    assert (nothing.code, nothing.output, nothing.error) == (0, b"", "")


def test_a_mark_at_the_beginning_and_windows_line_ends_are_read(linli: Terminal):
    given = b"\xef\xbb\xbf" + PARKING.replace("\n", "\r\n").encode()

    assert linli.run("classify", given=given).rows[0]["category"] == "parking"


def test_half_a_character_is_one_character(linli: Terminal):
    given = b'{"id": "\\ud83d", "text": "\\ud83d\xe4\xb9\xb1\xe5\x81\x9c\xe8\xbd\xa6"}\n'

    (said,) = linli.run("classify", given=given).rows
    assert said["id"] == "\ud83d"
    assert ("乱停车", 1, 4) in {(found["term"], found["start"], found["end"]) for found in said["evidence"]}


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b"nonsense", "不是 JSON"),
        (b'{"id": 1, "text": "a"} {"id": 2}', "不是 JSON"),
        (b'{"id": NaN, "text": "a"}', "不是 JSON"),
        (b"[" * 100_000, "不是 JSON"),
        (b'["a"]', "应为一个对象"),
        (b'{"id": "z"}', "缺少文字字段 text"),
        (b'{"id": "z", "text": null}', "缺少文字字段 text"),
        (b'{"id": "z", "text": 5}', "缺少文字字段 text"),
        ('{"id": 1, "text": "乱停车"}'.encode("gb18030"), "不是 UTF-8"),
    ],
)
def test_a_bad_line_is_named_and_the_ones_before_it_are_out(linli: Terminal, bad: bytes, reason: str):
    ended = linli.run("classify", given=PARKING.encode() + b"\n" + bad + b"\n" + PARKING.encode())

    assert ended.code == 1
    assert f"stdin 第3行：{reason}" in ended.error
    assert "line 3" in ended.error
    assert [row["id"] for row in ended.rows] == ["c1"]


def test_compounds_come_from_a_bare_list_or_a_places_file(linli: Terminal):
    bare = linli.file("bare.csv", "name,aliases\n星河湾,星河|StarRiver\n")
    places = linli.file(
        "places.csv", "\ufeffcode,parent,kind,name,aliases,lng,lat\nd,,district,某区,,,\nc,d,compound,月亮湾,月湾,,\n"
    )
    said = linli.run("classify", "--places", bare, given=lines({"text": "星河3栋乱停车"}, {"text": "榕御3栋乱停车"}))
    other = linli.run("classify", "--places", places, given=lines({"text": "月湾五号楼乱停车"}))

    assert [row["place"]["compound"] for row in said.rows] == ["星河湾", None]
    assert (other.rows[0]["place"]["compound"], other.rows[0]["place"]["building"]) == ("月亮湾", "5")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "打不开"),
        ("aliases\n星河\n", "缺少 name 列"),
        ("", "是空的"),
        ("code,parent,kind,name\na,,castle,b\n", "第2行 kind 列"),
    ],
)
def test_a_places_file_that_cannot_be_used_is_refused_by_name(linli: Terminal, content: str | None, reason: str):
    if content is not None:
        linli.file("p.csv", content)
    ended = linli.run("classify", "--places", "p.csv", given=PARKING.encode())

    assert (ended.code, ended.output) == (1, b"")
    assert "p.csv" in ended.error
    assert reason in ended.error


def test_rules_come_from_a_file(linli: Terminal):
    rules = linli.file("r.toml", 'floor = 0.42\nmargin = 0.12\n[category.noise]\nwords = ["乱停车 6"]\n')

    assert linli.run("classify", "--rules", rules, given=PARKING.encode()).rows[0]["category"] == "noise"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "打不开"),
        (b"x\n", "第 1 行"),
        (b'[category.nonsense]\nwords = ["a 1"]\n', "refused at"),
        (b"\xff\xfe", "不是 UTF-8"),
    ],
)
def test_rules_that_cannot_be_used_are_refused_by_name(linli: Terminal, content: bytes | None, reason: str):
    if content is not None:
        linli.file("r.toml", content)
    ended = linli.run("classify", "--rules", "r.toml", given=PARKING.encode())

    assert (ended.code, ended.output) == (1, b"")
    assert "r.toml" in ended.error
    assert reason in ended.error


def test_classify_makes_no_database(linli: Terminal):
    linli.run("classify", given=PARKING.encode())

    assert list(linli.folder.iterdir()) == []
