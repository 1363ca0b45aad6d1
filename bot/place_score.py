"""How well places are found: compounds as listed and corrupted, those invented, building, unit and room. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

PLACE_FIELDS = ("compound", "building", "unit", "room")

_DIGITS = "零一二三四五六七八九"
_NUMBER = re.compile(rf"(?:([{_DIGITS}])?(十))?([{_DIGITS}])?")
_PLACE_WORD = re.compile(r"(?:小区|号楼|栋|幢|座|号|单元|室|户)$")
_PHASE = re.compile(r"[一二三四五六\d]期")

Row = Mapping[str, Any]
Pair = tuple[Row, Row]


@dataclass(frozen=True, slots=True)
class PlaceScore:
    """One field of the place: right of all messages, and right of those that name it."""

    field: str
    messages: int
    exact: float
    named: int
    exact_of_named: float


@dataclass(frozen=True, slots=True)
class CompoundReport:
    """Compounds named and right (of two phases either, where the message leaves it open and the desk asks).

    `corrupted` are the named ones whose name does not stand in the message as it is listed. `unlisted` are
    named ones that the list of places doesn't hold; `answers` is false where most are, then the other figures
    say nothing about how well they are found. `silent` messages name none; `invented` counts those of them that
    were given one.
    """

    named: int
    right: int
    corrupted: int
    corrupted_right: int
    unlisted: int
    silent: int
    invented: int
    answers: bool



def place_scores(pairs: Sequence[Pair]) -> tuple[PlaceScore, ...]:
    """The score of each of PLACE_FIELDS; empty where no row has a labelled place."""
    placed = [(right, said) for _, right, said in _with_place(pairs)]
    return tuple(_place(field, placed) for field in PLACE_FIELDS if placed)


def compound_report(pairs: Sequence[Pair], listed: Collection[str] | None = None) -> CompoundReport | None:
    """What came of the compounds; None where no row has a labelled place. `listed` are the names and aliases the
    list of places holds, None where every name counts.
    """
    placed = _with_place(pairs)
    if not placed:
        return None
    known = None if listed is None else {_plain(name) for name in listed}
    named = [one for one in placed if one[1].get("compound")]
    unlisted = sum(known is not None and _plain(right["compound"]) not in known for _, right, _ in named)
    silent = [said for _, right, said in placed if not right.get("compound")]
    hits = [(_corrupted(row, right), _right(row, right, said)) for row, right, said in named]
    return CompoundReport(
        named=len(named),
        right=sum(hit for _, hit in hits),
        corrupted=sum(corrupted for corrupted, _ in hits),
        corrupted_right=sum(corrupted and hit for corrupted, hit in hits),
        unlisted=unlisted,
        silent=len(silent),
        invented=sum(bool(said.get("compound")) for said in silent),
        answers=2 * unlisted <= len(named),
    )


def standing_in(place: Row | None, text: str) -> Row | None:
    """A place labelled as written, without the words that don't stand in the text: what isn't there can't be found."""
    if place is None:
        return None
    return {field: word if word and str(word) in text else "" for field, word in place.items()}


def _with_place(pairs: Sequence[Pair]) -> list[tuple[Row, Row, Row]]:
    """The rows, labelled places and predicted ones; rows whose readers differed about it are left out."""
    known: list[tuple[Row, Row, Row]] = []
    for row, said in pairs:
        place = row.get("place") if "place" in row else row if "compound" in row else None
        if place is not None:
            asked = bool(said.get("ask"))
            known.append((row, place, {**(said.get("place") or {}), "asked": asked}))
    return known


def _place(field: str, placed: Sequence[Pair]) -> PlaceScore:
    known = [(_plain(right.get(field)), _plain(said.get(field))) for right, said in placed]
    named = [(right, said) for right, said in known if right]
    return PlaceScore(field, len(known), _same(known), len(named), _same(named))


def _corrupted(row: Row, right: Row) -> bool:
    """Whether the listed name does not stand in the message; petitions are labelled as they are written."""
    return "place" not in row and str(right["compound"]) not in str(row.get("text") or "")


def _right(row: Row, right: Row, said: Row) -> bool:
    meant, found = _plain(right["compound"]), _plain(said.get("compound"))
    open_phase = bool(said["asked"]) and _PHASE.search(str(row.get("text") or "")) is None
    return meant == found or (open_phase and _PHASE.sub("", meant) == _PHASE.sub("", found))


def _plain(value: object) -> str:
    """A place word without what may be written or not: 小区, 栋, 室 at its end, blanks, case, 六 for 6."""
    plain = _PLACE_WORD.sub("", "".join(str(value or "").split()).lower())
    number = _NUMBER.fullmatch(plain)
    if number is None or not plain:
        return plain
    tens = _DIGITS.index(number[1] or "一") * 10 if number[2] else 0
    return str(tens + (_DIGITS.index(number[3]) if number[3] else 0))


def _same(pairs: Sequence[tuple[str, str]]) -> float:
    return sum(right == said for right, said in pairs) / len(pairs) if pairs else 0.0
