"""What a message says, put together: what is asked (`intents`) and where (`matching`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from intents.care import find_care
from intents.classify import classify
from intents.terms import CompiledRules
from intents.understand import understand_message
from intents.verdict import Matter, Urgency, Verdict
from matching.gazetteer import Gazetteer
from matching.place import PlaceFinding, find_place


@dataclass(frozen=True, slots=True)
class Understanding:
    """One message understood. `matters` has one entry, or several when it really reports several things."""

    text: str
    matters: tuple[Matter, ...]
    urgency: Urgency
    place: PlaceFinding

    @property
    def verdict(self) -> Verdict:
        """The verdict on the first matter, which is the one to act on first."""
        return self.matters[0].verdict

    @property
    def names_place(self) -> bool:
        """Whether the message itself says where, be it only a building's number."""
        place = self.place
        return place.match is not None or bool(place.rivals or place.address.building or place.house)


def understand(text: str, rules: CompiledRules, gazetteer: Gazetteer) -> Understanding:
    """A message understood on its own, without the talk around it. Raises nothing."""
    return understand_at(text, rules, find_place(text, gazetteer))


def understand_at(text: str, rules: CompiledRules, place: PlaceFinding) -> Understanding:
    """As `understand`, where the place that the message names is known already."""
    matters, urgency = understand_message(text, rules, _spans(place))
    return Understanding(text, matters, urgency, place)


def _spans(place: PlaceFinding) -> list[tuple[int, int]]:
    """Where a message names its place."""
    named = [found for found in (place.match, place.street) if found is not None]
    return [*place.address.spans, *((found.start, found.end) for found in named)]


def classification(identifier: object, text: str, rules: CompiledRules, gazetteer: Gazetteer) -> Mapping[str, Any]:
    """One line of `linli classify`: the understanding of a whole message in the contract's words."""
    verdict, place = classify(text, rules), find_place(text, gazetteer)
    _, urgency = understand_message(text, rules, _spans(place))
    return {
        "id": identifier,
        "intent": verdict.intent,
        "category": verdict.category,
        "confidence": round(verdict.confidence, 4),
        "alternatives": [
            {"category": other.category, "confidence": round(other.confidence, 4)} for other in verdict.alternatives
        ],
        "secondary": list(verdict.secondary),
        "ask": verdict.ask or bool(place.rivals),
        "evidence": [
            {
                "category": found.category,
                "term": found.term,
                "weight": found.weight,
                "start": found.start,
                "end": found.end,
            }
            for found in verdict.evidence
        ],
        "urgent": urgency.urgent,
        "urgent_reasons": list(urgency.reasons),
        "care": list(find_care(text).reasons),
        "place": _place_record(place),
    }


def _place_record(place: PlaceFinding) -> Mapping[str, Any]:
    best = place.match or (place.rivals[0] if place.rivals else None)
    return {
        "compound": best.name if best else None,
        "as_written": best.as_written if best else place.street.text if place.street else None,
        "confidence": round(best.confidence, 4) if best else 0.0,
        "building": place.address.building or None,
        "unit": place.address.unit or None,
        "room": place.address.room or None,
        **({"house": place.street.house} if place.street and place.street.house else {}),
    }
