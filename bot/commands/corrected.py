"""What residents and handlers made of categories, out of the store for `linli learn --corrections`."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.commands.configured import beginning_of, settings_of, store_of
from bot.commands.labelling import CHAT, TEXT_LENGTH
from bot.desk import rulebook
from bot.desk.corrections import HANDLER, RESIDENT, Correction, corrections
from intents.labelled import Labelled


@dataclass(frozen=True, slots=True)
class Corrected:
    """The corrections of a store, and the rules that are live there."""

    found: tuple[Correction, ...]
    rules: str

    def messages(self, after: int) -> list[Labelled]:
        """Them as messages to learn from; `after` is how many texts come before them."""
        return [Labelled(one.text[:TEXT_LENGTH], CHAT, one.category, "", one.secondary, one.writer, number)
                for number, one in enumerate(self.found, after)]

    def counts(self) -> dict[str, int]:
        """How many there are, how many changed a category, whose word it was, and from how many residents."""
        by = Counter(one.by for one in self.found)
        return {"messages": len(self.found), "changed": sum(_changed(self.found)), RESIDENT: by[RESIDENT],
                HANDLER: by[HANDLER], "writers": len({one.writer for one in self.found})}


def read_corrections(asked: Namespace) -> Corrected:
    """The corrections since `--since` (and private ones with `--private`). Raises as `store_of` does."""
    since = beginning_of(asked.since, ZoneInfo(settings_of(asked).desk.timezone))
    with store_of(asked) as store:
        found = store.read(lambda unit: corrections(unit, since, private=asked.private))
        return Corrected(tuple(found), rulebook.live_text(store))


def _changed(found: Sequence[Correction]) -> list[bool]:
    return [one.category != one.corrected_from for one in found]
