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
    ("written", "form", "alike"),
    [
        ("桃林新材", "桃林新村", True),
        ("桂林新村", "桃林新村", False),
        ("林桃新村", "桃林新村", True),
        ("大通北路13号", "大通北路2号", False),
        ("古龙西湖嘉园", "古龙西溪嘉园", True),
        ("香榭花部", "香榭花都", True),
        ("梦乡家", "梦想家", True),
    ],
)
def test_a_slip_that_makes_another_name_is_none(written: str, form: str, *, alike: bool) -> None:
    assert (slip_likeness(written, form) > 0.0) is alike
