"""`linli menu` and `linli qrcode` set up the official account, or say why not."""

from __future__ import annotations

import pytest

from tests.bot.commands.conftest import Terminal
from tests.bot.wechat.fake_api import FakeApi, fake_api, refused

PLACES = "code,parent,kind,name\nd,,district,某区\nd-3,d,building,3栋\n"


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch):
    with fake_api() as fake:
        monkeypatch.setenv("LINLI_WECHAT__APP_ID", "wx0")
        monkeypatch.setenv("LINLI_WECHAT__APP_SECRET", "s")
        monkeypatch.setenv("LINLI_WECHAT__API_BASE_URL", fake.base_url)
        yield fake


def test_the_menu_is_published(linli: Terminal, api: FakeApi):
    ended = linli.run("menu")

    assert (ended.code, ended.error) == (0, "")
    (asked,) = api.calls("cgi-bin/menu/create")
    assert asked.json["button"]


def test_a_code_is_made_for_each_place(linli: Terminal, api: FakeApi):
    linli.run("import", "places", linli.file("p.csv", PLACES))
    api.answer("cgi-bin/qrcode/create", {"ticket": "T-1", "url": "http://weixin.qq.com/q/1"})
    ended = linli.run("qrcode", "d-3", "d")

    assert ended.code == 0
    assert [line.split("\t")[:2] for line in ended.text.splitlines()] == [["d-3", "3栋"], ["d", "某区"]]
    assert all(line.split("\t")[2].startswith("http") for line in ended.text.splitlines())
    assert "d-3" in api.calls("cgi-bin/qrcode/create")[0].body.decode()


def test_no_code_is_made_when_one_place_is_unknown(linli: Terminal, api: FakeApi):
    linli.run("import", "places", linli.file("p.csv", PLACES))
    ended = linli.run("qrcode", "d-3", "d-33")

    assert (ended.code, ended.output) == (1, b"")
    assert "没有这些地点：d-33" in ended.error
    assert api.calls("cgi-bin/qrcode/create") == []


def test_a_refusal_of_wechat_comes_with_its_remedy(linli: Terminal, api: FakeApi):
    api.answer("cgi-bin/menu/create", refused(48001))
    ended = linli.run("menu")

    assert ended.code == 1
    assert "微信返回 48001：" in ended.error
    assert "WeChat answered 48001" in ended.error


def test_without_an_account_the_key_is_named(linli: Terminal):
    ended = linli.run("menu")

    assert ended.code == 1
    assert "wechat.app_id" in ended.error


@pytest.mark.usefixtures("api")
def test_no_way_to_wechat_is_said_in_both_languages(linli: Terminal, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LINLI_WECHAT__API_BASE_URL", "http://127.0.0.1:1")
    ended = linli.run("menu")

    assert ended.code == 1
    assert "连不上微信接口" in ended.error
    assert "cannot be reached" in ended.error
