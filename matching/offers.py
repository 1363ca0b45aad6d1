"""The offer: one volunteer asked for one need, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class OfferState(StrEnum):
    """What became of an offer. Stored as text."""

    ASKED = "asked"          # sent, no answer yet
    CLAIMED = "claimed"      # 接
    DECLINED = "declined"    # 不接, with a reason: lowers only that slot or kind
    SILENT = "silent"        # its window passed; only silence lowers what is expected of somebody
    FILLED = "filled"        # others were faster: told at once
    LATE = "late"            # 接 after it was filled
    WITHDRAWN = "withdrawn"  # the need was cancelled or changed
    RELEASED = "released"    # claimed and given back in time
    NO_SHOW = "no_show"      # claimed and nobody came: the coordinator's business, nobody else's
    DONE = "done"            # 完成
    CONFIRMED = "confirmed"  # and the requester says so too


#: A place of the need is taken by an offer in one of these.
HOLDING = frozenset({OfferState.CLAIMED, OfferState.DONE, OfferState.CONFIRMED})


@dataclass(frozen=True, slots=True)
class Offer:
    """One volunteer asked for one need. Times are aware UTC; `number` is the store's id.

    `need` is the need's number, `part` the skill asked for ("" for any); `ring` how far out it was asked. `until` is
    when the window for the claim closes. `reasons` are Chinese, for the coordinator: why this one was asked.
    """

    number: int
    need: int
    volunteer: str
    at: datetime
    until: datetime
    part: str = ""
    ring: int = 0
    state: OfferState = OfferState.ASKED
    answered_at: datetime | None = None
    done_at: datetime | None = None
    why: str = ""
    reasons: tuple[str, ...] = ()
