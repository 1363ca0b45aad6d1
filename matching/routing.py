"""Who handles a matter: the lowest place with somebody on duty, backups next, then up the tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from matching.preference import (
    COMMUNITY_ROLES,
    NotForCommunities,
    Preferences,
    PreferencesRefused,
    parse_preferences,
    shipped_preferences_text,
)
from matching.responder import Directory, Duty, Responder, Role
from matching.territory import Node, NodeKind, Territory

__all__ = [
    "Choice",
    "Enquiry",
    "Preferences",
    "PreferencesRefused",
    "Town",
    "choose_responder",
    "masked",
    "parse_preferences",
    "shipped_preferences_text",
]

#: How a place of each kind is called when it has nobody: "本栋没有人负责物业收费".
_HERE = {
    NodeKind.DISTRICT: "本区",
    NodeKind.STREET: "本街道",
    NodeKind.COMMUNITY: "本社区",
    NodeKind.COMPOUND: "本小区",
    NodeKind.GRID: "本网格",
    NodeKind.BUILDING: "本栋",
    NodeKind.LANE: "本街巷",
    NodeKind.PARK: "本园区",
}
#: Where the one who takes it is: "由小区物业负责".
_THERE = {kind: here.removeprefix("本") for kind, here in _HERE.items()}

#: An office keeps its name in public; a person keeps only the surname.
_OFFICE_ENDINGS = tuple("业心司局办队区道委会站所处科部镇村室台")


#: These may be the owner that the negative list names, or hand it on by right.
_AUTHORITIES = frozenset({Role.STREET, Role.DEPARTMENT})


@dataclass(frozen=True, slots=True)
class Town:
    """The places, the people and the routing table, read together."""

    territory: Territory
    directory: Directory
    preferences: Preferences


@dataclass(frozen=True, slots=True)
class Enquiry:
    """Who takes `category` at `place` on `day`? `place` "" is unknown. `without` are the codes of those who
    returned it, kept silent or are a party themselves.
    """

    place: str
    category: str
    day: date
    without: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Choice:
    """Who takes it, by which duty, at which place. `reasons` are Chinese, fit for residents, names masked;
    where a backup stands in, `duty` is that of the one who is away.
    """

    responder: Responder
    duty: Duty
    node: Node
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """One duty that covers the category, `depth` steps above the place."""

    holder: Responder
    duty: Duty
    node: Node
    depth: int


def choose_responder(enquiry: Enquiry, town: Town) -> Choice | None:
    """Who takes the matter. Preferred roles first, then the lowest place, then who names the category before
    `*`, then the directory's order. Somebody away is represented by the backup. What communities are not
    given goes to them only when nobody else is left. None when nobody in the whole directory is available.
    """
    nodes = _places(enquiry.place, town.territory)
    for candidates in (_on_the_way_up(enquiry, town, nodes), _anybody(town, nodes)):
        for candidate in candidates:
            responder, stand_in = _available(candidate.holder, enquiry, town.directory)
            if responder is not None:
                reasons = (*_reasons(candidate, enquiry, town), *stand_in)
                return Choice(responder, candidate.duty, candidate.node, reasons)
    return None


def masked(name: str) -> str:
    """The name as strangers may read it: 陈志明 → 陈**; an office keeps its name."""
    if not name or len(name) > 4 or name.endswith(_OFFICE_ENDINGS):
        return name
    return name[0] + "**"


def _places(place: str, territory: Territory) -> tuple[Node, ...]:
    """The place and those above it; for an unknown place the roots of the tree."""
    return territory.lineage(place) or territory.children("")


def _on_the_way_up(enquiry: Enquiry, town: Town, nodes: tuple[Node, ...]) -> list[_Candidate]:
    """Those whose duty covers the category, the one to ask first in front."""
    found = [
        _Candidate(holder, duty, node, depth)
        for depth, node in enumerate(nodes)
        for holder, duty in town.directory.at(node.code)
        if duty.covers(enquiry.category)
    ]
    return sorted(found, key=lambda candidate: _order(candidate, enquiry.category, town.preferences))


def _order(candidate: _Candidate, category: str, preferences: Preferences) -> tuple[bool, int, int, bool]:
    duty = candidate.duty
    refused = category in preferences.negative and duty.role in COMMUNITY_ROLES
    return (refused, _group(duty, category, preferences), candidate.depth, not duty.names(category))


def _group(duty: Duty, category: str, preferences: Preferences) -> int:
    """The place of a role among the category's groups; 0 for a duty that names the category though nobody
    prefers its role (whoever wrote it down decided), after all groups for the rest.
    """
    groups = preferences.preferred.get(category, ())
    for number, group in enumerate(groups):
        if duty.role in group:
            return number
    return 0 if duty.names(category) else len(groups)


def _anybody(town: Town, nodes: tuple[Node, ...]) -> Iterator[_Candidate]:
    """Those with any duty at all: on the way up first, then in the rest of the tree from the top down."""
    waiting: list[Node] = [*nodes, *town.territory.children("")]
    seen: set[str] = set()
    while waiting:
        node = waiting.pop(0)
        if node.code in seen:
            continue
        seen.add(node.code)
        for holder, duty in town.directory.at(node.code):
            yield _Candidate(holder, duty, node, 0)
        if node not in nodes or node.parent == "":
            waiting.extend(town.territory.children(node.code))


def _available(
    holder: Responder, enquiry: Enquiry, directory: Directory
) -> tuple[Responder | None, tuple[str, ...]]:
    """The holder or the first backup of the chain who is there, with the reason when it is a backup."""
    reasons: list[str] = []
    seen: set[str] = set()
    person: Responder | None = holder
    while person is not None and person.code not in seen:
        seen.add(person.code)
        on_leave = person.on_leave(enquiry.day)
        if not on_leave and person.code not in enquiry.without:
            return person, tuple(reasons)
        away = "请假" if on_leave else "暂不承办"
        reasons = [f"{masked(holder.name)}{away}，由B角代理"] if person is holder else reasons
        person = directory.get(person.backup)
    return None, ()


def _reasons(candidate: _Candidate, enquiry: Enquiry, town: Town) -> Iterator[str]:
    preferences = town.preferences
    label = preferences.label(enquiry.category)
    role, title = _called(candidate, town)
    negative = preferences.negative.get(enquiry.category)
    if not candidate.duty.covers(enquiry.category):
        yield f"还没有人负责{label}，先由{title}接收并转办"
        return
    yield f"{title}，{label}由{role}负责"
    if negative is not None:
        yield _negative_reason(negative, candidate.duty.role)
    elif candidate.depth and enquiry.place:
        here = _HERE[town.territory.lineage(enquiry.place)[0].kind]
        there = _THERE[candidate.node.kind]
        yield f"{here}没有人负责{label}，由{there}{role.removeprefix(there)}负责"


def _called(candidate: _Candidate, town: Town) -> tuple[str, str]:
    """The role and the holder as people read them. A department is called by its own name: which one it is
    says more than the district's.
    """
    role = town.preferences.role(candidate.duty.role)
    if candidate.duty.role is Role.DEPARTMENT:
        name = masked(candidate.holder.name)
        return name, name
    return role, f"{town.territory.title(candidate.node.code)}的{role}"


def _negative_reason(negative: NotForCommunities, role: Role) -> str:
    if role in _AUTHORITIES:
        return f"{negative.reason}，由{negative.owner}负责"
    return f"{negative.reason}，应由{negative.owner}负责；眼下没有别人，先代收转交"
