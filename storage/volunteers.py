"""The volunteers as they were imported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from storage.contacts import NEVER, Contacts
from storage.encoding import from_json_list, to_json_list
from storage.errors import ImportRefused
from storage.places import ImportCounts
from storage.prepared import Row, Statement, insert_into, update_by
from storage.tables import contacts, volunteers
from storage.versions import Versions


@dataclass(frozen=True, slots=True)
class VolunteerRow:
    """One row of volunteers.csv; `home` and `work` are codes of places."""

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


_ROWS = Statement(
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
    )
    .outerjoin_from(volunteers, contacts, contacts.c.id == volunteers.c.contact)
    .order_by(volunteers.c.code)
)
_ADD = insert_into(volunteers)
_CHANGE = update_by(volunteers, "code")
_UNLINK = update_by(volunteers, "code", "contact")


class Volunteers(Contacts):
    """The volunteers; a part of `storage.people.People`."""

    __slots__ = ()

    def volunteer_rows(self) -> tuple[VolunteerRow, ...]:
        """Every volunteer, by code."""
        return tuple(_volunteer_of(row) for row in self._transaction.rows(_ROWS))

    def apply_volunteers(self, rows: Sequence[VolunteerRow]) -> ImportCounts:
        """Add or change volunteers by code; others stay. An empty openid leaves the contact as it is.

        Counts a new version of `people` only when something changed. Raises ImportRefused when two
        volunteers share an openid.
        """
        known = {row.code: row for row in self.volunteer_rows()}
        wanted = {row.code: _with_openid(row, known.get(row.code)) for row in rows}
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
            Versions(self._transaction).bump("people")
        return ImportCounts(len(added), len(changed), len(wanted) - len(added) - len(changed))

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
        }


def _refuse_shared(rows: dict[str, VolunteerRow]) -> None:
    owners: dict[str, str] = {}
    for row in rows.values():
        if row.openid and owners.setdefault(row.openid, row.code) != row.code:
            raise ImportRefused(row.code, f"openid is also given to {owners[row.openid]}")


def _with_openid(row: VolunteerRow, known: VolunteerRow | None) -> VolunteerRow:
    return row if row.openid or known is None else replace(row, openid=known.openid)


def _volunteer_of(row: Row) -> VolunteerRow:
    code, name, openid, home, work, skills, languages, gender, slots, weekly_cap, vetted = row
    return VolunteerRow(
        code=code,
        name=name,
        openid=openid or "",
        home=home,
        work=work,
        skills=from_json_list(skills),
        languages=from_json_list(languages),
        gender=gender,
        slots=slots,
        weekly_cap=weekly_cap,
        vetted=bool(vetted),
    )
