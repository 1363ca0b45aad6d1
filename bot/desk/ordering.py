"""派单: somebody on duty orders hands, perhaps a team of several skills; 改时间: a need at another time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.desk import refusals, wording_needs, wording_pages
from bot.desk.chatwords import Command, Verb
from bot.desk.desk import Visit, duty_for, parties_of
from bot.desk.labels import STATES as CASE_STATES
from bot.desk.labels import handler_title
from bot.desk.links import with_link
from bot.desk.locating import in_building
from bot.desk.needing import opened_anew, wanted_of
from bot.desk.needline import STATES, need_line, telling
from bot.desk.needreading import without_place
from bot.desk.picking import any_case
from bot.desk.proposing import propose
from bot.desk.volunteering import change, hold, need_of, seek, start
from bot.desk.windows import Window, window_of
from bot.desk.wording_refusals import word_of
from intents.needs.reading import NeedReading, read_need
from intents.needs.skills import Shown, Skill, skill_of, skills_named, skills_needed
from intents.numerals import counted
from matching.case import Case
from matching.lifecycle import ENDED, Party
from matching.need import OVER, Need, NeedKind, NeedState, Part
from matching.offers import HOLDING
from matching.place import PlaceFinding, find_place
from matching.responder import ORDERING, Duty, Role
from matching.team import Team
from matching.territory import NodeKind

#: What 好 does with a card that was shown (`casework.AGREED`).
SEND = "send_order"
_OF_CASE = frozenset({Party.OWNER, Party.OFFICE})
_PEOPLE_MOST = 50
_WHAT_MOST = 30
#: From so many on, or of several skills, they work as a team: all of them for the whole time.
_TEAM = 4
_BETWEEN = re.compile(r"[\s,，;；、]+")
#: "医疗2", "理发1名", "宣传3人".
_SO_MANY = re.compile(r"(?:会|要)?(?P<name>\D{2,8}?)(?:的)?\s*(?P<count>\d{1,2})\s*(?:人|名|个|位)?")
_PEOPLE = re.compile(r"(?P<count>\d{1,3}|[一两二三四五六七八九十])\s*(?:个?人|名|位)(?:手)?")
_WHO = re.compile(
    r"要?会?(?:讲|说)?(?:闽南[话语]|客家[话语]|手语|普通话|英语)的?|要?(?:女|男)(?:的|同志|志愿者|性)|志愿者"
)


@dataclass(frozen=True, slots=True)
class _Read:
    """An order as it was read."""

    need: Need
    place_from_duty: bool
    read: bool


# -- who and where -------------------------------------------------------------------------------------


def _duties(visit: Visit) -> list[Duty]:
    """The duties for which the visitor may order; a team's leader has one where the team is at home.

    Raises `refusals.NotAnOrderer`.
    """
    person = visit.knowledge.town.directory.get(visit.contact.person) if visit.contact.person else None
    found = [duty for duty in person.duties if duty.role in ORDERING] if person else []
    found += [Duty(Role.TEAM, team.place, frozenset()) for team in _led(visit) if team.place]
    if not found:
        raise refusals.NotAnOrderer
    return found


def _led(visit: Visit) -> list[Team]:
    """The teams that the visitor leads as a volunteer."""
    volunteer = visit.knowledge.roster.of_contact(visit.contact.id)
    if volunteer is None:
        return []
    today = visit.now.astimezone(visit.zone).date()
    own = visit.unit.teams.of(volunteer.code)
    return [team for team in own if team.leader == volunteer.code and team.stands(today)]


def _where(visit: Visit, place: PlaceFinding, duties: Sequence[Duty]) -> tuple[str, str, bool]:
    """The place that an order names, else the orderer's own, as code, as text, and whether it is the latter.

    Raises `refusals.NotYourPlace` for one outside of the communities where he has a duty.
    """
    territory = visit.knowledge.town.territory
    if place.match is None:
        own = duties[0].place
        return own, territory.title(own), True
    named = in_building(visit, place.match.code, place.address.building)
    if not any(territory.within(named.code, _community(visit, duty.place)) for duty in duties):
        raise refusals.NotYourPlace(place=named.text)
    return named.code, named.text, False


def _community(visit: Visit, place: str) -> str:
    """The community around a place: neighbours help across buildings; a larger place is its own."""
    line = visit.knowledge.town.territory.lineage(place)
    return next((node.code for node in line if node.kind is NodeKind.COMMUNITY), place)


# -- read ----------------------------------------------------------------------------------------------


def _read(visit: Visit, command: Command) -> _Read | None:
    """The need that an order asks for, not stored; None where it does not say what for."""
    duties = _duties(visit)
    case = _case_of(visit, command)
    text = command.rest
    place = find_place(text, visit.knowledge.gazetteer)
    if case is not None and place.match is None:
        where = (case.place, case.place_text, False)
    else:
        where = _where(visit, place, duties)
    reading = read_need(text)
    said = without_place(text, place)
    parts = _parts(said)
    what = _what(said, reading, parts)
    if not what or sum(part.count for part in parts) > _PEOPLE_MOST:
        return None
    minutes = reading.minutes or max((_skill(part).minutes for part in parts), default=60)
    window = window_of(reading.when, visit.now, visit.zone, minutes)
    if not reading.minutes and (len(parts) > 1 or parts[0].count >= _TEAM):
        minutes = int((window.ends_at - window.starts_at).total_seconds()) // 60
    need = _need(visit, where, window, reading)
    need = replace(need, what=what, parts=parts, minutes=minutes)
    if case is not None:
        need = replace(need, kind=NeedKind.HELP, case=case.number, requester=case.reporter, reasons=case.care)
    return _Read(need, where[2], window.read)


def _case_of(visit: Visit, command: Command) -> Case | None:
    """The case that an order is for, None without a number. Raises the refusals of `any_case`, `NotForYou` and
    `MoveNotNow`.
    """
    if command.number is None or command.own:
        return None
    case = any_case(visit, command)
    word = word_of(command.verb)
    if _OF_CASE.isdisjoint(parties_of(visit, case, visit.contact.person)):
        raise refusals.NotForYou(number=case.number, word=word)
    if case.state in ENDED:
        raise refusals.MoveNotNow(number=case.number, state=CASE_STATES[case.state], word=word)
    return case


def _need(visit: Visit, where: tuple[str, str, bool], window: Window, reading: NeedReading) -> Need:
    person = visit.contact.person
    return Need(
        number=0,
        kind=NeedKind.ORDER,
        state=NeedState.OPEN,
        urgency=window.urgency,
        place=where[0],
        place_text=where[1],
        what="",
        starts_at=window.starts_at,
        ends_at=window.ends_at,
        created_at=visit.now,
        touched_at=visit.now,
        languages=reading.languages,
        gender=reading.gender,
        vetted=reading.vetted,
        requester=0 if person else visit.contact.id,
        by=person,
        coordinator=person,
        team="" if person else next((team.code for team in _led(visit)), ""),
    )


def _parts(said: str) -> tuple[Part, ...]:
    """The hands of an order: "医疗2 理发1 宣传3" as they are counted, else so many people for what it names."""
    counted = [part for word in _BETWEEN.split(said) if (part := _counted(word)) is not None]
    if counted:
        return tuple({part.skill: part for part in counted}.values())
    found = _PEOPLE.search(said)
    count = _number(found["count"]) if found is not None else 1
    skills = [skill_of(shown.name) for shown in skills_named(said) or skills_needed(said)]
    known = list(dict.fromkeys(skill for skill in skills if skill is not None))
    if not known:
        return (Part("", count),)
    first, *others = known
    parts = (Part(first.name, max(count - len(others), 1), first.verified),)
    return (*parts, *(Part(one.name, 1, one.verified) for one in others))


def _counted(word: str) -> Part | None:
    """One word such as 医疗2; None for any other."""
    found = _SO_MANY.fullmatch(word)
    if found is None:
        return None
    shown: Sequence[Shown] = skills_named(found["name"])
    skill = skill_of(found["name"]) or (skill_of(shown[0].name) if shown else None)
    return Part(skill.name, int(found["count"]), skill.verified) if skill is not None and int(found["count"]) else None


def _number(said: str) -> int:
    return max(counted(said), 1)


def _skill(part: Part) -> Skill:
    return skill_of(part.skill) or Skill("")


def _what(said: str, reading: NeedReading, parts: Sequence[Part]) -> str:
    """What is to be done, in the orderer's own words without when, how many and who; else the skills; else nothing."""
    left = said.replace(reading.when.text, " ") if reading.when is not None else said
    words = [word for word in _BETWEEN.split(left) if word and _counted(word) is None]
    kept = " ".join(word for one in words if len(word := _WHO.sub("", _PEOPLE.sub("", one)).strip("的")) > 1)
    named = "、".join(part.skill for part in parts if part.skill)
    return (kept or named)[:_WHAT_MOST]


# -- ordered -------------------------------------------------------------------------------------------


def order(visit: Visit, command: Command) -> str:
    """派单: what was read is shown, and 好 sends it; alone it lists the orders under way."""
    if not command.rest:
        return _running(visit, command)
    found = _read(visit, command)
    if found is None:
        return wording_needs.HOW_TO_ORDER
    propose(visit, SEND, f"{command.number or ''}|{command.rest}")
    wanted = wanted_of(visit, found.need)
    return wording_needs.order_card(wanted, place_from_duty=found.place_from_duty, read=found.read)


def send_order(visit: Visit, words: str) -> str:
    """好 behind the card of an order: it is read again, as it stands now, and volunteers are asked."""
    number, _, rest = words.partition("|")
    found = _read(visit, Command(Verb.ORDER, int(number) if number else None, rest))
    if found is None:
        return wording_needs.HOW_TO_ORDER
    before = visit.unit.needs.of_case(found.need.case) if found.need.case else None
    if before is not None and before.state in (NeedState.DONE, NeedState.CONFIRMED):
        return wording_needs.done_already(need_line(visit, before), STATES[before.state])
    need = seek(visit, found.need) if before is None else _again(visit, before, found.need)
    wanted = wanted_of(visit, need)
    if need.state is NeedState.FALLBACK:
        return wording_needs.nobody_to_ask(wanted, _given_to(visit, need))
    words = wording_needs.ordered(wanted, len(visit.unit.needs.offers(need.number)))
    address = visit.desk.links.address(visit.contact.id, visit.contact.openid, f"need/{need.number}")
    return with_link(words, address, wording_pages.OPEN)


def _given_to(visit: Visit, need: Need) -> str:
    """Who has a need that nobody could be asked for, as the visitor reads it; "" where she has it herself."""
    holder = visit.knowledge.town.directory.get(need.given_to) if need.given_to != visit.contact.person else None
    choice = duty_for(visit, holder, need.place) if holder is not None else None
    return handler_title(choice) if choice is not None else ""


def _again(visit: Visit, before: Need, wanted: Need) -> Need:
    """The need that a case has already, with the facts of an order; one that nobody took is looked for anew."""
    before, _ = hold(visit, before)
    facts = replace(
        before, kind=wanted.kind, what=wanted.what, parts=wanted.parts, minutes=wanted.minutes, place=wanted.place,
        place_text=wanted.place_text, languages=wanted.languages, gender=wanted.gender, vetted=wanted.vetted,
        starts_at=wanted.starts_at, ends_at=wanted.ends_at, urgency=wanted.urgency,
        by=wanted.by, coordinator=wanted.coordinator,
    )  # fmt: skip
    return change(visit, opened_anew(visit, facts))


def _running(visit: Visit, command: Command) -> str:
    """The orders that the visitor has under way, and what a case has of volunteers when its number is given."""
    _duties(visit)
    case = _case_of(visit, command)
    need = visit.unit.needs.of_case(case.number) if case is not None else None
    needs = [need] if need is not None else _ordered_by(visit)
    lines = []
    for one in needs:
        offers = visit.unit.needs.offers(one.number)
        lines.append((need_line(visit, one, offers), len(offers), STATES[one.state]))
    return wording_needs.running(lines)


def _ordered_by(visit: Visit) -> list[Need]:
    own = visit.unit.needs.concerning(visit.contact.id, visit.contact.person)
    person, contact = visit.contact.person, visit.contact.id
    if person:
        return [need for need in own if need.by == person]
    return [need for need in own if need.kind is NeedKind.ORDER and need.requester == contact]


# -- another time --------------------------------------------------------------------------------------


def reschedule(visit: Visit, command: Command) -> str:
    """改时间: by whoever asked for it, ordered it or answers for it. Whoever has claimed it keeps it until she says
    来不了; those who were asked read the new time; the other side is told.
    """
    need, _ = hold(visit, need_of(visit, command))
    persons = {need.by, need.coordinator, need.given_to} - {""}
    if visit.contact.id != need.requester and visit.contact.person not in persons:
        raise refusals.NotForYou(number=need.said, word=word_of(command.verb))
    reading = read_need(command.rest)
    window = window_of(reading.when, visit.now, visit.zone, need.minutes)
    if reading.when is None or not window.read or need.state in OVER:
        return wording_needs.which_time(need.said)
    need = replace(need, starts_at=window.starts_at, ends_at=window.ends_at, urgency=window.urgency)
    if need.state is NeedState.FALLBACK:
        need = opened_anew(visit, need)
    need = change(visit, need)
    if need.state is NeedState.CARD:
        need = start(visit, need)
    offers = visit.unit.needs.offers(need.number)
    line = need_line(visit, need, offers)
    _tell_other_side(visit, need)
    return wording_needs.rescheduled(line, sum(offer.state in HOLDING for offer in offers))


def _tell_other_side(visit: Visit, need: Need) -> None:
    words = wording_needs.rescheduled_for_others(need_line(visit, need))
    notice = telling(visit, need, "rescheduled", words, "改了时间")
    if visit.contact.id != need.requester and need.requester:
        visit.tell(notice, contact=need.requester)
    for person in dict.fromkeys((need.by, need.coordinator)):
        if person and person != visit.contact.person:
            visit.tell(notice, person=person)
