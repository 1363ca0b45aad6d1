"""Reading people.csv: every row checked against the places and the others."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from bot.desk.rowcheck import Fault, Faults, Parsed, listed
from bot.desk.spreadsheet import Row, Table
from intents.verdict import Category
from matching.responder import EVERYTHING, Role
from storage.people import PersonRow

_PEOPLE_REQUIRED = ("code", "name", "role", "place")
#: What belongs to the person and not to one duty: rows of the same code may leave it empty, not contradict.
_PERSONAL = ("openid", "phone", "bind_code")
_ROLES = frozenset(Role)
_CATEGORIES = frozenset(Category)


@dataclass(slots=True)
class _Seen:
    """What earlier rows of the table said."""

    names: dict[str, tuple[int, str]] = field(default_factory=dict)
    duties: dict[tuple[str, str, str], int] = field(default_factory=dict)
    openids: dict[str, tuple[int, str]] = field(default_factory=dict)
    bind_codes: dict[str, str] = field(default_factory=dict)
    details: dict[tuple[str, str], tuple[int, str]] = field(default_factory=dict)


def parse_people(table: Table, places: Collection[str], known: Iterable[PersonRow] = ()) -> Parsed[PersonRow]:
    """The people of a table, one value for each duty. `places` are the codes of places there are, `known`
    the people stored already. Raises nothing.
    """
    faults = Faults()
    if faults.missing_columns(table, _PEOPLE_REQUIRED):
        return Parsed((), faults.found())
    here = {row.get("code") for row in table.rows}
    stored = tuple(known)
    codes = here | {person.code for person in stored}
    # a person in the table gets a new code there: only the others keep theirs
    seen = _Seen(bind_codes={who.bind_code: who.code for who in stored if who.bind_code and who.code not in here})
    for row in table.rows:
        faults.require(row, *_PEOPLE_REQUIRED)
        _check_person(row, seen, faults)
        _check_duty(row, places, seen, faults)
        _check_backup(row, codes, faults)
        _check_openid(row, seen, faults)
    return Parsed(tuple(_person(row) for row in table.rows), faults.found())


def _check_person(row: Row, seen: _Seen, faults: Faults) -> None:
    code, name = row.get("code"), row.get("name")
    line, first_name = seen.names.setdefault(code, (row.line, name))
    if first_name != name and code and name:
        faults.note(row, "name", Fault.NAME_DIFFERS, other=line, name=first_name)
    for column in _PERSONAL:
        if code and row.get(column):
            line, first = seen.details.setdefault((code, column), (row.line, row.get(column)))
            if first != row.get(column):
                faults.note(row, column, Fault.PERSON_DIFFERS, other=line, value=first)
    bind_code = row.get("bind_code")
    if bind_code and seen.bind_codes.setdefault(bind_code, code) != code:
        faults.note(row, "bind_code", Fault.BIND_CODE_TWICE, other=seen.bind_codes[bind_code])


def _check_duty(row: Row, places: Collection[str], seen: _Seen, faults: Faults) -> None:
    role, place = row.get("role"), row.get("place")
    if role and role not in _ROLES:
        faults.note(row, "role", Fault.ROLE_UNKNOWN, words=", ".join(Role))
    if place and place not in places:
        faults.note(row, "place", Fault.PLACE_UNKNOWN)
    for word in listed(row.get("categories")):
        if word != EVERYTHING and word not in _CATEGORIES:
            faults.note(row, "categories", Fault.CATEGORY_UNKNOWN, word=word, words=", ".join(Category))
    first = seen.duties.setdefault((row.get("code"), role, place), row.line)
    if first != row.line:
        faults.note(row, "role", Fault.DUTY_TWICE, other=first)


def _check_backup(row: Row, codes: Collection[str], faults: Faults) -> None:
    backup = row.get("backup")
    if backup and backup == row.get("code"):
        faults.note(row, "backup", Fault.BACKUP_IS_SELF)
    elif backup and backup not in codes:
        faults.note(row, "backup", Fault.BACKUP_UNKNOWN)


def _check_openid(row: Row, seen: _Seen, faults: Faults) -> None:
    if row.get("openid"):
        line, code = seen.openids.setdefault(row.get("openid"), (row.line, row.get("code")))
        if code != row.get("code"):
            faults.note(row, "openid", Fault.OPENID_TWICE, other=line)


def _person(row: Row) -> PersonRow:
    return PersonRow(
        code=row.get("code"),
        name=row.get("name"),
        role=row.get("role"),
        place=row.get("place"),
        categories=listed(row.get("categories")),
        openid=row.get("openid"),
        phone=row.get("phone"),
        backup=row.get("backup"),
        bind_code=row.get("bind_code"),
    )
