"""The book: all that one published text says. How messages are understood stands in its own tables (`intents.rule`);
beside them who takes what, how long it takes, what residents read, campaigns, notes on rules and nicknames.

A table that is missing means what comes with the product, so that older revisions stay good.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from bot.desk import wording
from intents.rule import RuleRefused, RuleSet, parse_rules
from intents.table import Table, Term, read_table
from intents.verdict import Category, Intent
from matching.deadline import SHIPPED_TERMS, Terms
from matching.gazetteer import PlaceName
from matching.preference import (
    Preferences,
    PreferencesRefused,
    overlaid,
    parse_preferences,
    shipped_preferences_text,
)

#: A receipt has room for one more sentence.
LONGEST_REPLY: Final = 120
_WORKING_DAYS: Final = re.compile(r"\s*(\d{1,3})\s*个?工作日\s*")
_LONGEST_TERM: Final = 24 * 366.0
_CATEGORIES: Final = frozenset(Category)
_NONE: Final[Mapping[str, Any]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Replies:
    """What residents read: `receipt` is a sentence more in the receipt, by category; `no_case` answers an intent that
    needs no case.
    """

    receipt: Mapping[str, str] = field(default_factory=lambda: _NONE)
    no_case: Mapping[str, str] = field(default_factory=lambda: _NONE)

    def without_case(self, intent: Intent) -> str:
        """The answer to an intent that needs no case. Raises KeyError for one that does."""
        return self.no_case.get(intent) or wording.NO_CASE_NEEDED[intent]


@dataclass(frozen=True, slots=True)
class Campaign:
    """Words that count for a while: from `since` to `until`, both days included. `owner` answers for them."""

    name: str
    owner: str
    since: date
    until: date
    words: Mapping[str, tuple[Term, ...]]
    why: str = ""

    def holds(self, day: date) -> bool:
        """Whether its words count on a day."""
        return self.since <= day <= self.until


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody wrote about a rule, who answers for it, and the last day it counts (None: no end)."""

    comment: str = ""
    owner: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Book:
    """One text, read. `notes` are by the rule's name ("category.parking.words.僵尸车"), `nicknames` by place."""

    rules: RuleSet
    preferences: Preferences
    terms: Terms = SHIPPED_TERMS
    replies: Replies = Replies()
    campaigns: tuple[Campaign, ...] = ()
    notes: Mapping[str, Note] = field(default_factory=lambda: _NONE)
    nicknames: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _NONE)

    def expiring(self, day: date) -> frozenset[str]:
        """What of the book counts differently on a day: campaigns under way and rules that have ended."""
        live = {f"campaign.{one.name}" for one in self.campaigns if one.holds(day)}
        return frozenset(live | {name for name, note in self.notes.items() if note.until and note.until < day})


def read_book(text: str) -> Book:
    """The book of a TOML text. Raises RuleRefused with position and reason at the first fault."""
    rules, top = parse_rules(text), read_table(text)
    return Book(
        rules=rules,
        preferences=_preferences(top.table("routing")),
        terms=_terms(top.table("terms")),
        replies=_replies(top.table("replies")),
        campaigns=_campaigns(top),
        notes=_notes(top.table("notes")),
        nicknames=_nicknames(top.table("nicknames")),
    )


def preferences_of(text: str) -> Preferences:
    """Only who takes what, for whoever needs nothing else. Raises RuleRefused."""
    return _preferences(read_table(text).table("routing")) if text else shipped_preferences()


@lru_cache(maxsize=1)
def shipped_preferences() -> Preferences:
    """The routing table that comes with the product."""
    return parse_preferences(shipped_preferences_text())


def rules_on(book: Book, day: date) -> RuleSet:
    """The rules as they count on a day: with the words of the campaigns under way, without those that have ended."""
    ended = {name for name, note in book.notes.items() if note.until is not None and note.until < day}
    more: dict[str, list[Term]] = {}
    for campaign in book.campaigns:
        if campaign.holds(day):
            for category, words in campaign.words.items():
                more.setdefault(category, []).extend(words)
    if not ended and not more:
        return book.rules
    categories = []
    for label in book.rules.categories:
        before = f"category.{label.label}.words."
        counting = {word.text: word for word in label.words if before + word.text not in ended}
        counting.update({word.text: word for word in more.get(label.label, ())})
        categories.append(replace(label, words=tuple(counting.values())))
    return replace(book.rules, categories=tuple(categories))


def named(names: Iterable[PlaceName], nicknames: Mapping[str, tuple[str, ...]]) -> tuple[PlaceName, ...]:
    """The places' names with the book's nicknames behind their own; a nickname of an unknown place is passed over."""
    return tuple(
        replace(one, aliases=(*one.aliases, *(new for new in nicknames[one.code] if new not in one.aliases)))
        if one.code in nicknames else one
        for one in names
    )  # fmt: skip


def _preferences(table: Table) -> Preferences:
    table.only(frozenset({"labels", "roles", "preferred", "not_for_communities"}))
    for key in ("labels", "preferred"):
        inside = table.table(key)
        inside.only(_CATEGORIES)
    try:
        return overlaid(shipped_preferences(), table.content) if table.content else shipped_preferences()
    except PreferencesRefused as refused:
        raise table.refuse("", str(refused.__cause__ or refused)) from refused


def _terms(table: Table) -> Terms:
    table.only(_CATEGORIES | {"ordinary"})
    solved = dict(SHIPPED_TERMS.solved)
    solved.update({key: _term(table, key) for key in table.content if key != "ordinary"})
    ordinary = _term(table, "ordinary") if "ordinary" in table.content else SHIPPED_TERMS.ordinary
    return Terms(MappingProxyType(solved), ordinary)


def _term(table: Table, key: str) -> tuple[timedelta, bool]:
    value = table.content[key]
    days = _WORKING_DAYS.fullmatch(value) if isinstance(value, str) else None
    if days is not None and int(days[1]):
        return timedelta(days=int(days[1])), True
    if isinstance(value, str):
        raise table.refuse(key, "应当写成小时数，例如 24，或“15个工作日”")
    return timedelta(hours=table.number(key, 0, 0.5, _LONGEST_TERM)), False


def _replies(table: Table) -> Replies:
    table.only(frozenset({"receipt", "no_case"}))
    receipt, no_case = table.table("receipt"), table.table("no_case")
    receipt.only(_CATEGORIES)
    no_case.only(frozenset(wording.NO_CASE_NEEDED))
    return Replies(_sentences(receipt), _sentences(no_case))


def _sentences(table: Table) -> Mapping[str, str]:
    found = {}
    for key in table.content:
        text = table.text(key, "").strip()
        if not text or len(text) > LONGEST_REPLY:
            raise table.refuse(key, f"应当是 1 到 {LONGEST_REPLY} 个字的一句话")
        found[key] = text
    return MappingProxyType(found)


def _campaigns(top: Table) -> tuple[Campaign, ...]:
    entries = top.content.get("campaign", [])
    if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
        raise top.refuse("campaign", "专项规则应当写成一个个 [[campaign]]")
    found = tuple(_campaign(Table(top.source, "campaign", one)) for one in entries)
    for at, one in enumerate(found):
        if one.name in {other.name for other in found[:at]}:
            raise top.refuse("campaign", f"“{one.name}”写了两次", f'"{one.name}"')
    return found


def _campaign(table: Table) -> Campaign:
    name = table.text("name", "").strip()
    try:
        table.only(frozenset({"name", "owner", "since", "until", "why", "words"}))
        if not name:
            raise table.refuse("name", "专项规则要有名字")
        since, until = _day(table, "since") or date.min, _day(table, "until")
        if until is None or until < since:
            raise table.refuse("until", "专项规则要写到哪一天为止，例如 until = 2026-12-31，不早于 since")
        words = table.table("words")
        words.only(_CATEGORIES)
        owner = table.text("owner", "").strip()
        if not owner:
            raise table.refuse("owner", "专项规则要写由谁负责")
        return Campaign(name, owner, since, until, {key: words.words(key) for key in words.content},
                        table.text("why", ""))
    except RuleRefused as refused:
        line = table.source.count("\n", 0, max(0, table.source.find(f'"{name}"' if name else "[[campaign]]"))) + 1
        key = refused.position.rpartition(" ")[2]
        raise RuleRefused(f"第 {line} 行 {key}“{name}”", refused.reason) from refused


def _day(table: Table, key: str) -> date | None:
    value = table.content.get(key)
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError as fault:
            raise table.refuse(key, "应当是日期，例如 2026-12-31") from fault
    if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
        raise table.refuse(key, "应当是日期，例如 2026-12-31")
    return value


def _notes(table: Table) -> Mapping[str, Note]:
    return MappingProxyType({name: _note(table.table(name)) for name in table.content})


def _note(table: Table) -> Note:
    table.only(frozenset({"comment", "owner", "until"}))
    return Note(table.text("comment", ""), table.text("owner", ""), _day(table, "until"))


def _nicknames(table: Table) -> Mapping[str, tuple[str, ...]]:
    read: Callable[[str], tuple[str, ...]] = table.texts
    found = {code: tuple(dict.fromkeys(name.strip() for name in read(code))) for code in table.content}
    for code, names in found.items():
        for name in names:
            if not 2 <= len(name) <= 30:
                raise table.refuse(code, f"“{name}”应当是 2 到 30 个字的叫法", name)
    return MappingProxyType(found)
