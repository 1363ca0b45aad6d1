"""The answer to the card before several cases ("您反映: ①… ②…, 对吗?"; `reporting` asks it)."""

from __future__ import annotations

from dataclasses import replace

from bot.desk import wording, wording_handlers
from bot.desk.desk import RESIDENT, Visit, line_of, move
from bot.desk.dialogue import read_confirmed, read_question
from bot.desk.dispatching import tell_handler
from bot.desk.relabelling import relabel
from bot.desk.reporting import settle
from matching.case import Action, Case, State
from matching.lifecycle import ENDED


def answer_matters(visit: Visit, case: Case, text: str) -> str | None:
    """The cases that the answer keeps go their way, the others are withdrawn; None when it is no answer."""
    question = read_question(case.question)
    kept = read_confirmed(len(question.options), text) if question is not None else None
    if question is None or kept is None:
        return None
    said = [_as_said(visit, int(option.code), case, keep=at in kept) for at, option in enumerate(question.options, 1)]
    return wording.receipts([line_of(visit, one) for one in said if one is not None])


def _as_said(visit: Visit, number: int, asking: Case, *, keep: bool) -> Case | None:
    """A case of the card on its way, or (None) withdrawn. One may be on its way already: a later bubble brought
    the card about.
    """
    case = visit.unit.cases.load(number)
    if case is None or case.state in ENDED:
        return None
    waits = case.question == asking.question
    if keep and waits:
        relabel(visit, case, case.category)
        return settle(visit, case, Action.ANSWER, RESIDENT)
    if not keep and (waits or case.state is State.AWAITING_SIGNIN):
        _withdraw(visit, case)
        tell_handler(visit, case, "withdrawn", wording_handlers.withdrawn_for_handler(line_of(visit, case)))
        return None
    return case


def _withdraw(visit: Visit, case: Case) -> None:
    case = move(visit, case, Action.WITHDRAW, RESIDENT, "不是另一件事")
    visit.unit.cases.save(replace(case, closed_at=visit.now, verdict="withdrawn", question=""))
