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
    """Whose time is over: ids of contacts, numbers of cases."""

    contacts: tuple[int, ...]
    cases: tuple[int, ...]


def outlived(store: Store, customs: RetentionSettings, now: datetime) -> Outlived:
    """What `retain` would take next, at most 200 of each. Changes nothing."""
    return store.read(lambda unit: _outlived(unit, customs, now))


def _outlived(unit: UnitOfWork, customs: RetentionSettings, now: datetime) -> Outlived:
    return Outlived(
        tuple(unit.retention.stale_contacts(now - timedelta(days=customs.contact_days), _AT_ONCE)),
        tuple(unit.retention.stale_cases(
            now - timedelta(days=customs.withdrawn_days), now - timedelta(days=customs.closed_days), _AT_ONCE
        )),
    )  # fmt: skip


def retain(store: Store, customs: RetentionSettings, now: datetime) -> Outlived:
    """Empty what is over, until nothing is left; what was emptied. Nothing of an open case is touched."""
    contacts: list[int] = []
    cases: list[int] = []
    while customs.enabled:
        done = store.run(lambda unit: _empty(unit, customs, now))
        contacts += done.contacts
        cases += done.cases
        if len(done.contacts) < _AT_ONCE and len(done.cases) < _AT_ONCE:
            break
    return Outlived(tuple(contacts), tuple(cases))


def _empty(unit: UnitOfWork, customs: RetentionSettings, now: datetime) -> Outlived:
    found = _outlived(unit, customs, now)
    for contact in found.contacts:
        unit.people.anonymise(contact)
    for number in found.cases:
        unit.retention.empty_case(number)
    if found.contacts:
        unit.retention.note(now, "anonymise", "contacts", len(found.contacts), f"{customs.contact_days} days")
    if found.cases:
        kept = f"{customs.withdrawn_days} or {customs.closed_days} days"
        unit.retention.note(now, "empty", "cases", len(found.cases), kept)
    return found
