"""Who looks, written over the page: whoever photographs it signs the picture."""

from __future__ import annotations

from bot.desk.desk import Visit
from matching.routing import masked


def mark_of(visit: Visit) -> str:
    """The viewer's masked name, code and the minute; empty for somebody who is nobody's handler."""
    person = visit.contact.person
    responder = visit.knowledge.town.directory.get(person) if person else None
    if responder is None:
        return ""
    return f"{masked(responder.name)} {person} {visit.now.astimezone(visit.zone).strftime('%m-%d %H:%M')}"
