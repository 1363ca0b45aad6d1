"""A case as the console shows it: the page's sheet, why it went where it went, its letters, who can have it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.desk.acting import Seated, note_console_look, reads, visit_on
from bot.desk.casesheet import CaseSheet, case_sheet, title_of
from bot.desk.casework import VERBS
from bot.desk.chatwords import Verb
from bot.desk.desk import Desk, Visit, parties_of
from bot.desk.labels import clock_time
from bot.desk.looking import title_for
from bot.desk.needline import STATES as NEED_STATES
from bot.desk.offering import Candidate, Offer, candidates, offers
from bot.desk.queueing import QueueRow, exact, row_of
from bot.desk.rights import Right, Standing
from bot.desk.seeing import SeenAs
from bot.desk.seen_before import Seen, look
from bot.desk.understanding import understand
from intents.masking import mask_personal
from intents.verdict import Category
from matching.case import Action, Case, State
from matching.lifecycle import ENDED, MAY, TRANSITIONS, Party
from storage.audit import Audited
from storage.notices import Posted
from storage.outbox import LetterState
from storage.unit_of_work import UnitOfWork

_LETTERS, _CHANGES = 40, 30
_FATES = {LetterState.DUE: "等着发", LetterState.LEASED: "正在发", LetterState.HELD: "等对方来消息",
          LetterState.SENT: "已送到", LetterState.FAILED: "没送到"}
#: Chat's own words that the console says in a way of its own, see `officework`.
_OWN_WAY = frozenset({Verb.CORRECT, Verb.ADD})
_MERGEABLE = frozenset({State.AWAITING_INFO, State.AWAITING_DISPATCH, State.AWAITING_SIGNIN, State.IN_PROGRESS})


@dataclass(frozen=True, slots=True)
class Letter:
    """A notice about a case: to whom, what for, its words where they may be read, and what became of it."""

    number: int
    to: str
    text: str
    when: str
    exact: str
    fate: str
    error: str
    lost: bool


@dataclass(frozen=True, slots=True)
class Why:
    """Why a case went where it went. `words` are the rules' words found in what was said, each with its category and
    weight, as `revision` reads it; `then` is the revision it was opened with; `others` what else was weighed.
    """

    category: str
    certainty: int
    reasons: tuple[str, ...]
    words: tuple[tuple[str, str, str], ...]
    others: tuple[tuple[str, int], ...]
    then: int
    revision: int
    precedents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Everything about a case. `sheet` and what comes of words is None or empty where they may not be read."""

    row: QueueRow
    case: Case
    sheet: CaseSheet | None
    why: Why | None
    letters: tuple[Letter, ...]
    looks: tuple[tuple[str, str, str, str], ...]
    offers: tuple[Offer, ...]
    work: tuple[str, ...]
    people: tuple[Candidate, ...]
    changes: tuple[Audited, ...]
    acts_as: str
    like: Seen | None
    needs: tuple[str, ...]
    hands: tuple[str, ...]


def case_file(desk: Desk, seated: Seated, number: int) -> CaseFile:
    """A case for an account, after it is kept that it looked. Raises `NoSuchCase` where it does not see it."""

    def work(unit: UnitOfWork) -> CaseFile:
        visit, case = visit_on(desk, unit, seated, number)
        open_to_read = reads(visit, seated.standing, case)
        note_console_look(visit, seated, case)
        return _file(visit, seated.standing, case, open_to_read=open_to_read)

    return desk.store.run(work)


def _file(visit: Visit, standing: Standing, case: Case, *, open_to_read: bool) -> CaseFile:
    person, many = visit.contact.person, _CHANGES if standing.may(Right.AUDIT) else 0
    seen = SeenAs.HANDLER if person else SeenAs.WATCHER
    return CaseFile(
        row=row_of(visit, case),
        case=case,
        sheet=case_sheet(visit, case, seen) if open_to_read else None,
        why=_why(visit, case) if open_to_read else None,
        letters=tuple(letter_of(visit, one, case) for one in visit.unit.notices.of_case(case.number, _LETTERS)),
        looks=_looks(visit, case),
        offers=tuple(one for one in offers(visit, case) if one.verb not in _OWN_WAY and one.verb in VERBS)
        if person else (),
        work=_work(visit, case) if person else (),
        people=tuple(candidates(visit, case, Verb.PASS_ON)) if person else (),
        changes=tuple(visit.unit.audit.latest(many, subject="case", which=str(case.number))),
        acts_as=title_for(visit, case, person) if person else "",
        like=_like(visit, standing, case) if open_to_read else None,
        needs=_needs(visit, case),
        hands=tuple(title_for(visit, case, code) for code in case.had),
    )  # fmt: skip


def _like(visit: Visit, standing: Standing, case: Case) -> Seen | None:
    """The case that this one may be the same as; None where the account does not see that."""
    seen = look(visit, case) if case.state not in ENDED else None
    return seen if seen is not None and standing.sees(visit.knowledge.town.territory, seen.case) else None


def _work(visit: Visit, case: Case) -> tuple[str, ...]:
    """What of `officework` an account can do with the case now."""
    parties = parties_of(visit, case, visit.contact.person)

    def may(action: Action) -> bool:
        return (case.state, action) in TRANSITIONS and not parties.isdisjoint(MAY[action])

    under_way = case.state not in ENDED and case.state is not State.AWAITING_VERDICT
    over = bool(parties & {Party.OFFICE, Party.ARBITER})
    told = (
        ("hand_on", over and may(Action.PASS_ON) and not case.disputed and Party.OWNER not in parties),
        ("urge", over and under_way and bool(case.responder) and Party.OWNER not in parties),
        ("correct", over and under_way and may(Action.CORRECT)),
        ("give_time", over and may(Action.EXTEND) and Party.OWNER not in parties),
        ("note", may(Action.ADD)),
        ("merge", over and case.state in _MERGEABLE and not case.private and may(Action.MERGE)),
    )
    return tuple(name for name, holds in told if holds)


def _why(visit: Visit, case: Case) -> Why:
    """What the live rules make of the words; the case itself says which revision it was opened with."""
    said = [one.text for one in visit.unit.cases.messages(case.number) if one.kind in ("text", "voice") and one.text]
    text = "，".join(said) or case.summary
    label = visit.knowledge.town.preferences.label
    verdict = understand(text, visit.knowledge.rules, visit.knowledge.gazetteer).verdict
    found = [
        (mask_personal(text[one.start : one.end]), label(one.category), f"{one.weight:g}")
        for one in verdict.evidence if one.category in set(Category)
    ]  # fmt: skip
    standing = visit.unit.precedents.standing()
    held = [one for one in standing if one.category == case.category and _covers(visit, one.place, case)]
    return Why(
        label(case.category), round(case.confidence * 100), case.reasons, tuple(dict.fromkeys(found)),
        tuple((label(one.category), round(one.confidence * 100)) for one in verdict.alternatives[:3]),
        case.revision, visit.knowledge.rules.rules.revision,
        tuple(f"#{one.case} 定过：归{title_for(visit, case, one.owner)}，{one.reason}" for one in held[:3]),
    )  # fmt: skip


def _covers(visit: Visit, place: str, case: Case) -> bool:
    return bool(case.place) and visit.knowledge.town.territory.within(case.place, place)


def letter_of(visit: Visit, one: Posted, case: Case | None) -> Letter:
    """A letter in words. Of a private case, and where it is to a resident, only what it was for."""
    to = "居民" if one.contact is not None else title_of(visit, one.person, case.place if case else "")
    when = one.done_at or one.due_at
    hidden = case is None or case.private
    return Letter(
        one.id, to, "" if hidden else mask_personal(one.text), clock_time(when, visit.now, visit.zone),
        exact(visit, when), _FATES[one.state], one.error, one.state in (LetterState.HELD, LetterState.FAILED),
    )  # fmt: skip


def _looks(visit: Visit, case: Case) -> tuple[tuple[str, str, str, str], ...]:
    """Who looked, by which door, when in words and exactly; the latest first."""
    doors = {"sent": "收到派单", "chat": "聊天", "page": "手机页面", "console": "后台", "refused": "想看没让看",
             "seconded": "同意别人看", "name": "经双签知道报事人"}
    looks = [one for one in visit.unit.looks.of_case(case.number) if one.person]
    return tuple(
        (title_for(visit, case, one.person), doors.get(one.door, one.door),
         clock_time(one.at, visit.now, visit.zone), exact(visit, one.at))
        for one in reversed(looks[-_LETTERS:])
    )  # fmt: skip


def _needs(visit: Visit, case: Case) -> tuple[str, ...]:
    """What the case needs of volunteers and how far that is."""
    need = visit.unit.needs.of_case(case.number)
    if need is None:
        return ()
    asked = visit.unit.needs.offers(need.number)
    return (f"Z{need.number} {need.what} · {NEED_STATES[need.state]}", f"问过{len(asked)}人",
            *need.reasons[:3])  # fmt: skip
