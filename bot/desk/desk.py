"""The desk itself: what its verbs need, and one visit to it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.desk import labels, refusals
from bot.desk.caseline import CaseLine
from bot.desk.dialogue import read_question
from bot.desk.knowledge import Knowledge, Library
from bot.desk.links import Links
from bot.settings import DeskSettings
from intents.text import mask_sensitive
from matching.case import Action, Case, CaseEvent, State
from matching.deadline import WorkCalendar, said_at
from matching.duty import case_duties
from matching.lifecycle import MoveRefused, NotAllowed, Party, check_allowed, next_state
from matching.responder import Responder, Role
from matching.routing import Choice, Enquiry, choose_responder, is_arbiters, masked
from matching.waking import PAUSE_MOST, moved
from storage.outbox import Notice
from storage.people import Contact
from storage.short_term import ShortTerm
from storage.unit_of_work import Store, UnitOfWork

_CHOICES_KEPT = 20_000
RESIDENT, LINLI = "resident", "linli"
_BY_NAME = {RESIDENT: frozenset({Party.RESIDENT}), LINLI: frozenset({Party.LINLI})}
#: Whoever has a case in one of these has signed for it; the question of a handler is one he signed with.
_SIGNED = frozenset(
    {State.IN_PROGRESS, State.JOINT, State.SCHEDULED, State.AWAITING_OUTSIDE, State.AWAITING_INFO}
)
#: Roles whose holders decide and correct for a place.
OFFICES = frozenset({Role.COMMUNITY, Role.STREET})
#: So often within 90 days at one place, and it is told.
CHRONIC = 3
#: The kind of notice that is a photo or recording; its fields `media` and `form` name the file and its kind.
MEDIA = "media"


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything the desk's verbs are handed. `clock` gives aware UTC; without `links` no reply has one.

    `calendar_as_given` and `customs_as_given` are those of the file; `calendar` and `customs` have over them what
    people set at the console, as of the library's last look.
    """

    store: Store
    memory: ShortTerm
    library: Library
    calendar_as_given: WorkCalendar
    clock: Callable[[], datetime]
    customs_as_given: DeskSettings
    links: Links = field(default_factory=Links)

    @property
    def calendar(self) -> WorkCalendar:
        """Working days and nights as they count now."""
        return self.library.customs.calendar(self.calendar_as_given)

    @property
    def customs(self) -> DeskSettings:
        """How the desk works now."""
        return self.library.customs.desk(self.customs_as_given)


@dataclass(slots=True)
class Visit:
    """One message's time at the desk: one unit of work, one moment, one view of rules and people.

    `first` says that the visitor never wrote before: there is nothing of hers to look for. `opened` has the
    numbers of the cases that the visit opens. `key` names it; the notices it puts out carry that, so that a repeat
    of the visit puts none out twice. `by_clock`: nobody wrote, a clock struck for the contact's case. `moved` has the
    numbers of the cases that the visit brought to another state. `helping` is by the case's number what its receipt
    says of the volunteers who are looked for, `asked_too` what whoever is responsible reads of them.
    """

    desk: Desk
    unit: UnitOfWork
    knowledge: Knowledge
    contact: Contact
    key: str
    now: datetime
    first: bool = False
    told: int = field(default=0)
    opened: set[int] = field(default_factory=set)
    by_clock: bool = False
    moved: set[int] = field(default_factory=set)
    helping: dict[int, str] = field(default_factory=dict)
    asked_too: dict[int, str] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone people read times in."""
        return ZoneInfo(self.desk.customs_as_given.timezone)

    def text(self, name: str) -> str:
        """What people read under a name of the texts that can be set ("welcome")."""
        return self.knowledge.customs.text(name)

    def until(self, moment: datetime | None) -> str:
        """A due time as people say it, empty when there is none.

        In the evening by its date: what is put out now is read tomorrow, when "明天" would be another day.
        """
        if moment is None:
            return ""
        evening = self.now.astimezone(self.zone).time() >= self.desk.calendar.quiet.starts
        return labels.clock_time(moment, None if evening else self.now, self.zone)

    def tell(self, notice: Telling, *, person: str = "", contact: int | None = None) -> bool:
        """Put out a notice to a handler (by code) or a contact (by id), in this visit's transaction.

        False when the same visit has put it out before (a clock's second look at the same due time).
        """
        self.told += 1
        return self.unit.outbox.put(
            Notice(
                kind=notice.kind,
                text=mask_sensitive(notice.text),  # whoever wrote it: phones never in a chat
                case=notice.case.number if notice.case else notice.about or None,
                contact=contact,
                person=person,
                urgent=notice.is_urgent,
                due_at=self.sends_at(notice, person=person, contact=contact),
                fields={**(card(self, notice.case) if notice.case else {}), **notice.fields},
                key=f"{self.key}/{self.told}",
            )
        )

    def sends_at(self, notice: Telling, *, person: str = "", contact: int | None = None) -> datetime:
        """When a notice goes out: at once by day, in danger, and to whoever has just written himself."""
        himself = contact == self.contact.id if contact is not None else person == self.contact.person
        if notice.is_urgent or not self.desk.customs.quiet_nights or (himself and not self.by_clock):
            return self.now
        return said_at(self.now, person or f"contact/{contact}", self.desk.calendar)


@dataclass(frozen=True, slots=True)
class Telling:
    """What is told about which case; `kind` names the occasion (task, taken, verdict …).

    `fields` are for the channel, besides those of the case's card; without a case (a meeting) they are all of
    `number`, `matter`, `state` and `due`; `page` among them is what the link behind the words opens instead of the
    case. `urgent` goes out by night as what is told of an urgent case does; `about` is the number of the case it
    belongs to where the card is not that case's own.
    """

    kind: str
    text: str
    case: Case | None
    fields: Mapping[str, str] = field(default_factory=dict)
    urgent: bool = False
    about: int = 0

    @property
    def is_urgent(self) -> bool:
        """Whether the night makes no difference."""
        return self.urgent or (self.case is not None and self.case.urgent)


def nobody(now: datetime) -> Contact:
    """Who visits when a clock strikes for something that is nobody's case."""
    return Contact(0, "", "", False, "", "", "", None, 0, now)


def visit_as(desk: Desk, unit: UnitOfWork, person: str, key: str, now: datetime) -> Visit:
    """A visit of somebody on duty that comes through a page or a command, not by a message.

    `key` names it: a repeat with the same key puts no notice out twice.
    """
    contact = unit.people.contact_of_person(person) or replace(nobody(now), person=person)
    return Visit(desk, unit, desk.library.current(unit, now), contact, key, now)


def responder_for(visit: Visit, place: str, category: str, without: frozenset[str] = frozenset()) -> Choice | None:
    """Who takes a category at a place today ("" for an unknown one); None when nobody at all is available.

    Found once for each question while people and places stay as they are: the way up the tree is the same
    for every report from a building.
    """
    day = visit.now.astimezone(visit.zone).date()
    choices = visit.knowledge.choices
    asked = Enquiry(place, category, day, without)
    try:
        return choices[asked]  # one look: another thread may empty it at any moment
    except KeyError:
        choice = choose_responder(asked, visit.knowledge.town)
    if len(choices) >= _CHOICES_KEPT:
        choices.clear()
    choices[asked] = choice
    return choice


def card(visit: Visit, case: Case) -> Mapping[str, str]:
    """A case in the few short fields that a template message has room for."""
    label = visit.knowledge.town.preferences.label(case.category)
    return {
        "number": f"#{case.number}",
        "matter": f"{label} {case.place_text}".strip(),
        "state": labels.STATES[case.state],
        # a time keyword may not be empty (47003): a case without a due time shows when this was said
        "due": (case.due_at or visit.now).astimezone(visit.zone).strftime("%Y-%m-%d %H:%M"),
    }


def move(visit: Visit, case: Case, action: Action, actor: str, reason: str = "") -> Case:
    """The case after a move, its event appended; the caller saves the row.

    `actor` is a person's code, RESIDENT or LINLI. Raises `MoveRefused` and `NotAllowed`.
    """
    state = next_state(case.state, action)
    check_allowed(action, parties_of(visit, case, actor))
    event = CaseEvent(case.number, visit.now, actor, action, case.state, state, mask_sensitive(reason), case.revision)
    visit.unit.cases.append(event)
    visit.unit.duties.add(case_duties(case, event))
    if state is not case.state:
        visit.moved.add(case.number)
    return moved(case, action, state, visit.now, words=bool(reason))


def parties_of(visit: Visit, case: Case, actor: str) -> frozenset[Party]:
    """As what an actor stands to a case: a person may own it and be its street's arbiter at once."""
    if actor in _BY_NAME:
        return _BY_NAME[actor]
    responder = visit.knowledge.town.directory.get(actor)
    line = {node.code for node in visit.knowledge.town.territory.lineage(case.place)} if case.place else set()
    over = {duty.role for duty in responder.duties if not line or duty.place in line} if responder else set()
    found = {Party.OWNER} if actor == case.responder else set()
    found |= {Party.CHECKER} if actor == case.checker else set()
    found |= {Party.VOLUNTEER} if _helps(visit, case, actor) else set()
    found |= {Party.OFFICE} if over & OFFICES else set()
    found |= {Party.ARBITER} if is_arbiter(responder, line) else set()
    return frozenset(found)


def _helps(visit: Visit, case: Case, actor: str) -> bool:
    """Whether an actor is a volunteer who has claimed what the case needs."""
    need = visit.unit.needs.of_case(case.number) if actor in visit.knowledge.roster else None
    return need is not None and any(offer.volunteer == actor for offer in visit.unit.needs.holders(need.number))


def is_arbiter(responder: Responder | None, line: Collection[str]) -> bool:
    """Whether somebody may decide who owns a case along these places: the street, or a command centre that
    takes everything for a district (a department with `*`).
    """
    return responder is not None and any(
        (not line or duty.place in line) and is_arbiters(duty) for duty in responder.duties
    )


def move_or_refuse(visit: Visit, case: Case, step: tuple[Action, str], actor: str, reason: str = "") -> Case:
    """`move` for what somebody asked in chat: `step` is the action and the word that was typed.

    Raises `refusals.MoveNotNow` with the state in words, `refusals.NotForYou` where others may do it.
    """
    action, word = step
    try:
        return move(visit, case, action, actor, reason)
    except MoveRefused as refused:
        state = labels.STATES[case.state]
        raise refusals.MoveNotNow(number=case.number, state=state, word=word) from refused
    except NotAllowed as refused:
        raise refusals.NotForYou(number=case.number, word=word) from refused


def who_has(visit: Visit, case: Case) -> str:
    """The responder of a case as people say it ("3栋楼长陈**"), empty when nobody has it."""
    responder = visit.knowledge.town.directory.get(case.responder) if case.responder else None
    if responder is None:
        return ""
    choice = duty_for(visit, responder, case.place)
    return labels.handler_title(choice) if choice else masked(responder.name)


def duty_for(visit: Visit, responder: Responder, place: str) -> Choice | None:
    """The lowest duty a person holds over a place, or any of his when none covers it; None without duties."""
    territory = visit.knowledge.town.territory
    held = [(territory.get(duty.place), duty) for duty in responder.duties]
    by_place = {node.code: Choice(responder, duty, node, ()) for node, duty in held if node is not None}
    lineage = territory.lineage(place) if place else ()
    covering = [by_place[node.code] for node in lineage if node.code in by_place]
    return next(iter(covering or by_place.values()), None)


def line_of(visit: Visit, case: Case) -> CaseLine:
    """A case as the sentences of `wording` need it."""
    question = read_question(case.question)
    return CaseLine(
        number=case.number,
        label=visit.knowledge.town.preferences.label(case.category),
        place=case.place_text,
        who=who_has(visit, case),
        why=case.reasons[0].rpartition("，")[2] if case.reasons else "",
        signin=visit.until(case.signin_due_at),
        due=visit.until(case.due_at),
        state=case.state,
        care="、".join(case.care),
        asked=question.asked if question is not None else None,
        reporters=_reporters(visit, case),
        times=case.times if case.times >= CHRONIC else 1,
        first_word=visit.until(case.first_word_due_at),
        spoken=case.first_word_at is not None,
        unspoken_late=case.first_word_due_at is not None and case.first_word_due_at <= visit.now,
        signed=case.state in _SIGNED,
        late=case.due_at is not None and case.due_at <= visit.now,
        own_due=visit.until(case.own_due_at),
        until=visit.until(case.resume_at or (case.paused_at + PAUSE_MOST if case.paused_at else None)),
        climbed=case.reasons[0] if case.rung and case.reasons else "",
        helping=visit.helping.get(case.number, ""),
        asked_too=visit.asked_too.get(case.number, ""),
        note=visit.knowledge.replies.receipt.get(case.category, ""),
    )


def _reporters(visit: Visit, case: Case) -> int:
    """How many residents report a case; one that this visit opened nobody can have joined."""
    return 1 if case.number in visit.opened else 1 + len(visit.unit.cases.followers(case.number))
