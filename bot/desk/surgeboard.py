"""A surge on one page: who has which shift, what is missing, who answered the last roll-call from where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.desk import refusals
from bot.desk.chatwords import Command, Verb
from bot.desk.desk import Visit
from bot.desk.labels import clock_time
from bot.desk.shifting import when_of
from bot.desk.surging import holding, line_for, members_of, running_here
from bot.desk.wording_surge import SurgeLine
from matching.campaign import Campaign
from matching.need import OVER, Need


@dataclass(frozen=True, slots=True)
class BoardShift:
    """One shift: when, what, who (full names: the office must be able to call them), how many are missing."""

    when: str
    what: str
    who: tuple[str, ...]
    missing: int
    now: bool


@dataclass(frozen=True, slots=True)
class BoardAnswer:
    """One member at the last roll-call; `at` is empty for one who has not answered."""

    name: str
    at: str
    place: str


@dataclass(frozen=True, slots=True)
class Board:
    """The page. `called` is when the last roll-call was made, empty when there was none."""

    surge: SurgeLine
    members: int
    shifts: tuple[BoardShift, ...]
    called: str
    answers: tuple[BoardAnswer, ...]


def board(visit: Visit, number: int) -> Board | None:
    """The board of a surge that runs at the visitor's office; None for anybody else and for none that runs."""
    try:
        found = running_here(visit, Command(Verb.SURGE, number))
    except refusals.NotAnOffice:
        return None
    if not isinstance(found, Campaign):
        return None
    needs = [need for need in visit.unit.needs.of_campaign(found.number) if need.state not in OVER]
    called, answers = _last_roll_call(visit, found)
    ahead = [need for need in needs if need.ends_at > visit.now]
    shifts = tuple(_shift(visit, need) for need in ahead)
    return Board(line_for(visit, found), len(members_of(visit, found)), shifts, called, tuple(answers))


def _shift(visit: Visit, need: Need) -> BoardShift:
    who = tuple(member.name for member in holding(visit, need))
    missing = max(need.people - len(who), 0)
    when = when_of(visit, need.starts_at, need.ends_at)
    return BoardShift(when, need.what, who, missing, need.starts_at <= visit.now)


def _last_roll_call(visit: Visit, surge: Campaign) -> tuple[str, Sequence[BoardAnswer]]:
    last = next(iter(visit.unit.campaigns.roll_calls(surge.number)), None)
    if last is None:
        return "", ()
    territory, roster = visit.knowledge.town.territory, visit.knowledge.roster
    answers = []
    for answer in visit.unit.campaigns.answers(last.number):
        member = roster.get(answer.volunteer)
        at = clock_time(answer.at, visit.now, visit.zone) if answer.at is not None else ""
        answers.append(BoardAnswer(member.name if member else answer.volunteer, at, territory.title(answer.place)))
    answers.sort(key=lambda one: (not one.at, one.name))
    return clock_time(last.at, visit.now, visit.zone), answers
