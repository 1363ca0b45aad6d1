"""Pages as answers: the templates, and the headers that every answer carries."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

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
    """The templates, with the addresses of scripts and styles that change when these do."""

    def __init__(self) -> None:
        """Read the templates; what a page forgets to fill in is an error."""
        self._environment = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        names = ("page.css", "page.js")
        self._environment.globals["versions"] = {name: _version(STATIC / name) for name in names}

    def page(self, name: str, status: int = 200, **values: Any) -> HTMLResponse:
        """The page `name` with these values."""
        text = self._environment.get_template(f"{name}.html").render(**values)
        return HTMLResponse(text, status, headers=dict(HEADERS))


def _version(path: Path) -> str:
    return blake2b(path.read_bytes(), digest_size=5).hexdigest()


def picture(content: bytes) -> Response:
    """A JPEG, kept nowhere on the way."""
    return Response(content, media_type="image/jpeg", headers=dict(HEADERS))
