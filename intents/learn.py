"""Rules proposed from labelled messages: new weights, whole words and guards, with what they gain.

What is learnt comes on top of what the rules say already: where the messages show nothing new the old weights
stay, so a few hundred corrections do not make the rules forget what thousands of messages taught them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp, log

import numpy as np

from intents.classify import Judged, classify, judge_text
from intents.difference import LabelDifference, differences
from intents.fit import KINDS, best_temperature, changed_scores, read_texts
from intents.labelled import Folds, Labelled, LearningRefused, Thin, part_folds, taught_columns
from intents.lesson import STRENGTHS, Lesson, Round, prepare, teach
from intents.progress import Progress, Stage
from intents.redraft import Addition, redraft
from intents.rule import COLUMNS, NO_CATEGORY, RuleRefused, RuleSet, parse_rules
from intents.suggest import Guard, Word
from intents.sureness import HeldOut, Refit, refit, refitted
from intents.terms import CompiledRules, compile_rules
from intents.text import tidy
from intents.verdict import Category, Verdict

#: Rules that are right this often on so many messages have learnt from them before: on messages they have not
#: seen nobody has reached it (the shipped rules: 0.96 of those they were made from, 0.81 to 0.87 of others).
KNOWN_AT = 0.92
KNOWN_FROM = 100
#: The old temperature counts as much as this many messages.
OLD_TEMPERATURE_COUNTS = 300


@dataclass(frozen=True, slots=True)
class Trial:
    """A message that was held out, with the old rules' verdict and that of rules that have not seen it."""

    message: Labelled
    before: Verdict
    after: Verdict


@dataclass(frozen=True, slots=True)
class Proposal:
    """Rules that were learnt and what speaks for them.

    `text` is the whole rules file. `gains` is False where held-out messages surprise the new rules no less than
    the old: better not published. `known` says that the old rules have learnt from these messages before, so
    that no gain can be seen. `strength` is how firmly the old weights were held. `sureness` is what became of
    the certainty on brief and on long texts; empty where the messages were known.
    """

    rules: RuleSet
    text: str
    trials: tuple[Trial, ...]
    folds: Folds
    differences: tuple[LabelDifference, ...]
    words: tuple[Word, ...]
    guards: tuple[Guard, ...]
    thin: tuple[Thin, ...]
    gains: bool
    known: bool
    strength: float
    sureness: tuple[Refit, ...]


def propose(
    messages: Sequence[Labelled], rules_text: str, report: Callable[[Progress], None] = lambda _: None
) -> Proposal:
    """The rules that labelled messages suggest on top of given ones; the same messages give the same rules.

    `report` is called as the work proceeds. Raises LearningRefused where there is nothing to learn from or the
    text cannot be redrafted, RuleRefused where it is no rules file.
    """
    base = compile_rules(parse_rules(rules_text))
    taught, thin = taught_columns(messages)
    folds = part_folds(messages)
    work = _Work(report, folds.count)
    before = [classify(message.text, base) for message in messages]
    lesson = prepare(messages, before, base, taught)
    work.step()
    rounds = _rounds(lesson, folds, work)
    choice = _choose(messages, rounds, folds, base)
    known = _known(messages, before)
    degrees = {} if known else choice.degrees
    tempered = [compile_rules(_tempered(each.rules(choice.place), degrees)) for each in rounds]
    judged = _judged(messages, folds, tempered, work)
    sureness = () if known else _sureness(messages, judged, folds, base.rules)
    after = _surely(messages, judged, folds, tempered, sureness)
    trials = tuple(Trial(*one) for one in zip(messages, before, after, strict=True))
    work.at(Stage.FINISH)
    final = teach(lesson, range(len(messages)), STRENGTHS[: choice.place + 1], work.step)
    rules = _tempered(final.rules(choice.place), degrees)
    rules = replace(rules, certainty=refitted(rules.certainty, sureness)) if sureness else rules
    text = _redrafted(rules_text, rules, final, sure_anew=rules.certainty != base.rules.certainty)
    work.end()
    return Proposal(rules, text, trials, folds, differences(base.rules, rules), final.words, final.guards, thin,
                    gains=choice.gains, known=known, strength=STRENGTHS[choice.place], sureness=sureness)


class _Work:
    """Counts the pieces of work and tells how far it is."""

    def __init__(self, report: Callable[[Progress], None], folds: int) -> None:
        self._report = report
        self._folds = folds
        self._done = 0
        self._all = 1 + folds * (len(STRENGTHS) + 2) + len(STRENGTHS) + 1
        self.at(Stage.READ)

    def at(self, stage: Stage, fold: int = 0) -> None:
        self._stage, self._fold = stage, fold
        self._tell()

    def step(self) -> None:
        self._done += 1
        self._tell()

    def end(self) -> None:
        self._done = self._all
        self._tell()

    def _tell(self) -> None:
        self._report(Progress(self._done / self._all, self._stage, self._fold, self._folds))


@dataclass(frozen=True, slots=True)
class _Choice:
    """The place of the strength that serves unseen messages best, whether it serves them better than the old
    rules do, and the temperature of each kind, shrunk to the old one where there are few messages.
    """

    place: int
    gains: bool
    degrees: Mapping[str, float]


def _rounds(lesson: Lesson, folds: Folds, work: _Work) -> list[Round]:
    found = []
    for fold in range(folds.count):
        work.at(Stage.FOLD, fold + 1)
        found.append(teach(lesson, [row for row, of in enumerate(folds.of) if of != fold], STRENGTHS, work.step))
    return found


def _choose(messages: Sequence[Labelled], rounds: Sequence[Round], folds: Folds, base: CompiledRules) -> _Choice:
    scores = np.zeros((len(STRENGTHS), len(messages), len(COLUMNS)))
    for fold, taught in enumerate(rounds):
        rows = folds.rows(fold)
        reading = taught.read([messages[row] for row in rows])
        for place, change in enumerate(taught.changes):
            scores[place, rows] = changed_scores(reading, change)
    kinds = [kind for kind in KINDS if any(getattr(message, kind) for message in messages)]
    found = [{kind: best_temperature(one, messages, kind) for kind in kinds} for one in scores]
    surprises = [sum(surprise for _, surprise in one.values()) for one in found]
    place = surprises.index(min(surprises))
    given = read_texts(messages, base).given
    old = sum(best_temperature(given, messages, kind)[1] for kind in kinds)
    learnt = base.rules.learnt
    before = {"category": learnt.temperature, "intent": learnt.intent_temperature}
    return _Choice(place, surprises[place] < old, {
        kind: _shrunk(before[kind], found[place][kind][0], sum(bool(getattr(message, kind)) for message in messages))
        for kind in kinds
    })


def _shrunk(old: float, new: float, messages: int) -> float:
    share = messages / (messages + OLD_TEMPERATURE_COUNTS)
    return round(exp(share * log(new) + (1 - share) * log(old)), 2)


def _tempered(rules: RuleSet, degrees: Mapping[str, float]) -> RuleSet:
    learnt = rules.learnt
    return replace(rules, learnt=replace(
        learnt,
        temperature=degrees.get("category", learnt.temperature),
        intent_temperature=degrees.get("intent", learnt.intent_temperature),
    ))


def _known(messages: Sequence[Labelled], before: Sequence[Verdict]) -> bool:
    told = [(message.category, verdict.category or NO_CATEGORY)
            for message, verdict in zip(messages, before, strict=True) if message.category]
    return len(told) >= KNOWN_FROM and sum(right == said for right, said in told) >= KNOWN_AT * len(told)


def _judged(
    messages: Sequence[Labelled], folds: Folds, rules: Sequence[CompiledRules], work: _Work
) -> list[Judged]:
    """Each message as the rules of its fold judge it, which have not read it."""
    found: dict[int, Judged] = {}
    for fold, compiled in enumerate(rules):
        work.at(Stage.TRY, fold + 1)
        found |= {row: judge_text(messages[row].text, compiled) for row in folds.rows(fold)}
        work.step()
    return [found[row] for row in range(len(messages))]


def _sureness(
    messages: Sequence[Labelled], judged: Sequence[Judged], folds: Folds, old: RuleSet
) -> tuple[Refit, ...]:
    verdicts = [HeldOut(fold, len(tidy(message.text).text) <= old.certainty.short, one.measures,
                        one.verdict.category == message.category, message.weight)
                for message, one, fold in zip(messages, judged, folds.of, strict=True)
                if one.verdict.category is not None and message.category]
    return refit(old.certainty, verdicts, folds.count)


def _surely(
    messages: Sequence[Labelled], judged: Sequence[Judged], folds: Folds, rules: Sequence[CompiledRules],
    sureness: Sequence[Refit],
) -> list[Verdict]:
    """The verdicts, as sure as a model of the other folds makes them."""
    after = [one.verdict for one in judged]
    if not any(one.model for one in sureness):
        return after
    for fold, compiled in enumerate(rules):
        certainty = refitted(compiled.rules.certainty, sureness, fold)
        sure = replace(compiled, rules=replace(compiled.rules, certainty=certainty))
        for row in folds.rows(fold):
            after[row] = classify(messages[row].text, sure)
    return after


def _redrafted(source: str, rules: RuleSet, final: Round, *, sure_anew: bool) -> str:
    """The text of the new rules; read again, it must say exactly what was learnt."""
    additions = [
        Addition(f"category.{category}", key, items)
        for category in Category
        for key, items in (
            ("words", tuple(f'"{word.text} {word.weight}"' for word in final.words if word.category == category)),
            ("guards", tuple(f"'{guard.pattern}'" for guard in final.guards if guard.category == category)),
        )
        if items
    ]
    text = redraft(source, additions, rules.learnt, rules.certainty if sure_anew else None)
    try:
        same = parse_rules(text) == rules
    except RuleRefused:
        same = False
    if not same:
        raise LearningRefused(
            "这份规则的写法没法自动补写(例如把表写成了一行);先用 linli rules export 导出一份再学。"
            " / these rules are written in a way that cannot be added to: export them first"
        )
    return text
