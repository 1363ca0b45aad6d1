"""Hanging a wish on the board, and the board as those who might claim one read it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.desk import wording_wishes
from bot.desk.desk import Visit
from bot.desk.labels import day_name
from bot.desk.locating import holder_of
from bot.desk.needreading import without_place
from bot.desk.resourcing import at_hand
from bot.desk.understanding import Understanding
from bot.desk.volunteering import seek
from intents.masking import mask_personal
from intents.needs.reading import read_need
from intents.verdict import Category, Intent
from intents.wishes import Wish, Wisher, WishFor, read_wish
from matching.case import Case
from matching.need import Need, NeedKind, NeedState, NeedUrgency, Part
from matching.place import find_place
from matching.vetted import about_minor
from matching.wish import FULFILLED_WITHIN, UNCLAIMED_AFTER, HungWish, wish_of

#: So much of her own words reads whoever has claimed it: the size, the colour, what for.
_SAID_MOST = 60
_A_WISH = 60
_FAR = 99
#: What is left of a building or room once its number is taken out.
_HOUSE = re.compile(r"\s*(?:[栋幢座]|号楼|单元|室)(?=[，,。、；;\s]|$)|^\s*[栋幢座]")


@dataclass(frozen=True, slots=True)
class BoardWish:
    """A wish as everybody may read it: `words` and `where` tell nobody whose it is."""

    said: str
    number: int
    case: int
    words: str
    where: str
    since: str


def as_wish(understood: Understanding) -> Understanding:
    """A message as it is to be acted on: a wish for a thing that is known is the volunteers' where it is not sure of
    what else, and so handed over where the board says. "一台收音机，声音要大的" is no noise.
    """
    verdict = understood.verdict
    if len(understood.matters) > 1 or not verdict.ask or verdict.intent is not Intent.WISH:
        return understood
    if not read_wish(understood.text).thing:
        return understood
    (matter,) = understood.matters
    meant = replace(verdict, category=Category.VOLUNTEER, ask=False)
    return replace(understood, matters=(replace(matter, verdict=meant),))


def plan_wish(visit: Visit, case: Case) -> Wish | None:
    """What a case wishes for, with the words its receipt says about that; None where it wishes for nothing.

    A matter of somebody's violence or danger never hangs on a board.
    """
    known = case.intent == Intent.WISH and case.place and not case.urgent
    if not known or visit.unit.needs.of_case(case.number) is not None:
        return None
    text = case.summary
    child = case.category == Category.CHILD or about_minor(case) or read_need(text).child
    wish = read_wish(text, child=child)
    door = wish.what is not WishFor.GOODS or wish.wisher is Wisher.CHILD
    hung = wording_wishes.hung(wish.shown) if door else wording_wishes.hung_with_door(wish.shown, case.number)
    visit.helping[case.number] = hung
    there = at_hand(visit, case.place, text)
    visit.asked_too[case.number] = "\n".join(one for one in (wording_wishes.for_handler(wish.shown), there) if one)
    return wish


def hang_up(visit: Visit, case: Case, wish: Wish | None) -> Case:
    """The wish of a case on the board; the case has as long as it may hang there and be fulfilled, and comes back so.

    To a child come two who were looked into; what is bought for one anybody may.
    """
    if wish is not None:
        _hang(visit, case, wish)
    known = visit.unit.needs.of_case(case.number) if case.intent == Intent.WISH else None
    if known is None or wish_of(known.source) is None or case.due_at is None:
        return case
    case = replace(case, due_at=known.created_at + UNCLAIMED_AFTER + FULFILLED_WITHIN)
    visit.unit.cases.save(case)
    return case


def _hang(visit: Visit, case: Case, wish: Wish) -> None:
    hung = HungWish(wish.what.value, wish.wisher.value)
    need = Need(
        number=0,
        kind=NeedKind.WISH,
        state=NeedState.OPEN,
        urgency=NeedUrgency.PLANNED,
        place=case.place,
        place_text=roughly(visit, case.place),
        what=wish.shown,
        starts_at=visit.now,
        ends_at=visit.now + UNCLAIMED_AFTER,
        created_at=visit.now,
        touched_at=visit.now,
        minutes=_A_WISH,
        parts=(Part(""),),
        case=case.number,
        requester=case.reporter,
        coordinator=case.responder,
        source=hung.source,
        note=_said(visit, case),
    )
    minor = hung.of_child and not hung.to_carry
    need = seek(visit, replace(need, vetted=minor, pair=minor))
    if (need.vetted, need.pair) != (minor, minor):
        visit.unit.needs.save(replace(need, vetted=minor, pair=minor))


def roughly(visit: Visit, place: str) -> str:
    """Where somebody lives as the board says it: the compound or lane, no building."""
    territory = visit.knowledge.town.territory
    return territory.title(holder_of(territory, place))


def _said(visit: Visit, case: Case) -> str:
    """What was wished for in her own words, without where she lives: the size, the colour, what it is for."""
    left = without_place(case.summary, find_place(case.summary, visit.knowledge.gazetteer))
    said = mask_personal(_HOUSE.sub("", left)).strip(" ，,。、")
    return said if len(said) <= _SAID_MOST else f"{said[:_SAID_MOST]}…"


def hung_here(visit: Visit) -> list[BoardWish]:
    """What waits to be claimed, nearest to the visitor's homes first, then what has waited longest."""
    territory = visit.knowledge.town.territory
    own = visit.knowledge.roster.of_contact(visit.contact.id)
    homes = [home for home in (visit.contact.home, own.home if own else "", own.work if own else "") if home]
    lines = [{node.code for node in territory.lineage(home)} for home in homes]

    def far(need: Need) -> int:
        above = [node.code for node in territory.lineage(need.place)]
        return min((at for line in lines for at, code in enumerate(above) if code in line), default=_FAR)

    waiting = [need for need in visit.unit.needs.of_kind(NeedKind.WISH, NeedState.OPEN) if _hangs(need)]
    return [
        BoardWish(
            need.said,
            need.number,
            need.case,
            need.what,
            roughly(visit, need.place),
            f"{day_name(need.created_at, visit.now, visit.zone)}挂上",
        )
        for need in sorted(waiting, key=lambda need: (far(need), need.created_at, need.number))
    ]


def _hangs(need: Need) -> bool:
    wish = wish_of(need.source)
    return wish is not None and not wish.hidden
