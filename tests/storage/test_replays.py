"""What was written first in each case, newest first, and replays that are forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest

import storage.replays
from matching.case import Kind
from storage.cases import CaseMessage
from storage.database import database_url, reading_engine
from storage.drafts import Draft
from storage.replays import ReplayRun
from storage.unit_of_work import Store, UnitOfWork
from tests.storage.builders import NOW, a_case


def a_written_case(unit: UnitOfWork, *texts: str, minutes: int = 0, **given: object) -> int:
    at = NOW + timedelta(minutes=minutes)
    number = unit.cases.add(a_case(created_at=at, **given))
    for kind, text in (("image", ""), *(("text", text) for text in texts), ("label", "改")):
        unit.cases.add_message(CaseMessage(0, number, 1, at, kind, text))
    return number


@pytest.fixture
def written(store: Store) -> Store:
    def work(unit: UnitOfWork) -> None:
        unit.people.contact_of("openid-r", NOW)
        a_written_case(unit, "很早", minutes=-100)
        a_written_case(unit, "先说的", "后说的")
        a_written_case(unit, minutes=1)
        a_written_case(unit, "家里的事", minutes=2, private=True)
        a_written_case(unit, "两家吵架", minutes=3, kind=Kind.MEDIATION)

    store.run(work)
    return store


def test_the_first_words_of_each_case_come_newest_first(written: Store):
    found = written.read(lambda unit: list(unit.replays.first_words(NOW, page_of=2)))

    assert [(one.text, one.private) for one in found] == [("两家吵架", True), ("家里的事", True), ("先说的", False)]


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_they_are_found_without_reading_the_messages_from_end_to_end(store_url: str):
    engine = reading_engine(database_url(store_url), 1)
    sql = storage.replays._WORDS.compiled(engine.dialect).sql
    with engine.connect() as connection:
        asked = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", (1,) * sql.count("?"))
        steps = "; ".join(row[3] for row in asked)
    engine.dispose()

    assert "SCAN" not in steps, steps
    assert "ix_case_messages_case" in steps


def test_old_replays_are_forgotten(store: Store):
    def work(unit: UnitOfWork) -> list[object]:
        draft = unit.drafts.add(Draft(0, "试", 1, "", "[]", "lin", NOW, NOW, "lin"))
        numbers = [unit.replays.start(ReplayRun(0, draft, "", 4, "lin", NOW + timedelta(days=day))) for day in (0, 2)]
        assert unit.replays.prune(NOW + timedelta(days=1)) == 1
        return [unit.replays.one(number) for number in numbers]

    gone, kept = store.run(work)
    assert gone is None
    assert kept is not None
