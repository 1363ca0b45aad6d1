from __future__ import annotations

from collections.abc import Iterator
from threading import Barrier, Event

import psycopg
import pytest

from storage.database import database_url, writing_engine
from storage.errors import Conflicted, ConnectionLost, StoreUnavailable
from storage.pool_writer import PoolWriter
from storage.prepared import Transaction
from storage.unit_of_work import Store, UnitOfWork
from tests.storage.builders import NOW, a_case

pytestmark = pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)

WIDTH = 3


@pytest.fixture
def writer(store_url: str) -> Iterator[PoolWriter]:
    writer = PoolWriter(writing_engine(database_url(store_url), WIDTH), WIDTH)
    yield writer
    writer.close()


def test_works_run_side_by_side_as_wide_as_the_pool(writer: PoolWriter) -> None:
    together = Barrier(WIDTH)

    def meet(transaction: Transaction) -> None:
        transaction.command("SELECT 1")
        together.wait(5)

    for future in [writer.submit(meet) for _ in range(2 * WIDTH)]:
        future.result(10)


def two_cases(unit: UnitOfWork) -> list[int]:
    who = unit.people.contact_of("o1", NOW).id
    return [unit.cases.add(a_case(reporter=who)) for _ in range(2)]


def test_works_that_lock_each_other_both_succeed_in_the_end(store: Store) -> None:
    left, right = store.run(two_cases)
    have_one = {left: Event(), right: Event()}
    tries: list[int] = []

    def lock_both(first: int, second: int):
        def work(unit: UnitOfWork) -> None:
            tries.append(first)
            unit.cases.load(first)
            have_one[first].set()
            assert have_one[second].wait(5)
            unit.cases.load(second)

        return work

    futures = [store.submit(lock_both(left, right)), store.submit(lock_both(right, left))]
    for future in futures:
        future.result(10)

    assert len(tries) == 3  # PostgreSQL ended one of the two, which ran again


def test_a_work_that_always_conflicts_is_refused_after_the_second_time(writer: PoolWriter) -> None:
    tries: list[int] = []

    def conflict(_transaction: Transaction) -> None:
        tries.append(1)
        raise Conflicted

    with pytest.raises(StoreUnavailable):
        writer.submit(conflict).result(5)

    assert len(tries) == 2


def test_a_work_whose_connection_breaks_runs_again_on_a_new_one(writer: PoolWriter) -> None:
    tries: list[int] = []

    def break_once(transaction: Transaction) -> str:
        tries.append(1)
        if len(tries) == 1:
            transaction.command("SELECT pg_terminate_backend(pg_backend_pid())")
        transaction.command("SELECT 1")
        return "done"

    assert writer.submit(break_once).result(10) == "done"
    assert len(tries) == 2


def test_after_a_restart_of_the_server_no_work_fails(store: Store, store_url: str) -> None:
    for future in [store.submit(lambda unit: unit.rules.live()) for _ in range(50)]:
        future.result(5)
    with psycopg.connect(store_url, autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    results = [store.submit(lambda unit: unit.rules.live()) for _ in range(50)]

    assert [future.result(10) for future in results] == [(0, "")] * 50
    assert store.read(lambda unit: unit.rules.live()) == (0, "")


def test_a_connection_that_breaks_while_committing_is_refused_and_not_tried_again(
    writer: PoolWriter, store_url: str
) -> None:
    tries: list[int] = []

    def end(transaction: Transaction) -> None:
        tries.append(1)
        (row,) = transaction._cursor.execute("SELECT pg_backend_pid()").fetchall()
        with psycopg.connect(store_url, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s, 2000)", row)

    with pytest.raises(StoreUnavailable) as refused:
        writer.submit(end).result(10)

    assert not isinstance(refused.value, ConnectionLost)
    assert len(tries) == 1
