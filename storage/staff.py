"""Those on duty as the console keeps them: whether an account is bound, what each has in hand, duties one by one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Text, any_, bindparam, case, column, func, literal_column, select

from matching.responder import Duty
from storage.case_rows import IS_OPEN
from storage.encoding import from_iso, from_millis, to_json_list, to_millis
from storage.prepared import Row, Statement, Transaction, insert_into, update_by
from storage.tables import cases, contacts, duties, outbox, people, places
from storage.versions import Versions

_PERSON = (
    select(
        people.c.code, people.c.name, people.c.phone, people.c.backup, people.c.bind_code, people.c.leave_from,
        people.c.leave_until, contacts.c.subscribed, contacts.c.seen_at,
    )
    .outerjoin_from(people, contacts, contacts.c.person == people.c.code)
    .order_by(people.c.code)
)  # fmt: skip
_ALL = Statement(_PERSON)
_ONE = Statement(_PERSON.where(people.c.code == bindparam("which")))
_LATE = case((cases.c.due_at < bindparam("now"), literal_column("1")), else_=literal_column("0"))
_IN_HAND = Statement(
    select(cases.c.responder, func.count(), func.sum(_LATE)).where(IS_OPEN).group_by(cases.c.responder)
)
_listed = func.json_each(bindparam("codes")).table_valued(column("value", Text), name="listed")


def _told(among: Any) -> Any:
    sent = outbox.c.person != literal_column("''")
    return select(outbox.c.person, outbox.c.done_at).where(sent, among, outbox.c.done_at >= bindparam("since"))


_TOLD = Statement(
    _told(outbox.c.person.in_(select(_listed.c.value))),
    postgresql=_told(outbox.c.person == any_(bindparam("codes"))),
)
_ADD = insert_into(people)
_SAVE = update_by(people, "code", "name", "phone", "backup", "bind_code", "leave_from", "leave_until")
_ADD_DUTY = insert_into(duties)
_THE_DUTY = (
    duties.c.person == bindparam("of_person"),
    duties.c.role == bindparam("as_role"),
    duties.c.place == bindparam("at_place"),
)
_CHANGE_DUTY = Statement(duties.update().where(*_THE_DUTY).values(categories=bindparam("categories")))
_DROP_DUTY = Statement(duties.delete().where(*_THE_DUTY))
_DUTIES_AT = Statement(select(func.count()).select_from(duties).where(duties.c.place == bindparam("which")))
_CASES_AT = Statement(select(cases.c.number).where(cases.c.place == bindparam("which")).limit(1))
_BELOW = Statement(select(places.c.code).where(places.c.parent == bindparam("which")).limit(1))
_CASE_OF = Statement(select(cases.c.number).where(cases.c.responder == bindparam("which")).limit(1))
_REMOVE = Statement(people.delete().where(people.c.code == bindparam("which")))
_UNBIND = Statement(contacts.update().where(contacts.c.person == bindparam("which")).values(person=None))


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody on duty. `subscribed` is None where no account is bound; `seen_at` is when that last wrote."""

    code: str
    name: str
    phone: str = ""
    backup: str = ""
    bind_code: str = ""
    leave_from: date | None = None
    leave_until: date | None = None
    subscribed: bool | None = None
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class InHand:
    """How many open cases somebody has, and how many of them are past their time."""

    open: int = 0
    late: int = 0


class Staff:
    """The people on duty. Every change counts a new version of `people`."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        """Ask within `transaction`."""
        self._transaction = transaction

    def all(self) -> list[Member]:
        """Everybody, by code, those without a duty too."""
        return [_member_of(row) for row in self._transaction.rows(_ALL)]

    def load(self, code: str) -> Member | None:
        """The person with this code, or None."""
        row = self._transaction.first(_ONE, {"which": code})
        return None if row is None else _member_of(row)

    def in_hand(self, now: datetime) -> Mapping[str, InHand]:
        """What each has in hand, by code; who has nothing is left out."""
        rows = self._transaction.rows(_IN_HAND, {"now": to_millis(now)})
        return {code: InHand(int(count), int(late)) for code, count, late in rows if code}

    def told(self, codes: Collection[str], since: datetime) -> list[tuple[str, datetime]]:
        """When these were sent something since a moment: code and time, in no order."""
        listed = list(codes) if self._transaction.dialect == "postgresql" else to_json_list(list(codes))
        rows = self._transaction.rows(_TOLD, {"codes": listed, "since": to_millis(since)})
        return [(code, from_millis(at)) for code, at in rows]

    def add(self, member: Member) -> None:
        """Keep somebody new. Raises a `StorageError` when the code is taken."""
        self._transaction.change(_ADD, {**_values(member), "code": member.code})
        Versions(self._transaction).bump("people")

    def save(self, member: Member) -> None:
        """Keep what became of a person; her account stays as it is."""
        self._transaction.change(_SAVE, {**_values(member), "_code": member.code})
        Versions(self._transaction).bump("people")

    def put_duty(self, code: str, duty: Duty) -> None:
        """Let a person have a duty; one with this role and place gets these categories."""
        key = {"of_person": code, "as_role": duty.role.value, "at_place": duty.place}
        categories = to_json_list(sorted(duty.categories))
        if not self._transaction.change(_CHANGE_DUTY, {**key, "categories": categories}):
            values = {"person": code, "role": duty.role.value, "place": duty.place, "categories": categories}
            self._transaction.change(_ADD_DUTY, values)
        Versions(self._transaction).bump("people")

    def drop_duty(self, code: str, role: str, place: str) -> bool:
        """Take a duty from a person; False when she had none like it."""
        key = {"of_person": code, "as_role": role, "at_place": place}
        gone = self._transaction.change(_DROP_DUTY, key) > 0
        Versions(self._transaction).bump("people")
        return gone

    def unbind(self, code: str) -> bool:
        """Let no account be this person any more; False when none was."""
        gone = self._transaction.change(_UNBIND, {"which": code}) > 0
        Versions(self._transaction).bump("people")
        return gone

    def remove(self, code: str) -> bool:
        """Take away somebody without duties, account and cases, as after an import that is undone; whether it was."""
        if self._transaction.first(_CASE_OF, {"which": code}) is not None:
            return False
        gone = self._transaction.change(_REMOVE, {"which": code}) > 0
        Versions(self._transaction).bump("people")
        return gone

    def hang_on(self, place: str) -> Sequence[str]:
        """What hangs on a place, as words of this store: "cases", "duties", "places"; empty for nothing."""
        found = []
        if self._transaction.first(_CASES_AT, {"which": place}) is not None:
            found.append("cases")
        row = self._transaction.first(_DUTIES_AT, {"which": place})
        if row is not None and row[0]:
            found.append("duties")
        if self._transaction.first(_BELOW, {"which": place}) is not None:
            found.append("places")
        return found


def _values(member: Member) -> dict[str, Any]:
    return {
        "name": member.name,
        "phone": member.phone,
        "backup": member.backup,
        "bind_code": member.bind_code or None,
        "leave_from": member.leave_from.isoformat() if member.leave_from else "",
        "leave_until": member.leave_until.isoformat() if member.leave_until else "",
    }


def _member_of(row: Row) -> Member:
    code, name, phone, backup, bind_code, leave_from, leave_until, subscribed, seen_at = row
    return Member(
        code, name, phone, backup, bind_code or "", from_iso(leave_from), from_iso(leave_until),
        None if subscribed is None else bool(subscribed), None if seen_at is None else from_millis(seen_at),
    )  # fmt: skip
