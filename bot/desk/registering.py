"""The register of volunteers as the console keeps it: whose paper somebody has seen, whom the community trusts."""

from __future__ import annotations

from dataclasses import replace

from bot.desk import wording_register
from bot.desk.clerk import Clerk, RosterRefused
from bot.desk.desk import Desk, visit_as
from bot.desk.rights import Standing
from bot.desk.vouching import tell_volunteer
from intents.needs.skills import skill_of
from matching.territory import Territory
from storage.people import VolunteerRow


def is_seen(standing: Standing, territory: Territory, row: VolunteerRow) -> bool:
    """Whether a volunteer lives or works where somebody sees; who names no place is seen by those who see all."""
    return any(place and standing.sees_place(territory, place) for place in (row.home, row.work)) or not standing.place


def verify_skill(desk: Desk, clerk: Clerk, code: str, skill: str, *, seen: bool) -> None:
    """Somebody has seen the paper for a skill, or it is her own word again. Raises RosterRefused."""
    row = _mine(clerk, code)
    known = skill_of(skill)
    if known is None:
        raise RosterRefused("没有这种技能，请从她登记的技能里选")
    name = known.name
    verified = [one for one in row.verified if one != name]
    skills = row.skills if name in row.skills else (*row.skills, name)
    after = replace(row, skills=skills, verified=tuple([*verified, name] if seen else verified))
    words = wording_register.verified_for_volunteer(_office(clerk), name) if seen else ""
    _keep(desk, clerk, (row, after), words)


def set_vetted(desk: Desk, clerk: Clerk, code: str, *, vetted: bool) -> None:
    """The community trusts her with children and keys, or no longer. Raises RosterRefused."""
    row = _mine(clerk, code)
    words = wording_register.vetted_for_volunteer(_office(clerk)) if vetted else ""
    _keep(desk, clerk, (row, replace(row, vetted=vetted)), words)


def _keep(desk: Desk, clerk: Clerk, change: tuple[VolunteerRow, VolunteerRow], words: str) -> None:
    before, after = change
    if before == after:
        return
    clerk.unit.people.change_volunteer(after)
    clerk.record(("vouch", "volunteer", after.code), _told(before), _told(after))
    if words:
        key = f"vouch:{after.code}:{'|'.join(after.verified)}:{after.vetted}:{clerk.now.isoformat()}"
        tell_volunteer(visit_as(desk, clerk.unit, "", key, clerk.now), after, words)


def _told(row: VolunteerRow) -> dict[str, object]:
    return {"verified": "、".join(row.verified), "vetted": row.vetted}


def _mine(clerk: Clerk, code: str) -> VolunteerRow:
    row = clerk.unit.people.volunteer_row(code)
    if row is None or clerk.unit.people.has_left(code) or not is_seen(clerk.standing, clerk.territory, row):
        raise RosterRefused("没有这位志愿者，或者不归您管")
    return row


def _office(clerk: Clerk) -> str:
    return clerk.territory.title(clerk.standing.place) or "社区"
