"""A desk with pages, and people who open their links."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, replace
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bot.desk.links import Links
from bot.pages.app import pages_app
from storage.unit_of_work import Store
from tests.builders import DeskTalk, a_talk

KEY = "a-key-that-nobody-can-guess-0123456789"
LINKS = Links("http://pages", KEY)


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


@dataclass
class Reader:
    """Somebody with a link of her own, in a browser."""

    talk: DeskTalk
    client: Browser
    openid: str
    links: Links = LINKS
    _home: str = ""

    def address(self, path: str = "") -> str:
        """An address behind the one link that she has."""
        if not self._home:
            contact = self.talk.contact(self.openid)
            self._home = self.links.address(contact.id, contact.openid).removeprefix("http://pages")
        return self._home + path

    def sees(self, path: str = "", status: int = 200) -> str:
        """The page's text and addresses as they came."""
        answer = self.client.get(self.address(path))
        assert answer.status_code == status, answer.text
        return answer.text

    def secrets(self, path: str) -> dict[str, str]:
        """What a form on this page sends back by itself."""
        text = self.sees(path)
        return {name: re.search(rf'name="{name}" value="([^"]*)"', text)[1] for name in ("key", "once")}

    def does(self, path: str, status: int = 200, form: str = "", photos=(), **fields: str) -> str:
        """Fill in the form of a move and send it; the page one ends on."""
        body = {**self.secrets(form or path), **fields}
        files = [("photo", (f"{at}.jpg", photo, "image/jpeg")) for at, photo in enumerate(photos)]
        answer = self.client.post(self.address(path), data=body, files=files or None)
        assert answer.status_code == status, answer.text
        return answer.text


@pytest.fixture
def talk(store: Store) -> DeskTalk:
    opened = a_talk(store)
    opened.desk = replace(opened.desk, links=LINKS)
    return opened


@pytest.fixture
def app(talk: DeskTalk) -> Starlette:
    outer = Starlette()
    outer.mount("/pages", pages_app(talk.desk, LINKS))
    return outer


@pytest.fixture
def reader(talk: DeskTalk, app: Starlette):
    """Makes a reader of an openid, with a browser of her own."""

    def make(openid: str) -> Reader:
        return Reader(talk, Browser(app), openid)

    return make
