"""Who asks for a screen of the console, and what for, read once."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request

from bot.desk.accounts import standing_of
from bot.desk.rights import Right, Standing
from storage.accounts import Account, ConsoleSession

#: The largest table that is brought in, and room for the form around it.
MOST_BYTES = 10 * 1024 * 1024
_MOST_BODY = MOST_BYTES + 256 * 1024
#: A page of bulk moves has a box for each row.
_MOST_FIELDS = 2_000


class FormTooBig(Exception):
    """A form, or a file in it, is larger than it may be."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Whoever has signed in. `key` is what her forms send back: another site cannot know it."""

    account: Account
    session: ConsoleSession
    key: str

    @property
    def standing(self) -> Standing:
        """As what she stands at the console."""
        return standing_of(self.account)

    def may(self, right: str) -> bool:
        """Whether she has a right, by its word; templates ask this."""
        return self.standing.may(Right(right))


@dataclass(frozen=True, slots=True)
class Asked:
    """One request. `seat` is None for somebody who has not signed in; `form` keeps the last value of each name,
    `many` all of them; `files` are name and content; `scripted` says that a script asks for a part of the page.
    """

    path: Mapping[str, str | int]
    query: Mapping[str, str]
    form: Mapping[str, str]
    many: Mapping[str, tuple[str, ...]]
    files: Mapping[str, tuple[str, bytes]]
    where: str
    agent: str
    scripted: bool = False
    seat: Seat | None = None
    cookie: str = ""

    @property
    def here(self) -> Seat:
        """The seat behind the gate. Raises RuntimeError before it."""
        if self.seat is None:
            message = "a screen behind the gate was asked for without a seat"
            raise RuntimeError(message)
        return self.seat

    @property
    def number(self) -> int:
        """The number in the path."""
        return int(self.path["number"])

    def with_query(self, **changed: object) -> str:
        """The same screen with some of its query changed; empty values fall away."""
        query = {**self.query, **{name: str(value) for name, value in changed.items()}}
        kept = {name: value for name, value in query.items() if value}
        return f"{self.where}?{urlencode(kept)}" if kept else self.where


class _Bounded(Request):
    async def stream(self) -> AsyncGenerator[bytes, None]:
        """The body, as far as it may go."""
        length = 0
        async for chunk in super().stream():
            length += len(chunk)
            if length > _MOST_BODY:
                raise FormTooBig
            yield chunk


async def read_asked(request: Request, cookie: str) -> Asked:
    """What a browser asks for. Raises FormTooBig."""
    many: dict[str, tuple[str, ...]] = {}
    files: dict[str, tuple[str, bytes]] = {}
    if request.method == "POST":
        bounded = _Bounded(request.scope, request.receive)
        try:
            async with bounded.form(max_files=2, max_fields=_MOST_FIELDS) as form:
                for name, value in form.multi_items():
                    if isinstance(value, str):
                        many[name] = (*many.get(name, ()), value.replace("\0", ""))  # PostgreSQL holds none
                    elif isinstance(value, UploadFile) and value.filename:
                        files[name] = (value.filename, await value.read(MOST_BYTES + 1))
        except (HTTPException, MultiPartException) as error:
            raise FormTooBig from error
    return Asked(
        path=request.path_params,
        query=dict(request.query_params),
        form={name: values[-1] for name, values in many.items()},
        many=many,
        files=files,
        where=request.scope["root_path"] + request.scope["path"].removeprefix(request.scope["root_path"]),
        agent=request.headers.get("user-agent", ""),
        scripted=request.headers.get("x-part", "") == "1",
        cookie=cookie,
    )
