"""调解: two neighbours, somebody neutral between them, an agreement that only the three read, and how it was kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk import refusals, wording_handlers, wording_mediation
from bot.desk.chatwords import Command
from bot.desk.clock import AT_ONCE, Clock, Due
from bot.desk.desk import (
    LINLI,
    RESIDENT,
    Desk,
    Telling,
    Visit,
    duty_for,
    line_of,
    move,
    move_or_refuse,
    who_has,
)
from bot.desk.dispatching import dispatch, parties_to
from bot.desk.handling import signed
from bot.desk.locating import in_building
from bot.desk.picking import concerns, handlers_case, latest_case, words_of
from bot.desk.understanding import understand
from intents.text import mask_sensitive
from matching.case import Action, Case, Kind, State
from matching.lifecycle import IN_HAND
from matching.mediation import FOLLOWED_UP_AFTER, Mediation, Side, Stage
from matching.neutrality import Mediator, Sides, is_neutral
from matching.responder import Role
from matching.routing import Choice
from storage.encoding import digest
from storage.unit_of_work import UnitOfWork

#: The kind of rota that names mediators (`linli import rotas`).
ROTA = "mediation"
_CODE = re.compile(r"\s*(\d{6})\s*")
_FAILED = re.compile(r"\s*(?:调解)?(?:不成|没成|失败|谈不拢|谈不成)[\s,，:：]*(.*)", re.DOTALL)
_BEGUN = frozenset({Stage.INVITED, Stage.TALKING})
_STARTING = IN_HAND - {State.JOINT}
_WRONG_MOST = 5
_WRONG_KEPT = timedelta(hours=1)
_ORDER = (Role.MEDIATOR, Role.COMMUNITY, Role.STREET)
_SIDES = {Side.REPORTER: "报事的一方", Side.OTHER: "另一方"}


def mediate(visit: Visit, command: Command) -> str:
    """调解: it begins; the other side joins with the code; the mediator says that it failed."""
    case = visit.unit.cases.load(command.number) if command.number is not None else latest_case(visit, command)
    if case is None:
        raise refusals.NoSuchCase(number=command.number or "")
    mediation = visit.unit.mediations.of_case(case.number)
    code = _CODE.fullmatch(command.rest)
    if mediation is not None and code is not None:
        return _join(visit, case, mediation, code[1])
    failed = _FAILED.fullmatch(command.rest)
    if mediation is not None and failed is not None:
        return _fail(visit, _led(visit, command), failed[1])
    if mediation is not None or not (visit.contact.person or concerns(visit, case)):
        raise refusals.NoSuchCase(number=case.number)
    return _begin(visit, case, command.rest)


# -- beginning ---------------------------------------------------------------------------------------


def _begin(visit: Visit, case: Case, words: str) -> str:
    """Whoever has the case, an office over it or the reporter asks; from then on the mediator has it, and nobody
    else reads it.
    """
    if case.state not in _STARTING:
        raise refusals.CannotMediate(number=case.number)
    mine = case.reporter == visit.contact.id
    owner = bool(visit.contact.person) and case.responder == visit.contact.person and not mine
    other_place = _other_place(visit, case, words)
    people = parties_to(visit, case)
    choice = mediator_for(visit, case, Sides((case.place, other_place), people))
    if choice is None:
        raise refusals.NobodyNeutral(number=case.number)
    action = Action.PASS_ON if owner else Action.CORRECT
    before, actor = case.responder, RESIDENT if mine else visit.contact.person
    case = move_or_refuse(visit, case, (action, "调解"), actor, wording_mediation.NEUTRAL_REASON)
    visit.unit.mediations.add(
        Mediation(case.number, choice.responder.code, None, other_place, Stage.INVITED, "", frozenset(), visit.now)
    )
    case = dispatch(visit, replace(case, kind=Kind.MEDIATION, private=True, question=""), choice)
    line = line_of(visit, case)
    _tell_mediator(visit, case)
    if before and before != case.responder and not owner:
        visit.tell(Telling("taken_away", wording_handlers.taken_away(line), case), person=before)
    told = wording_mediation.begun_for_party(line)
    if mine:
        return told
    visit.tell(Telling("mediation", told, case), contact=case.reporter)
    return wording_mediation.begun(line)


def _tell_mediator(visit: Visit, case: Case) -> None:
    words = wording_mediation.begun_for_mediator(line_of(visit, case), _code_of(visit, case))
    visit.tell(Telling("mediation", words, case), person=case.responder)


def _other_place(visit: Visit, case: Case, words: str) -> str:
    """Where the other side lives, as the words say; else the reporter's own building: neighbours quarrel there."""
    if not words:
        return case.place
    place = understand(words, visit.knowledge.rules, visit.knowledge.gazetteer).place
    base = place.match.code if place.match is not None else case.place
    return in_building(visit, base, place.address.building).code if base else ""


def mediator_for(visit: Visit, case: Case, sides: Sides) -> Choice | None:
    """Who mediates: whose turn it is on the rota, a mediator over the place, else an office; neutral all of them."""
    territory, day = visit.knowledge.town.territory, visit.now.astimezone(visit.zone).date()
    for choice in _mediators(visit, case):
        who = choice.responder
        contact = visit.unit.people.contact_of_person(who.code)
        places = (contact.home if contact else "", *(duty.place for duty in who.duties))
        if not who.on_leave(day) and is_neutral(Mediator(who.code, places), sides, territory):
            return replace(choice, reasons=(wording_mediation.NEUTRAL_REASON,))
    return None


def _mediators(visit: Visit, case: Case) -> Iterator[Choice]:
    town, day = visit.knowledge.town, visit.now.astimezone(visit.zone).date()
    line = town.territory.lineage(case.place) or town.territory.nodes()
    places = {node.code for node in line}
    for turn in visit.unit.rotas.on_duty(ROTA, day):
        responder = town.directory.get(turn.person) if turn.place in places else None
        choice = duty_for(visit, responder, case.place) if responder else None
        if choice is not None:
            yield choice
    for role in _ORDER:
        for node in line:
            for responder, duty in town.directory.at(node.code):
                if duty.role is role:
                    yield Choice(responder, duty, node, ())


# -- the other side ----------------------------------------------------------------------------------


def _code_of(visit: Visit, case: Case) -> str:
    """What the mediator hands the other side: nobody can guess it who does not know the reporter's openid."""
    reporter = visit.unit.people.contact(case.reporter)
    secret = reporter.openid if reporter is not None else ""
    return f"{int(digest(f'mediation {case.number} {secret}')[:12], 16) % 1_000_000:06d}"


def _join(visit: Visit, case: Case, mediation: Mediation, code: str) -> str:
    key = f"mediation codes:{visit.contact.id}"
    wrong = int(visit.desk.memory.get(key) or 0)
    free = mediation.other in (None, visit.contact.id) and mediation.stage in _BEGUN
    if wrong >= _WRONG_MOST or code != _code_of(visit, case) or not free or case.reporter == visit.contact.id:
        visit.desk.memory.put(key, str(wrong + 1), _WRONG_KEPT)
        raise refusals.NoSuchCase(number=case.number)
    place = visit.contact.home or mediation.other_place
    mediation = replace(mediation, other=visit.contact.id, other_place=place)
    visit.unit.mediations.save(mediation)
    case = _still_neutral(visit, case, mediation)
    line = line_of(visit, case)
    visit.tell(Telling("mediation", wording_mediation.joined_for_mediator(line), case), person=case.responder)
    return wording_mediation.joined(line)


def _still_neutral(visit: Visit, case: Case, mediation: Mediation) -> Case:
    """The case, with another mediator where the one it has turns out to be a neighbour of the side that joined."""
    people = parties_to(visit, case)
    if case.responder not in people or case.state not in IN_HAND:
        return case
    choice = mediator_for(visit, case, Sides((case.place, mediation.other_place), people))
    if choice is None:
        return case
    case = move(visit, case, Action.ESCALATE, LINLI, wording_mediation.CHANGED_REASON)
    before = case.responder
    case = dispatch(visit, case, choice)
    visit.unit.mediations.save(replace(mediation, mediator=case.responder))
    visit.tell(Telling("taken_away", wording_handlers.taken_away(line_of(visit, case)), case), person=before)
    _tell_mediator(visit, case)
    return case


# -- talking -----------------------------------------------------------------------------------------


def arrange(visit: Visit, command: Command) -> str:
    """约: both sides are told when and where."""
    case, mediation = _led(visit, command)
    words = words_of(command, case, "时间和地点").rstrip("。")
    case = _spoken(visit, case)
    visit.unit.mediations.save(replace(mediation, stage=Stage.TALKING, mediator=case.responder))
    _tell_sides(visit, case, mediation, wording_mediation.arranged(case.number, who_has(visit, case), words))
    return wording_mediation.arranged_for_mediator(line_of(visit, case), both=mediation.other is not None)


def settle_on(visit: Visit, command: Command) -> str:
    """协议: the text goes to the two sides and to nobody else; a new text needs both anew."""
    case, mediation = _led(visit, command)
    text = mask_sensitive(words_of(command, case, "协议的内容"))
    if mediation.other is None:
        raise refusals.OtherSideMissing(number=case.number, code=_code_of(visit, case))
    case = _spoken(visit, case)
    mediation = replace(
        mediation, stage=Stage.TALKING, agreement=text, agreed=frozenset(), follow_up_at=None, mediator=case.responder
    )
    visit.unit.mediations.save(mediation)
    _tell_sides(visit, case, mediation, wording_mediation.agreement(case.number, text))
    return wording_mediation.agreement_sent(line_of(visit, case))


def _fail(visit: Visit, led: tuple[Case, Mediation], why: str) -> str:
    case, mediation = led
    case = _spoken(visit, case)
    visit.unit.mediations.save(
        replace(mediation, stage=Stage.FAILED, result=mask_sensitive(why), agreement="", agreed=frozenset())
    )
    _tell_sides(visit, case, mediation, wording_mediation.failed_for_party(case.number, "司法所，或直接向法院起诉"))
    return wording_mediation.failed(line_of(visit, case))


def _led(visit: Visit, command: Command) -> tuple[Case, Mediation]:
    """The case that the visitor mediates, its words not among the case's events."""
    case = handlers_case(visit, command, IN_HAND)
    mediation = visit.unit.mediations.of_case(case.number)
    if mediation is None or mediation.stage in (Stage.AGREED, Stage.FAILED):
        raise refusals.NoMediation(number=case.number)
    return case, mediation


def _spoken(visit: Visit, case: Case) -> Case:
    """The case taken, and the first human word said; what was said stays between the three."""
    if case.state in (State.AWAITING_SIGNIN, State.REDO):
        case = signed(visit, move_or_refuse(visit, case, (Action.TAKE, "接单"), visit.contact.person))
    case = move_or_refuse(visit, case, (Action.SAY, "调解"), visit.contact.person)
    case = replace(case, first_word_at=case.first_word_at or visit.now)
    visit.unit.cases.save(case)
    return case


def _tell_sides(visit: Visit, case: Case, mediation: Mediation, words: str) -> None:
    for contact in (case.reporter, mediation.other):
        if contact is not None:
            visit.tell(Telling("mediation", words, case), contact=contact)


# -- what the sides say ------------------------------------------------------------------------------


def endorse(visit: Visit, command: Command) -> str:
    """认可: a side stands by the agreement; after two weeks the same word says that it was kept."""
    case, mediation, side = _side(visit, command)
    if mediation.stage is Stage.AGREED and mediation.followed_at is not None:
        visit.unit.mediations.save(_with_result(mediation, f"{side} kept"))
        return wording_mediation.kept_well(case.number)
    if not mediation.agreement or mediation.stage is not Stage.TALKING:
        raise refusals.NoMediation(number=case.number)
    agreed = mediation.agreed | {side}
    both = agreed >= frozenset(Side)
    mediation = replace(mediation, agreed=agreed)
    if both:
        mediation = replace(mediation, stage=Stage.AGREED, follow_up_at=visit.now + FOLLOWED_UP_AFTER)
        words = wording_mediation.both_agreed(line_of(visit, case))
        visit.tell(Telling("mediation", words, case), person=case.responder)
        other = mediation.other if side is Side.REPORTER else case.reporter
        told = wording_mediation.endorsed(case.number, both=True)
        visit.tell(Telling("mediation", told, case), contact=other)
    visit.unit.mediations.save(mediation)
    return wording_mediation.endorsed(case.number, both=both)


def object_to(visit: Visit, command: Command) -> str:
    """不认可: the mediator hears it; what both had agreed on holds no longer, or was not kept."""
    case, mediation, side = _side(visit, command)
    said = mask_sensitive(words_of(command, case, "哪里不认可"))
    line = line_of(visit, case)
    if mediation.stage is Stage.AGREED:
        words = wording_mediation.broken(line, _SIDES[side], said)
        visit.unit.mediations.save(_with_result(mediation, f"{side} broken"))
    elif mediation.stage is Stage.FAILED:
        raise refusals.NoMediation(number=case.number)
    else:
        words = wording_mediation.objected(line, _SIDES[side], said)
        visit.unit.mediations.save(replace(mediation, agreed=frozenset()))
    visit.tell(Telling("mediation", words, case), person=mediation.mediator)
    return wording_mediation.objection_kept(case.number)


def _with_result(mediation: Mediation, found: str) -> Mediation:
    return replace(mediation, result="；".join(part for part in (mediation.result, found) if part))


def _side(visit: Visit, command: Command) -> tuple[Case, Mediation, Side]:
    """As which side the visitor speaks; whoever is neither learns nothing, not even that there is a mediation."""
    case = visit.unit.cases.load(command.number) if command.number is not None else None
    mediation = visit.unit.mediations.of_case(case.number) if case is not None else None
    if case is None or mediation is None or visit.contact.id not in (case.reporter, mediation.other):
        raise refusals.NoSuchCase(number=command.number or "")
    return case, mediation, Side.REPORTER if visit.contact.id == case.reporter else Side.OTHER


# -- two weeks later ---------------------------------------------------------------------------------


def _find_to_follow(_desk: Desk, unit: UnitOfWork, now: datetime) -> Iterator[Due]:
    for mediation in unit.mediations.to_follow(now, AT_ONCE):
        yield Due(mediation.case, "follow_agreement", mediation.follow_up_at or now)


def _follow(visit: Visit, case: Case | None, _due: Due) -> bool:
    mediation = visit.unit.mediations.of_case(case.number) if case is not None else None
    if case is None or mediation is None or mediation.follow_up_at is None or mediation.follow_up_at > visit.now:
        return False
    visit.unit.mediations.save(replace(mediation, follow_up_at=None, followed_at=visit.now))
    _tell_sides(visit, case, mediation, wording_mediation.follow_up(case.number))
    return True


FOLLOWING = Clock("follow_agreement", _find_to_follow, _follow)
