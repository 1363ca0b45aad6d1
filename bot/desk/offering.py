"""Which moves somebody may make with a case now, as the pages offer them: the chat's own words, one for each.

What a move does stands with its verb (`casework.VERBS`); here is only when it is worth showing a button for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.desk.casework import VERBS
from bot.desk.chatwords import Verb
from bot.desk.closing import RECHECK
from bot.desk.desk import RESIDENT, Visit, parties_of
from bot.desk.dispatching import parties_to
from bot.desk.labels import handler_title
from bot.desk.picking import concerns
from bot.desk.two_keys import waits_for_second
from bot.desk.whistling import title_of
from bot.desk.wording_forms import ANSWER, FORMS, SOLVED, TAKE_UP, UNSOLVED, Form
from bot.desk.wording_refusals import word_of
from intents.verdict import Category
from matching.calling import callable_at
from matching.case import Action, Case, Kind, State
from matching.lifecycle import ENDED, IN_HAND, MAY, TRANSITIONS, Party
from matching.responder import NOT_HANDLING, Role
from matching.routing import Choice, Enquiry
from matching.waking import PAUSES_MOST
from matching.whistle import Call

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


_Fits = Callable[[Visit, Case, frozenset[Party]], bool]
_RESTING = frozenset({State.SCHEDULED, State.AWAITING_OUTSIDE})
_RESTABLE = _RESTING | {State.AWAITING_SIGNIN, State.REDO, State.IN_PROGRESS}
_RECONCILABLE = IN_HAND - {State.JOINT}
_AWAKE = frozenset({Verb.FINISH, Verb.PASS_ON, Verb.RETURN})


#: What stands beside the one button: the other answer to the same question.
_PAIRS = frozenset({
    (Verb.REJECT, Verb.ACCEPT), (Verb.REFUTE, Verb.CONFIRM), (Verb.DISAGREE, Verb.AGREE), (Verb.REJECT, Verb.HOLDS),
})
_MAIN = frozenset({
    Verb.HEED, Verb.RULE, Verb.CONFIRM, Verb.AGREE, Verb.ARRIVE, Verb.REPORT, Verb.FINISH, Verb.HOLDS,
})
_JUDGING = {Verb.ACCEPT: SOLVED, Verb.REJECT: UNSOLVED}


class Place(StrEnum):
    """Where a move stands: the one button at the thumb, beside it, or on the list."""

    MAIN = "main"
    BESIDE = "beside"
    LIST = "list"


class Further(StrEnum):
    """What a resident is asked after a closing."""

    CONTENT = "content"
    CONTACTED = "contacted"
    HOLDS = "holds"


@dataclass(frozen=True, slots=True)
class Offer:
    """One move: its verb, how its form reads, and where on the page it stands."""

    verb: Verb
    form: Form
    place: Place


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
    found = [verb for verb in _listed() if verb in VERBS and _fits(visit, verb, case, parties)]
    main = next((verb for verb in found if _likely(visit, verb, case)), None)
    return [Offer(verb, _form(verb, case), _place(verb, main)) for verb in found]


def _listed() -> list[Verb]:
    """Every word that moves a case: those with a form of their own, then the others."""
    actions = set(Action)
    known = [Verb(name) for name in FORMS if name in set(Verb)]
    return [*known, *(verb for verb in VERBS if verb not in FORMS and verb.value in actions)]


def _place(verb: Verb, main: Verb | None) -> Place:
    if verb is main:
        return Place.MAIN
    return Place.BESIDE if (verb, main) in _PAIRS else Place.LIST


def _form(verb: Verb, case: Case) -> Form:
    """How a move reads for a case as it stands; a plain one where nobody has said how."""
    if case.state is State.AWAITING_VERDICT and verb in _JUDGING:
        return _JUDGING[verb]
    if verb is Verb.TAKE and _rests(case):
        return TAKE_UP
    if verb is Verb.ADD and case.paused_at is not None:
        return ANSWER
    return FORMS.get(verb) or Form(word_of(verb), ask="要说的话", needed=False)


def _likely(visit: Visit, verb: Verb, case: Case) -> bool:
    """Whether a move is what the page is for just now."""
    if verb is Verb.ACCEPT:
        return case.state is State.AWAITING_VERDICT or _asked(visit, case) is Further.CONTENT
    if verb is Verb.ADD:
        return case.paused_at is not None and case.responder != visit.contact.person
    return verb in _MAIN or (verb is Verb.TAKE and not _rests(case) and not case.disputed)


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


def _asked(visit: Visit, case: Case) -> Further | None:
    """What the visitor was asked last about a closing and has not answered."""
    own = [one for one in visit.unit.verdicts.of_case(case.number) if one.contact == visit.contact.id]
    last = own[-1] if own else None
    if last is None:
        return None
    if last.solved is None:
        return Further.HOLDS if last.round == RECHECK and case.state is State.CLOSED else None
    if last.solved:
        open_still = last.satisfied is None and last.round != RECHECK and case.state is State.CLOSED
        return Further.CONTENT if open_still else None
    return Further.CONTACTED if last.responded is None and case.state not in ENDED else None


def _may_accept(visit: Visit, case: Case, parties: frozenset[Party]) -> bool:
    if Party.RESIDENT not in parties:
        return False
    return (case.state, Action.ACCEPT) in TRANSITIONS or _asked(visit, case) is Further.CONTENT


def _answers(question: Further) -> _Fits:
    return lambda visit, case, parties: Party.RESIDENT in parties and _asked(visit, case) is question


def _may_check(visit: Visit, case: Case, _parties: frozenset[Party]) -> bool:
    person = visit.contact.person
    return bool(person) and case.checker == person and case.state is State.AWAITING_VERDICT


def _may_revoke(visit: Visit, case: Case, parties: frozenset[Party]) -> bool:
    standing = visit.unit.precedents.standing()
    return Party.ARBITER in parties and any(one.case == case.number for one in standing)


def _may_name(*, named: bool) -> _Fits:
    return lambda visit, case, _parties: (
        case.reporter == visit.contact.id and case.named is named and case.state not in ENDED
    )


def _may_inspect(visit: Visit, case: Case, _parties: frozenset[Party]) -> bool:
    person = visit.contact.person
    return bool(person) and case.kind is Kind.HAZARD and case.checker == person and case.state is State.CLOSED


def _may_second(visit: Visit, case: Case, _parties: frozenset[Party]) -> bool:
    return bool(visit.contact.person) and waits_for_second(visit, case)


def _may_consult(visit: Visit, case: Case, parties: frozenset[Party]) -> bool:
    offices = parties & {Party.OFFICE, Party.ARBITER}
    free = parties.isdisjoint({Party.OWNER, Party.RESIDENT}) and case.state not in ENDED
    return bool(offices) and free and visit.contact.person not in parties_to(visit, case)


def _may_mediate(visit: Visit, case: Case, parties: frozenset[Party]) -> bool:
    if case.kind is Kind.MEDIATION or case.disputed or case.state not in _RECONCILABLE:
        return False
    asks = case.category == Category.NEIGHBOR or Party.RESIDENT not in parties
    return asks and (case.reporter == visit.contact.id or bool(parties - {Party.RESIDENT}))


def _mediates(_visit: Visit, case: Case, parties: frozenset[Party]) -> bool:
    return case.kind is Kind.MEDIATION and Party.OWNER in parties and case.state not in ENDED


def _may_agree(visit: Visit, case: Case, parties: frozenset[Party]) -> bool:
    """An agreement lies before a party that has not said yes to it."""
    mediation = visit.unit.mediations.of_case(case.number) if case.kind is Kind.MEDIATION else None
    waits = mediation is not None and bool(mediation.agreement) and case.state not in ENDED
    return waits and Party.RESIDENT in parties


def _may_show(_visit: Visit, case: Case, parties: frozenset[Party]) -> bool:
    return case.state is State.CLOSED and not case.private and bool(parties & {Party.OFFICE, Party.ARBITER})


# -- whistles ----------------------------------------------------------------------------------------


def _call_of(visit: Visit, case: Case) -> Call | None:
    """The call of the open whistle that the visitor has to answer: his own before one that climbed to him."""
    person = visit.contact.person
    called = [call for blown, call in visit.unit.whistles.called(person) if blown.case == case.number] if person else []
    called.sort(key=lambda call: (call.reported_at is not None, call.person != person))
    return called[0] if called and case.state is State.JOINT else None


def _answering(waits: Callable[[Call], bool]) -> _Fits:
    def fits(visit: Visit, case: Case, _parties: frozenset[Party]) -> bool:
        call = _call_of(visit, case)
        return call is not None and waits(call)

    return fits


def _latest_calls(visit: Visit, case: Case) -> list[Call]:
    blown = next(iter(visit.unit.whistles.of_case(case.number)), None)
    return visit.unit.whistles.calls(blown.number) if blown else []


def _may_rate(visit: Visit, case: Case, parties: frozenset[Party]) -> bool:
    calls = _latest_calls(visit, case) if Party.ARBITER in parties else []
    return bool(calls) and (case.state is not State.JOINT or any(call.reported_at for call in calls))


def _may_reply(visit: Visit, case: Case, _parties: frozenset[Party]) -> bool:
    person = visit.contact.person
    return bool(person) and any(
        call.rating and person in (call.person, call.climbed_to) for call in _latest_calls(visit, case)
    )


_SPECIAL: dict[str, _Fits] = {
    Verb.TAKE: _may_take,
    Verb.RULE: _may_rule,
    Verb.REVOKE: _may_revoke,
    Verb.INQUIRE: _may_inquire,
    Verb.SCHEDULE: _may_rest,
    Verb.WAIT_OUTSIDE: _may_rest,
    Verb.AGREE: _may_grant,
    Verb.DISAGREE: _may_grant,
    Verb.ACCEPT: _may_accept,
    Verb.CONTACTED: _answers(Further.CONTACTED),
    Verb.HOLDS: _answers(Further.HOLDS),
    Verb.CONFIRM: _may_check,
    Verb.REFUTE: _may_check,
    Verb.DISCLOSE: _may_name(named=False),
    Verb.CONCEAL: _may_name(named=True),
    "inspect": _may_inspect,
    "second": _may_second,
    "consult": _may_consult,
    "mediate": _may_mediate,
    "arrange": _mediates,
    "settle_on": _mediates,
    "endorse": _may_agree,
    "object": _may_agree,
    "show": _may_show,
    "keep_back": _may_show,
    Verb.HEED: _answering(lambda call: call.signed_at is None),
    Verb.CONTACT: _answering(lambda call: call.contacted_at is None and call.reported_at is None),
    Verb.ARRIVE: _answering(lambda call: call.arrived_at is None and call.reported_at is None),
    Verb.REPORT: _answering(lambda call: call.reported_at is None),
    Verb.RATE: _may_rate,
    Verb.REPLY: _may_reply,
}


def candidates(visit: Visit, case: Case, verb: Verb) -> Sequence[Candidate]:
    """Whom a move may name, the nearest first: along the case's places, who can be called, who was called."""
    directory = visit.knowledge.town.directory
    if verb is Verb.RATE:
        return [Candidate(call.person, title_of(visit, call.person, case), True) for call in _latest_calls(visit, case)]
    if verb is Verb.WHISTLE:
        names = set(callable_at(_enquiry(visit, case), visit.knowledge.town))
        found = [one for one in directory.responders() if one.name in names]
        return [Candidate(one.code, one.name, any(d.names(case.category) for d in one.duties)) for one in found]
    return _along(visit, case)


def _enquiry(visit: Visit, case: Case) -> Enquiry:
    day = visit.now.astimezone(visit.zone).date()
    return Enquiry(case.place, case.category, day, parties_to(visit, case))


def _along(visit: Visit, case: Case) -> Sequence[Candidate]:
    """Those on duty along a case's places; nobody who is a party to it."""
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
