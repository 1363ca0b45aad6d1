"""The client's ceiling: an ASGI app that answers `success` without reading a word of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

_HEAD = {
    "type": "http.response.start",
    "status": 200,
    "headers": [(b"content-type", b"text/plain"), (b"content-length", b"7")],
}
_BODY = {"type": "http.response.body", "body": b"success"}
Event = MutableMapping[str, Any]


async def app(
    scope: Event, receive: Callable[[], Awaitable[Event]], send: Callable[[Event], Awaitable[None]]
) -> None:
    """Answers every request with `success`."""
    if scope["type"] != "http":
        return
    while (await receive()).get("more_body"):
        pass
    await send(_HEAD)
    await send(_BODY)
