"""What a catalogue offers where and until when, what is meant by a number or a name, how hands are written."""

from __future__ import annotations

from datetime import date

import pytest

from matching.need import Part
from matching.service import Mode, Service, by_name, by_number, offered, parse_parts, write_parts

TODAY = date(2026, 3, 3)


def a_service(code: str, place: str, number: int, name: str, **given) -> Service:
    return Service(code, place, number, name, **given)


HAIR = a_service("h", "community", 2, "理发", aliases=("剪头发",))
KNIVES = a_service("k", "community", 1, "磨刀", until=TODAY)
PAST = a_service("p", "community", 3, "义诊", until=date(2026, 3, 2))
STREETS = a_service("s", "street", 2, "法律咨询")
ELSEWHERE = a_service("e", "other", 1, "家教")


def test_what_stands_here_or_above_is_listed_by_number_and_what_has_ended_is_gone():
    found = offered([HAIR, KNIVES, PAST, STREETS, ELSEWHERE], ["community", "street"], TODAY)
    assert [(one.code, one.number) for one in found] == [("k", 1), ("h", 2), ("s", 0)]


def test_only_what_has_a_number_is_found_by_it():
    found = offered([HAIR, STREETS], ["community", "street"], TODAY)
    assert by_number(found, 2) == HAIR
    assert by_number(found, 0) is None
    assert by_number(found, 7) is None


@pytest.mark.parametrize(
    ("words", "code", "rest"),
    [("理发 周六上午", "h", "周六上午"), ("想剪头发", "h", "想"), ("要 法律咨询", "s", "要"), ("没有的", "", "")],
    ids=["name", "alias", "last", "none"],
)
def test_a_name_is_found_in_the_words(words: str, code: str, rest: str):
    found = by_name([HAIR, STREETS], words)
    assert (found[0].code, found[1]) == (code, rest) if found else not code


def test_the_longest_name_is_meant():
    short, long = a_service("a", "c", 1, "理发"), a_service("b", "c", 2, "上门理发")
    assert by_name([short, long], "约上门理发")[0] == long


@pytest.mark.parametrize(
    ("name", "aliases", "yes"),
    [("四点半课堂", (), True), ("理发", (), False), ("陪伴", ("儿童陪护",), True)],
    ids=["after school", "hair", "by its alias"],
)
def test_what_is_for_children_is_known_by_its_names(name: str, aliases: tuple[str, ...], yes: bool):
    assert a_service("x", "c", 1, name, aliases=aliases).for_children is yes


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", (Part(""),)),
        ("理发", (Part("理发"),)),
        ("医疗证2+宣传1", (Part("医疗", 2, True), Part("宣传"))),
        ("医疗 2 ＋ 理发", (Part("医疗", 2), Part("理发"))),
        ("2", None),
        ("医疗0", None),
        ("医疗+", None),
    ],
    ids=["anybody", "one", "team", "blanks", "no skill", "nobody", "half"],
)
def test_hands_are_read(text: str, parts: tuple[Part, ...] | None):
    assert parse_parts(text) == parts


def test_hands_are_written_as_they_are_read():
    parts = (Part("医疗", 2, True), Part("宣传"))
    assert parse_parts(write_parts(parts)) == parts
    assert write_parts((Part(""),)) == ""
    assert Mode("team") is Mode.TEAM
