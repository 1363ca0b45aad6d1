"""家家访: a round of visits to every household of a place, split fairly among a team, with an end and no reminders."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.desk import refusals, wording_doors
from bot.desk.chatwords import Command
from bot.desk.clock import Clock, Due
from bot.desk.dates import read_day
from bot.desk.desk import OFFICES, Desk, Telling, Visit
from bot.desk.doornotes import Round, door_title, found_at_door, house_title, state_in
from bot.desk.households import duty_caller, known_doors, person_of, save_split
from bot.desk.links import with_link
from matching.campaign import Campaign, CampaignKind, Door, DoorState
from matching.case import Case
from matching.place import find_place
from matching.responder import Role
from storage.unit_of_work import UnitOfWork

_WHAT = "doors_over"
_MAY_BEGIN = OFFICES | {Role.ESTATE_SECRETARY}
_MOST_DAYS, _USUAL_DAYS = 60, 14
_ENDS = time(20)
_UNTIL = re.compile(r"(?:到|至|截至|截止)\s*(?P<day>[^\s，,。]+)")
_ASKED = {
    "leader": re.compile("楼长|楼栋长|巷长"),
    "grid": re.compile("网格员"),
    "volunteer": re.compile("志愿者?|党员"),
}
_ROLES = {"leader": (Role.BUILDING_LEADER, Role.LANE_LEADER), "grid": (Role.GRID_WORKER,)}
_LISTED_MOST = 30
_CARD_STATE = "家家访"


def call_on(visit: Visit, command: Command) -> str:
    """家家访: alone one's own list or the organiser's progress; a door and what was found; or a new round begins."""
    said = f"{command.number or ''} {command.rest}".strip()
    if not said:
        return _look(visit)
    place = _place_in(visit, said)
    if place and state_in(said) is None and (_may_begin(visit, place) or _UNTIL.search(said)):
        return _begin(visit, said, place)
    return found_at_door(visit, said, rounds_of_caller(visit))


# -- begun -----------------------------------------------------------------------------------------


def _place_in(visit: Visit, said: str) -> str:
    """The place that somebody means as a whole; "" where a building's door is named or none."""
    found = find_place(said, visit.knowledge.gazetteer)
    named = found.match is not None and not found.address.building and not found.address.room
    return found.match.code if found.match is not None and named else ""


def _may_begin(visit: Visit, place: str) -> bool:
    person = visit.knowledge.town.directory.get(visit.contact.person) if visit.contact.person else None
    line = {node.code for node in visit.knowledge.town.territory.lineage(place)}
    return person is not None and any(duty.role in _MAY_BEGIN and duty.place in line for duty in person.duties)


def _begin(visit: Visit, said: str, place: str) -> str:
    if not visit.contact.person:
        raise refusals.NotAHandler
    if not _may_begin(visit, place):
        raise refusals.NotAnOffice(word="家家访")
    territory = visit.knowledge.town.territory
    title = territory.title(place)
    running = next((one for one in _running(visit) if territory.within(place, one.campaign.place)), None)
    if running is not None:
        return wording_doors.RUNS_ALREADY.format(place=title, until=_day(running.campaign.until_day))
    today = visit.now.astimezone(visit.zone).date()
    until = _until(said, today)
    if until is None or not today <= until <= today + timedelta(days=_MOST_DAYS):
        return wording_doors.HOW_TO_BEGIN
    who = [kind for kind, word in _ASKED.items() if word.search(said)] or ["leader", "volunteer"]
    callers = _callers(visit, place, who)
    doors = known_doors(visit.unit, territory, place)
    if not callers or not doors:
        names = "、".join(wording_doors.WHO[kind] for kind in who)
        return wording_doors.NOBODY_TO_CALL.format(place=title, who=names)
    campaign = Campaign(
        0, CampaignKind.DOORS, f"{title}家家访", place, visit.contact.person, visit.now, today, until, ",".join(who)
    )
    campaign = replace(campaign, number=visit.unit.campaigns.add(campaign))
    kept = [Door(campaign.number, building, room, "") for building, room in doors]
    visit.unit.campaigns.add_doors(kept)
    save_split(visit.unit, kept, callers)
    told = _tell_callers(visit, campaign)
    return wording_doors.begun(title, len(doors), told, _day(until))


def _until(said: str, today: date) -> date | None:
    found = _UNTIL.search(said)
    if found is None:
        return today + timedelta(days=_USUAL_DAYS)
    read = read_day(found["day"], today)
    return read[0] if read is not None else None


def _callers(visit: Visit, place: str, who: Sequence[str]) -> dict[str, str]:
    """Who calls at doors there (their codes) and the building each belongs to: who is on duty first, nobody twice."""
    territory, directory = visit.knowledge.town.territory, visit.knowledge.town.directory
    below = territory.below(place)
    above = {node.code for node in territory.lineage(place)}
    today = visit.now.astimezone(visit.zone).date()
    found: dict[str, str] = {}
    for kind, roles in _ROLES.items():
        for code in (*below, *above) if kind in who else ():
            for person, duty in directory.at(code):
                if duty.role in roles and not person.on_leave(today):
                    found.setdefault(duty_caller(person.code), code)
    homes = set(below)
    for one in visit.knowledge.roster if "volunteer" in who else ():
        resting = one.resting_until is not None and today <= one.resting_until
        if one.home in homes and one.contact and not resting and duty_caller(one.person) not in found:
            found[one.code] = one.home
    return found


def _tell_callers(visit: Visit, campaign: Campaign) -> int:
    """Each of the team told once; how many have doors."""
    territory = visit.knowledge.town.territory
    by_caller: dict[str, list[Door]] = {}
    for door in visit.unit.campaigns.doors(campaign.number):
        by_caller.setdefault(door.volunteer, []).append(door)
    for caller, doors in by_caller.items():
        counts = Counter(door.place for door in doors)
        houses = [f"{house_title(visit, place)}{count}户" for place, count in counts.items()]
        words = wording_doors.yours(territory.title(campaign.place), len(doors), houses, _day(campaign.until_day))
        volunteer = visit.knowledge.roster.get(caller)
        told = Telling("doors", words, None, _card(campaign))
        if person := person_of(caller):
            visit.tell(told, person=person)
        elif volunteer is not None:
            visit.tell(told, contact=volunteer.contact)
    return len(by_caller)


def _card(campaign: Campaign) -> dict[str, str]:
    due = datetime.combine(campaign.until_day, _ENDS).strftime("%Y-%m-%d %H:%M")
    return {
        "number": f"J{campaign.number}", "matter": campaign.name, "state": _CARD_STATE, "due": due, "page": "doors",
    }


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


# -- looked at -------------------------------------------------------------------------------------


def _running(visit: Visit) -> list[Round]:
    found = visit.unit.campaigns.running(CampaignKind.DOORS)
    return [Round(one, tuple(visit.unit.campaigns.doors(one.number))) for one in found]


def rounds_of_caller(visit: Visit) -> list[Round]:
    """The rounds under way with the doors that are the visitor's."""
    own = visit.knowledge.roster.of_contact(visit.contact.id)
    codes = {own.code} if own is not None else set()
    codes |= {duty_caller(visit.contact.person)} if visit.contact.person else set()
    mine = [replace(one, doors=tuple(door for door in one.doors if door.volunteer in codes)) for one in _running(visit)]
    return [one for one in mine if one.doors]


def rounds_led(visit: Visit) -> list[Round]:
    """The rounds under way that the visitor began, or whose place she answers for."""
    return [
        one
        for one in _running(visit)
        if visit.contact.person
        and (one.campaign.by == visit.contact.person or _may_begin(visit, one.campaign.place))
    ]


def _look(visit: Visit) -> str:
    address = visit.desk.links.address(visit.contact.id, visit.contact.openid, "doors")
    title = visit.knowledge.town.territory.title
    told = [
        wording_doors.progress(title(one.campaign.place), one.counted, _day(one.campaign.until_day))
        for one in rounds_led(visit)
    ]
    label = wording_doors.OPEN_PROGRESS if told else wording_doors.OPEN_LIST
    for one in rounds_of_caller(visit):
        waiting = [door_title(visit, door) for door in one.doors if door.state is DoorState.OPEN]
        done = len(one.doors) - len(waiting)
        place = title(one.campaign.place)
        until = _day(one.campaign.until_day)
        told.append(wording_doors.mine(place, done, len(one.doors), waiting[:_LISTED_MOST], until))
    return with_link("\n".join(told), address, label) if told else wording_doors.NO_DOORS


# -- the end ---------------------------------------------------------------------------------------


def _find(desk: Desk, unit: UnitOfWork, now: datetime) -> Iterator[Due]:
    zone = ZoneInfo(desk.customs.timezone)
    for campaign in unit.campaigns.running(CampaignKind.DOORS):
        ends = datetime.combine(campaign.until_day, _ENDS, zone).astimezone(UTC)
        if ends <= now:
            yield Due(0, _WHAT, ends, campaign.number)


def _end(visit: Visit, _case: Case | None, due: Due) -> bool:
    """It ends on its day; whoever began it reads what came of it."""
    campaign = next((one for one in _running(visit) if one.campaign.number == due.which), None)
    if campaign is None:
        return False
    visit.unit.campaigns.end(due.which, visit.now)
    cases = sum(bool(note.case) for note in visit.unit.recipients.notes_of_campaign(due.which))
    title = visit.knowledge.town.territory.title(campaign.campaign.place)
    words = wording_doors.over(title, campaign.counted, cases)
    told = Telling("doors", words, None, {**_card(campaign.campaign), "state": wording_doors.ENDED})
    visit.tell(told, person=campaign.campaign.by)
    return True


DOORS_OVER = Clock(_WHAT, _find, _end)
