from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from storage.extensions import Extension
from storage.unit_of_work import Store, UnitOfWork
from tests.storage.builders import MINUTE, NOW, a_case


def a_request(**given) -> Extension:
    return replace(Extension(0, 0, "chen", "等划线队", NOW + timedelta(days=9), NOW, "shequ"), **given)


def test_requests_come_back_in_order_with_what_was_decided(store: Store) -> None:
    def write(unit: UnitOfWork) -> int:
        who = unit.people.contact_of("o1", NOW).id
        number = unit.cases.add(a_case(reporter=who))
        unit.extensions.ask(a_request(case=number))
        unit.extensions.ask(a_request(case=number, reason="下雨"))
        first, second = unit.extensions.of_case(number)
        unit.extensions.decide(first, "jiedao", NOW + MINUTE, granted=False, why="先摆锥桶")
        unit.extensions.decide(second, "shequ", NOW + MINUTE, granted=True)
        return number

    number = store.run(write)
    first, second = store.read(lambda unit: unit.extensions.of_case(number))

    assert first == a_request(
        id=first.id, case=number, approver="jiedao", granted=False, decided_at=NOW + MINUTE, why="先摆锥桶"
    )
    assert (second.reason, second.granted, second.why) == ("下雨", True, "")
    assert store.read(lambda unit: unit.extensions.of_case(number + 1)) == []


def test_what_nobody_decided_is_open(store: Store) -> None:
    def write(unit: UnitOfWork) -> int:
        number = unit.cases.add(a_case(reporter=unit.people.contact_of("o1", NOW).id))
        unit.extensions.ask(a_request(case=number))
        return number

    number = store.run(write)

    [request] = store.read(lambda unit: unit.extensions.of_case(number))
    assert (request.granted, request.decided_at) == (None, None)
