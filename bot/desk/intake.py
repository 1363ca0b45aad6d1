"""The one entry for everything residents, leaders and volunteers send: one message, one transaction, one reply."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk import casework, wording
from bot.desk.completing import (
    add_words,
    answer,
    arrived,
    continued_case,
    emergency,
    emergency_without_place,
    fresh,
)
from bot.desk.desk import Desk, Visit, line_of, move
from bot.desk.dialogue import (
    Command,
    Verb,
    read_command,
    sounds_like_taking,
    sounds_satisfied,
    sounds_unsatisfied,
    sounds_withdrawn,
)
from bot.desk.dispatching import tell_handler
from bot.desk.forwarding import is_file, send_on
from bot.desk.handling import in_hand
from bot.desk.locating import in_building, nearest
from bot.desk.message import InboundMessage, MessageKind, Reply
from bot.desk.refusals import DeskRefusal
from bot.desk.reply import REPLY_BYTES, split_reply
from bot.desk.reporting import OPENING, report
from bot.desk.understanding import Understanding, understand
from bot.desk.welcome import scan, subscribe, unsubscribe
from intents.urgency import find_urgency
from intents.verdict import Intent
from matching.case import Action, Case, State
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
#: A message this long is never small talk, whatever the rules make of it: better one case too many than a lost one.
_NEVER_SMALL = 60
_GOES_ON = 6
#: "又停回来了" a month after the closing is still about the case that was closed.
_STILL_SPOKEN_OF = timedelta(days=30)
#: A handler's words about his tasks are shorter than this.
_HANDLERS_MOST = 30
#: "12345", "？？？": nothing to open a case about.
_NO_WORDS = re.compile(r"[\W\d_]*")


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
    contact = _welcome_in(unit, unit.people.contact_of(message.sender, now), message, now)
    visit = Visit(desk, unit, desk.library.current(unit, now), contact, message.key, now)
    text = _shortened(visit, _KINDS[message.kind](visit, message))
    unit.inbox.remember(message.key, text)
    return Reply(text)


def _welcome_in(unit: UnitOfWork, contact: Contact, message: InboundMessage, now: datetime) -> Contact:
    """The contact with the reply window that this message opens; what waited for it is put on its way."""
    if message.kind is MessageKind.UNSUBSCRIBE:
        return contact
    span, count = _WINDOWS.get(message.kind, _MESSAGE_WINDOW)
    was_shut = contact.window_until is None or contact.window_until <= now or contact.window_left <= 0
    until, left = now + span, count
    if message.kind in _WINDOWS and not was_shut and contact.window_until and contact.window_until > until:
        until, left = contact.window_until, max(contact.window_left, count)  # a click never shortens the 48 hours
    # always: a letter may have been held although we thought the window open (WeChat counts for itself)
    unit.outbox.release(contact.id, contact.person, now)
    contact = replace(contact, subscribed=True, window_until=until, window_left=left, seen_at=now)
    unit.people.save(contact)
    return contact


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
        return wording.SAY_WHAT["nothing"]
    command = read_command(text)
    if command is not None:
        return _run(visit, command)
    return _rest_of_reply(visit, text) or _own_words(visit, text)


def _run(visit: Visit, command: Command) -> str:
    try:
        return casework.VERBS[command.verb](visit, command)
    except DeskRefusal as refused:
        return wording.refusal(refused)


def _own_words(visit: Visit, text: str) -> str:
    cases = visit.unit.cases.open_of_reporter(visit.contact.id)
    said = _short_word(visit, cases, text)
    if said is not None:
        return _run(visit, said)
    understood = understand(text, visit.knowledge.rules, visit.knowledge.gazetteer)
    if understood.urgency.urgent:
        return emergency(visit, cases, understood)
    reply = _answer_open_question(visit, cases, understood)
    if reply is not None:
        return reply
    going_on = emergency_without_place(visit, cases, understood) or continued_case(visit, cases, understood)
    if going_on is not None:
        return add_words(visit, going_on, understood)
    if _is_handlers_talk(visit, understood):
        return _ask_handler(visit)
    return _by_intent(visit, cases, understood)


def _answer_open_question(visit: Visit, cases: list[Case], understood: Understanding) -> str | None:
    asking = next((case for case in cases if case.question), None)
    if asking is None or emergency_without_place(visit, cases, understood):
        return None
    return answer(visit, asking, understood.text, understood)


def _is_handlers_talk(visit: Visit, understood: Understanding) -> bool:
    """Whether somebody with tasks in hand speaks of them in his own words ("处理好了"), not of a matter of his own."""
    short = len(understood.text) <= _HANDLERS_MOST and len(understood.matters) == 1
    about_tasks = understood.verdict.intent in OPENING or understood.verdict.intent is Intent.FOLLOWUP
    if not (visit.contact.person and short and about_tasks) or understood.names_place:
        return False
    return bool(in_hand(visit))


def _ask_handler(visit: Visit) -> str:
    numbers = [case.number for case in in_hand(visit)]
    return wording.handlers_talk(numbers)


def _short_word(visit: Visit, cases: list[Case], text: str) -> Command | None:
    """What a short word means to somebody who is waited for: "修好了" is a verdict, "收到" takes the task."""
    if any(case.state is State.AWAITING_VERDICT for case in cases):
        if sounds_satisfied(text):
            return Command(Verb.ACCEPT)
        if sounds_unsatisfied(text):
            return Command(Verb.REJECT, None, text)
    if cases and sounds_withdrawn(text):
        return Command(Verb.WITHDRAW)
    if cases and _names_category(visit, text.removeprefix("改"), text):
        return Command(Verb.CORRECT, None, text.removeprefix("改"))
    if visit.contact.person and sounds_like_taking(text) and not any(case.question for case in cases):
        waiting = visit.unit.cases.open_of_responder(visit.contact.person)
        if any(case.state in (State.AWAITING_SIGNIN, State.REDO) for case in waiting):
            return Command(Verb.TAKE)
    return None


def _names_category(visit: Visit, said: str, text: str) -> bool:
    """Whether a text is "改" with a category's name right behind it ("改停车"), the blank forgotten."""
    labels = visit.knowledge.town.preferences.labels.values()
    return said != text and len(said) > 1 and any(said in label for label in labels)


def _by_intent(visit: Visit, cases: list[Case], understood: Understanding) -> str:
    intent = understood.verdict.intent
    if intent in OPENING and _NO_WORDS.fullmatch(understood.text):
        return wording.NO_CASE_NEEDED[Intent.GIBBERISH]
    if intent in OPENING or understood.urgency.urgent or len(understood.text) >= _NEVER_SMALL:
        return report(visit, understood)
    if intent is Intent.STATUS:
        return _run(visit, Command(Verb.STATUS))
    if intent is Intent.FOLLOWUP:
        return _on_followup(visit, cases, understood)
    if intent is Intent.PRAISE:
        return _on_praise(visit, cases, understood)
    return wording.NO_CASE_NEEDED[intent]


def _on_followup(visit: Visit, cases: list[Case], understood: Understanding) -> str:
    """More on the case under way; without one, on the case closed lately; else the matter itself is a report."""
    if cases:
        return add_words(visit, cases[0], understood)
    latest = visit.unit.cases.latest_of_reporter(visit.contact.id)
    if latest is not None and latest.closed_at is not None and visit.now - latest.closed_at <= _STILL_SPOKEN_OF:
        return wording.closed_already(line_of(visit, latest))
    if understood.verdict.category is not None and understood.verdict.evidence:
        return report(visit, understood)
    return wording.NO_CASE_NEEDED[Intent.FOLLOWUP]


def _on_praise(visit: Visit, cases: list[Case], understood: Understanding) -> str:
    """Thanks reach whoever had the latest case; a case that awaits the verdict asks for it."""
    awaiting = next((case for case in cases if case.state is State.AWAITING_VERDICT), None)
    if awaiting is not None:
        return wording.THANKS_ASK_VERDICT.format(number=awaiting.number)
    latest = visit.unit.cases.latest_of_reporter(visit.contact.id)
    if latest is not None:
        tell_handler(visit, latest, "praise", wording.praised(line_of(visit, latest), understood.text))
    return wording.NO_CASE_NEEDED[Intent.PRAISE]


# -- photos, recordings, locations -------------------------------------------------------------------


def _on_image(visit: Visit, message: InboundMessage) -> str:
    return _keep_attachment(visit, message, "photo")


def _on_voice(visit: Visit, message: InboundMessage) -> str:
    """A recognised voice is text; without recognition the recording is kept for the handler."""
    if message.text.strip():
        kept = _keep(visit, replace(message, text=""), None)  # the words are kept as any text's are
        reply = _on_text(visit, message)
        _put_with_its_words(visit, kept)
        return reply
    return _keep_attachment(visit, message, "voice")


def _put_with_its_words(visit: Visit, kept: CaseMessage) -> None:
    """A recording whose words opened no case belongs to the one that they were added to."""
    loose = visit.unit.cases.loose_messages(visit.contact.id, visit.now)
    case = _spoken_of(visit)
    if case is None or case.touched_at is None or kept.id not in {message.id for message in loose}:
        return
    if visit.now - case.touched_at < timedelta(milliseconds=1):  # touched just now; the store cuts microseconds
        visit.unit.cases.attach([kept.id], case.number)
        send_on(visit, case, [kept])


def _on_location(visit: Visit, message: InboundMessage) -> str:
    """A location answers the question where, or completes the case just spoken of, or waits for its matter."""
    cases = visit.unit.cases.open_of_reporter(visit.contact.id)
    case = next((case for case in cases if case.question or not case.place), None)
    if case is None or message.longitude is None or message.latitude is None:
        return _keep_attachment(visit, message, "location")
    _keep(visit, message, case.number)
    code = nearest(visit, message.longitude, message.latitude)
    if code is None and not case.question:
        words = wording.added_attachment(line_of(visit, case), "location", message.text)
        tell_handler(visit, case, "added", words)
    return arrived(visit, case, in_building(visit, code, "") if code else None, message.text)


def _keep_attachment(visit: Visit, message: InboundMessage, what: str) -> str:
    """Kept with the case spoken of within the last minutes, else for the case that follows."""
    case = _spoken_of(visit)
    kept = _keep(visit, message, case.number if case else None)
    if case is None:
        return wording.SAY_WHAT[what]
    case = move(visit, fresh(visit, case), Action.ADD, "resident", what)
    visit.unit.cases.save(case)
    line = line_of(visit, case)
    if not _is_one_more(visit, kept):
        tell_handler(visit, case, "added", wording.added_attachment(line, what, message.text))
    send_on(visit, case, [kept])
    return wording.ATTACHED[what].format(number=case.number, who=line.who or wording.WAITING_WHO)


def _is_one_more(visit: Visit, kept: CaseMessage) -> bool:
    """Whether a file follows another at once: the words that announced the first serve it too (a window has five)."""
    before = [message for message in visit.unit.cases.messages(kept.case or 0) if message.id < kept.id]
    last = before[-1] if before else None
    span = timedelta(seconds=visit.desk.customs.bubble_seconds)
    follows = last is not None and is_file(last.kind, last.media) and visit.now - last.at <= span
    return follows and is_file(kept.kind, kept.media)


def _spoken_of(visit: Visit) -> Case | None:
    since = visit.now - timedelta(minutes=visit.desk.customs.attachment_minutes)
    cases = visit.unit.cases.open_of_reporter(visit.contact.id)
    touched = [case for case in cases if (case.touched_at or case.created_at) >= since]
    return max(touched, key=lambda case: (case.touched_at or case.created_at, case.number), default=None)


def _keep(visit: Visit, message: InboundMessage, number: int | None) -> CaseMessage:
    """What was sent, kept with a case or until one follows; the file behind it is fetched soon (`keeping`)."""
    kept = CaseMessage(
        0,
        number,
        visit.contact.id,
        visit.now,
        message.kind,
        message.text,
        message.media,
        message.latitude,
        message.longitude,
    )
    if is_file(message.kind, message.media):
        visit.unit.media.want(message.media, message.kind, visit.contact.id, visit.now)
    return replace(kept, id=visit.unit.cases.add_message(kept))


# -- events ------------------------------------------------------------------------------------------


def _on_click(visit: Visit, message: InboundMessage) -> str:
    if message.text == "report":
        return wording.SAY_WHAT["report"]
    verb = _MENU.get(message.text)
    return _run(visit, Command(verb)) if verb else wording.HELP_RESIDENT


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
