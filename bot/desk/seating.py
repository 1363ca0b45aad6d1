"""Who sits at a meeting: the five parties of a compound, or a community with its paired units."""

from __future__ import annotations

from bot.desk.desk import Visit
from matching.gathering import Gathering, Seat
from matching.responder import Responder, Role

#: The parties of 五方例会 (seed 19: 党组织+居委会+物业+业委会+驻区单位) with the roles that speak for them; the
#: last two have none among the duties, they sit where a rota names somebody.
_PARTIES: tuple[tuple[str, Role | None], ...] = (
    ("党组织", Role.ESTATE_SECRETARY),
    ("居委会", Role.COMMUNITY),
    ("物业", Role.PROPERTY),
    ("业委会", None),
    ("驻区单位", None),
)
#: The rota kinds that name who sits for a party or a paired unit (`linli import rotas`).
COMMITTEE, UNIT = "committee", "unit"


def seats_for(visit: Visit, kind: Gathering, place: str) -> tuple[Seat, ...]:
    """The seats of a meeting of this kind at a place, in the order in which they take the chair."""
    if kind is Gathering.JOINT:
        host = _holder(visit, Role.COMMUNITY, place)
        units = _named(visit, UNIT, place)
        return (Seat("居委会", host.code if host else ""), *units)
    seats = []
    for party, role in _PARTIES:
        if role is not None:
            holder = _holder(visit, role, place)
            if holder is not None:
                seats.append(Seat(party, holder.code))
        else:
            seats += _named(visit, COMMITTEE if party == "业委会" else UNIT, place)
    return tuple(seats)


def _holder(visit: Visit, role: Role, place: str) -> Responder | None:
    """Who holds a role at the place or above it, or right below it, the nearest first; nobody on leave."""
    town, today = visit.knowledge.town, visit.now.astimezone(visit.zone).date()
    line = [*(node.code for node in town.territory.lineage(place)),
            *(node.code for node in town.territory.children(place))]
    found = (holder for code in line for holder, duty in town.directory.at(code) if duty.role is role)
    return next((holder for holder in found if not holder.on_leave(today)), None)


def _named(visit: Visit, kind: str, place: str) -> tuple[Seat, ...]:
    """Who the rotas name for a kind at the place or above it today, by organisation."""
    today = visit.now.astimezone(visit.zone).date()
    line = {node.code for node in visit.knowledge.town.territory.lineage(place)}
    named = [turn for turn in visit.unit.rotas.on_duty(kind, today) if turn.place in line]
    return tuple(Seat(turn.organisation or turn.person, turn.person) for turn in named)
