"""Reading teams.csv: each team with its leader, its week's quota and who is in it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from bot.desk.rowcheck import Fault, Faults, Parsed, listed
from bot.desk.spreadsheet import Row, Table
from matching.team import Team, TeamKind

_REQUIRED = ("code", "name", "kind")


def parse_teams(table: Table, places: Collection[str], volunteers: Collection[str]) -> Parsed[Team]:
    """The teams of a table; `leader` and `members` (with `|` between) are volunteers' codes. Raises nothing."""
    faults = Faults()
    if faults.missing_columns(table, _REQUIRED):
        return Parsed((), faults.found())
    lines: dict[str, int] = {}
    for row in table.rows:
        first = lines.setdefault(row.get("code"), row.line)
        if first != row.line:
            faults.note(row, "code", Fault.CODE_TWICE, other=first)
    teams = [_team(row, places, volunteers, faults) for row in table.rows]
    return Parsed(tuple(teams), faults.found())


def _team(row: Row, places: Collection[str], volunteers: Collection[str], faults: Faults) -> Team:
    faults.require(row, *_REQUIRED)
    kinds = {kind.value for kind in TeamKind}
    if row.get("kind") and row.get("kind") not in kinds:
        faults.note(row, "kind", Fault.KIND_UNKNOWN, words=", ".join(TeamKind))
    if row.get("place") and row.get("place") not in places:
        faults.note(row, "place", Fault.PLACE_UNKNOWN)
    members = listed(row.get("members"))
    for column, codes in (("leader", listed(row.get("leader"))), ("members", members)):
        if any(code not in volunteers for code in codes):
            faults.note(row, column, Fault.VOLUNTEER_UNKNOWN)
    quota = row.get("weekly_quota")
    if quota and not quota.isdecimal():
        faults.note(row, "weekly_quota", Fault.NUMBER_WRONG)
    return Team(
        code=row.get("code"),
        name=row.get("name"),
        kind=TeamKind(row.get("kind")) if row.get("kind") in kinds else TeamKind.OTHER,
        place=row.get("place"),
        leader=row.get("leader"),
        weekly_quota=int(quota) if quota.isdecimal() else 0,
        until_day=_day(row, faults),
        members=members,
    )


def _day(row: Row, faults: Faults) -> date | None:
    text = row.get("until_day")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        faults.note(row, "until_day", Fault.DAY_WRONG)
        return None
