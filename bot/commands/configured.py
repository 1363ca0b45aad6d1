"""The settings a command works with."""

from __future__ import annotations

import os
from argparse import Namespace
from pathlib import Path

from bot.settings import Settings, find_file, load


def settings_of(asked: Namespace) -> Settings:
    """The settings from `--config` or ./config.toml, the environment and `--port`. Raises `SettingsRefused`."""
    settings = load(find_file(asked.config, Path.cwd()), os.environ)
    port = getattr(asked, "port", None)
    if port is None:
        return settings
    return settings.model_copy(update={"server": settings.server.model_copy(update={"port": port})})
