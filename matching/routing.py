"""Who handles a matter: the lowest place with somebody on duty, backups next, then up the tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from matching.precedent import Precedents
from matching.preference import (
    COMMUNITY_ROLES,
    NotForCommunities,
    Preferences,
    PreferencesRefused,
    parse_preferences,
    shipped_preferences_text,
)
from matching.responder import EVERYTHING, NOT_HANDLING, Directory, Duty, Responder, Role
from matching.territory import Node, NodeKind, Territory

__all__ = [
    "Choice",
    "Enquiry",
    "Preferences",
    "PreferencesRefused",
    "Town",
    "choose_arbiter",
    "choose_responder",
    "is_arbiters",
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

#: An office keeps its name in public; a person keeps only the surname. No given name ends so (林建业 and
#: 陈永心 are people).
_OFFICE_ENDINGS = ("物业", "中心", "公司", "居委", "村委", "街道", *"局办队所站科处部区室")


_NO_PRECEDENTS = Precedents()
_BY_NAME = frozenset({Role.DEPARTMENT, Role.TEAM})
_AUTHORITIES_BY_PLACE = frozenset({Role.STREET, Role.COMMUNITY})

#: These may be the owner that the negative list names, or hand it on by right.
_AUTHORITIES = frozenset({Role.STREET, Role.DEPARTMENT})


@dataclass(frozen=True, slots=True)
class Town:
    """The places, the people, the routing table and what arbiters decided, read together."""

    territory: Territory
    directory: Directory
    preferences: Preferences
    precedents: Precedents = _NO_PRECEDENTS


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
    """Who takes the matter. What an arbiter decided for the place goes before all. Then preferred roles first,
    then the lowest place, then who names the category before `*`, then the directory's order. Somebody away is
    represented by the backup. What communities are not given goes to them only when nobody else is left. None
    when nobody in the whole directory is available.
    """
    decided = _as_decided(enquiry, town)
    if decided is not None:
        return decided
    nodes = town.territory.lineage_or_top(enquiry.place)
    # The second look sorts everybody in town (5 ms with 6,000 places): only when nobody is on the way up.
    for look in (_on_the_way_up, _anybody):
        for candidate in look(enquiry, town, nodes):
            responder, stand_in = _available(candidate.holder, enquiry, town.directory)
            if responder is not None:
                reasons = (*_reasons(candidate, enquiry, town), *stand_in)
                return Choice(responder, candidate.duty, candidate.node, reasons)
    return None


def choose_arbiter(enquiry: Enquiry, town: Town) -> Choice | None:
    """Who decides which of several owns a matter: the street over the place, else a command centre (a department
    that takes everything), the lowest place first. None where neither is available.
    """
    line = town.territory.lineage(enquiry.place) or town.territory.nodes()
    found = [
        _Candidate(holder, duty, node, depth)
        for depth, node in enumerate(line)
        for holder, duty in town.directory.at(node.code)
        if is_arbiters(duty)
    ]
    found.sort(key=lambda candidate: candidate.duty.role is not Role.STREET)
    for candidate in found:
        there, stand_in = _available(candidate.holder, enquiry, town.directory)
        if there is not None:
            title = _called(candidate, town)[1]
            return Choice(there, candidate.duty, candidate.node, (f"归谁办由{title}裁定", *stand_in))
    return None


def is_arbiters(duty: Duty) -> bool:
    """Whether whoever holds this duty may decide who owns a matter below its place."""
    return duty.role is Role.STREET or (duty.role is Role.DEPARTMENT and EVERYTHING in duty.categories)


def masked(name: str) -> str:
    """The name as strangers may read it: 陈志明 → 陈**; an office keeps its name."""
    office = (len(name) > 4 and "·" not in name) or name.endswith(_OFFICE_ENDINGS)
    if office or not name:
        return name
    return name[0] + "**"


def _as_decided(enquiry: Enquiry, town: Town) -> Choice | None:
    """Who has the matter by an arbiter's decision that still holds, or stands in; None when there is none."""
    line = town.territory.lineage(enquiry.place)
    precedent = town.precedents.find(line, enquiry.category)
    owner = town.directory.get(precedent.owner) if precedent is not None else None
    if precedent is None or owner is None or not owner.duties:
        return None
    there, stand_in = _available(owner, enquiry, town.directory)
    held = [(town.territory.get(duty.place), duty) for duty in owner.duties]
    found = [(node, duty) for node, duty in held if node is not None]
    if there is None or not found:
        return None
    node, duty = next(((node, duty) for node, duty in found if node in line), found[0])
    where = town.territory.title(precedent.place)
    reason = f"照#{precedent.case}的裁定，{where}的{town.preferences.label(enquiry.category)}归{masked(owner.name)}"
    return Choice(there, duty, node, (reason, *stand_in))


def _on_the_way_up(enquiry: Enquiry, town: Town, nodes: tuple[Node, ...]) -> list[_Candidate]:
    """Those whose duty covers the category, the one to ask first in front."""
    found = [
        _Candidate(holder, duty, node, depth)
        for depth, node in enumerate(nodes)
        for holder, duty in town.directory.at(node.code)
        if duty.covers(enquiry.category) and duty.role not in NOT_HANDLING
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


def _anybody(enquiry: Enquiry, town: Town, nodes: tuple[Node, ...]) -> list[_Candidate]:
    """Those with any duty at a place of the tree: on the way up first, then from the top down; who covers the
    category first. For an unknown place and for a tree where nobody above is available.
    """
    depths = {node.code: depth for depth, node in enumerate(nodes)}
    territory = town.territory
    rest = sorted(territory.nodes(), key=lambda node: len(territory.lineage(node.code)))
    found = [
        _Candidate(holder, duty, node, depths.get(node.code, 0))
        for node in (*nodes, *(node for node in rest if node.code not in depths))
        for holder, duty in town.directory.at(node.code)
        if duty.role not in NOT_HANDLING
    ]
    return sorted(found, key=lambda candidate: not candidate.duty.covers(enquiry.category))


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
    line = town.territory.lineage(enquiry.place)
    if not line:
        yield f"地点还不清楚，先由{title}接收并转办"
        return
    if candidate.node not in line or not candidate.duty.covers(enquiry.category):
        yield f"还没有人负责{label}，先由{title}接收并转办"
        return
    yield f"{title}，{label}由{role}负责"
    negative = preferences.negative.get(enquiry.category)
    if negative is not None:
        yield _negative_reason(negative, candidate.duty.role)
    elif candidate.depth:
        yield f"{_HERE[line[0].kind]}没有人负责{label}，由{_there(candidate, role)}负责"


def _called(candidate: _Candidate, town: Town) -> tuple[str, str]:
    """The role and the holder as people read them: 物业, 榕御小区的物业. Departments and teams are called by
    their own names: which one it is says more. 新桥街道 needs no 的街道.
    """
    duty = candidate.duty
    if duty.role in _BY_NAME:
        name = masked(candidate.holder.name)
        return name, name
    role, title = town.preferences.role(duty.role), town.territory.title(candidate.node.code)
    return role, title if duty.role in _AUTHORITIES_BY_PLACE else f"{title}的{role}"


def _there(candidate: _Candidate, role: str) -> str:
    """Who takes it, seen from below: 小区物业, 社区, 街道, 芗城区教育局."""
    if candidate.duty.role in _BY_NAME:
        return role
    where = _HERE[candidate.node.kind].removeprefix("本")
    return where + role.removeprefix(where)


def _negative_reason(negative: NotForCommunities, role: Role) -> str:
    if role in _AUTHORITIES:
        return f"{negative.reason}，由{negative.owner}负责"
    return f"{negative.reason}，应由{negative.owner}负责；眼下没有别人，先代收转交"
