"""应急: teams are called up until a day; by a word or by that date all are stood down and thanked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time

from bot.desk import refusals, wording_surge
from bot.desk.chatwords import Command, Verb
from bot.desk.clock import Clock, Due
from bot.desk.desk import OFFICES, Desk, Telling, Visit
from bot.desk.links import with_link
from bot.desk.proposing import propose
from bot.desk.surge_words import SurgeAsked, read_surge
from bot.desk.volunteering import cancel
from bot.desk.wording_refusals import word_of
from matching.campaign import Campaign, CampaignKind, CampaignState
from matching.case import Case
from matching.need import OVER, Need
from matching.offers import OfferState
from matching.routing import masked
from matching.team import Team, TeamKind
from matching.volunteer import Volunteer
from storage.unit_of_work import UnitOfWork

STAND_DOWN = "stand_down"
_OVER = "surge_over"
_AN_HOUR = 60


# -- who and which -----------------------------------------------------------------------------------


def _offices_place(visit: Visit, verb: Verb) -> str:
    """The place that the visitor's office stands for. Raises NotAnOffice."""
    person = visit.knowledge.town.directory.get(visit.contact.person) if visit.contact.person else None
    for duty in person.duties if person else ():
        if duty.role in OFFICES:
            return duty.place
    raise refusals.NotAnOffice(word=word_of(verb))


def running_here(visit: Visit, command: Command) -> Campaign | str:
    """The surge that an office means, or the sentence that says why none. Raises NotAnOffice."""
    place = _offices_place(visit, command.verb)
    found = _running(visit, place)
    if command.number is not None:
        found = [one for one in found if one.number == command.number]
    if not found:
        return wording_surge.NOTHING_RUNS
    if len(found) > 1:
        listed = "、".join(f"{one.number} {one.name}" for one in found)
        word = word_of(command.verb)
        return wording_surge.WHICH.format(count=len(found), listed=listed, word=word, first=found[0].number)
    return found[0]


def _running(visit: Visit, place: str) -> list[Campaign]:
    territory = visit.knowledge.town.territory
    running = visit.unit.campaigns.running(CampaignKind.SURGE)
    return [one for one in running if territory.within(one.place, place) or territory.within(place, one.place)]


def line_for(visit: Visit, surge: Campaign) -> wording_surge.SurgeLine:
    """A surge as the sentences need it."""
    until = f"{surge.until_day.month}月{surge.until_day.day}日"
    return wording_surge.SurgeLine(surge.number, surge.name, visit.knowledge.town.territory.title(surge.place), until)


def members_of(visit: Visit, surge: Campaign) -> list[Volunteer]:
    """Everybody in the teams of a surge who can be told, by code."""
    teams = set(surge.team.split("|"))
    return [one for one in visit.knowledge.roster if one.contact and one.teams & teams]


def card_of(surge: Campaign, state: str, due: datetime, visit: Visit) -> dict[str, str]:
    """The fields of a template message about a surge."""
    when = due.astimezone(visit.zone).strftime("%Y-%m-%d %H:%M")
    return {"number": f"S{surge.number}", "matter": surge.name, "state": state, "due": when}


def _last_moment(visit: Visit, day: date) -> datetime:
    return datetime.combine(day, time(23, 59), visit.zone).astimezone(UTC)


# -- begin, look ---------------------------------------------------------------------------------------


def surge(visit: Visit, command: Command) -> str:
    """应急: begins a surge, or says how those stand that run."""
    place = _offices_place(visit, command.verb)
    if not command.rest:
        return _all_standing(visit, _running(visit, place))
    asked = read_surge(command.rest, visit.now.astimezone(visit.zone).date())
    if asked is None:
        return wording_surge.HOW_TO_BEGIN
    same = next((one for one in _running(visit, place) if one.name == asked.name), None)
    if same is not None:
        line = line_for(visit, same)
        return wording_surge.RUNS_ALREADY.format(number=line.number, name=line.name, until=line.until)
    return _begin(visit, place, asked)


def _begin(visit: Visit, place: str, asked: SurgeAsked) -> str:
    teams = _teams_for(visit, asked.rest, place)
    if not teams:
        return wording_surge.NO_TEAMS.format(place=visit.knowledge.town.territory.title(place))
    today = visit.now.astimezone(visit.zone).date()
    begun = Campaign(
        0, CampaignKind.SURGE, asked.name, place, visit.contact.person, visit.now, today, asked.until,
        team="|".join(team.code for team in teams),
    )  # fmt: skip
    members = members_of(visit, begun)
    if not members:
        return wording_surge.NOBODY_THERE
    begun = replace(begun, number=visit.unit.campaigns.add(begun))
    line = line_for(visit, begun)
    _tell(visit, begun, members, wording_surge.called_up(line), "请待命")
    return wording_surge.begun(line, len(members), [team.name for team in teams])


def _all_standing(visit: Visit, running: Sequence[Campaign]) -> str:
    if not running:
        return wording_surge.NOTHING_RUNS
    standing = "\n".join(_standing(visit, one) for one in running)
    return standing if len(running) > 1 else with_board(visit, running[0], standing)


def with_board(visit: Visit, surge: Campaign, text: str) -> str:
    """A text with the link to the board of a surge as its last line."""
    address = visit.desk.links.address(visit.contact.id, visit.contact.openid, f"surge/{surge.number}")
    return with_link(text, address, wording_surge.OPEN_BOARD)


def _teams_for(visit: Visit, named: str, place: str) -> list[Team]:
    """The teams that are named, else those for surges at the place, below it and above it."""
    territory, today = visit.knowledge.town.territory, visit.now.astimezone(visit.zone).date()
    standing = [team for team in visit.unit.teams.all() if team.stands(today)]
    near = [t for t in standing if territory.within(t.place, place) or territory.within(place, t.place)]
    wanted = [word for word in named.split() if word]
    chosen = [team for team in near if any(word in (team.name, team.code) for word in wanted)]
    return chosen or ([] if wanted else [team for team in near if team.kind is TeamKind.SURGE])


def _tell(visit: Visit, surge: Campaign, members: Sequence[Volunteer], words: str, state: str) -> None:
    card = card_of(surge, state, _last_moment(visit, surge.until_day), visit)
    for member in members:
        visit.tell(Telling("surge", words, None, card), contact=member.contact)


def _standing(visit: Visit, surge: Campaign) -> str:
    needs = [need for need in visit.unit.needs.of_campaign(surge.number) if need.state not in OVER]
    on_now = [
        f"{masked(member.name)}（{need.what}）"
        for need in needs
        if need.starts_at <= visit.now < need.ends_at
        for member in holding(visit, need)
    ]
    missing = sum(max(need.people - len(holding(visit, need)), 0) for need in needs if need.ends_at > visit.now)
    return wording_surge.standing(line_for(visit, surge), len(members_of(visit, surge)), on_now, missing)


def holding(visit: Visit, need: Need) -> list[Volunteer]:
    """Those who have a shift, in the order they were asked."""
    held = [visit.knowledge.roster.get(offer.volunteer) for offer in visit.unit.needs.holders(need.number)]
    return [member for member in held if member is not None]


# -- the end -------------------------------------------------------------------------------------------


def stand_down(visit: Visit, command: Command) -> str:
    """解除: asks once, for all of the teams are told."""
    found = running_here(visit, command)
    if isinstance(found, str):
        return found
    left = [need for need in visit.unit.needs.of_campaign(found.number) if need.state not in OVER]
    propose(visit, STAND_DOWN, str(found.number))
    return wording_surge.ask_to_end(line_for(visit, found), len([n for n in left if n.starts_at > visit.now]))


def end(visit: Visit, words: str) -> str:
    """The surge is over: what is ahead is cancelled, everybody is thanked and told."""
    found = running_here(visit, Command(Verb.STAND_DOWN, int(words)))
    if isinstance(found, str):
        return wording_surge.ENDED_ALREADY.format(number=words)
    return _ended(visit, found)


def _ended(visit: Visit, surge: Campaign) -> str:
    line, cancelled = line_for(visit, surge), 0
    needs = visit.unit.needs.of_campaign(surge.number)
    for need in needs:
        if need.state not in OVER and need.starts_at > visit.now:
            cancel(visit, need, "")
            cancelled += 1
    visit.unit.campaigns.end(surge.number, visit.now)
    members = members_of(visit, surge)
    card = card_of(surge, "已解除", visit.now, visit)
    for member in members:
        times, minutes = _worked(visit, member, needs)
        words = wording_surge.stood_down(line, times, f"{minutes / _AN_HOUR:g}")
        visit.tell(Telling("surge", words, None, card), contact=member.contact)
    return wording_surge.ended(line, len(members), cancelled)


def _worked(visit: Visit, member: Volunteer, needs: Sequence[Need]) -> tuple[int, int]:
    """How many shifts of a surge somebody has done, and the minutes of them."""
    done = [
        need.minutes
        for need in needs
        for offer in visit.unit.needs.offers(need.number)
        if offer.volunteer == member.code and offer.state in (OfferState.DONE, OfferState.CONFIRMED)
    ]
    return len(done), sum(done)


def _find_over(desk: Desk, unit: UnitOfWork, now: datetime) -> Iterator[Due]:
    today = now.astimezone(desk.calendar.zone).date()
    for one in unit.campaigns.running(CampaignKind.SURGE):
        if one.until_day < today:
            last = datetime.combine(one.until_day, time(23, 59), desk.calendar.zone)
            yield Due(0, _OVER, last.astimezone(UTC), one.number)


def _end_by_date(visit: Visit, _case: Case | None, due: Due) -> bool:
    surge = visit.unit.campaigns.load(due.which)
    today = visit.now.astimezone(visit.zone).date()
    if surge is None or surge.state is not CampaignState.RUNNING or surge.until_day >= today:
        return False
    words = _ended(visit, surge)
    visit.tell(Telling("surge", words, None, card_of(surge, "已到期", visit.now, visit)), person=surge.by)
    return True


#: The clock that ends a surge whose last day is over.
SURGE_OVER = Clock(_OVER, _find_over, _end_by_date)
