"""The console's pages as answers: the templates, and the headers that every answer carries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from starlette.responses import HTMLResponse

from bot.admin.seat import Asked
from bot.markup import Markup

_HERE = Path(__file__).parent
STATIC = _HERE / "static"
#: Nothing from elsewhere, no inline script or style, no frame around it, no copy on the way.
HEADERS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}


class Templates:
    """The console's templates."""

    def __init__(self) -> None:
        """Read the templates."""
        self._built: set[str] = set()
        files = tuple(sorted(path.name for path in STATIC.iterdir() if path.suffix in (".css", ".js")))
        self._markup = Markup(_HERE, files, built=self._built)

    def say_what_is_built(self, addresses: Iterable[str]) -> None:
        """Which screens there are: the rail leads to no other."""
        self._built.update(addresses)

    def page(self, name: str, asked: Asked, status: int = 200, /, **values: Any) -> HTMLResponse:
        """The page `name` for whoever asked, with these values."""
        return HTMLResponse(self._markup.render(name, asked=asked, **values), status, headers=dict(HEADERS))
