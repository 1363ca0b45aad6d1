"""The three rates of closing, responded, solved and satisfied, each with its formula."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

#: The formulas as people read them; the words of 12345's evaluation, counted as written here.
FORMULAS: Final[Mapping[str, str]] = MappingProxyType({
    "responded": "响应率 = 居民说有人联系过的 ÷ 问过的",
    "solved": "解决率 = 居民说办好了的 ÷ 问过的",
    "satisfied": "满意率 = 居民说满意的 ÷ 问过的",
    "responded_of_dispatched": "响应率（派单口径）= 居民说有人联系过的 ÷ 派出的",
    "solved_of_dispatched": "解决率（派单口径）= 居民说办好了的 ÷ 派出的",
    "satisfied_of_dispatched": "满意率（派单口径）= 居民说满意的 ÷ 派出的",
    "answered": "回答率 = 回答了的 ÷ 问过的",
})


@dataclass(frozen=True, slots=True)
class Judged:
    """One case as its resident judged it, each question apart; None stands for what she has not said."""

    responded: bool | None
    solved: bool | None
    satisfied: bool | None


@dataclass(frozen=True, slots=True)
class Rates:
    """The counts behind the rates. Silence counts as no: a rate never rises because nobody was heard."""

    dispatched: int
    asked: int
    answered: int
    responded: int
    solved: int
    satisfied: int

    def shares(self) -> Mapping[str, float | None]:
        """Each rate under its name in `FORMULAS`, 0 to 1; None where nothing could be counted."""
        rates = {name: share(getattr(self, name), self.asked) for name in ("responded", "solved", "satisfied")}
        over = {f"{name}_of_dispatched": share(getattr(self, name), self.dispatched) for name in rates}
        return {**rates, **over, "answered": share(self.answered, self.asked)}


def rates_of(dispatched: int, judged: Iterable[Judged]) -> Rates:
    """The rates of `dispatched` cases, of which the residents of `judged` were asked."""
    asked = list(judged)
    return Rates(
        dispatched=dispatched,
        asked=len(asked),
        answered=sum(one != Judged(None, None, None) for one in asked),
        responded=sum(one.responded is True for one in asked),
        solved=sum(one.solved is True for one in asked),
        satisfied=sum(one.satisfied is True for one in asked),
    )


def share(part: int, whole: int) -> float | None:
    """A part of a whole, None of nothing."""
    return part / whole if whole else None
