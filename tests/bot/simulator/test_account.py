"""The account as the settings describe it."""

from __future__ import annotations

import pytest

from bot.settings import ServerSettings, Settings, WeChatSettings
from bot.simulator.account import OWNERS, account_from_settings, acquaintance

WECHAT = WeChatSettings(
    app_id="wx1", app_secret="invented", token="AAAAA", encoding_aes_key="A" * 43, template_id="task"
)


@pytest.mark.parametrize(
    ("host", "reached"),
    [("127.0.0.1", "127.0.0.1"), ("::", "127.0.0.1"), ("10.1.2.3", "10.1.2.3"), ("::1", "[::1]")],
)
def test_product_is_reached_at_its_own_port(host, reached):
    account = account_from_settings(Settings(wechat=WECHAT, server=ServerSettings(host=host, port=9000)))

    assert account.callback_url == f"http://{reached}:9000"
    assert (account.app_id, account.token, account.template_ids) == ("wx1", "AAAAA", {"task"})


def test_without_a_template_every_template_is_taken():
    assert account_from_settings(Settings()).template_ids == frozenset()


def test_acquaintance_who_has_a_phone_is_not_a_second_one():
    known = acquaintance(OWNERS[0].openid, "王阿姨", "居民")
    newcomer = acquaintance("demo-p0015", "前锋社区居委会", "社区")

    account = account_from_settings(Settings(), (known, newcomer))

    assert account.owners == (*OWNERS, newcomer)
    assert (newcomer.initial, newcomer.shown) == ("前", False)


def test_secrets_are_not_shown():
    assert "invented" not in repr(account_from_settings(Settings(wechat=WECHAT)))
