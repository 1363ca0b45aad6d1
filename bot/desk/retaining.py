"""What has been kept long enough leaves by itself: residents' particulars, and the words of old cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.settings import RetentionSettings
from storage.unit_of_work import Store, UnitOfWork

#: So many at once: one transaction must not hold up residents' messages.
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Outlived:
    """Whose time is over: ids of contacts, numbers of cases, of notes of visits, of needs without a case."""

    contacts: tuple[int, ...]
    cases: tuple[int, ...]
    notes: tuple[int, ...] = ()
    needs: tuple[int, ...] = ()


def outlived(store: Store, customs: RetentionSettings, now: datetime) -> Outlived:
    """What `retain` would take next, at most 200 of each. Changes nothing."""
    return store.read(lambda unit: _outlived(unit, customs, now))


def _outlived(unit: UnitOfWork, customs: RetentionSettings, now: datetime) -> Outlived:
    closed_before = now - timedelta(days=customs.closed_days)
    return Outlived(
        tuple(unit.retention.stale_contacts(now - timedelta(days=customs.contact_days), _AT_ONCE)),
        tuple(unit.retention.stale_cases(
            now - timedelta(days=customs.withdrawn_days), closed_before, _AT_ONCE
        )),
        tuple(unit.recipients.stale_notes(closed_before, _AT_ONCE)),
        tuple(unit.retention.stale_needs(closed_before, _AT_ONCE)),
    )  # fmt: skip


def retain(store: Store, customs: RetentionSettings, now: datetime) -> Outlived:
    """Empty what is over, until nothing is left; what was emptied. Nothing of an open case is touched."""
    over = Outlived((), ())
    while customs.enabled:
        done = store.run(lambda unit: _empty(unit, customs, now))
        over = Outlived(
            over.contacts + done.contacts, over.cases + done.cases, over.notes + done.notes, over.needs + done.needs
        )
        if max(map(len, (done.contacts, done.cases, done.notes, done.needs))) < _AT_ONCE:
            break
    return over


def _empty(unit: UnitOfWork, customs: RetentionSettings, now: datetime) -> Outlived:
    found = _outlived(unit, customs, now)
    closed = f"{customs.closed_days} days"
    for numbers, empty, (what, which, why) in (
        (found.contacts, unit.people.anonymise, ("anonymise", "contacts", f"{customs.contact_days} days")),
        (found.cases, unit.retention.empty_case, ("empty", "cases", f"{customs.withdrawn_days} or {closed}")),
        (found.notes, unit.recipients.empty_note, ("empty", "visit_notes", closed)),
        (found.needs, unit.retention.empty_need, ("empty", "needs", closed)),
    ):
        for number in numbers:
            empty(number)
        if numbers:
            unit.retention.note(now, what, which, len(numbers), why)
    return found
