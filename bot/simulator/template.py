"""Template messages: which values WeChat takes, and the card it shows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.simulator.errcode import ApiError

#: Longest value of each kind of field; a field's name is its kind and a number (`thing3`).
LONGEST = {
    "thing": 20,
    "short_thing": 5,
    "const": 20,
    "phrase": 5,
    "name": 10,
    "letter": 32,
    "symbol": 5,
    "character_string": 32,
    "number": 32,
    "amount": 16,
    "date": 32,
    "time": 32,
    "phone_number": 17,
    "car_number": 8,
}
_SHAPES = {
    "phrase": r"[\u4e00-\u9fff]+",
    "letter": r"[A-Za-z]+",
    "character_string": r"[\x20-\x7e]+",
    "number": r"-?\d+(\.\d+)?",
    "phone_number": r"[-+\d ]+",
    "time": r".*\d{1,2}[:：]\d{2}.*|\d{4}(年|-|/|\.)\d{1,2}.*",
}
_NAMES = {
    "thing": "事项",
    "short_thing": "类型",
    "const": "类型",
    "phrase": "状态",
    "name": "姓名",
    "character_string": "编号",
    "number": "编号",
    "time": "时间",
    "date": "日期",
    "amount": "金额",
    "phone_number": "电话",
    "car_number": "车牌",
}


def card_rows(data: Any, labels: Mapping[str, str]) -> list[dict[str, str]]:
    """Label and value of each field in order. Raises ApiError 47003 naming the field that breaks its rule."""
    if not isinstance(data, Mapping) or not data:
        raise ApiError(47001, "data is missing")
    return [
        {"label": labels.get(name, _label(name)), "value": _checked(name, field)}
        for name, field in data.items()
    ]


def _checked(name: str, field: Any) -> str:
    value = field.get("value") if isinstance(field, Mapping) else None
    kind = _kind(name)
    if not isinstance(value, str) or not value.strip():
        raise ApiError(47003, f"data.{name}.value is empty")
    if kind not in LONGEST:
        raise ApiError(47003, f"data.{name} is not a field of the template")
    if len(value) > LONGEST[kind] or not re.fullmatch(_SHAPES.get(kind, "(?s:.*)"), value):
        raise ApiError(47003, f"data.{name}.value invalid")
    return value


def _kind(name: str) -> str:
    return name.rstrip("0123456789")


def _label(name: str) -> str:
    return _NAMES.get(_kind(name), name)
