"""Who has looked at a skill's paper, and whom the community trusts with children and keys: an office's word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.desk import refusals, wording_register
from bot.desk.chatwords import Command
from bot.desk.desk import OFFICES, Telling, Visit
from bot.desk.enlisting import unproven
from bot.desk.wording_refusals import word_of
from intents.needs.skills import skill_of
from matching.responder import Role
from matching.routing import masked
from matching.territory import Territory
from storage.people import VolunteerRow

#: Whoever holds one of these over where a volunteer lives, or where her unit is paired, may vouch for her.
_MAY_VOUCH = OFFICES | {Role.ESTATE_SECRETARY}
_LISTED_MOST = 10


def verify(visit: Visit, command: Command) -> str:
    """核实: somebody has seen the paper for a skill; without words, whose papers wait to be seen."""
    places = _places(visit, word_of(command.verb))
    if not command.rest:
        return _waiting(visit, places)
    found = _named(visit, places, command.rest)
    if isinstance(found, str):
        return found
    row, rest = found
    skill = _skill(rest)
    after = replace(
        row,
        skills=tuple(dict.fromkeys((*row.skills, skill))),
        verified=tuple(dict.fromkeys((*row.verified, skill))),
    )
    if after != row:
        visit.unit.people.change_volunteer(after)
        tell_volunteer(visit, after, wording_register.verified_for_volunteer(_office(visit), skill))
    return wording_register.verified(masked(row.name), skill)


def unverify(visit: Visit, command: Command) -> str:
    """取消核实: the skill is what she says herself again."""
    found = _named(visit, _places(visit, word_of(command.verb)), command.rest)
    if isinstance(found, str):
        return found
    row, rest = found
    skill = _skill(rest)
    visit.unit.people.change_volunteer(replace(row, verified=tuple(one for one in row.verified if one != skill)))
    return wording_register.no_longer_verified(masked(row.name), skill)


def vet(visit: Visit, command: Command) -> str:
    """可托付: the community knows her; she may come to children and hold keys."""
    found = _named(visit, _places(visit, word_of(command.verb)), command.rest)
    if isinstance(found, str):
        return found
    row, _ = found
    if not row.vetted:
        visit.unit.people.change_volunteer(replace(row, vetted=True))
        tell_volunteer(visit, row, wording_register.vetted_for_volunteer(_office(visit)))
    return wording_register.vetted(masked(row.name), row.code)


def unvet(visit: Visit, command: Command) -> str:
    """取消可托付: she comes to no child and holds no key from now on."""
    found = _named(visit, _places(visit, word_of(command.verb)), command.rest)
    if isinstance(found, str):
        return found
    visit.unit.people.change_volunteer(replace(found[0], vetted=False))
    return wording_register.no_longer_vetted(masked(found[0].name))


def _places(visit: Visit, word: str) -> frozenset[str]:
    """The places that the visitor may vouch for. Raises `refusals.NotAnOffice`."""
    person = visit.knowledge.town.directory.get(visit.contact.person) if visit.contact.person else None
    places = frozenset(duty.place for duty in person.duties if duty.role in _MAY_VOUCH) if person else frozenset[str]()
    if not places:
        raise refusals.NotAnOffice(word=word)
    return places


def _below(territory: Territory, row: VolunteerRow, places: frozenset[str]) -> bool:
    line = (node.code for place in (row.home, row.work) if place for node in territory.lineage(place))
    return not places.isdisjoint(line)


def _of_office(visit: Visit, places: frozenset[str]) -> Sequence[VolunteerRow]:
    territory = visit.knowledge.town.territory
    return [row for row in visit.unit.people.volunteer_rows() if _below(territory, row, places)]


def _named(visit: Visit, places: frozenset[str], words: str) -> tuple[VolunteerRow, str] | str:
    """The volunteer that the first word names, by name or code, and the words behind; a question where several have
    that name. Nobody vouches for herself. Raises `refusals.NoSuchVolunteer`.
    """
    said, _, rest = words.partition(" ")
    found = [
        row
        for row in _of_office(visit, places)
        if said in (row.name, row.code) and row.openid != visit.contact.openid
    ]
    if not found:
        raise refusals.NoSuchVolunteer(said=said)
    if len(found) > 1:
        title = visit.knowledge.town.territory.title
        listed = [f"{title(row.home) if row.home else row.unit}（{row.code}）" for row in found[:_LISTED_MOST]]
        return wording_register.several_of_that_name(masked(said), listed)
    return found[0], rest.strip()


def _skill(said: str) -> str:
    skill = skill_of(said)
    if skill is None:
        raise refusals.NotASkill(said=said or "（空）")
    return skill.name


def _waiting(visit: Visit, places: frozenset[str]) -> str:
    rows = [(row, unproven(row)) for row in _of_office(visit, places)]
    waiting = [(f"{masked(row.name)}（{row.code}）", "、".join(skills)) for row, skills in rows if skills]
    return wording_register.waiting_for_proof(waiting[:_LISTED_MOST]) if waiting else wording_register.NOBODY_WAITS


def _office(visit: Visit) -> str:
    person = visit.knowledge.town.directory.get(visit.contact.person)
    return person.name if person is not None else visit.contact.person


def tell_volunteer(visit: Visit, row: VolunteerRow, words: str) -> None:
    """Let a volunteer know what was said of her; nobody is told where no account is bound."""
    contact = visit.unit.people.known(row.openid) if row.openid else None
    if contact is not None:
        card = {"number": row.code, "matter": "志愿登记", "state": "已核实", "due": _now(visit)}
        visit.tell(Telling("register", words, None, card), contact=contact.id)


def _now(visit: Visit) -> str:
    return visit.now.astimezone(visit.zone).strftime("%Y-%m-%d %H:%M")
