"""A desk with pages, and people who open their links."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import pytest
from starlette.applications import Starlette

from bot.desk.links import Links
from bot.pages.app import pages_app
from storage.unit_of_work import Store
from tests.bot.pages.browsing import Browser
from tests.builders import DeskTalk, a_talk

KEY = "a-key-that-nobody-can-guess-0123456789"
LINKS = Links("http://pages", KEY)


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
