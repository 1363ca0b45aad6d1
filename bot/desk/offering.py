"""Which moves somebody may make with a case now, as the pages offer them: the chat's own words, one for each.

What a move does stands with its verb (`casework.VERBS`); here is only when it is worth showing a button for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.desk.casework import VERBS
from bot.desk.desk import RESIDENT, Visit, parties_of
from bot.desk.dialogue import Verb
from bot.desk.dispatching import parties_to
from bot.desk.labels import handler_title
from bot.desk.picking import concerns
from bot.desk.wording_pages import FORMS, Form
from matching.case import Action, Case, State
from matching.lifecycle import MAY, TRANSITIONS, Party
from matching.responder import NOT_HANDLING, Role
from matching.routing import Choice

#: Verbs that move a case by the action of the same name, and who finds them on the page.
_BY: dict[Verb, frozenset[Party]] = {
    Verb.TAKE: frozenset({Party.OWNER}),
    Verb.FINISH: frozenset({Party.OWNER}),
    Verb.PASS_ON: frozenset({Party.OWNER}),
    Verb.RETURN: frozenset({Party.OWNER}),
    Verb.ACCEPT: frozenset({Party.RESIDENT}),
    Verb.REJECT: frozenset({Party.RESIDENT}),
    Verb.APPEAL: frozenset({Party.RESIDENT}),
    Verb.ADD: frozenset({Party.RESIDENT}),
    Verb.CORRECT: frozenset({Party.RESIDENT}),
    Verb.WITHDRAW: frozenset({Party.RESIDENT}),
    Verb.DECLINE: frozenset({Party.OFFICE, Party.ARBITER}),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """One move: its verb, how its form reads, and whether it is the one button at the thumb."""

    verb: Verb
    form: Form
    main: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody a case can be handed to: a person's code, how people call them, whether it may well be theirs."""

    code: str
    title: str
    likely: bool


def standing_to(visit: Visit, case: Case) -> frozenset[Party]:
    """As what the visitor stands to a case; empty for a stranger."""
    found = parties_of(visit, case, visit.contact.person) if visit.contact.person else frozenset[Party]()
    return found | parties_of(visit, case, RESIDENT) if concerns(visit, case) else found


def offers(visit: Visit, case: Case) -> Sequence[Offer]:
    """What the visitor may do with a case now, the likeliest first."""
    parties = standing_to(visit, case)
    found = [verb for verb in FORMS if verb in VERBS and _fits(verb, case, parties)]
    main = next((verb for verb in found if _likely(verb, case)), None)
    return [Offer(verb, FORMS[verb], verb is main) for verb in found]


def _likely(verb: Verb, case: Case) -> bool:
    """Whether a move is what the page is for just now."""
    return verb in (Verb.TAKE, Verb.RULE, Verb.FINISH) or (
        verb is Verb.ACCEPT and case.state is State.AWAITING_VERDICT
    )


def _fits(verb: Verb, case: Case, parties: frozenset[Party]) -> bool:
    if verb is Verb.RULE:
        return case.disputed and Party.OWNER in parties
    action = Action(verb.value)
    if (case.state, action) not in TRANSITIONS or parties.isdisjoint(_BY.get(verb, MAY[action])):
        return False
    # who brings a dispute to its end decides it; it is not handed round
    return not (case.disputed and verb in (Verb.RETURN, Verb.PASS_ON, Verb.FINISH))


def candidates(visit: Visit, case: Case) -> Sequence[Candidate]:
    """Whom a case may be handed to along its places, the nearest first; nobody who is a party to it."""
    town, day = visit.knowledge.town, visit.now.astimezone(visit.zone).date()
    without = {visit.contact.person, *parties_to(visit, case)}
    found: dict[str, Candidate] = {}
    for node in town.territory.lineage(case.place) if case.place else ():
        for responder, duty in town.directory.at(node.code):
            fits = responder.code not in without and not responder.on_leave(day) and duty.role not in NOT_HANDLING
            if fits and duty.role is not Role.TEAM:
                title = handler_title(Choice(responder, duty, node, ()))
                likely = duty.role is not Role.DEPARTMENT or duty.covers(case.category)
                found.setdefault(responder.code, Candidate(responder.code, title, likely))
    return list(found.values())


def named(visit: Visit, codes: Iterable[str]) -> str:
    """The names that the chat word understands for these people."""
    directory = visit.knowledge.town.directory
    return "、".join(found.name for code in codes if (found := directory.get(code)) is not None)
