"""The settings at the console: shown with default and who, tried before they are kept, refused with the reason."""

from __future__ import annotations

import re

import pytest

from bot.admin.settingscreens import fixed
from bot.desk import wording
from bot.desk.customs import SETTINGS
from bot.desk.menuboard import put_up_wanted
from bot.settings import Settings, WeChatSettings

GOOD = {
    "text.welcome": "您好，这里是榕御社区。", "calendar.days": "2026-12-18 休 社区换届", "quiet.nights": "off",
    "quiet.from": "21:30", "clocks.first_word": "60", "desk.relay_number": "0596-2345678",
    "retention.closed_days": "900",
}  # fmt: skip


def test_every_setting_is_listed_and_opens(clerk) -> None:
    owner = clerk()
    page = owner.sees("/settings")
    for name, one in SETTINGS.items():
        assert f'/admin/settings/{name}"' in page
        assert one.label in owner.sees(f"/settings/{name}")


@pytest.mark.parametrize(("name", "value"), GOOD.items())
def test_a_value_is_tried_kept_told_with_who_and_taken_back(clerk, talk, name: str, value: str) -> None:
    owner = clerk(name="阿红")
    owner.sees(f"/settings/{name}")
    assert "还没保存" in owner.does(f"/settings/{name}", do="preview", value=value)
    assert talk.store.read(lambda unit: unit.overrides.all()) == {}

    owner.does(f"/settings/{name}", 200, do="save", value=value)
    assert name in talk.store.read(lambda unit: unit.overrides.all())
    assert talk.desk.library.customs.values[name] == SETTINGS[name].read({"value": value})
    page = owner.sees(f"/settings/{name}")
    assert "阿红" in page
    assert "回到默认" in page
    assert "改过1项" in owner.sees("/settings")

    owner.does(f"/settings/{name}", 200, do="default")
    assert talk.store.read(lambda unit: unit.overrides.all()) == {}
    said = talk.store.read(lambda unit: unit.audit.latest(5, subject="settings", which=name))
    assert [(one.account, one.action) for one in said] == [("阿红", "to default"), ("阿红", "set")]
    assert said[1].before == {"value": "默认"}


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("text.welcome_home", "您在{place}", "少了“{leader}”"),
        ("text.welcome_home", "您在{place}，{leader}，{who}", "“{who}”不能这样写"),
        ("clocks.first_word", "5", "30到480分钟"),
        ("quiet.from", "夜里", "20:00到23:30"),
    ],
)
def test_a_bad_value_is_told_and_changes_nothing(clerk, talk, name: str, value: str, words: str) -> None:
    owner = clerk()
    owner.sees(f"/settings/{name}")
    for do in ("preview", "save"):
        page = owner.does(f"/settings/{name}", 422, do=do, value=value)
        assert words in page.replace("&#39;", "'")
        assert value in page
    assert talk.store.read(lambda unit: unit.overrides.all()) == {}


def test_an_unknown_setting_is_told(clerk) -> None:
    assert "没有这项设置" in clerk().sees("/settings/of.tomorrow", 404)


def test_a_text_is_previewed_with_samples(clerk) -> None:
    owner = clerk()
    owner.sees("/settings/text.welcome_home")
    page = owner.does("/settings/text.welcome_home", do="preview", value="{place}，{leader}")
    assert "榕御小区3栋，3栋楼长陈**负责这里。" in page


def test_what_clocks_and_nights_would_do_is_foreseen(clerk) -> None:
    owner = clerk()
    owner.sees("/settings/clocks.first_word")
    page = owner.does("/settings/clocks.first_word", do="preview", value="60")
    assert re.search(r"第一句话到</th><td>今天12:00</td><td>今天11:00 ", page)
    page = owner.does("/settings/calendar.days", do="preview", value="2026-03-04 休 社区换届")
    assert re.search(r"15个工作日到</th><td>3月24日</td><td>3月25日 ", page)
    page = owner.does("/settings/quiet.nights", do="preview", value="off")
    assert "马上发" in page


def test_what_is_set_goes_out_as_a_file_and_comes_in_again(clerk, talk) -> None:
    owner = clerk()
    owner.sees("/settings")
    for name, value in GOOD.items():
        owner.does(f"/settings/{name}", do="save", value=value)
    kept = talk.store.read(lambda unit: {name: one.value for name, one in unit.overrides.all().items()})
    text = owner.browser.get("/admin/settings/file").text
    for name in GOOD:
        owner.does(f"/settings/{name}", do="default")

    page = owner.does("/settings/file", files={"file": ("linli-settings.toml", text.encode(), "application/toml")})
    assert f"会改{len(GOOD)}项" in page
    assert talk.store.read(lambda unit: unit.overrides.all()) == {}
    content = re.search(r'name="content" value="([^"]*)"', page)
    assert content is not None
    owner.does("/settings/file", content=content[1], sure="1")
    assert talk.store.read(lambda unit: {name: one.value for name, one in unit.overrides.all().items()}) == kept


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfe", "不是正确的UTF-8 TOML"),
        (b"x", "不是正确的UTF-8 TOML"),
        (b'"of.tomorrow" = 1', "没有“of.tomorrow”这项设置"),
        (b'"clocks.first_word" = 60\n"clocks.pace" = 9', "没接单多久往上报"),
        (b"", "文件里没有设置"),
        (b'"text.welcome" = """' + b"x" * 300_000 + b'"""', "文件太大"),
    ],
)
def test_a_file_that_is_wrong_anywhere_changes_nothing(clerk, talk, content: bytes, words: str) -> None:
    owner = clerk()
    owner.sees("/settings")
    assert words in owner.does("/settings/file", 422, files={"file": ("a.toml", content, "application/toml")})
    assert "再选一次" in owner.does("/settings/file", 422, content="???", sure="1")
    assert talk.store.read(lambda unit: unit.overrides.all()) == {}


def test_what_stands_in_the_file_is_listed_without_a_secret(clerk) -> None:
    wechat = WeChatSettings(app_id="wx1", app_secret="geheim", token="noch geheimer")
    rows = {one.key: one for one in fixed(Settings(wechat=wechat))}
    assert rows["wechat.app_id"].shown == "wx1"
    assert rows["wechat.app_secret"].shown == rows["wechat.token"].shown == "已填写（不显示）"
    assert rows["wechat.app_secret"].variable == "LINLI_WECHAT__APP_SECRET"
    assert "desk.question_minutes" not in rows
    assert "LINLI_WECHAT__TOKEN" in clerk().sees("/settings")


def test_the_welcome_of_the_product_is_the_default(clerk) -> None:
    assert wording.WELCOME.splitlines()[0] in clerk().sees("/settings/text.welcome")


def test_the_menu_is_seen_as_on_a_phone_kept_and_sent_on_its_way(clerk, talk) -> None:
    owner = clerk(name="阿红")
    assert "我反映的事" in owner.sees("/settings/menu")
    form = {"b1": "反映", "b1key": "report", "b2": "更多", "b2l1": "找人工", "b2l1key": "human"}
    page = owner.does("/settings/menu", do="preview", **form)
    assert "还没保存" in page
    assert '<span class="tap-line">找人工</span>' in page
    assert "要有“找人工”" in owner.does("/settings/menu", 422, do="save", b1="反映", b1key="report")
    owner.does("/settings/menu", do="save", **form)
    assert [one["name"] for one in talk.desk.library.customs.menu] == ["反映", "更多"]
    assert "正在发布" in owner.does("/settings/menu", do="publish")
    put_up_wanted(talk.store, lambda _buttons: "", talk.now)
    assert "发布好了" in owner.sees("/settings/menu")
    assert "menu.up" not in owner.browser.get("/admin/settings/file").text
