"""我的队, 队员, 退队: a team as its leader and its members see it, and who is in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date

from bot.desk import refusals, wording_teams
from bot.desk.chatwords import Command
from bot.desk.desk import Telling, Visit
from bot.desk.riding import WEEK, is_willing, today_of
from bot.desk.wording_teams import TeamLine
from matching.routing import masked
from matching.team import Team
from matching.volunteer import Volunteer

_CHANGE = re.compile(r"(?P<what>加|减|加入|去掉|删)[\s:：]*(?P<who>\S+)(?:\s+(?P<team>\S+))?")
_ADDS = frozenset({"加", "加入"})


def teams(visit: Visit, command: Command) -> str:
    """我的队: the teams that the visitor leads, with who is in them, or is in."""
    del command
    volunteer = _volunteer(visit)
    standing = _standing(visit, volunteer)
    if not standing:
        return wording_teams.NO_TEAM
    asked = visit.unit.teams.asked_since(visit.now - WEEK)
    return "\n".join(_shown(visit, team, volunteer, asked.get(team.code, 0)) for team in standing)


def members(visit: Visit, command: Command) -> str:
    """队员 加, 队员 减: the leader puts somebody into the team or takes her out; she is told, and may leave herself."""
    leader = _volunteer(visit)
    led = [team for team in _standing(visit, leader) if team.leader == leader.code]
    if not led:
        return wording_teams.not_leading()
    read = _CHANGE.fullmatch(command.rest.strip())
    if read is None:
        return wording_teams.HOW_TO_CHANGE
    meant = _meant(led, read["team"] or "")
    if len(meant) != 1:
        return wording_teams.which_team([team.name for team in led], f"队员 加 V0003 {led[0].name}")
    found = _named(visit, read["who"], meant[0] if read["what"] not in _ADDS else None)
    if len(found) != 1:
        codes = [one.code for one in found]
        return wording_teams.several_like(read["who"], codes) if found else wording_teams.nobody_like(read["who"])
    return (_add if read["what"] in _ADDS else _remove)(visit, meant[0], leader, found[0])


def leave(visit: Visit, command: Command) -> str:
    """退队: a member leaves; whoever leads it hears of that."""
    volunteer = _volunteer(visit)
    standing = _standing(visit, volunteer)
    own = _meant([team for team in standing if team.leader != volunteer.code], command.rest.strip())
    if not own:
        return wording_teams.LEADS_STAY.format(team=standing[0].name) if standing else wording_teams.NO_TEAM
    if len(own) > 1:
        return wording_teams.which_team([team.name for team in own], f"退队 {own[0].name}")
    visit.unit.teams.leave(own[0].code, volunteer.code)
    _tell(visit, own[0].leader, wording_teams.told_left(masked(volunteer.name), own[0].name))
    return wording_teams.left(own[0].name)


def _add(visit: Visit, team: Team, leader: Volunteer, who: Volunteer) -> str:
    if not visit.unit.teams.join(team.code, who.code):
        return wording_teams.in_already(masked(who.name), team.name)
    _tell(visit, who.code, wording_teams.told_added(team.name, masked(leader.name)))
    return wording_teams.added(masked(who.name), team.name)


def _remove(visit: Visit, team: Team, leader: Volunteer, who: Volunteer) -> str:
    if who.code == leader.code:
        return wording_teams.LEADS_STAY.format(team=team.name)
    if not visit.unit.teams.leave(team.code, who.code):
        return wording_teams.not_in(masked(who.name), team.name)
    _tell(visit, who.code, wording_teams.told_removed(team.name, masked(leader.name)))
    return wording_teams.removed(masked(who.name), team.name)


def _tell(visit: Visit, code: str, words: str) -> None:
    """Tell somebody of a team, where she has an account."""
    volunteer = visit.knowledge.roster.get(code)
    if volunteer is not None and volunteer.contact:
        due = visit.now.astimezone(visit.zone).strftime("%Y-%m-%d %H:%M")
        card = {"number": code, "matter": "队伍名单", "state": "有变动", "due": due}
        visit.tell(Telling("team", words, None, card), contact=volunteer.contact)


def _shown(visit: Visit, team: Team, reader: Volunteer, asked: int) -> str:
    leader = visit.knowledge.roster.get(team.leader)
    line = TeamLine(
        name=team.name,
        count=len(team.members),
        asked=asked,
        quota=team.weekly_quota,
        leader=masked(leader.name) if leader is not None else "",
        until=_day(team.until_day) if team.until_day is not None else "",
    )
    if team.leader != reader.code:
        return wording_teams.belonged(line)
    return wording_teams.led(line, list(_lines(visit, team)))


def _lines(visit: Visit, team: Team) -> Iterator[str]:
    """Who is in a team, by code: nobody is ranked."""
    for code in team.members:
        volunteer = visit.knowledge.roster.get(code)
        if volunteer is not None:
            yield wording_teams.member(masked(volunteer.name), code, _state(visit, team, volunteer))


def _state(visit: Visit, team: Team, volunteer: Volunteer) -> str:
    if not volunteer.contact:
        return "没绑微信"
    if volunteer.resting_until is not None and today_of(visit) <= volunteer.resting_until:
        return f"休息到{_day(volunteer.resting_until)}"
    return "停好了，可以接" if team.rides and is_willing(visit, volunteer.code) else ""


def _volunteer(visit: Visit) -> Volunteer:
    volunteer = visit.knowledge.roster.of_contact(visit.contact.id)
    if volunteer is None:
        raise refusals.NotAVolunteer
    return volunteer


def _standing(visit: Visit, volunteer: Volunteer) -> list[Team]:
    """The teams she is in that have not ended, those she leads first."""
    found = [team for team in visit.unit.teams.of(volunteer.code) if team.stands(today_of(visit))]
    return sorted(found, key=lambda team: (team.leader != volunteer.code, team.code))


def _meant(own: Sequence[Team], said: str) -> list[Team]:
    """The teams that a name means; all of them when none is said."""
    return [team for team in own if not said or said in (team.code, team.name) or said in team.name]


def _named(visit: Visit, said: str, team: Team | None) -> list[Volunteer]:
    """Whoever has this code or name, among the members of a team or among all."""
    given = unicodedata.normalize("NFKC", said).strip()
    by_code = visit.knowledge.roster.get(given.upper())
    if by_code is not None:
        return [by_code]
    return [one for one in visit.knowledge.roster if one.name == given and (team is None or one.code in team.members)]


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
