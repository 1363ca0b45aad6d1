"""What tests of the asking are told with: a small town, a need, a volunteer; as ordinary as possible."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from matching.asking import BROADCAST_RING, Ask, ring_of
from matching.deadline import WorkCalendar
from matching.eligible import Errand, make_errand
from matching.need import Need, NeedKind, NeedState, NeedUrgency, Part
from matching.offers import Offer, OfferState
from matching.pool import Asking, Pool
from matching.territory import Node, NodeKind, Territory
from matching.volunteer import Roster, Volunteer

ZONE = ZoneInfo("Asia/Shanghai")
CALENDAR = WorkCalendar()

ANY = Part("")
ELECTRICIAN = Part("电工")

#: Two streets; in the first two communities; in the first of them two compounds, two grids, three buildings.
TOWN = Territory(
    [
        Node("d", "", NodeKind.DISTRICT, "龙文区"),
        Node("s", "d", NodeKind.STREET, "蓝田街道"),
        Node("s2", "d", NodeKind.STREET, "步文街道"),
        Node("c", "s", NodeKind.COMMUNITY, "榕御社区"),
        Node("c2", "s", NodeKind.COMMUNITY, "龙盛社区"),
        Node("c3", "s2", NodeKind.COMMUNITY, "毅阳社区"),
        Node("x", "c", NodeKind.COMPOUND, "榕御小区"),
        Node("x2", "c", NodeKind.COMPOUND, "锦绣小区"),
        Node("g", "x", NodeKind.GRID, "第一网格"),
        Node("g2", "x", NodeKind.GRID, "第二网格"),
        Node("b", "g", NodeKind.BUILDING, "1栋"),
        Node("b2", "g", NodeKind.BUILDING, "2栋"),
        Node("b3", "g2", NodeKind.BUILDING, "3栋"),
    ]
)
#: One place at each level from 1栋: 0 the same building, 5 another street.
AT_LEVEL = ("b", "b2", "b3", "x2", "c2", "c3")


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of March 2026 as the clock of Zhangzhou shows it; the 3rd is a Tuesday, the 7th a Saturday."""
    return datetime(2026, 3, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


#: When the need of `a_need` came up.
NOON = local(3, 13)


def a_need(**given: Any) -> Need:
    """A lamp to be changed in 1栋, this evening between six and ten; it came up at one."""
    need = Need(
        number=1,
        kind=NeedKind.HELP,
        state=NeedState.OPEN,
        urgency=NeedUrgency.TODAY,
        place="b",
        place_text="榕御小区1栋",
        what="换灯",
        starts_at=local(3, 18),
        ends_at=local(3, 22),
        created_at=local(3, 13),
        touched_at=local(3, 13),
    )
    return replace(need, **given)


def an_errand(now: datetime | None = None, part: Part = ANY, **given: Any) -> Errand:
    """The same at one o'clock, made ready."""
    return make_errand(a_need(**given), part, now or local(3, 13), CALENDAR)


def a_volunteer(**given: Any) -> Volunteer:
    """Somebody who says nothing of herself but the name."""
    return replace(Volunteer("lin", "林木"), **given)


def town(*volunteers: Volunteer, **given: Any) -> Asking:
    """These people in the town, nobody ever asked."""
    return Asking(Pool(Roster(volunteers), TOWN), CALENDAR, **given)


def offers_of(ask: Ask, at: datetime, state: OfferState = OfferState.ASKED) -> list[Offer]:
    """The offers that doing so makes."""
    rings = {one.volunteer.code: BROADCAST_RING if ask.broadcast else ring_of(one) for one in ask.candidates}
    return [
        Offer(0, 1, one.volunteer.code, at, ask.until, one.part, rings[one.volunteer.code], state)
        for one in ask.candidates
    ]
