"""The places of the territory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

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
    ).order_by(places.c.code)
)
_ADD = insert_into(places)
_CHANGE = update_by(places, "code")


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
        """Add or change the given places; others stay. Of a code given twice the last one counts.

        Counts a new version of `places` only when something changed.
        """
        wanted = {node.code: node for node in nodes}
        known = {node.code: node for node in self.nodes()}
        added = [node for code, node in wanted.items() if code not in known]
        changed = [node for code, node in wanted.items() if code in known and known[code] != node]
        self._transaction.change_each(_ADD, [_values_of(node) for node in added])
        self._transaction.change_each(_CHANGE, [{**_values_of(node), "_code": node.code} for node in changed])
        if added or changed:
            Versions(self._transaction).bump("places")
        return ImportCounts(len(added), len(changed), len(wanted) - len(added) - len(changed))


def _values_of(node: Node) -> Mapping[str, Any]:
    return {
        "code": node.code,
        "parent": node.parent,
        "kind": str(node.kind),
        "name": node.name,
        "aliases": to_json_list(node.aliases),
        "lng": node.lng,
        "lat": node.lat,
    }


def _node_of(row: Row) -> Node:
    code, parent, kind, name, aliases, lng, lat = row
    return Node(code, parent, NodeKind(kind), name, from_json_list(aliases), lng, lat)
