from __future__ import annotations

from bot.errors import BotError, SettingsRefused


def test_default_message_is_the_docstring() -> None:
    assert str(BotError()) == "Linli refused; the reason stands in a subclass."
    assert str(BotError("because")) == "because"


def test_refused_setting_speaks_both_languages() -> None:
    refusal = SettingsRefused("server.port", "应为整数", "must be a whole number")

    assert "设置 server.port：应为整数" in str(refusal)
    assert "Setting server.port: must be a whole number" in str(refusal)
