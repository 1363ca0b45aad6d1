"""Moves made at the console, of one case or of many: said first what they would do, then done, each by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.desk import refusals, wording_refusals
from bot.desk import wording_officework as words
from bot.desk.acting import Seated, note_console_look, reads, visit_on
from bot.desk.casework import VERBS
from bot.desk.chatwords import Command, Verb
from bot.desk.desk import Desk, Visit
from bot.desk.labels import STATES
from bot.desk.needfollowing import follow_cases
from bot.desk.offering import offers
from bot.desk.officework import OFFICE_WORK, Wish, WorkRefused
from matching.case import Case
from matching.lifecycle import MoveRefused, NotAllowed, Party
from storage.audit import Audited
from storage.unit_of_work import UnitOfWork

#: So many at once: a page of the list and what is left of another.
MOST_AT_ONCE = 100
_PARTIES = {Party.OWNER: "办的人", Party.OFFICE: "社区或街道", Party.ARBITER: "街道", Party.CHECKER: "核查的人",
            Party.RESIDENT: "居民", Party.VOLUNTEER: "志愿者", Party.LINLI: "系统"}
#: These read no words of a private case, and say none.
_BLIND = frozenset({Verb.CONSULT, Verb.SECOND, Verb.RULE, "hand_on", "urge", "give_time", "note", "correct"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became, or would become, of one case: the words of it, and whether it is done."""

    number: int
    words: str
    done: bool


class _Rehearsed(Exception):
    """What would have been said; raised so that nothing of it is kept."""


def do_one(desk: Desk, seated: Seated, number: int, wish: Wish) -> str:
    """What is said to a move, once it is kept. Raises WorkRefused with a sentence where it cannot be made."""
    return desk.store.run(lambda unit: _done(desk, unit, seated, number, wish))


def rehearse(desk: Desk, seated: Seated, numbers: Sequence[int], wish: Wish) -> list[Outcome]:
    """What the same move would come to for each of many cases; nothing of it is kept or sent."""

    def would(number: int) -> str:
        def work(unit: UnitOfWork) -> None:
            raise _Rehearsed(_done(desk, unit, seated, number, wish))

        try:
            desk.store.run(work)
        except _Rehearsed as told:
            return str(told)
        return ""

    return [_outcome(number, would) for number in numbers[:MOST_AT_ONCE]]


def do_each(desk: Desk, seated: Seated, numbers: Sequence[int], wish: Wish) -> list[Outcome]:
    """The same move with each of many cases, each in a transaction of its own: one that is refused stops no other."""
    return [_outcome(number, lambda one: do_one(desk, seated, one, wish)) for number in numbers[:MOST_AT_ONCE]]


def _outcome(number: int, act: Any) -> Outcome:
    try:
        return Outcome(number, act(number), done=True)
    except WorkRefused as refused:
        return Outcome(number, str(refused), done=False)


def _done(desk: Desk, unit: UnitOfWork, seated: Seated, number: int, wish: Wish) -> str:
    if wish.into:  # the earlier case is locked before the later one, as everywhere where both are needed
        unit.cases.load(min(wish.into, number))
    try:
        visit, case = visit_on(desk, unit, seated, number)
    except refusals.DeskRefusal as refused:
        raise WorkRefused(f"没有 #{number} 这一件，或者不归您看。") from refused
    if not visit.contact.person:
        raise WorkRefused(words.NOBODY_TO_ACT_AS)
    if seated.once and (told := unit.inbox.claim(visit.key, visit.contact.openid, visit.now)) is not None:
        return told
    reply = _carried(visit, seated, case, wish)
    note_console_look(visit, seated, case)
    follow_cases(visit)
    _audit(visit, seated, case, wish)
    if seated.once:
        unit.inbox.remember(visit.key, reply)
    return reply


def _carried(visit: Visit, seated: Seated, case: Case, wish: Wish) -> str:
    """The move itself, its refusals in words."""
    if wish.what not in _BLIND and not reads(visit, seated.standing, case):
        raise WorkRefused(words.SEALED)
    if wish.into and not _sees(visit, seated, wish.into):
        raise WorkRefused(words.CANNOT_MERGE.format(into=wish.into))
    work = OFFICE_WORK.get(wish.what)
    if work is None and wish.what not in {offer.verb for offer in offers(visit, case)}:
        raise WorkRefused(words.NOT_OFFERED.format(number=case.number, state=STATES[case.state]))
    try:
        if work is not None:
            return work(visit, case, wish)
        verb = Verb(wish.what)
        return VERBS[verb](visit, Command(verb, case.number, wish.words))
    except refusals.DeskRefusal as refused:
        raise WorkRefused(wording_refusals.refusal(refused)) from refused
    except MoveRefused as refused:
        raise WorkRefused(words.NOT_NOW.format(number=case.number, state=STATES[refused.state])) from refused
    except NotAllowed as refused:
        who = "、".join(_PARTIES[party] for party in sorted(refused.allowed))
        raise WorkRefused(words.NOT_YOURS.format(number=case.number, who=who)) from refused


def _sees(visit: Visit, seated: Seated, number: int) -> bool:
    case = visit.unit.cases.load(number)
    return case is not None and seated.standing.sees(visit.knowledge.town.territory, case)


def _audit(visit: Visit, seated: Seated, before: Case, wish: Wish) -> None:
    after = visit.unit.cases.load(before.number) or before
    was, now = _facts(before), _facts(after)
    changed = [name for name in now if now[name] != was[name]]
    visit.unit.audit.record(Audited(
        visit.now, seated.account.name, wish.what, "case", str(before.number),
        {name: was[name] for name in changed}, {"as": visit.contact.person, **{name: now[name] for name in changed}},
    ))  # fmt: skip


def _facts(case: Case) -> dict[str, str]:
    """What an audit holds of a case: no word that anybody said."""
    due = case.due_at.isoformat(timespec="minutes") if case.due_at else ""
    return {
        "state": case.state.value, "responder": case.responder, "category": str(case.category), "due": due,
        "merged_into": str(case.merged_into or ""), "disputed": str(case.disputed),
    }  # fmt: skip


