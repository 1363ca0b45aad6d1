"""Activities and who has signed up for them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite

from matching.activity import Activity, ActivityState, SignUp, SignUpState
from storage.encoding import from_millis, from_millis_or_null, to_millis, to_millis_or_null
from storage.prepared import Row, Statement, Transaction, insert_into, update_by
from storage.volunteer_tables import activities, sign_ups

_ACTIVITY = select(*activities.columns)
_SIGN_UP = select(
    sign_ups.c.id, sign_ups.c.activity, sign_ups.c.contact, sign_ups.c.count, sign_ups.c.state, sign_ups.c.at,
    sign_ups.c.guardian,
)
_ADD = insert_into(activities, "id", returning="id")
_SAVE = update_by(activities, "id", "spot", "starts_at", "ends_at", "capacity", "state", "reminded_at")
_LOAD = Statement(_ACTIVITY.where(activities.c.id == bindparam("which")))
_LOCK = Statement(
    _ACTIVITY.where(activities.c.id == bindparam("which")),
    postgresql=_ACTIVITY.where(activities.c.id == bindparam("which")).with_for_update(),
)
_OPEN = Statement(
    _ACTIVITY.where(activities.c.state == ActivityState.OPEN.value)
    .order_by(activities.c.starts_at, activities.c.id)
    .limit(bindparam("many"))
)
_SINCE = Statement(_ACTIVITY.where(activities.c.starts_at >= bindparam("since")).order_by(activities.c.id))
_SIGNED = Statement(
    _SIGN_UP.where(sign_ups.c.activity == bindparam("activity")).order_by(sign_ups.c.at, sign_ups.c.id)
)
_OF_CONTACT = Statement(
    select(*activities.columns, *_SIGN_UP.selected_columns)
    .join_from(sign_ups, activities, activities.c.id == sign_ups.c.activity)
    .where(
        sign_ups.c.contact == bindparam("contact"),
        sign_ups.c.state != SignUpState.OUT.value,
        activities.c.state == ActivityState.OPEN.value,
    )
    .order_by(activities.c.starts_at, activities.c.id)
)
_SAME = ["activity", "contact"]
_CHANGED: dict[str, Any] = {name: bindparam(name) for name in ("count", "state", "guardian", "at")}
_VALUES: dict[str, Any] = {**{name: bindparam(name) for name in _SAME}, **_CHANGED}
_PUT = Statement(
    sqlite.insert(sign_ups).values(_VALUES).on_conflict_do_update(index_elements=_SAME, set_=_CHANGED),
    postgresql=postgresql.insert(sign_ups).values(_VALUES).on_conflict_do_update(index_elements=_SAME, set_=_CHANGED),
)
_COUNTS = Statement(
    select(sign_ups.c.activity, sign_ups.c.state, func.sum(sign_ups.c.count), func.count())
    .group_by(sign_ups.c.activity, sign_ups.c.state)
)
_WIDTH = len(activities.columns)


class Activities:
    """The activities and their sign-ups."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        """Ask within `transaction`."""
        self._transaction = transaction

    def add(self, activity: Activity) -> int:
        """Keep a new activity; its number, which the store gives (`activity.number` is ignored)."""
        row = self._transaction.first(_ADD, {
            "place": activity.place,
            "title": activity.title,
            "minors": activity.minors,
            "by": activity.by,
            **_changing(activity),
        })  # fmt: skip
        return int(row[0]) if row else 0

    def save(self, activity: Activity) -> None:
        """Keep what became of an activity; its title, place and who announced it stay."""
        self._transaction.change(_SAVE, {**_changing(activity), "_id": activity.number})

    def load(self, number: int) -> Activity | None:
        """An activity, or None. While writing nobody else can sign up for it until the end."""
        row = self._transaction.first(_LOCK if self._transaction.writing else _LOAD, {"which": number})
        return None if row is None else _activity_of(row)

    def open(self, many: int = 1000) -> list[Activity]:
        """What is neither over nor called off, the earliest first; also what has ended and nobody has noticed."""
        return [_activity_of(row) for row in self._transaction.rows(_OPEN, {"many": many})]

    def since(self, moment: datetime) -> list[Activity]:
        """The activities that begin at a moment or later, in the order they were announced."""
        return [_activity_of(row) for row in self._transaction.rows(_SINCE, {"since": to_millis(moment)})]

    def put(self, sign_up: SignUp) -> None:
        """Keep a contact's sign-up; a later one for the same activity goes over the earlier."""
        self._transaction.change(_PUT, {
            "activity": sign_up.activity,
            "contact": sign_up.contact,
            "count": sign_up.count,
            "state": sign_up.state.value,
            "guardian": sign_up.guardian,
            "at": to_millis(sign_up.at),
        })  # fmt: skip

    def sign_ups(self, activity: int) -> list[SignUp]:
        """Everybody who ever signed up for an activity, in the order of signing up, those who are out too."""
        return [_sign_up_of(row) for row in self._transaction.rows(_SIGNED, {"activity": activity})]

    def of_contact(self, contact: int) -> list[tuple[Activity, SignUp]]:
        """What a contact goes to or waits for, the earliest first."""
        found = self._transaction.rows(_OF_CONTACT, {"contact": contact})
        return [(_activity_of(row), _sign_up_of(row[_WIDTH:])) for row in found]

    def counts(self) -> dict[tuple[int, SignUpState], tuple[int, int]]:
        """For each activity and state how many people and how many sign-ups there are."""
        return {(row[0], SignUpState(row[1])): (int(row[2]), row[3]) for row in self._transaction.rows(_COUNTS)}


def _changing(activity: Activity) -> dict[str, Any]:
    return {
        "spot": activity.spot,
        "starts_at": to_millis(activity.starts_at),
        "ends_at": to_millis(activity.ends_at),
        "capacity": activity.capacity,
        "state": activity.state.value,
        "reminded_at": to_millis_or_null(activity.reminded_at),
    }


def _activity_of(row: Row) -> Activity:
    number, place, title, spot, starts_at, ends_at, capacity, minors, by, state, reminded_at = row[:_WIDTH]
    return Activity(
        number, place, title, spot, from_millis(starts_at), from_millis(ends_at), capacity, bool(minors), by,
        ActivityState(state), from_millis_or_null(reminded_at),
    )  # fmt: skip


def _sign_up_of(row: Row) -> SignUp:
    number, activity, contact, count, state, at, guardian = row
    return SignUp(number, activity, contact, count, SignUpState(state), from_millis(at), guardian)
