"""The volunteers: as files give them, as the matcher sees them, as they change what they said of themselves."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, select

from matching.slot import parse_slots
from matching.volunteer import OFFERS_A_WEEK, Engagement, Volunteer
from storage.contacts import NEVER, Contacts
from storage.encoding import from_iso, from_json_list, to_json_list, to_millis
from storage.errors import ImportRefused
from storage.places import ImportCounts
from storage.prepared import Row, Statement, insert_into, update_by
from storage.tables import contacts, volunteers
from storage.versions import Versions
from storage.volunteer_tables import team_members


@dataclass(frozen=True, slots=True)
class VolunteerRow:
    """One row of volunteers.csv; `home` and `work` are codes of places, `kinds` words of `matching.volunteer`.

    `quiet` is written as `slots` are; `resting_until` is a day such as 2026-12-01 or empty.
    """

    code: str
    name: str
    openid: str
    home: str
    work: str
    skills: tuple[str, ...]
    languages: tuple[str, ...]
    gender: str
    slots: str
    weekly_cap: int
    vetted: bool
    verified: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    unit: str = ""
    quiet: str = ""
    at_work: bool = False
    offers_cap: int = OFFERS_A_WEEK
    resting_until: str = ""


_ROW = (
    select(
        volunteers.c.code,
        volunteers.c.name,
        contacts.c.openid,
        volunteers.c.home,
        volunteers.c.work,
        volunteers.c.skills,
        volunteers.c.languages,
        volunteers.c.gender,
        volunteers.c.slots,
        volunteers.c.weekly_cap,
        volunteers.c.vetted,
        volunteers.c.verified,
        volunteers.c.kinds,
        volunteers.c.unit,
        volunteers.c.quiet,
        volunteers.c.at_work,
        volunteers.c.offers_cap,
        volunteers.c.resting_until,
    )
    .outerjoin_from(volunteers, contacts, contacts.c.id == volunteers.c.contact)
    .order_by(volunteers.c.code)
)
_ROWS = Statement(_ROW.where(volunteers.c.left_at.is_(None)))
_BY_CODE = Statement(_ROW.where(volunteers.c.code == bindparam("code")))
_BY_CONTACT = Statement(_ROW.where(volunteers.c.contact == bindparam("who")))
_GONE = Statement(
    select(volunteers.c.code, contacts.c.openid)
    .outerjoin_from(volunteers, contacts, contacts.c.id == volunteers.c.contact)
    .where(volunteers.c.left_at.is_not(None))
)
_LEFT_AT = Statement(select(volunteers.c.left_at).where(volunteers.c.code == bindparam("code")))
_ACCOUNTS = Statement(
    select(volunteers.c.code, contacts.c.id, contacts.c.room, contacts.c.person)
    .join_from(volunteers, contacts, contacts.c.id == volunteers.c.contact)
)
_TEAMS = Statement(select(team_members.c.volunteer, team_members.c.team))
_ADD = insert_into(volunteers)
_CHANGE = update_by(volunteers, "code")
_UNLINK = update_by(volunteers, "code", "contact")
_LEAVE = update_by(volunteers, "code", "left_at")
_REMOVE = Statement(volunteers.delete().where(volunteers.c.code == bindparam("code")))


class Volunteers(Contacts):
    """The volunteers; a part of `storage.people.People`."""

    __slots__ = ()

    def volunteer_rows(self) -> tuple[VolunteerRow, ...]:
        """Every volunteer, by code."""
        return tuple(_volunteer_of(row) for row in self._transaction.rows(_ROWS))

    def volunteers(self) -> tuple[Volunteer, ...]:
        """Everybody who may be asked, by code, as the matcher sees them."""
        accounts = {row[0]: (row[1], row[2], row[3] or "") for row in self._transaction.rows(_ACCOUNTS)}
        teams: dict[str, set[str]] = {}
        for code, team in self._transaction.rows(_TEAMS):
            teams.setdefault(code, set()).add(team)
        return tuple(
            _as_matched(row, accounts.get(row.code, (0, "", "")), teams.get(row.code, ()))
            for row in self.volunteer_rows()
        )

    def volunteer_row(self, code: str) -> VolunteerRow | None:
        """The volunteer with this code, whether she has left or not; None when there never was one."""
        row = self._transaction.first(_BY_CODE, {"code": code})
        return _volunteer_of(row) if row else None

    def own_row(self, contact: int) -> VolunteerRow | None:
        """The volunteer with this account, whether she has left or not; None when she never was one."""
        row = self._transaction.first(_BY_CONTACT, {"who": contact})
        return _volunteer_of(row) if row else None

    def has_left(self, code: str) -> bool:
        """Whether the volunteer with this code has left the register."""
        row = self._transaction.first(_LEFT_AT, {"code": code})
        return row is not None and row[0] is not None

    def left(self) -> frozenset[str]:
        """The codes and openids of all who have left by their own word; no file brings them back."""
        return frozenset(name for row in self._transaction.rows(_GONE) for name in row if name)

    def enlist(self, row: VolunteerRow, contact: int) -> None:
        """Keep what a volunteer says of herself, under her account; whoever had left is back.

        `row.openid` is ignored. Counts a new version of `volunteers`, so that every process sees it within two
        seconds.
        """
        values = {**self._values_of(replace(row, openid="")), "contact": contact}
        if not self._transaction.change(_CHANGE, {**values, "_code": row.code}):
            self._transaction.change(_ADD, values)
        Versions(self._transaction).bump("volunteers")

    def change_volunteer(self, row: VolunteerRow) -> None:
        """Keep what others say of a volunteer (a skill that was looked at); her account stays as it is."""
        contact = self.known(row.openid) if row.openid else None
        values = {**self._values_of(replace(row, openid="")), "contact": contact.id if contact else None}
        self._transaction.change(_CHANGE, {**values, "_code": row.code})
        Versions(self._transaction).bump("volunteers")

    def leave(self, code: str, now: datetime) -> None:
        """Take a volunteer out of the register; her hours stay, and 报名 brings her back."""
        self._transaction.change(_LEAVE, {"_code": code, "left_at": to_millis(now)})
        Versions(self._transaction).bump("volunteers")

    def remove_volunteer(self, code: str) -> None:
        """Take away a volunteer whom a file brought in by mistake and who has done nothing yet."""
        self._transaction.change(_REMOVE, {"code": code})
        Versions(self._transaction).bump("volunteers")

    def apply_volunteers(self, rows: Sequence[VolunteerRow]) -> ImportCounts:
        """Add or change volunteers by code; others stay. An empty openid leaves the contact as it is, and whoever
        has left by her own word stays out.

        Counts a new version of `volunteers` only when something changed. Raises ImportRefused when two
        volunteers share an openid.
        """
        known = {row.code: row for row in self.volunteer_rows()}
        gone = self.left()
        staying = [row for row in rows if row.code not in gone and row.openid not in gone]
        wanted = {row.code: _with_openid(row, known.get(row.code)) for row in staying}
        _refuse_shared({**known, **wanted})
        added = [row for code, row in wanted.items() if code not in known]
        changed = [row for code, row in wanted.items() if code in known and known[code] != row]
        # unlinked first, so that two volunteers may exchange their contacts
        self._transaction.change_each(_UNLINK, [{"_code": row.code, "contact": None} for row in changed])
        self._transaction.change_each(_ADD, [self._values_of(row) for row in added])
        self._transaction.change_each(
            _CHANGE, [{**self._values_of(row), "_code": row.code} for row in changed]
        )
        if added or changed:
            Versions(self._transaction).bump("volunteers")
        return ImportCounts(len(added), len(changed), len({row.code for row in rows}) - len(added) - len(changed))

    def _values_of(self, row: VolunteerRow) -> dict[str, Any]:
        return {
            "code": row.code,
            "contact": self.contact_of(row.openid, NEVER).id if row.openid else None,
            "name": row.name,
            "home": row.home,
            "work": row.work,
            "skills": to_json_list(row.skills),
            "languages": to_json_list(row.languages),
            "gender": row.gender,
            "slots": row.slots,
            "weekly_cap": row.weekly_cap,
            "vetted": row.vetted,
            "verified": to_json_list(row.verified),
            "kinds": to_json_list(row.kinds),
            "unit": row.unit,
            "quiet": row.quiet,
            "at_work": row.at_work,
            "offers_cap": row.offers_cap,
            "resting_until": row.resting_until,
            "left_at": None,
        }


@lru_cache(maxsize=4096)
def _names(text: str) -> tuple[str, ...]:
    """A stored list; thousands of volunteers have the same few."""
    return from_json_list(text)


def _refuse_shared(rows: dict[str, VolunteerRow]) -> None:
    owners: dict[str, str] = {}
    for row in rows.values():
        if row.openid and owners.setdefault(row.openid, row.code) != row.code:
            raise ImportRefused(row.code, f"openid is also given to {owners[row.openid]}")


def _with_openid(row: VolunteerRow, known: VolunteerRow | None) -> VolunteerRow:
    return row if row.openid or known is None else replace(row, openid=known.openid)


def _volunteer_of(row: Row) -> VolunteerRow:
    code, name, openid, home, work, skills, languages, gender, slots, weekly_cap, vetted, *more = row
    verified, kinds, unit, quiet, at_work, offers_cap, resting_until = more
    return VolunteerRow(
        code=code,
        name=name,
        openid=openid or "",
        home=home,
        work=work,
        skills=_names(skills),
        languages=_names(languages),
        gender=gender,
        slots=slots,
        weekly_cap=weekly_cap,
        vetted=bool(vetted),
        verified=_names(verified),
        kinds=_names(kinds),
        unit=unit,
        quiet=quiet,
        at_work=bool(at_work),
        offers_cap=offers_cap,
        resting_until=resting_until,
    )


def _as_matched(row: VolunteerRow, account: tuple[int, str, str], teams: Collection[str]) -> Volunteer:
    contact, room, person = account
    return Volunteer(
        code=row.code,
        name=row.name,
        home=row.home,
        work=row.work,
        skills=frozenset(row.skills),
        verified=frozenset(row.verified),
        languages=frozenset(row.languages),
        gender=row.gender,
        slots=parse_slots(row.slots),
        quiet=parse_slots(row.quiet),
        at_work=row.at_work,
        weekly_cap=row.weekly_cap,
        offers_cap=row.offers_cap,
        vetted=row.vetted,
        kinds=frozenset(Engagement(kind) for kind in row.kinds),
        unit=row.unit,
        teams=frozenset(teams),
        resting_until=from_iso(row.resting_until),
        contact=contact,
        room=room,
        person=person,
    )
