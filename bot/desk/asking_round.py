"""Asking volunteers: what the protocol of `matching.asking` decides is done, at once and again at every clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.desk import wording_offers, wording_visits
from bot.desk.desk import Visit, duty_for, responder_for
from bot.desk.dispatching import parties_to
from bot.desk.labels import handler_title
from bot.desk.needclock import wakes_at
from bot.desk.needline import OFFER, need_line, tell_volunteer, telling, unread, volunteer_title
from bot.desk.riding import aimed_at_riders, errand_waits, not_to_be_asked
from intents.verdict import Category
from matching.acceptance import learn_population
from matching.asking import Ask, FallBack, Wait, decide, give_up_at
from matching.case import Case
from matching.diary import Diary, Entry, WeekPart, week_part, write_diaries
from matching.evenness import Fate, behind
from matching.need import Need, NeedKind, NeedState
from matching.offers import HOLDING, Offer, OfferState
from matching.pool import Asking
from matching.ranking import Candidate, Outlook
from matching.routing import Choice
from matching.territory import GRIDS
from storage.needs import Asked

#: So far back somebody's answers are looked at: older ones say little about her, and each costs the search 20 µs.
_PAST = timedelta(days=120)
#: So far back everybody's answers are looked at together.
_EVERYBODY = timedelta(days=56)
#: What counts as met and what does not; a need that nobody wants any more counts for neither.
_MET = frozenset({NeedState.FILLED, NeedState.DONE, NeedState.CONFIRMED})
_UNMET = frozenset({NeedState.FALLBACK, NeedState.MISSED})


def go_on(visit: Visit, need: Need, case: Case | None) -> Need:
    """What the protocol wants of an open need now, done and saved: the silent are noted, others asked, or a named
    person told. `case` is the one it came from. The need's row must be the visitor's alone.
    """
    offers = _note_silent(visit, need)
    need = aimed_at_riders(visit, need)
    decision = decide(need, offers, visit.now, _asking(visit, need, case))
    if isinstance(decision, FallBack) and errand_waits(visit, need):
        decision = Wait(give_up_at(need))
    if isinstance(decision, Ask):
        need = _ask(visit, need, offers, decision)
    elif isinstance(decision, FallBack):
        need = _fall_back(visit, need, offers, decision, case)
    elif isinstance(decision, Wait):
        need = replace(need, wakes_at=decision.until)
    else:
        need = replace(need, wakes_at=wakes_at(visit, need))
    visit.unit.needs.save(need)
    return need


def _note_silent(visit: Visit, need: Need) -> list[Offer]:
    return [_unless_silent(visit, need, offer) for offer in visit.unit.needs.offers(need.number)]


def _unless_silent(visit: Visit, need: Need, offer: Offer) -> Offer:
    if offer.state is not OfferState.ASKED or offer.until > visit.now:
        return offer
    silent = replace(offer, state=OfferState.SILENT, answered_at=visit.now)
    visit.unit.needs.save_offer(silent)
    unread(visit, need, offer.volunteer)
    return silent


# -- asked ---------------------------------------------------------------------------------------------


def _ask(visit: Visit, need: Need, offers: Sequence[Offer], decision: Ask) -> Need:
    """The next ones asked, each until her window has run from when the message reaches her."""
    window = decision.until - visit.now
    need = replace(need, ring=decision.ring, round=decision.round, touched_at=visit.now)
    going = [volunteer_title(visit, offer.volunteer) for offer in offers if offer.state in HOLDING]
    ends = [_send(visit, need, candidate, window, going) for candidate in decision.candidates]
    waiting = [offer.until for offer in offers if offer.state is OfferState.ASKED]
    return replace(need, wakes_at=min([*ends, *waiting], default=decision.until))


def _send(visit: Visit, need: Need, candidate: Candidate, window: timedelta, going: Sequence[str]) -> datetime:
    """The end of the window of one who is asked."""
    volunteer = candidate.volunteer
    line = need_line(visit, need)
    sent = visit.sends_at(telling(visit, need, OFFER, ""), contact=volunteer.contact)
    until = sent + window
    words = wording_offers.offer(line, candidate.part, going, visit.until(until))
    offer = Offer(
        0, need.number, volunteer.code, visit.now, until, candidate.part, need.ring, reasons=candidate.reasons
    )
    visit.unit.needs.offer(offer)
    tell_volunteer(visit, volunteer.code, telling(visit, need, OFFER, words, wording_offers.NEW))
    return until


# -- who may be asked ----------------------------------------------------------------------------------


def _asking(visit: Visit, need: Need, case: Case | None) -> Asking:
    def look(codes: Sequence[str], /) -> Mapping[str, Diary]:
        past = visit.unit.needs.past_of(codes, visit.now - _PAST)
        return write_diaries((_entry(visit, one) for one in past), visit.now)

    day = visit.now.astimezone(visit.zone).date()
    known = visit.knowledge.populations
    if day not in known:  # the answers of weeks change little in a day
        known[day] = learn_population(_answers(visit))
    outlook = Outlook(known[day], behind=_behind(visit, day).get(grid_of(visit, need.place), 0.0))
    without = barred(visit, need, case) | not_to_be_asked(visit, need)
    return Asking(visit.knowledge.pool, visit.desk.calendar, look, outlook, without)


def _behind(visit: Visit, day: date) -> Mapping[str, float]:
    """How far each grid was behind the others in the last weeks, counted once a day."""
    known = visit.knowledge.behind
    if day not in known:
        fates = visit.unit.needs.fates(visit.now - _EVERYBODY)
        known[day] = behind(
            Fate(grid_of(visit, place), state in _MET, count) for place, state, count in fates if state in _MET | _UNMET
        )
    return known[day]


def grid_of(visit: Visit, place: str) -> str:
    """The grid of a place, or the compound, lane or park that stands for one; the place itself where none is above."""
    line = visit.knowledge.town.territory.lineage(place)
    return next((node.code for node in line if node.kind in GRIDS), place)


def _entry(visit: Visit, one: Asked) -> Entry:
    local = one.starts_at.astimezone(visit.zone)
    part = week_part(local, working_day=visit.desk.calendar.is_working_day(local.date()))
    return Entry(one.volunteer, one.state, one.at, one.kind, part, local.date(), one.minutes, max(0, one.ring - 1))


def _answers(visit: Visit) -> list[Entry]:
    """Everybody's answers of the last weeks: only ring and end count."""
    day = visit.now.astimezone(visit.zone).date()
    found: list[Entry] = []
    for ring, state, count in visit.unit.needs.answers(visit.now - _EVERYBODY):
        found += [Entry("", state, visit.now, NeedKind.HELP, WeekPart.WORKDAY, day, level=max(0, ring - 1))] * count
    return found


def barred(visit: Visit, need: Need, case: Case | None) -> frozenset[str]:
    """The volunteers who may not come: the requester and her household, whoever is party to the case or lives with
    somebody the report complains about, whoever has the case already, and whoever has no account to be asked by.
    """
    persons = parties_to(visit, case) if case is not None else frozenset[str]()
    on_duty = {case.responder} if case is not None and case.responder else set[str]()
    contacts = [visit.unit.people.contact(need.requester)] if need.requester else []
    mediation = visit.unit.mediations.of_case(case.number) if case is not None else None
    if mediation is not None and mediation.other is not None:
        contacts.append(visit.unit.people.contact(mediation.other))
    contacts += [visit.unit.people.contact_of_person(person) for person in persons]
    known = [contact for contact in contacts if contact is not None]
    ids = {contact.id for contact in known}
    homes = {(contact.home, contact.room) for contact in known if contact.home and contact.room}
    return frozenset(
        one.code
        for one in visit.knowledge.roster
        if not one.contact or one.contact in ids or one.person in persons | on_duty or (one.home, one.room) in homes
    )


# -- nobody --------------------------------------------------------------------------------------------


def _fall_back(visit: Visit, need: Need, offers: Sequence[Offer], decision: FallBack, case: Case | None) -> Need:
    """A named person has it: whoever is responsible for the case, else for volunteers at the place."""
    choice = _who_instead(visit, need, case)
    code, title = (choice.responder.code, handler_title(choice)) if choice is not None else ("", "")
    need = replace(need, state=NeedState.FALLBACK, given_to=code, touched_at=visit.now)
    need = replace(need, wakes_at=wakes_at(visit, need))
    line = need_line(visit, need, offers)
    if code:
        how = wording_visits.somebody_else(need.said) if need.kind is NeedKind.VISIT else ""
        words = wording_offers.fallen_back(line, decision.why, len(offers), how)
        visit.tell(telling(visit, need, "fallback", words), person=code)
    reads_it_now = "" if visit.by_clock else visit.contact.person
    for person in {need.by, need.coordinator} - {code, reads_it_now, ""}:
        words = wording_offers.fallen_back_for_coordinator(line, title or "值班的人")
        visit.tell(telling(visit, need, "fallback", words), person=person)
    if need.requester:
        told = wording_offers.fallen_back_for_requester(line, title) if title else None
        words = told or wording_offers.nobody_for_requester(line)
        visit.tell(telling(visit, need, "fallback", words), contact=need.requester)
    return need


def _who_instead(visit: Visit, need: Need, case: Case | None) -> Choice | None:
    from_case = visit.knowledge.town.directory.get(case.responder) if case is not None else None
    if from_case is not None and case is not None:
        found = duty_for(visit, from_case, case.place)
        if found is not None:
            return found
    without = parties_to(visit, case) if case is not None else frozenset[str]()
    return responder_for(visit, need.place, Category.VOLUNTEER, without)
