"""The two-person rule: one proposes, a second one of the offices agrees, both are kept.

It stands before a private matter's words for anybody but its handler, before the reporter's name, and before a matter
about a child is closed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from bot.desk import refusals, wording_keys
from bot.desk.chatwords import Command, Verb
from bot.desk.closing import finish
from bot.desk.desk import OFFICES, Telling, Visit, is_arbiter, line_of, parties_of, visit_as
from bot.desk.dispatching import parties_to, said_of
from bot.desk.looking import CHAT, REFUSED, note_look, title_for
from bot.desk.picking import handlers_case, words_of
from intents.text import mask_sensitive
from matching.case import Case
from matching.lifecycle import IN_HAND, Party
from matching.vetted import about_minor
from storage.second_keys import SecondKey

LOOK, NAME, CLOSE = "look", "name", "close"
#: The door of whoever seconded, in the log of looks.
SECONDED = "seconded"
_NAMING = ("报事人", "谁报", "姓名", "称呼")
_DECIDING = frozenset({Party.OFFICE, Party.ARBITER})
#: A proposal that nobody seconded lapses, and what two agreed on may be read for so long.
_GOOD_FOR = timedelta(hours=72)
_ASKED_MOST = 3
_WHOLE = 1_500


def consult(visit: Visit, command: Command) -> str:
    """调阅: an office reads what a resident said, or (报事人) who reported it; a private matter needs two."""
    case = _case(visit, command)
    if not _decides(visit, case, visit.contact.person):
        note_look(visit, case, REFUSED)
        raise refusals.NotForYou(number=case.number, word="调阅")
    why = words_of(command, case, "调阅的原因")
    naming = any(word in why for word in _NAMING)
    if not naming and not case.private:
        note_look(visit, case, CHAT)
        return wording_keys.open_to_read(line_of(visit, case), said_of(visit, case, _WHOLE))
    return _propose(visit, case, NAME if naming else LOOK, why)


def finish_with_keys(visit: Visit, command: Command) -> str:
    """办结 of a matter about a child waits for a second person; any other goes its way at once."""
    case = handlers_case(visit, command, IN_HAND)
    if not about_minor(case) or _granted(visit, case, CLOSE):
        return finish(visit, command)
    words_of(command, case, "做了什么")
    return _propose(visit, case, CLOSE, command.rest)


def waits_for_second(visit: Visit, case: Case) -> bool:
    """Whether something about a case stands open that the visitor may second."""
    person = visit.contact.person
    if not _decides(visit, case, person) or person == case.responder:
        return False
    return bool(_waiting(visit, case))


def may_read(visit: Visit, case: Case) -> bool:
    """Whether two agreed lately that the visitor reads a private case."""
    return _granted(visit, case, LOOK)


def _granted(visit: Visit, case: Case, action: str) -> bool:
    since = visit.now - _GOOD_FOR
    if action == CLOSE and case.held_since is not None:
        since = max(since, case.held_since)
    return any(
        key.by == visit.contact.person and key.action == action and key.seconded_at and key.seconded_at >= since
        for key in visit.unit.second_keys.of_case(case.number)
    )


def _propose(visit: Visit, case: Case, action: str, why: str) -> str:
    seconds = _seconds(visit, case)
    if not seconds:
        raise refusals.NobodySeconds(number=case.number)
    why = mask_sensitive(why)
    visit.unit.second_keys.propose(SecondKey(0, case.number, action, why, visit.contact.person, visit.now))
    line = line_of(visit, case)
    who = title_for(visit, case, visit.contact.person)
    for code in seconds[:_ASKED_MOST]:
        visit.tell(Telling("second_key", wording_keys.asked(line, who, action, why), case), person=code)
    return wording_keys.proposed(line)


def _seconds(visit: Visit, case: Case) -> list[str]:
    """Who may second what the visitor proposes, the nearest office first."""
    town, day = visit.knowledge.town, visit.now.astimezone(visit.zone).date()
    line = town.territory.lineage_or_top(case.place)
    not_these = parties_to(visit, case) | {visit.contact.person, case.responder}
    found = {
        holder.code: None
        for node in line
        for holder, duty in town.directory.at(node.code)
        if (duty.role in OFFICES or is_arbiter(holder, {node.code})) and not holder.on_leave(day)
    }
    return [code for code in found if code not in not_these]


def _decides(visit: Visit, case: Case, person: str) -> bool:
    decides = not _DECIDING.isdisjoint(parties_of(visit, case, person))
    return decides and person not in parties_to(visit, case)


def _case(visit: Visit, command: Command) -> Case:
    if not visit.contact.person:
        raise refusals.NotAHandler
    case = visit.unit.cases.load(command.number) if command.number is not None else None
    if case is None:
        raise refusals.NoSuchCase(number=command.number or "")
    return case


def _waiting(visit: Visit, case: Case) -> list[SecondKey]:
    """What others asked for lately and nobody has seconded, in order."""
    return [
        key
        for key in visit.unit.second_keys.of_case(case.number)
        if not key.seconded_by and key.by != visit.contact.person and visit.now - key.at <= _GOOD_FOR
    ]


def second(visit: Visit, command: Command) -> str:
    """双签: the second person agrees, and what was proposed is done."""
    case = _case(visit, command)
    person = visit.contact.person
    if not _decides(visit, case, person) or person == case.responder:
        raise refusals.NotForYou(number=case.number, word="双签")
    waiting = _waiting(visit, case)
    if not waiting:
        raise refusals.NothingToSecond(number=case.number)
    key = waiting[-1]
    if not visit.unit.second_keys.second(key.id, person, visit.now):
        raise refusals.NothingToSecond(number=case.number)
    note_look(visit, case, SECONDED)
    told = _DONE[key.action](visit, case, key)
    visit.tell(Telling("second_key", told, case), person=key.by)
    return wording_keys.seconded(line_of(visit, case))


def _read(visit: Visit, case: Case, key: SecondKey) -> str:
    note_look(visit_as(visit.desk, visit.unit, key.by, visit.key, visit.now), case, CHAT)
    return wording_keys.granted_look(line_of(visit, case), said_of(visit, case))


def _named(visit: Visit, case: Case, key: SecondKey) -> str:
    note_look(visit_as(visit.desk, visit.unit, key.by, visit.key, visit.now), case, NAME)
    reporter = visit.unit.people.contact(case.reporter)
    return wording_keys.granted_name(line_of(visit, case), reporter.name if reporter else "")


def _closed(visit: Visit, case: Case, key: SecondKey) -> str:
    """Proposed by whoever has it still; what is missing of it he is told."""
    handler = visit_as(visit.desk, visit.unit, key.by, f"{visit.key}/second", visit.now)
    reply = finish(handler, Command(Verb.FINISH, case.number, key.words))
    visit.moved |= handler.moved  # what follows from it follows at this visit's end
    return wording_keys.granted_close(line_of(visit, case), reply)


_DONE: dict[str, Callable[[Visit, Case, SecondKey], str]] = {LOOK: _read, NAME: _named, CLOSE: _closed}
