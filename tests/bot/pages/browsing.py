"""A browser for the pages, without a screen."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
from starlette.applications import Starlette


class Browser:
    """A browser that follows redirects and keeps cookies, at an application of this process."""

    def __init__(self, app: Starlette) -> None:
        self._app = app
        self.cookies = httpx.Cookies()

    def get(self, address: str) -> httpx.Response:
        return self._ask("GET", address)

    def post(self, address: str, **body: Any) -> httpx.Response:
        return self._ask("POST", address, **body)

    def _ask(self, method: str, address: str, **body: Any) -> httpx.Response:
        async def asking() -> httpx.Response:
            transport = httpx.ASGITransport(self._app)
            async with httpx.AsyncClient(transport=transport, base_url="http://pages", cookies=self.cookies) as client:
                client.follow_redirects = True
                answer = await client.request(method, address, **body)
                self.cookies = client.cookies
                return answer

        return asyncio.run(asking())
