"""Stores for tests: every test that asks for one runs on SQLite and, where it answers, on PostgreSQL."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis
from psycopg import sql

from storage.engine import migrate
from storage.unit_of_work import Store, open_store
from tests.emptying import Database, empty_store_url

POSTGRESQL = "postgresql://postgres@127.0.0.1:5432"
REDIS = "redis://127.0.0.1:6379/0"


def absent(service: str, error: Exception) -> None:
    """Skip with a shown reason; fail where the services must be there."""
    reason = f"{service} does not answer: {error}"
    if os.environ.get("LINLI_REQUIRE_SERVICES") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "migrated.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def migrated_database() -> Iterator[Database]:
    """A migrated PostgreSQL database of this session's own, dropped at the end."""
    name = f"linli_test_{os.getpid()}_{secrets.token_hex(4)}"
    try:
        server = psycopg.connect(f"{POSTGRESQL}/postgres", autocommit=True, connect_timeout=2)
    except psycopg.OperationalError as error:
        absent("PostgreSQL", error)
    with server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        # nothing of a test needs to outlive a power cut
        server.execute(sql.SQL("ALTER DATABASE {} SET synchronous_commit = off").format(sql.Identifier(name)))
        try:
            migrate(f"{POSTGRESQL}/{name}")
            opened = Database(f"{POSTGRESQL}/{name}")
            yield opened
            opened.close()
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a migrated and empty database.

    One kind only: `@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)`.
    """
    return empty_store_url(request, tmp_path)


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    opened = open_store(store_url)
    yield opened
    opened.close()


@pytest.fixture
def redis_url() -> str:
    """The URL of a Redis that answers; use a key prefix of your own."""
    client = redis.Redis.from_url(REDIS, socket_connect_timeout=2, socket_timeout=2)
    try:
        client.ping()
    except redis.RedisError as error:
        absent("Redis", error)
    finally:
        client.close()
    return REDIS
