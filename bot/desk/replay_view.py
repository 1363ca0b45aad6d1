"""What a replay says, as values that the store keeps as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Word:
    """Words that spoke for the category, at `start:end` of the text."""

    text: str
    weight: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a message. `responder` is a code, `who` how people call them; both empty where no case is
    opened. `due` is when it is to be solved, ISO 8601, empty without a case.
    """

    category: str
    intent: str
    urgent: bool
    place: str
    place_text: str
    responder: str
    who: str
    due: str
    sure: float
    ask: bool
    reasons: tuple[str, ...] = ()
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A message that a draft treats otherwise. `kinds` are some of KINDS, `causes` the draft's edits that its words
    meet. `text` is masked and empty for a private case; `place` is the case's own, to tell who may see it.
    """

    case: int
    at: str
    text: str
    place: str
    private: bool
    kinds: tuple[str, ...]
    before: Outcome
    after: Outcome
    causes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Load:
    """How many of the messages somebody gets before and after."""

    responder: str
    who: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Told:
    """How well a category is told on golden messages before and after; precision and recall None where there is
    nothing to measure.
    """

    category: str
    examples: int
    precision_before: float | None
    precision_after: float | None
    recall_before: float | None
    recall_after: float | None


@dataclass(frozen=True, slots=True)
class GoldenChange:
    """A golden message that the draft reads otherwise than it means though the live rules read it right (`broken`), or
    the other way round. `said` is what each makes of it: category, intent, place.
    """

    key: str
    text: str
    meant: str
    before: str
    after: str
    broken: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """A hand-written rule: in how many messages it was said, and how many of those went to its label."""

    label: str
    kind: str
    text: str
    hits: int
    won: int


#: What can change, in the order it is told.
KINDS: Mapping[str, str] = {
    "category": "类别", "intent": "来意", "urgency": "紧急", "place": "地点", "responder": "承办", "deadline": "时限",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Replay:
    """A draft weighed against what was written lately. `changes` are the newest first and at most MOST_CHANGES,
    `changed` how many there are; `counts` how many of each kind.
    """

    mark: str
    base: int
    weeks: int
    messages: int
    distinct: int
    seconds: float
    changed: int
    counts: Mapping[str, int]
    changes: tuple[Change, ...]
    loads: tuple[Load, ...]
    told: tuple[Told, ...]
    golden: tuple[GoldenChange, ...]
    golden_count: int
    heard: tuple[Heard, ...]

    @property
    def broken(self) -> tuple[GoldenChange, ...]:
        """The golden messages that the draft breaks."""
        return tuple(one for one in self.golden if one.broken)


#: A page shows fifty; whoever has more to look at has a draft that changes too much at once.
MOST_CHANGES = 5_000


def written(replay: Replay) -> str:
    """A replay as JSON."""
    return json.dumps(asdict(replay), ensure_ascii=False, separators=(",", ":"))


def read_replay(content: str) -> Replay:
    """What `written` wrote."""
    top = json.loads(content)
    return Replay(**{
        **top,
        "changes": tuple(_change(one) for one in top["changes"]),
        "loads": tuple(Load(**one) for one in top["loads"]),
        "told": tuple(Told(**one) for one in top["told"]),
        "golden": tuple(GoldenChange(**one) for one in top["golden"]),
        "heard": tuple(Heard(**one) for one in top["heard"]),
    })  # fmt: skip


def _change(one: Mapping[str, Any]) -> Change:
    return Change(**{
        **one, "kinds": tuple(one["kinds"]), "causes": tuple(one["causes"]),
        "before": _outcome(one["before"]), "after": _outcome(one["after"]),
    })  # fmt: skip


def _outcome(one: Mapping[str, Any]) -> Outcome:
    return Outcome(**{
        **one, "reasons": tuple(one["reasons"]), "words": tuple(Word(**word) for word in one["words"]),
    })  # fmt: skip
