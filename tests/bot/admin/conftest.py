"""A console of a small neighbourhood, and people who sign in to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from starlette.applications import Starlette

from bot.admin.app import admin_app
from bot.desk import accounts
from bot.desk.rights import ConsoleRole
from storage.unit_of_work import Store
from tests.bot.pages.browsing import Browser
from tests.builders import DeskTalk, a_talk
from tests.emptying import empty_store_url

KEY = "a-key-that-nobody-can-guess-0123456789"
PASSWORD = "correct horse battery"
#: Hashes that cost nothing: the real ones take 50 ms each.
accounts.HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@dataclass
class Clerk:
    """Somebody at the console, in a browser of her own."""

    browser: Browser
    talk: DeskTalk
    key: str = field(default="")

    def sees(self, path: str = "/", status: int = 200) -> str:
        answer = self.browser.get(f"/admin{path}")
        assert answer.status_code == status, (path, answer.status_code, answer.text[:2000])
        found = re.search(r'name="key" value="([^"]*)"', answer.text)
        self.key = found[1] if found else self.key
        return answer.text

    def does(self, path: str, status: int = 200, **fields: Any) -> str:
        files = fields.pop("files", None)
        answer = self.browser.post(f"/admin{path}", data={"key": self.key, **fields}, files=files)
        assert answer.status_code == status, (path, answer.status_code, answer.text[:2000])
        found = re.search(r'name="key" value="([^"]*)"', answer.text)
        self.key = found[1] if found else self.key
        return answer.text

    def signs_in(self, name: str, password: str = PASSWORD, status: int = 200) -> str:
        return self.does("/sign-in", status, name=name, password=password)


@pytest.fixture(params=["sqlite"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """What the screens ask is asked of both stores by the stores' own tests, and by the walk of all doors."""
    return empty_store_url(request, tmp_path)


@pytest.fixture
def talk(store: Store) -> DeskTalk:
    return a_talk(store)


@pytest.fixture
def console(talk: DeskTalk) -> Iterator[Starlette]:
    outer, inner = Starlette(), admin_app(talk.desk, KEY, safe=False)
    outer.mount("/admin", inner)
    yield outer
    inner.state.pictures.close()


@pytest.fixture
def clerk(talk: DeskTalk, console: Starlette):
    """Makes a clerk of a role, signed in."""

    def make(role: str = "owner", place: str = "", person: str = "", name: str = "") -> Clerk:
        name = name or role
        terms = accounts.Terms(name, ConsoleRole(role), place, person, PASSWORD)
        talk.store.run(lambda unit: accounts.create_account(unit, terms, "tests", talk.now))
        made = Clerk(Browser(console), talk)
        made.signs_in(name)
        return made

    return make
