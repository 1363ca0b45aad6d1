"""A wish as the board may show it: in words of our own, so that nothing tells whose it is."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from intents.text import tidy


class Wisher(StrEnum):
    """Whose wish it is, as far as the board says it. Stored as text."""

    ELDER = "elder"
    CHILD = "child"
    NEIGHBOUR = "neighbour"


class WishFor(StrEnum):
    """What it takes to fulfil a wish. Stored as text."""

    GOODS = "goods"
    SERVICE = "service"
    COMPANY = "company"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Wish:
    """A wish read. `thing` is a name of wishes.toml, "" where none of its words was found."""

    wisher: Wisher
    what: WishFor
    thing: str = ""

    @property
    def shown(self) -> str:
        """The words on the board; they hold nothing that whoever wished wrote."""
        who = _WHO[self.wisher]
        return f"{who}{_SHOWN[self.what]}{self.thing}"


_WHO = {Wisher.ELDER: "一位老人", Wisher.CHILD: "一个孩子", Wisher.NEIGHBOUR: "一位邻居"}
_SHOWN = {
    WishFor.GOODS: "想要",
    WishFor.SERVICE: "想请人",
    WishFor.COMPANY: "想有人陪着",
    WishFor.UNKNOWN: "有个心愿",
}


def read_wish(text: str, *, child: bool = False) -> Wish:
    """What a message wishes for, and for whom; `child` says that somebody under age is in it. Raises nothing."""
    said = tidy(text).text
    table = _table()
    wisher = Wisher.CHILD if child or _any(table.child, said) else Wisher.NEIGHBOUR
    if wisher is Wisher.NEIGHBOUR and _any(table.elder, said):
        wisher = Wisher.ELDER
    for what, things in table.things.items():
        found = next((name for name, words in things if words.search(said)), "")
        if found:
            return Wish(wisher, what, found)
    return Wish(wisher, WishFor.UNKNOWN)


@dataclass(frozen=True, slots=True)
class _Table:
    elder: re.Pattern[str]
    child: re.Pattern[str]
    things: Mapping[WishFor, tuple[tuple[str, re.Pattern[str]], ...]]


@cache
def _table() -> _Table:
    read = tomllib.loads(files("intents").joinpath("wishes.toml").read_text(encoding="utf-8"))
    known = (WishFor.GOODS, WishFor.SERVICE, WishFor.COMPANY)
    things = {what: tuple((row["name"], _one_of(row["words"])) for row in read[what]) for what in known}
    return _Table(_one_of(read["elder"]), _one_of(read["child"]), things)


def _one_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{word})" for word in words))


def _any(words: re.Pattern[str], said: str) -> bool:
    return words.search(said) is not None
