"""The ledger's pages as answers: the templates, and the headers that every answer carries."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.desk import wording_ledger

_HERE = Path(__file__).parent
STATIC = _HERE / "static"
#: Public and the same for everybody, for a minute; no script at all, nothing from elsewhere.
HEADERS: Mapping[str, str] = {
    "Cache-Control": "public, max-age=60",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Templates:
    """The templates, with the address of the style that changes when it does."""

    def __init__(self) -> None:
        """Read the templates; what a page forgets to fill in is an error."""
        self._environment = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        style = blake2b((STATIC / "ledger.css").read_bytes(), digest_size=5).hexdigest()
        self._environment.globals.update(style=style, words=wording_ledger)

    def page(self, name: str, **values: Any) -> bytes:
        """The page `name` with these values."""
        return self._environment.get_template(f"{name}.html").render(**values).encode()
