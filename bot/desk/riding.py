"""停好了, 出发: a rider is asked for an errand only when she has stopped and says so; while she rides, nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from bot.desk import wording_riders
from bot.desk.caseline import CaseLine
from bot.desk.chatwords import Command
from bot.desk.desk import Visit
from bot.desk.needline import need_line
from bot.desk.spots import last_spot
from matching.asking import give_up_at, missing_parts
from matching.eligible import unfit
from matching.need import Need, NeedKind, NeedState, Part
from matching.offers import Offer, OfferState
from matching.team import ERRAND_SKILL, Team
from matching.territory import distance
from matching.volunteer import Volunteer

#: So long she may be asked after she has stopped.
WILLING = timedelta(minutes=30)
#: So long an errand that she was shown is hers to take before others.
_WINDOW = timedelta(minutes=10)
_NEAR_METRES = 1_000
_SHOWN = 2
_TOLD_ASIDE = "停好车时离得近"
#: A week as quotas count it.
WEEK = timedelta(days=7)


def today_of(visit: Visit) -> date:
    """The visit's local day."""
    return visit.now.astimezone(visit.zone).date()


def rider_of(visit: Visit) -> Volunteer | None:
    """The visitor as a member of a team that rides, None when she is in none."""
    return as_rider(visit, visit.contact.id)


def as_rider(visit: Visit, contact: int) -> Volunteer | None:
    """A contact as a member of a team that rides, None when she is in none."""
    volunteer = visit.knowledge.roster.of_contact(contact) if contact else None
    if volunteer is None or not volunteer.teams:
        return None
    rides = any(team.rides and team.stands(today_of(visit)) for team in visit.unit.teams.of(volunteer.code))
    return volunteer if rides else None


def result_for_rider(visit: Visit, contact: int, line: CaseLine, done: str) -> str | None:
    """What came of a case, in one line, where the contact rides; None for anybody else."""
    return wording_riders.result(line, done) if as_rider(visit, contact) is not None else None


def stopped(visit: Visit, command: Command) -> str:
    """停好了: for half an hour she may be asked, and reads at once what lies near."""
    del command
    rider = rider_of(visit)
    if rider is None:
        return wording_riders.NOT_A_RIDER
    visit.desk.memory.put(_willing(rider.code), "1", WILLING)
    spot = last_spot(visit)
    if spot is None:
        visit.desk.memory.put(_waiting(visit), "1", WILLING)
        return wording_riders.STOPPED_WHERE
    return _errands_near(visit, rider, spot)


def moving(visit: Visit, command: Command) -> str:
    """出发: nothing is asked of her any more; what she was shown and has not claimed is taken back."""
    del command
    rider = rider_of(visit)
    if rider is None:
        return _sets_out(visit)
    visit.desk.memory.drop(_willing(rider.code))
    visit.desk.memory.drop(_waiting(visit))
    for _, offer in visit.unit.needs.of_volunteer(rider.code, (OfferState.ASKED,)):
        visit.unit.needs.save_offer(replace(offer, state=OfferState.WITHDRAWN, answered_at=visit.now, why="上路了"))
    return wording_riders.MOVING


def _sets_out(visit: Visit) -> str:
    """出发 of somebody who does not ride: a volunteer is on her way to what she has claimed."""
    volunteer = visit.knowledge.roster.of_contact(visit.contact.id)
    claimed = visit.unit.needs.of_volunteer(volunteer.code, (OfferState.CLAIMED,)) if volunteer is not None else []
    if not claimed:
        return wording_riders.NOT_A_RIDER
    return wording_riders.ON_THE_WAY.format(number=claimed[0][0].said)


def spot_after_stopping(visit: Visit) -> str | None:
    """What lies near, when 停好了 waited for the location that has come; None when it did not."""
    rider = rider_of(visit)
    spot = last_spot(visit)
    if rider is None or spot is None or visit.desk.memory.pop(_waiting(visit)) is None:
        return None
    return _errands_near(visit, rider, spot)


def is_willing(visit: Visit, code: str) -> bool:
    """Whether a rider has stopped within the last half hour and said so."""
    return visit.desk.memory.get(_willing(code)) is not None


# -- who is asked ------------------------------------------------------------------------------------


def not_to_be_asked(visit: Visit, need: Need) -> frozenset[str]:
    """Whom nothing is pushed to now: riders who have not stopped near, and everybody of a team that had its week.

    A rider who has given hours of her own is asked for what is no errand within these, like anybody.
    """
    teams = _standing(visit)
    riders = {code for team in teams if team.rides for code in team.members}
    moving_on = {code for code in riders if not _may_be_asked(visit, need, visit.knowledge.roster.get(code))}
    return frozenset(moving_on) | frozenset(_spent(visit, teams))


def aimed_at_riders(visit: Visit, need: Need) -> Need:
    """An errand that asks the team first of which somebody has stopped near it; any other need as it is, but that a
    team which has ended is asked first no more.
    """
    standing = _standing(visit)
    if need.team and any(team.code == need.team for team in visit.unit.teams.all() if team not in standing):
        need = replace(need, team="")
    if need.team or not is_errand(need):
        return need
    roster = visit.knowledge.roster
    for team in standing:
        if team.rides and any(_stands_near(visit, need, roster.get(code)) for code in team.members):
            return replace(need, team=team.code)
    return need


def errand_waits(visit: Visit, need: Need) -> bool:
    """Whether an errand that nobody may be asked for now waits for a rider to stop, until its time is over."""
    rides = need.kind is NeedKind.ERRAND and any(team.rides for team in _standing(visit))
    return rides and visit.now < give_up_at(need)


def _standing(visit: Visit) -> list[Team]:
    return [team for team in visit.unit.teams.all() if team.stands(today_of(visit))]


def _may_be_asked(visit: Visit, need: Need, rider: Volunteer | None) -> bool:
    own_hours = rider is not None and bool(rider.slots) and need.kind is not NeedKind.ERRAND
    return own_hours or (is_errand(need) and _stands_near(visit, need, rider))


def _stands_near(visit: Visit, need: Need, rider: Volunteer | None) -> bool:
    """Whether a rider has stopped, says so, and is no further from a need than she would go for it."""
    if rider is None or not rider.contact or not is_willing(visit, rider.code):
        return False
    spot = last_spot(visit, rider.contact)
    far = away(visit, need.place, spot) if spot is not None else None
    return far is not None and far <= _NEAR_METRES


def _spent(visit: Visit, teams: list[Team]) -> Iterator[str]:
    capped = [team for team in teams if team.weekly_quota]
    asked = visit.unit.teams.asked_since(visit.now - WEEK) if capped else {}
    for team in capped:
        if team.is_spent(asked.get(team.code, 0)):
            yield from team.members


# -- errands -----------------------------------------------------------------------------------------


def _errands_near(visit: Visit, rider: Volunteer, spot: tuple[float, float]) -> str:
    shown = list(_offered(visit, rider, spot))
    return wording_riders.errands(shown) if shown else wording_riders.NOTHING_NEAR


def _offered(visit: Visit, rider: Volunteer, spot: tuple[float, float]) -> Iterator[tuple[str, str, str]]:
    """The nearest errands she fits, each offered to her: its head, how far, when."""
    errands = [need for need in visit.unit.needs.in_state(NeedState.OPEN) if is_errand(need)]
    measured = [(away(visit, need.place, spot), need) for need in errands]
    near = [(far, need) for far, need in measured if far is not None and far <= _NEAR_METRES]
    by_distance = sorted(near, key=lambda pair: (pair[0], pair[1].number))
    shown = 0
    for far, found in by_distance:
        need = visit.unit.needs.load(found.number)
        part = _part_for(visit, need, rider) if need is not None else None
        if need is None or part is None:
            continue
        until = visit.now + _WINDOW
        visit.unit.needs.offer(Offer(
            0, need.number, rider.code, visit.now, until, part.skill, need.ring, reasons=(_TOLD_ASIDE,)
        ))  # fmt: skip
        visit.unit.needs.save(replace(need, wakes_at=min(need.wakes_at or until, until)))
        line = need_line(visit, need)
        yield line.head, wording_riders.metres(far), line.facts
        shown += 1
        if shown == _SHOWN:
            return


def is_errand(need: Need) -> bool:
    """Whether a need can be done on the way by one person: medicine, a parcel, a few things bought."""
    small = need.kind is NeedKind.ERRAND or any(part.skill == ERRAND_SKILL for part in need.parts)
    return small and need.people == 1 and not need.vetted


def away(visit: Visit, place: str, spot: tuple[float, float]) -> float | None:
    """How many metres a place lies from a spot; None when nobody measured where it is."""
    point = point_of(visit, place)
    return distance(spot, point) if point is not None else None


def point_of(visit: Visit, place: str) -> tuple[float, float] | None:
    """Where a place lies (lng, lat), by the nearest above it that was measured; None when none was."""
    for node in visit.knowledge.town.territory.lineage(place):
        if node.lng is not None and node.lat is not None:
            return node.lng, node.lat
    return None


def _part_for(visit: Visit, need: Need, rider: Volunteer) -> Part | None:
    """The hand that is missing and that she can lend, None when she fits none or was asked before."""
    offers = visit.unit.needs.offers(need.number)
    if need.state is not NeedState.OPEN or any(offer.volunteer == rider.code for offer in offers):
        return None
    return next((part for part in missing_parts(need, offers) if not unfit(rider, need, part)), None)


def _willing(code: str) -> str:
    return f"willing:{code}"


def _waiting(visit: Visit) -> str:
    return f"errands:{visit.contact.id}"
