"""The one entry for everything residents, leaders and volunteers send: one message, one transaction, one reply."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.desk import refusals, wording
from bot.desk.attachments import keep, keep_attachment, on_image, on_location, spoken_of
from bot.desk.casework import run
from bot.desk.chatwords import Command, Verb, read_command
from bot.desk.dates import read_day
from bot.desk.desk import Desk, Visit
from bot.desk.forwarding import send_on
from bot.desk.helping import may_say
from bot.desk.message import InboundMessage, MessageKind, Reply
from bot.desk.needfollowing import follow_cases
from bot.desk.ordinary import is_sentence
from bot.desk.reply import REPLY_BYTES, split_reply
from bot.desk.reporting import OPENING
from bot.desk.riding import spot_after_stopping
from bot.desk.spots import note_spot
from bot.desk.stationing import spot_for_stations
from bot.desk.talk import own_words
from bot.desk.tipping import tip_file, tip_spot, tip_words
from bot.desk.understanding import understand
from bot.desk.welcome import scan, subscribe, unsubscribe
from intents.urgency import find_urgency
from storage.cases import CaseMessage
from storage.people import Contact
from storage.unit_of_work import UnitOfWork

#: 客服 messages may be sent for 48 h after a person's message, five of them; for a minute after a menu click,
#: follow or scan, three (reference: WeChat's "Customer Service Messages", 2023-05).
_WINDOWS = {
    MessageKind.SUBSCRIBE: (timedelta(minutes=1), 3),
    MessageKind.SCAN: (timedelta(minutes=1), 3),
    MessageKind.CLICK: (timedelta(minutes=1), 3),
}
_MESSAGE_WINDOW = (timedelta(hours=48), 5)
_REST_KEPT = timedelta(hours=1)
_REST_MARK = wording.MORE_FOLLOWS
_GOES_ON = 6
#: Volunteers' words that begin other sentences too: "证明 去哪里开", "休息到半夜还在吵", "报名 小学要带什么".
_BEGIN_SENTENCES = frozenset({Verb.SIGN_UP, Verb.REST, Verb.CERTIFICATE})
_A_SENTENCE = 4  # characters behind the word
_SOME_DAY = date(2026, 1, 1)
#: Behind these residents tell what is the matter.
_TELLING = frozenset({Verb.ADD, Verb.REJECT, Verb.APPEAL})
#: From whoever has no duty and leads no team these are no commands.
_ON_DUTY = frozenset({Verb.BORROW, Verb.LEND, Verb.NOT_LEND, Verb.GIVE_BACK, Verb.RESOURCES})


def receive_message(desk: Desk, message: InboundMessage) -> Future[Reply]:
    """The reply to a message, once everything it caused is committed.

    A repeat of a message gets the reply of its first delivery and causes nothing. The future raises
    `storage.errors.StoreUnavailable` when nothing could be saved.
    """
    now = desk.clock()
    message = replace(message, text=message.text.replace("\0", ""))  # PostgreSQL's texts hold no NUL

    def work(unit: UnitOfWork) -> Reply:
        return _receive(desk, unit, message, now)

    return desk.store.submit(work)


def _receive(desk: Desk, unit: UnitOfWork, message: InboundMessage, now: datetime) -> Reply:
    seen = unit.inbox.claim(message.key, message.sender, now)
    if seen is not None:
        return Reply(seen)
    contact, first = _welcome_in(unit, message, now)
    visit = Visit(desk, unit, desk.library.current(unit, now), contact, message.key, now, first)
    reply = _KINDS[message.kind](visit, message)
    follow_cases(visit)
    text = _shortened(visit, reply)
    unit.inbox.remember(message.key, text)
    return Reply(text)


def _welcome_in(unit: UnitOfWork, message: InboundMessage, now: datetime) -> tuple[Contact, bool]:
    """The sender with the reply window that this message opens, and whether she writes for the first time.

    What waited for her is put on its way.
    """
    leaving = message.kind is MessageKind.UNSUBSCRIBE
    span, count = _WINDOWS.get(message.kind, _MESSAGE_WINDOW)
    contact, first = unit.people.meet(message.sender, now, (None, 0) if leaving else (now + span, count))
    if first or leaving:
        return contact, first
    was_shut = contact.window_until is None or contact.window_until <= now or contact.window_left <= 0
    until, left = now + span, count
    if message.kind in _WINDOWS and not was_shut and contact.window_until and contact.window_until > until:
        until, left = contact.window_until, max(contact.window_left, count)  # a click never shortens the 48 hours
    # always: a letter may have been held although we thought the window open (WeChat counts for itself)
    unit.outbox.release(contact.id, contact.person, now)
    contact = replace(contact, subscribed=True, window_until=until, window_left=left, seen_at=now)
    unit.people.save(contact)
    return contact, False


# -- long replies ------------------------------------------------------------------------------------


def _shortened(visit: Visit, text: str) -> str:
    """The part of a reply that WeChat takes at once; the rest is offered and kept for an hour."""
    if len(text.encode()) <= REPLY_BYTES:
        return text
    pieces = split_reply(text, REPLY_BYTES - len(_REST_MARK.encode()))
    visit.desk.memory.put(_rest_key(visit), "\n".join(pieces[1:]), _REST_KEPT)
    return pieces[0] + _REST_MARK


def _rest_key(visit: Visit) -> str:
    return f"rest:{visit.contact.id}"


def _rest_of_reply(visit: Visit, text: str) -> str | None:
    """The next part of a long reply, when one waits and the text is no message of its own."""
    if len(text) > _GOES_ON or find_urgency(text, visit.knowledge.rules).urgent:
        return None
    return visit.desk.memory.pop(_rest_key(visit))


# -- text --------------------------------------------------------------------------------------------


def _on_text(visit: Visit, message: InboundMessage) -> str:
    text = message.text.strip()
    if not text:
        return visit.text("say_nothing")
    command = read_command(text)
    if command is not None and not is_sentence(command, text, on_duty=_on_duty(visit, command)):
        return run(visit, command, lambda refused: _told_anyway(visit, command, text, refused))
    return tip_words(visit, text) or _rest_of_reply(visit, text) or own_words(visit, text)


def _on_duty(visit: Visit, command: Command) -> bool:
    """Whether a word for those on duty is meant as one: a volunteer brings words to whom she helps."""
    return bool(visit.contact.person) or (command.verb is Verb.SAY and may_say(visit, command))


def _told_anyway(visit: Visit, command: Command, text: str, refused: refusals.DeskRefusal) -> str | None:
    """The reply to what a refused chat word would swallow: danger, or a matter behind a word that nothing fits."""
    if find_urgency(text, visit.knowledge.rules).urgent:
        return own_words(visit, text)
    if _meant_otherwise(command, refused):
        return own_words(visit, text)
    if command.verb in _ON_DUTY and isinstance(refused, refusals.NotAHandler):
        return own_words(visit, text)  # "借 梯子": a neighbour asks for a hand
    if not isinstance(refused, refusals.NothingFits) or command.verb not in _TELLING:
        return None
    verdict = understand(command.rest, visit.knowledge.rules, visit.knowledge.gazetteer).verdict
    tells = verdict.intent in OPENING and verdict.category is not None and verdict.evidence and not verdict.ask
    return own_words(visit, command.rest) if tells else None


def _meant_otherwise(command: Command, refused: refusals.DeskRefusal) -> bool:
    """Whether a volunteer's word was refused that was none, but the beginning of a sentence."""
    none = isinstance(refused, refusals.NothingOffered | refusals.NotAVolunteer)
    dated = command.verb is Verb.REST and read_day(command.rest, _SOME_DAY) is not None
    return none and command.verb in _BEGIN_SENTENCES and len(command.rest) >= _A_SENTENCE and not dated


# -- photos, recordings, locations -------------------------------------------------------------------


def _on_image(visit: Visit, message: InboundMessage) -> str:
    """A photo: a rider's tip, or anybody's."""
    return tip_file(visit, message) or on_image(visit, message)


def _on_location(visit: Visit, message: InboundMessage) -> str:
    """A location: what was asked for with one, a rider's tip, or anybody's."""
    note_spot(visit, message)
    asked = spot_after_stopping(visit) or spot_for_stations(visit)
    return asked or tip_spot(visit, message) or on_location(visit, message)


def _on_voice(visit: Visit, message: InboundMessage) -> str:
    """A recognised voice is text; without recognition the recording is kept for the handler."""
    if message.text.strip():
        kept = keep(visit, replace(message, text=""), None)  # the words are kept as any text's are
        reply = _on_text(visit, message)
        _put_with_its_words(visit, kept)
        return reply
    return tip_file(visit, message) or keep_attachment(visit, message, "voice")


def _put_with_its_words(visit: Visit, kept: CaseMessage) -> None:
    """A recording whose words opened no case belongs to the one that they were added to."""
    loose = visit.unit.cases.loose_messages(visit.contact.id, visit.now)
    case = spoken_of(visit)
    if case is None or case.touched_at is None or kept.id not in {message.id for message in loose}:
        return
    if visit.now - case.touched_at < timedelta(milliseconds=1):  # touched just now; the store cuts microseconds
        visit.unit.cases.attach([kept.id], case.number)
        send_on(visit, case, [kept])


# -- events ------------------------------------------------------------------------------------------


def _on_click(visit: Visit, message: InboundMessage) -> str:
    if message.text == "report":
        return visit.text("say_report")
    verb = _MENU.get(message.text)
    return run(visit, Command(verb)) if verb else visit.text("help")


#: The menu's keys (`bot.wechat.menu`) and the chat word each stands for.
_MENU = {"progress": Verb.STATUS, "mine": Verb.MINE, "help": Verb.HELP, "human": Verb.HUMAN}

_KINDS: dict[MessageKind, Callable[[Visit, InboundMessage], str]] = {
    MessageKind.TEXT: _on_text,
    MessageKind.IMAGE: _on_image,
    MessageKind.VOICE: _on_voice,
    MessageKind.LOCATION: _on_location,
    MessageKind.SUBSCRIBE: subscribe,
    MessageKind.SCAN: scan,
    MessageKind.UNSUBSCRIBE: unsubscribe,
    MessageKind.CLICK: _on_click,
}
