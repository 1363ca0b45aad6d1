"""The words of the taxonomy and what an understanding consists of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Category(StrEnum):
    """What a message is about. The codes are the taxonomy's; they are stored as text."""

    PARKING = "parking"
    ILLEGAL_CONSTRUCTION = "illegal_construction"
    PROPERTY_FEE = "property_fee"
    PROPERTY_SERVICE = "property_service"
    NOISE = "noise"
    SANITATION = "sanitation"
    UTILITIES = "utilities"
    FACILITY = "facility"
    SAFETY = "safety"
    NEIGHBOR = "neighbor"
    CARE = "care"
    CHILD = "child"
    EMPLOYMENT = "employment"
    CIVIC = "civic"
    HOUSING = "housing"
    TRANSPORT = "transport"
    VOLUNTEER = "volunteer"
    OTHER = "other"


class Intent(StrEnum):
    """What the writer wants to happen."""

    REPORT = "report"
    HELP = "help"
    VOLUNTEER_OFFER = "volunteer_offer"
    WISH = "wish"
    STATUS = "status"
    FOLLOWUP = "followup"
    PRAISE = "praise"
    SMALLTALK = "smalltalk"
    EMERGENCY = "emergency"
    CONSULT = "consult"
    GIBBERISH = "gibberish"
    AD = "ad"
    ABUSE = "abuse"


#: Intents that carry no category (the taxonomy's rule).
WITHOUT_CATEGORY = frozenset(
    {Intent.SMALLTALK, Intent.GIBBERISH, Intent.AD, Intent.ABUSE, Intent.STATUS, Intent.PRAISE}
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One rule term that spoke for a category. `start:end` count characters of the text as given."""

    category: str
    term: str
    weight: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Alternative:
    """A category that was weighed and lost, with its probability (0 to 1)."""

    category: Category
    confidence: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a message asks for.

    `confidence` (0 to 1) is the category's; `alternatives` come best first, without the winner;
    `secondary` are further matters that ask for action too; `ask` is true where the desk should put
    one question instead of acting; `category` is None for the intents in `WITHOUT_CATEGORY`.
    """

    intent: Intent
    category: Category | None
    confidence: float
    alternatives: tuple[Alternative, ...]
    secondary: tuple[Category, ...]
    evidence: tuple[Evidence, ...]
    ask: bool
    revision: int


class Danger(StrEnum):
    """A danger to life or property that is answered with an emergency number first."""

    FIRE = "fire"
    GAS = "gas"
    LIFT = "lift"
    COLLAPSE = "collapse"
    FALLING = "falling"
    MEDICAL = "medical"
    VIOLENCE = "violence"
    MISSING = "missing"
    WATER = "water"
    ELECTRIC = "electric"


@dataclass(frozen=True, slots=True)
class Urgency:
    """Whether somebody is in danger now. `reasons` are short Chinese phrases an official can read."""

    urgent: bool
    danger: Danger | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter of a message: its own words and what they ask for."""

    text: str
    verdict: Verdict
