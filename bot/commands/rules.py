"""`linli rules`: the rules out of the database and back into it."""

from __future__ import annotations

import getpass
import sys
from argparse import Namespace
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.commands.configured import settings_of, store_of
from bot.commands.replaytable import replay_table
from bot.desk import rulebook
from bot.desk.desk import Desk
from bot.desk.knowledge import Library
from bot.desk.replay_view import written
from bot.desk.replaying import gather, replay
from bot.errors import BotError
from bot.wiring import utc_now
from matching.deadline import WorkCalendar
from storage.short_term import InProcess


class RulesFileRefused(BotError):
    """The rules file cannot be read."""


def export(asked: Namespace) -> int:
    """The live rules to standard output, as one TOML text."""
    with store_of(asked) as store:
        sys.stdout.write(rulebook.live_text(store))
    return 0


def check(asked: Namespace) -> int:
    """Whether a file can be used; what is wrong is named with its place."""
    rulebook.check(_text_of(asked.file))
    print("规则可以用。/ The rules can be used.")
    return 0


def publish(asked: Namespace) -> int:
    """Make a file the live rules."""
    text = _text_of(asked.file)
    with store_of(asked) as store:
        revision = rulebook.publish(store, text, _who(), asked.why, utc_now())
    print(f"已发布第{revision}版，两秒内各进程生效。/ Revision {revision} is live within two seconds.")
    return 0


def roll_back(asked: Namespace) -> int:
    """Make an earlier revision's rules live again, as a new revision."""
    with store_of(asked) as store:
        revision = rulebook.roll_back(store, asked.revision, _who(), utc_now())
    print(f"已退回第{asked.revision}版，记为第{revision}版。/ Revision {asked.revision} is live again, as {revision}.")
    return 0


def history(asked: Namespace) -> int:
    """Every revision, newest first: number, when, who, why."""
    zone = ZoneInfo(settings_of(asked).desk.timezone)
    with store_of(asked) as store:
        for one in rulebook.history(store):
            print(f"{one.revision}\t{one.at.astimezone(zone).isoformat(timespec='seconds')}\t{one.by}\t{one.why}")
    return 0


def replay_file(asked: Namespace) -> int:
    """What a file would change for the messages of the last weeks and the golden ones; nothing is published."""
    text, settings = _text_of(asked.file), settings_of(asked)
    zone = settings.desk.timezone
    with store_of(asked) as store:
        desk = Desk(store, InProcess(), Library(zone), WorkCalendar(zone), utc_now, settings.desk)
        weighing = store.read(lambda unit: gather(unit, desk, text, asked.weeks, utc_now()))
        labels = weighing.draft.town.preferences.labels
        found = replay(weighing)
    if found is None:
        return 1
    print(written(found) if asked.json else replay_table(found, labels))
    return 1 if found.broken else 0


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise RulesFileRefused(f"{path}：打不开或不是 UTF-8 / cannot be read as UTF-8") from error


def _who() -> str:
    """Who is at the keyboard, for the history."""
    try:
        return getpass.getuser()
    except OSError:  # a container may have no name for the user
        return "命令行"
