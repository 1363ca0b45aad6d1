"""走访对象 and what their visitors noted. Names, rooms and phones of those who are visited stand here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, bindparam, cast, exists, literal_column, or_, select

from matching.visit import Recipient
from storage.encoding import from_iso, from_json_list, from_millis, to_iso, to_json_list, to_millis
from storage.outbox import LetterState
from storage.places import ImportCounts
from storage.prepared import Row, Statement, Transaction, insert_into, update_by
from storage.tables import media, outbox
from storage.volunteer_tables import needs, recipients, visit_notes

_ROW = select(*recipients.columns)
_ALL = Statement(_ROW.order_by(recipients.c.code))
_LOAD = Statement(_ROW.where(recipients.c.code == bindparam("which")))
_DUE = Statement(
    _ROW.where(recipients.c.next_day <= bindparam("day"), recipients.c.consent.is_(True))
    .order_by(recipients.c.next_day, recipients.c.code)
)
_OF = Statement(
    _ROW.where(recipients.c.usual == bindparam("volunteer"), recipients.c.consent.is_(True))
    .order_by(recipients.c.next_day, recipients.c.code)
)
_ADD = insert_into(recipients)
_SAVE = update_by(recipients, "code")
_NOTE_ADD = insert_into(visit_notes, "id", returning="id")
_NOTE = select(*visit_notes.columns)
_NOTE_LOAD = Statement(_NOTE.where(visit_notes.c.id == bindparam("which")))
_NOTE_SAVE = update_by(visit_notes, "id", "media", "case")
_NOTES = Statement(
    _NOTE.where(visit_notes.c.recipient == bindparam("who"))
    .order_by(visit_notes.c.at.desc(), visit_notes.c.id.desc())
    .limit(bindparam("many"))
)
_NOTES_OF_NEED = Statement(_NOTE.where(visit_notes.c.need == bindparam("need")).order_by(visit_notes.c.id))
_NOTES_OF_CAMPAIGN = Statement(
    _NOTE.where(visit_notes.c.campaign == bindparam("campaign")).order_by(visit_notes.c.id)
)
_STALE = Statement(
    select(visit_notes.c.id)
    .where(visit_notes.c.at < bindparam("before"), or_(visit_notes.c.text != "", visit_notes.c.media != ""))
    .order_by(visit_notes.c.id)
    .limit(bindparam("many"))
)
_NOTE_EMPTY = update_by(visit_notes, "id", "text", "media")
_FILE_EMPTY = Statement(media.delete().where(media.c.media == bindparam("which")))


def _emptying(codes: Select[tuple[str]]) -> tuple[Statement, ...]:
    """What tells who is visited, taken out: her row, what was noted of her, what was told about her visits."""
    page: ColumnElement[str] = literal_column("'%need/'") + cast(needs.c.id, Text) + literal_column("'\"%'")
    told = exists().where(needs.c.recipient.in_(codes), outbox.c.fields.like(page))
    files = select(visit_notes.c.media).where(visit_notes.c.recipient.in_(codes), visit_notes.c.media != "")
    failed = {"state": LetterState.FAILED.value, "ready_at": None, "last_error": "anonymised"}
    return (
        Statement(outbox.update().where(told, outbox.c.state != LetterState.SENT.value).values(**failed)),
        Statement(outbox.update().where(told).values(text="", fields="{}")),
        Statement(media.delete().where(media.c.media.in_(files))),
        Statement(visit_notes.update().where(visit_notes.c.recipient.in_(codes)).values(text="", media="")),
        Statement(needs.update().where(needs.c.recipient.in_(codes)).values(what="", note="", place_text="")),
        Statement(recipients.update().where(recipients.c.code.in_(codes)).values(
            name="", room="", phone="", note="", consent=False, next_day="", contact=None
        )),
    )  # fmt: skip


_FORGET = _emptying(select(recipients.c.code).where(recipients.c.code == bindparam("who")))
#: What `Contacts.anonymise` empties of somebody who is visited; `who` is the contact's id.
EMPTY_VISITED = _emptying(select(recipients.c.code).where(recipients.c.contact == bindparam("who")))


@dataclass(frozen=True, slots=True)
class VisitNote:
    """What a visitor noted. `recipient` is empty for a door of a campaign; `media` is a recording's id, `case` what
    came of it. 0 and "" mean none.
    """

    number: int
    at: datetime
    volunteer: str
    text: str
    need: int = 0
    campaign: int = 0
    recipient: str = ""
    media: str = ""
    case: int = 0


class Recipients:
    """Those who are visited."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        """Ask within `transaction`."""
        self._transaction = transaction

    def all(self) -> list[Recipient]:
        """Everybody, also who has not agreed to be visited, by code."""
        return [_recipient_of(row) for row in self._transaction.rows(_ALL)]

    def load(self, code: str) -> Recipient | None:
        """The recipient with this code, or None."""
        row = self._transaction.first(_LOAD, {"which": code})
        return _recipient_of(row) if row else None

    def due(self, day: date) -> list[Recipient]:
        """Whose visit is due on a day or was before it, who has no day yet in front; nobody who has not agreed."""
        return [_recipient_of(row) for row in self._transaction.rows(_DUE, {"day": day.isoformat()})]

    def of_usual(self, volunteer: str) -> list[Recipient]:
        """Whom a volunteer visits as a rule, the next one first."""
        return [_recipient_of(row) for row in self._transaction.rows(_OF, {"volunteer": volunteer})]

    def save(self, recipient: Recipient) -> None:
        """Keep a recipient as she is now."""
        self._transaction.change(_SAVE, {**_values(recipient), "_code": recipient.code})

    def apply(self, rows: Sequence[Recipient]) -> ImportCounts:
        """Add or change recipients by code; others stay. The next day, the account and (where the row names nobody)
        the usual visitor stay as they are. Of a code given twice the last one counts.
        """
        known = {one.code: one for one in self.all()}
        wanted = {row.code: _kept(row, known.get(row.code)) for row in rows}
        added = [row for code, row in wanted.items() if code not in known]
        changed = [row for code, row in wanted.items() if code in known and known[code] != row]
        self._transaction.change_each(_ADD, [_values(row) for row in added])
        self._transaction.change_each(_SAVE, [{**_values(row), "_code": row.code} for row in changed])
        return ImportCounts(len(added), len(changed), len(wanted) - len(added) - len(changed))

    def forget(self, code: str) -> None:
        """Empty everything that tells who is visited; nobody visits her any more. There is no way back."""
        for statement in _FORGET:
            self._transaction.change(statement, {"who": code})

    # -- notes --------------------------------------------------------------------------------------

    def add_note(self, note: VisitNote) -> int:
        """Keep a note; its number, which the store gives (`note.number` is ignored)."""
        row = self._transaction.first(_NOTE_ADD, {
            "need": note.need or None,
            "campaign": note.campaign or None,
            "recipient": note.recipient,
            "volunteer": note.volunteer,
            "at": to_millis(note.at),
            "text": note.text,
            "media": note.media,
            "case": note.case or None,
        })  # fmt: skip
        return int(row[0]) if row else 0

    def note(self, number: int) -> VisitNote | None:
        """The note with this number, or None."""
        row = self._transaction.first(_NOTE_LOAD, {"which": number})
        return _note_of(row) if row else None

    def save_note(self, note: VisitNote) -> None:
        """Keep a note's recording and the case that came of it."""
        self._transaction.change(_NOTE_SAVE, {"_id": note.number, "media": note.media, "case": note.case or None})

    def notes_of(self, recipient: str, many: int = 5) -> list[VisitNote]:
        """The last notes about a recipient, the latest first."""
        return [_note_of(row) for row in self._transaction.rows(_NOTES, {"who": recipient, "many": many})]

    def notes_of_need(self, need: int) -> list[VisitNote]:
        """What was noted at one visit, in order."""
        return [_note_of(row) for row in self._transaction.rows(_NOTES_OF_NEED, {"need": need})]

    def notes_of_campaign(self, campaign: int) -> list[VisitNote]:
        """What was noted at the doors of a campaign, in order."""
        return [_note_of(row) for row in self._transaction.rows(_NOTES_OF_CAMPAIGN, {"campaign": campaign})]

    def stale_notes(self, before: datetime, many: int) -> list[int]:
        """The notes older than that which still hold words or a recording, by number."""
        return [row[0] for row in self._transaction.rows(_STALE, {"before": to_millis(before), "many": many})]

    def empty_note(self, number: int) -> None:
        """Take the words out of a note and its recording away; that there was a visit stays."""
        note = self.note(number)
        if note is not None and note.media:
            self._transaction.change(_FILE_EMPTY, {"which": note.media})
        self._transaction.change(_NOTE_EMPTY, {"_id": number, "text": "", "media": ""})


def _kept(row: Recipient, known: Recipient | None) -> Recipient:
    """A file's row with what the store knows better."""
    if known is None:
        return row
    return replace(row, usual=row.usual or known.usual, contact=known.contact, next_day=known.next_day)


def _values(one: Recipient) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": one.name,
        "place": one.place,
        "room": one.room,
        "phone": one.phone,
        "contact": one.contact or None,
        "languages": to_json_list(one.languages),
        "gender": one.gender,
        "minor": one.minor,
        "consent": one.consent,
        "note": one.note,
        "every_days": one.every_days,
        "slot": one.slot,
        "usual": one.usual,
        "team": one.team,
        "coordinator": one.coordinator,
        "next_day": to_iso(one.next_day),
    }


def _recipient_of(row: Row) -> Recipient:
    code, name, place, room, phone, contact, languages, gender, minor, consent, note, every, slot, *more = row
    usual, team, coordinator, day = more
    return Recipient(
        code, name, place, room, phone, contact or 0, from_json_list(languages), gender, bool(minor), bool(consent),
        note, every, slot, usual, team, coordinator, from_iso(day),
    )  # fmt: skip


def _note_of(row: Row) -> VisitNote:
    number, need, campaign, recipient, volunteer, at, text, media, case = row
    return VisitNote(
        number, from_millis(at), volunteer, text, need or 0, campaign or 0, recipient, media, case or 0
    )
