"""What looks wrong with the rules of a book: rules that are never said, that never win, that fight each other, that
nobody answers for any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.desk.book import Book
from bot.desk.replay_view import Heard
from intents.rule import RuleSet
from intents.table import Term
from matching.responder import Directory, Role

#: Two categories claim a word about equally when its weights differ by no more.
_NEAR = 0.5
#: So few messages say nothing about how a rule does.
_FEW = 5


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing that looks wrong: its kind (a key of DOUBTS), the rule's name as notes have it, and a sentence."""

    kind: str
    rule: str
    says: str


#: How the kinds are called in front of people, the gravest first.
DOUBTS = {
    "left": "负责的人不在了", "nobody": "派不到人", "ended": "已经到期", "fights": "两类抢一个词",
    "overruled": "总被别的类压过", "never": "从没说到过", "inside": "已经包含在别的词里",
}  # fmt: skip


def doubts_of(book: Book, directory: Directory, day: date, heard: Iterable[Heard] = ()) -> list[Doubt]:
    """What looks wrong, the gravest first. `heard` is what the last replay counted; without it hits are unknown."""
    found = [
        *_left(book, directory), *_nobody(book, directory), *_ended(book, day), *_fighting(book.rules),
        *_unheard(heard), *_inside(book.rules),
    ]  # fmt: skip
    order = list(DOUBTS)
    return sorted(found, key=lambda doubt: order.index(doubt.kind))


def _left(book: Book, directory: Directory) -> Iterator[Doubt]:
    """Owners are written by code or by name; only who is nobody's code and nobody's name has left."""
    known = {text for one in directory.responders() for text in (one.code, one.name)}
    owners = [(f"campaign.{one.name}", one.owner) for one in book.campaigns]
    owners += [(rule, note.owner) for rule, note in book.notes.items() if note.owner]
    for rule, owner in owners:
        if owner not in known:
            yield Doubt("left", rule, f"负责人“{owner}”不在名册里")


def _nobody(book: Book, directory: Directory) -> Iterator[Doubt]:
    held = {duty.role for one in directory.responders() for duty in one.duties}
    for category, groups in book.preferences.preferred.items():
        roles = [role for group in groups for role in group]
        if roles and not held & set(roles):
            called = "、".join(book.preferences.role(Role(role)) for role in roles)
            yield Doubt("nobody", f"routing.preferred.{category}", f"{called}一个在岗的也没有")


def _ended(book: Book, day: date) -> Iterator[Doubt]:
    for campaign in book.campaigns:
        if campaign.until < day:
            yield Doubt("ended", f"campaign.{campaign.name}", f"{campaign.until:%Y年%-m月%-d日}已经到期，可以去掉")
    for rule, note in book.notes.items():
        if note.until is not None and note.until < day:
            yield Doubt("ended", rule, f"{note.until:%Y年%-m月%-d日}已经到期，可以去掉")


def _fighting(rules: RuleSet) -> Iterator[Doubt]:
    holders: dict[str, list[tuple[str, float]]] = {}
    for label in rules.categories:
        for word in label.words:
            holders.setdefault(word.text, []).append((label.label, word.weight))
    for text, held in holders.items():
        for at, (one, weight) in enumerate(held):
            for other, against in held[at + 1 :]:
                if weight > 0 and against > 0 and abs(weight - against) <= _NEAR:
                    says = f"“{text}”在 {one} 是 {weight:g} 分，在 {other} 是 {against:g} 分，差不多"
                    yield Doubt("fights", f"category.{one}.words.{text}", says)


def _unheard(heard: Iterable[Heard]) -> Iterator[Doubt]:
    for one in heard:
        rule = f"{one.label}.{one.kind}.{one.text}"
        if not one.hits:
            yield Doubt("never", rule, "重放的来信里一次也没有说到")
        elif one.hits >= _FEW and not one.won:
            yield Doubt("overruled", rule, f"说到 {one.hits} 次，一次也没有判成这一类")


def _inside(rules: RuleSet) -> Iterator[Doubt]:
    """Words that only repeat a shorter one: no longer word adds anything to one that weighs as much already."""
    for label in rules.categories:
        yield from (
            Doubt("inside", f"category.{label.label}.words.{word.text}", f"里面有“{other.text}”，两个都会加分")
            for word, other in _nested(label.words)
        )


def _nested(words: Sequence[Term]) -> Iterator[tuple[Term, Term]]:
    texts = {word.text: word for word in words}
    for word in words:
        for start in range(len(word.text)):
            for end in range(start + 2, len(word.text) + 1):
                other = texts.get(word.text[start:end])
                if other is not None and other is not word and other.weight * word.weight > 0:
                    yield word, other
