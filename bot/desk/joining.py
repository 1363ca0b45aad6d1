"""The answer to "is it the same": the resident joins the earlier case, or hers goes its own way; and leaving again."""

from __future__ import annotations

from dataclasses import replace

from bot.desk import wording, wording_handlers
from bot.desk.desk import RESIDENT, Telling, Visit, card, line_of, move
from bot.desk.dialogue import read_question, read_same
from bot.desk.dispatching import said_of
from bot.desk.forwarding import send_on
from bot.desk.reporting import settle
from matching.case import Action, Case
from matching.lifecycle import ENDED


def answer_same(visit: Visit, asking: Case, text: str) -> str | None:
    """What an answer to "is it the same" leads to, or None when the text answers nothing.

    The earlier case is locked before the later one, as everywhere where both are needed.
    """
    same, question = read_same(text), read_question(asking.question)
    if same is None or question is None:
        return None
    earlier = visit.unit.cases.load(int(question.options[0].code))
    case = visit.unit.cases.load(asking.number)
    if case is None or case.question != asking.question:
        return None
    if not same:
        settled = settle(visit, case, Action.ANSWER, RESIDENT, like=0)
        return wording.receipts([line_of(visit, settled)])
    if earlier is None or earlier.state in ENDED or earlier.private:
        settled = settle(visit, case, Action.ANSWER, RESIDENT)
        return f"{wording.JOINED_TOO_LATE}\n{wording.receipts([line_of(visit, settled)])}"
    return wording.joined(line_of(visit, join_case(visit, case, earlier)))


def join_case(visit: Visit, case: Case, earlier: Case, by: str = RESIDENT) -> Case:
    """The earlier case with one more who follows it; her words and photos go with it, who she is does not. `by` is who
    says that they are the same.
    """
    said, messages = said_of(visit, case), visit.unit.cases.messages(case.number)
    merged = move(visit, case, Action.MERGE, by, f"#{earlier.number}")
    visit.unit.cases.save(replace(merged, question="", merged_into=earlier.number))
    if earlier.reporter != case.reporter:
        visit.unit.cases.follow(earlier.number, case.reporter, visit.now)
    visit.unit.cases.attach([message.id for message in messages], earlier.number)
    earlier = move(visit, earlier, Action.ADD, by, f"#{case.number}")
    earlier = replace(earlier, care=tuple(dict.fromkeys((*earlier.care, *case.care))))
    visit.unit.cases.save(earlier)
    if earlier.responder:
        words = wording_handlers.joined(line_of(visit, earlier), said)
        # kept under her own report: who is anonymised takes her words with her
        visit.tell(Telling("joined", words, merged, card(visit, earlier)), person=earlier.responder)
        send_on(visit, earlier, messages)
    return earlier


def stop_following(visit: Visit, case: Case) -> str:
    """取消 of somebody who joined: the case goes on without her."""
    visit.unit.cases.unfollow(case.number, visit.contact.id)
    return wording.not_followed(line_of(visit, case))


def hand_over(visit: Visit, case: Case) -> str | None:
    """取消 of the first reporter: whoever joined next becomes the reporter; None when nobody joined.

    The words on the row become the next one's too: a row must not say what somebody else said.
    """
    following = visit.unit.cases.followers(case.number)
    if not following:
        return None
    heir = following[0]
    own = visit.unit.cases.joined_as(heir, case.number)
    visit.unit.cases.unfollow(case.number, heir)
    case = move(visit, case, Action.ADD, RESIDENT)
    case = replace(
        case,
        reporter=heir,
        summary=own.summary if own else "",
        signature=own.signature if own else "",
    )
    visit.unit.cases.save(case)
    return wording.goes_on_without(line_of(visit, case))
