"""点名: everybody in a surge is asked once, one word answers, whoever called learns who is where."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.desk import wording_surge
from bot.desk.chatwords import Command
from bot.desk.clock import Clock, Due
from bot.desk.desk import Desk, Telling, Visit
from bot.desk.labels import clock_time
from bot.desk.locating import nearest
from bot.desk.shifting import when_of
from bot.desk.surging import card_of, line_for, members_of, running_here
from matching.campaign import Campaign, RollAnswer, RollCall
from matching.case import Case
from matching.offers import HOLDING
from matching.routing import masked
from storage.unit_of_work import UnitOfWork

_WHAT = "roll_call"
#: Answers count so long.
_OPEN = timedelta(minutes=30)
#: A location that was shared so short a time before says where somebody is.
_WHERE = timedelta(minutes=30)


def roll_call(visit: Visit, command: Command) -> str:
    """点名: one message to each member; the answers are counted after half an hour, or when all are there."""
    surge = running_here(visit, command)
    if isinstance(surge, str):
        return surge
    line = line_for(visit, surge)
    under_way = [one for one in visit.unit.campaigns.open_roll_calls() if one.campaign == surge.number]
    if under_way:
        return wording_surge.CALLED_ALREADY.format(until=visit.until(under_way[0].until))
    members = members_of(visit, surge)
    call = RollCall(0, surge.number, visit.contact.person, visit.now, visit.now + _OPEN)
    visit.unit.campaigns.call_roll(call, [member.code for member in members])
    words = wording_surge.roll_call(line, visit.until(call.until))
    for member in members:
        card = card_of(surge, "请回到", call.until, visit)
        visit.tell(Telling("roll_call", words, None, card), contact=member.contact)
    return wording_surge.roll_called(line, len(members), visit.until(call.until))


def present(visit: Visit, command: Command) -> str:
    """到: counted, with the place of the location that she shared just before."""
    del command
    member = visit.knowledge.roster.of_contact(visit.contact.id)
    for call in visit.unit.campaigns.open_roll_calls() if member is not None else ():
        answers = visit.unit.campaigns.answers(call.number)
        surge = visit.unit.campaigns.load(call.campaign)
        if member is None or surge is None or member.code not in {one.volunteer for one in answers}:
            continue
        place = _where(visit)
        visit.unit.campaigns.answer(RollAnswer(call.number, member.code, visit.now, "到", place))
        if all(one.at is not None or one.volunteer == member.code for one in answers):
            _close(visit, surge, call)
        title = visit.knowledge.town.territory.title(place)
        return wording_surge.present(line_for(visit, surge), title, _next_shift(visit, surge, member.code))
    return wording_surge.NO_ROLL_CALL


def _where(visit: Visit) -> str:
    """The code of the place nearest to the location shared last, empty without one."""
    shared = [
        message
        for message in visit.unit.cases.loose_messages(visit.contact.id, visit.now - _WHERE)
        if message.kind == "location" and message.lng is not None and message.lat is not None
    ]
    last = max(shared, key=lambda message: message.at, default=None)
    if last is None or last.lng is None or last.lat is None:
        return ""
    return nearest(visit, last.lng, last.lat) or ""


def _next_shift(visit: Visit, surge: Campaign, code: str) -> str:
    held = visit.unit.needs.of_volunteer(code, HOLDING)
    ahead = [need for need, _ in held if need.campaign == surge.number and need.ends_at > visit.now]
    return f"{when_of(visit, ahead[0].starts_at, ahead[0].ends_at)} {ahead[0].what}" if ahead else ""


def result_of(visit: Visit, surge: Campaign, call: RollCall) -> str:
    """Who has answered from where and who has not, for whoever called."""
    territory, roster = visit.knowledge.town.territory, visit.knowledge.roster
    came, missing = [], []
    for answer in visit.unit.campaigns.answers(call.number):
        member = roster.get(answer.volunteer)
        name = masked(member.name) if member is not None else answer.volunteer
        if answer.at is None:
            missing.append(name)
        else:
            at = clock_time(answer.at, visit.now, visit.zone)
            came.append(wording_surge.where_line(name, territory.title(answer.place), at))
    return wording_surge.roll_result(line_for(visit, surge), came, missing)


def _close(visit: Visit, surge: Campaign, call: RollCall) -> None:
    visit.unit.campaigns.close_roll_call(call.number, visit.now)
    card = card_of(surge, "已点名", visit.now, visit)
    visit.tell(Telling("roll_call", result_of(visit, surge, call), None, card), person=call.by)


def _find(_desk: Desk, unit: UnitOfWork, now: datetime) -> Iterator[Due]:
    for call in unit.campaigns.open_roll_calls():
        if call.until <= now:
            yield Due(0, _WHAT, call.until, call.number)


def _act(visit: Visit, _case: Case | None, due: Due) -> bool:
    call = next((one for one in visit.unit.campaigns.open_roll_calls() if one.number == due.which), None)
    surge = visit.unit.campaigns.load(call.campaign) if call is not None else None
    if call is None or surge is None or call.until > visit.now:
        return False
    _close(visit, surge, call)
    return True


#: The clock that counts a roll-call when its time is over.
ROLL_CALL = Clock(_WHAT, _find, _act)
