"""议: a matter of many is asked of the households; one household one vote, closed when promised, published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bot.desk import refusals, wording_polls
from bot.desk.chatwords import Command, Verb
from bot.desk.clock import Clock, Due
from bot.desk.desk import LINLI, OFFICES, Desk, Telling, Visit, move
from bot.desk.locating import live_at
from bot.desk.picking import words_of
from bot.desk.understanding import Understanding
from matching.case import Action, Case
from matching.lifecycle import ENDED
from matching.poll import Poll, tally
from matching.responder import Role
from matching.territory import NodeKind
from storage.encoding import digest
from storage.people import Contact
from storage.unit_of_work import UnitOfWork

_WHAT = "close_poll"
_MOST_DAYS, _MOST_OPTIONS = 30, 6
_USUAL_DAYS = 3
#: So long a vote waits for where its voter lives.
_VOTE_KEPT = timedelta(minutes=30)
#: "要不要装道闸？ 装/不装/再看 3天"
_ASKED = re.compile(
    r"(?P<question>[^?？]{2,80})[?？]\s*(?P<options>[^?？]+?)"
    r"(?:[\s,，]*(?P<days>\d{1,2})\s*天(?:后?截止)?)?[。.]?",
    re.DOTALL,
)
_BETWEEN = re.compile(r"[/／|、,，;；\s]+")
_NUMBERS = re.compile(r"\d+")
_MAY_OPEN = OFFICES | {Role.ESTATE_SECRETARY}
#: Whose homes are asked: those of the compound, lane or park of the case, not of one building alone.
_ASKED_AT = (NodeKind.COMPOUND, NodeKind.LANE, NodeKind.PARK, NodeKind.COMMUNITY)


def open_poll(visit: Visit, command: Command) -> str:
    """议事: a question about a case to the households of its compound, and to whoever reported it or joined it."""
    case = _case_of(visit, command)
    words = words_of(command, case, "要问什么、有哪些选项")
    read = _ASKED.fullmatch(words)
    options = tuple(one for one in _BETWEEN.split(read["options"].strip()) if one) if read else ()
    days = int(read["days"] or _USUAL_DAYS) if read else 0
    if read is None or not 2 <= len(options) <= _MOST_OPTIONS or not 1 <= days <= _MOST_DAYS:
        return wording_polls.HOW_TO_OPEN.format(number=case.number)
    place = _place_of(visit, case)
    closes = _evening_in(visit, days)
    question = f"{read['question'].strip()}？"
    poll = Poll(0, case.number, place, question, options, visit.contact.person, visit.now, closes)
    number = visit.unit.polls.add(poll)
    title = visit.knowledge.town.territory.title(place)
    ballot = wording_polls.ballot(number, title, poll.question, options, visit.until(closes))
    living = [contact.id for contact in visit.unit.people.living_at(visit.knowledge.town.territory.below(place))]
    asked = dict.fromkeys([*living, case.reporter, *visit.unit.cases.followers(case.number)])
    for contact in asked:
        visit.tell(Telling("poll", ballot, None, _card(visit, number, title, closes)), contact=contact)
    return wording_polls.opened(number, title, len(asked), visit.until(closes))


def _case_of(visit: Visit, command: Command) -> Case:
    if command.number is None:
        raise refusals.WhichNumber(word="议事", example=12)
    case = visit.unit.cases.load(command.number)
    if case is None or case.state in ENDED or case.private:
        raise refusals.NoSuchCase(number=command.number)
    line = {node.code for node in visit.knowledge.town.territory.lineage(case.place)}
    person = visit.knowledge.town.directory.get(visit.contact.person) if visit.contact.person else None
    in_office = person is not None and any(d.role in _MAY_OPEN and d.place in line for d in person.duties)
    if person is None or not (in_office or case.responder == person.code):
        raise refusals.NotForYou(number=case.number, word="发起议事")
    return case


def _place_of(visit: Visit, case: Case) -> str:
    line = visit.knowledge.town.territory.lineage(case.place)
    return next((node.code for node in line if node.kind in _ASKED_AT), case.place)


def _evening_in(visit: Visit, days: int) -> datetime:
    """20:00 of that day: a poll ends when people are at home, and its result is read before the night."""
    day = visit.now.astimezone(visit.zone) + timedelta(days=days)
    return day.replace(hour=20, minute=0, second=0, microsecond=0).astimezone(UTC)


def _card(visit: Visit, number: int, title: str, closes: datetime) -> dict[str, str]:
    due = closes.astimezone(visit.zone).strftime("%Y-%m-%d %H:%M")
    return {"number": f"P{number}", "matter": f"{title}议事", "state": "请投票", "due": due}


def vote(visit: Visit, command: Command) -> str:
    """投: a household's vote; the poll's number may be left out when only one is open where she lives."""
    if not visit.contact.home:
        visit.desk.memory.put(_waiting(visit), command.rest, _VOTE_KEPT)
        return wording_polls.NO_HOME
    line = {node.code for node in visit.knowledge.town.territory.lineage(visit.contact.home)}
    here = [poll for poll in visit.unit.polls.open() if poll.place in line]
    numbers = [int(found) for found in _NUMBERS.findall(command.rest)]
    if len(numbers) > 1 and not any(poll.number == numbers[0] for poll in here):
        return wording_polls.NO_POLL
    meant = [poll for poll in here if len(numbers) < 2 or poll.number == numbers[0]]
    if not meant:
        return wording_polls.NO_POLL
    if len(meant) > 1:
        listed = "、".join(f"{poll.number} {poll.question}" for poll in meant)
        return wording_polls.WHICH_POLL.format(count=len(meant), listed=listed, first=meant[0].number)
    return _vote_in(visit, meant[0], numbers[-1] if numbers else 0)


def vote_from(visit: Visit, understood: Understanding) -> str | None:
    """The vote that waited for where its voter lives, now that she says it; None when none waits.

    Where she lives is kept with her contact, as if she had scanned her stairwell's code.
    """
    known = understood.place.match is None or visit.contact.home
    waited = None if known else visit.desk.memory.pop(_waiting(visit))
    if waited is None or not live_at(visit, understood):
        return None
    return vote(visit, Command(Verb.VOTE, None, waited))


def _waiting(visit: Visit) -> str:
    return f"vote:{visit.contact.id}"


def _vote_in(visit: Visit, poll: Poll, option: int) -> str:
    if not poll.is_open(visit.now):
        return wording_polls.CLOSED_ALREADY.format(number=poll.number)
    if not 1 <= option <= len(poll.options):
        return wording_polls.NOT_AN_OPTION.format(number=poll.number, option=option, most=len(poll.options))
    visit.unit.polls.vote(poll.number, _household(visit.contact), visit.contact.id, option - 1, visit.now)
    until = visit.until(poll.closes_at)
    return wording_polls.voted(poll.number, poll.options[option - 1], by_room=bool(visit.contact.room), until=until)


def _household(contact: Contact) -> str:
    """One household is one building and room; who told no room votes by account. A digest: no address is kept."""
    return digest(f"{contact.home}|{contact.room}") if contact.room else digest(f"contact|{contact.id}")


# -- the end -----------------------------------------------------------------------------------------


def _find(_desk: Desk, unit: UnitOfWork, now: datetime) -> Iterator[Due]:
    for poll in unit.polls.open():
        if poll.closes_at <= now:
            yield Due(0, _WHAT, poll.closes_at, poll.number)


def _close(visit: Visit, _case: Case | None, due: Due) -> bool:
    """Counted, published to whoever voted and whoever asked, and kept in the history of the case."""
    poll = visit.unit.polls.load(due.which)
    if poll is None or poll.closed_at is not None or poll.closes_at > visit.now:
        return False
    votes = visit.unit.polls.votes(poll.number)
    counted = tally(len(poll.options), [option for _, option in votes])
    visit.unit.polls.close(poll.number, counted.counts, visit.now)
    winner = poll.options[counted.winner] if counted.winner is not None else ""
    pairs = list(zip(poll.options, counted.counts, strict=True))
    words = wording_polls.result(poll.number, poll.question, pairs, winner)
    card = _card(visit, poll.number, visit.knowledge.town.territory.title(poll.place), poll.closes_at)
    telling = Telling("poll", words, None, {**card, "state": "已公布结果"})
    for contact in dict.fromkeys(contact for contact, _ in votes):
        visit.tell(telling, contact=contact)
    visit.tell(telling, person=poll.by)
    _note(visit, poll, winner or words.rpartition("\n")[2])
    return True


def _note(visit: Visit, poll: Poll, outcome: str) -> None:
    case = visit.unit.cases.load(poll.case) if poll.case else None
    if case is not None and case.state not in ENDED:
        visit.unit.cases.save(move(visit, case, Action.ADD, LINLI, wording_polls.noted_in_case(poll.number, outcome)))


CLOSE_POLL = Clock(_WHAT, _find, _close)
