"""Which values a template message may carry."""

from __future__ import annotations

import pytest

from bot.simulator.errcode import ApiError
from bot.simulator.template import card_rows


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("thing1", "长" * 20),
        ("phrase2", "处理中"),
        ("character_string3", "#12-A"),
        ("time4", "2026年11月24日 18:00"),
        ("time4", "18:00"),
        ("name5", "陈**"),
        ("phone_number6", "0596-2020000"),
        ("number7", "12.5"),
        ("const8", "停车秩序"),
    ],
)
def test_value_within_its_kind_is_shown(name, value):
    assert card_rows({name: {"value": value}}, {name: "标签"}) == [{"label": "标签", "value": value}]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("thing1", "长" * 21),
        ("thing1", ""),
        ("thing1", "  "),
        ("phrase2", "长长长长长长"),
        ("phrase2", "done"),
        ("character_string3", "十二号"),
        ("character_string3", "1" * 33),
        ("time4", "尽快"),
        ("name5", "长" * 11),
        ("number7", "十二"),
        ("first", "已取消的字段"),
        ("thing1", 12),
    ],
)
def test_value_that_breaks_its_kind_is_refused_by_name(name, value):
    with pytest.raises(ApiError, match=name) as refused:
        card_rows({name: {"value": value}}, {})

    assert refused.value.errcode == 47003


@pytest.mark.parametrize("data", [None, {}, [], "text"])
def test_missing_data_is_a_format_error(data):
    with pytest.raises(ApiError) as refused:
        card_rows(data, {})

    assert refused.value.errcode == 47001
