"""The catalogue and the activities as pages show them; what a page does are the verbs of chat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.desk.activities import coming, community_of, line_of, own_sign_up, runs, who_signed
from bot.desk.cataloguing import my_needs, on_offer_here
from bot.desk.desk import Visit
from bot.desk.needline import STATES, span_of, when_of
from bot.desk.wording_activities import ActivityLine
from matching.activity import (
    Activity,
    ActivityState,
    SignUp,
    SignUpState,
    place_in_line,
    seats_taken,
    waiting,
)

_LISTED_MOST = 40


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a catalogue; `about` is how long it takes and its note."""

    number: int
    name: str
    about: str


@dataclass(frozen=True, slots=True)
class Order:
    """One's own order: its number as people type it and the store's, what, when, how it stands."""

    said: str
    number: int
    what: str
    when: str
    state: str


@dataclass(frozen=True, slots=True)
class CatalogueSheet:
    """What a community offers and what the reader has ordered; `place` is "" where her home is not known."""

    place: str
    items: Sequence[Item]
    orders: Sequence[Order]


@dataclass(frozen=True, slots=True)
class Party:
    """Some who come together, as the organiser reads them."""

    who: str
    count: int
    guardian: str


@dataclass(frozen=True, slots=True)
class ActivitySheet:
    """One activity. `own` says how the reader stands ("" for not at all), `count` with how many.

    For whoever runs it `parties` and `waiting` are the list; `open` while one may still sign up or leave.
    """

    line: ActivityLine
    until: str
    state: str
    own: str
    count: int
    open: bool
    runs: bool = False
    people: int = 0
    parties: Sequence[Party] = ()
    waiting: Sequence[Party] = ()


def catalogue_sheet(visit: Visit) -> CatalogueSheet:
    """The catalogue where the visitor lives, and her orders."""
    orders = [Order(one.said, one.number, one.what, when_of(visit, one), STATES[one.state]) for one in my_needs(visit)]
    if not visit.contact.home:
        return CatalogueSheet("", (), orders)
    items = [
        Item(one.number, one.name, "，".join(part for part in (f"约{span_of(one.minutes)}", one.note) if part))
        for one in on_offer_here(visit)
    ]
    return CatalogueSheet(visit.knowledge.town.territory.title(community_of(visit, visit.contact.home)), items, orders)


def activity_sheets(visit: Visit) -> list[ActivitySheet]:
    """What comes near, without anybody's list."""
    return [_sheet(visit, one) for one in coming(visit)[:_LISTED_MOST]]


def activity_sheet(visit: Visit, number: int) -> ActivitySheet | None:
    """One activity, with its list for whoever runs it; None for none."""
    activity = visit.unit.activities.load(number)
    return _sheet(visit, activity, whole=True) if activity is not None else None


def _sheet(visit: Visit, activity: Activity, *, whole: bool = False) -> ActivitySheet:
    sign_ups = visit.unit.activities.sign_ups(activity.number)
    own = own_sign_up(visit, sign_ups)
    mine = own is not None and own.state is not SignUpState.OUT
    ends = activity.ends_at.astimezone(visit.zone)
    standing = activity.state is ActivityState.OPEN and activity.ends_at > visit.now
    state = "" if standing else ("已取消" if activity.state is ActivityState.CANCELLED else "已结束")
    hers = whole and runs(visit, activity)
    there = [one for one in sign_ups if one.state is SignUpState.IN]
    return ActivitySheet(
        line=line_of(visit, activity, sign_ups),
        until=f"{ends.hour}:{ends.minute:02d}",
        state=state,
        own=_standing(visit, sign_ups, own) if own is not None and mine else "",
        count=own.count if own is not None and mine else 0,
        open=standing and activity.starts_at > visit.now,
        runs=hers,
        people=seats_taken(sign_ups),
        parties=[_party(visit, one) for one in there] if hers else (),
        waiting=[_party(visit, one) for one in waiting(sign_ups)] if hers else (),
    )


def _standing(visit: Visit, sign_ups: Sequence[SignUp], own: SignUp) -> str:
    if own.state is SignUpState.IN:
        return f"已报名 {own.count}人"
    return f"候补第{place_in_line(sign_ups, visit.contact.id)}位"


def _party(visit: Visit, sign_up: SignUp) -> Party:
    return Party(who_signed(visit, sign_up), sign_up.count, sign_up.guardian)
