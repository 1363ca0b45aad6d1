"""What a visitor noted: the visit is done, the words are read, what needs help becomes a case, a recording is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.desk import refusals, wording_refusals, wording_visits
from bot.desk.attesting import visited
from bot.desk.chatwords import Command
from bot.desk.crediting import credit
from bot.desk.desk import Visit
from bot.desk.forwarding import is_file
from bot.desk.fulfilling import done
from bot.desk.households import duty_caller
from bot.desk.message import InboundMessage
from bot.desk.needline import address_of, telling, volunteer_title
from bot.desk.noting import case_from_note, should_be_read
from bot.desk.volunteering import need_of
from intents.text import mask_sensitive
from matching.case import Case
from matching.need import Need, NeedKind, NeedState
from matching.offers import HOLDING, Offer, OfferState
from matching.visit import next_day
from matching.wish import wish_of
from storage.recipients import VisitNote

_MOST_WORDS = 500


def visit_meant(visit: Visit, command: Command) -> Need:
    """The visit that a command means; without a number the only one that the visitor holds.

    Raises `refusals.NoSuchNeed`, `NothingFits` and `SeveralFit`.
    """
    if command.number is not None:
        need = need_of(visit, command)
        if need.kind is not NeedKind.VISIT:
            raise refusals.NoSuchNeed(number=need.said)
        return need
    own = visit.knowledge.roster.of_contact(visit.contact.id)
    held = visit.unit.needs.of_volunteer(own.code, [OfferState.CLAIMED]) if own is not None else []
    fitting = [need for need, _ in held if need.kind is NeedKind.VISIT and need.starts_at <= visit.now]
    fitting = [need for need in fitting if need.state is not NeedState.MISSED] or fitting[-1:]
    word = wording_refusals.word_of(command.verb)
    if not fitting:
        raise refusals.NothingFits(word=word)
    if len(fitting) > 1:
        listed = "、".join(f"#{need.said}" for need in fitting)
        raise refusals.SeveralFit(word=word, listed=listed, first=fitting[0].said)
    return fitting[0]


def done_or_visited(visit: Visit, command: Command) -> str:
    """完成: of a visit what it is of 走访, the one word that ends it; of anything else as of anything."""
    need = need_of(visit, command)
    own = visit.knowledge.roster.of_contact(visit.contact.id)
    offer = visit.unit.needs.offer_of(need.number, own.code) if own is not None else None
    goes = offer is not None and offer.state in HOLDING
    return note_down(visit, need, command.rest) if need.kind is NeedKind.VISIT and goes else done(visit, command)


def note_down(visit: Visit, need: Need, text: str) -> str:
    """The note kept and the visit done; the reply. Whoever coordinates hears only of what somebody has to do."""
    text = mask_sensitive(text)[:_MOST_WORDS]
    own = visit.knowledge.roster.of_contact(visit.contact.id)
    offers = visit.unit.needs.offers(need.number)
    goes = own is not None and any(offer.volunteer == own.code and offer.state in HOLDING for offer in offers)
    writer = own.code if own is not None and goes else duty_caller(visit.contact.person)
    note = VisitNote(0, visit.now, writer, text, need.number, 0, need.recipient)
    note = replace(note, number=visit.unit.recipients.add_note(note))
    kept = timedelta(minutes=visit.desk.customs.attachment_minutes)
    visit.desk.memory.put(_noted(visit), str(note.number), kept)
    minutes = _visited(visit, need, offers, goes=goes)
    where = need.place, visit.knowledge.town.territory.title(need.place)
    case = case_from_note(visit, text, where) if text else None
    if case is None:
        if text and should_be_read(visit, text):
            _tell_coordinator(visit, need, text, None)
        return wording_visits.noted(need.said, minutes) if goes else wording_visits.noted_by_duty(need.said)
    visit.unit.recipients.save_note(replace(note, case=case.number))
    asked = visit.unit.needs.of_case(case.number)
    if asked is not None:  # whoever claims it goes to her whom the note is about, not to the visitor
        visit.unit.needs.save(_hers(replace(asked, recipient=need.recipient), minor=need.vetted))
    told = _tell_coordinator(visit, need, text, case)
    label = visit.knowledge.town.preferences.label(case.category)
    return wording_visits.noted_with_case(need.said, case.number, label, told=told)


def _visited(visit: Visit, need: Need, offers: list[Offer], *, goes: bool) -> int:
    """The visit is done: whoever held it is credited, unless somebody on duty went instead; the visitor's minutes."""
    was_missed = need.state is NeedState.MISSED
    if need.state is not NeedState.CONFIRMED:  # a second note is no second visit
        visited(visit, need)
    need = replace(need, state=NeedState.CONFIRMED, touched_at=visit.now, ended_at=visit.now, wakes_at=None)
    visit.unit.needs.save(need)
    minutes = 0
    for offer in offers:
        if offer.state is OfferState.ASKED:
            visit.unit.needs.save_offer(replace(offer, state=OfferState.FILLED, answered_at=visit.now))
        elif goes and offer.state in HOLDING:
            done = replace(offer, state=OfferState.CONFIRMED, done_at=offer.done_at or visit.now)
            visit.unit.needs.save_offer(done)
            credited = credit(visit, need, done)
            volunteer = visit.knowledge.roster.get(offer.volunteer)
            minutes = credited if volunteer and volunteer.contact == visit.contact.id else minutes
    if was_missed and goes:
        _all_clear(visit, need)
    return minutes


def _all_clear(visit: Visit, need: Need) -> None:
    """She was there after all: the coordinator hears it, and nobody is sent again for it tomorrow."""
    recipient = visit.unit.recipients.load(need.recipient)
    day = need.starts_at.astimezone(visit.zone).date()
    if recipient is not None and recipient.next_day == day + timedelta(days=1):
        visit.unit.recipients.save(replace(recipient, next_day=next_day(recipient, day)))
    own = visit.knowledge.roster.of_contact(visit.contact.id)
    who = volunteer_title(visit, own.code if own is not None else "")
    words = wording_visits.made_up_for(need.said, address_of(visit, need), who)
    person = need.given_to or need.coordinator
    if person:
        visit.tell(telling(visit, need, "visit", words), person=person)


def _hers(asked: Need, *, minor: bool) -> Need:
    """What a note asks for is the elder's or the child's: on the board it says so."""
    wish = wish_of(asked.source)
    if wish is None or wish.wisher != "neighbour":
        return asked
    wish = replace(wish, wisher="child" if minor else "elder")
    alone = minor and not wish.to_carry
    what = wording_visits.hers(asked.what, minor=minor)
    return replace(asked, source=wish.source, what=what, vetted=alone, pair=alone)


def _tell_coordinator(visit: Visit, need: Need, text: str, case: Case | None) -> bool:
    """Whether there is a coordinator who does not have the case anyway."""
    own = visit.knowledge.roster.of_contact(visit.contact.id)
    who = volunteer_title(visit, own.code) if own is not None else "值班的人"
    address = address_of(visit, need)
    words = wording_visits.note_to_read(address, who, text, need.said)
    if case is not None:
        words = wording_visits.note_for_coordinator(address, who, text, case.number)
    has_it = case.responder if case is not None else ""
    tells = bool(need.coordinator) and need.coordinator not in (has_it, visit.contact.person)
    if tells:
        visit.tell(telling(visit, need, "visit", words), person=need.coordinator)
    return tells


# -- the recording behind it -----------------------------------------------------------------------


def keep_recording(visit: Visit, message: InboundMessage) -> str | None:
    """The reply to a recording right behind a visit's words: kept with them. None when it belongs elsewhere."""
    kept = visit.desk.memory.get(_noted(visit))
    note = visit.unit.recipients.note(int(kept)) if kept and is_file(message.kind, message.media) else None
    if note is None or note.media:
        return None
    visit.unit.media.want(message.media, message.kind, visit.contact.id, visit.now)
    visit.unit.recipients.save_note(replace(note, media=message.media))
    return wording_visits.RECORDING_KEPT


def _noted(visit: Visit) -> str:
    return f"visit note:{visit.contact.id}"
