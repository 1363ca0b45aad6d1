"""Return without ping-pong: one return with a reason, then the street's arbiter decides, as a precedent."""

from __future__ import annotations

from dataclasses import replace

from bot.desk import refusals, wording_rulings
from bot.desk.chatwords import Command
from bot.desk.desk import Visit, is_arbiter, line_of, move_or_refuse
from bot.desk.dispatching import choose, dispatch, parties_to, tell_reporter
from bot.desk.handling import colleague, handed_over
from bot.desk.labels import day_name, handler_title
from bot.desk.picking import handlers_case, words_of
from matching.case import Action, Case
from matching.lifecycle import IN_HAND
from matching.precedent import Precedent
from matching.responder import Responder
from matching.routing import Choice, Enquiry, choose_arbiter
from matching.territory import NodeKind

#: A decision holds for the compound, lane or park of the case; where there is none, for its community.
_SUBTREE = (NodeKind.COMPOUND, NodeKind.LANE, NodeKind.PARK, NodeKind.COMMUNITY)
_LISTED_MOST = 20
#: What stands between the owner's name and the reason.
_BETWEEN = " ，,：:。"


def give_back(visit: Visit, command: Command) -> str:
    """退回: once, to the owner that the words claim or the next one responsible; the second goes to the arbiter.

    The clock for solving keeps running. What an arbiter has decided is not returned.
    """
    case = handlers_case(visit, command, IN_HAND)
    reason = words_of(command, case, "退回的原因")
    if _decided(visit, case):
        raise refusals.DecidedAlready(number=case.number)
    if case.disputed:
        raise refusals.YoursToDecide(number=case.number)
    moved = move_or_refuse(visit, case, (Action.RETURN, "退回"), visit.contact.person, reason)
    moved = replace(moved, returns=case.returns + 1)
    if moved.returns > 1:
        return bring_to_arbiter(visit, moved)
    without = _returned_by(visit, case)
    return handed_over(visit, moved, colleague(visit, moved, reason) or choose(visit, moved, without))


def _returned_by(visit: Visit, case: Case) -> frozenset[str]:
    events = visit.unit.cases.events(case.number)
    return frozenset({event.actor for event in events if event.action is Action.RETURN} | {visit.contact.person})


def _decided(visit: Visit, case: Case) -> bool:
    """Whether a decision made in this very case says that it is its holder's."""
    standing = visit.unit.precedents.standing()  # not the library's: it may be a second old
    return any(held.case == case.number and held.owner == case.responder for held in standing)


def bring_to_arbiter(visit: Visit, case: Case, without: frozenset[str] = frozenset()) -> str:
    """The case, already back in awaiting_dispatch, in the arbiter's hands; the reply to whoever brought it.

    Within a working day he decides. With no arbiter anywhere it goes the ordinary way up.
    """
    choice = arbiter_for(visit, case, without)
    if choice is None:
        return handed_over(visit, case, choose(visit, case, _returned_by(visit, case) | without))
    case = replace(case, disputed=True, answerable=case.answerable or case.responder)
    case = dispatch(visit, case, choice)
    line = line_of(visit, case)
    tell_reporter(visit, case, "passed", wording_rulings.with_arbiter(line))
    return wording_rulings.brought(line)


def arbiter_for(visit: Visit, case: Case, without: frozenset[str] = frozenset()) -> Choice | None:
    """The street over the case's place, else a command centre of the district; never a party to the matter."""
    day = visit.now.astimezone(visit.zone).date()
    return choose_arbiter(
        Enquiry(case.place, case.category, day, without | parties_to(visit, case)), visit.knowledge.town
    )


def rule(visit: Visit, command: Command) -> str:
    """裁决: the arbiter decides who owns a case and why; it goes there, and the next like it go there by themselves."""
    if not command.rest and command.number is None:
        return rulings(visit, command)
    case = handlers_case(visit, command, IN_HAND)
    words = words_of(command, case, "归谁、为什么")
    if not case.disputed:
        raise refusals.NothingToDecide(number=case.number)
    to = colleague(visit, case, words)
    if to is None:
        raise refusals.NobodyNamed(number=case.number)
    moved = move_or_refuse(visit, case, (Action.PASS_ON, "裁决"), visit.contact.person, words)
    where = _subtree(visit, case)
    words = words.removeprefix(to.responder.name).lstrip(_BETWEEN) or words
    decision = Precedent(
        0, case.number, where, case.category, to.responder.code, visit.contact.person, words, visit.now
    )
    visit.unit.precedents.add(decision)
    to = replace(to, reasons=(wording_rulings.DECIDED_REASON.format(owner=handler_title(to)),))
    moved = dispatch(visit, replace(moved, disputed=False), to)
    line = line_of(visit, moved)
    tell_reporter(visit, moved, "passed", wording_rulings.decided_for_resident(line))
    label = visit.knowledge.town.preferences.label(case.category)
    return wording_rulings.decided(line, visit.knowledge.town.territory.title(where), label)


def _subtree(visit: Visit, case: Case) -> str:
    line = visit.knowledge.town.territory.lineage(case.place)
    return next((node.code for node in line if node.kind in _SUBTREE), case.place)


def _in_charge(visit: Visit, place: str) -> bool:
    line = {node.code for node in visit.knowledge.town.territory.lineage(place)}
    return is_arbiter(_visitor(visit), line)


def _visitor(visit: Visit) -> Responder | None:
    return visit.knowledge.town.directory.get(visit.contact.person) if visit.contact.person else None


def rulings(visit: Visit, command: Command) -> str:
    """裁决 alone: what holds in the arbiter's area, the latest first."""
    del command
    if not is_arbiter(_visitor(visit), ()):
        raise refusals.NotAnArbiter
    town = visit.knowledge.town
    held = [one for one in town.precedents.standing() if _in_charge(visit, one.place)]
    lines = [_line(visit, one) for one in reversed(held[-_LISTED_MOST:])]
    return wording_rulings.listed(lines)


def _line(visit: Visit, precedent: Precedent) -> str:
    town = visit.knowledge.town
    owner = town.directory.get(precedent.owner)
    return wording_rulings.LISTED.format(
        number=precedent.case,
        day=day_name(precedent.at, visit.now, visit.zone),
        place=town.territory.title(precedent.place),
        label=town.preferences.label(precedent.category),
        owner=owner.name if owner else precedent.owner,
        reason=precedent.reason,
    )


def revoke(visit: Visit, command: Command) -> str:
    """撤销裁决: the decision made in a case holds no longer; cases that went by it stay where they are."""
    if not is_arbiter(_visitor(visit), ()):
        raise refusals.NotAnArbiter
    held = [one for one in visit.unit.precedents.standing() if _in_charge(visit, one.place)]
    found = [one for one in held if command.number in (None, one.case)]
    if not found or (command.number is None and len(found) > 1):
        raise refusals.NoSuchRuling(number=command.number or "")
    for precedent in found:
        visit.unit.precedents.revoke(precedent.number, visit.contact.person, visit.now)
    return wording_rulings.revoked(_line(visit, found[-1]))
