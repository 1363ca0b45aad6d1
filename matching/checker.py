"""The second pair of eyes: who looks whether a case is solved when the resident keeps silent."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from matching.responder import Duty, Responder, Role
from matching.routing import Choice, Enquiry, Town, is_arbiters

#: Who is asked before whom: those who can walk there first, then the offices upwards.
_ORDER: Final[Mapping[Role, int]] = MappingProxyType({
    Role.ESTATE_SECRETARY: 0,
    Role.GRID_WORKER: 1,
    Role.COMMUNITY: 2,
    Role.STREET: 3,
})
_CENTRE: Final = 4  # a command centre that takes everything for its district


def choose_checker(enquiry: Enquiry, town: Town, *, private: bool = False) -> Choice | None:
    """Who checks a case at a place: estate secretary, grid worker, community, street, command centre in that order,
    the lowest place first, whatever their categories.

    `enquiry.without` must name the handler, the parties, and whoever was asked before. Whoever is on leave is passed
    by, and no backup stands in: that may be the handler. What is `private` only those see who may decide it: street
    and command centre. None when nobody is left.
    """
    line = town.territory.lineage_or_top(enquiry.place)
    found = [
        (order, depth, Choice(holder, duty, node, ()))
        for depth, node in enumerate(line)
        for holder, duty in town.directory.at(node.code)
        if (order := _order(duty)) is not None and _there(holder, enquiry) and (is_arbiters(duty) or not private)
    ]
    return min(found, key=lambda one: one[:2])[2] if found else None


def _order(duty: Duty) -> int | None:
    if duty.role is Role.DEPARTMENT:
        return _CENTRE if is_arbiters(duty) else None
    return _ORDER.get(duty.role)


def _there(holder: Responder, enquiry: Enquiry) -> bool:
    return holder.code not in enquiry.without and not holder.on_leave(enquiry.day)
