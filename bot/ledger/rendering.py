"""The ledger's pages as answers: the templates, and the headers that every answer carries."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.desk import wording_ledger
from bot.markup import Markup

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
    """The ledger's templates, with the address of the style that changes when it does."""

    def __init__(self) -> None:
        """Read the templates."""
        self._markup = Markup(_HERE, ("ledger.css",), words=wording_ledger)

    def page(self, name: str, **values: Any) -> bytes:
        """The page `name` with these values."""
        return self._markup.render(name, **values).encode()
