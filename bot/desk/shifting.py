"""排班: the shifts of a surge filled from its teams, shown first, sent out by a word; what is missing is asked for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk import wording_surge
from bot.desk.chatwords import Command, Verb
from bot.desk.desk import Visit
from bot.desk.proposing import propose
from bot.desk.surge_words import ShiftsAsked, read_shifts
from bot.desk.surging import holding, line_for, members_of, running_here, with_board
from bot.desk.volunteering import assign, seek
from matching.campaign import Campaign
from matching.need import OVER, Need, NeedKind, NeedState, NeedUrgency, Part
from matching.offers import HOLDING
from matching.routing import masked
from matching.shift import Shift, fill_shifts
from matching.volunteer import Volunteer

SHIFTS = "shifts"
#: The roster that a word lists reaches so far.
_AHEAD = timedelta(days=7)


def shifts(visit: Visit, command: Command) -> str:
    """排班: shows the roster, or proposes who gets the shifts that are asked for."""
    found = running_here(visit, command)
    if isinstance(found, str):
        return found
    if not command.rest:
        return _roster(visit, found)
    asked = read_shifts(command.rest, visit.now, visit.zone)
    if asked is None:
        return wording_surge.HOW_TO_SHIFT
    wanted, filled = _filled(visit, found, asked)
    if not any(filled):
        return wording_surge.NOBODY_FREE
    propose(visit, SHIFTS, json.dumps([found.number, command.rest], ensure_ascii=False))
    lines = [
        wording_surge.shift_line(
            when_of(visit, shift.starts_at, shift.ends_at), asked.what, _names(visit, on), shift.count
        )
        for shift, on in zip(wanted, filled, strict=True)
    ]
    total = sum(shift.count for shift in wanted)
    return wording_surge.proposed(line_for(visit, found), lines, total, sum(len(on) for on in filled))


def _roster(visit: Visit, surge: Campaign) -> str:
    line = line_for(visit, surge)
    ahead = [
        need
        for need in visit.unit.needs.of_campaign(surge.number)
        if need.state not in OVER and visit.now < need.ends_at <= visit.now + _AHEAD
    ]
    if not ahead:
        return wording_surge.NO_SHIFTS.format(number=line.number, name=line.name)
    lines = [
        wording_surge.shift_line(
            when_of(visit, need.starts_at, need.ends_at),
            need.what,
            [masked(member.name) for member in holding(visit, need)],
            need.people,
        )
        for need in ahead
    ]
    return with_board(visit, surge, wording_surge.roster(line, lines))


def when_of(visit: Visit, starts_at: datetime, ends_at: datetime) -> str:
    """A span as people say it: "11月25日8:00–12:00"."""
    ends = ends_at.astimezone(visit.zone)
    return f"{visit.until(starts_at)}–{ends.hour}:{ends.minute:02d}"


def _names(visit: Visit, codes: Sequence[str]) -> list[str]:
    found = [visit.knowledge.roster.get(code) for code in codes]
    return [masked(member.name) for member in found if member is not None]


def _filled(
    visit: Visit, surge: Campaign, asked: ShiftsAsked
) -> tuple[list[Shift], tuple[tuple[str, ...], ...]]:
    members = members_of(visit, surge)
    known = {skill for member in members for skill in member.skills | member.verified}
    skill = max((one for one in known if one in asked.what), key=len, default="")
    wanted = [Shift(start, end, asked.count, skill) for start, end in asked.spans]
    busy = {member.code: _busy(visit, member) for member in members}
    return wanted, fill_shifts(wanted, members, busy, visit.zone)


def _busy(visit: Visit, member: Volunteer) -> list[Shift]:
    held = visit.unit.needs.of_volunteer(member.code, HOLDING)
    return [Shift(need.starts_at, need.ends_at) for need, _ in held if need.ends_at > visit.now - _AHEAD]


def send_out(visit: Visit, words: str) -> str:
    """The shifts that were proposed, filled anew as things stand now: everybody on them is told, the rest is asked for.

    Raises as `shifts`.
    """
    number, rest = json.loads(words)
    found = running_here(visit, Command(Verb.SHIFTS, number))
    asked = read_shifts(rest, visit.now, visit.zone)
    if isinstance(found, str) or asked is None:
        return found if isinstance(found, str) else wording_surge.HOW_TO_SHIFT
    wanted, filled = _filled(visit, found, asked)
    told: set[str] = set()
    for shift, on in zip(wanted, filled, strict=True):
        need = _need_for(visit, found, asked.what, shift)
        if on:
            assign(visit, replace(need, number=visit.unit.needs.add(need)), on)
        else:
            seek(visit, need)
        told.update(on)
    missing = sum(shift.count - len(on) for shift, on in zip(wanted, filled, strict=True))
    return wording_surge.sent_out(line_for(visit, found), len(wanted), len(told), missing)


def _need_for(visit: Visit, surge: Campaign, what: str, shift: Shift) -> Need:
    soon = shift.starts_at - visit.now <= timedelta(hours=12)
    return Need(
        number=0,
        kind=NeedKind.SHIFT,
        state=NeedState.OPEN,
        urgency=NeedUrgency.TODAY if soon else NeedUrgency.PLANNED,
        place=surge.place,
        place_text=visit.knowledge.town.territory.title(surge.place),
        what=what,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        created_at=visit.now,
        touched_at=visit.now,
        minutes=int((shift.ends_at - shift.starts_at) / timedelta(minutes=1)),
        parts=(Part(shift.skill, shift.count),),
        by=visit.contact.person,
        coordinator=visit.contact.person,
        campaign=surge.number,
        source=f"surge:{surge.number}",
    )
