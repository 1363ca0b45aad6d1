"""An empty store for each test: a copy of a migrated file, or one PostgreSQL database emptied in one round trip."""

from __future__ import annotations

import shutil
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

_KEPT = ("alembic_version", "versions")


class Database:
    """One migrated database and a connection of its own to empty it by.

    DELETE, as TRUNCATE makes new files; table by table over the wire it took 96 ms with 67 tables, so 8.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._connection = connection = psycopg.connect(url, autocommit=True)
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
        held = self._which_hold_rows()
        full = [table for table, has_rows in zip(self._tables, held, strict=True) if has_rows]
        deletes = [sql.SQL("DELETE FROM {}").format(table) for table in full]
        self._connection.execute(sql.SQL("; ").join([*self._begin, *deletes, *self._end]))
        return self.url

    def _which_hold_rows(self) -> tuple[bool, ...]:
        """One truth for each table; a test may have ended every connection, this one too."""
        try:
            return self._connection.execute(self._held).fetchone()
        except psycopg.OperationalError:
            self._connection = psycopg.connect(self.url, autocommit=True)
            return self._connection.execute(self._held).fetchone()

    def close(self) -> None:
        """End the connection."""
        self._connection.close()


def empty_store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a migrated and empty store of the kind that a fixture's parameter names."""
    if request.param == "sqlite":
        path = tmp_path / "linli.db"
        shutil.copy(request.getfixturevalue("migrated_file"), path)
        return f"sqlite:///{path}"
    opened: Database = request.getfixturevalue("migrated_database")
    return opened.empty()
