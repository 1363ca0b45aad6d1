"""The rules as they are: categories, intents and dangers with their words, and what is done with what is heard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from starlette.responses import Response

from bot.admin.ruleedits import numbers_of
from bot.admin.rulehealth import doubts_by_label, grave, hits_of, last_replay
from bot.admin.seat import Asked
from bot.admin.workbench import DANGERS, INTENTS, Workbench
from bot.desk.book import Book
from bot.desk.rights import Right
from intents.rule import DangerRules, LabelRules
from intents.verdict import Category, Intent

_MOST_FOUND = 200


#: The codes of each kind of rules that have a page.
_CODES: Mapping[str, frozenset[str]] = MappingProxyType({
    "category": frozenset(Category), "intent": frozenset(INTENTS), "danger": frozenset(DANGERS),
})


@dataclass(frozen=True, slots=True)
class Found:
    """A rule that holds what was looked for; `kind` and `label` say where it stands, `what` as which sort."""

    kind: str
    label: str
    what: str
    text: str
    weight: float | None = None


def rules_of(book: Book, kind: str, code: str) -> LabelRules | DangerRules | None:
    """The rules of a category, an intent or a danger; None when there is none of that name."""
    if kind == "danger":
        return next((one for one in book.rules.dangers if one.danger == code), None)
    labels = book.rules.categories if kind == "category" else book.rules.intents
    return next((one for one in labels if one.label == code), None)


def search(book: Book, words: str) -> list[Found]:
    """Every rule that holds these words, at most 200."""
    found = (one for one in _everything(book) if words in one.text)
    return [one for _, one in zip(range(_MOST_FOUND), found, strict=False)]


def _everything(book: Book) -> Iterator[Found]:
    kinds: tuple[tuple[str, tuple[LabelRules, ...] | tuple[DangerRules, ...]], ...] = (
        ("category", book.rules.categories), ("intent", book.rules.intents), ("danger", book.rules.dangers),
    )  # fmt: skip
    for kind, labels in kinds:
        for one in labels:
            label = one.danger if isinstance(one, DangerRules) else one.label
            yield from (Found(kind, label, "词", term.text, term.weight) for term in one.words)
            yield from (Found(kind, label, "句式", term.text, term.weight) for term in one.patterns)
            yield from (Found(kind, label, "挡词", guard) for guard in one.guards)
    for campaign in book.campaigns:
        for label, words in campaign.words.items():
            yield from (Found("category", label, f"专项“{campaign.name}”", term.text, term.weight) for term in words)
    for place, names in book.nicknames.items():
        yield from (Found("book", place, "地名叫法", name) for name in names)
    for label, text in (*book.replies.receipt.items(), *book.replies.no_case.items()):
        yield Found("book", label, "回复", text)


def _noted(asked: Asked, words: set[str]) -> str:
    """The word whose note is to be written, "" for none."""
    word = asked.query.get("note", "")
    return word if word in words and asked.here.may(Right.EDIT) else ""


@dataclass(frozen=True, slots=True)
class RuleScreens:
    """The screens that show the rules, those of the draft where somebody works on one."""

    bench: Workbench

    def home(self, asked: Asked) -> Response:
        """Every category, intent and danger; or what was looked for."""
        opened = self.bench.open(asked)
        words = asked.query.get("q", "").strip()
        doubts = doubts_by_label(self.bench, opened, last_replay(self.bench, opened))
        return self.bench.page(
            "rules/home", asked, opened, q=words, found=search(opened.book, words) if words else [],
            most=_MOST_FOUND, categories=[rules_of(opened.book, "category", code) for code in Category],
            intents=[rules_of(opened.book, "intent", code) for code in Intent],
            dangers=opened.book.rules.dangers,
            troubles=grave(doubts), rest=doubts.get("", []),
        )  # fmt: skip

    def category(self, asked: Asked) -> Response:
        """The rules of one category."""
        return self.show(asked, "category", str(asked.path["code"]))

    def intent(self, asked: Asked) -> Response:
        """The rules of one intent."""
        return self.show(asked, "intent", str(asked.path["code"]))

    def danger(self, asked: Asked) -> Response:
        """The rules of one danger."""
        return self.show(asked, "danger", str(asked.path["code"]))

    def show(self, asked: Asked, kind: str, code: str, wrong: str = "") -> Response:
        """The rules of one label; `wrong` says why a change was not taken."""
        if code not in _CODES[kind]:
            return self.bench.not_there(asked, "没有这一类规则。请回到“规则”里挑一类。")
        opened = self.bench.open(asked)
        rules, found = rules_of(opened.book, kind, code), last_replay(self.bench, opened)
        live = rules_of(opened.live.book, kind, code) if opened.live.book is not None else None
        before = {term.text: term.weight for term in live.words} if live is not None else {}
        after = {term.text for term in rules.words} if rules is not None else set()
        return self.bench.page(
            "rules/label", asked, opened, 422 if wrong else 200,
            kind=kind, code=code, rules=rules, wrong=wrong, form=asked.form,
            before=before, gone={text: weight for text, weight in before.items() if text not in after},
            raw=numbers_of(opened, f"{kind}.{code}"), hits=hits_of(found),
            troubles=doubts_by_label(self.bench, opened, found).get(f"{kind}.{code}", []),
            noted=_noted(asked, after),
        )  # fmt: skip
