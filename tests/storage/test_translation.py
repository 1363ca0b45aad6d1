from __future__ import annotations

import sqlite3

import psycopg
import pytest

from storage.errors import ConnectionLost, StatementRefused, StorageError, StoreUnavailable
from storage.translation import refusal_of
from storage.unit_of_work import Store


@pytest.mark.parametrize(
    ("error", "refusal"),
    [
        (psycopg.errors.TooManyConnections(), StoreUnavailable),
        (psycopg.errors.LockNotAvailable(), StoreUnavailable),
        (psycopg.errors.DiskFull(), StoreUnavailable),
        (psycopg.errors.AdminShutdown(), ConnectionLost),
        (psycopg.OperationalError("server closed the connection unexpectedly"), ConnectionLost),
        (psycopg.errors.UndefinedTable(), StatementRefused),
        (sqlite3.ProgrammingError("Cannot operate on a closed database."), StatementRefused),
        (OSError("no route"), StoreUnavailable),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else value.__name__,
)
def test_a_drivers_exception_becomes_a_refusal(error: Exception, refusal: type[StorageError]) -> None:
    assert type(refusal_of(error)) is refusal


def test_a_statement_that_the_schema_does_not_know_is_refused(store: Store) -> None:
    with pytest.raises(StatementRefused):
        store.run(lambda unit: unit.rules._transaction.command("SELECT * FROM not_there"))


@pytest.mark.parametrize("refusal", [StoreUnavailable, ConnectionLost, StatementRefused])
def test_a_refusal_without_a_message_says_its_docstring(refusal: type[StorageError]) -> None:
    assert str(refusal()) == refusal.__doc__
    assert str(refusal("because")) == "because"
