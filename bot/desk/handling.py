"""What handlers do with a case: take it, propose to close it, pass it on, give it back, list what is in hand."""

from __future__ import annotations

from dataclasses import replace

from bot.desk import wording, wording_handlers
from bot.desk.chatwords import Command
from bot.desk.desk import Telling, Visit, line_of, move_or_refuse, who_has
from bot.desk.dispatching import choose, dispatch, parties_to, said_of, tell_reporter
from bot.desk.looking import CHAT, note_look
from bot.desk.picking import handlers_case, words_of
from bot.desk.relabelling import category_meant, relabel
from bot.desk.seen_before import like_number, times_here
from bot.desk.standing import status
from matching.case import Action, Case, State
from matching.lifecycle import IN_HAND
from matching.responder import Responder, Role
from matching.routing import Choice

_WAITING = frozenset({State.AWAITING_SIGNIN, State.REDO})
#: How people name a role when they pass a case on ("转办 12 物业").
_ROLE_WORDS: tuple[tuple[str, Role], ...] = (
    ("物业", Role.PROPERTY),
    ("网格", Role.GRID_WORKER),
    ("书记", Role.ESTATE_SECRETARY),
    ("楼长", Role.BUILDING_LEADER),
    ("楼栋长", Role.BUILDING_LEADER),
    ("巷长", Role.LANE_LEADER),
    ("街道", Role.STREET),
    ("社区", Role.COMMUNITY),
    ("志愿", Role.TEAM),
)


def take(visit: Visit, command: Command) -> str:
    """接单: the handler has it; the resident is told."""
    case = handlers_case(visit, command, _WAITING)
    case = move_or_refuse(visit, case, (Action.TAKE, "接单"), visit.contact.person, command.rest)
    case = signed(visit, case)
    visit.unit.cases.save(case)
    note_look(visit, case, CHAT)
    line = line_of(visit, case)
    tell_reporter(visit, case, "taken", wording.taken_for_resident(line, command.rest))
    return wording_handlers.taken_for_handler(line, said_of(visit, case))


def signed(visit: Visit, case: Case) -> Case:
    """The case taken; whoever handed it on is told that he answers for it no longer."""
    if case.answerable and case.answerable != case.responder:
        words = wording_handlers.signed_after_you(line_of(visit, case))
        visit.tell(Telling("signed", words, case), person=case.answerable)
    return replace(case, answerable="")


def pass_on(visit: Visit, command: Command) -> str:
    """转办: to the person or role named, or to the next one responsible; the resident is told who has it now.

    Words that begin with a category ("转办 12 物业收费") put that right as well, and it goes to whoever has that.
    """
    case = handlers_case(visit, command, IN_HAND)
    reason = words_of(command, case, "转给谁、为什么")
    moved = move_or_refuse(visit, case, (Action.PASS_ON, "转办"), visit.contact.person, reason)
    category, words = category_meant(visit, reason)
    if category and category != case.category:
        relabel(visit, case, category)
        moved = replace(moved, category=category, confidence=1.0, due_at=None)
        moved = replace(moved, times=times_here(visit, moved))
    to = colleague(visit, moved, words) or choose(visit, moved, frozenset({visit.contact.person}))
    return handed_over(visit, moved, to)


def handed_over(visit: Visit, case: Case, to: Choice | None) -> str:
    """The reply to whoever hands a case on; the next one has it, and the residents know.

    Who hands it on stays answerable until the next one has signed (首问负责).
    """
    if to is not None:
        case = replace(case, answerable=case.answerable or case.responder)
    case = dispatch(visit, case, to, like=like_number(visit, case))
    line = line_of(visit, case)
    tell_reporter(visit, case, "passed", wording.passed_for_resident(line))
    return wording_handlers.passed_for_handler(line)


def colleague(visit: Visit, case: Case, words: str) -> Choice | None:
    """The colleague that words name, by name or by role, nearest first up the tree; None when they name nobody."""
    town, day = visit.knowledge.town, visit.now.astimezone(visit.zone).date()
    not_him = {visit.contact.person, *parties_to(visit, case)}
    role = next((role for word, role in _ROLE_WORDS if word in words), None)
    for node in town.territory.lineage(case.place) if case.place else ():
        for responder, duty in town.directory.at(node.code):
            there = responder.code not in not_him and not responder.on_leave(day)
            if there and _named(responder, duty.role, words, role):
                return Choice(responder, duty, node, (f"由{who_has(visit, case)}转来",))
    return None


def _named(responder: Responder, held: Role, words: str, role: Role | None) -> bool:
    return responder.name in words or held is role


def mine(visit: Visit, command: Command) -> str:
    """我的: what the handler has in hand; a resident's word for it shows where her cases stand."""
    if not visit.contact.person:
        return status(visit, command)
    return wording_handlers.mine([line_of(visit, case) for case in in_hand(visit)])


def in_hand(visit: Visit) -> list[Case]:
    """What the visitor has to do as a handler, the most urgent first; nothing for anybody else."""
    if not visit.contact.person:
        return []
    held = visit.unit.cases.open_of_responder(visit.contact.person)
    held = [case for case in held if case.state in IN_HAND or case.paused_at is not None]
    return sorted(held, key=lambda case: (not case.urgent, not case.care, case.due_at or case.created_at, case.number))
