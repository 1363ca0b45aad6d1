"""Whom a whistle calls: names, roles and categories as a street types them, and who answers for whom in silence."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from matching.ladder import stand_in
from matching.responder import EVERYTHING, NOT_HANDLING, Duty, Responder, Role
from matching.routing import Choice, Enquiry, Town
from matching.territory import Node

#: How people name a role where it is at hand ("物业", "网格员"); a longer word before the one it holds.
_ROLE_WORDS: tuple[tuple[str, Role], ...] = (
    ("物业", Role.PROPERTY),
    ("网格", Role.GRID_WORKER),
    ("书记", Role.ESTATE_SECRETARY),
    ("楼栋长", Role.BUILDING_LEADER),
    ("楼长", Role.BUILDING_LEADER),
    ("巷长", Role.LANE_LEADER),
    ("社区", Role.COMMUNITY),
    ("居委会", Role.COMMUNITY),
    ("街道", Role.STREET),
    ("志愿", Role.TEAM),
)
_ROLE_WORD_MOST = 5
_PIECE = re.compile(r"\s*([^\s、，,；;（(]+)\s*(?:[（(]([^）)]*)[）)](牵头)?)?[\s、，,；;]*")
_LEADS = re.compile(r"^牵头|牵头$|^由|^请|^叫")
_AND = re.compile(r"[和与跟及]")
#: Whoever ends so was meant to be called, also when nobody of that name is known.
_ORGANISATION = re.compile(r"[^\d:：]{1,12}(?:局|委|办|所|大队|中队|支队|公司|物业|中心|街道|社区|居委会|部门)")


class NobodyCalled(Exception):
    """Words name somebody to be called who is not on duty here. `said` is the name."""

    def __init__(self, said: str) -> None:
        """Keep what was said."""
        super().__init__(f"nobody here is called {said}")
        self.said = said


@dataclass(frozen=True, slots=True)
class Callee:
    """One to be called: who, by which duty, with which part ("" for none named), and whether named as the lead."""

    choice: Choice
    part: str = ""
    leads: bool = False


def read_callees(words: str, enquiry: Enquiry, town: Town) -> tuple[tuple[Callee, ...], str]:
    """Those that words begin with ("城管局（查占道）牵头、物业 明天9:00 …"), the lead in front, and the words behind.

    Named by name or what is short for it, by role, or by a category that they take; nearest first up the tree from
    `enquiry.place`, whoever is away stood in for, nobody of `enquiry.without`. The first one leads unless 牵头 stands
    with another. Nobody when the words begin with none. Raises NobodyCalled for a name that nobody here has.
    """
    found: dict[str, Callee] = {}
    while (piece := _PIECE.match(words)) is not None:
        named = list(_named(piece, enquiry, town))
        if not named:
            break
        for callee in named:
            found.setdefault(callee.choice.responder.code, callee)
        words = words[piece.end() :]
    ordered = sorted(found.values(), key=lambda callee: not callee.leads)
    return tuple(ordered), words.strip()


def _named(piece: re.Match[str], enquiry: Enquiry, town: Town) -> Iterator[Callee]:
    said, part = piece[1], (piece[2] or "").strip()
    name, leads = _LEADS.sub("", said), "牵头" in said or piece[3] is not None
    one = called(name, enquiry, town)
    if one is not None:
        yield Callee(one, part, leads)
        return
    several = [called(part_of, enquiry, town) for part_of in _AND.split(name)]
    if len(several) > 1 and all(several):
        yield from (Callee(choice, part, leads) for choice in several if choice is not None)
    elif _ORGANISATION.fullmatch(name):
        raise NobodyCalled(name)


def called(name: str, enquiry: Enquiry, town: Town) -> Choice | None:
    """The one on duty along the place's line whom a name means, or who stands in; None when it means nobody."""
    if len(name) < 2:
        return None
    for fits in (_by_name, _by_role, _by_short_name, _by_category):
        for holder, duty, node in _on_duty(enquiry.place, town):
            there = _there(holder, enquiry, town) if fits(name, holder, duty, town) else None
            if there is not None:
                return Choice(there, duty, node, ())
    return None


def owners_of(enquiry: Enquiry, town: Town) -> tuple[Callee, ...]:
    """The departments whose business a category is, for a whistle that names nobody; the nearest first."""
    found: dict[str, Callee] = {}
    for holder, duty, node in _on_duty(enquiry.place, town):
        there = _there(holder, enquiry, town) if _is_department(duty) and duty.names(enquiry.category) else None
        if there is not None:
            found.setdefault(there.code, Callee(Choice(there, duty, node, ())))
    return tuple(found.values())


def callable_at(enquiry: Enquiry, town: Town) -> tuple[str, ...]:
    """The names of the departments and companies that can be called at a place, the nearest first."""
    found = [
        holder.name
        for holder, duty, _ in _on_duty(enquiry.place, town)
        if duty.role in (Role.DEPARTMENT, Role.PROPERTY) and holder.code not in enquiry.without
    ]
    return tuple(dict.fromkeys(found))


def heads_over(person: str, place: str, day: date, town: Town, without: Collection[str] = ()) -> tuple[Responder, ...]:
    """Who answers for somebody called and silent, in order: the backup, then the command centres over the place.

    Nobody of `without` (whoever blew the whistle waits for the answer himself), nobody on leave.
    """
    owner = town.directory.get(person)
    enquiry = Enquiry(place, "", day, frozenset(without) | {person})
    backup = stand_in(owner, enquiry, town.directory) if owner is not None else None
    found = [backup] if backup is not None else []
    for holder, duty, _ in _on_duty(place, town):
        if _is_department(duty) and EVERYTHING in duty.categories:
            there = _there(holder, enquiry, town)
            found += [there] if there is not None else []
    return tuple({head.code: head for head in found}.values())


def _on_duty(place: str, town: Town) -> Iterator[tuple[Responder, Duty, Node]]:
    for node in town.territory.lineage_or_top(place):
        for holder, duty in town.directory.at(node.code):
            if duty.role not in NOT_HANDLING:
                yield holder, duty, node


def _is_department(duty: Duty) -> bool:
    return duty.role is Role.DEPARTMENT


def _there(holder: Responder, enquiry: Enquiry, town: Town) -> Responder | None:
    if holder.code in enquiry.without:
        return None
    return stand_in(holder, enquiry, town.directory) if holder.on_leave(enquiry.day) else holder


def _by_name(name: str, holder: Responder, _duty: Duty, _town: Town) -> bool:
    return name in holder.name


def _by_role(name: str, _holder: Responder, duty: Duty, _town: Town) -> bool:
    word = next((role for word, role in _ROLE_WORDS if word in name), None)
    return len(name) <= _ROLE_WORD_MOST and duty.role is word


def _by_short_name(name: str, holder: Responder, duty: Duty, _town: Town) -> bool:
    """城管局 is 芗城区城市管理局: its characters stand there in this order."""
    rest = iter(holder.name)
    return duty.role in (Role.DEPARTMENT, Role.TEAM) and all(mark in rest for mark in name)


def _by_category(name: str, _holder: Responder, duty: Duty, town: Town) -> bool:
    labels = town.preferences.labels
    return _is_department(duty) and any(duty.names(category) for category, label in labels.items() if label == name)
