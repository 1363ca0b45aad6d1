"""Residents' and handlers' own words: danger first, then the open question, then what the words go on with or begin."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from types import MappingProxyType

from bot.desk import casework, wording, wording_handlers
from bot.desk.activities import guardian_told
from bot.desk.bubbles import Heard, beyond_place, continued_case, hear, is_address, remember, spoken_of
from bot.desk.cataloguing import order_from, order_in_words
from bot.desk.chatwords import Command, Verb
from bot.desk.closing import answer_to_begun
from bot.desk.completing import add_words
from bot.desk.danger import emergency, emergency_without_place, is_danger
from bot.desk.desk import Visit, line_of
from bot.desk.dialogue import (
    asks_same,
    sounds_like_taking,
    sounds_like_thanks,
    sounds_satisfied,
    sounds_unsatisfied,
    sounds_withdrawn,
)
from bot.desk.dispatching import tell_handler
from bot.desk.enlisting import answer_to_register, offer_to_enlist
from bot.desk.fulfilling import pass_thanks
from bot.desk.handling import in_hand
from bot.desk.joining import answer_same
from bot.desk.judging import SOLVED_ONLY, answer_to_asked
from bot.desk.locating import Where, note_place
from bot.desk.picking import joined_case
from bot.desk.polling import vote_from
from bot.desk.reporting import OPENING, report
from bot.desk.rereading import answered_in_talk, go_on
from bot.desk.righting import called_off, said_of_need
from bot.desk.understanding import Understanding
from intents.verdict import Intent
from matching.case import Case, State
from matching.judgement import solved_but_discontent

#: A message this long is never small talk, whatever the rules make of it: better one case too many than a lost one.
_NEVER_SMALL = 60

#: A place's name with so few characters around it says nothing more ("榕御小区的").
_NOTHING_BESIDES = 2

#: "又停回来了" a month after the closing is still about the case that was closed.
_STILL_SPOKEN_OF = timedelta(days=30)

#: A handler's words about his tasks are shorter than this.
_HANDLERS_MOST = 30

#: "12345", "？？？": nothing to open a case about.
_NO_WORDS = re.compile(r"[\W\d_]*")


def own_words(visit: Visit, text: str) -> str:
    """The reply to words that are no command: an answer, an addition, a report, or a few kind words."""
    done = None if visit.first else casework.carry_out(visit, text)
    if done is not None:
        return done
    if (entered := answer_to_register(visit, text)) is not None:
        return entered
    cases = [] if visit.first else visit.unit.cases.open_concerning(visit.contact.id)
    said = (
        answer_to_begun(visit, text)
        or (None if visit.first else answer_to_asked(visit, cases, text) or guardian_told(visit, text))
        or _short_word(visit, cases, text)
    )
    if said is not None:
        return casework.run(visit, said)
    if (righted := order_in_words(visit, text) or said_of_need(visit, cases, text)) is not None:
        return righted
    heard = hear(visit, text)
    if is_danger(visit, cases, heard):
        reply = emergency(visit, cases, heard)
    elif (answered := _answer_open_question(visit, cases, heard)) is not None:
        remember(visit, heard, answered=True)
        return answered
    else:
        reply = _go_on_or_begin(visit, cases, heard)
    remember(visit, heard, answered=False)
    return reply


def _go_on_or_begin(visit: Visit, cases: list[Case], heard: Heard) -> str:
    voted = (vote_from(visit, heard.own) or order_from(visit, heard.own)) if _only_names_place(heard.own) else None
    if voted is not None:
        return voted
    going_on = emergency_without_place(visit, cases, heard.own)
    if going_on is None:
        going_on = continued_case(visit, cases, heard)
    if going_on is not None:
        return go_on(visit, going_on, heard)
    if _is_handlers_talk(visit, heard.own):
        return _ask_handler(visit)
    return _by_intent(visit, cases, heard)


def _answer_open_question(visit: Visit, cases: list[Case], heard: Heard) -> str | None:
    asking = next((case for case in cases if case.question), None)
    if asking is None or emergency_without_place(visit, cases, heard.own):
        return None
    if asks_same(asking.question):
        return answer_same(visit, asking, heard.own.text)
    return answered_in_talk(visit, asking, heard)


def _is_handlers_talk(visit: Visit, understood: Understanding) -> bool:
    """Whether somebody with tasks in hand speaks of them in his own words ("处理好了"), not of a matter of his own."""
    short = len(understood.text) <= _HANDLERS_MOST and len(understood.matters) == 1
    about_tasks = understood.verdict.intent in OPENING or understood.verdict.intent is Intent.FOLLOWUP
    if not (visit.contact.person and short and about_tasks) or understood.names_place:
        return False
    return bool(in_hand(visit))


def _ask_handler(visit: Visit) -> str:
    numbers = [case.number for case in in_hand(visit)]
    return wording_handlers.handlers_talk(numbers)


def _short_word(visit: Visit, cases: list[Case], text: str) -> Command | None:
    """What a short word means to somebody who is waited for: "修好了" is a verdict, "收到" takes the task."""
    if any(case.state is State.AWAITING_VERDICT for case in cases):
        if sounds_satisfied(text):
            return Command(Verb.ACCEPT, None, SOLVED_ONLY)
        if sounds_unsatisfied(text) or (len(text) <= _NEVER_SMALL and solved_but_discontent(text)):
            return Command(Verb.REJECT, None, text)
    if (helped := called_off(visit, cases, text)) or (cases and sounds_withdrawn(text)):
        return Command(Verb.WITHDRAW, helped or None)
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


def _by_intent(visit: Visit, cases: list[Case], heard: Heard) -> str:
    if _only_names_place(heard.own):
        return note_place(visit, heard.own)
    understood = heard.own if heard.cases else heard.opening
    intent = understood.verdict.intent
    if intent is not Intent.PRAISE and sounds_like_thanks(heard.own.text):
        pass_thanks(visit, heard.own.text)
        return _on_thanks(cases)
    if intent in OPENING and _NO_WORDS.fullmatch(understood.text):
        return visit.knowledge.replies.without_case(Intent.GIBBERISH)
    offered = offer_to_enlist(visit, understood) if intent is Intent.VOLUNTEER_OFFER else None
    if offered is not None:
        return offered
    if intent in OPENING or len(understood.text) >= _NEVER_SMALL:
        return report(visit, understood, _where_spoken_of(visit, cases, heard))
    return _WITHOUT_CASE.get(intent, _in_a_word)(visit, cases, heard.own)


def _where_spoken_of(visit: Visit, cases: list[Case], heard: Heard) -> Where | None:
    """The place that the talk named just now: it serves the next matter too."""
    last = spoken_of(visit, cases)
    placed = last is not None and heard.placed and last.number in heard.cases and bool(last.place)
    return Where(last.place, last.place_text) if placed and last is not None else None


def _only_names_place(own: Understanding) -> bool:
    """Whether a message says where and nothing else ("榕御小区的"); "榕御停水" says what as well."""
    if is_address(own):
        return True
    says_what = own.verdict.category is not None and bool(own.verdict.evidence) and not own.verdict.ask
    return own.place.match is not None and beyond_place(own) <= _NOTHING_BESIDES and not says_what


def _on_status(visit: Visit, _cases: list[Case], _understood: Understanding) -> str:
    return casework.run(visit, Command(Verb.STATUS))


def _in_a_word(visit: Visit, _cases: list[Case], understood: Understanding) -> str:
    return visit.knowledge.replies.without_case(understood.verdict.intent)


def _on_followup(visit: Visit, cases: list[Case], understood: Understanding) -> str:
    """More on the case under way; without one, on the case closed lately; else the matter itself is a report."""
    if cases:
        return add_words(visit, cases[0], understood)
    latest = joined_case(visit, visit.unit.cases.latest_of_reporter(visit.contact.id))
    if latest is not None and latest.closed_at is not None and visit.now - latest.closed_at <= _STILL_SPOKEN_OF:
        return wording.closed_already(line_of(visit, latest))
    verdict = understood.verdict
    if verdict.category is not None and verdict.evidence and not verdict.ask:
        return report(visit, understood)
    return visit.knowledge.replies.without_case(Intent.FOLLOWUP)


def _on_thanks(cases: list[Case]) -> str:
    """A courtesy; to somebody who is asked for a verdict it is the moment to give it."""
    awaiting = next((case for case in cases if case.state is State.AWAITING_VERDICT), None)
    return wording.NOT_AT_ALL if awaiting is None else wording.THANKS_ASK_VERDICT.format(number=awaiting.number)


def _on_praise(visit: Visit, cases: list[Case], understood: Understanding) -> str:
    """Praise reaches whoever had the latest case; a case that awaits the verdict asks for it."""
    if any(case.state is State.AWAITING_VERDICT for case in cases):
        return _on_thanks(cases)
    latest = joined_case(visit, visit.unit.cases.latest_of_reporter(visit.contact.id))
    helped = pass_thanks(visit, understood.text)
    if latest is not None and not helped:
        tell_handler(visit, latest, "praise", wording_handlers.praised(line_of(visit, latest), understood.text))
    return visit.knowledge.replies.without_case(Intent.PRAISE)


#: Intents that need no new case of their own.
_WITHOUT_CASE: Mapping[Intent, Callable[[Visit, list[Case], Understanding], str]] = MappingProxyType(
    {Intent.STATUS: _on_status, Intent.FOLLOWUP: _on_followup, Intent.PRAISE: _on_praise}
)
