"""Reading recipients.csv (who is visited) and households.csv (the doors of a 家家访): every bad row is named."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.desk.rowcheck import Fault, Faults, Parsed, listed
from bot.desk.spreadsheet import Row, Table
from matching.slot import parse_slot
from matching.visit import DoorAt, Recipient, why_not
from matching.volunteer import Volunteer

_REQUIRED = ("code", "name", "place", "consent")
_HOUSEHOLDS_REQUIRED = ("place", "room")
_YES = frozenset({"true", "1", "yes", "y", "是", "已", "同意"})
_NO = frozenset({"false", "0", "no", "n", "否", "未", "不同意", ""})
_GENDERS = ("男", "女", "")
#: How often somebody is visited when the row does not say: once a week.
_USUAL_DAYS, _MOST_DAYS = 7, 366


@dataclass(frozen=True, slots=True)
class Known:
    """The codes that a row may name: places, people on duty, teams, and the volunteers by code."""

    places: Collection[str]
    people: Collection[str]
    teams: Collection[str]
    volunteers: Mapping[str, Volunteer]


def parse_recipients(table: Table, known: Known) -> Parsed[Recipient]:
    """Those who are visited, as the rows of a table say. Raises nothing."""
    faults = Faults()
    if faults.missing_columns(table, _REQUIRED):
        return Parsed((), faults.found())
    lines: dict[str, int] = {}
    found = []
    for row in table.rows:
        faults.require(row, "code", "name", "place")
        first = lines.setdefault(row.get("code"), row.line)
        if first != row.line:
            faults.note(row, "code", Fault.CODE_TWICE, other=first)
        _check_words(row, faults)
        one = _recipient(row)
        _check_codes(row, one, known, faults)
        found.append(one)
    return Parsed(tuple(found), faults.found())


def _check_words(row: Row, faults: Faults) -> None:
    for column in ("minor", "consent"):
        if row.get(column).lower() not in _YES | _NO:
            faults.note(row, column, Fault.YES_OR_NO)
    if row.get("gender") not in _GENDERS:
        faults.note(row, "gender", Fault.KIND_UNKNOWN, words="男, 女")
    if row.get("slot") and parse_slot(row.get("slot")) is None:
        faults.note(row, "slot", Fault.SLOT_WRONG)
    days = row.get("every_days")
    if days and not (days.isdecimal() and 1 <= int(days) <= _MOST_DAYS):
        faults.note(row, "every_days", Fault.EVERY_WRONG, most=_MOST_DAYS)


def _check_codes(row: Row, one: Recipient, known: Known, faults: Faults) -> None:
    if one.place and one.place not in known.places:
        faults.note(row, "place", Fault.PLACE_UNKNOWN)
    if one.coordinator and one.coordinator not in known.people:
        faults.note(row, "coordinator", Fault.PERSON_UNKNOWN)
    if one.team and one.team not in known.teams:
        faults.note(row, "team", Fault.TEAM_UNKNOWN)
    usual = known.volunteers.get(one.usual)
    if one.usual and usual is None:
        faults.note(row, "usual", Fault.VOLUNTEER_UNKNOWN)
    elif usual is not None and (why := why_not(one, usual)):
        faults.note(row, "usual", Fault.VISITOR_UNFIT, reason=why)


def _recipient(row: Row) -> Recipient:
    days = row.get("every_days")
    return Recipient(
        code=row.get("code"),
        name=row.get("name"),
        place=row.get("place"),
        room=row.get("room"),
        phone=row.get("phone"),
        languages=listed(row.get("languages")),
        gender=row.get("gender"),
        minor=row.get("minor").lower() in _YES,
        consent=row.get("consent").lower() in _YES,
        note=row.get("note"),
        every_days=int(days) if days.isdecimal() else _USUAL_DAYS,
        slot=row.get("slot"),
        usual=row.get("usual"),
        team=row.get("team"),
        coordinator=row.get("coordinator"),
    )


def parse_households(table: Table, covered: Collection[str]) -> Parsed[DoorAt]:
    """(building, room) of each row; `covered` are the places where a 家家访 is under way. Raises nothing."""
    faults = Faults()
    if faults.missing_columns(table, _HOUSEHOLDS_REQUIRED):
        return Parsed((), faults.found())
    for row in table.rows:
        faults.require(row, *_HOUSEHOLDS_REQUIRED)
        if row.get("place") and row.get("place") not in covered:
            faults.note(row, "place", Fault.NO_CAMPAIGN)
    return Parsed(tuple((row.get("place"), row.get("room")) for row in table.rows), faults.found())
