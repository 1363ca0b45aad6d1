"""The `linli` command."""

from __future__ import annotations

import io
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module

from bot.commands.parser import build_parser
from bot.errors import BotError
from intents.rule import RuleRefused
from matching.routing import PreferencesRefused
from storage.errors import StorageError, StoreUnavailable


def action_of(name: str) -> Callable[[Namespace], int]:
    """The function behind an action's name: "data:load" is `load` of `bot.commands.data`."""
    module, _, function = name.partition(":")
    action: Callable[[Namespace], int] = getattr(import_module(f"bot.commands.{module}"), function)
    return action


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 done, 1 refused or failed with the reason on standard error (2 is argparse's: usage)."""
    _write_utf8()
    asked = build_parser().parse_args(arguments)
    try:
        return int(action_of(asked.action)(asked))
    except (BotError, StorageError, RuleRefused, PreferencesRefused) as refused:
        sys.stderr.write(f"{_reason(refused)}\n")
        return 1
    except KeyboardInterrupt:
        return 0
    except BrokenPipeError:  # the reader of our output has left (`linli export … | head`)
        sys.stderr.close()
        return 1


def _write_utf8() -> None:
    """What we print is read by programs: UTF-8 in any locale. Half a character goes out as JSON spells it."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")


def _reason(refused: Exception) -> str:
    """The reason in Chinese and English; refusals of ours are written so, the others get their frame here."""
    if isinstance(refused, BotError):
        return str(refused)
    reason = str(refused).partition("\n(Background on this error")[0]
    for kind, frame in _FRAMES.items():
        if isinstance(refused, kind):
            return frame.format(reason=reason)
    return reason


_FRAMES: Mapping[type[Exception], str] = {
    StoreUnavailable: "数据库用不了，请检查 database.url 和数据库服务。/ The database cannot be used: {reason}",
    StorageError: "数据库拒绝了。/ The database refused: {reason}",
    RuleRefused: "规则有错：{reason} / The rules are refused.",
    PreferencesRefused: "派单表有错：{reason} / The routing table is refused.",
}


if __name__ == "__main__":
    sys.exit(main())
