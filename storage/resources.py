"""What paired units lend, and every use of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from matching.resource import KEPT, Resource, ResourceKind, Use, UseState
from storage.encoding import from_json_list, from_millis, to_json_list, to_millis
from storage.places import ImportCounts
from storage.prepared import Row, Statement, Transaction, among, insert_into, update_by
from storage.volunteer_tables import resource_uses, resources

_RESOURCE = select(
    resources.c.code, resources.c.unit, resources.c.place, resources.c.kind, resources.c.name, resources.c.aliases,
    resources.c.count, resources.c.keeper, resources.c.note,
)
_USE = select(
    resource_uses.c.id, resource_uses.c.resource, resource_uses.c.by, resource_uses.c.what, resource_uses.c.count,
    resource_uses.c.at, resource_uses.c.starts_at, resource_uses.c.ends_at, resource_uses.c.state,
    resource_uses.c.why, resource_uses.c.contact,
)
_ALL = Statement(_RESOURCE.order_by(resources.c.place, resources.c.code))
_BY_CODE = Statement(_RESOURCE.where(resources.c.code == bindparam("which")))
_LOCK = Statement(
    _RESOURCE.where(resources.c.code == bindparam("which")),
    postgresql=_RESOURCE.where(resources.c.code == bindparam("which")).with_for_update(),
)
_ADD = insert_into(resources)
_CHANGE = update_by(resources, "code")
_USE_ADD = insert_into(resource_uses, "id", returning="id")
_USE_SAVE = update_by(resource_uses, "id", "ends_at", "state", "why")
_USE_LOAD = Statement(_USE.where(resource_uses.c.id == bindparam("which")))
_KEPT = Statement(
    _USE.where(
        resource_uses.c.resource == bindparam("resource"),
        among(resource_uses.c.state, sorted(state.value for state in KEPT)),
    ).order_by(resource_uses.c.starts_at, resource_uses.c.id)
)
_USES_OF = Statement(
    _USE.where(
        resource_uses.c.by == bindparam("person"),
        among(resource_uses.c.state, sorted(state.value for state in KEPT)),
    ).order_by(resource_uses.c.starts_at, resource_uses.c.id)
)
_ASKED = Statement(
    _USE.where(resource_uses.c.state == UseState.ASKED.value).order_by(resource_uses.c.id).limit(bindparam("many"))
)
_SINCE = Statement(_USE.where(resource_uses.c.at >= bindparam("since")).order_by(resource_uses.c.id))


class Resources:
    """The resources and their uses."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        """Ask within `transaction`."""
        self._transaction = transaction

    def all(self) -> list[Resource]:
        """Everything, by place and code."""
        return [_resource_of(row) for row in self._transaction.rows(_ALL)]

    def load(self, code: str) -> Resource | None:
        """A resource, or None. While writing nobody else can reserve it until the end."""
        row = self._transaction.first(_LOCK if self._transaction.writing else _BY_CODE, {"which": code})
        return None if row is None else _resource_of(row)

    def apply(self, wanted: Sequence[Resource]) -> ImportCounts:
        """Add or change resources by code; others stay."""
        known = {one.code: one for one in self.all()}
        added = [one for one in wanted if one.code not in known]
        changed = [one for one in wanted if one.code in known and known[one.code] != one]
        self._transaction.change_each(_ADD, [_values(one) for one in added])
        self._transaction.change_each(_CHANGE, [{**_values(one), "_code": one.code} for one in changed])
        return ImportCounts(len(added), len(changed), len(wanted) - len(added) - len(changed))

    def use(self, use: Use) -> int:
        """Keep a new use; its number, which the store gives (`use.number` is ignored)."""
        row = self._transaction.first(_USE_ADD, {
            "resource": use.resource,
            "contact": use.contact or None,
            "by": use.by,
            "what": use.what,
            "count": use.count,
            "at": to_millis(use.at),
            "starts_at": to_millis(use.starts_at),
            "ends_at": to_millis(use.ends_at),
            "state": use.state.value,
            "why": use.why,
        })  # fmt: skip
        return int(row[0]) if row else 0

    def save_use(self, use: Use) -> None:
        """Keep what became of a use: its end, state and why."""
        self._transaction.change(_USE_SAVE, {
            "_id": use.number, "ends_at": to_millis(use.ends_at), "state": use.state.value, "why": use.why,
        })  # fmt: skip

    def load_use(self, number: int) -> Use | None:
        """A use, or None."""
        row = self._transaction.first(_USE_LOAD, {"which": number})
        return None if row is None else _use_of(row)

    def kept(self, resource: str) -> list[Use]:
        """The uses that a resource is asked or promised for, the earliest first."""
        return [_use_of(row) for row in self._transaction.rows(_KEPT, {"resource": resource})]

    def kept_by(self, person: str) -> list[Use]:
        """What a person has asked for or was promised, the earliest first."""
        return [_use_of(row) for row in self._transaction.rows(_USES_OF, {"person": person})]

    def asked(self, many: int) -> list[Use]:
        """What no keeper has answered yet, the earliest first."""
        return [_use_of(row) for row in self._transaction.rows(_ASKED, {"many": many})]

    def uses_since(self, moment: datetime) -> list[Use]:
        """The uses asked for since a moment, in order."""
        return [_use_of(row) for row in self._transaction.rows(_SINCE, {"since": to_millis(moment)})]


def _values(one: Resource) -> dict[str, Any]:
    return {
        "code": one.code,
        "unit": one.unit,
        "place": one.place,
        "kind": one.kind.value,
        "name": one.name,
        "aliases": to_json_list(one.aliases),
        "count": one.count,
        "keeper": one.keeper,
        "note": one.note,
    }


def _resource_of(row: Row) -> Resource:
    code, unit, place, kind, name, aliases, count, keeper, note = row
    return Resource(code, unit, place, ResourceKind(kind), name, from_json_list(aliases), count, keeper, note)


def _use_of(row: Row) -> Use:
    number, resource, by, what, count, at, starts_at, ends_at, state, why, contact = row
    return Use(
        number, resource, by, what, count, from_millis(at), from_millis(starts_at), from_millis(ends_at),
        UseState(state), why, contact or 0,
    )  # fmt: skip
