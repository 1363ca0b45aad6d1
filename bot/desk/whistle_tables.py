"""Whistles as tables for whoever supervises: every call, and how often each street whistled in each month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.desk.exporting import iso
from matching.territory import NodeKind, Territory
from matching.whistle import Blown, rates, stage
from storage.unit_of_work import UnitOfWork


def whistle_records(unit: UnitOfWork, since: datetime | None, zone: ZoneInfo) -> Iterator[Mapping[str, Any]]:
    """One row for everybody called since a moment (None: ever), in the order the whistles were blown. Times are ISO
    8601 with the zone's offset; people and places are codes.
    """
    territory = Territory(unit.places.nodes())
    for whistle, calls in unit.whistles.export(since):
        for call in calls:
            yield {
                "whistle": whistle.number,
                "case": whistle.case,
                "street": _street_of(territory, whistle.place),
                "place": whistle.place,
                "kind": whistle.kind.value,
                "by": whistle.by,
                "at": iso(whistle.at, zone),
                "meet_at": iso(whistle.meet_at, zone),
                "spot": whistle.spot,
                "reason": whistle.reason,
                "department": call.person,
                "lead": call.person == whistle.lead,
                "part": call.part,
                "stage": stage(call).value,
                "signin_due_at": iso(call.signin_due_at, zone),
                "signed_at": iso(call.signed_at, zone),
                "contact_due_at": iso(call.contact_due_at, zone),
                "contacted_at": iso(call.contacted_at, zone),
                "arrived_at": iso(call.arrived_at, zone),
                "report_due_at": iso(call.report_due_at, zone),
                "reported_at": iso(call.reported_at, zone),
                "result": call.result,
                "rating": call.rating or None,
                "rating_why": call.rating_why,
                "reply": call.reply,
                "climbed": call.climbed,
                "climbed_to": call.climbed_to,
                "ended_at": iso(whistle.ended_at, zone),
                "conclusion": whistle.conclusion,
            }


def rate_records(unit: UnitOfWork, since: datetime | None, zone: ZoneInfo) -> Iterator[Mapping[str, Any]]:
    """The whistle rate of every street and month since a moment (None: ever), by street, then month.

    `rate` is whistles over cases opened there in that month; `signed_in_time` is over everybody called.
    """
    territory = Territory(unit.places.nodes())

    def key(place: str, moment: datetime) -> tuple[str, str]:
        return _street_of(territory, place), moment.astimezone(zone).strftime("%Y-%m")

    opened = Counter(key(case.place, case.created_at) for case in unit.cases.export(since))
    blown = [
        Blown(*key(whistle.place, whistle.at), whistle.kind, calls) for whistle, calls in unit.whistles.export(since)
    ]
    for rate in rates(opened, blown):
        yield {
            "street": rate.street,
            "month": rate.month,
            "cases": rate.cases,
            "whistles": rate.whistles,
            "hard": rate.hard,
            "urgent": rate.urgent,
            "rate": _rounded(rate.rate),
            "calls": rate.calls,
            "signed_in_time": _rounded(rate.signed_in_time),
        }


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def _street_of(territory: Territory, place: str) -> str:
    """The code of the street above a place; empty where there is none."""
    return next((node.code for node in territory.lineage(place) if node.kind is NodeKind.STREET), "")
