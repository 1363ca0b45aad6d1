"""Core constructs, compiled once per dialect, run with plain values on the driver's own cursor.

SQLAlchemy's execution (context, result, type processors) costs 60-100 µs a statement, ten times what
SQLite itself needs; its language is what we want, so only that is used on the way of a message.
Moments, lists and truth values are converted by the stores (see `encoding`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Table, bindparam, func, literal_column, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor, Dialect
from sqlalchemy.sql.elements import ClauseElement

from storage.translation import DriverError, refusal_of

Row = tuple[Any, ...]
Values = Mapping[str, Any]
_NOTHING: Values = {}


@dataclass(frozen=True, slots=True)
class _Compiled:
    sql: str
    arrange: Callable[[Values], Any]


class Statement:
    """A construct and its text for each dialect; `postgresql` where it differs there."""

    __slots__ = ("_compiled", "_construct", "_postgresql")

    def __init__(self, construct: ClauseElement, *, postgresql: ClauseElement | None = None) -> None:
        """Compile nothing yet: that happens at the first use with a dialect."""
        self._construct = construct
        self._postgresql = construct if postgresql is None else postgresql
        self._compiled: dict[str, _Compiled] = {}

    def compiled(self, dialect: Dialect) -> _Compiled:
        """The text for a dialect and how to arrange values for it."""
        found = self._compiled.get(dialect.name)
        if found is None:
            construct = self._postgresql if dialect.name == "postgresql" else self._construct
            found = self._compiled[dialect.name] = _compile(construct, dialect)
        return found


class Transaction:
    """One transaction on one connection: where the stores run their statements.

    `writing` is False on a reader's connection, where no row may be locked or changed.
    Every method raises a `StorageError` for what the database refuses.
    """

    __slots__ = ("_cursor", "_dialect", "writing")

    def __init__(self, connection: DBAPIConnection, dialect: Dialect, *, writing: bool) -> None:
        """Open a cursor of its own; beginning and ending is the caller's business."""
        self._cursor: DBAPICursor = connection.cursor()
        self._dialect = dialect
        self.writing = writing

    @property
    def dialect(self) -> str:
        """The name of the database's language: "sqlite" or "postgresql"."""
        return self._dialect.name

    def rows(self, statement: Statement, values: Values = _NOTHING) -> list[Row]:
        """All rows, in the statement's order."""
        self._execute(statement, values)
        try:
            return list(self._cursor.fetchall())
        except DriverError as error:
            raise refusal_of(error) from error

    def first(self, statement: Statement, values: Values = _NOTHING) -> Row | None:
        """The first row, or None."""
        found = self.rows(statement, values)
        return found[0] if found else None

    def change(self, statement: Statement, values: Values = _NOTHING) -> int:
        """Run a change; how many rows it touched."""
        self._execute(statement, values)
        return self._cursor.rowcount

    def change_each(self, statement: Statement, many: Sequence[Values]) -> None:
        """Run a change once for each set of values."""
        if not many:
            return
        compiled = statement.compiled(self._dialect)
        try:
            self._cursor.executemany(compiled.sql, [compiled.arrange(values) for values in many])
        except DriverError as error:
            raise refusal_of(error) from error

    def command(self, sql: str) -> None:
        """Run a text without values, as it stands: BEGIN, COMMIT, SAVEPOINT."""
        try:
            self._cursor.execute(sql)
        except DriverError as error:
            raise refusal_of(error) from error

    def lock(self, name: str) -> None:
        """Be the only one with this name until the end of the transaction.

        SQLite's writing transactions exclude each other anyway, across processes too.
        """
        if self._dialect.name == "postgresql":
            self._execute(_LOCK, {"name": name})

    def _execute(self, statement: Statement, values: Values) -> None:
        compiled = statement.compiled(self._dialect)
        try:
            self._cursor.execute(compiled.sql, compiled.arrange(values))
        except DriverError as error:
            raise refusal_of(error) from error


def insert_into(table: Table, *without: str, returning: str = "") -> Statement:
    """An insert with one value for every column not named in `without`."""
    construct = table.insert().values(_placeholders(table, without))
    return Statement(construct.returning(table.c[returning]) if returning else construct)


def insert_unless_there(table: Table, *without: str, conflict: str | Sequence[str]) -> Statement:
    """As `insert_into`, but touches no row where one with the same `conflict` column (or columns) exists."""
    values = _placeholders(table, without)
    same = [conflict] if isinstance(conflict, str) else list(conflict)
    return Statement(
        sqlite.insert(table).values(values).on_conflict_do_nothing(index_elements=same),
        postgresql=postgresql.insert(table).values(values).on_conflict_do_nothing(index_elements=same),
    )


def update_by(table: Table, key: str, *columns: str) -> Statement:
    """An update of the named columns (all but the key when none is named) of the row with this key."""
    names = columns or tuple(column.name for column in table.columns if column.name != key)
    construct = table.update().where(table.c[key] == bindparam(f"_{key}"))
    return Statement(construct.values({name: bindparam(name) for name in names}))


def among(column: ColumnElement[str], words: Iterable[str]) -> ColumnElement[bool]:
    """Whether the column is one of our own fixed words (written into the text: no value of a message)."""
    return column.in_([literal_column(f"'{word}'") for word in words])


def _placeholders(table: Table, without: Sequence[str]) -> dict[str, Any]:
    return {column.name: bindparam(column.name) for column in table.columns if column.name not in without}


def _compile(construct: ClauseElement, dialect: Dialect) -> _Compiled:
    compiled = construct.compile(dialect=dialect)
    binds = compiled.binds.values()  # type: ignore[attr-defined]  # a SQLCompiler, which this is for statements
    given = {bind.key for bind in binds if bind.required}
    fixed = {name: value for name, value in compiled.params.items() if name not in given}
    order = getattr(compiled, "positiontup", None)
    return _Compiled(str(compiled), _named(fixed) if order is None else _positional(tuple(order), fixed))


def _named(fixed: Values) -> Callable[[Values], Any]:
    return (lambda values: {**fixed, **values}) if fixed else (lambda values: values)


def _positional(order: tuple[str, ...], fixed: Values) -> Callable[[Values], Any]:
    if not order:
        return lambda _values: ()
    if len(order) == 1:
        only = order[0]
        return lambda values: (values[only],) if only in values else (fixed[only],)
    take = itemgetter(*order)
    return (lambda values: take({**fixed, **values})) if fixed else take


_LOCK = Statement(select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("name"), 0))))
