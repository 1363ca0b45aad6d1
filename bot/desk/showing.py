"""晒: an office decides which words of a closed case the public reads, and which hot topic it takes on."""

from __future__ import annotations

from datetime import date, timedelta

from bot.desk import refusals, wording_ledger
from bot.desk.chatwords import Command
from bot.desk.desk import OFFICES, Visit
from bot.desk.hottopics import hot_topics, take_topic
from bot.desk.ledgermonths import MonthBooks, Reading, Topic, below
from bot.desk.picking import words_of
from bot.desk.wording_refusals import word_of
from intents.publishable import telling
from matching.case import Case
from matching.duty import published
from matching.ledger import is_done, months_until
from matching.routing import masked
from storage.ledger import Extent, TextState

_LISTED_MOST = 5
_SINCE = timedelta(days=60)
_TOPICS_MOST = 5


def show(visit: Visit, command: Command) -> str:
    """晒: the handler's words or the office's own, once nothing in them tells who is meant; alone, what waits."""
    if command.number is None:
        return _unread(visit, command)
    case = _case(visit, command)
    words = command.rest or visit.unit.ledger.closing_words(case.number)
    text = words_of(Command(command.verb, case.number, words), case, "可以公开的一句话")
    found = telling(text, _names(visit, case))
    if found:
        raise refusals.TellsTooMuch(number=case.number, what=wording_ledger.tells(found))
    visit.unit.ledger.decide(case.number, text, visit.contact.person, visit.now, TextState.SHOWN)
    visit.unit.duties.add([published(case, visit.contact.person, visit.now)])
    return wording_ledger.shown(case.number, text)


def keep_back(visit: Visit, command: Command) -> str:
    """不晒: a sentence of ours stands for the case."""
    if command.number is None:
        raise refusals.WhichNumber(word=word_of(command.verb), example=12)
    case = _case(visit, command)
    visit.unit.ledger.decide(case.number, "", visit.contact.person, visit.now, TextState.KEPT_BACK)
    return wording_ledger.kept_back(case.number)


def topic(visit: Visit, command: Command) -> str:
    """每月一题: what the office's area spoke of most; with a number, that one is taken on."""
    place = _offices(visit, command)[0]
    reading = Reading(visit.unit, visit.knowledge.town, visit.zone, visit.now, MonthBooks())
    month, found = _lately(reading, place)
    if command.number is None:
        title = visit.knowledge.town.territory.title(place)
        lines = [wording_ledger.topic(one.place_name, one.matter, one.residents) for one in found]
        return wording_ledger.topics(title, month.month, lines)
    if not 1 <= command.number <= len(found):
        raise refusals.NoSuchTopic(at=command.number, most=len(found))
    chosen = found[command.number - 1]
    take_topic(reading, month, chosen, visit.contact.person)
    return wording_ledger.taken(chosen.place_name, chosen.matter, month.month)


def _lately(reading: Reading, place: str) -> tuple[date, tuple[Topic, ...]]:
    """The topics of the present month, or those of the last one as long as there are none."""
    before, month = months_until(reading.today(), 2)
    found = hot_topics(reading, place, month, _TOPICS_MOST)
    return (month, found) if found else (before, hot_topics(reading, place, before, _TOPICS_MOST))


def _offices(visit: Visit, command: Command) -> list[str]:
    """The places that the visitor is an office for."""
    responder = visit.knowledge.town.directory.get(visit.contact.person) if visit.contact.person else None
    found = [duty.place for duty in responder.duties if duty.role in OFFICES] if responder else []
    if not found:
        raise refusals.NotAnOffice(word=word_of(command.verb))
    return found


def _case(visit: Visit, command: Command) -> Case:
    """A case of the office's area that is done and may be shown."""
    offices = _offices(visit, command)
    case = visit.unit.cases.load(command.number) if command.number is not None else None
    lineage = {node.code for node in visit.knowledge.town.territory.lineage(case.place)} if case else set()
    if case is None or lineage.isdisjoint(offices):
        raise refusals.NoSuchCase(number=command.number)
    if not is_done(case.state) or not visit.unit.ledger.is_listed(case.number):
        raise refusals.NotForTheLedger(number=case.number)
    return case


def _unread(visit: Visit, command: Command) -> str:
    """What waits, with the handler's words where they may be shown as they are."""
    places = tuple(code for office in _offices(visit, command) for code in below(visit.knowledge.town, office) or ())
    numbers = visit.unit.ledger.unread(Extent(visit.now - _SINCE, visit.now, places), _LISTED_MOST)
    return wording_ledger.unread([(number, _proposed(visit, number)) for number in numbers])


def _proposed(visit: Visit, number: int) -> str:
    case = visit.unit.cases.load(number)
    words = visit.unit.ledger.closing_words(number)
    return "" if case is None or telling(words, _names(visit, case)) else words


def _names(visit: Visit, case: Case) -> list[str]:
    """The names that are known to be somebody's: everybody on duty, and what the residents are called."""
    staff = [one.name for one in visit.knowledge.town.directory.responders() if masked(one.name) != one.name]
    contacts = [visit.unit.people.contact(who) for who in (case.reporter, *visit.unit.cases.followers(case.number))]
    return [*staff, *(contact.name for contact in contacts if contact is not None)]
