"""What a resident said in the last minute or two, bubble by bubble, and which cases came of it.

It stands in the short-term memory: losing it costs a repeated question, never a case.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.desk.desk import Visit
from bot.desk.dialogue import begins_another_matter
from bot.desk.reporting import OPENING, matters_of
from bot.desk.understanding import Understanding, understand
from intents.split import join_bubbles
from intents.verdict import Category, Intent
from matching.case import Case, State
from matching.place import find_place

#: A talk longer than this is no longer one breath: the oldest bubbles are let go.
_BUBBLES_MOST = 12
#: Longer than this, a message stands on its own and completes nothing (bubbles are short).
BUBBLE_MOST = 60
#: So many characters besides the place make a matter of their own ("榕御3栋 楼顶违建").
OWN_WORDS = 4
_COURTESY_MOST = 8
_WHOLE_REPORT = 10
#: "打错了，江滨花园2栋": another place, the same matter.
PUTS_RIGHT = re.compile(r"[打说写搞弄发]错|不对|不是")
#: "还有5栋也是": one more place, which takes nothing from the first.
ONE_MORE = re.compile(r"也|还有|都")
#: "谢谢" or "什么时候来" right behind a receipt is nothing to tell the handler.
_SAYS_NOTHING = frozenset({Intent.SMALLTALK, Intent.PRAISE, Intent.STATUS})
GOES_ON = (State.AWAITING_INFO, State.AWAITING_DISPATCH, State.AWAITING_SIGNIN, State.IN_PROGRESS)


@dataclass(frozen=True, slots=True)
class Heard:
    """A bubble (`own`) in its talk: `texts` went before it, `cases` are the numbers opened by them.

    `whole` is everything said, understood as one message; without a talk it is the bubble itself. `placed`:
    one of the bubbles before said where.
    """

    own: Understanding
    whole: Understanding
    texts: tuple[str, ...] = ()
    cases: tuple[int, ...] = ()
    placed: bool = False

    @property
    def opening(self) -> Understanding:
        """What to open a case by: the whole, unless nothing of it asks for a case and the bubble alone does.

        What began as a follow-up ("昨天来了两个人") is not a report because of a bubble that is not sure of itself.
        """
        whole, own = self.whole.verdict, self.own.verdict
        return self.whole if whole.intent in OPENING or (whole.intent is Intent.FOLLOWUP and own.ask) else self.own


def hear(visit: Visit, text: str) -> Heard:
    """A bubble understood, alone and with what was said within the bubble window before it."""
    own = understand(text, visit.knowledge.rules, visit.knowledge.gazetteer)
    texts, cases = _recalled(visit)
    if not texts:
        return Heard(own, own)
    whole = understand(join_bubbles([*texts, text]), visit.knowledge.rules, visit.knowledge.gazetteer)
    before = find_place(join_bubbles(texts), visit.knowledge.gazetteer)
    placed = before.match is not None or bool(before.rivals)
    matters = whole.matters[:1] if whole.urgency.urgent else matters_of(whole)
    return Heard(own, replace(whole, matters=matters), texts, cases, placed)


def remember(visit: Visit, heard: Heard, *, answered: bool) -> None:
    """Keep a bubble for the next one; `answered` when it was the answer to a question and says no more than that."""
    text, opened = heard.own.text, tuple(sorted(visit.opened))
    texts, cases = (*heard.texts, text), (*heard.cases, *opened)
    if opened and heard.cases and not heard.whole.matters[1:]:
        texts, cases = (text,), opened  # another matter: its talk begins here
    elif not opened and heard.cases and heard.own.verdict.intent is Intent.SMALLTALK:
        texts, cases = (text,), ()  # "在吗" begins anew
    elif answered and not heard.own.names_place:
        texts = heard.texts
    kept = {"at": visit.now.isoformat(), "texts": texts[-_BUBBLES_MOST:], "cases": cases}
    span = timedelta(seconds=visit.desk.customs.bubble_seconds)
    if span:
        visit.desk.memory.put(_key(visit), json.dumps(kept, ensure_ascii=False), span)


def _recalled(visit: Visit) -> tuple[tuple[str, ...], tuple[int, ...]]:
    kept = None if visit.first else visit.desk.memory.get(_key(visit))
    if not kept:
        return (), ()
    talk = json.loads(kept)
    span = timedelta(seconds=visit.desk.customs.bubble_seconds)
    if not timedelta() <= visit.now - datetime.fromisoformat(talk["at"]) <= span:
        return (), ()
    return tuple(talk["texts"]), tuple(talk["cases"])


def _key(visit: Visit) -> str:
    return f"bubbles:{visit.contact.id}"


# -- what a bubble goes on with ----------------------------------------------------------------------


def continued_case(visit: Visit, cases: Sequence[Case], heard: Heard) -> Case | None:
    """The case that a message goes on with (WeChat's short bubbles), or None when it begins another.

    Within the bubble window everything completes the last case, but for a message that says it is another
    matter, names another place, is long, or is a whole report of another category.
    """
    last = spoken_of(visit, cases)
    if last is None or another_matter(visit, last, heard):
        return None
    own = heard.own
    says_nothing = own.verdict.intent in _SAYS_NOTHING and len(own.text) <= _COURTESY_MOST
    return None if says_nothing and last.state is not State.AWAITING_INFO else last


def spoken_of(visit: Visit, cases: Sequence[Case]) -> Case | None:
    """The newest case, when the talk was about it within the bubble window and it is not reported done."""
    span = timedelta(seconds=visit.desk.customs.bubble_seconds)
    last = cases[0] if cases else None
    if last is None or visit.now - (last.touched_at or last.created_at) > span:
        return None
    return last if last.state in GOES_ON else None


def another_matter(visit: Visit, last: Case, heard: Heard) -> bool:
    """Whether a message is about something else than the case just spoken of."""
    text, verdict = heard.own.text, heard.own.verdict
    if begins_another_matter(text) or len(text) > BUBBLE_MOST:
        return True
    if elsewhere(visit, last, heard):
        return beyond_place(heard.own) > 1 and PUTS_RIGHT.search(text) is None
    talked_of = last.number in heard.cases
    if not talked_of and len(heard.own.matters) > 1:
        return True
    sure = verdict.intent in OPENING and not verdict.ask
    other = sure and verdict.category not in (None, Category.OTHER, last.category)
    return other and _stands_alone(visit, last, heard)


def _stands_alone(visit: Visit, last: Case, heard: Heard) -> bool:
    """Whether words that are sure of another category are a report of their own."""
    talked_of = last.number in heard.cases
    if heard.own.names_place:
        return beyond_place(heard.own) >= OWN_WORDS and (heard.placed or not talked_of)
    if talked_of and last.urgent:
        return False
    if len(heard.cases) > 1:
        return heard.own.verdict.category not in _categories(visit, heard) and not last.question
    if talked_of and (not heard.whole.verdict.ask or len(heard.whole.matters) > 1):
        return False  # read as one message they are one, or it is seen that they are two
    return last.state is not State.AWAITING_INFO and len(heard.own.text) >= _WHOLE_REPORT


def _categories(visit: Visit, heard: Heard) -> set[str]:
    """What the cases of a talk are about."""
    return {case.category for number in heard.cases if (case := visit.unit.cases.load(number)) is not None}


def elsewhere(visit: Visit, last: Case, heard: Heard) -> bool:
    """Whether a message names a place that the case does not lie in; a case put to her home has no place yet."""
    match = heard.own.place.match
    if last.number in heard.cases and not heard.placed:
        return False
    return match is not None and bool(last.place) and not visit.knowledge.town.territory.within(last.place, match.code)


#: What stands between the figures of an address and says nothing by itself.
_PARTS_OF_ADDRESS = re.compile(r"(?:我们?|咱们?|[家住在是的栋幢座号楼单元室户房]|\W)*")


def is_address(understood: Understanding) -> bool:
    """Whether a message is a place and nothing else ("榕御小区3栋501"), whatever its figures remind the rules of."""
    match = understood.place.match
    if match is None:
        return False
    named = [(match.start, match.end), *understood.place.address.spans]
    text = understood.text
    beside = "".join(sign for at, sign in enumerate(text) if not any(start <= at < end for start, end in named))
    return _PARTS_OF_ADDRESS.fullmatch(beside) is not None


def beyond_place(understood: Understanding) -> int:
    """How many characters of a message say something besides the place."""
    place = understood.place
    match, spans = place.match or next(iter(place.rivals), None), place.address.spans
    named = (match.end - match.start if match else 0) + sum(end - start for start, end in spans)
    return len(understood.text.strip()) - named
