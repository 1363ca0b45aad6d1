"""Which moves somebody may make with a case now, as the pages offer them: the chat's own words, one for each.

What a move does stands with its verb (`casework.VERBS`); here is only when it is worth showing a button for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.desk.casework import VERBS
from bot.desk.desk import RESIDENT, Visit, parties_of
from bot.desk.dialogue import Verb
from bot.desk.dispatching import parties_to
from bot.desk.labels import handler_title
from bot.desk.picking import concerns
from bot.desk.wording_pages import ANSWER, FORMS, TAKE_UP, Form
from matching.case import Action, Case, State
from matching.lifecycle import MAY, TRANSITIONS, Party
from matching.responder import NOT_HANDLING, Role
from matching.routing import Choice
from matching.waking import PAUSES_MOST

#: Verbs that move a case by the action of the same name, and who finds them on the page.
_BY: dict[Verb, frozenset[Party]] = {
    Verb.FINISH: frozenset({Party.OWNER}),
    Verb.PASS_ON: frozenset({Party.OWNER}),
    Verb.RETURN: frozenset({Party.OWNER}),
    Verb.EXTEND: frozenset({Party.OWNER}),
    Verb.ACCEPT: frozenset({Party.RESIDENT}),
    Verb.REJECT: frozenset({Party.RESIDENT}),
    Verb.APPEAL: frozenset({Party.RESIDENT}),
    Verb.ADD: frozenset({Party.RESIDENT}),
    Verb.CORRECT: frozenset({Party.RESIDENT}),
    Verb.WITHDRAW: frozenset({Party.RESIDENT}),
    Verb.DECLINE: frozenset({Party.OFFICE, Party.ARBITER}),
}


_RESTING = frozenset({State.SCHEDULED, State.AWAITING_OUTSIDE})
_RESTABLE = _RESTING | {State.AWAITING_SIGNIN, State.REDO, State.IN_PROGRESS}
_AWAKE = frozenset({Verb.FINISH, Verb.PASS_ON, Verb.RETURN})


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
    found = [verb for verb in FORMS if verb in VERBS and _fits(visit, verb, case, parties)]
    main = next((verb for verb in found if _likely(verb, case, parties)), None)
    return [Offer(verb, _form(verb, case), verb is main) for verb in found]


def _form(verb: Verb, case: Case) -> Form:
    """How a move reads for a case as it stands."""
    if verb is Verb.TAKE and _rests(case):
        return TAKE_UP
    return ANSWER if verb is Verb.ADD and case.paused_at is not None else FORMS[verb]


def _likely(verb: Verb, case: Case, parties: frozenset[Party]) -> bool:
    """Whether a move is what the page is for just now."""
    if verb is Verb.ACCEPT:
        return case.state is State.AWAITING_VERDICT
    if verb is Verb.ADD:
        return case.paused_at is not None and Party.RESIDENT in parties
    return verb in (Verb.AGREE, Verb.RULE, Verb.FINISH) or (verb is Verb.TAKE and not _rests(case))


def _rests(case: Case) -> bool:
    return case.state in _RESTING or case.paused_at is not None


def _fits(visit: Visit, verb: Verb, case: Case, parties: frozenset[Party]) -> bool:
    special = _SPECIAL.get(verb)
    if special is not None:
        return special(visit, case, parties)
    # who is to end a dispute decides it; it is not handed round
    if case.disputed and verb in (Verb.RETURN, Verb.PASS_ON, Verb.FINISH):
        return False
    action = Action(verb.value)
    # what waits for the resident's answer is waited for no longer (`waiting.awake`)
    state = State.IN_PROGRESS if verb in _AWAKE and case.paused_at is not None else case.state
    return (state, action) in TRANSITIONS and not parties.isdisjoint(_BY.get(verb, MAY[action]))


def _may_take(_visit: Visit, case: Case, parties: frozenset[Party]) -> bool:
    return Party.OWNER in parties and (_rests(case) or (case.state, Action.TAKE) in TRANSITIONS)


def _may_rule(_visit: Visit, case: Case, parties: frozenset[Party]) -> bool:
    return case.disputed and Party.OWNER in parties


def _may_inquire(_visit: Visit, case: Case, parties: frozenset[Party]) -> bool:
    free = case.pauses < PAUSES_MOST and (case.state, Action.INQUIRE) in TRANSITIONS
    return free and Party.OWNER in parties and not case.disputed


def _may_rest(_visit: Visit, case: Case, parties: frozenset[Party]) -> bool:
    """排期 and 等外 sign in by themselves and may name another day."""
    return Party.OWNER in parties and case.state in _RESTABLE and not case.disputed


def _may_grant(visit: Visit, case: Case, parties: frozenset[Party]) -> bool:
    requests = visit.unit.extensions.of_case(case.number)
    open_ones = [one for one in requests if one.granted is None and one.by == case.responder and one.until > visit.now]
    return bool(open_ones) and visit.contact.person != case.responder and not parties.isdisjoint(MAY[Action.EXTEND])


_SPECIAL: dict[Verb, Callable[[Visit, Case, frozenset[Party]], bool]] = {
    Verb.TAKE: _may_take,
    Verb.RULE: _may_rule,
    Verb.INQUIRE: _may_inquire,
    Verb.SCHEDULE: _may_rest,
    Verb.WAIT_OUTSIDE: _may_rest,
    Verb.AGREE: _may_grant,
    Verb.DISAGREE: _may_grant,
}


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
