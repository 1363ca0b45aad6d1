"""What handlers and residents do with a case that is under way: take, finish, pass on, judge, correct, withdraw."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.desk import refusals, wording
from bot.desk.desk import RESIDENT, Telling, Visit, duty_for, line_of, move, move_or_refuse, who_has
from bot.desk.dialogue import Command, Verb
from bot.desk.dispatching import choose, dispatch, said_of, tell_handler, tell_reporter
from bot.desk.labels import ROLES
from bot.desk.reporting import add_words, keep_words, redirect
from bot.desk.understanding import understand
from intents.verdict import Category, Intent
from matching.case import Action, Case, State
from matching.responder import Responder, Role
from matching.routing import Choice
from matching.territory import NodeKind

_ENDED = frozenset({State.CLOSED, State.NOT_ACCEPTED, State.MERGED, State.ARCHIVED})
_WAITING = frozenset({State.AWAITING_SIGNIN, State.REDO})
_IN_HAND = frozenset({State.AWAITING_SIGNIN, State.REDO, State.IN_PROGRESS})
_HUMAN_AGAIN = timedelta(hours=2)
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


# -- which case is meant -----------------------------------------------------------------------------


def _handlers_case(visit: Visit, command: Command, states: Collection[State]) -> Case:
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


def _residents_case(visit: Visit, command: Command, states: Collection[State] | None = None) -> Case:
    """The resident's own case that a command means; a case of somebody else's is as good as none."""
    if command.number is not None:
        case = visit.unit.cases.load(command.number)
        if case is None or case.reporter != visit.contact.id:
            raise refusals.NoSuchCase(number=command.number)
        return case
    fitting = visit.unit.cases.open_of_reporter(visit.contact.id)
    return _only(visit, [case for case in fitting if states is None or case.state in states], command.verb)


def _only(visit: Visit, fitting: Sequence[Case], verb: Verb) -> Case:
    if not fitting:
        raise refusals.NothingFits(word=wording.word_of(verb))
    if len(fitting) > 1:
        numbers = sorted(case.number for case in fitting)
        raise refusals.SeveralFit(
            word=wording.word_of(verb), listed="、".join(f"#{n}" for n in numbers), first=numbers[0]
        )
    case = visit.unit.cases.load(fitting[0].number)
    if case is None:
        raise refusals.NothingFits(word=wording.word_of(verb))
    return case


def _words(command: Command, case: Case, what: str) -> str:
    if not command.rest:
        raise refusals.WordsMissing(number=case.number, word=wording.word_of(command.verb), what=what)
    return command.rest


# -- handlers ----------------------------------------------------------------------------------------


def take(visit: Visit, command: Command) -> str:
    """接单: the handler has it; the resident is told."""
    case = _handlers_case(visit, command, _WAITING)
    case = move_or_refuse(visit, case, (Action.TAKE, "接单"), visit.contact.person)
    visit.unit.cases.save(case)
    line = line_of(visit, case)
    tell_reporter(visit, case, "taken", wording.taken_for_resident(line))
    return wording.taken_for_handler(line)


def finish(visit: Visit, command: Command) -> str:
    """办结: the handler proposes to close with what was done; the resident is asked for her verdict."""
    case = _handlers_case(visit, command, _IN_HAND)
    done = _words(command, case, "做了什么").rstrip("。.!！")
    case = move_or_refuse(visit, case, (Action.FINISH, "办结"), visit.contact.person, done)
    visit.unit.cases.save(case)
    line = line_of(visit, case)
    tell_reporter(visit, case, "verdict", wording.verdict(line, done))
    return wording.finished_for_handler(line)


def pass_on(visit: Visit, command: Command) -> str:
    """转办: to the person or role named, or to the next one responsible; the resident is told who has it now."""
    case = _handlers_case(visit, command, _IN_HAND)
    reason = _words(command, case, "转给谁、为什么")
    moved = move_or_refuse(visit, case, (Action.PASS_ON, "转办"), visit.contact.person, reason)
    to = _colleague(visit, moved, reason) or choose(visit, moved, frozenset({visit.contact.person}))
    return _handed_over(visit, moved, to)


def give_back(visit: Visit, command: Command) -> str:
    """退回: once to the next one responsible; the second return of a case goes to the street, who decides."""
    case = _handlers_case(visit, command, _IN_HAND)
    reason = _words(command, case, "退回的原因")
    moved = move_or_refuse(visit, case, (Action.RETURN, "退回"), visit.contact.person, reason)
    moved = replace(moved, returns=case.returns + 1)
    refused = {e.actor for e in visit.unit.cases.events(case.number) if e.action is Action.RETURN}
    without = frozenset(refused | {visit.contact.person})
    street = _street_of(visit, case) if moved.returns > 1 else None
    to = choose(visit, moved, without, street) if street else choose(visit, moved, without)
    return _handed_over(visit, moved, to)


def _handed_over(visit: Visit, case: Case, to: Choice | None) -> str:
    case = dispatch(visit, case, to)
    line = line_of(visit, case)
    tell_reporter(visit, case, "passed", wording.passed_for_resident(line))
    return wording.passed_for_handler(line)


def _street_of(visit: Visit, case: Case) -> str | None:
    lineage = visit.knowledge.town.territory.lineage(case.place) if case.place else ()
    return next((node.code for node in lineage if node.kind is NodeKind.STREET), None)


def _colleague(visit: Visit, case: Case, words: str) -> Choice | None:
    """The colleague that words name, by name or by role, nearest first up the tree; None when they name nobody."""
    town = visit.knowledge.town
    role = next((role for word, role in _ROLE_WORDS if word in words), None)
    for node in town.territory.lineage(case.place) if case.place else ():
        for responder, duty in town.directory.at(node.code):
            if responder.code != visit.contact.person and _named(responder, duty.role, words, role):
                return Choice(responder, duty, node, (f"由{who_has(visit, case)}转来",))
    return None


def _named(responder: Responder, held: Role, words: str, role: Role | None) -> bool:
    return responder.name in words or held is role


def mine(visit: Visit, command: Command) -> str:
    """我的: what the handler has in hand; a resident's word for it shows where her cases stand."""
    if not visit.contact.person:
        return status(visit, command)
    held = visit.unit.cases.open_of_responder(visit.contact.person)
    held = [case for case in held if case.state in _IN_HAND]
    held.sort(key=lambda case: (not case.urgent, case.due_at or case.created_at, case.number))
    return wording.mine([line_of(visit, case) for case in held])


# -- residents ---------------------------------------------------------------------------------------


def status(visit: Visit, command: Command) -> str:
    """进度: of one case by its number, or of all that are under way, newest first."""
    if command.number is not None:
        return wording.status(line_of(visit, _seen_case(visit, command.number)))
    under_way = visit.unit.cases.open_of_reporter(visit.contact.id)
    if not under_way:
        latest = visit.unit.cases.latest_of_reporter(visit.contact.id)
        return wording.statuses([line_of(visit, latest)] if latest else [])
    return wording.statuses([line_of(visit, case) for case in under_way])


def _seen_case(visit: Visit, number: int) -> Case:
    """A case the visitor may see: her own, or one in her hands."""
    case = visit.unit.cases.load(number)
    handler = case is not None and bool(visit.contact.person) and case.responder == visit.contact.person
    if case is None or not (handler or case.reporter == visit.contact.id):
        raise refusals.NoSuchCase(number=number)
    return case


def accept(visit: Visit, command: Command) -> str:
    """满意: the resident closes the case; the handler is told."""
    case = _residents_case(visit, command, {State.AWAITING_VERDICT})
    case = move_or_refuse(visit, case, (Action.ACCEPT, "评价"), RESIDENT)
    case = replace(case, closed_at=visit.now, verdict="satisfied")
    visit.unit.cases.save(case)
    line = line_of(visit, case)
    tell_handler(visit, case, "closed", wording.closed_for_handler(line))
    return wording.closed(line)


def reject(visit: Visit, command: Command) -> str:
    """不满意: reopened at once and back with whoever had it, the clock for solving anew."""
    case = _rejected_case(visit, command)
    why = command.rest or "没有说明"
    if command.rest:
        keep_words(visit, case.number, command.rest)
    case = move_or_refuse(visit, case, (Action.REJECT, "评价"), RESIDENT, why)
    case = replace(case, verdict="unsatisfied", closed_at=None, reopened=case.reopened + 1)
    responder = visit.knowledge.town.directory.get(case.responder)
    back = duty_for(visit, responder, case.place) if responder else None
    case = dispatch(visit, case, back or choose(visit, case), again=why)
    return wording.reopened(line_of(visit, case))


def _rejected_case(visit: Visit, command: Command) -> Case:
    """The case awaiting a verdict; without one, the case closed last: "又停了" may come a week later."""
    waiting = visit.unit.cases.open_of_reporter(visit.contact.id)
    if command.number is None and not any(case.state is State.AWAITING_VERDICT for case in waiting):
        latest = visit.unit.cases.latest_of_reporter(visit.contact.id)
        if latest is not None and latest.state is State.CLOSED and latest.verdict == "satisfied":
            return latest
    return _residents_case(visit, command, {State.AWAITING_VERDICT})


def withdraw(visit: Visit, command: Command) -> str:
    """取消: the resident withdraws; whoever had it is told."""
    case = _residents_case(visit, command)
    case = move_or_refuse(visit, case, (Action.WITHDRAW, "取消"), RESIDENT)
    case = replace(case, closed_at=visit.now, verdict="withdrawn", question="")
    visit.unit.cases.save(case)
    line = line_of(visit, case)
    tell_handler(visit, case, "withdrawn", wording.withdrawn_for_handler(line))
    return wording.withdrawn(line)


def correct(visit: Visit, command: Command) -> str:
    """改: another category; the case moves to whoever is responsible for that."""
    said, number = command.rest, None
    head, _, tail = said.partition(" ")
    if head.lstrip("#＃").isdigit() and tail:
        said, number = tail.strip(), int(head.lstrip("#＃"))
    category = _category_named(visit, said)
    case = _latest_case(visit, Command(Verb.CORRECT, number))
    if category == case.category:
        return wording.corrected(line_of(visit, case))
    try_move = replace(case, category=category, confidence=1.0)
    if case.state in _ENDED or case.state is State.AWAITING_VERDICT:
        raise refusals.MoveNotNow(number=case.number, state=line_of(visit, case).state, word="改类别")
    keep_words(visit, case.number, f"改：{visit.knowledge.town.preferences.label(category)}", kind="correction")
    return wording.corrected(line_of(visit, redirect(visit, try_move, case.responder)))


def _category_named(visit: Visit, said: str) -> str:
    """The category that words name: its label, a part of it, or what the rules make of them."""
    label = visit.knowledge.town.preferences.label
    for category in Category:
        if said in (category, label(category)):
            return category
    verdict = understand(said, visit.knowledge.rules, visit.knowledge.gazetteer).verdict
    if verdict.category is not None and verdict.evidence:
        return verdict.category
    for category in Category:
        if said and (said in label(category) or label(category)[:2] in said):
            return category
    raise refusals.UnknownCategory(said=said[:12], choices="、".join(label(category) for category in Category))


def add(visit: Visit, command: Command) -> str:
    """补充: more words for the case named, or for the latest one under way; without a case, where she lives."""
    said = command.rest
    understood = understand(said, visit.knowledge.rules, visit.knowledge.gazetteer)
    case = _latest_case(visit, command)
    _words(command, case, "要补充的话")
    return add_words(visit, case, understood)


def _latest_case(visit: Visit, command: Command) -> Case:
    """The case named, or of several under way the one spoken of last."""
    if command.number is not None:
        return _residents_case(visit, command)
    under_way = visit.unit.cases.open_of_reporter(visit.contact.id)
    if not under_way:
        raise refusals.NothingFits(word=wording.word_of(command.verb))
    latest = max(under_way, key=lambda case: (case.touched_at or case.created_at, case.number))
    return _residents_case(visit, replace(command, number=latest.number))


def human(visit: Visit, command: Command) -> str:
    """人工: a person at the community calls back; asking twice within two hours opens one case."""
    under_way = visit.unit.cases.open_of_reporter(visit.contact.id)
    summary = "想找人说话" + (f"：{command.rest}" if command.rest else "")
    case = next((c for c in under_way if c.summary.startswith("想找人说话") and _fresh(visit, c)), None)
    if case is None:
        case = _open_human(visit, under_way, summary)
    line = line_of(visit, case)
    if not line.who:
        return wording.HUMAN_NOBODY
    return wording.HUMAN.format(title=line.who, when=line.signin)


def _fresh(visit: Visit, case: Case) -> bool:
    return visit.now - case.created_at <= _HUMAN_AGAIN


def _open_human(visit: Visit, under_way: Sequence[Case], summary: str) -> Case:
    territory = visit.knowledge.town.territory
    place = next((case.place for case in under_way if case.place), visit.contact.home)
    community = next((node.code for node in territory.lineage(place) if node.kind is NodeKind.COMMUNITY), place)
    case = Case(
        number=0,
        state=State.NEW,
        intent=Intent.CONSULT,
        category=Category.OTHER,
        secondary=(),
        place=community,
        place_text=territory.title(community),
        summary=summary,
        responder="",
        reporter=visit.contact.id,
        urgent=False,
        private=False,
        confidence=1.0,
        revision=visit.knowledge.rules.rules.revision,
        created_at=visit.now,
        touched_at=visit.now,
    )
    case = replace(case, number=visit.unit.cases.add(case))
    keep_words(visit, case.number, summary)
    case = move(visit, case, Action.OPEN, RESIDENT)
    return dispatch(visit, case, choose(visit, case))


# -- anyone ------------------------------------------------------------------------------------------


def bind(visit: Visit, command: Command) -> str:
    """绑定: the account becomes a handler's; what waited for him comes at once."""
    code = visit.unit.people.bind(visit.contact.id, command.rest)
    if code is None:
        raise refusals.UnknownBindCode
    visit.unit.outbox.release(visit.contact.id, code, visit.now)
    person = next((who for who in visit.unit.people.directory() if who.code == code), None)
    title = visit.knowledge.town.territory.title
    duties = [f"{title(duty.place)}{ROLES[duty.role]}" for duty in person.duties] if person else []
    return wording.bound(person.name if person else code, duties)


def show_help(visit: Visit, command: Command) -> str:
    """帮助: the words that fit who asks."""
    del command
    return wording.HELP_HANDLER + "\n\n" + wording.HELP_RESIDENT if visit.contact.person else wording.HELP_RESIDENT


#: What each chat word does.
VERBS: dict[Verb, Callable[[Visit, Command], str]] = {
    Verb.STATUS: status,
    Verb.ADD: add,
    Verb.CORRECT: correct,
    Verb.WITHDRAW: withdraw,
    Verb.ACCEPT: accept,
    Verb.REJECT: reject,
    Verb.TAKE: take,
    Verb.FINISH: finish,
    Verb.PASS_ON: pass_on,
    Verb.RETURN: give_back,
    Verb.MINE: mine,
    Verb.BIND: bind,
    Verb.HELP: show_help,
    Verb.HUMAN: human,
}
