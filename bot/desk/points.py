"""The points of a case: what was asked within it, and what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.desk import refusals
from bot.desk.desk import Visit
from bot.desk.labels import STATES
from bot.desk.ticking import ticked
from intents.points import POINTS_MOST, find_points, points_added
from intents.split import join_bubbles
from intents.text import mask_sensitive
from matching.case import Action, Case, Point, PointState
from matching.lifecycle import TRANSITIONS

_SHOWN = 30
_SPOKEN = ("text", "voice")


def points_of(visit: Visit, case: Case) -> tuple[Point, ...]:
    """What was asked within a case, several things or nothing: with one thing the case itself is the point.

    The first words' requests, the second matter that stayed in the case, and what was added later. What became of
    a point stays with it.
    """
    known = {point.text: point for point in case.points}
    texts = [mask_sensitive(text) for text in _asked(visit, case)]
    return tuple(known.get(text, Point(text)) for text in texts) if len(texts) > 1 else ()


def _asked(visit: Visit, case: Case) -> Sequence[str]:
    opening, later = _words_of_residents(visit, case)
    asked = list(find_points(opening))
    if not asked and case.secondary:
        asked = [visit.knowledge.town.preferences.label(name) for name in (case.category, case.secondary[0])]
    added = [point for text in later for point in points_added(text)]
    if added and not asked:
        asked = [opening if len(opening) <= _SHOWN else f"{opening[: _SHOWN - 1]}…"]
    return list(dict.fromkeys([*asked, *added]))[:POINTS_MOST]


def _words_of_residents(visit: Visit, case: Case) -> tuple[str, Sequence[str]]:
    """The words a case was opened with, bubbles joined, and what was added; not what was said of a closing."""
    residents = {case.reporter, *visit.unit.cases.followers(case.number)}
    events = visit.unit.cases.events(case.number) if case.reopened else []
    judged = {event.at for event in events if event.action is Action.REJECT}
    until = case.created_at + timedelta(seconds=visit.desk.customs.bubble_seconds)
    first: list[str] = []
    later: list[str] = []
    for message in visit.unit.cases.messages(case.number):
        if message.contact in residents and message.kind in _SPOKEN and message.text and message.at not in judged:
            opening = message.contact == case.reporter and message.at <= until
            (first if opening else later).append(message.text)
    return join_bubbles(first) if first else case.summary, later


def open_again(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """The points of a case that is to be done again: each is to be said anew."""
    return tuple(Point(point.text) for point in points)


def refuse_unless_in_hand(case: Case) -> None:
    """Raise `refusals.MoveNotNow` where a case cannot be proposed to close."""
    if (case.state, Action.FINISH) not in TRANSITIONS:
        raise refusals.MoveNotNow(number=case.number, state=STATES[case.state], word="办结")


def tick_point(visit: Visit, case: Case, at: int, state: PointState, note: str = "") -> Case:
    """The case with its point `at` (from 1) ticked, explained or open again, saved: for pages, one at a time.

    Raises `refusals.NotYours` for anybody but its handler, `MoveNotNow` where it is not in hand, `NoSuchPoint`, and
    `WordsMissing` for an explanation without words.
    """
    if not visit.contact.person or case.responder != visit.contact.person:
        raise refusals.NotYours(number=case.number)
    refuse_unless_in_hand(case)
    points = points_of(visit, case)
    if not 1 <= at <= len(points):
        raise refusals.NoSuchPoint(number=case.number, at=at)
    if state is PointState.EXPLAINED and not note.strip():
        raise refusals.WordsMissing(number=case.number, word="办结", what="为什么办不了")
    case = replace(case, points=ticked(points, {at: (state, note.strip())}))
    visit.unit.cases.save(case)
    return case
