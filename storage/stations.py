"""红色驿站: what each offers, who keeps it, and what people say of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import bindparam, select

from matching.station import Station
from storage.encoding import from_millis, from_millis_or_null, to_millis, to_millis_or_null
from storage.places import ImportCounts
from storage.prepared import Row, Statement, Transaction, insert_into, update_by
from storage.volunteer_tables import station_feedback, stations

_ALL = Statement(select(*stations.columns).order_by(stations.c.code))
_ONE = select(*stations.columns).where(stations.c.code == bindparam("which"))
_LOAD = Statement(_ONE)
_LOCK = Statement(_ONE.with_for_update())  # not rendered for SQLite, where writers are alone
_ADD = insert_into(stations)
_SAVE = update_by(stations, "code")
_TELL = insert_into(station_feedback, "id")
_SAID = Statement(
    select(station_feedback.c.at, station_feedback.c.text)
    .where(station_feedback.c.station == bindparam("which"))
    .order_by(station_feedback.c.id.desc())
    .limit(bindparam("many"))
)


@dataclass(frozen=True, slots=True)
class Feedback:
    """What somebody said of a station; who it was stays with the store."""

    at: datetime
    text: str


class Stations:
    """The stations."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        """Ask within `transaction`."""
        self._transaction = transaction

    def all(self) -> list[Station]:
        """Every station, by code."""
        return [_station_of(row) for row in self._transaction.rows(_ALL)]

    def load(self, code: str) -> Station | None:
        """The station with this code, or None. While writing nobody else can change it until the end."""
        row = self._transaction.first(_LOCK if self._transaction.writing else _LOAD, {"which": code})
        return _station_of(row) if row else None

    def save(self, station: Station) -> None:
        """Keep a station as it is now."""
        self._transaction.change(_SAVE, {**_values(station), "_code": station.code})

    def apply(self, rows: Sequence[Station]) -> ImportCounts:
        """Add or change stations by code; others stay. What a keeper said of one and of its services stays too."""
        known = {station.code: station for station in self.all()}
        wanted = {row.code: _with_state(row, known.get(row.code)) for row in rows}
        added = [row for code, row in wanted.items() if code not in known]
        changed = [row for code, row in wanted.items() if code in known and known[code] != row]
        self._transaction.change_each(_ADD, [_values(row) for row in added])
        self._transaction.change_each(_SAVE, [{**_values(row), "_code": row.code} for row in changed])
        return ImportCounts(len(added), len(changed), len(wanted) - len(added) - len(changed))

    def tell(self, station: str, contact: int, at: datetime, text: str) -> None:
        """Keep what somebody says of a station."""
        self._transaction.change(_TELL, {"station": station, "contact": contact, "at": to_millis(at), "text": text})

    def said_of(self, station: str, many: int = 20) -> list[Feedback]:
        """The last things that were said of a station, the newest first."""
        rows = self._transaction.rows(_SAID, {"which": station, "many": many})
        return [Feedback(from_millis(at), text) for at, text in rows]


def _with_state(row: Station, known: Station | None) -> Station:
    if known is None:
        return row
    services = {name: known.services.get(name, "") for name in row.services}
    return replace(
        row, services=services, open=known.open, until_at=known.until_at, note=known.note, updated_at=known.updated_at
    )


def _values(station: Station) -> dict[str, object]:
    return {
        "code": station.code,
        "name": station.name,
        "place": station.place,
        "lng": station.lng,
        "lat": station.lat,
        "hours": station.hours,
        "services": json.dumps(dict(station.services), ensure_ascii=False),
        "keeper": station.keeper,
        "open": station.open,
        "until_at": to_millis_or_null(station.until_at),
        "note": station.note,
        "updated_at": to_millis_or_null(station.updated_at),
    }


def _station_of(row: Row) -> Station:
    code, name, place, lng, lat, hours, services, keeper, is_open, until, note, updated = row
    return Station(
        code, name, place, lng, lat, hours, json.loads(services), keeper, bool(is_open),
        from_millis_or_null(until), note, from_millis_or_null(updated),
    )  # fmt: skip
