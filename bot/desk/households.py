"""The doors of a 家家访: which are known, who calls at which, and what a list of households adds to them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from matching.campaign import Campaign, CampaignKind, Door, DoorState
from matching.territory import NodeKind, Territory
from matching.visit import DoorAt, split_doors
from storage.places import ImportCounts
from storage.unit_of_work import UnitOfWork

#: How somebody on duty stands in a door's `volunteer`, which else holds a volunteer's code.
_ON_DUTY = "duty:"


def duty_caller(person: str) -> str:
    """What stands for somebody on duty who calls at doors."""
    return f"{_ON_DUTY}{person}"


def person_of(caller: str) -> str:
    """The code on duty of a caller; "" for a volunteer."""
    return caller.removeprefix(_ON_DUTY) if caller.startswith(_ON_DUTY) else ""


def buildings_of(territory: Territory, place: str) -> list[str]:
    """The codes of the buildings of a place, the place itself where it has none."""
    found = [code for code in territory.below(place) if _is_building(territory, code)]
    return found or [place]


def _is_building(territory: Territory, code: str) -> bool:
    node = territory.get(code)
    return node is not None and node.kind is NodeKind.BUILDING


def known_doors(unit: UnitOfWork, territory: Territory, place: str) -> list[DoorAt]:
    """The households of a place that are known: those who told their room; a building nobody did stands for itself."""
    rooms: dict[str, set[str]] = {code: set() for code in buildings_of(territory, place)}
    for contact in unit.people.living_at(list(rooms)):
        if contact.room:
            rooms[contact.home].add(contact.room)
    return [(code, room) for code, found in rooms.items() for room in sorted(found) or [""]]


def covered_places(unit: UnitOfWork, territory: Territory) -> frozenset[str]:
    """The buildings where a 家家访 is under way."""
    running = unit.campaigns.running(CampaignKind.DOORS)
    return frozenset(code for campaign in running for code in buildings_of(territory, campaign.place))


def add_households(unit: UnitOfWork, territory: Territory, doors: Sequence[DoorAt]) -> ImportCounts:
    """Add doors to the campaigns that cover them; what nobody has called at is split anew among the same callers."""
    added = 0
    for campaign in unit.campaigns.running(CampaignKind.DOORS):
        covered = set(buildings_of(territory, campaign.place))
        there = {(door.place, door.room): door for door in unit.campaigns.doors(campaign.number)}
        new = [door for door in dict.fromkeys(doors) if door[0] in covered and door not in there]
        added += len(new)
        if new:
            _split_anew(unit, campaign, there, new)
    return ImportCounts(added, 0, len(doors) - added)


def _split_anew(
    unit: UnitOfWork, campaign: Campaign, there: Mapping[DoorAt, Door], new: Collection[DoorAt]
) -> None:
    callers = list(dict.fromkeys(door.volunteer for door in there.values() if door.volunteer))
    homes = {volunteer.code: volunteer.home for volunteer in unit.people.volunteers()}
    for person in unit.people.directory():
        homes[duty_caller(person.code)] = person.duties[0].place if person.duties else ""
    unit.campaigns.add_doors([Door(campaign.number, place, room, "") for place, room in new])
    # a whole building stood for its rooms as long as nobody knew them: once they are known it is no door any more
    known = {place for place, room in new if room}
    for (place, room), door in there.items():
        if place in known and not room and door.state is DoorState.OPEN:
            unit.campaigns.remove_door(door)
    waiting = [door for door in unit.campaigns.doors(campaign.number) if door.state is DoorState.OPEN]
    save_split(unit, waiting, {caller: homes.get(caller, "") for caller in callers})


def save_split(unit: UnitOfWork, doors: Iterable[Door], callers: Mapping[str, str]) -> None:
    """Give each of these doors to a caller, fairly."""
    by_place = {(door.place, door.room): door for door in doors}
    for caller, mine in split_doors(by_place, callers).items():
        for at in mine:
            unit.campaigns.save_door(replace(by_place[at], volunteer=caller))
