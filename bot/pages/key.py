"""The key that signs links: the setting, else one made once and kept beside the database."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from bot.errors import SettingsRefused
from bot.settings import Settings

_FILE = "page-key"


def page_key(settings: Settings) -> str:
    """The configured key; without one the key in the data folder, which is made (0600) at the first need.

    Processes on one machine find the same file. Raises SettingsRefused where none can be kept.
    """
    if settings.server.secret_key:
        return settings.server.secret_key
    path = data_folder(settings) / _FILE
    try:
        return _kept(path) or _made(path)
    except OSError as error:
        reason = error.strerror or ""
        raise SettingsRefused(
            "server.secret_key",
            f"没有设置，也存不进 {path}（{reason}）；请设置一把",
            f"is not set and none can be kept in {path} ({reason}); set one",
        ) from error


def data_folder(settings: Settings) -> Path:
    """Beside the SQLite file; ./data with any other database."""
    scheme, _, rest = settings.database.url.partition("///")
    return Path(rest).parent if scheme.startswith("sqlite") and rest else Path("data")


def _kept(path: Path) -> str:
    return path.read_text(encoding="ascii").strip() if path.is_file() else ""


def _made(path: Path) -> str:
    """A new key under this path, or the one that another process put there at the same moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    own = path.with_name(f"{_FILE}-{os.getpid()}-{secrets.token_hex(4)}")
    own.touch(mode=0o600, exist_ok=False)
    own.write_text(secrets.token_urlsafe(32), encoding="ascii")
    try:
        os.link(own, path)  # all at once, and only where there is none
    except FileExistsError:
        pass
    finally:
        own.unlink()
    return _kept(path)
