"""Labelled messages to learn from, what of them can be learnt, and how they are parted for measuring."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from intents.rule import COLUMNS

#: Fewer examples of a category or intent teach more accident than rule: its old weights are kept.
LEAST_EXAMPLES = 8
#: Parts a set is divided into for cross-validation; each is judged by what the others taught.
MOST_FOLDS = 4


class LearningRefused(Exception):
    """Nothing can be learnt from these messages; the reason is in Chinese, with what to do."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text with its labels.

    `category` is a category or "none", `intent` an intent; "" teaches nothing of the kind. Texts with the same
    `message` (a petition's title and its body) and those of one `writer` ("" unknown) are held out together.
    `kind` is the kind of text that is measured apart. `weight` is how much it counts.
    """

    text: str
    kind: str
    category: str
    intent: str = ""
    secondary: tuple[str, ...] = ()
    writer: str = ""
    message: int = 0
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Thin:
    """A label with too few examples: its old weights stay."""

    label: str
    examples: int
    needed: int


@dataclass(frozen=True, slots=True)
class Folds:
    """The fold (0 to count - 1) of each text; `by_writer` where whole writers are held out."""

    of: tuple[int, ...]
    count: int
    by_writer: bool

    def rows(self, fold: int) -> list[int]:
        """The texts of one fold, in order."""
        return [row for row, of in enumerate(self.of) if of == fold]


def taught_columns(messages: Sequence[Labelled]) -> tuple[tuple[int, ...], tuple[Thin, ...]]:
    """The columns that have examples enough, and the labels that have some but too few, in the order of COLUMNS.

    A message counts once, whatever the number of its texts. Raises LearningRefused where no two columns of a
    kind can be learnt: there is nothing to tell apart.
    """
    seen = {(f"{kind}.{label}", message.message) for message in messages
            for kind, label in (("category", message.category), ("intent", message.intent)) if label}
    counts = Counter(label for label, _ in seen)
    taught = tuple(place for place, column in enumerate(COLUMNS) if counts[column] >= LEAST_EXAMPLES)
    thin = tuple(Thin(column, counts[column], LEAST_EXAMPLES) for column in COLUMNS
                 if 0 < counts[column] < LEAST_EXAMPLES)
    kinds = Counter(COLUMNS[place].partition(".")[0] for place in taught)
    if max(kinds.values(), default=0) < 2:
        enough = _told([(COLUMNS[place], counts[COLUMNS[place]]) for place in taught])
        short = _told([(label.label, label.examples) for label in thin])
        raise LearningRefused(
            f"例子太少：要有两个类别（或两种意图）各 {LEAST_EXAMPLES} 条以上才有得比；"
            f"现在够的：{enough}；不够的：{short}。请再标一些别的类别的来信。"
            f" / too few examples: two labels need {LEAST_EXAMPLES} each"
        )
    return taught, thin


def _told(labels: Sequence[tuple[str, int]]) -> str:
    return "、".join(f"{label.partition('.')[2]} {examples} 条" for label, examples in labels) or "没有"


def part_folds(messages: Sequence[Labelled]) -> Folds:
    """Folds of about the same size. Whole writers are kept together where there are two or more, and always the
    texts of one message and texts that say the same. The same messages give the same folds.
    """
    writers = {message.writer for message in messages} - {""}
    by_writer = len(writers) > 1
    same: dict[str, str] = {}
    groups = [f"w{message.writer}" if by_writer and message.writer
              else same.setdefault(message.text, f"m{message.message}") for message in messages]
    sizes = Counter(groups)
    count = min(MOST_FOLDS, len(sizes))
    filled = [0] * count
    fold: dict[str, int] = {}
    for group, size in sorted(sizes.items(), key=lambda item: -item[1]):
        fold[group] = min(range(count), key=filled.__getitem__)
        filled[fold[group]] += size
    return Folds(tuple(fold[group] for group in groups), count, by_writer)
