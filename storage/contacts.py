"""Whoever has written to the account, and who of them is which person."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    any_,
    bindparam,
    cast,
    column,
    exists,
    func,
    literal_column,
    or_,
    select,
    union,
)

from storage.casework_tables import (
    ledger_texts,
    looks,
    mediations,
    second_keys,
    verdicts,
    whistle_calls,
    whistles,
)
from storage.console_tables import case_texts, imports, search_backlog
from storage.encoding import (
    digest,
    from_millis,
    from_millis_or_null,
    to_json_list,
    to_millis,
    to_millis_or_null,
)
from storage.errors import UnknownContact
from storage.outbox import LetterState, Outbox
from storage.prepared import Row, Statement, Transaction, insert_unless_there, update_by
from storage.recipients import EMPTY_VISITED
from storage.tables import (
    case_events,
    case_messages,
    cases,
    contacts,
    followers,
    inbox,
    media,
    outbox,
    people,
    volunteers,
)
from storage.versions import Versions
from storage.volunteer_tables import (
    certificates,
    jobs,
    needs,
    offers,
    resource_uses,
    service_hours,
    sign_ups,
    station_feedback,
    team_members,
)

#: `seen_at` of a contact that an import named and that has not written yet.
NEVER = from_millis(0)


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody with a WeChat account.

    `person` is the code of the bound person or empty. `home` is a place's code. `window_until` is when
    the channel's window for free replies closes (None when it is not open) and `window_left` how many
    are left in it. `seen_at` is when the contact last wrote, as far as `save` was told.
    """

    id: int
    openid: str
    person: str
    subscribed: bool
    home: str
    room: str
    name: str
    window_until: datetime | None
    window_left: int
    seen_at: datetime


_CONTACT = select(
    contacts.c.id,
    contacts.c.openid,
    contacts.c.person,
    contacts.c.subscribed,
    contacts.c.home,
    contacts.c.room,
    contacts.c.name,
    contacts.c.window_until,
    contacts.c.window_left,
    contacts.c.seen_at,
)
_BY_OPENID = Statement(_CONTACT.where(contacts.c.openid == bindparam("who")))
_BY_ID = Statement(_CONTACT.where(contacts.c.id == bindparam("which")))
_BY_PERSON = Statement(_CONTACT.where(contacts.c.person == bindparam("code")))
_ADD = insert_unless_there(contacts, "id", conflict="openid")
_SAVE = update_by(
    contacts, "id", "subscribed", "home", "room", "name", "window_until", "window_left", "seen_at"
)
_SPEND = Statement(
    contacts.update()
    .where(contacts.c.id == bindparam("which"), contacts.c.window_left > 0)
    .values(window_left=contacts.c.window_left - 1)
)
_UNBIND = Statement(contacts.update().where(contacts.c.person == bindparam("code")).values(person=None))
_BIND = update_by(contacts, "id", "person")
_PERSON_OF_BIND_CODE = Statement(select(people.c.code).where(people.c.bind_code == bindparam("given")))

_listed = func.json_each(bindparam("places")).table_valued(column("value", Text), name="listed")


def _living_at(in_places: ColumnElement[bool]) -> Select[Any]:
    return _CONTACT.where(in_places, contacts.c.subscribed.is_(True)).order_by(contacts.c.id)


_LIVING_AT = Statement(
    _living_at(contacts.c.home.in_(select(_listed.c.value))),
    postgresql=_living_at(contacts.c.home == any_(bindparam("places"))),
)

_THEIR_CASES = select(cases.c.number).where(cases.c.reporter == bindparam("who"))
#: Where a contact has said something, her own case or one she joined: a reason given there may be hers.
_SPOKEN_IN = select(case_messages.c.case).where(
    case_messages.c.contact == bindparam("who"), case_messages.c.kind == "text", case_messages.c.case.is_not(None)
)
_AS_VOLUNTEER = select(volunteers.c.code).where(volunteers.c.contact == bindparam("who"))
_THEIR_LETTERS = or_(outbox.c.contact == bindparam("who"), outbox.c.case.in_(_THEIR_CASES))
_IS_VOLUNTEER = Statement(_AS_VOLUNTEER)
_THEIR_NEEDS = select(needs.c.id).where(needs.c.requester == bindparam("who"))


def _about_needs() -> tuple[Statement, ...]:
    """What a contact asked volunteers for, and what she said as one: words, place and letters; what was done stays."""
    page: ColumnElement[str] = literal_column("'%need/'") + cast(needs.c.id, Text) + literal_column("'\"%'")
    told = exists().where(needs.c.requester == bindparam("who"), outbox.c.fields.like(page))
    unsent = outbox.c.state != LetterState.SENT.value
    failed = {"state": LetterState.FAILED.value, "ready_at": None, "last_error": "anonymised"}
    return (
        Statement(outbox.update().where(told, unsent).values(**failed)),
        Statement(outbox.update().where(told).values(text="", fields="{}")),
        Statement(offers.update().where(
            or_(offers.c.need.in_(_THEIR_NEEDS), offers.c.volunteer.in_(_AS_VOLUNTEER))
        ).values(why="")),
        Statement(needs.update().where(needs.c.requester == bindparam("who")).values(
            what="", note="", place_text="", requester=None
        )),
    )


#: What `anonymise` empties, in this order. `who` is the contact's id.
_EMPTY = (
    *(Statement(case_texts.delete().where(case_texts.c.case.in_(theirs))) for theirs in (_THEIR_CASES, _SPOKEN_IN)),
    Statement(search_backlog.insert().from_select(["case"], union(_THEIR_CASES, _SPOKEN_IN))),
    Statement(case_messages.update().where(case_messages.c.contact == bindparam("who")).values(
        text="", media="", lat=None, lng=None
    )),
    Statement(followers.delete().where(followers.c.contact == bindparam("who"))),
    Statement(media.delete().where(media.c.contact == bindparam("who"))),
    Statement(case_events.update().where(
        or_(case_events.c.case.in_(_THEIR_CASES), case_events.c.case.in_(_SPOKEN_IN)), case_events.c.actor == "resident"
    ).values(reason="")),
    Statement(cases.update().where(cases.c.reporter == bindparam("who")).values(
        summary="", signature="", points="[]", named=False
    )),
    Statement(verdicts.update().where(verdicts.c.contact == bindparam("who")).values(why="")),
    Statement(looks.update().where(looks.c.contact == bindparam("who")).values(contact=None)),
    Statement(ledger_texts.delete().where(ledger_texts.c.case.in_(_THEIR_CASES))),
    Statement(second_keys.update().where(second_keys.c.case.in_(_THEIR_CASES)).values(words="")),
    Statement(whistles.update().where(whistles.c.case.in_(_THEIR_CASES)).values(reason="", spot="", conclusion="")),
    Statement(whistle_calls.update().where(whistle_calls.c.whistle.in_(
        select(whistles.c.id).where(whistles.c.case.in_(_THEIR_CASES))
    )).values(result="", rating_why="", reply="")),
    Statement(outbox.update().where(outbox.c.case.in_(
        select(mediations.c.case).where(mediations.c.other == bindparam("who"))
    )).values(text="", fields="{}")),
    Statement(mediations.update().where(mediations.c.case.in_(_THEIR_CASES)).values(
        agreement="", result="", other_place=""
    )),
    Statement(mediations.update().where(mediations.c.other == bindparam("who")).values(
        agreement="", result="", other=None, other_place=""
    )),
    Statement(outbox.update().where(
        _THEIR_LETTERS, outbox.c.state != LetterState.SENT.value
    ).values(state=LetterState.FAILED.value, ready_at=None, last_error="anonymised")),
    Statement(outbox.update().where(_THEIR_LETTERS).values(text="", fields="{}")),
    Statement(outbox.update().where(
        outbox.c.case.in_(_SPOKEN_IN), outbox.c.state == LetterState.SENT.value
    ).values(text="", fields="{}")),
    *_about_needs(),
    *EMPTY_VISITED,
    Statement(team_members.delete().where(team_members.c.volunteer.in_(_AS_VOLUNTEER))),
    Statement(station_feedback.update().where(station_feedback.c.contact == bindparam("who")).values(
        text="", contact=None
    )),
    Statement(service_hours.update().where(service_hours.c.volunteer.in_(_AS_VOLUNTEER)).values(home="", work="")),
    Statement(certificates.update().where(certificates.c.volunteer.in_(_AS_VOLUNTEER)).values(digest="")),
    Statement(sign_ups.update().where(sign_ups.c.contact == bindparam("who")).values(guardian="", state="out")),
    Statement(jobs.update().where(jobs.c.contact == bindparam("who")).values(
        what="", skills="[]", slots="", pay="", state="ended"
    )),
    Statement(resource_uses.update().where(resource_uses.c.contact == bindparam("who")).values(contact=None)),
    Statement(volunteers.update().where(volunteers.c.contact == bindparam("who")).values(
        name="", home="", work="", skills="[]", languages="[]", gender="", slots="", vetted=False, verified="[]",
        kinds="[]", unit="", quiet="", at_work=False, resting_until="", left_at=0, contact=None
    )),
)
_EMPTY_INBOX = Statement(inbox.update().where(inbox.c.sender == bindparam("who")).values(reply=""))
#: The table that brought her in may be taken back no longer: its rows hold her name.
_FORGET_IMPORTED = Statement(
    imports.update().where(imports.c.what == literal_column("'volunteers'")).values(changes="[]")
)
_EMPTY_CONTACT = update_by(contacts, "id", "openid", "person", "subscribed", "home", "room", "name",
                           "window_until", "window_left")


class Contacts:
    """The contacts; a part of `storage.people.People`."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        """Ask within `transaction`."""
        self._transaction = transaction

    def contact_of(self, openid: str, now: datetime) -> Contact:
        """The contact with this openid, created (subscribed, seen now) when there was none."""
        return self.meet(openid, now, (None, 0))[0]

    def meet(self, openid: str, now: datetime, window: tuple[datetime | None, int]) -> tuple[Contact, bool]:
        """The contact with this openid, and whether it was made just now: subscribed, seen now, with this window."""
        row = self._transaction.first(_BY_OPENID, {"who": openid})
        new = row is None
        if row is None:
            self._transaction.change(_ADD, _new_contact(openid, now, window))
            row = self._transaction.first(_BY_OPENID, {"who": openid})
        if row is None:
            raise UnknownContact
        return _contact_of(row), new

    def known(self, openid: str) -> Contact | None:
        """The contact with this openid, or None; nobody is created."""
        row = self._transaction.first(_BY_OPENID, {"who": openid})
        return None if row is None else _contact_of(row)

    def contact(self, contact_id: int) -> Contact | None:
        """The contact with this id, or None."""
        row = self._transaction.first(_BY_ID, {"which": contact_id})
        return None if row is None else _contact_of(row)

    def living_at(self, places: Sequence[str]) -> list[Contact]:
        """The subscribed contacts whose home is one of the places, by id."""
        listed = list(places) if self._transaction.dialect == "postgresql" else to_json_list(places)
        return [_contact_of(row) for row in self._transaction.rows(_LIVING_AT, {"places": listed})]

    def contact_of_person(self, code: str) -> Contact | None:
        """The contact bound to a person's code, or None."""
        row = self._transaction.first(_BY_PERSON, {"code": code})
        return None if row is None else _contact_of(row)

    def save(self, contact: Contact) -> None:
        """Keep a contact as it is now, except openid and person (see `bind`). Raises UnknownContact."""
        found = self._transaction.change(
            _SAVE,
            {
                "_id": contact.id,
                "subscribed": contact.subscribed,
                "home": contact.home,
                "room": contact.room,
                "name": contact.name,
                "window_until": to_millis_or_null(contact.window_until),
                "window_left": contact.window_left,
                "seen_at": to_millis(contact.seen_at),
            },
        )
        if not found:
            raise UnknownContact

    def spend_window(self, contact_id: int) -> bool:
        """Take one from the contact's free replies; False when none was left."""
        return self._transaction.change(_SPEND, {"which": contact_id}) > 0

    def bind(self, contact_id: int, bind_code: str) -> str | None:
        """Let a contact be the person with this bind code; that person's code, None for a wrong one.

        Whoever was that person before is it no longer. Counts a new version of `people`. Raises
        UnknownContact.
        """
        given = bind_code.strip()
        row = self._transaction.first(_PERSON_OF_BIND_CODE, {"given": given}) if given else None
        if row is None:
            return None
        self.bind_person(contact_id, row[0])
        Versions(self._transaction).bump("people")
        return str(row[0])

    def bind_person(self, contact_id: int, code: str) -> None:
        """Let a contact be this person and nobody else, and have held letters to either sent.

        Raises UnknownContact.
        """
        self._transaction.change(_UNBIND, {"code": code})
        if not self._transaction.change(_BIND, {"_id": contact_id, "person": code}):
            raise UnknownContact
        Outbox(self._transaction).release(contact_id, code, NEVER)

    def anonymise(self, contact_id: int) -> None:
        """Empty everything that tells who a contact is; numbers, places, states and times stay.

        Emptied are name, room, home and openid, the texts, media and positions of the messages (the files
        kept of them are deleted), the summaries and signatures of the reported cases, the residents' reasons,
        the letters to the contact and about those cases (unsent ones are given up), the letters that were sent
        about cases she joined, the stored replies. A volunteer leaves the register with all she said of
        herself; her hours stay, nobody's. She follows no case any more.
        There is no way back. Raises UnknownContact.
        """
        contact = self.contact(contact_id)
        if contact is None:
            raise UnknownContact
        volunteer = self._transaction.first(_IS_VOLUNTEER, {"who": contact_id}) is not None
        for statement in _EMPTY:
            self._transaction.change(statement, {"who": contact_id})
        self._transaction.change(_EMPTY_INBOX, {"who": digest(contact.openid)})
        self._transaction.change(
            _EMPTY_CONTACT,
            {
                "_id": contact_id,
                "openid": f"anonymous-{secrets.token_hex(12)}",
                "person": None,
                "subscribed": False,
                "home": "",
                "room": "",
                "name": "",
                "window_until": None,
                "window_left": 0,
            },
        )
        if contact.person:
            Versions(self._transaction).bump("people")
        if volunteer:
            self._transaction.change(_FORGET_IMPORTED)
            Versions(self._transaction).bump("volunteers")


def _new_contact(openid: str, now: datetime, window: tuple[datetime | None, int]) -> dict[str, object]:
    return {
        "openid": openid,
        "person": None,
        "subscribed": True,
        "home": "",
        "room": "",
        "name": "",
        "window_until": to_millis_or_null(window[0]),
        "window_left": window[1],
        "seen_at": to_millis(now),
    }


def _contact_of(row: Row) -> Contact:
    return Contact(
        id=row[0],
        openid=row[1],
        person=row[2] or "",
        subscribed=bool(row[3]),
        home=row[4],
        room=row[5],
        name=row[6],
        window_until=from_millis_or_null(row[7]),
        window_left=row[8],
        seen_at=from_millis(row[9]),
    )
