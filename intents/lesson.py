"""One round of learning: rules widened by what messages suggest, and weights fitted to the messages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from intents.fit import Change, Columns, Reading, changed_learnt, fit_change, no_change, read_texts
from intents.labelled import Labelled
from intents.pieces import Pieces, find_pieces, read_as, telling_terms
from intents.rule import LabelRules, RuleSet, Term
from intents.suggest import Guard, Heard, Word, listen, suggest_guards, suggest_words
from intents.terms import CompiledRules, compile_rules
from intents.verdict import Category, Verdict

#: How firmly the old weights are held, from firm to loose.
STRENGTHS = (16.0, 4.0, 1.0)
#: Terms that are looked for in all, and beside those that are known in any case.
MOST_TERMS = 24_000
LEAST_ROOM = 4_000


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is the same for every round: the messages as heard by the old rules, and the columns to be taught."""

    base: CompiledRules
    heard: tuple[Heard, ...]
    pieces: Pieces
    columns: Columns

    def categories(self) -> tuple[Category, ...]:
        """The categories that have examples enough."""
        return tuple(category for place, category in enumerate(Category) if place in self.columns.taught)


@dataclass(frozen=True, slots=True)
class Round:
    """What some of the messages taught: rules widened by words, guards and terms still without weights, and the
    changes to be made to the weights, one for each of the STRENGTHS that were tried.
    """

    widened: RuleSet
    compiled: CompiledRules
    words: tuple[Word, ...]
    guards: tuple[Guard, ...]
    changes: tuple[Change, ...]

    def read(self, messages: Sequence[Labelled]) -> Reading:
        """Texts as the widened rules see them."""
        return read_texts(messages, self.compiled)

    def rules(self, strength: int) -> RuleSet:
        """The rules with the change of a strength, given by its place in STRENGTHS."""
        return replace(self.widened, learnt=changed_learnt(self.widened.learnt, self.changes[strength]))


def prepare(
    messages: Sequence[Labelled], verdicts: Sequence[Verdict], rules: CompiledRules, taught: tuple[int, ...]
) -> Lesson:
    """The lesson of messages with the old rules' verdicts on them, in the same order. Raises nothing."""
    reads = [read_as(message.text, rules) for message in messages]
    heard = tuple(listen(message, read, str(verdict.category or ""), unsure=verdict.ask)
                  for message, read, verdict in zip(messages, reads, verdicts, strict=True))
    learnt = rules.rules.learnt
    fresh = tuple(place for place, bias in enumerate(learnt.biases) if not bias and place not in taught)
    return Lesson(rules, heard, find_pieces(reads, {term.text for term in learnt.terms}), Columns(taught, fresh))


def teach(lesson: Lesson, rows: Sequence[int], strengths: Sequence[float], step: Callable[[], None]) -> Round:
    """What the messages at `rows` teach, tried with some strengths. `step` is called after each piece of work."""
    heard = [lesson.heard[row] for row in rows]
    messages = [one.message for one in heard]
    base = lesson.base.rules
    words = suggest_words(heard, lesson.base, lesson.categories())
    guards = suggest_guards(heard, base, lesson.categories())
    most = max(LEAST_ROOM, MOST_TERMS - len(base.learnt.terms))
    terms = telling_terms(lesson.pieces, rows, [one.message for one in lesson.heard], most)
    widened = _widened(base, words, guards)
    widened = replace(widened, learnt=replace(widened.learnt, terms=(*widened.learnt.terms, *terms)))
    compiled = compile_rules(widened)
    reading = read_texts(messages, compiled)
    step()
    changes: list[Change] = []
    change = no_change(len(widened.learnt.terms))
    for strength in strengths:
        change = fit_change(reading, messages, lesson.columns, strength, change)
        changes.append(change)
        step()
    return Round(widened, compiled, words, guards, tuple(changes))


def _widened(rules: RuleSet, words: Sequence[Word], guards: Sequence[Guard]) -> RuleSet:
    return replace(rules, categories=tuple(_label(label, words, guards) for label in rules.categories))


def _label(label: LabelRules, words: Sequence[Word], guards: Sequence[Guard]) -> LabelRules:
    return replace(
        label,
        words=(*label.words, *[Term(word.text, word.weight) for word in words if word.category == label.label]),
        guards=(*label.guards, *[guard.pattern for guard in guards if guard.category == label.label]),
    )
