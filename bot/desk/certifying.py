"""证明: what somebody did, as the rules of 2021 want it: true, exact, whole, free of charge, at once; looked up by all.

民政部令第67号《志愿服务记录与证明出具办法（试行）》, in force since 2021-02-01. What is certified is read from the
ledger of hours, never typed. Identity numbers are asked of nobody: the sheet has a line for it to be written by hand.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.desk import wording_hours
from bot.desk.chatwords import Command
from bot.desk.desk import Visit
from bot.desk.enlisting import own_entry
from bot.desk.links import with_link
from matching.hours import Certificate, ServiceHours, of_year, served
from matching.routing import masked
from matching.territory import NodeKind
from storage.encoding import digest
from storage.people import VolunteerRow
from storage.unit_of_work import UnitOfWork

#: Letters and digits that nobody takes for each other. Ten of them are 8·10¹⁴ numbers: none is found by trying.
_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_SIGNS_MANY = 10
_NUMBER = re.compile(rf"LL\d\d[{_SIGNS}]{{{_SIGNS_MANY}}}")
_YEAR = re.compile(r"(?P<year>20\d\d)|(?P<last>去年)|(?P<all>全部|所有|历年)")


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """One round of work: the day, what it was, how many minutes, the place that it is credited to."""

    day: date
    what: str
    minutes: int
    place: str


@dataclass(frozen=True, slots=True)
class CertificateSheet:
    """A certificate as it is printed; `issuer` has the seal, empty where no community is known."""

    certificate: Certificate
    name: str
    issuer: str
    made: date
    rows: tuple[CertificateRow, ...]


def certify(visit: Visit, command: Command) -> str:
    """证明: of this year, of the year that is named (2025, 去年), or of all (全部); the link to it.

    The same hours give the same certificate again. Raises `refusals.NotAVolunteer`.
    """
    row = own_entry(visit)
    entries = _chosen(visit, row, f"{command.number or ''}{command.rest}")
    if not entries:
        return wording_hours.NO_CERTIFICATE
    if not row.name:
        return wording_hours.NO_NAME
    certificate = certificate_of(visit, row, entries)
    words = wording_hours.certified(certificate.number, certificate.times, certificate.minutes)
    path = f"certificate/{certificate.number}"
    return with_link(
        words, visit.desk.links.address(visit.contact.id, visit.contact.openid, path), wording_hours.OPEN_CERTIFICATE
    )


def _chosen(visit: Visit, row: VolunteerRow, said: str) -> Sequence[ServiceHours]:
    entries = visit.unit.hours.of_volunteer(row.code)
    this_year = visit.now.astimezone(visit.zone).year
    found = _YEAR.search(said)
    if found is None:
        return of_year(entries, this_year, visit.zone) or entries
    if found["all"]:
        return entries
    return of_year(entries, int(found["year"]) if found["year"] else this_year - 1, visit.zone)


def certificate_of(visit: Visit, row: VolunteerRow, entries: Sequence[ServiceHours]) -> Certificate:
    """The certificate of these hours (at least one): the one made before where it says the same, else a new one."""
    total = served(entries, visit.zone)
    if total is None:
        message = "no hours, no certificate"
        raise ValueError(message)
    content = _digest(row.name, entries)
    earlier = (one for one in visit.unit.hours.certificates_of(row.code) if one.digest == content)
    found = next(earlier, None)
    if found is not None:
        return found
    year = visit.now.astimezone(visit.zone).year % 100
    number = f"LL{year:02}" + "".join(secrets.choice(_SIGNS) for _ in range(_SIGNS_MANY))
    certificate = Certificate(
        number, row.code, visit.now, total.first, total.last, total.minutes, total.times, content
    )
    visit.unit.hours.certify(certificate)
    return certificate


def sheet_of(visit: Visit, number: str) -> CertificateSheet | None:
    """The visitor's own certificate as it is printed; None for any other, and for one whose hours are others now."""
    row = own_entry(visit)
    certificate = visit.unit.hours.certificate(number)
    if certificate is None or certificate.volunteer != row.code:
        return None
    days = (certificate.first, certificate.last)
    entries = [
        entry
        for entry in visit.unit.hours.of_volunteer(row.code)
        if days[0] <= entry.at.astimezone(visit.zone).date() <= days[1]
    ]
    if _digest(row.name, entries) != certificate.digest:
        return None
    title = visit.knowledge.town.territory.title
    rows = tuple(
        CertificateRow(
            entry.at.astimezone(visit.zone).date(),
            entry.what,
            entry.minutes,
            "、".join(title(place) for place in dict.fromkeys((entry.home, entry.work)) if place),
        )
        for entry in entries
    )
    made = certificate.at.astimezone(visit.zone).date()
    return CertificateSheet(certificate, row.name, _issuer(visit, row), made, rows)


def look_up(unit: UnitOfWork, number: str) -> str | None:
    """What whoever holds a certificate may read of it: whether it is true, the masked name, the days and hours.

    None for a number that no certificate has. Blanks and small letters do not matter.
    """
    said = re.sub(r"[\s-]", "", number).upper()
    certificate = unit.hours.certificate(said) if _NUMBER.fullmatch(said) else None
    if certificate is None:
        return None
    row = unit.people.volunteer_row(certificate.volunteer)
    span = (certificate.first, certificate.last, certificate.times, certificate.minutes)
    if row is None or not row.name:
        return wording_hours.genuine_without_name(*span)
    return wording_hours.genuine(masked(row.name), *span)


def _digest(name: str, entries: Sequence[ServiceHours]) -> str:
    """What stands for all that a certificate says: another hour, or another name, is another certificate."""
    rows = (f"{entry.need}|{entry.at.isoformat()}|{entry.minutes}|{entry.what}" for entry in entries)
    return digest("\n".join((name, *rows)))


def _issuer(visit: Visit, row: VolunteerRow) -> str:
    """The community where she lives, or the one that her unit is paired with."""
    territory = visit.knowledge.town.territory
    line = (node for place in (row.home, row.work) if place for node in territory.lineage(place))
    return next((node.name for node in line if node.kind is NodeKind.COMMUNITY), "")
