"""The ledger of hours: a round of work is counted once, credited to both homes, and told without any ranking."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from bot.desk import wording_hours
from bot.desk.desk import LINLI, RESIDENT, Visit
from matching.duty import served_duties
from matching.hours import ServiceHours, minutes_worked
from matching.need import Need
from matching.offers import Offer
from matching.territory import NodeKind

#: Places that hours are credited to: nobody's building stands in the ledger.
_CREDITED = (NodeKind.COMPOUND, NodeKind.LANE, NodeKind.PARK, NodeKind.COMMUNITY)
_SAID = re.compile(
    r"(?P<hours>\d{1,2}(?:\.5)?|半|一|两|二|三|四|五|六)\s*个?(?P<half>半)?(?:小时|钟头|点钟)(?P<more>半)?|(?P<minutes>\d{1,3})\s*分钟?"
)
_AROUND_MINUTES = re.compile(r"^(?:一共|总共|共|用了|做了|花了|大概|约)+|[。.!！,，\s]+$")
_NUMBERS = {"一": 1.0, "两": 2.0, "二": 2.0, "三": 3.0, "四": 4.0, "五": 5.0, "六": 6.0, "半": 0.5}


def credit(visit: Visit, need: Need, offer: Offer) -> int:
    """The minutes that a volunteer's work for a need counts, kept in the ledger once however often this is asked.

    It counts what she said in `offer.why` ("90分钟", "1个半小时"), else what was planned; never more than lies
    between 接 and 完成. Whoever visits has confirmed it: a person on duty, the resident, or a clock. Of somebody with
    two homes it is an event of 双报到.
    """
    volunteer = visit.knowledge.roster.get(offer.volunteer)
    done_at = offer.done_at or visit.now
    entry = ServiceHours(
        need.number,
        offer.volunteer,
        done_at,
        minutes_worked(need.minutes, offer.answered_at, offer.done_at, said_minutes(offer.why)),
        wording_hours.content(need.kind, offer.part or next((part.skill for part in need.parts), "")),
        credited_place(visit, volunteer.home) if volunteer else "",
        credited_place(visit, volunteer.work) if volunteer else "",
        _confirmed_by(visit),
    )
    if visit.unit.hours.credit(entry):
        visit.unit.duties.add(served_duties(entry, credited_place(visit, need.place), need.case))
        return entry.minutes
    kept = [one.minutes for one in visit.unit.hours.of_need(need.number) if one.volunteer == offer.volunteer]
    return kept[0] if kept else 0


def credited(visit: Visit, volunteer: str, minutes: int) -> str:
    """The half-sentence of thanks that says what was counted, and how much it is this year."""
    _, total = visit.unit.hours.total(volunteer, year_begins(visit))
    return wording_hours.credited(minutes, total)


def said_minutes(text: str) -> int:
    """The minutes that words say ("90分钟", "1个半小时"); 0 when they say none."""
    found = _SAID.search(text)
    if found is None:
        return 0
    if found["minutes"]:
        return int(found["minutes"])
    hours = _NUMBERS.get(found["hours"]) or float(found["hours"])
    return round((hours + (0.5 if found["half"] or found["more"] else 0)) * 60)


def says_minutes_alone(text: str) -> bool:
    """Whether words say how long it took and nothing else ("40分钟")."""
    return _SAID.fullmatch(_AROUND_MINUTES.sub("", text.strip())) is not None


def credited_place(visit: Visit, place: str) -> str:
    """The compound, lane, park or community that hours are credited to; "" where there is none."""
    territory = visit.knowledge.town.territory
    return next((node.code for node in territory.lineage(place) if node.kind in _CREDITED), "") if place else ""


def year_begins(visit: Visit) -> datetime:
    """The first moment of this local year, in UTC."""
    return datetime(visit.now.astimezone(visit.zone).year, 1, 1, tzinfo=visit.zone).astimezone(UTC)


def _confirmed_by(visit: Visit) -> str:
    if visit.by_clock or not visit.contact.id:
        return LINLI
    return visit.contact.person or RESIDENT
