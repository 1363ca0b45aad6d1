"""Where: the place that a sentence names, with building, unit and room."""

from __future__ import annotations

from dataclasses import dataclass, replace

from matching.address import Address, building_number, parse_address
from matching.gazetteer import Gazetteer, NameMatch
from matching.street import Street

__all__ = ["Address", "PlaceFinding", "building_number", "find_place", "parse_address"]

#: Two readings of the same words whose confidence differs by less than this can't be told apart.
_TIE = 0.015
#: Below this a reading is shown to the writer before anybody is sent.
_DOUBTFUL = 0.7


@dataclass(frozen=True, slots=True)
class PlaceFinding:
    """`match` is the best reading or None when no place is named. `rivals` is empty when that is clear.
    Otherwise ask: it holds all places that the same words may mean equally well, the best reading first
    (一期 and 二期 when the phase was left out), or the one reading that is too doubtful to act on. `street` is a road
    or lane with its house number, whether or not it is a place in the list.
    """

    match: NameMatch | None
    rivals: tuple[NameMatch, ...]
    address: Address
    street: Street | None = None

    @property
    def road(self) -> str:
        """The road with house number or corner as people read it (人民里25号, 修文路巷尾), or ""."""
        return self.street.text if self.street is not None else ""

    @property
    def house(self) -> str:
        """The same where it has a house number, else ""."""
        return self.road if self.street is not None and self.street.house else ""


def find_place(text: str, gazetteer: Gazetteer) -> PlaceFinding:
    """The place a message names and the address in it. Raises nothing."""
    matches, street = gazetteer.find(text), gazetteer.roads.find(text)
    if street is not None and matches:
        street = _beside(street, matches[0])
    if not matches:
        return PlaceFinding(None, (), parse_address(text, (street.start, street.end) if street else None), street)
    best = matches[0]
    rivals = tuple(
        other
        for other in matches
        if best.confidence - other.confidence < _TIE and other.start < best.end and best.start < other.end
    )
    clear = len(rivals) == 1 and best.confidence >= _DOUBTFUL
    end = max(best.end, street.end) if street is not None and street.start < best.end else best.end
    return PlaceFinding(best, () if clear else rivals, parse_address(text, (best.start, end)), street)


def _beside(street: Street, match: NameMatch) -> Street:
    """The road without the words that end the place found or that stand before it: 榕御社区|人民里25号."""
    begin = match.end if match.start < street.start else match.start
    if street.start < begin < street.start + len(street.road) - 1:
        return replace(street, road=street.road[begin - street.start :], start=begin)
    return street
