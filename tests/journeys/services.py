"""PostgreSQL and Redis for the journeys that need them: a database of its own, made and dropped."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
import redis
from psycopg import sql

SERVER = os.environ.get("POSTGRESQL_URL", "postgresql:///postgres")
REDIS = os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/9")
REQUIRED = bool(os.environ.get("LINLI_REQUIRE_SERVICES"))


def skip_without_services() -> None:
    """Skips the test where PostgreSQL or Redis don't answer, unless they are required."""
    try:
        psycopg.connect(SERVER, connect_timeout=2).close()
        client = redis.Redis.from_url(REDIS, socket_connect_timeout=2)
        client.ping()
        client.close()
    except (psycopg.Error, redis.RedisError) as error:
        if REQUIRED:
            raise
        pytest.skip(f"needs PostgreSQL and Redis: {error}")


@contextmanager
def a_database(name: str) -> Iterator[str]:
    """The URL of a fresh database, dropped at the end of the block."""
    with psycopg.connect(SERVER, autocommit=True) as connection:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        connection.execute(drop)
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield SERVER.rsplit("/", 1)[0] + f"/{name}"
        finally:
            connection.execute(drop)
