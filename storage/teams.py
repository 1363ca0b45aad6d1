"""The teams of volunteers, and who is in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import bindparam, func, select

from matching.team import Team, TeamKind
from storage.encoding import from_iso, to_iso, to_millis
from storage.places import ImportCounts
from storage.prepared import Row, Statement, Transaction, insert_into, insert_unless_there, update_by
from storage.versions import Versions
from storage.volunteer_tables import offers, team_members, teams

_ALL = Statement(select(*teams.columns).order_by(teams.c.code))
_MEMBERS = Statement(select(team_members.c.team, team_members.c.volunteer).order_by(team_members.c.volunteer))
_OF = Statement(
    select(*teams.columns)
    .where(teams.c.code.in_(select(team_members.c.team).where(team_members.c.volunteer == bindparam("who"))))
    .order_by(teams.c.code)
)
_ADD = insert_into(teams)
_CHANGE = update_by(teams, "code")
_JOIN = insert_unless_there(team_members, conflict=("team", "volunteer"))
_LEAVE = Statement(
    team_members.delete().where(team_members.c.team == bindparam("which"), team_members.c.volunteer == bindparam("who"))
)
_CLEAR = Statement(team_members.delete().where(team_members.c.team == bindparam("which")))
_REMOVE = Statement(teams.delete().where(teams.c.code == bindparam("which")))
_ASKED = Statement(
    select(team_members.c.team, func.count())
    .join_from(team_members, offers, offers.c.volunteer == team_members.c.volunteer)
    .where(offers.c.at >= bindparam("since"))
    .group_by(team_members.c.team)
)


class Teams:
    """The teams. Every change of who is in one counts a new version of `volunteers`."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        """Ask within `transaction`."""
        self._transaction = transaction

    def all(self) -> list[Team]:
        """Every team with its members, by code."""
        return self._with_members(self._transaction.rows(_ALL))

    def of(self, volunteer: str) -> list[Team]:
        """The teams that a volunteer is in, with their members, by code."""
        found = self._transaction.rows(_OF, {"who": volunteer}) if volunteer else []
        return self._with_members(found) if found else []

    def apply(self, rows: Sequence[Team]) -> ImportCounts:
        """Add or change teams by code; others stay. A team given without members keeps those it has.

        Whoever leads a team is in it. Counts a new version of `volunteers` only when something changed.
        """
        known = {team.code: team for team in self.all()}
        wanted = {row.code: _complete(row, known.get(row.code)) for row in rows}
        added = [row for code, row in wanted.items() if code not in known]
        changed = [row for code, row in wanted.items() if code in known and known[code] != row]
        self._transaction.change_each(_ADD, [_values(row) for row in added])
        self._transaction.change_each(_CHANGE, [{**_values(row), "_code": row.code} for row in changed])
        for row in (*added, *changed):
            self._transaction.change(_CLEAR, {"which": row.code})
            members = [{"team": row.code, "volunteer": who} for who in row.members]
            self._transaction.change_each(_JOIN, members)
        if added or changed:
            Versions(self._transaction).bump("volunteers")
        return ImportCounts(len(added), len(changed), len(wanted) - len(added) - len(changed))

    def remove(self, code: str) -> None:
        """Take away a team that a file brought in by mistake, its members stay volunteers."""
        self._transaction.change(_CLEAR, {"which": code})
        self._transaction.change(_REMOVE, {"which": code})
        Versions(self._transaction).bump("volunteers")

    def join(self, team: str, volunteer: str) -> bool:
        """Let a volunteer be in a team; False when she is already."""
        return self._counted(self._transaction.change(_JOIN, {"team": team, "volunteer": volunteer}))

    def leave(self, team: str, volunteer: str) -> bool:
        """Let a volunteer be in a team no longer; False when she was not."""
        return self._counted(self._transaction.change(_LEAVE, {"which": team, "who": volunteer}))

    def asked_since(self, moment: datetime) -> dict[str, int]:
        """How many offers those in each team got since a moment, by the team's code; teams without any are left out."""
        rows = self._transaction.rows(_ASKED, {"since": to_millis(moment)})
        return {code: int(count) for code, count in rows}

    def _counted(self, changes: int) -> bool:
        if changes > 0:
            Versions(self._transaction).bump("volunteers")
        return changes > 0

    def _with_members(self, rows: Iterable[Row]) -> list[Team]:
        members: dict[str, list[str]] = {}
        for code, volunteer in self._transaction.rows(_MEMBERS):
            members.setdefault(code, []).append(volunteer)
        return [_team_of(row, members.get(row[0], ())) for row in rows]


def _complete(row: Team, known: Team | None) -> Team:
    members = row.members if row.members or known is None else known.members
    return replace(row, members=tuple(sorted({*members, *([row.leader] if row.leader else [])})))


def _values(team: Team) -> dict[str, object]:
    return {
        "code": team.code,
        "name": team.name,
        "kind": team.kind.value,
        "place": team.place,
        "leader": team.leader,
        "weekly_quota": team.weekly_quota,
        "until_day": to_iso(team.until_day),
    }


def _team_of(row: Row, members: Iterable[str]) -> Team:
    code, name, kind, place, leader, quota, until = row
    return Team(code, name, TeamKind(kind), place, leader, quota, from_iso(until), tuple(members))
