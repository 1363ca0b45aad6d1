"""What was seen before: an earlier case that a report is like, and how often the same came up at a place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from bot.desk.desk import Visit
from bot.desk.locating import holder_of
from intents.duplicate import SAME, Kind, Match, best_matches
from intents.signature import Signature, unpacked
from intents.verdict import Category, Intent
from matching.case import Case, State
from matching.lifecycle import ENDED
from matching.territory import NodeKind, Territory

#: What is compared: wishes, offers and questions are each person's own.
COMPARED = frozenset({Intent.REPORT, Intent.HELP, Intent.EMERGENCY})
#: What a resident is asked about; in danger nothing is asked.
_ASKED_ABOUT = frozenset({Intent.REPORT, Intent.HELP})
#: What volunteers do they do for each on her own: a neighbour's lamp is not hers.
_EACH_OWN = frozenset({Category.VOLUNTEER})
_SPAN = timedelta(days=90)
_CLOSED_LATELY = timedelta(days=30)
#: Not yet anybody's work: nobody can join it.
_UNBORN = frozenset({State.NEW, State.AWAITING_INFO})
_HOLDERS = frozenset({NodeKind.COMPOUND, NodeKind.LANE, NodeKind.PARK})
_LIKELIEST = 5
_THINGS_SHOWN = 3

#: The same matter is told in either of these: a lift is a facility to one and a danger to the other.
_ALIKE = (
    frozenset({Category.FACILITY, Category.UTILITIES, Category.PROPERTY_SERVICE, Category.SAFETY, Category.HOUSING}),
    frozenset({Category.PARKING, Category.SAFETY, Category.TRANSPORT}),
    frozenset({Category.NOISE, Category.NEIGHBOR, Category.SANITATION}),
    frozenset({Category.SANITATION, Category.PROPERTY_SERVICE}),
    frozenset({Category.PROPERTY_FEE, Category.PROPERTY_SERVICE}),
    frozenset({Category.ILLEGAL_CONSTRUCTION, Category.NEIGHBOR, Category.SAFETY}),
)

#: Chat messages take some 5 kB unpacked, petitions ten times that.
_signature = lru_cache(maxsize=1024)(unpacked)


@dataclass(frozen=True, slots=True)
class Seen:
    """The earlier case that a report is most like. `things` are words of our own list that both speak of.

    `same`: so like that the resident is asked, or that a repeat of her own goes with it. `own`: she
    reported or follows it herself.
    """

    case: Case
    same: bool
    own: bool
    things: tuple[str, ...]

    @property
    def asks(self) -> bool:
        """Whether the resident is to be asked if hers is the same: it is likely, not hers, and under way."""
        joins = self.case.state not in ENDED and self.case.category not in _EACH_OWN
        return self.same and not self.own and joins


def look(visit: Visit, case: Case) -> Seen | None:
    """What is known of a report's matter already, None when nothing is. The case need not be stored yet."""
    if not case.signature or case.private or not case.place:
        return None
    territory = visit.knowledge.town.territory
    holder = holder_of(territory, case.place)
    near = visit.unit.cases.open_near(
        _comparable_places(territory, case.place, holder), _like_categories(case.category),
        opened_since=visit.now - _SPAN, closed_since=visit.now - _CLOSED_LATELY,
    )
    fitting = {str(other.number): other for other in near if _comparable(visit, case, other)}
    signature = _signature(case.signature) if fitting else None
    if signature is None:
        return None
    told = ((number, found) for number, other in fitting.items() if (found := _signature(other.signature)))
    node = territory.get(holder)
    matches = best_matches(
        signature, told, same_place=node is not None and node.kind in _HOLDERS, limit=_LIKELIEST
    )
    return _seen(visit, signature, [(match, fitting[match.name]) for match in matches])


def _seen(visit: Visit, signature: Signature, found: list[tuple[Match, Case]]) -> Seen | None:
    """Her own repeat before what she can be asked about before the likeliest; None when nothing was found."""
    if not found:
        return None
    concerning = [] if visit.first else visit.unit.cases.open_concerning(visit.contact.id)
    hers = {case.number for case in concerning}
    seen = [_weighed(signature, match, case, own=case.number in hers) for match, case in found]
    return next((one for one in seen if one.same and one.own), None) or next((one for one in seen if one.asks), seen[0])


def _weighed(signature: Signature, match: Match, case: Case, *, own: bool) -> Seen:
    earlier = _signature(case.signature)
    things = tuple(sorted(earlier.things & signature.things)) if earlier else ()
    same = match.likeness.score >= SAME
    if own:  # she is not asked: it takes more than "坏了" in both to say that she repeats herself
        same = same and (bool(things) or match.likeness.kind is Kind.COPIED)
    return Seen(case, same, own, things[:_THINGS_SHOWN])


def may_be_asked(case: Case) -> bool:
    """Whether a case is of the kind that a resident is asked about."""
    return not case.urgent and case.intent in _ASKED_ABOUT


def like_number(visit: Visit, case: Case) -> int:
    """The number of the case that this one may be the same as, 0 for none: for whoever gets it."""
    seen = look(visit, case)
    return 0 if seen is None else seen.case.number


def times_here(visit: Visit, case: Case) -> int:
    """How often this category came up here within 90 days, this time included.

    Here is the building when it is known, else the compound, lane or park. What is in no category counts once, and so
    does what volunteers do for each on her own.
    """
    if not case.place or case.category in _EACH_OWN | {Category.OTHER} or case.intent not in COMPARED:
        return 1
    territory = visit.knowledge.town.territory
    node = territory.get(case.place)
    here = case.place if node is not None and node.kind is NodeKind.BUILDING else holder_of(territory, case.place)
    places = _subtree(territory, here)
    return 1 + visit.unit.cases.times_here(places, case.category, visit.now - _SPAN, but=case.number)


def _comparable(visit: Visit, case: Case, other: Case) -> bool:
    """Whether two reports may be of one matter, as far as their rows say; the words are compared later."""
    reports = visit.contact.id == case.reporter and bool(visit.contact.person)
    handled = reports and other.responder == visit.contact.person  # a handler does not join what he has in hand
    if other.number == case.number or other.private or other.state in _UNBORN or handled:
        return False
    territory = visit.knowledge.town.territory
    here, there = _building(territory, case), _building(territory, other)
    return other.intent in COMPARED and (not here or not there or here == there)


def _building(territory: Territory, case: Case) -> str:
    """The building of a case as a word to compare, empty when it is not known."""
    node = territory.get(case.place)
    if node is not None and node.kind is NodeKind.BUILDING:
        return node.code
    return case.place_text.removeprefix(territory.title(case.place))  # a building that the tree does not have


def _like_categories(category: str) -> list[str]:
    """The categories that the same matter may stand in."""
    if category == Category.OTHER:
        return [str(every) for every in Category]
    alike = {str(other) for group in _ALIKE if category in group for other in group}
    return sorted(alike | {category, str(Category.OTHER)})


def _subtree(territory: Territory, code: str) -> list[str]:
    """A compound, lane, park or what lies in one, with everything under it; of a wider place only itself."""
    node = territory.get(code)
    wide = node is None or node.kind in (NodeKind.DISTRICT, NodeKind.STREET, NodeKind.COMMUNITY)
    return [code] if wide else list(territory.below(code))


def _comparable_places(territory: Territory, place: str, holder: str) -> list[str]:
    """Where an earlier report of the same matter may stand: of another known building it cannot be."""
    node = territory.get(place)
    if node is None or node.kind is not NodeKind.BUILDING:
        return _subtree(territory, holder)
    line = [above.code for above in territory.lineage(place)]
    return line[: line.index(holder) + 1] if holder in line else [place]
