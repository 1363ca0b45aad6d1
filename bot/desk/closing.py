"""The handler's proposal to close: each point told, a photo where one can be taken, then the resident's word."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import timedelta

from bot.desk import wording_closing, wording_handlers
from bot.desk.chatwords import Command, Verb
from bot.desk.desk import Telling, Visit, line_of, move_or_refuse
from bot.desk.needline import volunteer_title
from bot.desk.picking import handlers_case, words_of
from bot.desk.points import points_of, refuse_unless_in_hand
from bot.desk.riding import result_for_rider
from bot.desk.ticking import read_ticks, state_of, ticked
from intents.urgency import find_urgency
from matching.case import Action, Case, Point, PointState
from matching.closing import reminded_at, wants_photo
from matching.lifecycle import IN_HAND
from storage.verdicts import Verdict

#: The rounds in which a resident is asked: by the closing itself, and once more weeks later.
CLOSING, RECHECK = "closing", "recheck"
#: So long the words of a proposal wait for what was missing.
_BEGUN_KEPT = timedelta(hours=24)
_NO_PHOTO = re.compile(r"(?:无|没有?)(?:法|得)?(?:照片|图片?|拍照?|照)|没拍|拍不|(?:不便|不方便|不好|不能|不用|不宜)拍")
_ANSWER_MOST = 60


@dataclass(frozen=True, slots=True)
class Begun:
    """A proposal that something was missing of: for which case, with which words; `photo`: one was asked for."""

    case: int = 0
    words: str = ""
    photo: bool = False


def finish(visit: Visit, command: Command) -> str:
    """办结: the handler proposes to close with what was done; the resident is asked for her verdict.

    With points open or a photo missing he is asked, all at once; what he said is kept till he answers. A photo is
    asked for once: with a word why there is none, or with any word the second time, it goes on without.
    """
    case = handlers_case(visit, command, IN_HAND)
    refuse_unless_in_hand(case)
    said = words_of(command, case, "做了什么").rstrip("。.!！")
    begun = begun_by(visit)
    begun = begun if begun.case == case.number else Begun()
    points = points_of(visit, case)
    ticks = read_ticks(said, len(points)) if points else None
    case = replace(case, points=_told(points, said, ticks))
    answers = ticks is not None or _NO_PHOTO.search(said) is not None
    words = begun.words if begun.words and answers else said
    no_photo = not begun.photo and _NO_PHOTO.search(said) is None and _photo_missing(visit, case)
    if no_photo or any(point.state is PointState.OPEN for point in case.points):
        visit.unit.cases.save(case)
        _keep(visit, Begun(case.number, words, photo=begun.photo or no_photo))
        return wording_closing.missing(line_of(visit, case), case.points, photo=no_photo)
    return propose(visit, case, "" if ticks and words == said else words)


def _told(
    points: tuple[Point, ...], said: str, ticks: Mapping[int, tuple[PointState, str]] | None
) -> tuple[Point, ...]:
    """The points with what was said; words that name none are about the last one open."""
    still = [at for at, point in enumerate(points, 1) if point.state is PointState.OPEN]
    if ticks is None and len(still) == 1:
        ticks = {still[0]: (state_of(said), said)}
    return ticked(points, ticks) if ticks else points


def _photo_missing(visit: Visit, case: Case) -> bool:
    """Whether the category wants a photo and nobody but residents has sent one since its handler got the case."""
    if case.category not in wants_photo():
        return False
    residents = {case.reporter, *visit.unit.cases.followers(case.number)} - {visit.contact.id}
    since = case.held_since or case.created_at
    messages = visit.unit.cases.messages(case.number)
    return not any(one.kind == "image" and one.contact not in residents and one.at >= since for one in messages)


def propose(visit: Visit, case: Case, words: str, actor: str = "") -> str:
    """Proposed, and the residents asked. Without words of their own the points say what was done.

    `actor` is the code of the volunteer who did it, where that is not the visitor as its handler.
    """
    done = words or "；".join(f"{point.text}：{point.note}" if point.note else point.text for point in case.points)
    case = move_or_refuse(visit, case, (Action.FINISH, "办结"), actor or visit.contact.person, done)
    reporter = visit.unit.people.contact(case.reporter)
    window = reporter.window_until if reporter is not None else None
    case = replace(case, checker="", check_due_at=reminded_at(visit.now, 0, window, visit.zone))
    visit.unit.cases.save(case)
    visit.desk.memory.pop(_key(visit))
    line = line_of(visit, case)
    said_by = replace(line, who=volunteer_title(visit, actor)) if actor else line
    told = wording_closing.verdict(said_by, words, case.points)
    asked = [case.reporter, *visit.unit.cases.followers(case.number)]
    for contact in (one for one in asked if one != visit.contact.id):  # who handled it is not asked
        words_for = result_for_rider(visit, contact, line, done) or told
        visit.tell(Telling("verdict", words_for, case), contact=contact)
        visit.unit.verdicts.add(Verdict(0, case.number, contact, CLOSING, visit.now))
    return wording_handlers.finished_for_handler(line)


# -- what was missing --------------------------------------------------------------------------------


def begun_by(visit: Visit) -> Begun:
    """The proposal of the visitor that waits for what was missing; that of case 0 when there is none."""
    kept = visit.desk.memory.get(_key(visit)) if visit.contact.person else None
    return Begun(**json.loads(kept)) if kept else Begun()


def answer_to_begun(visit: Visit, text: str) -> Command | None:
    """What a handler's own words mean when a proposal of his waits: "都好了", "1已修 2等配件", "无照片：天黑了"."""
    begun = begun_by(visit) if len(text) <= _ANSWER_MOST else Begun()
    case = visit.unit.cases.load(begun.case) if begun.case else None
    if case is None or case.responder != visit.contact.person:
        return None
    ticks = read_ticks(text, len(case.points)) if case.points else None
    answers = ticks is not None or (begun.photo and _NO_PHOTO.search(text) is not None)
    danger = answers and find_urgency(text, visit.knowledge.rules).urgent
    return Command(Verb.FINISH, case.number, text) if answers and not danger else None


def photo_is_for(visit: Visit, held: Sequence[Case]) -> Case | None:
    """Which of the cases in hand a photo was asked for, None when for none."""
    begun = begun_by(visit)
    return next((case for case in held if begun.photo and case.number == begun.case), None)


def finish_with_photo(visit: Visit, case: Case) -> str | None:
    """The photo has come that a proposal waited for: it goes on by itself; None when it waits for more."""
    begun = begun_by(visit)
    case = visit.unit.cases.load(case.number) or case
    waits = any(point.state is PointState.OPEN for point in case.points)
    if begun.case != case.number or not begun.photo or waits:
        return None
    return finish(visit, Command(Verb.FINISH, case.number, begun.words))


def _keep(visit: Visit, begun: Begun) -> None:
    visit.desk.memory.put(_key(visit), json.dumps(asdict(begun), ensure_ascii=False), _BEGUN_KEPT)


def _key(visit: Visit) -> str:
    return f"closing:{visit.contact.id}"
