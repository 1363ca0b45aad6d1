"""Rules as values: words, patterns and learnt weights per category, intent and danger; read from TOML."""

from __future__ import annotations

import math
from dataclasses import dataclass
from importlib.resources import files

from intents.certainty import CertaintyRules, read_certainty
from intents.second_rules import SecondRules, read_second
from intents.table import RuleRefused, Table, Term, read_table
from intents.verdict import Category, Danger, Intent

__all__ = ["DangerRules", "LabelRules", "Learnt", "LearntTerm", "RuleRefused", "RuleSet", "Term",
           "parse_rules", "shipped_rules_text"]

#: What a message without any category is learnt as (smalltalk, status, most follow-ups).
NO_CATEGORY = "none"
#: The scores a message gets, in this order: the categories, none, the intents.
COLUMNS: tuple[str, ...] = (
    *(f"category.{category}" for category in Category),
    f"category.{NO_CATEGORY}",
    *(f"intent.{intent}" for intent in Intent),
)

_SHIPPED = ("rules.toml", "second.toml", "certainty.toml", "learnt.toml")
_LABEL_KEYS = frozenset({"name", "words", "patterns", "guards", "cost", "floor", "margin"})
_DANGER_KEYS = frozenset({"name", "words", "patterns", "guards"})
_TOP_KEYS = frozenset({"revision", "floor", "margin", "incidental", "courtesy", "done", "question", "category",
                       "intent", "danger", "urgency", "second", "certainty", "learnt"})
#: Tables of the same text that say what is done with what was understood; they are read elsewhere.
OTHER_TABLES = frozenset({"routing", "terms", "replies", "campaign", "notes", "nicknames"})


@dataclass(frozen=True, slots=True)
class LabelRules:
    """What speaks for one category or intent. `guards` cancel its words and weigh against it."""

    label: str
    words: tuple[Term, ...]
    patterns: tuple[Term, ...]
    guards: tuple[str, ...]
    floor: float
    margin: float


@dataclass(frozen=True, slots=True)
class DangerRules:
    """What speaks for one danger. `name` is what an official reads as the reason."""

    danger: Danger
    name: str
    words: tuple[Term, ...]
    patterns: tuple[Term, ...]
    guards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LearntTerm:
    """A piece of text with learnt weights. `rarity` is its inverse document frequency."""

    text: str
    rarity: float
    weights: tuple[tuple[int, float], ...]  # (index in COLUMNS, weight)


@dataclass(frozen=True, slots=True)
class Learnt:
    """What was learnt from labelled messages: a start value per column and the terms.

    The temperatures turn scores into probabilities that are right as often as they say.
    """

    temperature: float
    intent_temperature: float
    biases: tuple[float, ...]
    terms: tuple[LearntTerm, ...]


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A whole set of rules, never changed after it is read. `revision` is the file's own number.

    What `incidental` matches is not read, nor what `courtesy` does unless `done` says that thanks are meant.
    """

    revision: int
    incidental: tuple[str, ...]
    courtesy: tuple[str, ...]
    done: tuple[str, ...]
    categories: tuple[LabelRules, ...]
    intents: tuple[LabelRules, ...]
    dangers: tuple[DangerRules, ...]
    calming: tuple[Term, ...]
    pressing: tuple[Term, ...]
    urgent_at: float
    second: SecondRules
    certainty: CertaintyRules
    learnt: Learnt


def shipped_rules_text() -> str:
    """The rules that come with Linli, hand-written and learnt part, as one TOML text."""
    folder = files("intents").joinpath("rules")
    return "\n".join(folder.joinpath(name).read_text(encoding="utf-8") for name in _SHIPPED)


def parse_rules(text: str) -> RuleSet:
    """The rules of a TOML text. Raises RuleRefused with position and reason at the first fault."""
    top = read_table(text)
    top.only(_TOP_KEYS | OTHER_TABLES)
    urgency = top.table("urgency")
    urgency.only(frozenset({"at", "calming", "pressing"}))
    return RuleSet(
        revision=int(top.number("revision", 0, 0, 1e9)),
        incidental=top.guards("incidental"),
        courtesy=top.guards("courtesy"),
        done=top.guards("done"),
        categories=_labels(top, "category", tuple(Category)),
        intents=_labels(top, "intent", tuple(Intent)),
        dangers=_dangers(top.table("danger")),
        calming=urgency.patterns("calming"),
        pressing=urgency.patterns("pressing"),
        urgent_at=urgency.number("at", 3, -20, 20),
        second=read_second(top.table("second")),
        certainty=read_certainty(top.table("certainty")),
        learnt=_learnt(top.table("learnt")),
    )


def _labels(top: Table, kind: str, labels: tuple[str, ...]) -> tuple[LabelRules, ...]:
    group = top.table(kind)
    group.only(frozenset(labels))
    floor = top.number("floor", 0.4, 0, 1)
    margin = top.number("margin", 0.1, 0, 1)
    question = top.number("question", 0, 0, 1000)
    found = []
    for label in labels:
        table = group.table(label)
        table.only(_LABEL_KEYS)
        # A question is worth asking while the risk of a wrong way costs more than it does.
        cost = table.number("cost", 0, 0, 1000)
        fair = max(0.0, 1 - question / cost) if cost else floor
        found.append(LabelRules(
            label=label,
            words=table.words("words"),
            patterns=table.patterns("patterns"),
            guards=table.guards("guards"),
            floor=table.number("floor", fair, 0, 1),
            margin=table.number("margin", margin, 0, 1),
        ))
    return tuple(found)


def _dangers(group: Table) -> tuple[DangerRules, ...]:
    group.only(frozenset(Danger))
    found = []
    for danger in Danger:
        table = group.table(danger)
        table.only(_DANGER_KEYS)
        found.append(DangerRules(
            danger=danger,
            name=table.text("name", str(danger)),
            words=table.words("words"),
            patterns=table.patterns("patterns"),
            guards=table.guards("guards"),
        ))
    return tuple(found)


def _learnt(table: Table) -> Learnt:
    """Reads `codes` (letter -> label and start value) and `terms`, one a line: `停车 3.1 a1.20 b-0.35`."""
    table.only(frozenset({"temperature", "intent_temperature", "codes", "terms"}))
    codes: dict[str, int] = {}
    biases = [0.0] * len(COLUMNS)
    letters = table.table("codes")
    for letter, value in letters.content.items():
        label, _, bias = value.partition(" ") if isinstance(value, str) else ("", "", "")
        if label not in COLUMNS or len(letter) != 1 or _number(bias) is None:
            raise letters.refuse(letter, "应当写成一个字母 = “类别 起始分”")
        codes[letter] = COLUMNS.index(label)
        biases[codes[letter]] = float(bias)
    known: dict[str, tuple[int, float]] = {}
    terms = tuple(_learnt_term(table, line, codes, known) for line in table.text("terms", "").splitlines() if line)
    return Learnt(table.number("temperature", 1, 0.05, 20), table.number("intent_temperature", 1, 0.05, 20),
                  tuple(biases), terms)


def _learnt_term(
    table: Table, line: str, codes: dict[str, int], known: dict[str, tuple[int, float]]
) -> LearntTerm:
    """One line read. `known` keeps weights: of 150,000 a few thousand differ, and each is 80 bytes."""
    text, *rest = line.split(" ")
    rarity = _number(rest[0]) if rest else None
    if not text or rarity is None or rarity <= 0:
        raise table.refuse("terms", f"“{line}”应当写成“词 稀有度 字母分值…”", line)
    try:
        for item in rest[1:]:
            if item not in known:
                known[item] = codes[item[0]], float(item[1:])
        weights = tuple([known[item] for item in rest[1:]])
    except (KeyError, ValueError, IndexError) as fault:
        raise table.refuse("terms", f"“{line}”里有不认识的字母或分值", line) from fault
    return LearntTerm(text.replace("_", " "), rarity, weights)


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
