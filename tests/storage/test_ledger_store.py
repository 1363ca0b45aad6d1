"""The public ledger's questions are answered from its own index, and find nothing that may not be shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from storage import ledger
from storage.database import database_url, reading_engine
from storage.ledger import Extent, TextState
from storage.prepared import Statement
from storage.unit_of_work import Store
from tests.storage.builders import NOW, a_case

ALL = Extent(NOW - timedelta(days=1), NOW + timedelta(days=1))


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "question", [ledger._SEEN, ledger._TALLIES, ledger._ROWS.everywhere, ledger._ROWS.there],
    ids=["seen", "tallies", "rows everywhere", "rows there"],
)
def test_a_month_is_read_from_the_index_of_listed_cases(store_url: str, question: Statement) -> None:
    engine = reading_engine(database_url(store_url), 1)
    sql = question.compiled(engine.dialect).sql
    with engine.connect() as connection:
        plan = str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", (None,) * sql.count("?")).fetchall())
    engine.dispose()
    assert "ix_cases_listed_at" in plan, plan


def test_a_private_case_is_in_no_answer(store: Store) -> None:
    contact = store.run(lambda unit: unit.people.contact_of("r", NOW)).id
    shown = a_case(reporter=contact, place="rongyu-3")
    number = store.run(lambda unit: unit.cases.add(shown))
    store.run(lambda unit: unit.cases.add(replace(shown, private=True)))

    assert [row.number for row in store.read(lambda unit: unit.ledger.rows(ALL, 9))] == [number]
    assert store.read(lambda unit: unit.ledger.reported(ALL)) == [("rongyu-3", "parking", contact)]
    assert [tally.count for _, tally in store.read(lambda unit: unit.ledger.tallies(ALL))] == [1]
    assert [store.read(lambda unit, n=n: unit.ledger.is_listed(n)) for n in (number, number + 1)] == [True, False]


def test_the_last_decision_about_words_counts(store: Store) -> None:
    contact = store.run(lambda unit: unit.people.contact_of("r", NOW)).id
    number = store.run(lambda unit: unit.cases.add(a_case(reporter=contact)))
    for text, state in (("已修好", TextState.SHOWN), ("", TextState.KEPT_BACK), ("修好了", TextState.SHOWN)):
        store.run(lambda unit, text=text, state=state: unit.ledger.decide(number, text, "shequ", NOW, state))
        expected = text if state is TextState.SHOWN else ""
        assert store.read(lambda unit: unit.ledger.rows(ALL, 1))[0].text == expected


def test_places_and_category_narrow_it_down(store: Store) -> None:
    contact = store.run(lambda unit: unit.people.contact_of("r", NOW)).id
    for place, category in (("a", "noise"), ("b", "noise"), ("b", "parking")):
        store.run(lambda unit, p=place, c=category: unit.cases.add(a_case(reporter=contact, place=p, category=c)))
    there = replace(ALL, places=("b", "c"), category="noise")
    assert [row.place for row in store.read(lambda unit: unit.ledger.rows(there, 9))] == ["b"]
