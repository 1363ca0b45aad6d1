"""The resident's verdict: whether she was answered, whether it is solved, whether she is content, each asked apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.desk import refusals, wording, wording_closing, wording_handlers
from bot.desk.chatwords import Command, Verb
from bot.desk.closing import CLOSING, RECHECK
from bot.desk.completing import fresh
from bot.desk.desk import RESIDENT, Telling, Visit, line_of, move, move_or_refuse
from bot.desk.dispatching import choose, dispatch, tell_handler, tell_reporter
from bot.desk.labels import STATES
from bot.desk.picking import concerns, joined_case, residents_case
from bot.desk.reopening import reopen
from bot.desk.reporting import keep_words
from bot.desk.standing import add
from intents.urgency import find_urgency
from matching.case import Action, Case, Kind, State
from matching.closing import recheck_due
from matching.hazard import inspected_at
from matching.judgement import (
    DISCONTENT,
    HELD,
    SATISFIED,
    SOLVED,
    read_pick,
    says_unsolved,
    solved_but_discontent,
)
from matching.ladder import leaders_over
from matching.lifecycle import ENDED
from matching.responder import Role
from storage.verdicts import Verdict

#: So long after the closing whoever joined a case can say that it was not solved; later it is a new report.
JUDGED_UNTIL = timedelta(days=30)
#: So long back it is looked what somebody was asked; a bare number answers a further question so long.
_ASKED_LATELY = timedelta(days=35)
_FURTHER = timedelta(days=3)
#: With this behind 满意's verb she says that it is solved and no more.
SOLVED_ONLY = "办好了"
_SHORT = 12
_HOLDS = re.compile(
    r"(?:现在|到现在)?(?:都|一直|目前|还是?|挺|蛮|很)*(?:好|可以|正常|没(?:什么|啥)?(?:问题|事|坏|毛病)"
    r"|没有?再(?:坏|漏|堵|停|断|响|吵|黑|灭|乱|臭|占|掉|犯|出|有|发生|这样)(?:过|了)?)(?:着|的|了)?"
    r"[呢啊呀哦，,。.!！\s]*(?:谢.{0,6})?"
)
#: "没问题" and "又好了" are no complaints, "没水了" is a matter of its own.
_BROKEN = re.compile(
    r"(?:现在|已经|前[几两]天|昨天|今天)*(?:又(?!好|正常)|还是(?!好|可以|正常)|坏|不行|老样子"
    r"|没有?(?:$|[修好弄用办搞变亮通]|解决|处理|效果|管用|几天|彻底))"
)
#: Whole answers only: "没电了" and "有人打架" are news, not who got in touch.
_CONTACTED = re.compile(
    r"(?:(?P<no>没有?人?)(?:联系|来|找|理|管|打)?|有(?:的|人)?(?:联系|来|找|打)?|(?:联系|来|找)过)(?:过|电话)*(?:我们?)?"
    r"[了呢啊呀]?[\s，,]*(?:谢.{0,6})?"
)


# -- satisfied ---------------------------------------------------------------------------------------


def accept(visit: Visit, command: Command) -> str:
    """满意: the resident closes the case; the handler is told. It says yes to all; "1" says only that it is solved."""
    case = _accepted_case(visit, command)
    if case.responder and case.responder == visit.contact.person:
        raise refusals.NotYoursToCheck(number=case.number)  # she joined it before it came into her hands
    again = _asked_about(visit, case, solved=None)
    if case.state is State.CLOSED and again is not None and again.round == RECHECK:
        return holds(visit, replace(command, number=case.number))
    content = None if command.rest == SOLVED_ONLY else True
    if case.state is State.CLOSED and again is not None:
        answer(visit, case, Verdict(0, 0, 0, "", visit.now, visit.now, True, True, content, ""))
        return wording_closing.NOTED
    asked = _asked_about(visit, case, solved=True)
    if case.state is State.CLOSED and asked is not None and content:
        return _content(visit, case, asked)
    return _close(visit, case, content=content, why="")


def _accepted_case(visit: Visit, command: Command) -> Case:
    try:
        return residents_case(visit, command, {State.AWAITING_VERDICT})
    except refusals.NothingFits:
        for verdict in _lately(visit):
            case = visit.unit.cases.load(verdict.case)
            waits = verdict.satisfied is None and (verdict.solved or verdict.round == RECHECK)
            if case is not None and case.state is State.CLOSED and waits:
                return case
        return residents_case(visit, command, {State.REDO})  # a second thought


def _close(visit: Visit, case: Case, *, content: bool | None, why: str) -> str:
    """The case closed as solved by the resident; the reply, with the one question that is left."""
    checker = case.checker
    case = move_or_refuse(visit, case, (Action.ACCEPT, "评价"), RESIDENT, why)
    case = closed(visit, case, {True: SATISFIED, None: SOLVED, False: DISCONTENT}[content])
    answer(visit, case, Verdict(0, 0, 0, "", visit.now, visit.now, True, True, content, why))
    line = line_of(visit, case)
    told = wording_handlers.closed_for_handler(line) if content else wording_closing.solved_for_handler(line)
    tell_handler(visit, case, "closed", told)
    if checker:
        visit.tell(Telling("check_over", wording_closing.check_over(line), case), person=checker)
    tell_reporter(visit, case, "closed", wording.closed_by_another(line), but=visit.contact.id)
    if content is None:
        return wording_closing.closed_and_content(line)
    if not content:
        tell_supervisors(visit, case, why)
        return wording_closing.closed_discontent(line)
    return wording.closed(line)


def closed(visit: Visit, case: Case, verdict: str) -> Case:
    """A case that has just been moved to closed with what was found, saved, and when it is asked about again."""
    hazard = case.kind is Kind.HAZARD
    due = inspected_at(visit.now, visit.now) if hazard else recheck_due(case, visit.now)
    case = replace(case, closed_at=visit.now, verdict=verdict, recheck_at=due, checker="", check_due_at=None)
    visit.unit.cases.save(case)
    visit.unit.checks.end(case.number, CLOSING, visit.now)
    return case


def _content(visit: Visit, case: Case, asked: Verdict) -> str:
    """The second question answered with yes."""
    visit.unit.verdicts.save(replace(asked, at=visit.now, satisfied=True))
    visit.unit.cases.save(replace(case, verdict=SATISFIED))
    tell_handler(visit, case, "closed", wording_closing.content_for_handler(line_of(visit, case)))
    return wording_closing.NOTED_CONTENT


def _discontent(visit: Visit, case: Case, asked: Verdict, why: str) -> str:
    """The second question answered with no: it stays closed, and the supervisor hears of it, not the handler."""
    visit.unit.verdicts.save(replace(asked, at=visit.now, satisfied=False, why=why))
    visit.unit.cases.save(replace(case, verdict=DISCONTENT))
    tell_supervisors(visit, case, why)
    return wording_closing.noted_discontent(line_of(visit, case))


def tell_supervisors(visit: Visit, case: Case, why: str) -> None:
    """Who supervises the place hears that a resident was not content with how it was done; else who decides there.

    Of a private matter nobody hears; the verdict itself is kept.
    """
    if case.private or case.kind is Kind.MEDIATION:
        return
    leaders = leaders_over(case.place, visit.knowledge.town)
    supervisors = [one for one in leaders if any(duty.role is Role.SUPERVISOR for duty in one.duties)]
    words = wording_closing.discontent_for_supervisor(line_of(visit, case), why)
    for leader in supervisors or leaders:
        if leader.code != case.responder:
            visit.tell(Telling("discontent", words, case), person=leader.code)


# -- unhappy -----------------------------------------------------------------------------------------


def reject(visit: Visit, command: Command) -> str:
    """不满意: reopened at once; solved but badly done it is closed, and the supervisor hears of it.

    The second time one level higher. A case put away comes again as a new one that names the old.
    """
    try:
        case = _rejected_case(visit, command)
    except refusals.NothingFits:
        if command.rest and visit.unit.cases.open_concerning(visit.contact.id):
            return add(visit, replace(command, verb=Verb.ADD))  # not judged yet, but whoever has it should read it
        raise
    why = command.rest
    asked = _asked_about(visit, case, solved=True)
    if case.state is State.CLOSED and asked is not None and not says_unsolved(why):
        return _discontent(visit, case, asked, why)
    if case.state is State.AWAITING_VERDICT and solved_but_discontent(why):
        return _close(visit, case, content=False, why=why)
    joined = case.reporter != visit.contact.id
    if joined and case.closed_at is not None and visit.now - case.closed_at > JUDGED_UNTIL:
        raise refusals.MoveNotNow(number=case.number, state=STATES[case.state], word="评价")
    if case.state is State.ARCHIVED:
        return _open_anew(visit, case, why)
    return _reject(visit, case, why)


def _reject(visit: Visit, case: Case, said: str) -> str:
    why = said or "没有说明"
    checker, before = case.checker, case.responder
    case = move_or_refuse(visit, case, (Action.REJECT, "评价"), RESIDENT, why)
    if said:
        keep_words(visit, case.number, said)
    visit.unit.checks.end(case.number, CLOSING, visit.now)
    answer(visit, case, Verdict(0, 0, 0, "", visit.now, visit.now, None, False, False, said))
    case = reopen(visit, case, why)
    line = line_of(visit, case)
    raised = case.reopened > 1 and case.responder != before
    told = wording_closing.reopened_higher(line) if raised else wording.reopened(line)
    if checker:
        visit.tell(Telling("check_over", wording_closing.check_over(line), case), person=checker)
    tell_reporter(visit, case, "reopened", told, but=visit.contact.id)
    return f"{told}\n{wording_closing.WAS_CONTACTED}"


def _rejected_case(visit: Visit, command: Command) -> Case:
    """The case awaiting a verdict; without one, the case closed last: "又停了" may come a week later."""
    waiting = visit.unit.cases.open_concerning(visit.contact.id)
    if command.number is None and not any(case.state is State.AWAITING_VERDICT for case in waiting):
        latest = joined_case(visit, visit.unit.cases.latest_of_reporter(visit.contact.id))
        if latest is not None and latest.state in (State.CLOSED, State.ARCHIVED) and latest.verdict in HELD:
            return fresh(visit, latest)
    return residents_case(visit, command, {State.AWAITING_VERDICT})


def _open_anew(visit: Visit, old: Case, why: str) -> str:
    """A new case after one that was put away: same matter and place, its number named to whoever gets it."""
    words = wording_closing.again_after(old.number, why or old.summary)
    case = Case(
        number=0, state=State.NEW, intent=old.intent, category=old.category, secondary=(), place=old.place,
        place_text=old.place_text, summary=words, responder="", reporter=visit.contact.id, urgent=False,
        private=old.private, confidence=old.confidence, revision=old.revision, created_at=visit.now,
        touched_at=visit.now, care=old.care, times=old.times + 1,
    )  # fmt: skip
    case = replace(case, number=visit.unit.cases.add(case))
    visit.opened.add(case.number)
    keep_words(visit, case.number, words)
    case = move(visit, case, Action.OPEN, RESIDENT, f"#{old.number}")
    case = dispatch(visit, case, choose(visit, case), like=old.number)
    return wording_closing.opened_anew(old.number, wording.receipt(line_of(visit, case)))


# -- what she was asked ------------------------------------------------------------------------------


def answer(visit: Visit, case: Case, said: Verdict) -> None:
    """Keep what the visitor says of a case, with what she was asked last; asked nothing, she said it by herself."""
    own = [one for one in visit.unit.verdicts.of_case(case.number) if one.contact == visit.contact.id]
    asked = own[-1] if own and own[-1].solved is None else None
    if asked is None:
        visit.unit.verdicts.add(replace(said, case=case.number, contact=visit.contact.id, round=CLOSING))
        return
    kept = replace(said, id=asked.id, case=asked.case, contact=asked.contact, round=asked.round)
    visit.unit.verdicts.save(replace(kept, asked_at=asked.asked_at))


def _lately(visit: Visit) -> Sequence[Verdict]:
    return visit.unit.verdicts.of_contact(visit.contact.id, visit.now - _ASKED_LATELY)


def _asked_about(visit: Visit, case: Case, *, solved: bool | None) -> Verdict | None:
    """What the visitor was asked last about a case, if she said this of it being solved and not yet if content."""
    own = [one for one in visit.unit.verdicts.of_case(case.number) if one.contact == visit.contact.id]
    last = own[-1] if own else None
    return last if last is not None and last.solved is solved and last.satisfied is None else None


def holds(visit: Visit, command: Command) -> str:
    """还好: asked again after weeks, it holds."""
    case = residents_case(visit, command)
    case = move_or_refuse(visit, case, (Action.RECHECK, "回访"), RESIDENT, wording_closing.HOLDS)
    visit.unit.cases.save(replace(case, recheck_at=None))
    answer(visit, case, Verdict(0, 0, 0, "", visit.now, visit.now, None, True, None, ""))
    return wording_closing.GLAD


def contacted(visit: Visit, command: Command) -> str:
    """Whether somebody got in touch with her, asked when it was not solved."""
    for asked in _lately(visit):
        if asked.case == command.number and asked.solved is False and asked.responded is None:
            visit.unit.verdicts.save(replace(asked, at=visit.now, responded=command.rest == "有"))
            return wording_closing.NOTED
    raise refusals.NothingFits(word="有")


def answer_to_asked(visit: Visit, cases: Sequence[Case], text: str) -> Command | None:
    """What a short answer means to whoever was asked for a verdict: "1", "2 灯还不亮", "没人来过", "又坏了"."""
    pick = read_pick(text)
    if pick is None and len(text) > _SHORT:
        return None
    if any(case.question for case in cases) or find_urgency(text, visit.knowledge.rules).urgent:
        return None
    for asked in _lately(visit):
        case = visit.unit.cases.load(asked.case)
        since = asked.at or (case.closed_at if case is not None and asked.round == CLOSING else None)
        further = since is not None and visit.now - since > _FURTHER
        known = case is not None and not further and concerns(visit, case)
        found = _meant(case, asked, pick, text) if case is not None and known else None
        if found is not None:
            return _only_one(cases, found)
    return None


def _only_one(cases: Sequence[Case], found: Command) -> Command:
    """The answer without its number where several cases wait for the same one: then it is asked which."""
    waiting = [case for case in cases if case.state is State.AWAITING_VERDICT]
    about_one = len(waiting) < 2 or found.number not in {case.number for case in waiting}
    return found if about_one else replace(found, number=None)


def _meant(case: Case, asked: Verdict, pick: tuple[bool, str] | None, text: str) -> Command | None:
    asked_still = case.state in (State.AWAITING_VERDICT, State.CLOSED)  # closed meanwhile by a neighbour or a checker
    if asked.solved is None and asked.round == CLOSING and asked_still:
        return _solved_or_not(case, pick)
    if asked.solved is None and asked.round == RECHECK and case.state is State.CLOSED:
        return _holds_or_not(case, pick, text)
    if asked.solved and asked.satisfied is None and asked.round == CLOSING and case.state is State.CLOSED:
        return _content_or_not(case, pick)
    if asked.solved is False and asked.responded is None and case.state not in ENDED:
        return _contacted_or_not(case, pick, text)
    return None


def _solved_or_not(case: Case, pick: tuple[bool, str] | None) -> Command | None:
    if pick is None:
        return None
    return Command(Verb.ACCEPT, case.number, SOLVED_ONLY) if pick[0] else Command(Verb.REJECT, case.number, pick[1])


def _content_or_not(case: Case, pick: tuple[bool, str] | None) -> Command | None:
    if pick is None:
        return None
    return Command(Verb.ACCEPT, case.number) if pick[0] else Command(Verb.REJECT, case.number, pick[1])


def _holds_or_not(case: Case, pick: tuple[bool, str] | None, text: str) -> Command | None:
    if pick is not None:
        return Command(Verb.HOLDS, case.number) if pick[0] else Command(Verb.REJECT, case.number, pick[1] or "又坏了")
    if _BROKEN.match(text.strip()):
        return Command(Verb.REJECT, case.number, text.strip())
    return Command(Verb.HOLDS, case.number) if _HOLDS.fullmatch(text.strip()) else None


def _contacted_or_not(case: Case, pick: tuple[bool, str] | None, text: str) -> Command | None:
    if pick is not None:
        return Command(Verb.CONTACTED, case.number, "有" if pick[0] else "没有")
    found = _CONTACTED.fullmatch(text.strip(" 。.!！"))
    return Command(Verb.CONTACTED, case.number, "没有" if found["no"] else "有") if found else None
