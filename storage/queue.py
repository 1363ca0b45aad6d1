"""The cases as whoever works at the console looks for them: by filters, within what she may see, 50 at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    and_,
    any_,
    bindparam,
    case,
    column,
    exists,
    func,
    literal_column,
    or_,
    select,
    union_all,
)

from matching.case import Case, State
from matching.lifecycle import IN_HAND
from storage.case_rows import CASE, IS_OPEN, case_of
from storage.console_tables import case_texts
from storage.encoding import to_json_list, to_millis
from storage.prepared import Row, Statement, Transaction, among
from storage.search import FOUND, FULL_TEXT, HOLDS, MATCHES, asked_as
from storage.tables import cases

PAGE = 50
#: Nobody needs to know whether there are 40,000 or 41,000: counting stops here, of what holds some words sooner.
COUNT_MOST, FOUND_MOST = 10_000, 1_000
SOON = timedelta(hours=24)
_TOP = 2**31 - 1


class Which(StrEnum):
    """Which cases are looked at, before any other filter."""

    OPEN = "open"          # somebody is expected to do something
    TROUBLED = "troubled"  # stuck, late, or not signed for in time
    ENDED = "ended"
    ALL = "all"


class Order(StrEnum):
    """In which order."""

    TROUBLE = "trouble"  # stuck first, then by what is due next
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Scope:
    """What somebody may see at all: these places ("None" for everywhere), or one company's own.

    `private`: cases that concern a child or violence are found by what stands in them too.
    """

    places: tuple[str, ...] | None = None
    company: str = ""
    private: bool = True


@dataclass(frozen=True, slots=True)
class Filters:
    """What is looked for; an empty field leaves everything in. `since` is when a case was opened at the earliest,
    `until` before when; `flags` are words of FLAGS.
    """

    which: Which = Which.ALL
    state: str = ""
    category: str = ""
    places: tuple[str, ...] | None = None
    responders: tuple[str, ...] | None = None
    flags: frozenset[str] = frozenset()
    since: datetime | None = None
    until: datetime | None = None
    words: str = ""
    order: Order = Order.TROUBLE


_listed = func.json_each(bindparam("places")).table_valued(column("value", Text), name="listed")
_who = func.json_each(bindparam("responders")).table_valued(column("value", Text), name="whose")
_scoped = func.json_each(bindparam("within")).table_valued(column("value", Text), name="alike")
#: Whoever has it should say or do something; the same as on the first page.
_WITH_SOMEBODY = among(cases.c.state, sorted(IN_HAND))
_RUNS = and_(_WITH_SOMEBODY, cases.c.paused_at.is_(None))
_LATE = and_(_RUNS, cases.c.due_at < bindparam("now"))
_UNSIGNED = among(cases.c.state, [State.AWAITING_SIGNIN.value, State.REDO.value])
_UNSPOKEN = and_(_WITH_SOMEBODY, cases.c.first_word_due_at.is_not(None), cases.c.first_word_at.is_(None))
#: What a case can be beside its state, as words of the address.
FLAGS: Mapping[str, ColumnElement[bool]] = {
    "urgent": cases.c.urgent.is_(True),
    "late": _LATE,
    "soon": and_(_RUNS, cases.c.due_at >= bindparam("now"), cases.c.due_at <= bindparam("soon")),
    "unsigned": _UNSIGNED,
    "unsigned_late": and_(_UNSIGNED, cases.c.signin_due_at < bindparam("now")),
    "unspoken": _UNSPOKEN,
    "unspoken_late": and_(_UNSPOKEN, cases.c.first_word_due_at < bindparam("now")),
    "stuck": and_(IS_OPEN, cases.c.stuck_at.is_not(None)),
    "disputed": and_(IS_OPEN, cases.c.disputed.is_(True)),
    "private": cases.c.private.is_(True),
}
_due_next = case(
    (_UNSIGNED, func.coalesce(cases.c.signin_due_at, cases.c.due_at)),
    else_=func.coalesce(cases.c.own_due_at, cases.c.due_at),
)
_holders = cases.alias("holders")
_HAD, _ANSWERS = _holders.c.had != literal_column("'[]'"), _holders.c.answerable != literal_column("''")
#: Three questions, each with an index of its own: one with OR would read every case.
OF_COMPANY = and_(
    cases.c.number.in_(union_all(
        select(_holders.c.number).where(_holders.c.responder == bindparam("company")),
        select(_holders.c.number).where(_holders.c.answerable == bindparam("company"), _ANSWERS),
        select(_holders.c.number).where(_holders.c.had.like(bindparam("company_had"), escape="\\"), _HAD),
    )),
    cases.c.private.is_(False),
)  # fmt: skip
_LITE: Mapping[str, ColumnElement[bool]] = {
    "places": cases.c.place.in_(select(_listed.c.value)),
    "within": cases.c.place.in_(select(_scoped.c.value)),
    "responders": cases.c.responder.in_(select(_who.c.value)),
    "words": cases.c.number.in_(FOUND),
}
_POST: Mapping[str, ColumnElement[bool]] = {
    "places": cases.c.place == any_(bindparam("places")),
    "within": cases.c.place == any_(bindparam("within")),
    "responders": cases.c.responder == any_(bindparam("responders")),
    "words": exists().where(case_texts.c.case == cases.c.number, HOLDS),
}
_PARTS: Mapping[str, ColumnElement[bool]] = {
    Which.OPEN.value: IS_OPEN,
    Which.TROUBLED.value: and_(IS_OPEN, or_(cases.c.stuck_at.is_not(None), _LATE, FLAGS["unsigned_late"])),
    Which.ENDED.value: ~IS_OPEN,
    "state": cases.c.state == bindparam("state"),
    "category": cases.c.category == bindparam("category"),
    **FLAGS,
    "since": cases.c.created_at >= bindparam("since"),
    "until": cases.c.created_at < bindparam("until"),
    "company": OF_COMPANY,
    "number": cases.c.number == bindparam("number"),
    "not_private": cases.c.private.is_(False),
}
_ORDERS: Mapping[Order, tuple[ColumnElement[Any], ...]] = {
    Order.TROUBLE: (
        cases.c.stuck_at.is_(None),
        func.coalesce(_due_next, literal_column(str(2**62))),
        cases.c.number.desc(),
    ),
    Order.NEWEST: (cases.c.number.desc(),),
    Order.OLDEST: (cases.c.number,),
}
#: SQLite's full text gives its hits in one of these orders without sorting them.
_IN_TEXT: Mapping[Order, tuple[ColumnElement[Any], ...]] = {
    Order.NEWEST: (literal_column("case_search.rowid").desc(),),
    Order.OLDEST: (literal_column("case_search.rowid"),),
}
_OF_PAGE = {
    "lite": CASE.where(cases.c.number.in_(select(_listed.c.value))),
    "post": CASE.where(cases.c.number == any_(bindparam("places"))),
}
_ROWS = Statement(_OF_PAGE["lite"], postgresql=_OF_PAGE["post"])


def _where(parts: frozenset[str], dialect: Mapping[str, ColumnElement[bool]]) -> list[ColumnElement[bool]]:
    return [_PARTS[part] if part in _PARTS else dialect[part] for part in sorted(parts)]


def _both(make: Callable[[Mapping[str, ColumnElement[bool]]], Any]) -> Statement:
    return Statement(make(_LITE), postgresql=make(_POST))


def _numbers(parts: frozenset[str], dialect: Mapping[str, ColumnElement[bool]]) -> Select[tuple[int]]:
    """The numbers of the cases; of SQLite's full text in its own order, one after the other: 0.3 ms for the latest 50
    of 40,000 hits instead of 50. The plus keeps it from asking the full text once for each case.
    """
    numbers = select(cases.c.number)
    if "words" not in parts or dialect is _POST:
        return numbers.where(*_where(parts, dialect))
    numbers = numbers.select_from(FULL_TEXT.join(cases, cases.c.number == literal_column("+case_search.rowid")))
    return numbers.where(MATCHES, *_where(parts - {"words"}, dialect))


def _ordered(parts: frozenset[str], order: Order, dialect: Mapping[str, ColumnElement[bool]]) -> Select[tuple[int]]:
    in_text = "words" in parts and dialect is _LITE
    by = _IN_TEXT[order] if in_text and order in _IN_TEXT else _ORDERS[order]
    return _numbers(parts, dialect).order_by(*by).limit(bindparam("many")).offset(bindparam("skip"))


@lru_cache(maxsize=512)
def _page_of(parts: frozenset[str], order: Order) -> Statement:
    return _both(lambda dialect: _ordered(parts, order, dialect))


@lru_cache(maxsize=512)
def _count_of(parts: frozenset[str]) -> Statement:
    return _both(lambda dialect: select(func.count()).select_from(
        _numbers(parts, dialect).limit(bindparam("many")).subquery()
    ))


@lru_cache(maxsize=512)
def _after_of(parts: frozenset[str]) -> Statement:
    return _both(lambda dialect: CASE.where(cases.c.number > bindparam("after"), *_where(parts, dialect))
                 .order_by(cases.c.number).limit(bindparam("many")))


def most_counted(asked: Filters) -> int:
    """How many are counted at most."""
    return FOUND_MOST if asked.words else COUNT_MOST


class Queue:
    """The cases of the list."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        """Ask within `transaction`."""
        self._transaction = transaction

    def page(self, asked: Filters, scope: Scope, now: datetime, skip: int = 0) -> list[Case]:
        """The cases of one page in their order, one more than fit where there are more."""
        shape = self._shape(asked, scope, now)
        if shape is None:
            return []
        parts, values = shape
        found = self._transaction.rows(_page_of(parts, asked.order), {**values, "many": PAGE + 1, "skip": skip})
        return self._cases([row[0] for row in found])

    def count(self, asked: Filters, scope: Scope, now: datetime) -> int:
        """How many there are, one more than `most_counted` for any more than that."""
        shape = self._shape(asked, scope, now)
        if shape is None:
            return 0
        row = self._transaction.first(_count_of(shape[0]), {**shape[1], "many": most_counted(asked) + 1})
        return int(row[0]) if row else 0

    def all(self, asked: Filters, scope: Scope, now: datetime) -> Iterator[Case]:
        """Every one of them by number, read page by page; for an export."""
        shape = self._shape(asked, scope, now)
        values = {**shape[1], "after": 0, "many": 500} if shape else {}
        while shape and (page := self._transaction.rows(_after_of(shape[0]), values)):
            yield from map(case_of, page)
            values["after"] = page[-1][0]

    def sees(self, numbers: list[int], scope: Scope, now: datetime) -> list[Case]:
        """Those of these cases that lie within a scope, in the order given."""
        whole = replace(scope, private=True)
        found = [self.page(Filters(words=f"#{number}"), whole, now) for number in numbers]
        return [case for cases_of in found for case in cases_of]

    def _cases(self, numbers: list[int]) -> list[Case]:
        listed = numbers if self._transaction.dialect == "postgresql" else to_json_list(map(str, numbers))
        rows: list[Row] = self._transaction.rows(_ROWS, {"places": listed}) if numbers else []
        by_number = {row[0]: case_of(row) for row in rows}
        return [by_number[number] for number in numbers if number in by_number]

    def _shape(self, asked: Filters, scope: Scope, now: datetime) -> tuple[frozenset[str], dict[str, Any]] | None:
        """Which conditions hold, and their values; None where nothing can be found."""
        values: dict[str, Any] = {"now": to_millis(now), "soon": to_millis(now + SOON)}
        parts = {flag for flag in asked.flags if flag in FLAGS}
        parts |= {asked.which.value} - {Which.ALL.value}
        for name in ("state", "category"):
            if getattr(asked, name):
                parts.add(name)
                values[name] = getattr(asked, name)
        for name, moment in _moments(asked):
            parts.add(name)
            values[name] = to_millis(moment)
        for name, listed in (("places", asked.places), ("within", scope.places), ("responders", asked.responders)):
            if listed is not None:
                parts.add(name)
                values[name] = list(listed) if self._transaction.dialect == "postgresql" else to_json_list(listed)
        if scope.company:
            parts.add("company")
            values |= company_values(scope.company)
        if asked.words and not self._searched(asked.words, scope, parts, values):
            return None
        return frozenset(parts), values

    def _searched(self, words: str, scope: Scope, parts: set[str], values: dict[str, Any]) -> bool:
        number = words.strip().lstrip("#＃")
        if number.isdecimal() and len(number) <= len(str(_TOP)):
            parts.add("number")
            values["number"] = min(int(number), _TOP)
            return True
        said = asked_as(self._transaction.dialect, words)
        parts.add("words")
        values["said"] = said
        if not scope.private:
            parts.add("not_private")
        return bool(said)


def _moments(asked: Filters) -> list[tuple[str, datetime]]:
    return [(name, moment) for name, moment in (("since", asked.since), ("until", asked.until)) if moment is not None]


def company_values(code: str) -> dict[str, str]:
    """What OF_COMPANY is asked with."""
    return {"company": code, "company_had": f'%"{_plain(code)}"%'}


def _plain(code: str) -> str:
    """A code as LIKE takes it literally."""
    return code.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
