"""Golden messages: those that come with the product and those that people judged; what rules make of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from importlib.resources import files

from bot.errors import BotError
from intents.masking import mask_personal
from intents.verdict import Category, Intent
from storage.audit import Audited
from storage.golden import GoldenRow
from storage.unit_of_work import UnitOfWork

_LONGEST = 2_000


class GoldenRefused(BotError):
    """A golden message cannot be kept or dropped; the message says why."""


@dataclass(frozen=True, slots=True)
class Golden:
    """What a message means for certain. `key` names it ("hard-01" shipped, "own/12" judged here).

    An empty `category` says that it has none; an empty `intent` or `place` and `urgent` None that nothing is said.
    """

    key: str
    text: str
    category: str
    intent: str = ""
    place: str = ""
    urgent: bool | None = None
    why: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What somebody says a message means. `source` is where it came from ("case/12"): a second judgement of the same
    replaces the first. `names` of people in it are covered.
    """

    text: str
    category: str
    intent: str = ""
    place: str = ""
    source: str = ""
    why: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """What rules make of a golden message."""

    category: str
    intent: str
    urgent: bool
    place: str

    def fits(self, golden: Golden) -> bool:
        """Whether it is what the message means."""
        return (
            self.category == golden.category
            and golden.intent in ("", self.intent)
            and golden.place in ("", self.place)
            and golden.urgent in (None, self.urgent)
        )


@dataclass(frozen=True, slots=True)
class Score:
    """How well a category is told on golden messages: of those that are it so many, found and wrongly said."""

    category: str
    examples: int
    right: int
    said: int

    @property
    def precision(self) -> float | None:
        """Of those it was said of the share that are it; None where it was never said."""
        return self.right / self.said if self.said else None

    @property
    def recall(self) -> float | None:
        """Of those that are it the share it was said of; None without any."""
        return self.right / self.examples if self.examples else None


@lru_cache(maxsize=1)
def shipped_golden() -> tuple[Golden, ...]:
    """The messages that come with the product. Their intents are held by the product's own tests, not here."""
    folder = files("intents").joinpath("golden")
    found = []
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".jsonl"):
            rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
            found += [Golden(row["id"], row["text"], row["category"], urgent=row["urgent"], by="linli") for row in rows]
    return tuple(found)


def all_golden(unit: UnitOfWork) -> list[Golden]:
    """Every golden message that counts: the shipped ones, then those judged here, the oldest first."""
    own = [Golden(f"own/{row.number}", row.text, row.category, row.intent, row.place, None, row.why, row.by)
           for row in unit.golden.all()]
    return [*shipped_golden(), *own]


def judge(unit: UnitOfWork, judgement: Judgement, by: str, now: datetime) -> int:
    """Keep what a message means; its number. The text is masked first. Raises GoldenRefused for an empty or endless
    text and for unknown words of the taxonomy.
    """
    text = mask_personal(judgement.text.strip(), judgement.names)
    if not text or len(text) > _LONGEST:
        raise GoldenRefused(f"标准消息要有 1 到 {_LONGEST} 个字")
    if judgement.category and judgement.category not in frozenset(Category):
        raise GoldenRefused(f"没有“{judgement.category}”这个类别")
    if judgement.intent and judgement.intent not in frozenset(Intent):
        raise GoldenRefused(f"没有“{judgement.intent}”这种来意")
    for old in unit.golden.of_source(judgement.source) if judgement.source else ():
        unit.golden.drop(old.number, by, now)
    number = unit.golden.add(GoldenRow(
        0, text, judgement.category, judgement.intent, judgement.place, judgement.source, by, judgement.why, now,
    ))  # fmt: skip
    meant = {"category": judgement.category, "intent": judgement.intent, "place": judgement.place}
    unit.audit.record(Audited(now, by, "judge", "golden", str(number), {}, meant))
    return number


def drop_golden(unit: UnitOfWork, number: int, why: str, by: str, now: datetime) -> None:
    """Let a message judged here count no more. Raises GoldenRefused where there is none or no reason is given."""
    row = unit.golden.one(number)
    if row is None:
        raise GoldenRefused("没有这条标准消息；随产品来的不能删，只能在草稿里豁免")
    if not why.strip():
        raise GoldenRefused("去掉标准消息要说为什么")
    unit.golden.drop(number, by, now)
    before = {"category": row.category, "intent": row.intent, "place": row.place}
    unit.audit.record(Audited(now, by, "drop", "golden", str(number), before, {"why": why.strip()}))


def read_all(golden: Iterable[Golden], read: Callable[[str], Read]) -> dict[str, Read]:
    """What rules make of golden messages, by key."""
    return {one.key: read(one.text) for one in golden}


def scores_of(golden: Sequence[Golden], found: Mapping[str, Read]) -> list[Score]:
    """Per category that is meant or said how well it is told, in the taxonomy's order."""
    pairs = [(one.category, found[one.key].category) for one in golden]
    scores = []
    for category in Category:
        meant = sum(right == category for right, _ in pairs)
        said = sum(given == category for _, given in pairs)
        if meant or said:
            both = sum(right == given == category for right, given in pairs)
            scores.append(Score(str(category), meant, both, said))
    return scores
