"""Driver exceptions become the store's own refusals here, and nowhere else."""

from __future__ import annotations

import sqlite3

import psycopg

from storage.errors import (
    Conflicted,
    ConnectionLost,
    ConstraintRefused,
    StatementRefused,
    StorageError,
    StoreUnavailable,
)

#: What a statement or a connection may raise.
DriverError = (sqlite3.Error, psycopg.Error)

_SQLITE_UNAVAILABLE = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_NOTADB,
    }
)
#: Serialization failure, deadlock: the same work may succeed at once.
_CONFLICTS = ("40001", "40P01")
#: Classes of SQLSTATE: connection, resources, operator's intervention, object state (lock timeout), system.
_UNAVAILABLE = ("08", "53", "55", "57", "58")


def refusal_of(error: Exception) -> StorageError:
    """The store's refusal for a driver's exception. Raises nothing."""
    if isinstance(error, psycopg.Error):
        return _of_postgresql(error)
    if isinstance(error, sqlite3.Error):
        return _of_sqlite(error)
    return StoreUnavailable(str(error))


def _of_sqlite(error: sqlite3.Error) -> StorageError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the low byte is the primary code
    if code in _SQLITE_UNAVAILABLE:
        return StoreUnavailable(str(error))
    if isinstance(error, sqlite3.IntegrityError):
        return ConstraintRefused(str(error))
    return StatementRefused(str(error))


def _of_postgresql(error: psycopg.Error) -> StorageError:
    state = error.sqlstate or ""
    if state in _CONFLICTS:
        return Conflicted(str(error))
    if isinstance(error, psycopg.IntegrityError):
        return ConstraintRefused(str(error))
    if not state and isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        return ConnectionLost(str(error))
    if state.startswith(("08", "57P")):
        return ConnectionLost(str(error))
    if state.startswith(_UNAVAILABLE):
        return StoreUnavailable(str(error))
    return StatementRefused(str(error))
