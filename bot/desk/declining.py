"""不予受理: with the reason and the right door; and the resident's objection, which somebody else looks at."""

from __future__ import annotations

from dataclasses import replace

from bot.desk import refusals, wording_rulings
from bot.desk.chatwords import Command
from bot.desk.desk import RESIDENT, Telling, Visit, line_of, move_or_refuse
from bot.desk.dispatching import parties_to, tell_reporter
from bot.desk.forwarding import stop_sending_on
from bot.desk.picking import residents_case, words_of
from bot.desk.reporting import keep_words
from bot.desk.returning import bring_to_arbiter
from matching.case import Action, Case, State
from matching.refusing import read_refusal, shipped_list

_LIST = shipped_list()


def decline(visit: Visit, command: Command) -> str:
    """不受理: the community or street says why and where to go; the resident may hold against it once.

    Never by a party to the matter. Whoever had it in hand is told that it is his no more.
    """
    case = _offices_case(visit, command)
    if visit.contact.person in parties_to(visit, case):
        raise refusals.NotForYou(number=case.number, word="不受理")
    words = words_of(command, case, "原因和去处")
    read = read_refusal(words, _LIST)
    if read is None:
        return wording_rulings.which_reason(case.number, [line.reason for line in _LIST])
    reason, door = read
    appealed = _appealed(visit, case)
    case = move_or_refuse(visit, case, (Action.DECLINE, "不受理"), visit.contact.person, f"{reason}；{door}")
    case = replace(case, closed_at=visit.now, verdict="not_accepted", disputed=False, answerable="")
    visit.unit.cases.save(case)
    stop_sending_on(visit, case)
    line = line_of(visit, case)
    say = wording_rulings.upheld if appealed else wording_rulings.declined
    tell_reporter(visit, case, "declined", say(line, reason, door))
    if case.responder and case.responder != visit.contact.person:
        words = wording_rulings.declined_for_handler(line, reason)
        visit.tell(Telling("taken_away", words, case), person=case.responder)
    return wording_rulings.declined_for_office(line)


def _offices_case(visit: Visit, command: Command) -> Case:
    if not visit.contact.person:
        raise refusals.NotAHandler
    if command.number is None:
        held = visit.unit.cases.open_of_responder(visit.contact.person)
        raise refusals.WhichNumber(word="不受理", example=held[0].number if held else 12)
    case = visit.unit.cases.load(command.number)
    if case is None:
        raise refusals.NoSuchCase(number=command.number)
    return case


def _appealed(visit: Visit, case: Case) -> bool:
    return any(event.action is Action.APPEAL for event in visit.unit.cases.events(case.number))


def appeal(visit: Visit, command: Command) -> str:
    """申诉: against a refusal, once; the street's arbiter looks, and never the one who refused."""
    case = _declined_case(visit, command)
    why = words_of(command, case, "理由")
    if _appealed(visit, case):
        raise refusals.AppealedAlready(number=case.number)
    declined = [event for event in visit.unit.cases.events(case.number) if event.action is Action.DECLINE]
    keep_words(visit, case.number, why)
    case = move_or_refuse(visit, case, (Action.APPEAL, "申诉"), RESIDENT, why)
    case = replace(case, closed_at=None, verdict="", responder="")
    bring_to_arbiter(visit, case, frozenset({event.actor for event in declined}))
    again = visit.unit.cases.load(case.number) or case
    return wording_rulings.appealed(line_of(visit, again))


def _declined_case(visit: Visit, command: Command) -> Case:
    if command.number is not None:
        return residents_case(visit, command)
    latest = visit.unit.cases.latest_of_reporter(visit.contact.id)
    if latest is None or latest.state is not State.NOT_ACCEPTED:
        raise refusals.NothingFits(word="申诉")
    return latest


