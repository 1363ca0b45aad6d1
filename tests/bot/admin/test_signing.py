"""Signing in to the console: the right way, and every wrong one."""

from __future__ import annotations

import pyotp
import pytest

from bot.desk import accounts
from tests.bot.admin.conftest import PASSWORD, Clerk
from tests.bot.pages.browsing import Browser

pytestmark = pytest.mark.parametrize("store_url", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def stranger(talk, console) -> Clerk:
    return Clerk(Browser(console), talk)


def test_nobody_comes_in_without_signing_in(stranger) -> None:
    assert "账户名" in stranger.sees("/accounts")
    assert "新账户" not in stranger.sees("/accounts")


def test_after_signing_in_one_is_where_one_wanted(clerk, console, talk) -> None:
    clerk()
    again = Clerk(Browser(console), talk)
    page = again.sees("/audit?account=owner")
    assert 'name="to" value="/admin/audit?account=owner"' in page
    assert "谁改了什么" in again.does("/sign-in", name="owner", password=PASSWORD, to="/admin/audit?account=owner")


@pytest.mark.parametrize("to", ["https://elsewhere.example/admin/", "//elsewhere.example", "/pages/x"])
def test_nobody_is_sent_elsewhere(clerk, console, talk, to: str) -> None:
    clerk()
    again = Clerk(Browser(console), talk)
    answer = again.browser.post("/admin/sign-in", data={"name": "owner", "password": PASSWORD, "to": to})
    assert all("elsewhere" not in str(one.headers.get("location", "")) for one in (*answer.history, answer))


def test_wrong_words_say_the_same_for_known_and_unknown_names(clerk, stranger) -> None:
    clerk()
    known = stranger.signs_in("owner", "wrong password", 403)
    unknown = stranger.signs_in("nobody", "wrong password", 403)
    assert "账户名或密码不对" in known
    assert known.replace("owner", "nobody") == unknown


def test_wrong_passwords_lock_for_a_while(clerk, stranger, talk) -> None:
    clerk()
    for _ in range(5):
        stranger.signs_in("owner", "wrong password", 403)
    stranger.signs_in("owner", PASSWORD, 403)
    talk.later(minutes=2)
    assert "我的账户" in stranger.signs_in("owner") + stranger.sees("/me")


def test_a_session_ends_when_nobody_clicks(clerk, talk) -> None:
    owner = clerk()
    talk.later(hours=1)
    assert "新账户" in owner.sees("/accounts")
    talk.later(hours=1, minutes=30)
    assert "新账户" in owner.sees("/accounts")
    talk.later(hours=2, minutes=1)
    assert "新账户" not in owner.sees("/accounts")


def test_a_session_ends_after_a_working_day(clerk, talk) -> None:
    owner = clerk()
    for _ in range(13):
        talk.later(minutes=57)
        owner.sees("/accounts")
    assert "新账户" not in owner.sees("/accounts")


def test_signing_out_ends_it_for_every_copy_of_the_cookie(clerk, console, talk) -> None:
    owner = clerk()
    copy = Clerk(Browser(console), talk)
    copy.browser.cookies = owner.browser.cookies
    owner.sees("/me")
    owner.does("/sign-out")
    assert "新账户" not in copy.sees("/accounts")


def test_a_form_of_another_site_changes_nothing(clerk) -> None:
    owner = clerk()
    owner.sees("/me")
    owner.key = "made-up"
    assert "没有保存" in owner.does("/me/password", 403, old=PASSWORD, new="another good one", again="another good one")
    assert "没有保存" in owner.does("/accounts", 403, name="x", role="owner")


def test_a_password_is_changed_and_other_sessions_end(clerk, console, talk) -> None:
    owner = clerk()
    other = Clerk(Browser(console), talk)
    other.signs_in("owner")
    owner.sees("/me")
    page = owner.does("/me/password", old=PASSWORD, new="another good one", again="another good one")
    assert "密码换好了" in page
    assert "新账户" not in other.sees("/accounts")
    other.signs_in("owner", PASSWORD, 403)
    other.signs_in("owner", "another good one")


@pytest.mark.parametrize(("old", "new", "again", "words"), [
    ("wrong one here", "another good one", "another good one", "现在的密码不对"),
    (PASSWORD, "short", "short", "10"),
    (PASSWORD, "aaaaaaaaaaaa", "aaaaaaaaaaaa", "太好猜"),
    (PASSWORD, "owner owner 1234", "owner owner 1234", "太好猜"),
    (PASSWORD, PASSWORD, PASSWORD, "和旧的一样"),
    (PASSWORD, "another good one", "another bad one", "不一样"),
], ids=["old", "short", "same letters", "the name", "the old one", "slip"])  # fmt: skip
def test_a_bad_new_password_is_refused_with_the_reason(clerk, old, new, again, words) -> None:
    owner = clerk()
    owner.sees("/me")
    assert words in owner.does("/me/password", 422, old=old, new=new, again=again)


def test_a_given_password_is_changed_before_anything_else(clerk, console, talk) -> None:
    owner = clerk()
    owner.sees("/accounts")
    page = owner.does("/accounts", name="王主任", role="community", place="rongyu-sq")
    given = page.split('class="key">')[1].split("<")[0]
    fresh = Clerk(Browser(console), talk)
    fresh.signs_in("王主任", given)
    assert "请先换成自己的" in fresh.sees("/audit")
    fresh.does("/me/password", old=given, new="a good one of mine", again="a good one of mine")
    assert "请先换成自己的" not in fresh.sees("/me")


def test_the_second_factor_is_asked_for(clerk, console, talk) -> None:
    owner = clerk()
    page = owner.sees("/me")
    secret = page.split('name="secret" value="')[1].split('"')[0]
    assert "六位数字不对" in owner.does("/me/second", 422, do="set", secret=secret, code="000000")
    code = pyotp.TOTP(secret).at(talk.now)
    assert "第二道验证开了" in owner.does("/me/second", do="set", secret=secret, code=code)

    again = Clerk(Browser(console), talk)
    assert "第二道验证" in again.signs_in("owner")
    assert "六位数字" in again.sees("/accounts")
    assert "新账户" not in again.sees("/accounts")
    assert "六位数字不对" in again.does("/second", 403, code="123456")
    again.does("/second", code=pyotp.TOTP(secret).at(talk.now))
    assert "新账户" in again.sees("/accounts")


def test_wrong_digits_lock_too(clerk, console, talk) -> None:
    owner = clerk()
    secret = accounts.second_factor_secret()
    owner.sees("/me")
    owner.does("/me/second", do="set", secret=secret, code=pyotp.TOTP(secret).at(talk.now))
    again = Clerk(Browser(console), talk)
    again.signs_in("owner")
    for _ in range(5):
        again.does("/second", 403, code="000000")
    again.does("/second", 403, code=pyotp.TOTP(secret).at(talk.now))


def test_no_page_of_the_console_takes_anything_from_elsewhere(clerk) -> None:
    owner = clerk()
    answer = owner.browser.get("/admin/me")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert "<script>" not in answer.text
    assert "style=" not in answer.text
    assert answer.headers["cache-control"] == "no-store"
