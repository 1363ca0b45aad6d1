"""Which reports of a place and category are about one matter, and what it is called in our own words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from intents.duplicate import ASK, likeness
from intents.signature import Signature

_WORDS_MOST = 2


def clusters(signatures: Sequence[Signature | None]) -> tuple[tuple[int, ...], ...]:
    """The places (0, 1, …) of reports that are about one matter, the largest group first.

    Two belong together when they are alike enough to be asked about (`intents.duplicate.ASK`), or when a third is
    like both. A report without a signature is a matter of its own. Raises nothing.
    """
    group = list(range(len(signatures)))
    for later, one in enumerate(signatures):
        for earlier in range(later):
            other = signatures[earlier]
            if one is None or other is None or group[later] == group[earlier]:
                continue
            if likeness(other, one, same_place=True).score >= ASK:
                group = [group[earlier] if held == group[later] else held for held in group]
    found: dict[int, list[int]] = {}
    for at, held in enumerate(group):
        found.setdefault(held, []).append(at)
    return tuple(tuple(members) for members in sorted(found.values(), key=lambda members: -len(members)))


def subject(signatures: Sequence[Signature | None]) -> str:
    """What most of the reports name, at most two words of our own list; "" when they agree in none.

    No word of a resident is among them: they are the words that `likeness.toml` knows things by. Raises nothing.
    """
    known = [signature for signature in signatures if signature is not None]
    counted = Counter(thing for signature in known for thing in signature.things)
    often = [(-count, thing) for thing, count in counted.items() if count * 2 > len(known)]
    return "、".join(thing for _, thing in sorted(often)[:_WORDS_MOST])


