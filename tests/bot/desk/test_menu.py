"""The menu below the chat: what it takes, and how it comes to the account."""

from __future__ import annotations

from typing import Any

import pytest

from bot.desk.intake import _MENU
from bot.desk.menu import ACTIONS, MENU
from bot.desk.menuboard import Way, board, put_up_wanted, want_menu
from bot.desk.setting import SettingRefused
from storage.overrides import Override
from storage.unit_of_work import Store
from tests.builders import MORNING

HUMAN = {"name": "找人工", "key": "human"}


def test_every_action_is_one_that_the_desk_knows() -> None:
    assert set(ACTIONS) == {*_MENU, "report"}


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ([], "1到3个按钮"),
        ("找人工", "1到3个按钮"),
        ([HUMAN] * 4, "1到3个按钮"),
        ([HUMAN, HUMAN], "“找人工”放了两处"),
        ([{"name": "怎么用", "key": "help"}], "要有“找人工”"),
        ([{"name": "", "key": "human"}], "1到5个汉字"),
        ([{"name": "六个汉字的名", "key": "human"}], "1到5个汉字"),
        ([{"name": "找人工", "key": "fly"}], "要选一件"),
        ([{"name": "找人工", "key": ["human"]}], "要选一件"),
        ([7], "写得不对"),
        ([{"name": "更多", "lines": [HUMAN] * 6}], "最多5行"),
        ([{"name": "更多", "lines": "x"}], "最多5行"),
        ([{"name": "更多", "lines": [7]}], "1到7个字"),
        ([{"name": "更多", "lines": [{"name": "八个字长的一行呀", "key": "human"}]}], "1到7个字"),
    ],
)
def test_a_bad_menu_is_refused_with_the_reason(value: Any, words: str) -> None:
    with pytest.raises(SettingRefused) as refused:
        MENU.checked(value)
    assert words in str(refused.value)


def test_a_form_is_read_without_its_empty_places() -> None:
    form = {"b1": "找人工", "b1key": "human", "b2": "更多", "b2l3": "怎么用", "b2l3key": "help", "b3": "", "b3key": ""}
    assert MENU.read(form) == [HUMAN, {"name": "更多", "lines": [{"name": "怎么用", "key": "help"}]}]
    assert MENU.shown(MENU.read(form)) == "找人工\n更多：怎么用"


def test_a_wanted_menu_goes_up_once_as_it_is_set(store: Store) -> None:
    sent: list[Any] = []

    def put_up(buttons: Any) -> str:
        sent.append(buttons)
        return ""

    assert not put_up_wanted(store, put_up, MORNING)
    store.run(lambda unit: unit.overrides.put(Override("menu", [HUMAN], MORNING, "阿红")))
    store.run(lambda unit: want_menu(unit, "阿红", MORNING))
    assert store.read(board).way is Way.WANTED

    assert put_up_wanted(store, put_up, MORNING)
    assert not put_up_wanted(store, put_up, MORNING)
    assert sent == [[HUMAN]]
    assert store.read(board).way is Way.UP
    told = store.read(lambda unit: unit.audit.latest(5, subject="settings", which="menu"))
    assert [(one.account, one.action) for one in told] == [("worker", "published"), ("阿红", "publish")]


def test_what_wechat_refuses_is_told_and_can_be_wanted_again(store: Store) -> None:
    store.run(lambda unit: want_menu(unit, "阿红", MORNING))
    put_up_wanted(store, lambda _buttons: "请检查AppSecret", MORNING)
    found = store.read(board)
    assert (found.way, found.words, found.by) == (Way.FAILED, "请检查AppSecret", "阿红")
    store.run(lambda unit: want_menu(unit, "阿明", MORNING))
    assert store.read(board).way is Way.WANTED
