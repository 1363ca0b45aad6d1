"""Who is on duty for what from which day to which: mediators, committees, paired units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, or_, select

from storage.casework_tables import rotas
from storage.encoding import from_iso, to_iso
from storage.prepared import Row, Statement, Transaction, insert_into

_ROTA = select(
    rotas.c.kind, rotas.c.person, rotas.c.organisation, rotas.c.place, rotas.c.from_day, rotas.c.until_day
)
_ADD = insert_into(rotas, "id")
_CLEAR = Statement(rotas.delete().where(rotas.c.kind == bindparam("of_kind")))
_ON_DUTY = Statement(
    _ROTA.where(
        rotas.c.kind == bindparam("of_kind"),
        rotas.c.from_day <= bindparam("today"),
        or_(rotas.c.until_day == "", rotas.c.until_day >= bindparam("today")),
    ).order_by(rotas.c.id)
)
_ALL = Statement(_ROTA.order_by(rotas.c.id))


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn: `person` a code (may be empty for a unit without anybody bound); both days count, None is open."""

    kind: str
    person: str
    organisation: str
    place: str
    from_day: date | None = None
    until_day: date | None = None


class Rotas:
    """The duty rotas."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        """Ask within `transaction`."""
        self._transaction = transaction

    def replace(self, kind: str, turns: Sequence[Turn]) -> None:
        """Put these turns in the place of all of a kind."""
        self._transaction.change(_CLEAR, {"of_kind": kind})
        for turn in turns:
            self._transaction.change(_ADD, {
                "kind": turn.kind,
                "person": turn.person,
                "organisation": turn.organisation,
                "place": turn.place,
                "from_day": to_iso(turn.from_day),
                "until_day": to_iso(turn.until_day),
            })  # fmt: skip

    def on_duty(self, kind: str, day: date) -> list[Turn]:
        """Whose turn of a kind it is on a day, in the order they were put in."""
        return [_turn_of(row) for row in self._transaction.rows(_ON_DUTY, {"of_kind": kind, "today": day.isoformat()})]

    def all(self) -> list[Turn]:
        """Every turn, in the order they were put in."""
        return [_turn_of(row) for row in self._transaction.rows(_ALL)]


def _turn_of(row: Row) -> Turn:
    return Turn(row[0], row[1], row[2], row[3], from_iso(row[4]), from_iso(row[5]))
