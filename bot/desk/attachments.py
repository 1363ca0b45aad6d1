"""Photos, recordings and locations: with the case just spoken of, or kept for the one that follows."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk import wording, wording_handlers
from bot.desk.closing import finish_with_photo, photo_is_for
from bot.desk.completing import arrived, fresh
from bot.desk.desk import Visit, line_of, move
from bot.desk.dialogue import asks_same
from bot.desk.dispatching import tell_handler
from bot.desk.forwarding import is_file, send_on
from bot.desk.handling import in_hand
from bot.desk.locating import in_building, nearest
from bot.desk.message import InboundMessage
from bot.desk.proofs import keep_proof
from bot.desk.resting import answered
from bot.desk.visitnotes import keep_recording
from matching.case import Action, Case
from storage.cases import CaseMessage


def on_image(visit: Visit, message: InboundMessage) -> str:
    """A photo."""
    return keep_attachment(visit, message, "photo")


def on_location(visit: Visit, message: InboundMessage) -> str:
    """A location answers the question where, or completes the case just spoken of, or waits for its matter."""
    cases = visit.unit.cases.open_of_reporter(visit.contact.id)
    case = next((case for case in cases if not case.place or (case.question and not asks_same(case.question))), None)
    if case is None or message.longitude is None or message.latitude is None:
        return keep_attachment(visit, message, "location")
    keep(visit, message, case.number)
    code = nearest(visit, message.longitude, message.latitude)
    if code is None and not case.question:
        words = wording_handlers.added_attachment(line_of(visit, case), "location", message.text)
        tell_handler(visit, case, "added", words)
    return arrived(visit, case, in_building(visit, code, "") if code else None, message.text)


def keep_attachment(visit: Visit, message: InboundMessage, what: str) -> str:
    """Kept with the case spoken of within the last minutes, else for the case that follows.

    A handler's belongs to the case in his hands and is shown to the resident: that is how work is proved.
    """
    noted = keep_recording(visit, message) if what == "voice" else keep_proof(visit, message)
    if noted is not None:
        return noted
    case = spoken_of(visit)
    held = in_hand(visit) if case is None else []
    if held:
        case = photo_is_for(visit, held) or max(held, key=_touched)
        kept = keep_work(visit, case, message, what)
        return (finish_with_photo(visit, case) if what == "photo" else None) or kept
    if case is None:
        keep(visit, message, None)
        return visit.text(f"say_{what}")
    return keep_said(visit, case, message, what)


def keep_said(visit: Visit, case: Case, message: InboundMessage, what: str) -> str:
    """What a resident sent for a case of hers: whoever has it is told, files are sent on. The reply."""
    kept = keep(visit, message, case.number)
    case = move(visit, fresh(visit, case), Action.ADD, "resident", what)
    visit.unit.cases.save(case)
    line = line_of(visit, case)
    if not _is_one_more(visit, kept):
        tell_handler(visit, case, "added", wording_handlers.added_attachment(line, what, message.text))
    send_on(visit, case, [kept])
    if case.paused_at is not None:
        return answered(visit, case, wording_handlers.ADDED_WHAT[what])
    return wording.ATTACHED[what].format(number=case.number, who=line.who or wording.WAITING_WHO)


def keep_work(visit: Visit, case: Case, message: InboundMessage, what: str) -> str:
    """What a handler sent for a case in his hands: the residents see it. The reply."""
    kept = keep(visit, message, case.number)
    visit.unit.cases.save(move(visit, fresh(visit, case), Action.ADD, visit.contact.person, what))
    send_on(visit, case, [kept], to_reporter=True)
    return wording_handlers.WORK_KEPT.format(what=wording_handlers.ADDED_WHAT[what], number=case.number)


def _touched(case: Case) -> tuple[datetime, int]:
    return (case.touched_at or case.created_at, case.number)


def _is_one_more(visit: Visit, kept: CaseMessage) -> bool:
    """Whether a file follows another at once: the words that announced the first serve it too (a window has five)."""
    before = [message for message in visit.unit.cases.messages(kept.case or 0) if message.id < kept.id]
    last = before[-1] if before else None
    span = timedelta(seconds=visit.desk.customs.bubble_seconds)
    follows = last is not None and is_file(last.kind, last.media) and visit.now - last.at <= span
    return follows and is_file(kept.kind, kept.media)


def spoken_of(visit: Visit) -> Case | None:
    """The visitor's own case that was touched last within the last minutes, or that a handler asks her about."""
    since = visit.now - timedelta(minutes=visit.desk.customs.attachment_minutes)
    cases = visit.unit.cases.open_concerning(visit.contact.id)
    asked = next((case for case in cases if case.paused_at is not None), None)
    if asked is not None:
        return asked
    touched = [case for case in cases if (case.touched_at or case.created_at) >= since]
    return max(touched, key=_touched, default=None)


def keep(visit: Visit, message: InboundMessage, number: int | None) -> CaseMessage:
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
