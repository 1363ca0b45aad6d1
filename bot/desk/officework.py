"""What an office does with a case at the console: on the lifecycle's terms, as the person it acts as."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from types import MappingProxyType

from bot.desk import refusals, wording_waiting
from bot.desk import wording_officework as words
from bot.desk.chatwords import Verb
from bot.desk.completing import redirect
from bot.desk.desk import Visit, duty_for, line_of, move_or_refuse, parties_of
from bot.desk.dispatching import choose, tell_handler, tell_reporter
from bot.desk.handling import colleague, handed_over
from bot.desk.joining import join_case
from bot.desk.labels import STATES
from bot.desk.looking import title_for
from bot.desk.offering import candidates
from bot.desk.relabelling import relabel
from bot.errors import BotError
from intents.verdict import Category
from matching.case import Action, Case, State
from matching.deadline import OFFICE_CLOSES
from matching.lifecycle import ENDED, Party
from matching.routing import Choice

_OVER = frozenset({Party.OFFICE, Party.ARBITER, Party.OWNER})
_NOT_CORRECTED = ENDED | {State.AWAITING_VERDICT}


class WorkRefused(BotError):
    """Something cannot be done with a case; the message is for whoever asked, in Chinese."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be done: `what` is a word of OFFICE_WORK or a chat verb; the fields that it needs are filled in.

    `whom` is a person's code, or a role's word where several cases are meant; `into` the number of another case.
    """

    what: str
    words: str = ""
    whom: str = ""
    category: str = ""
    day: date | None = None
    into: int = 0


def hand_on(visit: Visit, case: Case, wish: Wish) -> str:
    """转给: to the person named, to a role along the place, or to whoever is responsible next."""
    if case.disputed:
        raise refusals.MoveNotNow(number=case.number, state="等裁决", word="转办")
    why = _words(case, wish, "转办", "为什么转")
    moved = move_or_refuse(visit, case, (Action.PASS_ON, "转办"), visit.contact.person, why)
    to = _named(visit, moved, wish.whom) or choose(visit, moved, frozenset({case.responder}))
    return handed_over(visit, moved, to)


def _named(visit: Visit, case: Case, whom: str) -> Choice | None:
    """Whoever a code or a role's word names; None where nobody is named. Raises WorkRefused for anybody else."""
    if not whom:
        return None
    person = visit.knowledge.town.directory.get(whom)
    if person is None:
        found = colleague(visit, case, whom)
        if found is None or found.responder.code == case.responder:
            raise WorkRefused(words.NOT_A_PERSON)
        return found
    known = {one.code for one in candidates(visit, case, Verb.PASS_ON)} - {case.responder}
    choice = duty_for(visit, person, case.place)
    if whom not in known or choice is None:
        raise WorkRefused(words.NOT_A_PERSON)
    return replace(choice, reasons=(f"由{title_for(visit, case, visit.contact.person)}转来",))


def urge(visit: Visit, case: Case, wish: Wish) -> str:
    """催办: whoever has it reads that the office waits. Moves nothing."""
    _over(visit, case, "催办")
    if not case.responder or case.state in _NOT_CORRECTED:
        raise refusals.MoveNotNow(number=case.number, state=STATES[case.state], word="催办")
    line = line_of(visit, case)
    tell_handler(visit, case, "reminder", words.urged(line, _me(visit, case), wish.words))
    return words.urged_by_you(line)


def correct(visit: Visit, case: Case, wish: Wish) -> str:
    """改类别: the case goes to whoever has that; what was put right is kept for the rules to learn from."""
    label = visit.knowledge.town.preferences.label
    if wish.category not in set(Category):
        raise refusals.UnknownCategory(said=wish.category[:12], choices="、".join(map(label, Category)))
    _over(visit, case, "改类别")
    if case.state in _NOT_CORRECTED:
        raise refusals.MoveNotNow(number=case.number, state=STATES[case.state], word="改类别")
    relabel(visit, case, wish.category)
    if wish.category == case.category:
        return words.right_already(line_of(visit, case))
    right = replace(case, category=wish.category, confidence=1.0, disputed=False)
    return words.corrected(line_of(visit, redirect(visit, right, case.responder, visit.contact.person)),
                           label(case.category))


def note(visit: Visit, case: Case, wish: Wish) -> str:
    """留言: stands in the history, where the resident reads it too; whoever has the case is told."""
    said = _words(case, wish, "留言", "要写的话")
    case = move_or_refuse(visit, case, (Action.ADD, "留言"), visit.contact.person, said)
    visit.unit.cases.save(case)
    line = line_of(visit, case)
    if case.responder != visit.contact.person:
        tell_handler(visit, case, "added", words.left_note(line, _me(visit, case), said))
    return words.note_kept(line)


def extend(visit: Visit, case: Case, wish: Wish) -> str:
    """延期: the office gives more time, with a day and a reason; never to itself."""
    why = _words(case, wish, "延期", "为什么延期")
    if wish.day is None:
        raise refusals.NoDay(number=case.number, word="延期")
    until = datetime.combine(wish.day, OFFICE_CLOSES, visit.zone).astimezone(UTC)
    if case.due_at is not None and until <= max(case.due_at, visit.now):
        raise refusals.TermIsLonger(number=case.number, due=visit.until(case.due_at))
    if case.responder == visit.contact.person:
        raise refusals.NotForYou(number=case.number, word="给自己延期")
    case = move_or_refuse(visit, case, (Action.EXTEND, "延期"), visit.contact.person, why)
    case = replace(case, due_at=until, own_due_at=None, stuck_at=None)
    visit.unit.cases.save(case)
    for asked in visit.unit.extensions.of_case(case.number):
        if asked.granted is None:
            visit.unit.extensions.decide(asked, visit.contact.person, visit.now, granted=True)
    line = line_of(visit, case)
    tell_handler(visit, case, "extension", wording_waiting.granted(line))
    tell_reporter(visit, case, "extension", wording_waiting.extended(line, why))
    return words.extended_by_you(line)


def merge(visit: Visit, case: Case, wish: Wish) -> str:
    """并案: its resident follows the other case from now on; whoever had this one is told that it is his no more."""
    into = visit.unit.cases.load(wish.into)
    if into is None or into.number == case.number or into.private or into.state in ENDED:
        raise WorkRefused(words.CANNOT_MERGE.format(into=wish.into))
    before = line_of(visit, case)
    into = join_case(visit, case, into, visit.contact.person)
    line = line_of(visit, into)
    tell_reporter(visit, case, "joined", words.merged_for_resident(before, line))
    if case.responder and case.responder != into.responder:
        tell_handler(visit, case, "taken_away", words.merged_for_handler(before, line))
    return words.merged(before, line)


def _over(visit: Visit, case: Case, word: str) -> None:
    if _OVER.isdisjoint(parties_of(visit, case, visit.contact.person)):
        raise refusals.NotForYou(number=case.number, word=word)


def _words(case: Case, wish: Wish, word: str, what: str) -> str:
    if not wish.words:
        raise refusals.WordsMissing(number=case.number, word=word, what=what)
    return wish.words


def _me(visit: Visit, case: Case) -> str:
    return title_for(visit, case, visit.contact.person)


#: What the console does beside the chat's own words.
OFFICE_WORK: Mapping[str, Callable[[Visit, Case, Wish], str]] = MappingProxyType({
    "hand_on": hand_on,
    "urge": urge,
    "correct": correct,
    "note": note,
    "give_time": extend,
    "merge": merge,
})
