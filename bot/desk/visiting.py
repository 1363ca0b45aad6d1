"""走访: the visit of a day made from the rota and given to the face she knows; lists; the split among visitors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from bot.desk import refusals, wording_visits
from bot.desk.chatwords import Command
from bot.desk.desk import Visit
from bot.desk.links import with_link
from bot.desk.needline import address_of, volunteer_title, when_of
from bot.desk.visitnotes import note_down, visit_meant
from bot.desk.volunteering import assign, seek, start
from matching.need import Need, NeedKind, NeedState, NeedUrgency, Part
from matching.offers import HOLDING, OfferState
from matching.routing import masked
from matching.slot import covered
from matching.territory import NodeKind, Territory
from matching.visit import (
    Calling,
    Nearness,
    Recipient,
    first_day,
    hours_of,
    next_day,
    share_out,
    visitors_for,
    why_not,
)
from matching.volunteer import Volunteer

#: So many visits back whoever was there is a face she knows.
_REMEMBERED = 10
_A_VISIT = 60
#: What a missed visit is made up for in: first thing in the morning.
_FIRST_THING = (time(8), time(10))
_A_WEEK = timedelta(days=7)
_NEARLY_OVER = timedelta(minutes=30)
_SHARE = frozenset({"分工", "分一下", "分配"})
_FAR = 99


# -- planned ---------------------------------------------------------------------------------------


def plan_visit(visit: Visit, recipient: Recipient, day: date) -> Need | None:
    """The need for a recipient's visit on a local day, her usual face told; None when her hours begin later.

    Whoever stands in is asked, not told: first who was there before. The recipient's next day is kept.
    """
    recipient = replace(recipient, next_day=recipient.next_day or first_day(recipient, day))
    if recipient.next_day is not None and recipient.next_day > day:
        visit.unit.recipients.save(recipient)
        return None
    if _too_late(visit, recipient, day):
        visit.unit.recipients.save(replace(recipient, next_day=first_day(recipient, day + timedelta(days=1))))
        return None
    last = next(iter(visit.unit.needs.of_recipient(recipient.code, 1)), None)
    makes_up = last is not None and last.state is NeedState.MISSED
    base = last.starts_at.astimezone(visit.zone).date() if last is not None and makes_up else day
    following = next_day(recipient, base)
    visit.unit.recipients.save(
        replace(recipient, next_day=following if following > day else next_day(recipient, day))
    )
    starts, ends = (_at(visit, day, clock) for clock in (_FIRST_THING if makes_up else hours_of(recipient)))
    need = _need(visit, recipient, starts, ends)
    calling = _calling(visit, recipient, starts, ends)
    if usual_is_there(visit, recipient, day):
        need = assign(visit, seek(visit, need), [recipient.usual])
        return start(visit, need)
    stand_in = next(iter(visitors_for(replace(recipient, usual=""), calling)), "")
    return seek(visit, replace(need, state=NeedState.OPEN, usual=stand_in))


def _too_late(visit: Visit, recipient: Recipient, day: date) -> bool:
    """Whether her hours of that day are nearly over: who was entered in the afternoon is visited another morning."""
    return _at(visit, day, hours_of(recipient)[1]) - visit.now < _NEARLY_OVER


def usual_is_there(visit: Visit, recipient: Recipient, day: date) -> bool:
    """Whether the face a recipient knows can come on a day: she has an account, is not resting, and still may."""
    usual = visit.knowledge.roster.get(recipient.usual)
    return usual is not None and is_there(usual, day) and not why_not(recipient, usual)


def is_there(volunteer: Volunteer, day: date) -> bool:
    """Whether somebody has an account and is not resting on a day."""
    resting = volunteer.resting_until is not None and day <= volunteer.resting_until
    return bool(volunteer.contact) and not resting


def _need(visit: Visit, recipient: Recipient, starts: datetime, ends: datetime) -> Need:
    minutes = min(_A_VISIT, round((ends - starts).total_seconds() / 60))
    return Need(
        number=0,
        kind=NeedKind.VISIT,
        state=NeedState.CARD,
        urgency=NeedUrgency.TODAY,
        place=recipient.place,
        place_text=visit.knowledge.town.territory.title(recipient.place),
        what=wording_visits.CHILD if recipient.minor else wording_visits.ELDER,
        starts_at=starts,
        ends_at=ends,
        created_at=visit.now,
        touched_at=visit.now,
        minutes=minutes,
        parts=(Part("", recipient.visitors),),
        languages=recipient.languages,
        gender=recipient.gender,
        vetted=recipient.minor,
        pair=recipient.minor,
        requester=recipient.contact,
        coordinator=recipient.coordinator,
        recipient=recipient.code,
        team=recipient.team,
        usual=recipient.usual,
        source=f"rota:{recipient.code}",
        note=recipient.note,
    )


def _at(visit: Visit, day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, visit.zone).astimezone(UTC)


def _calling(visit: Visit, recipient: Recipient, starts: datetime, ends: datetime) -> Calling:
    """Who may stand in on that day: there, with an account, with hours that allow it or known to her already."""
    before = seen_by(visit, recipient)
    local = starts.astimezone(visit.zone), ends.astimezone(visit.zone)
    there = [
        one
        for one in _around(visit, recipient)
        if is_there(one, local[0].date()) and (not one.slots or one.code in before or covered(one.slots, *local))
    ]
    return Calling(there, nearness(visit.knowledge.town.territory), _loads(visit), before)


def seen_by(visit: Visit, recipient: Recipient) -> list[str]:
    """The volunteers who visited a recipient, the latest first."""
    found: dict[str, None] = {}
    for need in visit.unit.needs.of_recipient(recipient.code, _REMEMBERED):
        for offer in visit.unit.needs.offers(need.number):
            if offer.state in (OfferState.DONE, OfferState.CONFIRMED):
                found.setdefault(offer.volunteer)
    return list(found)


def _around(visit: Visit, recipient: Recipient) -> list[Volunteer]:
    """The members of a recipient's team; without one whoever lives or works in her community."""
    if recipient.team:
        return [one for one in visit.knowledge.roster if recipient.team in one.teams]
    territory = visit.knowledge.town.territory
    community = community_of(territory, recipient.place)
    near = set(territory.below(community))
    return [one for one in visit.knowledge.roster if one.home in near or one.work in near]


def community_of(territory: Territory, place: str) -> str:
    """The community that a place lies in; the place itself where there is none."""
    return next((node.code for node in territory.lineage(place) if node.kind is NodeKind.COMMUNITY), place)


def nearness(territory: Territory) -> Nearness:
    """How many steps up the tree lead from one place to where the other lies too."""

    def steps(one: str, other: str) -> int:
        there = {node.code for node in territory.lineage(one)}
        return next((at for at, node in enumerate(territory.lineage(other)) if node.code in there), _FAR)

    return steps


def _loads(visit: Visit) -> Counter[str]:
    """How many visits of this week each volunteer has."""
    counted: Counter[str] = Counter()
    for need in visits_between(visit, visit.now - _A_WEEK, visit.now + _A_WEEK):
        counted.update(offer.volunteer for offer in visit.unit.needs.offers(need.number) if offer.state in HOLDING)
    return counted


def visits_between(visit: Visit, since: datetime, until: datetime) -> list[Need]:
    """The visits that begin between two moments, however they stand, the earliest first."""
    return visit.unit.needs.starting(NeedKind.VISIT, NeedState, since, until)


# -- the word --------------------------------------------------------------------------------------


def go_visiting(visit: Visit, command: Command) -> str:
    """走访: alone the visitor's list, or a coordinator's week; with words what was seen; 分工 splits the recipients."""
    if command.rest in _SHARE:
        return share(visit)
    if command.number is not None or command.rest:
        need = visit_meant(visit, command)
        if not command.rest:
            return wording_visits.HOW_TO_NOTE.format(first=need.said)
        return note_down(visit, need, command.rest)
    return _week_of_coordinator(visit) or _mine(visit)


def coordinated(visit: Visit) -> list[Recipient]:
    """Those for whom the visitor answers, by code."""
    person = visit.contact.person
    return [one for one in visit.unit.recipients.all() if person and one.coordinator == person]


def _week_of_coordinator(visit: Visit) -> str | None:
    hers = coordinated(visit)
    own = visit.knowledge.roster.of_contact(visit.contact.id)
    if not hers or (own is not None and visit.unit.recipients.of_usual(own.code)):
        return None
    codes = {one.code for one in hers}
    begins = week_begins(visit)
    states = Counter(
        need.state for need in visits_between(visit, begins, begins + _A_WEEK) if need.recipient in codes
    )
    visited = states[NeedState.DONE] + states[NeedState.CONFIRMED]
    missed = states[NeedState.MISSED]
    waiting = sum(states.values()) - visited - missed - states[NeedState.CANCELLED]
    text = wording_visits.for_coordinator(visited, waiting, missed, sum(not one.consent for one in hers))
    address = visit.desk.links.address(visit.contact.id, visit.contact.openid, "visits")
    return with_link(text, address, wording_visits.OPEN_BOOK)


def week_begins(visit: Visit) -> datetime:
    """Monday's midnight of this local week, in UTC."""
    today = visit.now.astimezone(visit.zone).date()
    return _at(visit, today - timedelta(days=today.isoweekday() - 1), time())


def _mine(visit: Visit) -> str:
    own = visit.knowledge.roster.of_contact(visit.contact.id)
    if own is None:
        return wording_visits.NOBODY_VISITED
    held = visit.unit.needs.of_volunteer(own.code, [OfferState.CLAIMED])
    today = [
        wording_visits.one_of_mine(need.said, when_of(visit, need), address_of(visit, need))
        for need, _ in held
        if need.kind is NeedKind.VISIT and need.state is not NeedState.CANCELLED and not _is_old(visit, need)
    ]
    last = visit.now.astimezone(visit.zone).date() + _A_WEEK
    title = visit.knowledge.town.territory.title
    later = [
        wording_visits.one_later(f"{one.next_day.month}月{one.next_day.day}日", f"{title(one.place)}{masked(one.name)}")
        for one in visit.unit.recipients.of_usual(own.code)
        if one.next_day is not None and one.next_day <= last
    ]
    return wording_visits.mine(today, later) if today or later else wording_visits.NOBODY_VISITED


def _is_old(visit: Visit, need: Need) -> bool:
    return need.state is NeedState.MISSED and visit.now - need.ends_at > _A_WEEK


# -- split -----------------------------------------------------------------------------------------


def share(visit: Visit) -> str:
    """走访 分工: every recipient of the visitor's who has agreed gets a usual face; who has one keeps it."""
    if not visit.contact.person:
        raise refusals.NotAHandler
    hers = [one for one in coordinated(visit) if one.consent]
    if not hers:
        return wording_visits.NOTHING_TO_SHARE
    day = visit.now.astimezone(visit.zone).date()
    there = {v.code: v for one in hers for v in _around(visit, one) if is_there(v, day)}
    for one in hers:
        usual = visit.knowledge.roster.get(one.usual)
        if usual is not None:
            there.setdefault(usual.code, usual)
    held = share_out(hers, list(there.values()), nearness(visit.knowledge.town.territory))
    for one in hers:
        if held[one.code] and held[one.code][0] != one.usual:
            visit.unit.recipients.save(replace(one, usual=held[one.code][0]))
    return _shared(visit, hers, held)


def _shared(visit: Visit, hers: Sequence[Recipient], held: dict[str, list[str]]) -> str:
    names = {one.code: masked(one.name) for one in hers}
    by_visitor: dict[str, list[str]] = {}
    for code, codes in held.items():
        for volunteer in codes:
            by_visitor.setdefault(volunteer, []).append(names[code])
    lines = [
        f"{volunteer_title(visit, code)}：{'、'.join(whom)}（{len(whom)}位）"
        for code, whom in sorted(by_visitor.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    ]
    return wording_visits.shared(lines, [names[code] for code, codes in held.items() if not codes])
