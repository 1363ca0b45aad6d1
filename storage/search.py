"""Full text of the cases: pairs of characters, for Chinese has no spaces between its words.

"停车位" is kept as 停车 车位 位 and found as 停车 followed by 车位; Latin words and numbers are kept whole. SQLite
looks them up with FTS5, PostgreSQL in a tsvector with a GIN index, in the same way: neither needs a dictionary.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, Text, bindparam, cast, func, literal_column, select, table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR

from storage.console_tables import case_texts, search_backlog
from storage.prepared import Statement, Transaction, insert_into

#: Longer than any case's words that somebody would search in; a tsvector counts positions up to 16,383 anyway.
_WORDS_MOST = 12_000
_ASKED_MOST = 60
_RUN = re.compile(r"[0-9a-z]+|[㐀-鿿豈-﫿]+")

_text = case_texts.c.words
_PUT_LITE = sqlite.insert(case_texts).values(case=bindparam("case"), words=bindparam("words", type_=Text()))
_PUT_POST = postgresql.insert(case_texts).values(
    case=bindparam("case"), words=cast(bindparam("words", type_=Text()), TSVECTOR)
)
_PUT = Statement(
    _PUT_LITE.on_conflict_do_update(index_elements=["case"], set_={"words": _PUT_LITE.excluded.words}),
    postgresql=_PUT_POST.on_conflict_do_update(index_elements=["case"], set_={"words": _PUT_POST.excluded.words}),
)
_FORGET = Statement(case_texts.delete().where(case_texts.c.case == bindparam("which")))
_WAITING = Statement(
    select(search_backlog.c.id, search_backlog.c.case).order_by(search_backlog.c.id).limit(bindparam("many"))
)
_MARK = insert_into(search_backlog, "id")
_DONE = Statement(search_backlog.delete().where(search_backlog.c.id == bindparam("which")))
_LEFT = Statement(select(func.count()).select_from(search_backlog))

#: The numbers of the cases that hold what is asked, for `storage.queue`; `said` is made by `asked_as`.
MATCHES: ColumnElement[bool] = literal_column("case_search").op("MATCH")(bindparam("said"))
FULL_TEXT = table("case_search")
FOUND: Select[tuple[int]] = select(literal_column("rowid")).select_from(FULL_TEXT).where(MATCHES)
HOLDS: ColumnElement[bool] = _text.op("@@")(cast(bindparam("said", type_=Text()), TSQUERY))


def pieces(text: str) -> list[str]:
    """The pieces that a text is searched by, in order: pairs of Chinese characters and the last one of each run, Latin
    words and numbers whole, all in small letters and half width.
    """
    found: list[str] = []
    for run in _RUN.findall(unicodedata.normalize("NFKC", text).lower()):
        found += [run] if run.isascii() else [run[at : at + 2] for at in range(len(run))]
    return found


def asked_as(dialect: str, text: str) -> str:
    """What is asked as a query of the database; empty when nothing in it can be searched.

    Words apart must all be there, in any order; within one its pieces follow each other. Its last one may go on.
    """
    words = [run for part in text[:_ASKED_MOST].split() for run in _RUN.findall(_plain(part))]
    asked = [_phrase(dialect, word) for word in words]
    return (" AND " if dialect == "sqlite" else " & ").join(asked)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _phrase(dialect: str, word: str) -> str:
    chinese = not word.isascii()
    pairs = [word[at : at + 2] for at in range(len(word) - 1)] if chinese and len(word) > 1 else [word]
    whole = chinese and len(word) > 1
    if dialect == "sqlite":
        return f'"{" ".join(pairs)}"' + ("" if whole else " *")
    listed = " <-> ".join(f"'{pair}'" for pair in pairs)
    return f"({listed})" if whole else f"{listed}:*"


class Search:
    """What can be found of the cases."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        """Ask within `transaction`."""
        self._transaction = transaction

    def put(self, case: int, text: str) -> None:
        """Let a case be found by this text instead of what it was found by; the text itself is not kept."""
        found = pieces(text[:_WORDS_MOST])
        words = " ".join(found)
        if self._transaction.dialect == "postgresql":
            words = " ".join(f"'{piece}':{at}" for at, piece in enumerate(found, 1))
        self._transaction.change(_PUT, {"case": case, "words": words})

    def forget(self, case: int) -> None:
        """Let a case be found by no word any more."""
        self._transaction.change(_FORGET, {"which": case})

    def mark(self, case: int) -> None:
        """Have a case looked at again by whoever takes the backlog."""
        self._transaction.change(_MARK, {"case": case})

    def waiting(self, many: int) -> list[tuple[int, int]]:
        """Up to `many` of what waits in the backlog, the earliest first: its own number and the case's."""
        return [(row[0], row[1]) for row in self._transaction.rows(_WAITING, {"many": many})]

    def done(self, numbers: Sequence[int]) -> None:
        """Take these out of the backlog; what came meanwhile for the same case stays."""
        self._transaction.change_each(_DONE, [{"which": number} for number in numbers])

    def left(self) -> int:
        """How much waits in the backlog."""
        row = self._transaction.first(_LEFT)
        return int(row[0]) if row else 0
