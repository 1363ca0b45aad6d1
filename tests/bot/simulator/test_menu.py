"""Which menus WeChat takes."""

from __future__ import annotations

import pytest

from bot.simulator.errcode import ApiError
from bot.simulator.menu import DEFAULT, check_menu

CLICK = {"type": "click", "name": "进度", "key": "progress"}


@pytest.mark.parametrize(
    "buttons",
    [
        DEFAULT["button"],
        [CLICK],
        [CLICK | {"name": "我" * 5}],
        [{"name": "我的", "sub_button": [CLICK | {"name": "我" * 20}] * 5}],
        [{"type": "view", "name": "晒事", "url": "https://example.org/ledger"}],
    ],
)
def test_menu_within_the_limits_is_taken(buttons):
    assert check_menu({"button": buttons}) == {"button": buttons}


@pytest.mark.parametrize(
    ("buttons", "errcode"),
    [
        (None, 40016),
        ([], 40016),
        ([CLICK] * 4, 40016),
        ([{"name": "我的", "sub_button": [CLICK] * 6}], 40016),
        ([CLICK | {"name": ""}], 40018),
        ([CLICK | {"name": "我" * 6}], 40018),
        ([{"name": "我的", "sub_button": [CLICK | {"name": "我" * 21}]}], 40018),
        ([{"type": "click", "name": "进度"}], 47003),
        ([{"type": "view", "name": "晒事", "key": "x"}], 47003),
        (["进度"], 47001),
    ],
)
def test_menu_outside_the_limits_is_refused(buttons, errcode):
    with pytest.raises(ApiError) as refused:
        check_menu({"button": buttons})

    assert refused.value.errcode == errcode
