"""Care as pages show it: the week's visits for whoever answers for them or goes, the doors of a 家家访; its moves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.desk import refusals, wording_doors, wording_visits
from bot.desk.calling_on import rounds_led, rounds_of_caller
from bot.desk.desk import OFFICES, Desk, Visit
from bot.desk.doornotes import Round, door_title, house_title, note_door
from bot.desk.links import Opened
from bot.desk.needline import address_of, volunteer_title
from bot.desk.pagework import visit_by_link
from bot.desk.visiting import visits_between, week_begins
from matching.campaign import Door, DoorState
from matching.need import Need, NeedState
from matching.offers import HOLDING, OfferState
from matching.visit import Recipient
from storage.unit_of_work import UnitOfWork

_A_WEEK = timedelta(days=7)
_DAYS = "一二三四五六日"
_DONE = frozenset({NeedState.DONE, NeedState.CONFIRMED})
#: How a visit's state is shown: its word and the mood of the page.
_SHOWN = {
    NeedState.MISSED: (wording_visits.MISSED, "late"),
    NeedState.OPEN: (wording_visits.NOBODY, "soon"),
    NeedState.CARD: (wording_visits.NOBODY, "soon"),
    NeedState.FALLBACK: (wording_visits.NOBODY, "soon"),
    NeedState.CANCELLED: ("取消了", "calm"),
}


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One visit. `who` goes or went, `note` what was said of it; `mine` may be reported by whoever looks."""

    number: int
    said: str
    when: str
    where: str
    who: str
    state: str
    mood: str
    note: str = ""
    mine: bool = False


@dataclass(frozen=True, slots=True)
class VisitDay:
    """A day of the week with its visits, the earliest first."""

    title: str
    rows: tuple[VisitRow, ...]


@dataclass(frozen=True, slots=True)
class VisitBook:
    """The week of somebody who answers for visits or goes on them. `against` have not agreed to any."""

    coordinates: bool
    days: tuple[VisitDay, ...]
    visited: int
    waiting: int
    missed: int
    against: int


def visit_book(visit: Visit) -> VisitBook:
    """The visits of this local week that the visitor may see: those she answers for, and her own."""
    hers = _answered_for(visit)
    codes = {one.code for one in hers}
    begins = week_begins(visit)
    days: dict[str, list[VisitRow]] = {}
    counts = {"done": 0, "waiting": 0, "missed": 0}
    for need in visits_between(visit, begins, begins + _A_WEEK):
        row = _row(visit, need, answers=need.recipient in codes)
        if row is None:
            continue
        days.setdefault(_day_title(visit, need), []).append(row)
        counts["done"] += need.state in _DONE
        counts["missed"] += need.state is NeedState.MISSED
        counts["waiting"] += need.state not in _DONE | {NeedState.MISSED, NeedState.CANCELLED}
    return VisitBook(
        bool(hers),
        tuple(VisitDay(title, tuple(rows)) for title, rows in days.items()),
        counts["done"],
        counts["waiting"],
        counts["missed"],
        sum(not one.consent for one in hers),
    )


def _answered_for(visit: Visit) -> list[Recipient]:
    """Those whom the visitor coordinates, and those below the offices she holds."""
    person = visit.knowledge.town.directory.get(visit.contact.person) if visit.contact.person else None
    if person is None:
        return []
    over = {duty.place for duty in person.duties if duty.role in OFFICES}
    territory = visit.knowledge.town.territory
    return [
        one
        for one in visit.unit.recipients.all()
        if one.coordinator == person.code or over & {node.code for node in territory.lineage(one.place)}
    ]


def _row(visit: Visit, need: Need, *, answers: bool) -> VisitRow | None:
    """A visit as the visitor may see it; None where it is none of hers."""
    own = visit.knowledge.roster.of_contact(visit.contact.id)
    offers = [offer for offer in visit.unit.needs.offers(need.number) if offer.state in HOLDING]
    goes = own is not None and any(offer.volunteer == own.code for offer in offers)
    if not (answers or goes):
        return None
    state, mood = _SHOWN.get(need.state, (wording_visits.TO_VISIT, "calm"))
    if need.state in _DONE:
        state, mood = wording_visits.VISITED, "good"
    waits = need.state not in _DONE | {NeedState.CANCELLED} and need.starts_at <= visit.now
    starts, ends = (moment.astimezone(visit.zone) for moment in (need.starts_at, need.ends_at))
    claimed = goes and any(offer.state is OfferState.CLAIMED for offer in offers)
    return VisitRow(
        need.number,
        need.said,
        f"{starts:%H:%M}–{ends:%H:%M}",
        address_of(visit, need),
        "、".join(volunteer_title(visit, offer.volunteer) for offer in offers),
        state,
        mood,
        "；".join(note.text for note in visit.unit.recipients.notes_of_need(need.number) if note.text),
        mine=waits and (claimed or answers),
    )


def _day_title(visit: Visit, need: Need) -> str:
    local = need.starts_at.astimezone(visit.zone).date()
    today = "今天 " if local == visit.now.astimezone(visit.zone).date() else ""
    return f"{today}周{_DAYS[local.isoweekday() - 1]} {local.month}月{local.day}日"


# -- doors -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DoorRow:
    """One door of the visitor's; `key` names it in a form."""

    key: str
    title: str
    state: str
    mood: str
    open: bool


@dataclass(frozen=True, slots=True)
class DoorList:
    """One caller's doors by house, or the progress of whoever began it (`houses` empty)."""

    title: str
    until: str
    done: int
    count: int
    away: int
    refused: int
    houses: tuple[tuple[str, tuple[DoorRow, ...]], ...] = ()


_MOODS = {DoorState.OPEN: "calm", DoorState.VISITED: "good", DoorState.AWAY: "soon", DoorState.REFUSED: "calm"}


def door_lists(visit: Visit) -> tuple[list[DoorList], list[DoorList]]:
    """The rounds that the visitor leads, and her own doors."""
    led = [_door_list(visit, one) for one in rounds_led(visit)]
    return led, [_door_list(visit, one, rows=True) for one in rounds_of_caller(visit)]


def _door_list(visit: Visit, one: Round, *, rows: bool = False) -> DoorList:
    houses: dict[str, list[DoorRow]] = {}
    for door in sorted(one.doors, key=lambda door: (door.place, len(door.room), door.room)) if rows else ():
        row = DoorRow(
            _key(door),
            door_title(visit, door),
            wording_doors.STATES[door.state],
            _MOODS[door.state],
            door.state is DoorState.OPEN,
        )
        houses.setdefault(house_title(visit, door.place), []).append(row)
    day = one.campaign.until_day
    counted = one.counted
    return DoorList(
        visit.knowledge.town.territory.title(one.campaign.place),
        f"{day.month}月{day.day}日",
        len(one.doors) - counted[DoorState.OPEN],
        len(one.doors),
        counted[DoorState.AWAY],
        counted[DoorState.REFUSED],
        tuple((title, tuple(found)) for title, found in houses.items()),
    )


def note_door_by_key(visit: Visit, key: str, state: str, words: str) -> str:
    """What was found at a door that a page names. Raises `refusals.NoSuchNeed` for one that is not the visitor's."""
    found = next((door for one in rounds_of_caller(visit) for door in one.doors if _key(door) == key), None)
    if found is None or state not in set(DoorState) - {DoorState.OPEN}:
        raise refusals.NoSuchNeed(number=key.rpartition("|")[2] or "这一户")
    return note_door(visit, found, DoorState(state), words)


def _key(door: Door) -> str:
    return f"{door.campaign}|{door.place}|{door.room}"


# -- moves -----------------------------------------------------------------------------------------


def make_care_move(desk: Desk, opened: Opened, once: str, move: Callable[[Visit], str]) -> str:
    """The reply to a move of a page, once it is committed; a repeat with the same name gets the first one's.

    Raises a `DeskRefusal`, LinkRefused, and `StoreUnavailable` when nothing could be saved.
    """

    def work(unit: UnitOfWork) -> str:
        visit = visit_by_link(desk, unit, opened, once)
        seen = unit.inbox.claim(visit.key, visit.contact.openid, visit.now)
        if seen is not None:
            return seen
        reply = move(visit)
        unit.inbox.remember(visit.key, reply)
        return reply

    return desk.store.run(work)

