"""Connections to SQLite and PostgreSQL: how they are opened and set."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Engine, create_engine, event, exc, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from storage.errors import ConnectionLost, StoreUnavailable
from storage.translation import DriverError

T = TypeVar("T")

#: WeChat waits 5 s for a reply: whatever waits for a connection or a lock gives up well before.
PATIENCE_SECONDS = 2
_MIGRATION_PATIENCE_SECONDS = 60

_POSTGRESQL_OPTIONS = (
    f"-c lock_timeout={PATIENCE_SECONDS}s -c idle_in_transaction_session_timeout=30s -c timezone=UTC"
)
#: Repeatable read: all statements of one reading see the same moment, as they do in SQLite.
_READ_ONLY = " -c default_transaction_read_only=on -c default_transaction_isolation=repeatable\\ read"


def database_url(url: str) -> URL:
    """The URL with the driver we use. Raises StoreUnavailable for one that names no database we know."""
    try:
        parsed = make_url(url)
    except exc.ArgumentError as error:
        raise StoreUnavailable(f"database.url is no database URL: {error}") from error
    if parsed.get_backend_name() == "postgresql":
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() == "sqlite" and parsed.database and parsed.database != ":memory:":
        return parsed.set(drivername="sqlite+pysqlite")
    raise StoreUnavailable("database.url must name PostgreSQL or a SQLite file")


def writing_engine(url: URL, width: int) -> Engine:
    """An engine of `width` connections for changes; SQLite is given one whatever is asked."""
    if url.get_backend_name() == "sqlite":
        return _sqlite_engine(url, width=1, reading=False)
    return _postgresql_engine(url, width, _POSTGRESQL_OPTIONS)


def reading_engine(url: URL, width: int) -> Engine:
    """An engine of `width` connections on which nothing can be changed."""
    if url.get_backend_name() == "sqlite":
        return _sqlite_engine(url, width, reading=True)
    return _postgresql_engine(url, width, _POSTGRESQL_OPTIONS + _READ_ONLY)


def migrating_engine(url: URL) -> Engine:
    """An engine for one connection that waits a minute for others who migrate; makes SQLite's folder."""
    if url.get_backend_name() == "postgresql":
        return _postgresql_engine(url, 1, "-c timezone=UTC")
    make_folder(url)
    return _sqlite_engine(url, width=1, reading=False, patience=_MIGRATION_PATIENCE_SECONDS)


def make_folder(url: URL) -> None:
    """Make the folder of SQLite's file where it is missing. Raises StoreUnavailable."""
    try:
        Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnavailable(f"the database's folder cannot be made: {error}") from error


def connect(engine: Engine) -> PoolProxiedConnection:
    """A connection from the engine's pool. Raises StoreUnavailable within `PATIENCE_SECONDS`."""
    try:
        return engine.raw_connection()
    except exc.TimeoutError as error:
        raise StoreUnavailable("no connection became free in time") from error
    except (exc.DBAPIError, *DriverError) as error:
        raise StoreUnavailable(str(error)) from error


def use_connection(engine: Engine, use: Callable[[PoolProxiedConnection], T]) -> T:
    """What `use` returns for a connection of the pool, to which it goes back and is rolled back.

    When the server was restarted every connection in the pool is dead, which shows at its first
    statement only: each dead one costs one more try. `use` is therefore run again from its start.
    Raises StoreUnavailable and what `use` raises.
    """
    dead = 0
    while True:
        connection = connect(engine)
        try:
            return use(connection)
        except ConnectionLost:
            connection.invalidate()
            dead += 1
            if dead > engine.pool.size():  # type: ignore[attr-defined]  # both engines have a QueuePool
                raise
        finally:
            connection.close()


def _sqlite_engine(
    url: URL, width: int, *, reading: bool, patience: int = PATIENCE_SECONDS
) -> Engine:
    engine = create_engine(
        url,
        pool_size=width,
        max_overflow=0,
        pool_timeout=PATIENCE_SECONDS,
        connect_args={
            "timeout": patience,
            "isolation_level": None,  # BEGIN is ours: the driver's own comes too late and is never IMMEDIATE
            "check_same_thread": False,  # the pool sees to it that one thread at a time uses a connection
            "cached_statements": 256,
        },
    )

    def set_up(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        # WAL first: it is kept in the file and needs a moment without other connections
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-32000"):
            cursor.execute(f"PRAGMA {pragma}")
        if reading:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    event.listen(engine, "connect", set_up)
    return engine


def _postgresql_engine(url: URL, width: int, options: str) -> Engine:
    given = url.query.get("options", "")  # an operator's own, such as a search_path
    arguments: dict[str, Any] = {"connect_timeout": PATIENCE_SECONDS, "options": f"{options} {given}"}
    return create_engine(
        url.difference_update_query(["options"]),
        pool_size=width,
        max_overflow=0,
        pool_timeout=PATIENCE_SECONDS,
        connect_args=arguments,
    )
