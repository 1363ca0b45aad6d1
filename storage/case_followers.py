"""Cases seen before: what is like a new report, how often it came, and who joined somebody else's case."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    and_,
    any_,
    bindparam,
    column,
    func,
    literal_column,
    or_,
    select,
    union_all,
)

from matching.case import Case, State
from storage.case_messages import CaseMessages
from storage.case_rows import CASE, IS_OPEN, case_of
from storage.encoding import to_millis
from storage.prepared import Statement, insert_unless_there
from storage.tables import cases, followers

#: More candidates than this say nothing more; each costs 10 µs to read and up to 10 µs to compare.
_NEAR_MOST = 40
#: A compound with more open cases than this has other worries than an agenda.
_OPEN_MOST = 500

_listed = func.json_each(bindparam("places")).table_valued(column("value", Text), name="listed")
_IN_PLACES = cases.c.place.in_(select(_listed.c.value))
_IN_CATEGORIES = cases.c.category.in_(
    select(func.json_each(bindparam("categories")).table_valued(column("value", Text), name="alike").c.value)
)
#: PostgreSQL takes a list as it is; SQLite as JSON text.
_PG_PLACES = cases.c.place == any_(bindparam("places"))
_PG_CATEGORIES = cases.c.category == any_(bindparam("categories"))


def _near(in_places: ColumnElement[bool], in_categories: ColumnElement[bool]) -> Select[Any]:
    return (
        CASE.where(
            in_places,
            cases.c.created_at >= bindparam("opened_since"),
            in_categories,
            or_(IS_OPEN, and_(cases.c.state == State.CLOSED.value, cases.c.closed_at >= bindparam("closed_since"))),
        )
        .order_by(cases.c.number.desc())
        .limit(_NEAR_MOST)
    )


def _times(in_places: ColumnElement[bool]) -> Select[Any]:
    return select(func.count()).select_from(cases).where(
        in_places,
        cases.c.created_at >= bindparam("since"),
        cases.c.category == bindparam("category"),
        cases.c.number != bindparam("but"),
        cases.c.state != State.MERGED.value,
        cases.c.verdict != "withdrawn",
    )


def _open_at(in_places: ColumnElement[bool]) -> Select[Any]:
    return CASE.where(in_places, IS_OPEN).order_by(cases.c.number).limit(_OPEN_MOST)


_OPEN_AT = Statement(_open_at(_IN_PLACES), postgresql=_open_at(_PG_PLACES))
_OPEN_NEAR = Statement(_near(_IN_PLACES, _IN_CATEGORIES), postgresql=_near(_PG_PLACES, _PG_CATEGORIES))
_TIMES_HERE = Statement(_times(_IN_PLACES), postgresql=_times(_PG_PLACES))
_FOLLOW = insert_unless_there(followers, conflict=("case", "contact"))
_UNFOLLOW = Statement(
    followers.delete().where(followers.c.case == bindparam("number"), followers.c.contact == bindparam("who"))
)
_FOLLOWERS = Statement(
    select(followers.c.contact)
    .where(followers.c.case == bindparam("number"))
    .order_by(followers.c.joined_at, followers.c.contact)
)
_FOLLOWED = select(*cases.columns, followers.c.joined_at.label("came_at")).join_from(
    followers, cases, cases.c.number == followers.c.case
).where(followers.c.contact == bindparam("who"), IS_OPEN)
_REPORTED = select(*cases.columns, cases.c.created_at.label("came_at")).where(
    cases.c.reporter == bindparam("who"), IS_OPEN
)
_OPEN_CONCERNING = Statement(
    union_all(_REPORTED, _FOLLOWED).order_by(literal_column("came_at").desc(), literal_column("number").desc())
)
_JOINED_AS = Statement(
    CASE.where(cases.c.reporter == bindparam("who"), cases.c.merged_into == bindparam("into"))
    .order_by(cases.c.number.desc())
    .limit(1)
)


class CaseFollowers(CaseMessages):
    """What is asked of cases that were seen before; a part of `storage.cases.Cases`."""

    __slots__ = ()

    def open_near(
        self, places: Sequence[str], categories: Sequence[str], *, opened_since: datetime, closed_since: datetime
    ) -> list[Case]:
        """Cases opened since a moment at one of the places in one of the categories, newest first, at most 40.

        Those that have ended are left out, but for cases closed since `closed_since`.
        """
        values = {"opened_since": to_millis(opened_since), "closed_since": to_millis(closed_since)}
        return self._cases(_OPEN_NEAR, places=self._list(places), categories=self._list(categories), **values)

    def open_at(self, places: Sequence[str]) -> list[Case]:
        """The cases at one of the places that have not ended, by number, at most 500."""
        return self._cases(_OPEN_AT, places=self._list(places))

    def times_here(self, places: Sequence[str], category: str, since: datetime, *, but: int = 0) -> int:
        """How many matters of a category were opened at one of the places since a moment, `but` that case.

        A case that was joined to another counts with that one, a withdrawn one not at all.
        """
        values = {"places": self._list(places), "category": category, "since": to_millis(since), "but": but}
        row = self._transaction.first(_TIMES_HERE, values)
        return int(row[0]) if row else 0

    def follow(self, number: int, contact: int, now: datetime) -> bool:
        """Let a contact follow a case; False when she does so already."""
        values = {"case": number, "contact": contact, "joined_at": to_millis(now)}
        return self._transaction.change(_FOLLOW, values) > 0

    def unfollow(self, number: int, contact: int) -> bool:
        """Let a contact follow a case no longer; False when she did not."""
        return self._transaction.change(_UNFOLLOW, {"number": number, "who": contact}) > 0

    def followers(self, number: int) -> list[int]:
        """The contacts that follow a case, in the order they joined; its reporter is not among them."""
        return [row[0] for row in self._transaction.rows(_FOLLOWERS, {"number": number})]

    def open_concerning(self, contact: int) -> list[Case]:
        """The cases a contact reported or follows and that are not settled, the one she came to last first."""
        return self._cases(_OPEN_CONCERNING, who=contact)

    def joined_as(self, contact: int, number: int) -> Case | None:
        """The report of a contact that was joined to case `number`, or None."""
        return next(iter(self._cases(_JOINED_AS, who=contact, into=number)), None)

    def _list(self, words: Sequence[str]) -> object:
        return json.dumps(list(words)) if self._transaction.dialect == "sqlite" else list(words)

    def _cases(self, statement: Statement, **values: Any) -> list[Case]:
        return [case_of(row) for row in self._transaction.rows(statement, values)]
