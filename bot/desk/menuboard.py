"""Bringing the menu to the account: wanted at the console, done by the worker, told at the console."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from bot.desk.customizing import SUBJECT
from bot.desk.knowledge import set_customs
from bot.desk.menu import MENU
from storage.audit import Audited
from storage.overrides import Override
from storage.unit_of_work import Store, UnitOfWork

#: Brings buttons to the account: "" or what to do about it.
PutUp = Callable[[Sequence[Mapping[str, Any]]], str]
#: Under this name it is kept how the menu's way to the account went; it is no setting.
BOARD: Final = "menu.up"
_WORKER: Final = "worker"


class Way(StrEnum):
    """How far the menu is on its way to the account. Stored as text."""

    WANTED = "wanted"
    UP = "up"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Board:
    """How the menu's last way to the account went, since when, and what is to be done (`words`)."""

    way: Way
    at: datetime
    by: str
    words: str = ""


def board(unit: UnitOfWork) -> Board | None:
    """How the last way went, None when the menu was never wanted."""
    kept = unit.overrides.load(BOARD)
    return None if kept is None else Board(Way(kept.value["way"]), kept.at, kept.by, kept.value["words"])


def want_menu(unit: UnitOfWork, by: str, now: datetime) -> None:
    """Have the worker bring the menu, as it is set when it gets to it, to the account."""
    _keep(unit, Board(Way.WANTED, now, by))
    shown = MENU.shown(set_customs(unit).menu)
    unit.audit.record(Audited(now, by, "publish", SUBJECT, MENU.name, {}, {"value": shown}))


def put_up_wanted(store: Store, put_up: PutUp, now: datetime) -> bool:
    """Whether a menu was wanted and has been tried now; what came of it is kept. Raises StoreUnavailable."""
    wanted = store.read(board)
    if wanted is None or wanted.way is not Way.WANTED:
        return False
    buttons = store.read(set_customs).menu
    words = put_up(buttons)

    def note(unit: UnitOfWork) -> None:
        _keep(unit, Board(Way.FAILED if words else Way.UP, now, wanted.by, words))
        after = {"value": words or MENU.shown(buttons)}
        unit.audit.record(
            Audited(now, _WORKER, "not published" if words else "published", SUBJECT, MENU.name, {}, after)
        )

    store.run(note)
    return True


def _keep(unit: UnitOfWork, now: Board) -> None:
    unit.overrides.put(Override(BOARD, {"way": now.way, "words": now.words}, now.at, now.by))
