"""What is not accepted, why, and the right door: the list, and how an office's words are read against it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files

_APART = re.compile(r"[,，。;；\n]\s*(?:请|应|可以?|要)?(?:您)?(?:去?找|到|去|向|拨打?|联系)\s*")


@dataclass(frozen=True, slots=True)
class NotAccepted:
    """One line of the list. `reason` and `door` are Chinese as residents read them; `words` recognise it."""

    code: str
    reason: str
    door: str
    words: tuple[str, ...]


def shipped_list() -> tuple[NotAccepted, ...]:
    """The list that comes with the product, in its order."""
    table = tomllib.loads(files("matching").joinpath("not_accepted.toml").read_text(encoding="utf-8"))
    return tuple(
        NotAccepted(row["code"], row["reason"], row["door"], tuple(row["words"])) for row in table["reason"]
    )


def read_refusal(words: str, known: tuple[NotAccepted, ...]) -> tuple[str, str] | None:
    """The reason and the right door in an office's words ("已立案，请找芗城区法院"), or None when one is missing.

    Where no door is named, the list's is taken for a reason that it knows.
    """
    reason, *door = _APART.split(words.strip(), maxsplit=1)
    reason = reason.strip("，,。; ；")
    if door and door[0].strip() and reason:
        return reason, door[0].strip("，,。 ")
    line = next((line for line in known if any(word in words for word in line.words)), None)
    return None if line is None else (line.reason, line.door)
