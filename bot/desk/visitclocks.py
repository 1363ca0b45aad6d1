"""The clocks of visits: made in the morning of their day, and never missed without a person hearing of it that day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zlib import crc32
from zoneinfo import ZoneInfo

from bot.desk import attesting, wording_visits
from bot.desk.clock import AT_ONCE, Clock, Due
from bot.desk.desk import Desk, Visit, duty_for, responder_for
from bot.desk.labels import handler_title
from bot.desk.needline import address_of, tell_volunteer, telling, volunteer_title, when_of
from bot.desk.visiting import is_there, plan_visit, usual_is_there
from intents.verdict import Category
from matching.case import Case
from matching.need import Need, NeedKind, NeedState
from matching.offers import OfferState
from matching.responder import Role
from matching.visit import Recipient, alarm_times
from storage.unit_of_work import UnitOfWork

_PLAN, _SILENT, _MISSED = "plan_visit", "visit_silent", "visit_missed"
_MORNING = time(7)
#: Where the usual face is away, somebody is looked for from this hour of the day before.
_DAY_BEFORE = time(9)
_UNREPORTED = (NeedState.OPEN, NeedState.FILLED, NeedState.FALLBACK)
#: A process that slept for so long still raises the alarm of what it missed.
_LOOKED_BACK = timedelta(days=2)
_ASKED_KEPT = timedelta(days=1)


def _find_planned(desk: Desk, unit: UnitOfWork, now: datetime) -> Iterator[Due]:
    zone = ZoneInfo(desk.customs.timezone)
    local = now.astimezone(zone)
    morning = datetime.combine(local.date(), _MORNING, zone)
    if local < morning:
        return
    for one in unit.recipients.due(local.date())[:AT_ONCE]:
        yield Due(0, _PLAN, morning.astimezone(UTC), _which(one))
    before = datetime.combine(local.date(), _DAY_BEFORE, zone)
    tomorrow = local.date() + timedelta(days=1)
    if local < before:
        return
    knowledge = desk.library.current(unit, now)
    for one in unit.recipients.due(tomorrow)[:AT_ONCE]:
        usual = knowledge.roster.get(one.usual)
        if one.next_day == tomorrow and (usual is None or not is_there(usual, tomorrow)):
            yield Due(0, _PLAN, before.astimezone(UTC), _which(one))


def _which(recipient: Recipient) -> int:
    """A number that stands for a recipient: her code is a text."""
    return crc32(recipient.code.encode())


def _plan(visit: Visit, _case: Case | None, due: Due) -> bool:
    today = visit.now.astimezone(visit.zone).date()
    done = False
    for one in visit.unit.recipients.due(today + timedelta(days=1)):
        if _which(one) != due.which:
            continue
        day = max(one.next_day or today, today)
        if day == today or not usual_is_there(visit, one, day):
            done = plan_visit(visit, one, day) is not None or done
    return done


# -- missed ----------------------------------------------------------------------------------------


def _times(zone: ZoneInfo, need: Need) -> tuple[datetime, datetime]:
    asked, heard = alarm_times(need.ends_at.astimezone(zone))
    return asked.astimezone(UTC), heard.astimezone(UTC)


def _unreported(unit: UnitOfWork, now: datetime) -> list[Need]:
    return unit.needs.starting(NeedKind.VISIT, _UNREPORTED, now - _LOOKED_BACK, now)


def _find_silent(desk: Desk, unit: UnitOfWork, now: datetime) -> Iterator[Due]:
    zone = ZoneInfo(desk.customs.timezone)
    for need in _unreported(unit, now):
        asked, heard = _times(zone, need)
        waits = need.state is NeedState.FILLED and asked <= now < heard
        if waits and desk.memory.get(_asked(need.number)) is None:
            yield Due(0, _SILENT, asked, need.number)


def _asked(number: int) -> str:
    """That it was asked may be lost: then it is asked once more."""
    return f"visit asked:{number}"


def _ask_visitor(visit: Visit, _case: Case | None, due: Due) -> bool:
    """Everybody who holds the visit is asked, once."""
    need = visit.unit.needs.load(due.which)
    if need is None or need.state is not NeedState.FILLED:
        return False
    visit.desk.memory.put(_asked(need.number), "1", _ASKED_KEPT)
    words = wording_visits.are_you_there(need.said, when_of(visit, need), address_of(visit, need))
    for offer in visit.unit.needs.offers(need.number):
        if offer.state is OfferState.CLAIMED:
            tell_volunteer(visit, offer.volunteer, telling(visit, need, "visit", words))
    return True


def _find_missed(desk: Desk, unit: UnitOfWork, now: datetime) -> Iterator[Due]:
    zone = ZoneInfo(desk.customs.timezone)
    for need in _unreported(unit, now):
        heard = _times(zone, need)[1]
        if heard <= now:
            yield Due(0, _MISSED, heard, need.number)


def _raise_alarm(visit: Visit, _case: Case | None, due: Due) -> bool:
    """A person hears by name, the next visit is tomorrow, and the second time in a row the community hears too."""
    need = visit.unit.needs.load(due.which)
    if need is None or need.state not in _UNREPORTED:
        return False
    before = next((one for one in visit.unit.needs.of_recipient(need.recipient) if one.number < need.number), None)
    again = before is not None and before.state is NeedState.MISSED
    who = [
        volunteer_title(visit, offer.volunteer)
        for offer in visit.unit.needs.offers(need.number)
        if offer.state is OfferState.CLAIMED
    ]
    person, name = _who_hears(visit, need)
    missed = replace(
        need, state=NeedState.MISSED, given_to=person, touched_at=visit.now, ended_at=visit.now, wakes_at=None
    )
    visit.unit.needs.save(missed)
    attesting.missed(visit, missed)
    for offer in visit.unit.needs.offers(need.number):
        if offer.state is OfferState.ASKED:
            visit.unit.needs.save_offer(replace(offer, state=OfferState.SILENT, answered_at=visit.now))
    _visit_tomorrow(visit, need)
    address, when = address_of(visit, need), when_of(visit, need)
    if person:
        words = wording_visits.missed(need.said, when, address, "、".join(who))
        visit.tell(telling(visit, missed, "missed", words), person=person)
    community = _community(visit, need) if again else ""
    if community and community != person:
        visit.tell(telling(visit, missed, "missed", wording_visits.missed_twice(address, name)), person=community)
    return True


def _visit_tomorrow(visit: Visit, need: Need) -> None:
    recipient = visit.unit.recipients.load(need.recipient)
    tomorrow = visit.now.astimezone(visit.zone).date() + timedelta(days=1)
    if recipient is not None and recipient.consent:
        visit.unit.recipients.save(replace(recipient, next_day=tomorrow))


def _who_hears(visit: Visit, need: Need) -> tuple[str, str]:
    """The code and title of whoever hears of a missed visit: the coordinator if he is there, else who is responsible
    for care at the place; empty where nobody is.
    """
    day = visit.now.astimezone(visit.zone).date()
    coordinator = visit.knowledge.town.directory.get(need.coordinator)
    if coordinator is not None and not coordinator.on_leave(day):
        choice = duty_for(visit, coordinator, need.place)
        return coordinator.code, handler_title(choice) if choice is not None else ""
    choice = responder_for(visit, need.place, Category.CARE)
    return (choice.responder.code, handler_title(choice)) if choice is not None else ("", "")


def _community(visit: Visit, need: Need) -> str:
    """The code of the community office over a place, else of the street's; "" where there is neither."""
    town = visit.knowledge.town
    offices = {
        duty.role: holder.code
        for node in reversed(town.territory.lineage(need.place))
        for holder, duty in town.directory.at(node.code)
        if duty.role in (Role.COMMUNITY, Role.STREET)
    }
    return offices.get(Role.COMMUNITY, offices.get(Role.STREET, ""))


#: The clocks of visits.
VISITS = (
    Clock(_PLAN, _find_planned, _plan),
    Clock(_SILENT, _find_silent, _ask_visitor),
    Clock(_MISSED, _find_missed, _raise_alarm),
)
