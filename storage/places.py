"""The places of the territory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import bindparam, select

from matching.territory import Node, NodeKind
from storage.encoding import from_json_list, to_json_list
from storage.prepared import Row, Statement, Transaction, insert_into, update_by
from storage.tables import places
from storage.versions import Versions

_ALL = Statement(
    select(
        places.c.code,
        places.c.parent,
        places.c.kind,
        places.c.name,
        places.c.aliases,
        places.c.lng,
        places.c.lat,
        places.c.successor,
    ).order_by(places.c.code)
)
_ADD = insert_into(places)
_CHANGE = update_by(places, "code")
_REMOVE = Statement(places.delete().where(places.c.code == bindparam("which")))


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """How many rows of a file were new, different from before, or already so."""

    added: int
    changed: int
    same: int


class Places:
    """The rows of the territory."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        """Ask within `transaction`."""
        self._transaction = transaction

    def nodes(self) -> tuple[Node, ...]:
        """All places, by code."""
        return tuple(_node_of(row) for row in self._transaction.rows(_ALL))

    def apply(self, nodes: Iterable[Node]) -> ImportCounts:
        """Add or change the given places; others stay. Of a code given twice the last one counts; what has been closed
        stays closed.

        Counts a new version of `places` only when something changed.
        """
        known = {node.code: node for node in self.nodes()}
        wanted = {node.code: _as_closed(node, known.get(node.code)) for node in nodes}
        added = [node for code, node in wanted.items() if code not in known]
        changed = [node for code, node in wanted.items() if code in known and known[code] != node]
        self._transaction.change_each(_ADD, [_values_of(node) for node in added])
        self._transaction.change_each(_CHANGE, [{**_values_of(node), "_code": node.code} for node in changed])
        if added or changed:
            Versions(self._transaction).bump("places")
        return ImportCounts(len(added), len(changed), len(wanted) - len(added) - len(changed))

    def save(self, node: Node) -> None:
        """Keep a place as it is now, a new one too; it may be closed or stand again by that."""
        if not self._transaction.change(_CHANGE, {**_values_of(node), "_code": node.code}):
            self._transaction.change(_ADD, _values_of(node))
        Versions(self._transaction).bump("places")

    def remove(self, code: str) -> bool:
        """Take away a place that nothing hangs on, as after an import that is undone; False when it is not there."""
        gone = self._transaction.change(_REMOVE, {"which": code}) > 0
        Versions(self._transaction).bump("places")
        return gone


def _as_closed(node: Node, known: Node | None) -> Node:
    return node if known is None else replace(node, successor=known.successor)


def _values_of(node: Node) -> Mapping[str, Any]:
    return {
        "code": node.code,
        "parent": node.parent,
        "kind": str(node.kind),
        "name": node.name,
        "aliases": to_json_list(node.aliases),
        "lng": node.lng,
        "lat": node.lat,
        "successor": node.successor,
    }


def _node_of(row: Row) -> Node:
    code, parent, kind, name, aliases, lng, lat, successor = row
    return Node(code, parent, NodeKind(kind), name, from_json_list(aliases), lng, lat, successor)
