"""Pages written on the server: templates that forget nothing, files that browsers keep until they change."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

_A_YEAR = 31_536_000


class Markup:
    """The templates in `folder/templates`; `versions` in them tells the files of `folder/static` apart."""

    def __init__(self, folder: Path, files: tuple[str, ...], **given: Any) -> None:
        """Read the templates; what a page forgets to fill in is an error. `given` is there in each of them."""
        self._environment = Environment(
            loader=FileSystemLoader(folder / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        versions = {name: _version(folder / "static" / name) for name in files}
        self._environment.globals.update(versions=versions, **given)

    def render(self, name: str, /, **values: Any) -> str:
        """The page `name` with these values."""
        return self._environment.get_template(f"{name}.html").render(**values)


class LastingFiles(StaticFiles):
    """Scripts and styles whose address changes with them: a browser asks once."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        """The file, good for a year."""
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = f"public, max-age={_A_YEAR}, immutable"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


def _version(path: Path) -> str:
    return blake2b(path.read_bytes(), digest_size=5).hexdigest()
