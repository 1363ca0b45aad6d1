"""Bringing a case to the one person responsible, and telling those who should know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk import labels, wording_handlers, wording_rulings, wording_shield
from bot.desk.desk import LINLI, Telling, Visit, duty_for, line_of, move, responder_for
from bot.desk.forwarding import send_on, stop_sending_on
from intents.masking import mask_given_names
from intents.text import mask_sensitive
from intents.verdict import Category
from matching.accused import accused_at, accused_roles
from matching.case import Action, Case, Kind, State
from matching.deadline import Term, climbs_after, decided_by, due_times, term_for
from matching.hazard import kind_of
from matching.neutrality import Sides, neighbours_on_duty
from matching.responder import Responder, Role
from matching.routing import Choice
from matching.vetted import VETTED, about_minor, unvetted
from storage.looks import Look

#: Who else at the place hears of an emergency, besides the one who has it.
_NEAR = frozenset({Role.BUILDING_LEADER, Role.LANE_LEADER, Role.PROPERTY, Role.GRID_WORKER})
_NEAR_MOST = 3
_SAID_MOST = 300
#: Where somebody who needs care cannot wait a week: the lift for a wheelchair, a meal, a lamp.
_DAILY_LIFE = frozenset({Category.FACILITY, Category.CARE, Category.VOLUNTEER, Category.SAFETY, Category.UTILITIES})
_CARED_FOR = timedelta(hours=24)
#: Where nobody at all is on duty it is looked again so soon.
LOOKED_FOR_AGAIN = timedelta(minutes=5)


def choose(visit: Visit, case: Case, without: frozenset[str] = frozenset(), place: str | None = None) -> Choice | None:
    """Who should have a case now, at its place or at another. Never a party to it, see `parties_to`."""
    at = case.place if place is None else place
    return responder_for(visit, at, case.category, without | parties_to(visit, case))


def parties_to(visit: Visit, case: Case) -> frozenset[str]:
    """The codes of those who can't be made its handler: the reporter and her household, and who the report complains
    about; in a mediation also the other side, who is on duty at the building of one, and whoever is neither mediator
    nor office; with a child whoever is not vetted.
    """
    town = visit.knowledge.town
    found = _household(visit, case.reporter)
    roles = accused_roles(case.summary, case.category)
    if roles:
        found |= accused_at(town.territory.lineage(case.place), roles, town.directory)
    if about_minor(case):
        found |= unvetted(town.directory)
    mediation = visit.unit.mediations.of_case(case.number) if case.kind is Kind.MEDIATION else None
    if mediation is not None:
        sides = Sides((case.place, mediation.other_place))
        found |= _household(visit, mediation.other) | neighbours_on_duty(sides, town.territory, town.directory)
        found |= unvetted(town.directory, VETTED | {Role.MEDIATOR})
    return found


def _household(visit: Visit, contact: int | None) -> frozenset[str]:
    """The codes of those on duty who are a contact or live in her room."""
    who = visit.contact if contact == visit.contact.id else visit.unit.people.contact(contact or 0)
    if who is None:
        return frozenset()
    own = frozenset({who.person}) if who.person else frozenset[str]()
    return own | visit.unit.mediations.on_duty_in_household(who.home, who.room)


def dispatch(visit: Visit, case: Case, choice: Choice | None, again: str = "", like: int = 0) -> Case:
    """The case handed to `choice`: due times set, row saved, task notice put out, photos and recordings behind it.

    With no choice (nobody is on duty anywhere) it stays in awaiting_dispatch, where the clocks find it again.
    The clock for solving runs from the first dispatch and is not restarted by passing on, and what was added to it
    stays; a case without `due_at` gets one anew (its category was put right). `again` is what the
    resident said was not solved, and starts it anew; `like` is the number of a case that may be the same, 0 for
    none. Whoever had the case before has its photos already.
    """
    before = case.responder
    is_new = choice is None or choice.responder.code != before
    if before and is_new:
        stop_sending_on(visit, case)
    had = () if again else (*(code for code in case.had if code != before), *([before] if before and is_new else []))
    if choice is None:
        waiting = replace(case, responder="", signin_due_at=None, had=had, climb_at=visit.now + LOOKED_FOR_AGAIN)
        visit.unit.cases.save(waiting)
        return waiting
    if case.state is not State.REDO:
        case = move(visit, case, Action.DISPATCH, LINLI, "；".join(choice.reasons))
    term = quicker(term_for(case.category, choice.duty.role, case.urgent, visit.knowledge.terms), case)
    calendar = visit.desk.calendar
    signin = decided_by(visit.now, calendar) if case.disputed else due_times(term, visit.now, calendar).signin
    started = visit.now if again or case.dispatched_at is None else case.dispatched_at
    due = due_times(term, started, calendar)
    case = replace(
        case,
        responder=choice.responder.code,
        kind=kind_of(case),
        reasons=choice.reasons,
        dispatched_at=started,
        signin_due_at=signin,
        climb_at=climbs_after(signin, term, calendar),
        held_since=visit.now,
        hops=case.hops + 1 if before and is_new else case.hops,
        had=had,
        first_word_due_at=due.first_word if case.first_word_at is None else case.first_word_due_at,
        due_at=due.solved if again or case.due_at is None else case.due_at,
        own_due_at=None if again else case.own_due_at,
    )
    visit.unit.cases.save(case)
    visit.unit.looks.record(Look(case.number, case.responder, None, visit.now, "sent"))
    visit.tell(Telling("task", _task_words(visit, case, again, like), case), person=case.responder)
    if is_new:
        send_on(visit, case, visit.unit.cases.messages(case.number))
    return case


def _task_words(visit: Visit, case: Case, again: str, like: int) -> str:
    line, said = line_of(visit, case), said_of(visit, case)
    standing = visit.unit.precedents.standing() if case.had else ()  # nobody had a new one: nothing was decided
    ruled = [one.reason for one in standing if (one.case, one.owner) == (case.number, case.responder)]
    if ruled and not case.disputed and not again:
        return wording_rulings.yours(line, said, ruled[-1], urgent=case.urgent)
    if not case.disputed:
        return wording_handlers.task(line, said, urgent=case.urgent, again=again, like=like)
    events = visit.unit.cases.events(case.number)
    declined = [event.reason for event in events if event.action is Action.DECLINE]
    if declined:
        appealed = [event.reason for event in events if event.action is Action.APPEAL]
        return wording_rulings.to_review(line, said, declined[-1], "".join(appealed[-1:]))
    returned = [event.reason for event in events if event.action is Action.RETURN]
    return wording_rulings.to_decide(line, said, returned)


def quicker(term: Term, case: Case) -> Term:
    """The term for a matter of daily life of somebody who needs care: a day, as for water and power."""
    if not case.care or case.category not in _DAILY_LIFE:
        return term
    return replace(term, solved=min(term.solved, _CARED_FOR), working_days=False)


def quickened(visit: Visit, case: Case) -> Case:
    """A case that has turned out to be dangerous: its clocks are those of danger from now on, none is put off."""
    term = term_for(case.category, "", urgent=True, terms=visit.knowledge.terms)
    due = due_times(term, visit.now, visit.desk.calendar)

    def sooner(before: datetime | None, now: datetime) -> datetime:
        return now if before is None else min(before, now)

    return replace(
        case,
        signin_due_at=sooner(case.signin_due_at, due.signin),
        climb_at=sooner(case.climb_at, due.climb),
        first_word_due_at=sooner(case.first_word_due_at, due.first_word),
        due_at=sooner(case.due_at, due.solved),
        own_due_at=None,
    )


def said_of(visit: Visit, case: Case, most: int = _SAID_MOST) -> str:
    """What the resident said, as a handler may read it: phones and identity numbers masked, her own name too unless
    she lets handlers know it, attachments named.

    At most `most` characters: a pushed text holds 2,048 bytes, and the reply to 进度 has room for all of it.
    """
    messages = visit.unit.cases.messages(case.number)
    own = case.reporter if case.named else 0  # others who joined the case let nobody know
    told = [
        m.text if m.contact == own else mask_given_names(m.text)
        for m in messages if m.text and m.kind in ("text", "voice")
    ]  # fmt: skip
    counted = Counter(m.kind for m in messages)
    spots = [m.text for m in messages if m.kind == "location" and m.text]
    note = wording_handlers.attached(counted["image"], counted["voice"], spots)
    words = mask_sensitive("，".join(told) or mask_given_names(case.summary))
    return (words if len(words) <= most else words[:most] + "……") + note + _who_said(visit, case)


def _who_said(visit: Visit, case: Case) -> str:
    """How the resident may be called, where she lets handlers know; else nothing."""
    reporter = visit.unit.people.contact(case.reporter) if case.named else None
    return wording_shield.reported_by(reporter.name) if reporter is not None and reporter.name else ""


def tell_neighbours(visit: Visit, case: Case) -> Sequence[str]:
    """Tell the leader, property desk and grid worker near an emergency; their titles, nearest first."""
    told = []
    for responder in _near(visit, case):
        choice = duty_for(visit, responder, case.place)
        if choice is None:
            continue
        words = wording_handlers.told_urgent(line_of(visit, case), said_of(visit, case))
        visit.tell(Telling("urgent", words, case), person=responder.code)
        visit.unit.looks.record(Look(case.number, responder.code, None, visit.now, "sent"))
        told.append(labels.handler_title(choice))
    return told


def _near(visit: Visit, case: Case) -> Sequence[Responder]:
    town = visit.knowledge.town
    day = visit.now.astimezone(visit.zone).date()
    found: dict[str, Responder] = {}
    for node in town.territory.lineage(case.place) if case.place else ():
        for responder, duty in town.directory.at(node.code):
            if duty.role in _NEAR and responder.code != case.responder and not responder.on_leave(day):
                found.setdefault(responder.code, responder)
    return list(found.values())[:_NEAR_MOST]


def tell_reporter(visit: Visit, case: Case, kind: str, text: str, *, but: int = 0) -> None:
    """Tell the resident who reported a case and everybody who joined it, `but` the contact who knows already."""
    for contact in (case.reporter, *visit.unit.cases.followers(case.number)):
        if contact != but:
            visit.tell(Telling(kind, text, case), contact=contact)


def tell_handler(visit: Visit, case: Case, kind: str, text: str) -> None:
    """Tell whoever has a case; nobody when nobody has it."""
    if case.responder:
        visit.tell(Telling(kind, text, case), person=case.responder)
