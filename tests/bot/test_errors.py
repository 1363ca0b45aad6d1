from __future__ import annotations

import importlib
import pkgutil
import sys

import bot
import bot.errors
from bot.errors import BotError, SettingsRefused


def refusals(root: type[BotError]) -> list[type[BotError]]:
    return [found for child in root.__subclasses__() for found in (child, *refusals(child))]


def test_default_message_is_the_docstring() -> None:
    assert str(BotError()) == "Linli refused; the reason stands in a subclass."
    assert str(BotError("because")) == "because"


def test_refused_setting_speaks_both_languages() -> None:
    refusal = SettingsRefused("server.port", "应为整数", "must be a whole number")

    assert "设置 server.port：应为整数" in str(refusal)
    assert "Setting server.port: must be a whole number" in str(refusal)


def test_every_refusal_stands_in_a_printed_tree_and_says_something() -> None:
    for module in pkgutil.walk_packages(bot.__path__, "bot."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)

    for refusal in refusals(BotError):
        trees = (bot.errors.__doc__ or "") + (sys.modules[refusal.__module__].__doc__ or "")
        assert f"─ {refusal.__name__} " in trees, f"{refusal.__name__} is missing from the tree"
        assert refusal.__doc__, f"{refusal.__name__} has no docstring, so no default message"
