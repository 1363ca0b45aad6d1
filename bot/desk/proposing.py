"""A card that waits for one word: what many would hear of is shown first, 好 does it, 不 lets it lie."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import timedelta

from bot.desk.desk import Visit

#: So long a card waits; longer ago nobody knows any more what 好 was said to.
KEPT = timedelta(minutes=30)
_YES = re.compile(
    r"(?:好|行|可以|对|是|发|确认|同意|没错|1|１|ok|👌)+(?:的|了|吧|啊|发吧|登记|就这样)*[。.!！~\s]*", re.IGNORECASE
)
_NO = re.compile(r"(?:不|别|先不|不用|算了|不要|不对|不发|别发|0)(?:了|发了?|用了)?[。.!！~\s]*")


@dataclass(frozen=True, slots=True)
class Proposed:
    """What waits for the word: `what` names it (`bot.desk.casework.AGREED`), `words` is all it needs to be done."""

    what: str
    words: str


def propose(visit: Visit, what: str, words: str) -> None:
    """Let something wait for the visitor's word; what waited before is let lie."""
    visit.desk.memory.put(_key(visit), json.dumps([what, words], ensure_ascii=False), KEPT)


def answer_to_proposed(visit: Visit, text: str) -> Proposed | bool | None:
    """What the visitor agrees to now, and nothing waits any more; False when she declines it; None when nothing waits
    or the text is neither.
    """
    said = text.strip()
    yes, no = _YES.fullmatch(said), _NO.fullmatch(said)
    if yes is None and no is None:
        return None
    kept = visit.desk.memory.pop(_key(visit))
    if kept is None:
        return None
    return Proposed(*json.loads(kept)) if yes is not None else False


def _key(visit: Visit) -> str:
    return f"proposed:{visit.contact.id}"
