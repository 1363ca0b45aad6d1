"""A case as a page shows it: everything in words, nothing that tells who reported it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.desk import wording_pages as words
from bot.desk.caseline import CaseLine
from bot.desk.chatwords import Command, Verb
from bot.desk.desk import LINLI, RESIDENT, Visit, duty_for, line_of
from bot.desk.labels import STATES, clock_time, handler_title
from bot.desk.looking import who_looked
from bot.desk.needline import volunteer_title
from bot.desk.offering import Offer, offers
from bot.desk.points import points_of
from bot.desk.seeing import SeenAs
from bot.desk.whistlesheet import WhistleSheet, whistle_sheet
from intents.masking import mask_personal
from matching.case import Action, Case, CaseEvent, Point, State
from matching.lifecycle import ENDED, IN_HAND
from storage.cases import CaseMessage

_NOT_TAKEN = frozenset({State.AWAITING_SIGNIN, State.REDO})
#: A clock that has less left than this is shown in amber.
_SOON = (timedelta(minutes=15), timedelta(minutes=30), timedelta(hours=24))
#: A case's birth and the first dispatch say the same to whoever reads its history.
_NOT_TOLD = frozenset({Action.OPEN, Action.ANSWER, Action.ASK})


@dataclass(frozen=True, slots=True)
class Clock:
    """One of the three clocks: `when` is the moment in words, `left` what is left or that it is done.

    `mood` is late, soon, done or empty; `exact` the moment as in a table.
    """

    name: str
    when: str
    left: str
    mood: str
    exact: str


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said or sent: whose voice it is, when, the words, the photos by the id of their message."""

    who: str
    when: str
    text: str
    photos: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the history; the same thing done several times in a row is one line."""

    when: str
    who: str
    what: str
    why: str
    times: int = 1


@dataclass(frozen=True, slots=True)
class Spot:
    """Where on the map it is, in GCJ-02 degrees."""

    lng: float
    lat: float


@dataclass(frozen=True, slots=True)
class CaseSheet:
    """A case's page. `reporter` is empty unless the resident lets handlers know who she is; `asked` is what a
    handler wants to know of her, `rests` until when nothing happens, `looked` who has seen it, all empty otherwise.
    """

    line: CaseLine
    state: str
    urgent: bool
    seen_as: SeenAs
    clocks: tuple[Clock, ...]
    said: tuple[Said, ...]
    steps: tuple[Step, ...]
    points: tuple[Point, ...]
    offers: tuple[Offer, ...]
    reporter: str
    spot: Spot | None
    asked: str
    rests: str
    whistle: WhistleSheet | None
    looked: str


def case_sheet(visit: Visit, case: Case, seen_as: SeenAs) -> CaseSheet:
    """A case as the visitor may read it; see `seeing.seen_as`."""
    messages = visit.unit.cases.messages(case.number)
    names = _names(visit, case)
    states = STATES if seen_as is SeenAs.RESIDENT else {**STATES, **words.STATES_FOR_HANDLERS}
    return CaseSheet(
        line=line_of(visit, case),
        state=states[case.state],
        urgent=case.urgent,
        seen_as=seen_as,
        clocks=clocks(visit, case),
        said=_said(visit, case, messages, None if seen_as is SeenAs.RESIDENT else names),
        steps=_history(visit, case, names),
        points=_points(visit, case, names),
        offers=() if seen_as is SeenAs.WATCHER else tuple(offers(visit, case)),
        reporter=_reporter(visit, case) if seen_as is SeenAs.HANDLER else "",
        spot=_spot(visit, case, messages) if seen_as is not SeenAs.RESIDENT else None,
        asked=_asked(visit, case, names) if seen_as is SeenAs.RESIDENT else "",
        whistle=whistle_sheet(visit, case, names),
        looked=who_looked(visit, Command(Verb.WHO_LOOKED, case.number)) if case.reporter == visit.contact.id else "",
        rests=words.RESTS.format(day=visit.until(case.resume_at)) if case.resume_at and case.state in IN_HAND else "",
    )


# -- clocks ------------------------------------------------------------------------------------------


def clocks(visit: Visit, case: Case) -> tuple[Clock, ...]:
    """The three clocks in order: taken, first word, solved. One that was never set is left out."""
    if case.dispatched_at is None:
        return ()
    waits = case.state in _NOT_TAKEN
    over = case.state in ENDED or case.state is State.AWAITING_VERDICT
    taken = None if waits else _last(visit, case, Action.TAKE)
    ended = (case.closed_at or _last(visit, case, Action.FINISH)) if over else None
    rows = (
        (case.signin_due_at, taken, waits and not over),
        (case.first_word_due_at, case.first_word_at, case.first_word_at is None and not over),
        (case.due_at, ended, not over),
    )
    named = zip(words.CLOCKS, rows, _SOON, strict=True)
    return tuple(clock for name, row, soon in named if (clock := _clock(visit, name, row, soon)))


def _last(visit: Visit, case: Case, action: Action) -> datetime | None:
    found = [event.at for event in visit.unit.cases.events(case.number) if event.action is action]
    return found[-1] if found else None


#: When it is due, when it was done, whether it still runs.
_Row = tuple[datetime | None, datetime | None, bool]


def _clock(visit: Visit, name: str, row: _Row, soon: timedelta) -> Clock | None:
    due, done, running = row
    if done is not None:
        return Clock(name, clock_time(done, visit.now, visit.zone), words.DONE, "done", _exact(visit, done))
    if due is None or not running:
        return None
    left = due - visit.now
    mood = "late" if left < timedelta() else "soon" if left < soon else ""
    span = (words.OVER if mood == "late" else words.LEFT).format(span=span_of(abs(left)))
    return Clock(name, clock_time(due, visit.now, visit.zone), span, mood, _exact(visit, due))


def _exact(visit: Visit, moment: datetime) -> str:
    return moment.astimezone(visit.zone).strftime("%Y-%m-%d %H:%M")


def span_of(span: timedelta) -> str:
    """A span as people say it: 3天, 5小时, 20分钟."""
    minutes = int(span.total_seconds()) // 60
    if minutes >= 2 * 24 * 60:
        return f"{minutes // (24 * 60)}天"
    return f"{minutes // 60}小时" if minutes >= 60 else f"{max(minutes, 1)}分钟"


# -- what was said ---------------------------------------------------------------------------------


def _said(
    visit: Visit, case: Case, messages: Sequence[CaseMessage], names: Sequence[str] | None
) -> tuple[Said, ...]:
    """The words and photos in order, photos of one moment together.

    `names` are covered; with None a resident reads: her own words as she said them, and the handlers'.
    """
    residents = {case.reporter, *visit.unit.cases.followers(case.number)}
    own = names is None
    found: list[Said] = []
    for message in messages:
        from_resident = message.contact in residents
        if own and from_resident and message.contact != visit.contact.id:
            continue
        who = _voice(visit, message, from_resident=from_resident, own=own)
        when = clock_time(message.at, visit.now, visit.zone)
        said = Said(who, when, *_shown(message, names))
        last = found[-1] if found else None
        if last and last.who == who and not said.text and (not last.text or last.when == when):
            found[-1] = replace(last, photos=last.photos + said.photos)
        else:
            found.append(said)
    return tuple(found)


def _voice(visit: Visit, message: CaseMessage, *, from_resident: bool, own: bool) -> str:
    if from_resident:
        return words.YOU if own else words.RESIDENT_ACTOR
    contact = visit.unit.people.contact(message.contact)
    return title_of(visit, contact.person, "") if contact is not None and contact.person else words.LINLI_ACTOR


def _shown(message: CaseMessage, names: Sequence[str] | None) -> tuple[str, tuple[int, ...]]:
    if message.kind == "image":
        return "", (message.id,)
    if message.kind == "location":
        return words.LOCATION.format(label=message.text) if message.text else words.ADDED["location"], ()
    text = message.text if names is None else mask_personal(message.text, names)
    return text or words.ADDED.get(message.kind, ""), ()


def _names(visit: Visit, case: Case) -> Sequence[str]:
    """The names that are covered wherever they stand: of who joined the case too, who let nobody know."""
    covered = [*([] if case.named else [case.reporter]), *visit.unit.cases.followers(case.number)]
    found = [visit.unit.people.contact(who) for who in covered]
    return [contact.name for contact in found if contact is not None and contact.name]


def _points(visit: Visit, case: Case, names: Sequence[str]) -> tuple[Point, ...]:
    """What residents ask for: whoever reads it, it may be another's words."""
    return tuple(replace(point, text=mask_personal(point.text, names)) for point in points_of(visit, case))


def _reporter(visit: Visit, case: Case) -> str:
    contact = visit.unit.people.contact(case.reporter) if case.named else None
    return " ".join(part for part in (contact.name, contact.room) if part) if contact else ""


def _asked(visit: Visit, case: Case, names: Sequence[str]) -> str:
    """What a handler asks the resident and she has not answered."""
    if case.paused_at is None:
        return ""
    asked = [event for event in visit.unit.cases.events(case.number) if event.action is Action.INQUIRE]
    who = title_of(visit, asked[-1].actor, case.place) if asked else words.HANDLER_ACTOR
    return words.ASKED.format(who=who, words=mask_personal(asked[-1].reason, names)) if asked else ""


# -- history ---------------------------------------------------------------------------------------


def _history(visit: Visit, case: Case, names: Sequence[str]) -> tuple[Step, ...]:
    """What happened, the latest first."""
    events = [event for event in visit.unit.cases.events(case.number) if event.action not in _NOT_TOLD]
    found: list[Step] = []
    for event in reversed(events):
        step = _step(visit, case, event, names)
        last = found[-1] if found else None
        if last and (last.who, last.what, last.why) == (step.who, step.what, step.why):
            found[-1] = replace(last, times=last.times + 1)
        else:
            found.append(step)
    return tuple(found)


def _step(visit: Visit, case: Case, event: CaseEvent, names: Sequence[str]) -> Step:
    why = words.ADDED.get(event.reason, event.reason) if event.action is Action.ADD else event.reason
    if event.action is Action.DISPATCH:
        why = why.rpartition("；")[2]
    return Step(
        clock_time(event.at, visit.now, visit.zone),
        title_of(visit, event.actor, case.place),
        words.HISTORY[event.action],
        mask_personal(why, names),
    )


def title_of(visit: Visit, actor: str, place: str) -> str:
    """Whoever did something as people say it: 居民, 服务台, 3栋楼长陈**."""
    if actor in (RESIDENT, LINLI):
        return words.RESIDENT_ACTOR if actor == RESIDENT else words.LINLI_ACTOR
    responder = visit.knowledge.town.directory.get(actor)
    choice = duty_for(visit, responder, place) if responder else None
    if choice is None and actor in visit.knowledge.roster:
        return volunteer_title(visit, actor)
    return handler_title(choice) if choice else words.HANDLER_ACTOR


# -- where ------------------------------------------------------------------------------------------


def _spot(visit: Visit, case: Case, messages: Sequence[CaseMessage]) -> Spot | None:
    """The place on the map: the last location that was sent, else the nearest place above that has one."""
    for message in reversed(messages):
        if message.lng is not None and message.lat is not None:
            return Spot(message.lng, message.lat)
    for node in visit.knowledge.town.territory.lineage(case.place) if case.place else ():
        if node.lng is not None and node.lat is not None:
            return Spot(node.lng, node.lat)
    return None
