"""Full text of the cases: what is found by which words, and what is found no more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage.accounts import Account
from storage.case_messages import CaseMessage
from storage.queue import Filters, Scope
from storage.saved_views import SavedView
from storage.search import asked_as, pieces
from storage.unit_of_work import Store
from tests.builders import MORNING, a_case

EVERYWHERE = Scope()


def test_chinese_is_kept_in_pairs_and_latin_words_whole() -> None:
    assert pieces("３栋停车位 WiFi坏了") == ["3", "栋停", "停车", "车位", "位", "wifi", "坏了", "了"]
    assert pieces("，。！") == []


@pytest.mark.parametrize(
    ("text", "lite", "post"),
    [
        ("停车位", '"停车 车位"', "('停车' <-> '车位')"),
        ("停", '"停" *', "'停':*"),
        ("wif", '"wif" *', "'wif':*"),
        ("电梯 3栋", '"电梯" AND "3" * AND "栋" *', "('电梯') & '3':* & '栋':*"),
        ('" OR \'); --', '"or" *', "'or':*"),
        ("？", "", ""),
    ],
)
def test_what_is_asked_is_a_query_without_anybodys_own_signs(text: str, lite: str, post: str) -> None:
    assert asked_as("sqlite", text) == lite
    assert asked_as("postgresql", text) == post


@pytest.fixture
def cases(store: Store) -> Store:
    def work(unit) -> None:
        contact = unit.people.contact_of("resident", MORNING)
        for text in ("楼下停车位被占", "电梯坏了，WiFi也断", "垃圾没人收，车乱停"):
            number = unit.cases.add(a_case(reporter=contact.id, summary=text))
            unit.search.put(number, text)

    store.run(work)
    return store


def found(store: Store, words: str) -> list[int]:
    return store.read(lambda unit: [case.number for case in unit.queue.page(Filters(words=words), EVERYWHERE, MORNING)])


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("停车", [1]), ("停", [3, 1]), ("车位被", [1]), ("位", [1]), ("wifi", [2]), ("电梯 断", [2]),
        ("车停", []), ("占", [1]), ("没有这种话", []), ("？？", []),
    ],
)  # fmt: skip
def test_cases_are_found_by_any_part_of_what_was_said(cases: Store, words: str, numbers: list[int]) -> None:
    assert sorted(found(cases, words)) == sorted(numbers)


def test_what_is_said_later_is_found_instead_and_what_is_taken_away_no_more(cases: Store) -> None:
    cases.run(lambda unit: unit.search.put(1, "路灯不亮"))
    assert found(cases, "停车位") == []
    assert found(cases, "路灯") == [1]
    cases.run(lambda unit: unit.search.forget(1))
    assert found(cases, "路灯") == []


def test_what_is_said_of_a_case_waits_to_be_made_findable(cases: Store) -> None:
    loose = CaseMessage(0, None, 1, MORNING, "text", "还没有归到哪件事")
    message = cases.run(lambda unit: unit.cases.add_message(loose))
    assert cases.read(lambda unit: unit.search.left()) == 0
    cases.run(lambda unit: unit.cases.attach([message], 2))
    cases.run(lambda unit: unit.cases.add_message(CaseMessage(0, 3, 1, MORNING, "text", "又来了")))
    waiting = cases.read(lambda unit: unit.search.waiting(10))
    assert [case for _number, case in waiting] == [2, 3]
    cases.run(lambda unit: unit.search.done([number for number, _case in waiting]))
    assert cases.read(lambda unit: unit.search.waiting(10)) == []


def test_who_is_made_anonymous_is_found_by_nothing_she_said(cases: Store) -> None:
    cases.run(lambda unit: unit.people.anonymise(1))
    assert found(cases, "停车位") == []
    assert cases.read(lambda unit: unit.search.left()) == 3


def test_an_emptied_case_is_found_by_nothing(cases: Store) -> None:
    cases.run(lambda unit: unit.retention.empty_case(2))
    assert found(cases, "电梯") == []


def test_views_are_ones_own_unless_shared(store: Store) -> None:
    def work(unit) -> list[str]:
        wang = unit.accounts.add(Account(0, "wang", "", "owner", MORNING, "tests"))
        lin = unit.accounts.add(Account(0, "lin", "", "owner", MORNING, "tests"))
        later = MORNING + timedelta(hours=1)
        unit.saved_views.add(SavedView(0, wang, "停车", "category=parking", shared=False, created_at=MORNING))
        mine = unit.saved_views.add(SavedView(0, wang, "急件", "urgent=1", shared=True, created_at=later))
        assert [view.name for view in unit.saved_views.seen_by(wang)] == ["停车", "急件"]
        assert not unit.saved_views.drop(mine, lin)
        seen = [f"{view.name} {view.by}" for view in unit.saved_views.seen_by(lin)]
        assert unit.saved_views.drop(mine, wang)
        return seen

    assert store.run(work) == ["急件 wang"]
