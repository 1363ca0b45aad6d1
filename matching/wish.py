"""微心愿 on the board: what a need of that kind is for, whose, whether it hangs there and how it is handed over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

_PREFIX = "wish"
_DOOR, _HIDDEN = "door", "hidden"
#: So long a wish waits for somebody to claim it before a person hears by name.
UNCLAIMED_AFTER: Final = timedelta(days=14)
#: Whoever claims one has so long to fulfil it.
FULFILLED_WITHIN: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class HungWish:
    """What `matching.need.Need.source` holds of a wish.

    `what` is goods, service, company or unknown; `wisher` elder, child or neighbour. `door`: whoever wished lets the
    claimer come to the door. `hidden`: the community took it off the board.
    """

    what: str
    wisher: str
    door: bool = False
    hidden: bool = False

    @property
    def source(self) -> str:
        """As a need keeps it."""
        flags = [name for name, given in ((_DOOR, self.door), (_HIDDEN, self.hidden)) if given]
        return ":".join((_PREFIX, self.what, self.wisher, *flags))

    @property
    def of_child(self) -> bool:
        """Whether it is a child's: handed over by the community or those it has looked into."""
        return self.wisher == "child"

    @property
    def to_carry(self) -> bool:
        """Whether it is a thing that somebody else may hand over."""
        return self.what == "goods"


def wish_of(source: str) -> HungWish | None:
    """The wish that a need was made from, None where it was made from something else."""
    kind, *rest = source.split(":")
    if kind != _PREFIX or len(rest) < 2:
        return None
    what, wisher, *flags = rest
    return HungWish(what, wisher, _DOOR in flags, _HIDDEN in flags)


def meets_at_door(source: str, *, vetted: bool) -> bool:
    """Whether a claimer may go to the wisher's door: who wished agreed, and for a child she was looked into.

    Always for a need that is no wish: there the address is part of the claim.
    """
    wish = wish_of(source)
    return wish is None or (wish.door and (vetted or not wish.of_child))
