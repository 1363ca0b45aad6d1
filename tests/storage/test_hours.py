"""The ledger of hours and the certificates: once each, in order, found by number."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from matching.hours import Certificate, ServiceHours
from matching.need import Need, NeedKind, NeedState, NeedUrgency
from storage.unit_of_work import Store
from tests.storage.builders import NOW


@pytest.fixture
def needs(store: Store) -> list[int]:
    """Three needs to work for."""
    need = Need(0, NeedKind.HELP, NeedState.DONE, NeedUrgency.TODAY, "", "", "修灯", NOW, NOW, NOW, NOW)
    return [store.run(lambda unit: unit.needs.add(need)) for _ in range(3)]


def an_entry(need: int, **given) -> ServiceHours:
    entry = ServiceHours(need, "zhou", NOW, 60, "邻里帮忙 · 水电维修", "rongyu", "jiangbin", "resident")
    return replace(entry, **given)


def a_certificate(**given) -> Certificate:
    certificate = Certificate("LL26AAAABBBBCC", "zhou", NOW, date(2026, 1, 2), date(2026, 3, 1), 90, 2, "abc")
    return replace(certificate, **given)


def test_a_round_of_work_is_counted_once(store: Store, needs: list[int]):
    assert store.run(lambda unit: unit.hours.credit(an_entry(needs[0])))
    assert not store.run(lambda unit: unit.hours.credit(an_entry(needs[0], minutes=999)))
    assert store.read(lambda unit: unit.hours.of_need(needs[0])) == [an_entry(needs[0])]
    assert store.run(lambda unit: unit.hours.credit(an_entry(needs[0], volunteer="wu")))


def test_hours_are_read_in_order_and_since_a_moment(store: Store, needs: list[int]):
    late, early = an_entry(needs[0], at=NOW, minutes=30), an_entry(needs[1], at=NOW - timedelta(days=9))
    other = an_entry(needs[2], volunteer="wu", at=NOW - timedelta(days=1))
    for entry in (late, early, other):
        store.run(lambda unit, entry=entry: unit.hours.credit(entry))
    assert store.read(lambda unit: unit.hours.of_volunteer("zhou")) == [early, late]
    assert store.read(lambda unit: unit.hours.of_volunteer("zhou", NOW - timedelta(days=2))) == [late]
    assert store.read(lambda unit: unit.hours.total("zhou")) == (2, 90)
    assert store.read(lambda unit: unit.hours.total("zhou", NOW - timedelta(days=2))) == (1, 30)
    assert store.read(lambda unit: unit.hours.total("nobody")) == (0, 0)
    assert store.read(lambda unit: unit.hours.since(NOW - timedelta(days=2))) == [other, late]
    assert store.read(lambda unit: unit.hours.since(None)) == [early, other, late]


def test_a_certificate_is_found_by_its_number_alone(store: Store):
    assert store.run(lambda unit: unit.hours.certify(a_certificate()))
    assert not store.run(lambda unit: unit.hours.certify(a_certificate(volunteer="wu")))
    assert store.read(lambda unit: unit.hours.certificate("LL26AAAABBBBCC")) == a_certificate()
    assert store.read(lambda unit: unit.hours.certificate("LL26AAAABBBBCD")) is None


def test_the_certificates_of_somebody_in_order(store: Store):
    later = a_certificate(number="LL26ZZZZ", at=NOW + timedelta(days=1))
    for certificate in (later, a_certificate(), a_certificate(number="LL26WU", volunteer="wu")):
        store.run(lambda unit, certificate=certificate: unit.hours.certify(certificate))
    assert store.read(lambda unit: unit.hours.certificates_of("zhou")) == [a_certificate(), later]
