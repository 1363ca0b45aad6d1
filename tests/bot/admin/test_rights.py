"""Every address of the console with every role: who may comes in, who may not is told, nobody else learns anything."""

from __future__ import annotations

import pytest
from starlette.routing import Route

from bot.admin.app import admin_app
from bot.desk.rights import RIGHTS, ConsoleRole, Right
from tests.bot.admin.conftest import KEY, Clerk
from tests.bot.pages.browsing import Browser

pytestmark = pytest.mark.parametrize("store_url", ["sqlite", "postgresql"], indirect=True)

PLACE = {"street": "xinqiao", "community": "rongyu-sq", "supervisor": "xinqiao"}
PERSON = {"property": "wuye"}


def doors(talk) -> list[tuple[str, str, str]]:
    """(what it needs, method, path with numbers filled in) of every route."""
    found = []
    for route in admin_app(talk.desk, KEY, safe=False).routes:
        if isinstance(route, Route):
            needs, method, path = route.name.split(":", 2)
            filled = path
            for part in ("{number:int}", "{code}", "{name}"):
                filled = filled.replace(part, "1")
            assert "{" not in filled, path
            found.append((needs, method, filled))
    return found


@pytest.mark.parametrize("role", list(ConsoleRole))
def test_each_role_opens_its_doors_and_no_other(clerk, talk, role: ConsoleRole) -> None:
    who = clerk(role, PLACE.get(role, ""), PERSON.get(role, ""))
    who.sees("/me")
    for needs, method, path in doors(talk):
        if path in ("/sign-out", "/sign-in", "/me/sessions"):
            continue
        address = f"/admin{path}"
        answer = who.browser.get(address) if method == "GET" else who.browser.post(address, data={"key": who.key})
        allowed = needs in ("open", "signed in") or Right(needs) in RIGHTS[role]
        assert (answer.status_code != 403) == allowed or path == "/second", (method, path, answer.status_code)
        if not allowed:
            assert "没有这个权限" in answer.text


def test_nobody_without_a_session_gets_past_the_gate(console, talk) -> None:
    stranger = Clerk(Browser(console), talk)
    for needs, method, path in doors(talk):
        if needs == "open":
            continue
        answer = (stranger.browser.get if method == "GET" else stranger.browser.post)(f"/admin{path}")
        assert "登录" in answer.text, (method, path)
        assert "退出" not in answer.text, (method, path)


def test_what_is_posted_without_the_key_changes_nothing(clerk, talk) -> None:
    owner = clerk()
    for needs, method, path in doors(talk):
        if method == "POST" and needs != "open" and path != "/second":
            assert owner.browser.post(f"/admin{path}").status_code == 403, path
