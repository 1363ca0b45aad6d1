"""Which case a chat word means: the one named by number, or the only one that fits."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.desk import refusals, wording_refusals
from bot.desk.chatwords import Command, Verb
from bot.desk.desk import Visit
from matching.case import Case, State


def handlers_case(visit: Visit, command: Command, states: Collection[State]) -> Case:
    """The handler's case that a command means. Raises a `DeskRefusal` where none or several fit."""
    code = visit.contact.person
    if not code:
        raise refusals.NotAHandler
    if command.number is not None:
        case = visit.unit.cases.load(command.number)
        if case is None:
            raise refusals.NoSuchCase(number=command.number)
        if case.responder != code:
            raise refusals.NotYours(number=command.number)
        return case
    fitting = [case for case in visit.unit.cases.open_of_responder(code) if case.state in states]
    return _only(visit, fitting, command.verb)


def any_case(visit: Visit, command: Command) -> Case:
    """The case that somebody on duty names, whoever has it; who may act on it the move says.

    Raises `NotAHandler`, `WhichNumber` and `NoSuchCase`.
    """
    if not visit.contact.person:
        raise refusals.NotAHandler
    if command.number is None:
        raise refusals.WhichNumber(word=wording_refusals.word_of(command.verb), example=12)
    case = visit.unit.cases.load(command.number)
    if case is None:
        raise refusals.NoSuchCase(number=command.number)
    return case


def residents_case(visit: Visit, command: Command, states: Collection[State] | None = None) -> Case:
    """The case that a resident's command means: her own or one she joined; another is as good as none."""
    if command.number is not None:
        case = joined_case(visit, visit.unit.cases.load(command.number))
        if case is None or not concerns(visit, case):
            raise refusals.NoSuchCase(number=command.number)
        return case
    fitting = visit.unit.cases.open_concerning(visit.contact.id)
    return _only(visit, [case for case in fitting if states is None or case.state in states], command.verb)


def concerns(visit: Visit, case: Case) -> bool:
    """Whether the visitor reported a case or joined it."""
    return visit.contact.id == case.reporter or visit.contact.id in visit.unit.cases.followers(case.number)


def joined_case(visit: Visit, case: Case | None) -> Case | None:
    """The case that the visitor's own report was joined to, as long as she follows it; else the case given."""
    if case is None or not case.merged_into or case.reporter != visit.contact.id:
        return case
    followed = visit.unit.cases.load(case.merged_into)
    return followed if followed is not None and concerns(visit, followed) else case


def _only(visit: Visit, fitting: Sequence[Case], verb: Verb) -> Case:
    if not fitting:
        raise refusals.NothingFits(word=wording_refusals.word_of(verb))
    if len(fitting) > 1:
        numbers = sorted(case.number for case in fitting)
        raise refusals.SeveralFit(
            word=wording_refusals.word_of(verb), listed="、".join(f"#{n}" for n in numbers), first=numbers[0]
        )
    case = visit.unit.cases.load(fitting[0].number)
    if case is None:
        raise refusals.NothingFits(word=wording_refusals.word_of(verb))
    return case


def words_of(command: Command, case: Case, what: str) -> str:
    """The words after the number; raises `refusals.WordsMissing` naming `what` is missing when there are none."""
    if not command.rest:
        raise refusals.WordsMissing(number=case.number, word=wording_refusals.word_of(command.verb), what=what)
    return command.rest


def latest_case(visit: Visit, command: Command) -> Case:
    """The case named, or of several under way the one spoken of last."""
    if command.number is not None:
        return residents_case(visit, command)
    under_way = visit.unit.cases.open_concerning(visit.contact.id)
    if not under_way:
        raise refusals.NothingFits(word=wording_refusals.word_of(command.verb))
    latest = max(under_way, key=lambda case: (case.touched_at or case.created_at, case.number))
    return residents_case(visit, replace(command, number=latest.number))
