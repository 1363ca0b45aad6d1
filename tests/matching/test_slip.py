from __future__ import annotations

import pytest

from matching.slip import SlipIndex, slip_likeness

NAMES = ("锦绣花园", "江滨花园锦园北", "短名", "桃林新村")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("住锦秀花园里", (0, 1, 5)),
        ("住锦花园里", (0, 1, 4)),
        ("住锦大绣花园里", (0, 1, 6)),
        ("住绣锦花园里", (0, 1, 5)),
        ("桃林新材", (3, 0, 4)),
        ("江宾花园锦元北", (1, 0, 7)),
    ],
)
def test_one_slip_is_forgiven_and_two_in_a_long_name(text: str, found: tuple[int, int, int]) -> None:
    assert found in SlipIndex(NAMES).find(text)


@pytest.mark.parametrize("text", ["", "停", "今天停电", "锦秀花圆里", "短明"])
def test_other_words_are_no_name(text: str) -> None:
    assert SlipIndex(NAMES).find(text) == []


def test_a_pair_that_many_names_share_says_nothing() -> None:
    crowd = SlipIndex([f"{chr(0x4E00 + number)}{chr(0x5E00 + number)}花园" for number in range(60)])

    assert crowd.find("无名花园") == []


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("桃林新材", "桃林新村"),
        ("林桃新村", "桃林新村"),
        ("古龙西湖嘉园", "古龙西溪嘉园"),
        ("香榭花部", "香榭花都"),
        ("梦乡家", "梦想家"),
        ("懂品江山", "1品江山"),
    ],
)
def test_a_slip_leaves_a_name_alike(written: str, form: str) -> None:
    assert slip_likeness(written, form) > 0.5


def test_a_slip_in_all_that_tells_a_name_apart_is_doubtful() -> None:
    assert 0.0 < slip_likeness("侨兴公寓", "东兴公寓") < 0.5


@pytest.mark.parametrize(
    ("written", "form"), [("大通北路13号", "大通北路2号"), ("悦港2期", "悦港3期"), ("上层5", "上层55")]
)
def test_another_figure_is_another_place(written: str, form: str) -> None:
    assert slip_likeness(written, form) == 0.0


def test_one_vote_is_enough_where_most_of_a_names_pairs_are_everybodys() -> None:
    """41 names end in 花园, so their pairs say nothing; what is left of 朗晴花园 is little."""
    crowd = [f"{first}{second}花园" for first in "甲乙丙丁戊己庚" for second in "子丑寅卯辰巳"]
    index = SlipIndex([*crowd, "朗晴花园"])
    assert (len(crowd), 0, 4) in index.find("朗睛花园停水")
