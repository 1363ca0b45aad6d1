"""A PostgreSQL database emptied between tests: only the tables that hold rows, in one round trip."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

_KEPT = ("alembic_version", "versions")


class Database:
    """One migrated database and a connection of its own to empty it by.

    DELETE, as TRUNCATE makes new files; table by table over the wire it took 96 ms with 67 tables, so 8.
    """

    def __init__(self, url: str, connection: psycopg.Connection) -> None:
        self.url = url
        self._connection = connection
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        counters = connection.execute("SELECT sequencename FROM pg_sequences").fetchall()
        self._tables = [sql.Identifier(name) for (name,) in tables if name not in _KEPT]
        held = [sql.SQL("EXISTS (SELECT 1 FROM {})").format(table) for table in self._tables]
        self._held = sql.SQL("SELECT {}").format(sql.SQL(", ").join(held))
        self._begin = [sql.SQL("SET session_replication_role = replica")]  # no order among foreign keys
        self._end = [
            *(sql.SQL("SELECT setval({}, 1, false)").format(sql.Literal(f'"{name}"')) for (name,) in counters),
            sql.SQL("UPDATE versions SET number = 0"),
        ]

    def empty(self) -> str:
        """No row in any table, every counter at 1; the URL."""
        held = self._connection.execute(self._held).fetchone()
        full = [table for table, has_rows in zip(self._tables, held, strict=True) if has_rows]
        deletes = [sql.SQL("DELETE FROM {}").format(table) for table in full]
        self._connection.execute(sql.SQL("; ").join([*self._begin, *deletes, *self._end]))
        return self.url


@contextmanager
def database(url: str) -> Iterator[Database]:
    """The database of a URL, to be emptied again and again."""
    with psycopg.connect(url, autocommit=True) as connection:
        yield Database(url, connection)
