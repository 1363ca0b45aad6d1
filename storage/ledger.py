"""What the public ledger is made of: cases that may be shown, words read for personal data, topics taken on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Text,
    any_,
    bindparam,
    case,
    cast,
    column,
    func,
    literal_column,
    or_,
    select,
)

from matching.case import Action, State
from matching.ledger import Tally
from storage.casework_tables import ledger_texts, monthly_topics, verdicts
from storage.encoding import from_millis, from_millis_or_null, to_millis
from storage.prepared import Row, Statement, Transaction, among, insert_into, insert_unless_there, update_by
from storage.tables import case_events, cases, followers


class TextState(StrEnum):
    """What an office decided of a text. Stored as text."""

    SHOWN = "shown"
    KEPT_BACK = "kept_back"


@dataclass(frozen=True, slots=True)
class Extent:
    """Which cases: listed from `since` and before `until`, at one of `places` (None: anywhere), of one category
    ("" for all).
    """

    since: datetime
    until: datetime
    places: tuple[str, ...] | None = None
    category: str = ""


@dataclass(frozen=True, slots=True)
class ListedCase:
    """What is read of a case for the ledger; its number and responder are not for the public.

    `text` are the words that may be shown, else "".
    """

    number: int
    place: str
    category: str
    state: State
    verdict: str
    created_at: datetime
    closed_at: datetime | None
    responder: str
    text: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a hot topic is made of: one case, whoever reported it, and what it is compared by."""

    number: int
    reporter: int
    created_at: datetime
    closed_at: datetime | None
    times: int
    signature: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What residents said of closings: how many were asked, how many answered, and what."""

    asked: int
    answered: int
    responded: int
    solved: int
    satisfied: int


@dataclass(frozen=True, slots=True)
class TakenTopic:
    """A hot topic of a month (such as 2026-10) that an office took on as 每月一题."""

    month: str
    place: str
    category: str
    subject: str
    residents: int
    by: str
    at: datetime


_listed = func.json_each(bindparam("places")).table_valued(column("value", Text), name="listed")
#: Not the bare column: SQLite would go by the index of places and read a row of each case for its month.
_PLACE = func.coalesce(cases.c.place, literal_column("''"))
_IN_PLACES = _PLACE.in_(select(_listed.c.value))
#: PostgreSQL takes a list as it is; SQLite as JSON text.
_PG_PLACES = cases.c.place == any_(bindparam("places"))
_WITHIN = (cases.c.listed_at >= bindparam("since"), cases.c.listed_at < bindparam("until"))
_wanted = bindparam("category", type_=Text)
_OF_CATEGORY = or_(_wanted == literal_column("''"), cases.c.category == _wanted)
_DONE = among(cases.c.state, (State.CLOSED.value, State.ARCHIVED.value))
_A_DAY = literal_column("86400000", Integer)
_DAYS = case((_DONE, cast((cases.c.closed_at - cases.c.listed_at) / _A_DAY, Integer)))
_SHOWN_TEXT = (ledger_texts.c.case == cases.c.number) & (
    ledger_texts.c.state == literal_column(f"'{TextState.SHOWN}'")
)


@dataclass(frozen=True, slots=True)
class _Placed:
    """One question, asked of all places and of some."""

    everywhere: Statement
    there: Statement


def _placed(question: Select[Any]) -> _Placed:
    def at(places: ColumnElement[bool]) -> Select[Any]:
        return question.where(places)

    return _Placed(Statement(question), Statement(at(_IN_PLACES), postgresql=at(_PG_PLACES)))


_SEEN = Statement(select(cases.c.place, cases.c.category, cases.c.reporter).where(*_WITHIN).distinct())
_SEEN_BY_FOLLOWERS = Statement(
    select(cases.c.place, cases.c.category, followers.c.contact)
    .join_from(followers, cases, cases.c.number == followers.c.case)
    .where(*_WITHIN)
    .distinct()
)
_TALLIES = Statement(
    select(cases.c.place, cases.c.category, _DAYS.label("days"), func.count())
    .where(*_WITHIN)
    .group_by(cases.c.place, cases.c.category, literal_column("3"))
)
_ROWS = _placed(
    select(cases.c.number, cases.c.place, cases.c.category, cases.c.state, cases.c.verdict, cases.c.listed_at,
           cases.c.closed_at, cases.c.responder, func.coalesce(ledger_texts.c.text, literal_column("''")))
    .outerjoin_from(cases, ledger_texts, _SHOWN_TEXT)
    .where(*_WITHIN, _OF_CATEGORY)
    .order_by(cases.c.listed_at.desc(), cases.c.number.desc())
    .limit(bindparam("many"))
    .offset(bindparam("skipped"))
)
_ASKED = _placed(
    select(verdicts.c.id, verdicts.c.at, verdicts.c.responded, verdicts.c.solved, verdicts.c.satisfied)
    .join_from(cases, verdicts, verdicts.c.case == cases.c.number)
    .where(*_WITHIN, _OF_CATEGORY)
)
_REPORTS = _placed(
    select(cases.c.number, cases.c.reporter, cases.c.listed_at, cases.c.closed_at, cases.c.times, cases.c.signature)
    .where(*_WITHIN, cases.c.category == _wanted)
    .order_by(cases.c.listed_at.desc(), cases.c.number.desc())
    .limit(bindparam("many"))
)
_UNREAD = _placed(
    select(cases.c.number)
    .outerjoin_from(cases, ledger_texts, ledger_texts.c.case == cases.c.number)
    .where(*_WITHIN, _DONE, ledger_texts.c.case.is_(None))
    .order_by(cases.c.listed_at.desc(), cases.c.number.desc())
    .limit(bindparam("many"))
)
_CLOSING_WORDS = Statement(
    select(case_events.c.reason)
    .where(case_events.c.case == bindparam("number"), case_events.c.action == literal_column(f"'{Action.FINISH}'"))
    .order_by(case_events.c.id.desc())
    .limit(1)
)
_IS_LISTED = Statement(
    select(cases.c.number).where(cases.c.number == bindparam("number"), cases.c.listed_at.is_not(None))
)
_ADD_TEXT = insert_unless_there(ledger_texts, conflict="case")
_SET_TEXT = update_by(ledger_texts, "case", "text", "by", "at", "state")
_ADD_TOPIC = insert_into(monthly_topics, "id")
_TAKEN = Statement(
    select(monthly_topics.c.month, monthly_topics.c.place, monthly_topics.c.category, monthly_topics.c.subject,
           monthly_topics.c.residents, monthly_topics.c.by, monthly_topics.c.at)
    .where(monthly_topics.c.month == bindparam("which"))
    .order_by(monthly_topics.c.id)
)


class LedgerStore:
    """The public ledger's questions. Everything here is about cases that may be shown, and nothing about others."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        """Ask within `transaction`."""
        self._transaction = transaction

    def reported(self, extent: Extent) -> list[tuple[str, str, int]]:
        """From which place something of which category was reported by whom (a contact's id), each once; of all
        places and categories.
        """
        return [(row[0], row[1], row[2]) for row in self._transaction.rows(_SEEN, _span(extent))]

    def followed(self, extent: Extent) -> list[tuple[str, str, int]]:
        """As `reported`, of those who follow what somebody else reported."""
        return [(row[0], row[1], row[2]) for row in self._transaction.rows(_SEEN_BY_FOLLOWERS, _span(extent))]

    def tallies(self, extent: Extent) -> list[tuple[str, Tally]]:
        """The cases of every place and category, counted by how many whole days they took."""
        found = self._transaction.rows(_TALLIES, _span(extent))
        return [(row[0], Tally(row[1], row[2], row[3])) for row in found]

    def rows(self, extent: Extent, limit: int, skipped: int = 0) -> list[ListedCase]:
        """The cases, the newest first, at most `limit` after those skipped."""
        return [
            ListedCase(row[0], row[1], row[2], State(row[3]), row[4], from_millis(row[5]),
                       from_millis_or_null(row[6]), row[7], row[8])
            for row in self._ask(_ROWS, extent, many=limit, skipped=skipped)
        ]  # fmt: skip

    def asked(self, extent: Extent) -> Asked:
        """What the residents of these cases said when they were asked."""
        rows = self._ask(_ASKED, extent)
        said = [sum(row[at] == "yes" for row in rows) for at in (2, 3, 4)]
        return Asked(len(rows), sum(row[1] is not None for row in rows), *said)

    def reports(self, extent: Extent, limit: int) -> list[Report]:
        """What may be one matter: the cases of one category, the newest first."""
        return [
            Report(row[0], row[1], from_millis(row[2]), from_millis_or_null(row[3]), row[4], row[5])
            for row in self._ask(_REPORTS, extent, many=limit)
        ]

    def unread(self, extent: Extent, limit: int) -> list[int]:
        """The numbers of closed cases whose words nobody has decided about, the newest first."""
        return [row[0] for row in self._ask(_UNREAD, extent, many=limit)]

    def closing_words(self, number: int) -> str:
        """What the handler said was done, the last time; "" when nothing was."""
        row = self._transaction.first(_CLOSING_WORDS, {"number": number})
        return str(row[0]) if row else ""

    def is_listed(self, number: int) -> bool:
        """Whether a case may be shown at all."""
        return self._transaction.first(_IS_LISTED, {"number": number}) is not None

    def decide(self, number: int, text: str, by: str, now: datetime, state: TextState) -> None:
        """Keep what an office decided of a case's words; a later decision goes over an earlier one."""
        values = {"text": text, "by": by, "at": to_millis(now), "state": state.value}
        if not self._transaction.change(_ADD_TEXT, {"case": number, "featured": False, **values}):
            self._transaction.change(_SET_TEXT, {"_case": number, **values})

    def take(self, topic: TakenTopic) -> None:
        """Keep that a topic was taken on."""
        self._transaction.change(
            _ADD_TOPIC,
            {
                "month": topic.month,
                "place": topic.place,
                "category": topic.category,
                "subject": topic.subject,
                "residents": topic.residents,
                "by": topic.by,
                "at": to_millis(topic.at),
            },
        )

    def taken(self, month: str) -> list[TakenTopic]:
        """The topics taken on in a month, in that order."""
        rows = self._transaction.rows(_TAKEN, {"which": month})
        return [TakenTopic(row[0], row[1], row[2], row[3], row[4], row[5], from_millis(row[6])) for row in rows]

    def _ask(self, question: _Placed, extent: Extent, **values: Any) -> list[Row]:
        values |= {**_span(extent), "category": extent.category}
        if extent.places is None:
            return self._transaction.rows(question.everywhere, values)
        listed: Sequence[str] | str = list(extent.places)
        values["places"] = json.dumps(listed) if self._transaction.dialect == "sqlite" else listed
        return self._transaction.rows(question.there, values)


def _span(extent: Extent) -> dict[str, int]:
    return {"since": to_millis(extent.since), "until": to_millis(extent.until)}
