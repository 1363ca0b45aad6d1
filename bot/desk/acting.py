"""An account of the console at the desk: as whom it acts on a case, and what it may read of it.

It acts as somebody on duty, on the same terms as in chat: a company, or whoever the account names, as that person; a
street's or community's account as the office of its place; the owner's as the office over the case. Which account it
was stands in the audit log. The reasons are in decision 0024.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import datetime

from bot.desk import refusals
from bot.desk.desk import OFFICES, Desk, Visit, is_arbiter, nobody, parties_of
from bot.desk.links import Links
from bot.desk.rights import ConsoleRole, Right, Standing
from bot.desk.two_keys import may_read
from matching.case import Case
from matching.lifecycle import Party
from matching.responder import Responder, Role
from storage.accounts import Account
from storage.looks import Look
from storage.queue import Scope
from storage.unit_of_work import UnitOfWork

#: Before the name of an account that looks without being anybody on duty.
ACCOUNT = "console:"
DOOR = "console"
#: The largest number that a case can have.
_TOP = 2**31 - 1
#: Whoever works on a private case reads it; anybody else needs a second person (`two_keys`).
_OF_PRIVATE = frozenset({Party.OWNER, Party.CHECKER})
_ROLE_OF = {ConsoleRole.STREET: Role.STREET, ConsoleRole.COMMUNITY: Role.COMMUNITY}


@dataclass(frozen=True, slots=True)
class Seated:
    """An account at work. `once` names what it asks for: a repeat of it puts no notice out twice."""

    account: Account
    standing: Standing
    now: datetime
    once: str = ""


def scope_of(visit: Visit, standing: Standing) -> Scope:
    """Which cases somebody at the console may find."""
    if standing.role is ConsoleRole.PROPERTY:
        return Scope(company=standing.person or "-", private=False)
    below = visit.knowledge.town.territory.below
    return Scope(tuple(below(standing.place)) if standing.place else None)


def reading_visit(desk: Desk, unit: UnitOfWork, now: datetime) -> Visit:
    """A visit of nobody: for lists, which change nothing and are sent nowhere."""
    return Visit(replace(desk, links=Links()), unit, desk.library.current(unit, now), nobody(now), "console", now)


def visit_on(desk: Desk, unit: UnitOfWork, seated: Seated, number: int) -> tuple[Visit, Case]:
    """A visit of an account as whom it acts on a case, and the case. Raises `NoSuchCase` where it does not see it."""
    known = desk.library.current(unit, seated.now)
    case = unit.cases.load(number) if number <= _TOP else None
    if case is None or not seated.standing.sees(known.town.territory, case):
        raise refusals.NoSuchCase(number=number)
    contact = unit.people.contact_of(f"{ACCOUNT}{seated.account.name}", seated.now)
    key = f"{ACCOUNT}{seated.account.number}:{number}:{seated.once or secrets.token_urlsafe(6)}"
    visit = Visit(replace(desk, links=Links()), unit, known, replace(contact, person=""), key, seated.now)
    actor = acting_as(visit, seated.standing, case.place, case.responder)
    return replace(visit, contact=replace(contact, person=actor.code if actor else "")), case


def acting_as(visit: Visit, standing: Standing, place: str, holder: str = "") -> Responder | None:
    """As whom an account acts on a case at a place; None when nobody is there to act as, and for those who only read.

    `holder`, who has the case, goes first where he is of that office.
    """
    if not standing.may(Right.MOVE):
        return None
    if standing.person:
        return visit.knowledge.town.directory.get(standing.person)
    day = visit.now.astimezone(visit.zone).date()
    found = _offices(visit, standing, place)
    return min(found, key=lambda one: (one.code != holder, one.on_leave(day)), default=None)


def _offices(visit: Visit, standing: Standing, place: str) -> list[Responder]:
    """Those of the offices that an account stands for, who has most to say first."""
    directory = visit.knowledge.town.directory
    wanted = _ROLE_OF.get(standing.role)
    if wanted is not None:
        return [one for one, duty in directory.at(standing.place) if duty.role is wanted]
    line = [node.code for node in visit.knowledge.town.territory.lineage_or_top(place)]
    there = [(one, duty) for above in line for one, duty in directory.at(above)]
    over = {one.code: one for one, duty in there if duty.role in OFFICES or is_arbiter(one, line)}
    return sorted(over.values(), key=lambda one: not is_arbiter(one, line))


def reads(visit: Visit, standing: Standing, case: Case) -> bool:
    """Whether an account reads what a case says now: a private one only whoever works on it, or with a second
    person's word.
    """
    if not case.private:
        return True
    person = visit.contact.person
    if not person or not standing.reads(case):
        return False
    return not _OF_PRIVATE.isdisjoint(parties_of(visit, case, person)) or may_read(visit, case)


def note_console_look(visit: Visit, seated: Seated, case: Case) -> None:
    """Keep that an account looked at a case, before anything of it is shown."""
    person = visit.contact.person or f"{ACCOUNT}{seated.account.name}"
    visit.unit.looks.record(Look(case.number, person, visit.contact.id or None, visit.now, DOOR))
