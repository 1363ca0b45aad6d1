"""A photo right behind a volunteer's 完成: it shows the resident what was done, and stays with the case."""

from __future__ import annotations

from datetime import timedelta

from bot.desk import wording_wishes
from bot.desk.desk import Visit
from bot.desk.forwarding import is_file, send_on
from bot.desk.message import InboundMessage
from matching.offers import OfferState
from storage.cases import CaseMessage

_DONE = (OfferState.DONE, OfferState.CONFIRMED)


def keep_proof(visit: Visit, message: InboundMessage) -> str | None:
    """The reply to a photo of what a volunteer did a moment ago, kept and sent to the resident; None of any other."""
    volunteer = visit.knowledge.roster.of_contact(visit.contact.id)
    if volunteer is None or not is_file(message.kind, message.media):
        return None
    since = visit.now - timedelta(minutes=visit.desk.customs.attachment_minutes)
    done = visit.unit.needs.of_volunteer(volunteer.code, _DONE)
    fresh = [(offer.done_at, need) for need, offer in done if need.case and offer.done_at and offer.done_at >= since]
    case = visit.unit.cases.load(max(fresh, key=lambda pair: pair[0])[1].case) if fresh else None
    if case is None:
        return None
    visit.unit.media.want(message.media, message.kind, visit.contact.id, visit.now)
    kept = CaseMessage(0, case.number, visit.contact.id, visit.now, message.kind, "", message.media, None, None)
    visit.unit.cases.add_message(kept)
    send_on(visit, case, [kept], to_reporter=True)
    return wording_wishes.PROOF.format(number=case.number)
