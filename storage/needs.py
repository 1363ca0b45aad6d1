"""Needs and whom they were offered to. What a need is stands in `matching.need`, an offer in `matching.offers`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, any_, bindparam, column, func, or_, select

from matching.need import OVER, Need, NeedKind, NeedState, NeedUrgency, Part
from matching.offers import HOLDING, Offer, OfferState
from storage.encoding import (
    from_json_list,
    from_millis,
    from_millis_or_null,
    to_json_list,
    to_millis,
    to_millis_or_null,
)
from storage.prepared import Row, Statement, Transaction, Values, among, insert_into, update_by
from storage.volunteer_tables import needs, offers

_NEED = select(*needs.columns)
_OFFER = select(*offers.columns)
_ADD = insert_into(needs, "id", returning="id")
_SAVE = update_by(needs, "id", *(column.name for column in needs.columns if column.name not in ("id", "created_at")))
_LOAD = Statement(_NEED.where(needs.c.id == bindparam("which")))
_LOCK = Statement(
    _NEED.where(needs.c.id == bindparam("which")),
    postgresql=_NEED.where(needs.c.id == bindparam("which")).with_for_update(),
)
_OF_CASE = Statement(_NEED.where(needs.c.case == bindparam("number")))
_WAKING = Statement(
    _NEED.where(needs.c.wakes_at <= bindparam("now")).order_by(needs.c.wakes_at, needs.c.id).limit(bindparam("many"))
)
_IN_STATE = Statement(
    _NEED.where(needs.c.state == bindparam("state")).order_by(needs.c.starts_at, needs.c.id).limit(bindparam("many"))
)
_STARTING = Statement(
    _NEED.where(
        needs.c.state == bindparam("state"),
        needs.c.kind == bindparam("kind"),
        needs.c.starts_at >= bindparam("since"),
        needs.c.starts_at < bindparam("until"),
    ).order_by(needs.c.starts_at, needs.c.id)
)
_OF_KIND = Statement(
    _NEED.where(needs.c.kind == bindparam("kind"), needs.c.state == bindparam("state")).order_by(needs.c.id)
)
_OF_RECIPIENT = Statement(
    _NEED.where(needs.c.recipient == bindparam("who"))
    .order_by(needs.c.starts_at.desc(), needs.c.id.desc())
    .limit(bindparam("many"))
)
_OF_CAMPAIGN = Statement(_NEED.where(needs.c.campaign == bindparam("which")).order_by(needs.c.starts_at, needs.c.id))
_SINCE = Statement(_NEED.where(needs.c.created_at >= bindparam("since")).order_by(needs.c.id))
_OFFER_ADD = insert_into(offers, "id", returning="id")
_OFFER_SAVE = update_by(
    offers, "id", "part", "ring", "state", "at", "until", "answered_at", "done_at", "why", "reasons"
)
_OFFERS = Statement(_OFFER.where(offers.c.need == bindparam("need")).order_by(offers.c.id))
_OFFER_OF = Statement(
    _OFFER.where(offers.c.need == bindparam("need"), offers.c.volunteer == bindparam("volunteer"))
)
_OFFERS_SINCE = Statement(_OFFER.where(offers.c.at >= bindparam("since")).order_by(offers.c.id))
_OFFER_STATE = Statement(
    select(*needs.columns, *offers.columns)
    .join_from(offers, needs, needs.c.id == offers.c.need)
    .where(offers.c.volunteer == bindparam("volunteer"), offers.c.state == bindparam("state"))
    .order_by(needs.c.starts_at, needs.c.id)
)
_WIDTH = len(needs.columns)
_listed = func.json_each(bindparam("codes")).table_valued(column("value", Text), name="listed")


def _past(of_these: ColumnElement[bool]) -> Select[Any]:
    return (
        select(
            offers.c.volunteer, offers.c.state, offers.c.at, offers.c.ring,
            needs.c.kind, needs.c.starts_at, needs.c.minutes,
        )
        .join_from(offers, needs, needs.c.id == offers.c.need)
        .where(of_these, offers.c.at >= bindparam("since"))
        .order_by(offers.c.id)
    )  # fmt: skip


_PAST = Statement(
    _past(offers.c.volunteer.in_(select(_listed.c.value))),
    postgresql=_past(offers.c.volunteer == any_(bindparam("codes"))),
)
_ANSWERS = Statement(
    select(offers.c.ring, offers.c.state, func.count())
    .where(offers.c.at >= bindparam("since"))
    .group_by(offers.c.ring, offers.c.state)
    .order_by(offers.c.ring, offers.c.state)
)
_FATES = Statement(
    select(needs.c.place, needs.c.state, func.count())
    .where(needs.c.created_at >= bindparam("since"))
    .group_by(needs.c.place, needs.c.state)
    .order_by(needs.c.place, needs.c.state)
)
_OVER = among(needs.c.state, OVER)
_CONCERNING = Statement(
    _NEED.where(
        or_(needs.c.requester == bindparam("contact"), needs.c.by == bindparam("person"),
            needs.c.coordinator == bindparam("person"), needs.c.given_to == bindparam("person")),
        ~_OVER,
    ).order_by(needs.c.starts_at, needs.c.id)
)  # fmt: skip

_LATEST_OF = Statement(
    _NEED.where(
        needs.c.requester == bindparam("contact"), among(needs.c.state, (NeedState.DONE, NeedState.CONFIRMED))
    )
    .order_by(needs.c.touched_at.desc(), needs.c.id.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One offer of the past as the matcher's diaries need it; `kind`, `starts_at` and `minutes` are the need's."""

    volunteer: str
    state: OfferState
    at: datetime
    ring: int
    kind: NeedKind
    starts_at: datetime
    minutes: int


class Needs:
    """The needs and their offers."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        """Ask within `transaction`."""
        self._transaction = transaction

    def add(self, need: Need) -> int:
        """Keep a new need; its number, which the store gives (`need.number` is ignored)."""
        row = self._transaction.first(_ADD, {**_values(need), "created_at": to_millis(need.created_at)})
        return int(row[0]) if row else 0

    def save(self, need: Need) -> None:
        """Keep what became of a need."""
        self._transaction.change(_SAVE, {**_values(need), "_id": need.number})

    def load(self, number: int) -> Need | None:
        """The need with this number, or None. While writing nobody else can change it until the end."""
        row = self._transaction.first(_LOCK if self._transaction.writing else _LOAD, {"which": number})
        return _need_of(row) if row else None

    def look(self, number: int) -> Need | None:
        """The need with this number as it stands, or None; others may change it meanwhile."""
        row = self._transaction.first(_LOAD, {"which": number})
        return _need_of(row) if row else None

    def of_case(self, number: int) -> Need | None:
        """The need that a case came to, or None."""
        row = self._transaction.first(_OF_CASE, {"number": number})
        return _need_of(row) if row else None

    def waking(self, now: datetime, many: int) -> list[Need]:
        """The `many` needs that a clock wants something of, the longest waiting first."""
        return [_need_of(row) for row in self._transaction.rows(_WAKING, {"now": to_millis(now), "many": many})]

    def in_state(self, state: NeedState, many: int = 1000) -> list[Need]:
        """The needs that stand so, the earliest first."""
        return [_need_of(row) for row in self._transaction.rows(_IN_STATE, {"state": state.value, "many": many})]

    def starting(self, kind: NeedKind, states: Iterable[NeedState], since: datetime, until: datetime) -> list[Need]:
        """The needs of a kind in one of these states that start between two moments, the earliest first."""
        span = {"kind": kind.value, "since": to_millis(since), "until": to_millis(until)}
        rows = [row for state in states for row in self._transaction.rows(_STARTING, {**span, "state": state.value})]
        return sorted((_need_of(row) for row in rows), key=lambda need: (need.starts_at, need.number))

    def of_kind(self, kind: NeedKind, state: NeedState) -> list[Need]:
        """The needs of a kind that stand so, in the order of asking."""
        rows = self._transaction.rows(_OF_KIND, {"kind": kind.value, "state": state.value})
        return [_need_of(row) for row in rows]

    def of_recipient(self, code: str, many: int = 10) -> list[Need]:
        """The last visits to a recipient, the latest first."""
        return [_need_of(row) for row in self._transaction.rows(_OF_RECIPIENT, {"who": code, "many": many})]

    def of_campaign(self, number: int) -> list[Need]:
        """The needs of a campaign, the earliest first."""
        return [_need_of(row) for row in self._transaction.rows(_OF_CAMPAIGN, {"which": number})]

    def since(self, moment: datetime) -> list[Need]:
        """The needs that came up since a moment, in order."""
        return [_need_of(row) for row in self._transaction.rows(_SINCE, {"since": to_millis(moment)})]

    # -- offers -------------------------------------------------------------------------------------

    def offer(self, offer: Offer) -> int:
        """Keep a new offer; its number. Raises a `StorageError` when the volunteer was asked for this need before."""
        row = self._transaction.first(_OFFER_ADD, {"need": offer.need, "volunteer": offer.volunteer, **_terms(offer)})
        return int(row[0]) if row else 0

    def save_offer(self, offer: Offer) -> None:
        """Keep what became of an offer."""
        self._transaction.change(_OFFER_SAVE, {**_terms(offer), "_id": offer.number})

    def offers(self, need: int) -> list[Offer]:
        """Whom a need was offered to, in the order of asking."""
        return [_offer_of(row) for row in self._transaction.rows(_OFFERS, {"need": need})]

    def latest_of_requester(self, contact: int) -> Need | None:
        """What a contact asked for last that somebody did, or None."""
        row = self._transaction.first(_LATEST_OF, {"contact": contact})
        return _need_of(row) if row else None

    def offer_of(self, need: int, volunteer: str) -> Offer | None:
        """What a volunteer was asked for a need, or None."""
        row = self._transaction.first(_OFFER_OF, {"need": need, "volunteer": volunteer})
        return _offer_of(row) if row else None

    def holders(self, need: int) -> list[Offer]:
        """Those who have claimed a need and not given it back, in the order of asking."""
        return [offer for offer in self.offers(need) if offer.state in HOLDING]

    def offers_since(self, moment: datetime) -> list[Offer]:
        """All offers since a moment, in order."""
        return [_offer_of(row) for row in self._transaction.rows(_OFFERS_SINCE, {"since": to_millis(moment)})]

    def past_of(self, volunteers: Sequence[str], since: datetime) -> list[Asked]:
        """What these volunteers were asked since a moment and what became of it, in the order of asking."""
        listed = list(volunteers) if self._transaction.dialect == "postgresql" else to_json_list(volunteers)
        found = self._transaction.rows(_PAST, {"codes": listed, "since": to_millis(since)})
        return [
            Asked(code, OfferState(state), from_millis(at), ring, NeedKind(kind), from_millis(starts), minutes)
            for code, state, at, ring, kind, starts, minutes in found
        ]

    def answers(self, since: datetime) -> list[tuple[int, OfferState, int]]:
        """How many offers since a moment came to which end in which ring."""
        found = self._transaction.rows(_ANSWERS, {"since": to_millis(since)})
        return [(ring, OfferState(state), count) for ring, state, count in found]

    def fates(self, since: datetime) -> list[tuple[str, NeedState, int]]:
        """How many needs that came up since a moment stand in which state at which place."""
        found = self._transaction.rows(_FATES, {"since": to_millis(since)})
        return [(place, NeedState(state), count) for place, state, count in found]

    def concerning(self, contact: int, person: str) -> list[Need]:
        """What a contact asked for, and what a person on duty ordered, coordinates or was given, and is not over; the
        earliest first. "" for a contact without a duty.
        """
        # an empty code would find every need that nobody ordered; no code is a dash
        rows = self._transaction.rows(_CONCERNING, {"contact": contact, "person": person or "-"})
        return [_need_of(row) for row in rows]

    def of_volunteer(self, volunteer: str, states: Iterable[OfferState]) -> list[tuple[Need, Offer]]:
        """The needs a volunteer was offered whose offer stands in one of these states, the earliest first."""
        found: list[tuple[Need, Offer]] = []
        for state in states:
            rows = self._transaction.rows(_OFFER_STATE, {"volunteer": volunteer, "state": state.value})
            found += [(_need_of(row), _offer_of(row[_WIDTH:])) for row in rows]
        return sorted(found, key=lambda pair: (pair[0].starts_at, pair[0].number))


def _values(need: Need) -> dict[str, Any]:
    return {
        "case": need.case or None,
        "kind": need.kind.value,
        "state": need.state.value,
        "urgency": need.urgency.value,
        "place": need.place,
        "place_text": need.place_text,
        "what": need.what,
        "parts": json.dumps([[part.skill, part.count, part.verified] for part in need.parts], ensure_ascii=False),
        "languages": to_json_list(need.languages),
        "gender": need.gender,
        "vetted": need.vetted,
        "pair": need.pair,
        "starts_at": to_millis(need.starts_at),
        "ends_at": to_millis(need.ends_at),
        "minutes": need.minutes,
        "requester": need.requester or None,
        "by": need.by,
        "coordinator": need.coordinator,
        "recipient": need.recipient,
        "team": need.team,
        "usual": need.usual,
        "campaign": need.campaign or None,
        "source": need.source,
        "ring": need.ring,
        "round": need.round,
        "given_to": need.given_to,
        "note": need.note,
        "reasons": to_json_list(need.reasons),
        "touched_at": to_millis(need.touched_at),
        "ended_at": to_millis_or_null(need.ended_at),
        "wakes_at": to_millis_or_null(need.wakes_at),
    }


def _need_of(row: Row) -> Need:
    named = dict(zip((column.name for column in needs.columns), row, strict=False))
    return Need(
        number=named["id"],
        kind=NeedKind(named["kind"]),
        state=NeedState(named["state"]),
        urgency=NeedUrgency(named["urgency"]),
        place=named["place"],
        place_text=named["place_text"],
        what=named["what"],
        starts_at=from_millis(named["starts_at"]),
        ends_at=from_millis(named["ends_at"]),
        created_at=from_millis(named["created_at"]),
        touched_at=from_millis(named["touched_at"]),
        minutes=named["minutes"],
        parts=tuple(Part(skill, count, verified) for skill, count, verified in json.loads(named["parts"])),
        languages=from_json_list(named["languages"]),
        gender=named["gender"],
        vetted=bool(named["vetted"]),
        pair=bool(named["pair"]),
        case=named["case"] or 0,
        requester=named["requester"] or 0,
        by=named["by"],
        coordinator=named["coordinator"],
        recipient=named["recipient"],
        team=named["team"],
        usual=named["usual"],
        campaign=named["campaign"] or 0,
        source=named["source"],
        ring=named["ring"],
        round=named["round"],
        given_to=named["given_to"],
        note=named["note"],
        reasons=from_json_list(named["reasons"]),
        ended_at=from_millis_or_null(named["ended_at"]),
        wakes_at=from_millis_or_null(named["wakes_at"]),
    )


def _terms(offer: Offer) -> Values:
    return {
        "part": offer.part,
        "ring": offer.ring,
        "state": offer.state.value,
        "at": to_millis(offer.at),
        "until": to_millis(offer.until),
        "answered_at": to_millis_or_null(offer.answered_at),
        "done_at": to_millis_or_null(offer.done_at),
        "why": offer.why,
        "reasons": to_json_list(offer.reasons),
    }


def _offer_of(row: Row) -> Offer:
    number, need, volunteer, part, ring, state, at, until, answered_at, done_at, why, reasons = row
    return Offer(
        number, need, volunteer, from_millis(at), from_millis(until), part, ring, OfferState(state),
        from_millis_or_null(answered_at), from_millis_or_null(done_at), why, from_json_list(reasons),
    )  # fmt: skip
