"""Everybody we know: contacts, responders with their duties, volunteers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import bindparam, select

from matching.responder import Duty, Responder, Role
from storage.contacts import NEVER, Contact
from storage.encoding import from_iso, from_json_list, to_iso, to_json_list
from storage.errors import ImportRefused
from storage.places import ImportCounts
from storage.prepared import Row, Statement, insert_into, update_by
from storage.tables import contacts, duties, people
from storage.versions import Versions
from storage.volunteers import VolunteerRow, Volunteers

__all__ = ["Contact", "ImportCounts", "People", "PersonRow", "VolunteerRow"]


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One row of people.csv: a person's one duty. A code may come again with another role or place."""

    code: str
    name: str
    role: str
    place: str
    categories: tuple[str, ...]
    openid: str
    phone: str
    backup: str
    bind_code: str


#: What belongs to the person and not to the duty.
_PERSONAL = ("name", "openid", "phone", "backup", "bind_code")

_ROWS = Statement(
    select(
        people.c.code,
        people.c.name,
        duties.c.role,
        duties.c.place,
        duties.c.categories,
        contacts.c.openid,
        people.c.phone,
        people.c.backup,
        people.c.bind_code,
    )
    .join_from(people, duties, duties.c.person == people.c.code)
    .outerjoin(contacts, contacts.c.person == people.c.code)
    .order_by(people.c.code, duties.c.role, duties.c.place)
)
_DIRECTORY = Statement(
    select(
        people.c.code,
        people.c.name,
        people.c.backup,
        people.c.leave_from,
        people.c.leave_until,
        duties.c.role,
        duties.c.place,
        duties.c.categories,
    )
    .join_from(people, duties, duties.c.person == people.c.code)
    .order_by(people.c.code, duties.c.role, duties.c.place)
)
_ADD = insert_into(people)
_CHANGE = update_by(people, "code", "name", "phone", "backup", "bind_code")
_CLEAR_BIND_CODE = update_by(people, "code", "bind_code")
_ADD_DUTY = insert_into(duties)
_CHANGE_DUTY = Statement(
    duties.update()
    .where(
        duties.c.person == bindparam("of_person"),
        duties.c.role == bindparam("as_role"),
        duties.c.place == bindparam("at_place"),
    )
    .values(categories=bindparam("categories"))
)
_LEAVE = update_by(people, "code", "leave_from", "leave_until")


class People(Volunteers):
    """The people: contacts (see `storage.contacts`), volunteers and those who take cases."""

    __slots__ = ()

    def directory(self) -> tuple[Responder, ...]:
        """Everybody with a duty, by code; the duties by role and place."""
        rows = self._transaction.rows(_DIRECTORY)
        return tuple(_responder_of(list(group)) for _, group in groupby(rows, key=lambda row: row[0]))

    def people_rows(self) -> tuple[PersonRow, ...]:
        """Every duty as a row of people.csv, by code, role and place; openid as bound now."""
        return tuple(_person_of(row) for row in self._transaction.rows(_ROWS))

    def apply(self, rows: Sequence[PersonRow]) -> ImportCounts:
        """Add or change people by code and duties by code, role and place; others stay.

        What belongs to a person need stand in one of the person's rows only; of two different values
        the first counts. An empty openid leaves a binding as it is. Counts a new version of `people`
        only when something changed. Raises ImportRefused when two people share an openid or bind code.
        """
        known = {_key_of(row): row for row in self.people_rows()}
        wanted = _merge(rows, known.values())
        _refuse_shared(wanted.values(), known.values())
        added = [row for key, row in wanted.items() if key not in known]
        changed = [row for key, row in wanted.items() if key in known and known[key] != row]
        if added or changed:
            self._write_people({row.code: row for row in (*added, *changed)}, known.values())
            self._transaction.change_each(_ADD_DUTY, [_duty_values(row) for row in added])
            self._transaction.change_each(_CHANGE_DUTY, [_duty_change(row) for row in changed])
            Versions(self._transaction).bump("people")
        return ImportCounts(len(added), len(changed), len(wanted) - len(added) - len(changed))

    def set_leave(self, code: str, leave_from: date | None, leave_until: date | None) -> bool:
        """Keep when a person is away (both days count); None, None ends it. False for an unknown code."""
        values = {"_code": code, "leave_from": to_iso(leave_from), "leave_until": to_iso(leave_until)}
        if not self._transaction.change(_LEAVE, values):
            return False
        Versions(self._transaction).bump("people")
        return True

    def _write_people(self, rows: dict[str, PersonRow], known: Iterable[PersonRow]) -> None:
        before = {row.code: row for row in known}
        there = [row for code, row in rows.items() if code in before]
        # emptied first, so that two people may exchange their bind codes
        self._transaction.change_each(
            _CLEAR_BIND_CODE, [{"_code": row.code, "bind_code": None} for row in there]
        )
        self._transaction.change_each(
            _ADD,
            [
                {**_personal_values(row), "code": code, "leave_from": "", "leave_until": ""}
                for code, row in rows.items()
                if code not in before
            ],
        )
        self._transaction.change_each(
            _CHANGE, [{**_personal_values(row), "_code": row.code} for row in there]
        )
        for code, row in rows.items():
            if row.openid and (code not in before or before[code].openid != row.openid):
                self.bind_person(self.contact_of(row.openid, NEVER).id, code)


def _merge(
    rows: Sequence[PersonRow], known: Iterable[PersonRow]
) -> dict[tuple[str, str, str], PersonRow]:
    """The wanted rows by key, what belongs to a person made the same in all of the person's rows."""
    openids = {row.code: row.openid for row in known}
    personal: dict[str, dict[str, str]] = {}
    for row in rows:
        of_person = personal.setdefault(row.code, dict.fromkeys(_PERSONAL, ""))
        for name in _PERSONAL:
            of_person[name] = of_person[name] or getattr(row, name)
    for code, of_person in personal.items():
        of_person["openid"] = of_person["openid"] or openids.get(code, "")
    return {_key_of(row): replace(row, **personal[row.code]) for row in rows}  # type: ignore[arg-type]  # all are texts


def _refuse_shared(wanted: Iterable[PersonRow], known: Iterable[PersonRow]) -> None:
    for name in ("openid", "bind_code"):
        owners: dict[str, str] = {}
        for row in wanted:
            value = getattr(row, name)
            if value and owners.setdefault(value, row.code) != row.code:
                raise ImportRefused(row.code, f"{name} is also given to {owners[value]}")
        rewritten = set(owners.values()) | {row.code for row in wanted}
        for row in known:
            value = getattr(row, name)
            if name == "bind_code" and value in owners and row.code not in rewritten:
                raise ImportRefused(owners[value], f"{name} belongs to {row.code}")


def _key_of(row: PersonRow) -> tuple[str, str, str]:
    return row.code, row.role, row.place


def _personal_values(row: PersonRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "phone": row.phone,
        "backup": row.backup,
        "bind_code": row.bind_code or None,
    }


def _duty_values(row: PersonRow) -> dict[str, Any]:
    return {
        "person": row.code,
        "role": str(row.role),
        "place": row.place,
        "categories": to_json_list(row.categories),
    }


def _duty_change(row: PersonRow) -> dict[str, Any]:
    return {
        "of_person": row.code,
        "as_role": str(row.role),
        "at_place": row.place,
        "categories": to_json_list(row.categories),
    }


def _person_of(row: Row) -> PersonRow:
    code, name, role, place, categories, openid, phone, backup, bind_code = row
    return PersonRow(
        code, name, role, place, from_json_list(categories), openid or "", phone, backup, bind_code or ""
    )


def _responder_of(rows: list[Row]) -> Responder:
    code, name, backup, leave_from, leave_until = rows[0][:5]
    return Responder(
        code=code,
        name=name,
        duties=tuple(Duty(Role(row[5]), row[6], frozenset(from_json_list(row[7]))) for row in rows),
        backup=backup,
        leave_from=from_iso(leave_from),
        leave_until=from_iso(leave_until),
    )
