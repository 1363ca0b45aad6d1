"""What a browser asks for, read once: the link, the path, the form. Larger than it may be, it is refused half-way."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request

from bot.desk import wording_pages
from bot.desk.links import Opened
from bot.pages.photos import MOST_BYTES, MOST_MEGABYTES, PhotoRefused

MOST_PHOTOS = 4
#: All photos of a form, and room for its words.
_MOST_BODY = MOST_PHOTOS * MOST_BYTES + 64 * 1024
#: The register's form has a box for every skill and every part of a week.
_MOST_FIELDS = 120
BIG = "linli_big"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request behind a good link. `photos` are the files as they came; `big` says that letters are large."""

    token: str
    opened: Opened
    path: Mapping[str, str | int]
    query: Mapping[str, str]
    form: Mapping[str, str]
    photos: tuple[bytes, ...]
    big: bool

    @property
    def number(self) -> int:
        """The case's number."""
        return int(self.path["number"])

    def home(self, rest: object = "") -> str:
        """An address below this link."""
        return f"/pages/{self.token}/{rest}"


class _Bounded(Request):
    async def stream(self) -> AsyncGenerator[bytes, None]:
        """The body, as far as it may go."""
        length = 0
        async for chunk in super().stream():
            length += len(chunk)
            if length > _MOST_BODY:
                raise PhotoRefused(wording_pages.PHOTO_TOO_BIG.format(most=MOST_MEGABYTES))
            yield chunk


async def read_form(request: Request) -> tuple[Mapping[str, str], tuple[bytes, ...]]:
    """The fields (those of one name with commas between) and the photos of a form; nothing of a GET.

    Raises PhotoRefused for more than it may hold.
    """
    if request.method == "GET":
        return {}, ()
    bounded = _Bounded(request.scope, request.receive)
    try:
        async with bounded.form(max_files=MOST_PHOTOS + 1, max_fields=_MOST_FIELDS) as form:
            fields: dict[str, str] = {}
            for name, value in form.multi_items():
                if isinstance(value, str):
                    plain = value.replace("\0", "")  # PostgreSQL holds none
                    fields[name] = f"{fields[name]},{plain}" if name in fields else plain
            files = [part for _, part in form.multi_items() if isinstance(part, UploadFile) and part.size]
            if len(files) > MOST_PHOTOS:
                raise PhotoRefused(wording_pages.PHOTOS_TOO_MANY.format(most=MOST_PHOTOS))
            return fields, tuple([await part.read(MOST_BYTES + 1) for part in files])
    except (HTTPException, MultiPartException) as error:
        raise PhotoRefused(wording_pages.PHOTOS_TOO_MANY.format(most=MOST_PHOTOS)) from error
