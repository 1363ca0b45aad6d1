"""How somebody whom a unit's list named makes the entry her own: a code that the list's owner gives her, said once.

WeChat tells no unit its people's accounts. The code is made of the entry's code and the installation's key, so it is
stored nowhere and nobody works it out; it opens nothing once the entry has an account.
"""

from __future__ import annotations

import hmac
from base64 import b32encode
from dataclasses import replace

from bot.desk import wording_register
from bot.desk.attesting import enlist
from bot.desk.desk import Visit
from bot.desk.enlisting import register_line
from storage.people import VolunteerRow

_LONG = 8


def entry_code(key: str, code: str) -> str:
    """The eight letters and digits that make an entry somebody's own; empty without a key."""
    made = hmac.new(key.encode(), f"volunteer entry\n{code}".encode(), "sha256").digest()
    return b32encode(made).decode()[:_LONG] if key else ""


def claim_entry(visit: Visit, said: str) -> str | None:
    """The reply to the code of an entry without an account, which is the visitor's from now on; None for any other.

    Whoever has signed up herself before keeps her own entry, which takes over what the list knows besides.
    """
    given, key = said.strip().upper(), visit.desk.links.key
    if not key or len(given) != _LONG:
        return None
    found = next(
        (
            one.code
            for one in visit.knowledge.roster
            if not one.contact and hmac.compare_digest(entry_code(key, one.code).encode(), given.encode())
        ),
        None,
    )
    listed = visit.unit.people.volunteer_row(found) if found is not None else None
    if listed is None or listed.openid or visit.unit.people.has_left(listed.code):
        return None
    own = visit.unit.people.own_row(visit.contact.id)
    row = listed if own is None else _joined(own, listed)
    if own is not None:
        visit.unit.people.leave(listed.code, visit.now)
    row = replace(row, home=row.home or visit.contact.home)
    enlist(visit, own, row)
    return wording_register.registered(register_line(visit, row))


def _joined(own: VolunteerRow, listed: VolunteerRow) -> VolunteerRow:
    return replace(
        own,
        name=own.name or listed.name,
        work=listed.work or own.work,
        unit=listed.unit or own.unit,
        skills=tuple(dict.fromkeys((*own.skills, *listed.skills))),
        verified=tuple(dict.fromkeys((*own.verified, *listed.verified))),
        vetted=own.vetted or listed.vetted,
    )
