"""发活动, 取消活动: a card, then 好; and the clocks of activities. Announcing pushes to nobody: who looks, finds it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk import wording_activities as words_of
from bot.desk.activities import community_of, line_of, runs, telling_of
from bot.desk.activity_words import (
    CAPACITY_MOST,
    Announcement,
    evening_before,
    read_announcement,
    unwrite_announcement,
    write_announcement,
)
from bot.desk.chatwords import Command
from bot.desk.clock import Clock, Due
from bot.desk.desk import Desk, Visit
from bot.desk.proposing import propose
from bot.desk.wording_activities import ActivityLine
from intents.text import mask_sensitive
from matching.activity import Activity, ActivityState, SignUpState
from matching.case import Case
from matching.responder import Role
from storage.unit_of_work import UnitOfWork

ANNOUNCE = "announce"
_DAYS_MOST = 120
_SOON, _OVER = "activity_soon", "activity_over"
_WHY_MOST = 100
#: A day later nobody asks any more who fetched which child.
_KEPT_AFTER = timedelta(hours=24)
_MAY_ANNOUNCE = frozenset({
    Role.COMMUNITY, Role.STREET, Role.ESTATE_SECRETARY, Role.GRID_WORKER, Role.LANE_LEADER, Role.BUILDING_LEADER,
    Role.TEAM,
})


def announce(visit: Visit, command: Command) -> str:
    """发活动: the card with what was read; 好 publishes it. Offices, leaders and leaders of teams may."""
    organiser = _organiser(visit)
    if organiser is None:
        return words_of.NOT_AN_ORGANISER
    read = read_announcement(mask_sensitive(command.rest), visit.now, visit.zone)
    if read is None:
        return words_of.HOW_TO_ANNOUNCE
    if read.starts_at <= visit.now:
        return words_of.TIME_IS_PAST
    if read.starts_at > visit.now + timedelta(days=_DAYS_MOST):
        return words_of.TOO_FAR.format(most=_DAYS_MOST)
    if read.capacity > CAPACITY_MOST:
        return words_of.TOO_MANY.format(most=CAPACITY_MOST)
    propose(visit, ANNOUNCE, write_announcement(read))
    return words_of.card(_line(visit, 0, read), read.capacity)


def announced(visit: Visit, words: str) -> str:
    """好: the activity is published."""
    organiser = _organiser(visit)
    read = unwrite_announcement(words)
    if organiser is None or read.starts_at <= visit.now:
        return words_of.NOT_AN_ORGANISER if organiser is None else words_of.TIME_IS_PAST
    by, place = organiser
    number = visit.unit.activities.add(Activity(
        0, place, read.title, read.spot, read.starts_at, read.ends_at, read.capacity, read.minors, by
    ))  # fmt: skip
    return words_of.published(_line(visit, number, read))


def _line(visit: Visit, number: int, read: Announcement) -> ActivityLine:
    when = visit.until(read.starts_at)
    return ActivityLine(number, read.title, when, read.spot, read.capacity or None, minors=read.minors)


def _organiser(visit: Visit) -> tuple[str, str] | None:
    """Who the visitor announces as (a person's or a volunteer's code) and for which place; None when she may not."""
    responder = visit.knowledge.town.directory.get(visit.contact.person) if visit.contact.person else None
    for duty in responder.duties if responder else ():
        if responder is not None and duty.role in _MAY_ANNOUNCE:
            return responder.code, community_of(visit, duty.place)
    volunteer = visit.knowledge.roster.of_contact(visit.contact.id)
    today = visit.now.astimezone(visit.zone).date()
    for team in visit.unit.teams.of(volunteer.code) if volunteer else ():
        if volunteer is not None and team.leader == volunteer.code and team.stands(today):
            return volunteer.code, community_of(visit, team.place or volunteer.home)
    return None


def call_off(visit: Visit, command: Command) -> str:
    """取消活动: everybody who has signed up or waits is told why."""
    activity = visit.unit.activities.load(command.number) if command.number is not None else None
    if activity is None or activity.state is ActivityState.OVER:
        word = "取消活动"
        return words_of.WHICH.format(word=word) if command.number is None else words_of.NO_SUCH.format(
            number=command.number
        )
    if not runs(visit, activity):
        return words_of.NOT_YOUR_ACTIVITY.format(number=activity.number)
    if activity.state is ActivityState.CANCELLED:
        return words_of.CALLED_OFF_ALREADY.format(number=activity.number)
    why = mask_sensitive(command.rest)[:_WHY_MOST].rstrip("。.")
    if not why:
        return words_of.WHY_CALLED_OFF.format(number=activity.number)
    visit.unit.activities.save(replace(activity, state=ActivityState.CANCELLED))
    line = line_of(visit, activity)
    there = [one for one in visit.unit.activities.sign_ups(activity.number) if one.state is not SignUpState.OUT]
    for one in there:
        visit.tell(telling_of(visit, activity, words_of.called_off(line, why), "已取消"), contact=one.contact)
    _forget_guardians(visit, activity)
    return words_of.called_off_for_organiser(line, len(there), why)


# -- the clocks --------------------------------------------------------------------------------------


def _find_soon(desk: Desk, unit: UnitOfWork, now: datetime) -> Iterator[Due]:
    for one in unit.activities.open():
        at = evening_before(one.starts_at, desk.calendar.zone)
        if one.reminded_at is None and at <= now < one.starts_at:
            yield Due(0, _SOON, at, one.number)


def _remind(visit: Visit, _case: Case | None, due: Due) -> bool:
    """The evening before, those who are in; whoever waits hears nothing."""
    activity = visit.unit.activities.load(due.which)
    stands = activity is not None and activity.state is ActivityState.OPEN and activity.starts_at > visit.now
    if activity is None or not stands or activity.reminded_at is not None:
        return False
    visit.unit.activities.save(replace(activity, reminded_at=visit.now))
    line = line_of(visit, activity)
    for one in visit.unit.activities.sign_ups(activity.number):
        if one.state is SignUpState.IN:
            words = words_of.reminder(line, one.count)
            visit.tell(telling_of(visit, activity, words, "快开始了"), contact=one.contact)
    return True


def _find_over(_desk: Desk, unit: UnitOfWork, now: datetime) -> Iterator[Due]:
    for one in unit.activities.open():
        if one.ends_at + _KEPT_AFTER <= now:
            yield Due(0, _OVER, one.ends_at + _KEPT_AFTER, one.number)


def _end(visit: Visit, _case: Case | None, due: Due) -> bool:
    activity = visit.unit.activities.load(due.which)
    if activity is None or activity.state is not ActivityState.OPEN or activity.ends_at + _KEPT_AFTER > visit.now:
        return False
    visit.unit.activities.save(replace(activity, state=ActivityState.OVER))
    _forget_guardians(visit, activity)
    return True


def _forget_guardians(visit: Visit, activity: Activity) -> None:
    """Who brought and fetched a child is nobody's business once the children are home."""
    for one in visit.unit.activities.sign_ups(activity.number):
        if one.guardian:
            visit.unit.activities.put(replace(one, guardian=""))


ACTIVITIES = (Clock(_SOON, _find_soon, _remind), Clock(_OVER, _find_over, _end))
