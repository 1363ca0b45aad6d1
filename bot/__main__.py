"""The `linli` command."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from bot.commands.parser import build_parser
from bot.errors import BotError
from intents.rule import RuleRefused
from matching.routing import PreferencesRefused
from storage.errors import StorageError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 done, 1 refused or failed with the reason on standard error (2 is argparse's: usage)."""
    asked = build_parser().parse_args(arguments)
    try:
        return int(asked.action(asked))
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
