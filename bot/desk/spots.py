"""Where somebody was when she last sent her location: kept for half an hour in the short-term memory, nowhere else."""

from __future__ import annotations

from datetime import timedelta

from bot.desk.desk import Visit
from bot.desk.message import InboundMessage

#: So long a location says where somebody is.
KEPT = timedelta(minutes=30)


def note_spot(visit: Visit, message: InboundMessage) -> None:
    """Keep where the visitor is; a location without coordinates says nothing."""
    if message.longitude is not None and message.latitude is not None:
        visit.desk.memory.put(_key(visit.contact.id), f"{message.longitude} {message.latitude}", KEPT)


def last_spot(visit: Visit, contact: int | None = None) -> tuple[float, float] | None:
    """Where the visitor, or another contact, was within the last half hour: lng and lat, GCJ-02; None when unknown."""
    kept = visit.desk.memory.get(_key(visit.contact.id if contact is None else contact))
    if kept is None:
        return None
    lng, lat = kept.split()
    return float(lng), float(lat)


def _key(contact: int) -> str:
    return f"spot:{contact}"
