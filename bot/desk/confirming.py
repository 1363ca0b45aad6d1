"""The answer to the card before several cases ("您反映: ①… ②…, 对吗?"; `reporting` asks it)."""

from __future__ import annotations

from dataclasses import replace

from bot.desk import wording
from bot.desk.desk import RESIDENT, Visit, line_of, move
from bot.desk.dialogue import read_confirmed, read_question
from bot.desk.relabelling import relabel
from bot.desk.reporting import settle
from matching.case import Action, Case


def answer_matters(visit: Visit, case: Case, text: str) -> str | None:
    """The cases that the answer keeps go their way, the others are withdrawn; None when it is no answer."""
    question = read_question(case.question)
    kept = read_confirmed(len(question.options), text) if question is not None else None
    if question is None or kept is None:
        return None
    settled = []
    for at, option in enumerate(question.options, 1):
        waiting = visit.unit.cases.load(int(option.code))
        if waiting is None or waiting.question != case.question:
            continue
        if at in kept:
            relabel(visit, waiting, waiting.category)
            settled.append(settle(visit, waiting, Action.ANSWER, RESIDENT))
        else:
            _withdraw(visit, waiting)
    return wording.receipts([line_of(visit, one) for one in settled])


def _withdraw(visit: Visit, case: Case) -> None:
    case = move(visit, case, Action.WITHDRAW, RESIDENT, "不是另一件事")
    visit.unit.cases.save(replace(case, closed_at=visit.now, verdict="withdrawn", question=""))
