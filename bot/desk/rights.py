"""What somebody at the console may do, by role, and which cases, places and people she sees. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from matching.case import Case
from matching.territory import Territory


class ConsoleRole(StrEnum):
    """As what somebody works at the console. Stored as text."""

    OWNER = "owner"            # everything, the accounts too
    EDITOR = "editor"          # the rules, everywhere
    STREET = "street"          # the work, the people and the figures of a street or district
    COMMUNITY = "community"    # the same for a community
    PROPERTY = "property"      # one company's own cases
    SUPERVISOR = "supervisor"  # reads, changes nothing


class Right(StrEnum):
    """One thing that a screen or a verb needs."""

    WORK = "work"              # sees cases
    MOVE = "move"              # moves cases, corrects them, takes notices to a person
    RULES = "rules"            # sees the rules, tries and replays drafts
    EDIT = "edit"              # changes drafts, judges messages
    PUBLISH = "publish"        # publishes, rolls back
    PLACES = "places"          # sees places, people and volunteers
    ROSTER = "roster"          # changes them, imports, prints cards
    FIGURES = "figures"        # sees the picture
    SETTINGS = "settings"      # changes reply texts, hours, clocks
    AUDIT = "audit"            # reads who changed what
    ACCOUNTS = "accounts"      # gives and takes accounts


_ALL = frozenset(Right)
_READING = frozenset({Right.WORK, Right.RULES, Right.PLACES, Right.FIGURES})
RIGHTS: Mapping[ConsoleRole, frozenset[Right]] = MappingProxyType({
    ConsoleRole.OWNER: _ALL,
    ConsoleRole.EDITOR: _READING | {Right.EDIT, Right.PUBLISH, Right.AUDIT},
    ConsoleRole.STREET: _READING | {Right.MOVE, Right.ROSTER, Right.EDIT, Right.AUDIT},
    ConsoleRole.COMMUNITY: _READING | {Right.MOVE, Right.ROSTER, Right.EDIT},
    ConsoleRole.PROPERTY: frozenset({Right.WORK, Right.MOVE}),
    ConsoleRole.SUPERVISOR: _READING | {Right.AUDIT},
})
#: The roles that hold for one place and everything below it.
BY_PLACE = frozenset({ConsoleRole.STREET, ConsoleRole.COMMUNITY, ConsoleRole.SUPERVISOR})
#: These read cases that concern a child or violence; the others learn that they are there, not what they say.
_PRIVATE = frozenset({ConsoleRole.OWNER, ConsoleRole.STREET, ConsoleRole.COMMUNITY})


@dataclass(frozen=True, slots=True)
class Standing:
    """As what somebody stands at the console: her role, the place it holds for ("" everywhere), her company's code."""

    role: ConsoleRole
    place: str = ""
    person: str = ""

    def may(self, right: Right) -> bool:
        """Whether her role has a right."""
        return right in RIGHTS[self.role]

    def sees_place(self, territory: Territory, code: str) -> bool:
        """Whether a place is hers; a case without one is seen by those who stand for everywhere."""
        return not self.place or territory.within(code, self.place)

    def sees(self, territory: Territory, case: Case) -> bool:
        """Whether she may open a case: a company its own and those it had, others those at their place."""
        if self.role is ConsoleRole.PROPERTY:
            held_by = {case.responder, case.answerable, *case.had} - {""}
            return self.person in held_by and not case.private
        return self.sees_place(territory, case.place)

    def reads(self, case: Case) -> bool:
        """Whether she may read what a private case says."""
        return not case.private or self.role in _PRIVATE
