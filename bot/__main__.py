"""The `linli` command."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from importlib import import_module

from bot.commands.parser import build_parser
from bot.errors import BotError
from intents.rule import RuleRefused
from matching.routing import PreferencesRefused
from storage.errors import StorageError


def action_of(name: str) -> Callable[[Namespace], int]:
    """The function behind an action's name: "data:load" is `load` of `bot.commands.data`."""
    module, _, function = name.partition(":")
    action: Callable[[Namespace], int] = getattr(import_module(f"bot.commands.{module}"), function)
    return action


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 done, 1 refused or failed with the reason on standard error (2 is argparse's: usage)."""
    asked = build_parser().parse_args(arguments)
    try:
        return int(action_of(asked.action)(asked))
    except (BotError, StorageError, RuleRefused, PreferencesRefused) as refused:
        sys.stderr.write(f"{refused}\n")
        return 1
    except KeyboardInterrupt:
        return 0
    except BrokenPipeError:  # the reader of our output has left (`linli export … | head`)
        sys.stderr.close()
        return 1


if __name__ == "__main__":
    sys.exit(main())
