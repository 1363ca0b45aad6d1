"""What those do who were called by a whistle: 应哨, 联系, 到场, 报告, 答辩; and the street's 评."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.desk import refusals, wording_refusals, wording_whistles
from bot.desk.chatwords import Command
from bot.desk.desk import Telling, Visit, line_of, parties_of
from bot.desk.dispatching import parties_to, tell_reporter
from bot.desk.handling import in_hand, mine, signed
from bot.desk.picking import any_case, words_of
from bot.desk.whistle_words import read_rating
from bot.desk.whistling import conclude_if_all_reported, title_of, whistle_line, with_clock
from bot.desk.wording_whistles import WhistleLine
from intents.text import mask_sensitive
from matching.calling import called
from matching.case import Case, State
from matching.duty import DutyCode
from matching.lifecycle import Party
from matching.routing import Enquiry
from matching.whistle import Call, Stage, Whistle, stage


@dataclass(frozen=True, slots=True)
class _Called:
    """One call as its answer needs it."""

    case: Case
    blown: Whistle
    call: Call


def sign(visit: Visit, command: Command) -> str:
    """应哨: whoever is called will come; the street hears it."""
    found = _called(visit, command, lambda call: call.signed_at is None)
    if found.call.signed_at is not None:
        return wording_whistles.answered_already(line_of(visit, found.case), stage(found.call))
    found = _signed(visit, found)
    _keep(visit, found)
    _tell_street(visit, found, Stage.SIGNED, command.rest)
    return wording_whistles.signed(_line(visit, found))


def contact(visit: Visit, command: Command) -> str:
    """联系: what a department says to the street before it comes."""
    found = _called(visit, command, lambda call: call.contacted_at is None)
    words = words_of(command, found.case, "要对街道说的话")
    found = _signed(visit, found)
    found = replace(found, call=replace(found.call, contacted_at=found.call.contacted_at or visit.now))
    _keep(visit, found)
    _tell_street(visit, found, Stage.CONTACTED, words)
    return wording_whistles.passed_to_street(_line(visit, found))


def arrive(visit: Visit, command: Command) -> str:
    """到场: somebody is there; the street hears it, the resident of the first one."""
    found = _called(visit, command, lambda call: call.arrived_at is None)
    if found.call.arrived_at is not None:
        return wording_whistles.answered_already(line_of(visit, found.case), stage(found.call))
    found = _signed(visit, found)
    first = all(call.arrived_at is None for call in visit.unit.whistles.calls(found.blown.number))
    found = replace(found, call=replace(found.call, arrived_at=visit.now))
    _keep(visit, found)
    visit.unit.duties.settle(DutyCode.ARRIVE, found.blown.number, found.call.person, visit.now, "到场")
    _tell_street(visit, found, Stage.ARRIVED, command.rest)
    if first:
        who = title_of(visit, found.call.person, found.case)
        words = wording_whistles.arrived_for_resident(line_of(visit, found.case), who)
        tell_reporter(visit, found.case, "progress", words)
    return wording_whistles.arrived(_line(visit, found))


def report(visit: Visit, command: Command) -> str:
    """报告: the result of one that was called; with the last one the whistle ends and the lead finishes the case."""
    found = _called(visit, command, lambda call: call.reported_at is None)
    words = words_of(command, found.case, "结果")
    if found.call.reported_at is not None:
        return wording_whistles.answered_already(line_of(visit, found.case), Stage.REPORTED)
    found = _signed(visit, found)
    found = replace(found, call=replace(found.call, reported_at=visit.now, result=mask_sensitive(words)))
    _keep(visit, found)
    _tell_street(visit, found, Stage.REPORTED, words)
    line = _line(visit, found)
    case = conclude_if_all_reported(visit, found.case, found.blown)
    if case.state is State.IN_PROGRESS and case.responder == visit.contact.person:
        return wording_whistles.lead_finishes(line_of(visit, case), wording_whistles.ALL_REPORTED)
    return wording_whistles.reported(line)


def _called(visit: Visit, command: Command, waits: Callable[[Call], bool]) -> _Called:
    """The call that a command answers: one that still waits for it before one that does not."""
    person = visit.contact.person
    if not person:
        raise refusals.NotAHandler
    found = _open_calls(visit)
    if command.number is not None:
        found = [one for one in found if one.case.number == command.number]
        if not found:
            raise refusals.NotCalled(number=command.number)
    elif len(numbers := sorted({one.case.number for one in found})) != 1:
        word = wording_refusals.word_of(command.verb)
        if not numbers:
            raise refusals.NothingFits(word=word)
        listed = "、".join(f"#{number}" for number in numbers)
        raise refusals.SeveralFit(word=word, listed=listed, first=numbers[0])
    # his own call before one that climbed to him
    found.sort(key=lambda one: (not waits(one.call), one.call.person != person))
    return found[0]


def _open_calls(visit: Visit) -> list[_Called]:
    found = []
    for blown, call in visit.unit.whistles.called(visit.contact.person):
        case = visit.unit.cases.load(blown.case)
        if case is not None and case.state is State.JOINT:
            found.append(_Called(case, blown, call))
    return found


def _signed(visit: Visit, found: _Called) -> _Called:
    """The call signed for, as whatever else is answered says too; whoever had the case answers for it no longer."""
    if found.call.signed_at is not None:
        return found
    visit.unit.duties.settle(DutyCode.ANSWER_WHISTLE, found.blown.number, found.call.person, visit.now, "应哨")
    case = found.case
    if visit.contact.person == case.responder:
        case = signed(visit, case)
        visit.unit.cases.save(case)
    return replace(found, case=case, call=replace(found.call, signed_at=visit.now))


def _keep(visit: Visit, found: _Called) -> None:
    visit.unit.whistles.save(with_clock(visit, found.blown, found.call))


def _line(visit: Visit, found: _Called) -> WhistleLine:
    return whistle_line(visit, found.case, found.blown, visit.unit.whistles.calls(found.blown.number), found.call)


def _tell_street(visit: Visit, found: _Called, what: Stage, said: str) -> None:
    who = title_of(visit, found.call.person, found.case)
    words = wording_whistles.answered(line_of(visit, found.case), who, what, said)
    visit.tell(Telling("whistle", words, found.case), person=found.blown.by)


# -- rating --------------------------------------------------------------------------------------


def rate(visit: Visit, command: Command) -> str:
    """评: the street rates one that it called, 1 to 5 with a reason; the department may reply."""
    case = any_case(visit, command)
    if Party.ARBITER not in parties_of(visit, case, visit.contact.person):
        raise refusals.NotAWhistler(number=case.number)
    blown, calls = _latest(visit, case)
    words = words_of(command, case, "谁、1到5、理由")
    call, words = _rated_call(visit, case, calls, words)
    rating = read_rating(words)
    if rating is None or not rating[1]:
        raise refusals.WordsMissing(number=case.number, word="评", what="谁、1到5、理由")
    if blown.ended_at is None and call.reported_at is None:
        raise refusals.NotReported(number=case.number, who=title_of(visit, call.person, case))
    stars, why = rating[0], mask_sensitive(rating[1])
    visit.unit.whistles.save(replace(call, rating=stars, rating_why=why))
    street = title_of(visit, visit.contact.person, case)
    told = wording_whistles.rated_for_called(line_of(visit, case), street, stars, why)
    visit.tell(Telling("whistle", told, case), person=call.person)
    return wording_whistles.rated(line_of(visit, case), title_of(visit, call.person, case), stars)


def _latest(visit: Visit, case: Case) -> tuple[Whistle, list[Call]]:
    blown = next(iter(visit.unit.whistles.of_case(case.number)), None)
    if blown is None:
        raise refusals.NoWhistle(number=case.number)
    return blown, visit.unit.whistles.calls(blown.number)


def _rated_call(visit: Visit, case: Case, calls: list[Call], words: str) -> tuple[Call, str]:
    """The call that the first word names, or the only one; and the words behind."""
    name, _, rest = words.partition(" ")
    day = visit.now.astimezone(visit.zone).date()
    enquiry = Enquiry(case.place, case.category, day, parties_to(visit, case))
    choice = called(name, enquiry, visit.knowledge.town)
    code = choice.responder.code if choice is not None else ""
    titled = {title_of(visit, call.person, case): call for call in calls}
    named = titled.get(name) or next((call for call in calls if call.person == code), None)
    if named is not None:
        return named, rest.strip()
    if len(calls) == 1 and read_rating(words) is not None:
        return calls[0], words
    raise refusals.WhichCalled(number=case.number, names="、".join(titled))


def reply(visit: Visit, command: Command) -> str:
    """答辩: a department's answer to its rating, kept beside it."""
    case = any_case(visit, command)
    blown, calls = _latest(visit, case)
    hers = (visit.contact.person,)
    call = next((one for one in calls if one.rating and (one.person in hers or one.climbed_to in hers)), None)
    if call is None:
        raise refusals.NotRated(number=case.number)
    words = mask_sensitive(words_of(command, case, "要说的话"))
    visit.unit.whistles.save(replace(call, reply="；".join(part for part in (call.reply, words) if part)))
    told = wording_whistles.reply_for_street(line_of(visit, case), title_of(visit, call.person, case), words)
    visit.tell(Telling("whistle", told, case), person=blown.by)
    return wording_whistles.reply_kept(line_of(visit, case))


# -- looking -------------------------------------------------------------------------------------


def mine_and_called(visit: Visit, command: Command) -> str:
    """我的: what the handler has in hand, and the whistles that call him."""
    if not visit.contact.person or not (found := _open_calls(visit)):
        return mine(visit, command)
    lines = [wording_whistles.one_called(_line(visit, one), stage(one.call)) for one in found]
    return wording_whistles.mine(mine(visit, command) if in_hand(visit) else "", lines)
