"""Reading volunteers.csv, and the list of a unit's people: every row checked, skills named as the table names them.

A column that a file does not have leaves what is stored; in a unit's list an empty cell does so too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, fields, replace
from datetime import date

from bot.desk.rowcheck import Fault, Faults, Parsed, listed
from bot.desk.spreadsheet import Row, Table
from intents.needs.skills import language_of, skill_of
from matching.slot import parse_slot
from matching.volunteer import OFFERS_A_WEEK, Engagement
from storage.encoding import digest
from storage.people import VolunteerRow

_REQUIRED = ("code", "name")
_YES = frozenset({"true", "1", "yes", "y", "是", "已"})
_NO = frozenset({"false", "0", "no", "n", "否", "未", ""})
_GENDERS = {"女": "女", "女性": "女", "female": "女", "男": "男", "男性": "男", "male": "男", "": ""}
_KINDS = {
    **{kind.value: kind.value for kind in Engagement},
    "常态": "standing", "常态报到": "standing", "引领": "advising", "引领报到": "advising",
    "志愿": "service", "志愿报到": "service",
}  # fmt: skip
#: Errands of one week when the file does not say: two.
_USUAL_CAP = 2
_SLOT_CELLS = ("slots", "quiet")
_NUMBER_CELLS = ("weekly_cap", "offers_cap")
_TRUTH_CELLS = ("vetted", "at_work")
_NAMED_MOST = 10
_SLOT = re.compile(r"[^0-9]*[0-2]?[0-9]:[0-5][0-9]\s?[-—~至]\s?[0-2]?[0-9]:[0-5][0-9]")


@dataclass(slots=True)
class _Known:
    """What is stored: by code, by account, and by name within one unit."""

    codes: dict[str, VolunteerRow]
    openids: dict[str, VolunteerRow] = field(default_factory=dict)
    names: dict[str, list[VolunteerRow]] = field(default_factory=dict)


def parse_volunteers(
    table: Table, places: Collection[str], known: Iterable[VolunteerRow] = (), unit: str = ""
) -> Parsed[VolunteerRow]:
    """The volunteers of a table. `places` are the codes of places there are, `known` the volunteers stored already.

    `unit` names a unit whose people the table lists: a row needs no more than a name, who is known by account or by
    name keeps her code and all that she said herself, and others get a code that is the same at every reading.
    Raises nothing.
    """
    faults = Faults()
    if faults.missing_columns(table, _REQUIRED[1:] if unit else _REQUIRED):
        return Parsed((), faults.found())
    stored = _known_of(known, unit)
    lines: dict[str, int] = {}
    openids: dict[str, tuple[int, str]] = {}
    values = []
    for row in table.rows:
        faults.require(row, *(_REQUIRED[1:] if unit else _REQUIRED))
        code = _code_of(row, stored, unit)
        first = lines.setdefault(code, row.line)
        if first != row.line:
            fault = Fault.CODE_TWICE if row.get("code") else Fault.NAME_TWICE
            faults.note(row, "code" if row.get("code") else "name", fault, other=first)
        _check_account(row, code, openids, faults)
        _check(row, places, faults)
        before = stored.codes.get(code)
        if unit and before is not None and before.unit not in ("", unit):
            faults.note(row, "name", Fault.OF_ANOTHER_UNIT, unit=before.unit)
        values.append(_value(row, table, code, before, unit))
    return Parsed(tuple(values), faults.found())


def unknown_skills(rows: Iterable[VolunteerRow]) -> str:
    """The skills of imported rows that the table of skills does not have, as one note; empty when it has them all."""
    names = dict.fromkeys(name for row in rows for name in row.skills if skill_of(name) is None)
    listed_names = "、".join(list(names)[:_NAMED_MOST])
    return f"有 {len(names)} 个技能不在技能表里，照原样记下：{listed_names}" if names else ""


def _known_of(rows: Iterable[VolunteerRow], unit: str) -> _Known:
    known = _Known({row.code: row for row in rows})
    for row in known.codes.values():
        if row.openid:
            known.openids[row.openid] = row
        if unit and row.unit == unit:
            known.names.setdefault(row.name, []).append(row)
    return known


def _code_of(row: Row, known: _Known, unit: str) -> str:
    """The code of a row: its own, that of the same account or of the only one of that name, else made of the name."""
    if row.get("code") or not unit:
        return row.get("code")
    name, openid = row.get("name"), row.get("openid")
    if openid in known.openids:
        return known.openids[openid].code
    same = [one for one in known.names.get(name, ()) if not one.openid or not openid]
    if len(same) == 1:
        return same[0].code
    return "u" + digest(f"{unit}|{openid or name}")[:10]


def _check_account(row: Row, code: str, openids: dict[str, tuple[int, str]], faults: Faults) -> None:
    if row.get("openid"):
        line, owner = openids.setdefault(row.get("openid"), (row.line, code))
        if owner != code:
            faults.note(row, "openid", Fault.OPENID_TWICE, other=line)


def _check(row: Row, places: Collection[str], faults: Faults) -> None:
    for column in ("home", "work"):
        if row.get(column) and row.get(column) not in places:
            faults.note(row, column, Fault.PLACE_UNKNOWN)
    _check_shapes(row, faults)
    _check_words(row, faults)


def _check_shapes(row: Row, faults: Faults) -> None:
    for column in _SLOT_CELLS:
        if not all(_SLOT.fullmatch(slot) and parse_slot(slot) for slot in listed(row.get(column))):
            faults.note(row, column, Fault.SLOT_WRONG)
    for column in _NUMBER_CELLS:
        if row.get(column) and not row.get(column).isdecimal():
            faults.note(row, column, Fault.NUMBER_WRONG)
    for column in _TRUTH_CELLS:
        if row.get(column).lower() not in _YES | _NO:
            faults.note(row, column, Fault.YES_OR_NO)


def _check_words(row: Row, faults: Faults) -> None:
    if row.get("gender").lower() not in _GENDERS:
        faults.note(row, "gender", Fault.KIND_UNKNOWN, words="女, 男")
    for word in listed(row.get("kinds")):
        if word.lower() not in _KINDS:
            faults.note(row, "kinds", Fault.KIND_UNKNOWN, words="常态, 引领, 志愿")
    if row.get("resting_until") and _day(row.get("resting_until")) is None:
        faults.note(row, "resting_until", Fault.DAY_WRONG)


def _value(row: Row, table: Table, code: str, before: VolunteerRow | None, unit: str) -> VolunteerRow:
    """The row as it is to be stored."""
    value = VolunteerRow(
        code=code,
        name=row.get("name"),
        openid=row.get("openid"),
        home=row.get("home"),
        work=row.get("work"),
        skills=_named(listed(row.get("skills"))),
        languages=tuple(dict.fromkeys(language_of(word) or word for word in listed(row.get("languages")))),
        gender=_GENDERS.get(row.get("gender").lower(), ""),
        slots="|".join(listed(row.get("slots"))),
        weekly_cap=_number(row.get("weekly_cap"), _USUAL_CAP),
        vetted=row.get("vetted").lower() in _YES,
        verified=_named(listed(row.get("verified"))),
        kinds=tuple(dict.fromkeys(_KINDS.get(word.lower(), "") for word in listed(row.get("kinds")))),
        unit=unit or row.get("unit"),
        quiet="|".join(listed(row.get("quiet"))),
        at_work=row.get("at_work").lower() in _YES,
        offers_cap=_number(row.get("offers_cap"), OFFERS_A_WEEK),
        resting_until=_day(row.get("resting_until")) or "",
    )
    if before is None:
        return value
    said = {name for name in _FIELDS.intersection(table.columns) if row.get(name) or not unit}
    return replace(value, **{name: getattr(before, name) for name in _FIELDS - said - ({"unit"} if unit else set())})


#: What a row may say; whatever it does not say stays as it is stored.
_FIELDS = frozenset(column.name for column in fields(VolunteerRow)) - {"code"}


def _named(words: Iterable[str]) -> tuple[str, ...]:
    """Skills by their names in the table; one that it does not have stays as it is written."""
    found = ((skill.name if (skill := skill_of(word)) else word) for word in words)
    return tuple(dict.fromkeys(found))


def _number(text: str, usual: int) -> int:
    return int(text) if text.isdecimal() else usual


def _day(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat() if text else None
    except ValueError:
        return None
