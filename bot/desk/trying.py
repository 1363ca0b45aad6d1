"""Messages tried on rules before anybody sends them: what would be understood, where, who would have it and by when.

Nothing is kept: a try opens no case and remembers nobody.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import blake2b

from bot.desk import labels
from bot.desk.book import named, read_book, rules_on
from bot.desk.desk import Desk, Visit, nobody
from bot.desk.dispatching import choose, quicker
from bot.desk.knowledge import Knowledge
from bot.desk.locating import locate
from bot.desk.reporting import OPENING, draft, matters_of, missing
from bot.desk.understanding import Understanding, understand
from intents.terms import compile_rules
from intents.verdict import Evidence, Matter
from matching.case import Case
from matching.deadline import DueTimes, due_times, term_for
from matching.gazetteer import Gazetteer, place_names
from matching.routing import Choice
from storage.unit_of_work import UnitOfWork

#: One look at a page of messages; each takes some milliseconds.
MOST_LINES = 200
#: A message in WeChat is no longer.
LONGEST = 2_000
_KEPT = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a message; `weight` is what it spoke for the verdict with, 0 where it said nothing."""

    text: str
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class TriedMatter:
    """One matter of a message. `category` is what would be shown and routed by; `question` what would be asked
    first ("place", "category" …), empty where nobody is asked; no `choice` and no `due` without a case.
    """

    matter: Matter
    category: str
    place: str
    place_text: str
    question: str
    choice: Choice | None
    due: DueTimes | None

    @property
    def who(self) -> str:
        """Who would have it, as people say it; empty for nobody."""
        return labels.handler_title(self.choice) if self.choice is not None else ""


@dataclass(frozen=True, slots=True)
class Tried:
    """A message with what became of it."""

    understood: Understanding
    evidence: tuple[Evidence, ...]
    pieces: tuple[Piece, ...]
    matters: tuple[TriedMatter, ...]

    @property
    def first(self) -> TriedMatter:
        """The matter to act on first."""
        return self.matters[0]

    def same_way(self, other: Tried) -> bool:
        """Whether both come to the same: category, intent, danger, place, hands and clock."""
        return _ways(self) == _ways(other)


class Bench:
    """Keeps the last drafts read and compiled (a second and a half each). Safe to ask from several threads."""

    def __init__(self) -> None:
        """Start empty."""
        self._known: dict[tuple[bytes, date], tuple[Knowledge, Knowledge]] = {}
        self._lock = threading.Lock()

    def knowledge(self, current: Knowledge, text: str, day: date) -> Knowledge:
        """What the desk would know with this text live. Raises RuleRefused."""
        key = blake2b(text.encode(), digest_size=16).digest(), day
        with self._lock:
            found = self._known.pop(key, None)
            if found is None or found[0] is not current:
                found = current, as_if(current, text, day)
            self._known[key] = found  # the last one asked for stays longest
            while len(self._known) > _KEPT:
                del self._known[next(iter(self._known))]
            return found[1]


def as_if(current: Knowledge, text: str, day: date) -> Knowledge:
    """What the desk would know on a day with this text live. Raises RuleRefused."""
    book = read_book(text)
    territory = current.town.territory
    return replace(
        current,
        rules=compile_rules(rules_on(book, day)),
        gazetteer=Gazetteer(named(place_names(territory), book.nicknames)),
        town=replace(current.town, preferences=book.preferences),
        terms=current.customs.terms(book.terms), replies=book.replies, book=book, in_date=book.expiring(day),
        choices={},
    )  # fmt: skip


def lines_of(text: str) -> list[str]:
    """The messages of a text, one a line, empty ones left out; at most MOST_LINES."""
    found = (line.strip()[:LONGEST] for line in text.splitlines())
    return [line for line in found if line][:MOST_LINES]


def try_messages(desk: Desk, unit: UnitOfWork, knowledge: Knowledge, lines: Sequence[str]) -> list[Tried]:
    """The messages as somebody unknown would send them now, in order. Raises nothing."""
    visit = Visit(desk, unit, knowledge, nobody(desk.clock()), "try", desk.clock(), first=True)
    return [_tried(visit, line) for line in lines]


def _tried(visit: Visit, line: str) -> Tried:
    understood = understand(line, visit.knowledge.rules, visit.knowledge.gazetteer)
    evidence = tuple(_evidence(line, understood.matters))
    return Tried(understood, evidence, pieces_of(line, evidence), tuple(_matters(visit, understood)))


def _evidence(line: str, matters: Sequence[Matter]) -> Iterator[Evidence]:
    """The evidence of all matters, counted in the whole message, each once."""
    seen = set()
    for matter in matters:
        ahead = max(0, line.find(matter.text))
        for found in matter.verdict.evidence:
            moved = replace(found, start=found.start + ahead, end=found.end + ahead)
            if moved not in seen:
                seen.add(moved)
                yield moved


def _matters(visit: Visit, understood: Understanding) -> Iterator[TriedMatter]:
    where = locate(visit, understood)
    if understood.verdict.intent not in OPENING and not understood.urgency.urgent:
        code, text = (where.code, where.text) if where is not None else ("", "")
        yield TriedMatter(understood.matters[0], "", code, text, "", None, None)
        return
    question = None if understood.urgency.urgent else missing(visit, understood, where)
    for matter in matters_of(understood):
        case = draft(visit, matter, understood, where)
        choice = choose(visit, case)
        yield TriedMatter(
            matter, case.category, case.place, case.place_text, str(question.asked) if question else "", choice,
            _due(visit, case, choice, visit.now) if choice is not None else None,
        )  # fmt: skip


def _due(visit: Visit, case: Case, choice: Choice, now: datetime) -> DueTimes:
    term = quicker(term_for(case.category, choice.duty.role, case.urgent, visit.knowledge.terms), case)
    return due_times(term, now, visit.desk.calendar)


def pieces_of(text: str, evidence: Sequence[Evidence]) -> tuple[Piece, ...]:
    """The text cut where evidence begins and ends; where two overlap the stronger one has it."""
    weights = [0.0] * len(text)
    for found in sorted(evidence, key=lambda one: one.weight):
        for at in range(max(0, found.start), min(found.end, len(text))):
            weights[at] = found.weight
    pieces: list[Piece] = []
    begin = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or weights[at] != weights[begin]:
            pieces.append(Piece(text[begin:at], weights[begin]))
            begin = at
    return tuple(pieces)


def _ways(tried: Tried) -> list[tuple[object, ...]]:
    return [
        (one.matter.verdict.intent, one.category, tried.understood.urgency.danger, one.place, one.question,
         one.choice.responder.code if one.choice else "", one.due)
        for one in tried.matters
    ]  # fmt: skip
