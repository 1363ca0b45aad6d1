"""The mediations: one to a case. Their words leave with either side, see `storage.contacts`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select

from matching.mediation import Mediation, Side, Stage
from storage.casework_tables import mediations
from storage.encoding import (
    from_json_list,
    from_millis,
    from_millis_or_null,
    to_json_list,
    to_millis,
    to_millis_or_null,
)
from storage.prepared import Row, Statement, Transaction, insert_into, update_by
from storage.tables import contacts

_MEDIATION = select(*mediations.columns)
_ADD = insert_into(mediations)
_SAVE = update_by(mediations, "case")
_OF_CASE = Statement(_MEDIATION.where(mediations.c.case == bindparam("number")))
_TO_FOLLOW = Statement(
    _MEDIATION.where(mediations.c.follow_up_at <= bindparam("now"))
    .order_by(mediations.c.follow_up_at, mediations.c.case)
    .limit(bindparam("many"))
)
_HOUSEHOLD = Statement(
    select(contacts.c.person).where(
        contacts.c.home == bindparam("at_home"),
        contacts.c.room == bindparam("in_room"),
        contacts.c.person.is_not(None),
    )
)


class Mediations:
    """The mediations."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        """Ask within `transaction`."""
        self._transaction = transaction

    def add(self, mediation: Mediation) -> None:
        """Keep a mediation that begins."""
        self._transaction.change(_ADD, {**_values_of(mediation), "case": mediation.case})

    def save(self, mediation: Mediation) -> None:
        """Keep a mediation as it is now."""
        self._transaction.change(_SAVE, {**_values_of(mediation), "_case": mediation.case})

    def of_case(self, number: int) -> Mediation | None:
        """The mediation of a case, or None."""
        row = self._transaction.first(_OF_CASE, {"number": number})
        return None if row is None else _mediation_of(row)

    def to_follow(self, now: datetime, many: int) -> list[Mediation]:
        """Agreements to be asked about at `now`, the longest due first."""
        return [_mediation_of(row) for row in self._transaction.rows(_TO_FOLLOW, {"now": to_millis(now), "many": many})]

    def on_duty_in_household(self, home: str, room: str) -> frozenset[str]:
        """The codes of those on duty who live in a room; nobody where the room is not known."""
        if not home or not room:
            return frozenset()
        return frozenset(row[0] for row in self._transaction.rows(_HOUSEHOLD, {"at_home": home, "in_room": room}))


def _values_of(mediation: Mediation) -> dict[str, object]:
    return {
        "mediator": mediation.mediator,
        "other": mediation.other,
        "other_place": mediation.other_place,
        "stage": mediation.stage.value,
        "agreement": mediation.agreement,
        "agreed": to_json_list(sorted(mediation.agreed)),
        "at": to_millis(mediation.at),
        "follow_up_at": to_millis_or_null(mediation.follow_up_at),
        "followed_at": to_millis_or_null(mediation.followed_at),
        "result": mediation.result,
    }


def _mediation_of(row: Row) -> Mediation:
    return Mediation(
        case=row[0],
        mediator=row[1],
        other=row[2],
        other_place=row[3],
        stage=Stage(row[4]),
        agreement=row[5],
        agreed=frozenset(map(Side, from_json_list(row[6]))),
        at=from_millis(row[7]),
        follow_up_at=from_millis_or_null(row[8]),
        followed_at=from_millis_or_null(row[9]),
        result=row[10],
    )
