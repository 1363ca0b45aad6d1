"""The settings a command works with, and the store they name."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.settings import Settings, find_file, load
from storage.engine import migrate
from storage.unit_of_work import Store, open_store


def settings_of(asked: Namespace) -> Settings:
    """The settings from `--config` or ./config.toml, the environment and `--port`. Raises `SettingsRefused`."""
    settings = load(find_file(asked.config, Path.cwd()), os.environ)
    port = getattr(asked, "port", None)
    if port is None:
        return settings
    return settings.model_copy(update={"server": settings.server.model_copy(update={"port": port})})


def beginning_of(since: date | None, zone: ZoneInfo) -> datetime | None:
    """The moment itself, or the beginning of the day in the desk's zone."""
    if since is None or isinstance(since, datetime):
        return since
    return datetime.combine(since, time(), zone)


@contextmanager
def store_of(asked: Namespace) -> Iterator[Store]:
    """The store of the settings, brought to the current schema first and closed at the end.

    Raises `SettingsRefused`, and `StoreUnavailable` where the database does not answer.
    """
    url = settings_of(asked).database.url
    migrate(url)
    store = open_store(url)
    try:
        yield store
    finally:
        store.close()
