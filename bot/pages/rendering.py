"""Pages as answers: the templates, and the headers that every answer carries."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from starlette.responses import HTMLResponse, Response

from bot.markup import Markup

_HERE = Path(__file__).parent
STATIC = _HERE / "static"
#: Nothing from elsewhere, no inline script or style, no frame around it, and no copy on the way.
HEADERS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}


class Templates:
    """The pages' templates, with the addresses of scripts and styles that change when these do."""

    def __init__(self) -> None:
        """Read the templates."""
        self._markup = Markup(_HERE, ("page.css", "page.js"))

    def page(self, name: str, status: int = 200, **values: Any) -> HTMLResponse:
        """The page `name` with these values."""
        return HTMLResponse(self._markup.render(name, **values), status, headers=dict(HEADERS))


def picture(content: bytes) -> Response:
    """A JPEG, kept nowhere on the way."""
    return Response(content, media_type="image/jpeg", headers=dict(HEADERS))
