from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from matching.case import Kind
from storage.checks import Check
from storage.unit_of_work import Store
from storage.verdicts import Verdict
from tests.storage.builders import NOW, a_case

LATER = NOW + timedelta(hours=72)


@pytest.fixture
def asked(store: Store) -> Verdict:
    """Case 1's reporter was asked."""
    contact = store.run(lambda unit: unit.people.contact_of("r", NOW)).id
    case = store.run(lambda unit: unit.cases.add(a_case(reporter=contact)))
    verdict = Verdict(0, case, contact, "closing", NOW)
    return replace(verdict, id=store.run(lambda unit: unit.verdicts.add(verdict)))


def test_what_is_said_is_kept_apart_from_what_is_not_said(store: Store, asked: Verdict) -> None:
    said = replace(asked, at=LATER, responded=True, solved=True, satisfied=False, why="态度差")

    assert store.read(lambda unit: unit.verdicts.of_case(asked.case)) == [asked]
    store.run(lambda unit: unit.verdicts.save(said))

    assert store.read(lambda unit: unit.verdicts.of_case(asked.case)) == [said]
    assert store.read(lambda unit: list(unit.verdicts.export())) == [said]
    assert store.read(lambda unit: list(unit.verdicts.export(LATER))) == []


def test_a_contact_s_askings_come_latest_first(store: Store, asked: Verdict) -> None:
    again = replace(asked, round="recheck", asked_at=LATER)
    again = replace(again, id=store.run(lambda unit: unit.verdicts.add(again)))

    assert store.read(lambda unit: unit.verdicts.of_contact(asked.contact, NOW)) == [again, asked]
    assert store.read(lambda unit: unit.verdicts.of_contact(asked.contact, LATER)) == [again]
    assert store.read(lambda unit: unit.verdicts.of_contact(asked.contact + 1, NOW)) == []


@pytest.mark.parametrize(("passed", "why"), [(True, "看过了"), (False, "还堵着"), (None, "")])
def test_a_check_stands_open_until_it_ends(store: Store, asked: Verdict, passed: bool | None, why: str) -> None:
    check = Check(0, asked.case, "closing", "zhang", NOW, LATER)
    check = replace(check, id=store.run(lambda unit: unit.checks.add(check)))
    assert store.read(lambda unit: unit.checks.open_of("zhang")) == [check]

    store.run(lambda unit: unit.checks.end(asked.case, "hazard", LATER, passed=False))
    assert store.read(lambda unit: unit.checks.open_of("zhang")) == [check], "another kind's stays open"
    store.run(lambda unit: unit.checks.end(asked.case, "closing", LATER, passed=passed, why=why))

    assert store.read(lambda unit: unit.checks.open_of("zhang")) == []
    ended = replace(check, at=LATER, passed=passed, why=why)
    assert store.read(lambda unit: unit.checks.of_case(asked.case)) == [ended]


def test_cases_whose_verdict_or_recheck_is_due_are_found(store: Store, asked: Verdict) -> None:
    hazard = a_case(reporter=asked.contact, recheck_at=NOW, kind=Kind.HAZARD)
    hers = a_case(reporter=asked.contact, check_due_at=LATER, recheck_at=NOW)
    store.run(lambda unit: unit.cases.add(hazard))
    number = store.run(lambda unit: unit.cases.add(hers))

    assert store.read(lambda unit: unit.cases.check_due(NOW, 10)) == []
    assert [case.number for case in store.read(lambda unit: unit.cases.check_due(LATER, 10))] == [number]
    assert [case.number for case in store.read(lambda unit: unit.cases.recheck_due(NOW, 10))] == [number]
