"""点单: the catalogues of all communities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, select

from matching.service import Mode, Service, parse_parts, write_parts
from storage.encoding import from_iso, from_json_list, to_iso, to_json_list
from storage.places import ImportCounts
from storage.prepared import Row, Statement, Transaction, insert_into, update_by
from storage.volunteer_tables import services

_SERVICE = select(
    services.c.code, services.c.place, services.c.number, services.c.name, services.c.aliases, services.c.mode,
    services.c.parts, services.c.minutes, services.c.note, services.c.until_day,
)
_ALL = Statement(_SERVICE.order_by(services.c.place, services.c.number, services.c.code))
_AT = Statement(_SERVICE.where(services.c.place == bindparam("at")).order_by(services.c.number, services.c.code))
_ADD = insert_into(services)
_CHANGE = update_by(services, "code")


class Services:
    """The catalogues."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        """Ask within `transaction`."""
        self._transaction = transaction

    def all(self) -> list[Service]:
        """Every item, by place and number, also those that have ended."""
        return [_service_of(row) for row in self._transaction.rows(_ALL)]

    def at(self, place: str) -> list[Service]:
        """The items of one place's catalogue, by number, also those that have ended."""
        return [_service_of(row) for row in self._transaction.rows(_AT, {"at": place})]

    def apply(self, wanted: Sequence[Service]) -> ImportCounts:
        """Add or change items by code; others stay."""
        known = {one.code: one for one in self.all()}
        added = [one for one in wanted if one.code not in known]
        changed = [one for one in wanted if one.code in known and known[one.code] != one]
        self._transaction.change_each(_ADD, [_values(one) for one in added])
        self._transaction.change_each(_CHANGE, [{**_values(one), "_code": one.code} for one in changed])
        return ImportCounts(len(added), len(changed), len(wanted) - len(added) - len(changed))


def _values(one: Service) -> dict[str, Any]:
    return {
        "code": one.code,
        "place": one.place,
        "number": one.number,
        "name": one.name,
        "aliases": to_json_list(one.aliases),
        "mode": one.mode.value,
        "parts": write_parts(one.parts),
        "minutes": one.minutes,
        "note": one.note,
        "until_day": to_iso(one.until),
    }


def _service_of(row: Row) -> Service:
    code, place, number, name, aliases, mode, parts, minutes, note, until = row
    return Service(
        code, place, number, name, from_json_list(aliases), Mode(mode), parse_parts(parts) or (), minutes, note,
        from_iso(until),
    )  # fmt: skip
