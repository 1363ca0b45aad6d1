"""The ledger of volunteers' hours, and the certificates made of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from matching.hours import Certificate, ServiceHours
from storage.encoding import from_millis, to_iso, to_millis
from storage.prepared import Row, Statement, Transaction, insert_unless_there
from storage.volunteer_tables import certificates, service_hours

_ENTRY = select(
    service_hours.c.need,
    service_hours.c.volunteer,
    service_hours.c.at,
    service_hours.c.minutes,
    service_hours.c.what,
    service_hours.c.home,
    service_hours.c.work,
    service_hours.c.confirmed_by,
)
_ADD = insert_unless_there(service_hours, "id", conflict=("need", "volunteer"))
_OF_NEED = Statement(_ENTRY.where(service_hours.c.need == bindparam("need")).order_by(service_hours.c.id))
_OF = Statement(
    _ENTRY.where(service_hours.c.volunteer == bindparam("who"), service_hours.c.at >= bindparam("since"))
    .order_by(service_hours.c.at, service_hours.c.id)
)
_SINCE = Statement(
    _ENTRY.where(service_hours.c.at >= bindparam("since")).order_by(service_hours.c.at, service_hours.c.id)
)
_TOTAL = Statement(
    select(func.count(), func.coalesce(func.sum(service_hours.c.minutes), 0)).where(
        service_hours.c.volunteer == bindparam("who"), service_hours.c.at >= bindparam("since")
    )
)
_CERTIFICATE = select(*certificates.columns)
_CERTIFY = insert_unless_there(certificates, conflict="number")
_BY_NUMBER = Statement(_CERTIFICATE.where(certificates.c.number == bindparam("number")))
_OF_VOLUNTEER = Statement(
    _CERTIFICATE.where(certificates.c.volunteer == bindparam("who")).order_by(certificates.c.at, certificates.c.number)
)
_EVER = 0


class Hours:
    """The ledger of hours: one row for one volunteer and one need."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        """Ask within `transaction`."""
        self._transaction = transaction

    def credit(self, entry: ServiceHours) -> bool:
        """Keep what a volunteer did for a need; False when that stands there already, which stays as it is."""
        return self._transaction.change(_ADD, _values(entry)) > 0

    def of_need(self, need: int) -> list[ServiceHours]:
        """What was counted for a need, in the order of counting."""
        return [_entry_of(row) for row in self._transaction.rows(_OF_NEED, {"need": need})]

    def of_volunteer(self, volunteer: str, since: datetime | None = None) -> list[ServiceHours]:
        """What a volunteer did since a moment (None: ever), the earliest first."""
        rows = self._transaction.rows(_OF, {"who": volunteer, "since": to_millis(since) if since else _EVER})
        return [_entry_of(row) for row in rows]

    def total(self, volunteer: str, since: datetime | None = None) -> tuple[int, int]:
        """How many rounds a volunteer did since a moment (None: ever), and their minutes in all."""
        row = self._transaction.first(_TOTAL, {"who": volunteer, "since": to_millis(since) if since else _EVER})
        return (int(row[0]), int(row[1])) if row else (0, 0)

    def since(self, moment: datetime | None) -> list[ServiceHours]:
        """What everybody did since a moment (None: ever), the earliest first."""
        rows = self._transaction.rows(_SINCE, {"since": to_millis(moment) if moment else _EVER})
        return [_entry_of(row) for row in rows]

    # -- certificates ---------------------------------------------------------------------------------

    def certify(self, certificate: Certificate) -> bool:
        """Keep a certificate; False when its number is given already."""
        return self._transaction.change(_CERTIFY, _row_of(certificate)) > 0

    def certificate(self, number: str) -> Certificate | None:
        """The certificate with this number, or None."""
        row = self._transaction.first(_BY_NUMBER, {"number": number})
        return _certificate_of(row) if row else None

    def certificates_of(self, volunteer: str) -> list[Certificate]:
        """The certificates of a volunteer, the earliest first."""
        return [_certificate_of(row) for row in self._transaction.rows(_OF_VOLUNTEER, {"who": volunteer})]


def _values(entry: ServiceHours) -> dict[str, Any]:
    return {
        "need": entry.need,
        "volunteer": entry.volunteer,
        "at": to_millis(entry.at),
        "minutes": entry.minutes,
        "what": entry.what,
        "home": entry.home,
        "work": entry.work,
        "confirmed_by": entry.confirmed_by,
    }


def _entry_of(row: Row) -> ServiceHours:
    need, volunteer, at, minutes, what, home, work, confirmed_by = row
    return ServiceHours(need, volunteer, from_millis(at), minutes, what, home, work, confirmed_by)


def _row_of(certificate: Certificate) -> dict[str, Any]:
    return {
        "number": certificate.number,
        "volunteer": certificate.volunteer,
        "at": to_millis(certificate.at),
        "from_day": to_iso(certificate.first),
        "until_day": to_iso(certificate.last),
        "minutes": certificate.minutes,
        "times": certificate.times,
        "digest": certificate.digest,
    }


def _certificate_of(row: Row) -> Certificate:
    number, volunteer, at, from_day, until_day, minutes, times, digest = row
    first, last = date.fromisoformat(from_day), date.fromisoformat(until_day)
    return Certificate(number, volunteer, from_millis(at), first, last, minutes, times, digest)
