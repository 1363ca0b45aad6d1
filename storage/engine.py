"""Bringing a database to the current schema."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, event, exc, text

from storage.database import PATIENCE_SECONDS, database_url, migrating_engine
from storage.errors import StoreUnavailable

#: Any number, but always the same one: the lock that processes which start together take in turn.
_MIGRATION_LOCK = 6_180_339_887


def migrate(url: str) -> None:
    """Bring the database to the current schema; makes SQLite's folder and file where they are missing.

    Safe to repeat and to start several times at once: one migrates, the others wait and find it
    done. All or nothing. Raises StoreUnavailable.
    """
    engine = migrating_engine(database_url(url))
    try:
        if engine.dialect.name == "sqlite":
            _lock_on_begin(engine)
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                _lock(connection)
            command.upgrade(migration_config(connection), "head")
    except exc.OperationalError as error:
        raise StoreUnavailable(str(error)) from error
    finally:
        engine.dispose()


def migration_config(connection: Connection) -> Config:
    """Alembic's settings for the packaged migrations, to be run on this connection; there is no ini file."""
    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _lock_on_begin(engine: Engine) -> None:
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    event.listen(engine, "begin", begin)


def _lock(connection: Connection) -> None:
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
    # after the wait for others who migrate: a table in use must not make the whole service queue behind us
    connection.execute(text(f"SET LOCAL lock_timeout = '{PATIENCE_SECONDS}s'"))
