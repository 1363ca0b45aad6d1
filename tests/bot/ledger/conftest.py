"""A desk with a public ledger, months of cases, and anybody's browser."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bot.ledger.app import ledger_app
from matching.case import Case, State
from storage.unit_of_work import Store
from tests.builders import DeskTalk, a_case, a_talk

#: A Tuesday at the end of March.
NOW = datetime(2026, 3, 24, 2, 0, tzinfo=UTC)


@dataclass
class Street:
    """Residents whose cases the desk has, and the ledger that anybody reads."""

    talk: DeskTalk
    app: Starlette

    def get(self, address: str, *, follow: bool = False) -> httpx.Response:
        async def asking() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://ledger") as client:
                return await client.get(address.removeprefix("/ledger"), follow_redirects=follow)

        return asyncio.run(asking())

    def sees(self, address: str = "/ledger/", status: int = 200) -> str:
        answer = self.get(address)
        assert answer.status_code == status, answer.text
        return answer.text

    def has(self, count: int = 1, *, residents: Sequence[str] = ("a", "b", "c"), **given: Any) -> list[int]:
        """That many cases, reported in turn by these residents, all closed after two days unless said otherwise."""
        given.setdefault("state", State.CLOSED)
        given.setdefault("created_at", self.talk.now - timedelta(days=4))
        if given["state"] is State.CLOSED:
            given.setdefault("closed_at", given["created_at"] + timedelta(days=2))
            given.setdefault("verdict", "satisfied")
        contacts = [self.talk.contact(f"resident-{name}").id for name in residents]

        def adding(at: int) -> int:
            case: Case = a_case(number=0, reporter=contacts[at % len(contacts)], **given)
            return self.talk.store.run(lambda unit: unit.cases.add(case))

        return [adding(at) for at in range(count)]


@pytest.fixture
def street(store: Store) -> Street:
    talk = a_talk(store, at=NOW)
    return Street(talk, ledger_app(talk.desk))
