"""What a set of rules makes of a message, without anybody being told: what the desk would do, as a value."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bot.desk.book import Book, named, read_book, rules_on
from bot.desk.desk import Desk
from bot.desk.golden import Read
from bot.desk.labels import handler_title
from bot.desk.locating import holder_of
from bot.desk.replay_view import Outcome, Word
from bot.desk.reporting import category_of
from bot.desk.understanding import Understanding, understand_at
from intents.rule import shipped_rules_text
from intents.terms import CompiledRules, compile_rules
from intents.touch import Touch, touch_of
from intents.verdict import WITHOUT_CATEGORY
from matching.accused import accused_at, accused_roles
from matching.deadline import WorkCalendar, due_times, term_for
from matching.gazetteer import Gazetteer, place_names
from matching.place import PlaceFinding, find_place
from matching.routing import Choice, Enquiry, Town, choose_responder
from storage.unit_of_work import UnitOfWork

#: Readings kept of the live rules, so that a second replay need not understand everything again.
_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Side:
    """Rules, places and people to judge messages by. A draft stands beside the `live` side; `touch` is what its rules
    of understanding can touch of what that reads. `readings` and `choices` keep what was read and who was found.
    """

    rules: CompiledRules
    book: Book
    gazetteer: Gazetteer
    town: Town
    calendar: WorkCalendar
    day: date
    live: Side | None = None
    touch: Touch | None = None
    readings: dict[str, Understanding] = field(default_factory=dict, compare=False, repr=False)
    choices: dict[Enquiry, Choice | None] = field(default_factory=dict, compare=False, repr=False)

    def read(self, text: str) -> Understanding:
        """A message understood, once for each text; where nothing that differs can touch it, as the live rules do."""
        known = self.readings.get(text)
        if known is None:
            known = self._read(text)
            if len(self.readings) >= _KEPT:
                self.readings.clear()
            self.readings[text] = known
        return known

    def _read(self, text: str) -> Understanding:
        if self.live is None:
            return understand_at(text, self.rules, find_place(text, self.gazetteer))
        as_live = self.live.read(text)
        same = self.gazetteer is self.live.gazetteer
        place = as_live.place if same else find_place(text, self.gazetteer)
        if place == as_live.place and self.touch is not None and not self.touch.meets(text, as_live.matters):
            return as_live
        return understand_at(text, self.rules, place)

    def golden(self, text: str) -> Read:
        """What it makes of a golden message."""
        understood = self.read(text)
        verdict = understood.verdict
        return Read(str(verdict.category or ""), str(verdict.intent), understood.urgency.urgent,
                    place_of(understood.place, self.town, ""))


def live_side(unit: UnitOfWork, desk: Desk, now: datetime) -> Side:
    """The live rules as the desk knows them."""
    known = desk.library.current(unit, now)
    book = known.book if known.book is not None else read_book(unit.rules.live()[1])
    day = now.astimezone(desk.calendar.zone).date()
    side = Side(known.rules, book, known.gazetteer, known.town, desk.calendar, day, readings=known.readings)
    # Nothing was ever published: the service would publish the shipped rules when it starts.
    return side if known.rules.rules.revision else draft_side(side, shipped_rules_text())


def draft_side(live: Side, text: str) -> Side:
    """The rules of a text at the same places and with the same people. Raises RuleRefused."""
    book = read_book(text)
    rules = compile_rules(replace(rules_on(book, live.day), revision=live.rules.rules.revision))
    gazetteer = live.gazetteer
    if book.nicknames != live.book.nicknames:
        gazetteer = Gazetteer(named(place_names(live.town.territory), book.nicknames))
    town = replace(live.town, preferences=book.preferences)
    touch = touch_of(live.rules.rules, rules.rules)
    return Side(rules, book, gazetteer, town, live.calendar, live.day, live, touch)


def outcome_of(side: Side, understood: Understanding, at: datetime, place: str = "") -> Outcome:
    """What would become of a message written at a moment; `place` is where it is when it names none."""
    verdict, urgent = understood.verdict, understood.urgency.urgent
    category = category_of(verdict, urgent=urgent)
    code = place_of(understood.place, side.town, place)
    opens = urgent or verdict.intent not in WITHOUT_CATEGORY
    choice = choose(side, understood.text, code, category) if opens else None
    due = ""
    if choice is not None:
        term = term_for(category, choice.duty.role, urgent, side.book.terms)
        due = due_times(term, at, side.calendar).solved.isoformat()
    return Outcome(
        category=str(category) if opens else "",
        intent=str(verdict.intent),
        urgent=urgent,
        place=code,
        place_text=side.town.territory.title(code) if code else "",
        responder=choice.responder.code if choice is not None else "",
        who=handler_title(choice) if choice is not None else "",
        due=due,
        sure=round(verdict.confidence, 4),
        ask=verdict.ask,
        reasons=choice.reasons if choice is not None else (),
        words=tuple(Word(one.term, one.weight, one.start, one.end) for one in verdict.evidence),
    )


def choose(side: Side, text: str, place: str, category: str) -> Choice | None:
    """Who would take it: never those that it complains about."""
    without = frozenset[str]()
    if roles := accused_roles(text, category):
        without = accused_at(side.town.territory.lineage(place), roles, side.town.directory)
    asked = Enquiry(place, category, side.day, without)
    if asked not in side.choices:
        side.choices[asked] = choose_responder(asked, side.town)
    return side.choices[asked]


def place_of(finding: PlaceFinding, town: Town, otherwise: str) -> str:
    """The code of the place that a message names, down to the building; `otherwise` where it names none or several."""
    if finding.rivals:
        return otherwise
    code = finding.match.code if finding.match is not None else otherwise
    building = finding.address.building
    if not code or not building:
        return code
    node = town.territory.building(holder_of(town.territory, code), building)
    return node.code if node is not None else code
