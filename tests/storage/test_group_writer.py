"""SQLite's writer. A gate keeps the thread busy while a group gathers behind it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Event

import pytest

from storage.database import database_url, writing_engine
from storage.errors import StoreUnavailable
from storage.group_writer import GROUP_LIMIT, GroupWriter
from storage.prepared import Transaction
from storage.rules import Rules
from storage.unit_of_work import Store, open_store
from tests.storage.builders import NOW

pytestmark = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)


@dataclass
class Gate:
    """A work that stops the writer until it is opened."""

    entered: Event = field(default_factory=Event)
    opened: Event = field(default_factory=Event)

    def __call__(self, _transaction: Transaction) -> None:
        self.entered.set()
        assert self.opened.wait(10)


@pytest.fixture
def writer(store_url: str) -> Iterator[GroupWriter]:
    writer = GroupWriter(writing_engine(database_url(store_url), 1))
    yield writer
    writer.close()


def publish(transaction: Transaction) -> int:
    return Rules(transaction).publish("规则", "admin", "", NOW)


def publish_and_fail(transaction: Transaction) -> None:
    publish(transaction)
    raise LookupError("its own failure")


def gathered(writer: GroupWriter, *works) -> list[Future]:
    """Submit the works so that they are one group."""
    gate = Gate()
    before = writer.submit(gate)
    assert gate.entered.wait(5)
    futures = [writer.submit(work) for work in works]
    gate.opened.set()
    before.result(timeout=5)
    return futures


def revisions(store: Store) -> int:
    return store.read(lambda unit: unit.rules.live())[0]


def test_a_failing_work_in_a_group_harms_nobody(writer: GroupWriter, store: Store) -> None:
    first, failing, last = gathered(writer, publish, publish_and_fail, publish)

    assert (first.result(5), last.result(5)) == (1, 2)
    with pytest.raises(LookupError, match="its own failure"):
        failing.result(5)
    assert revisions(store) == 2


def test_nobody_is_told_before_the_commit(writer: GroupWriter, store: Store) -> None:
    gate = Gate()
    first, failing, gated = gathered(writer, publish, publish_and_fail, gate)
    assert gate.entered.wait(5)

    assert not first.done()
    assert not failing.done()
    assert revisions(store) == 0

    gate.opened.set()
    assert first.result(5) == 1
    assert revisions(store) == 1
    gated.result(5)


def test_a_group_is_one_transaction_and_no_longer_than_the_limit(writer: GroupWriter, store: Store) -> None:
    seen: list[int] = []

    def look_outside(transaction: Transaction) -> None:
        publish(transaction)
        seen.append(revisions(store))

    for future in gathered(writer, *[look_outside] * (GROUP_LIMIT + 3)):
        future.result(10)

    assert seen == [0] * GROUP_LIMIT + [GROUP_LIMIT] * 3


def break_the_commit(transaction: Transaction) -> None:
    transaction.command("PRAGMA defer_foreign_keys=ON")
    transaction.command(
        'INSERT INTO case_events ("case", at, actor, action, from_state, to_state, reason, revision)'
        " VALUES (99, 0, '', '', '', '', '', 0)"
    )


def test_when_the_commit_fails_everybody_is_refused_and_the_next_group_is_kept(
    writer: GroupWriter, store: Store
) -> None:
    for future in gathered(writer, publish, break_the_commit, publish):
        with pytest.raises(StoreUnavailable):
            future.result(5)

    assert revisions(store) == 0
    assert writer.submit(publish).result(5) == 1
    assert revisions(store) == 1


def fill_the_disk(transaction: Transaction) -> None:
    transaction.command("PRAGMA max_page_count=1")  # SQLite takes the size there is: not one page more
    for _ in range(10):
        Rules(transaction).publish("满" * 100_000, "admin", "", NOW)


def test_what_was_told_as_kept_is_kept_also_when_the_disk_is_full(writer: GroupWriter, store: Store) -> None:
    first, full, last = gathered(writer, publish, fill_the_disk, publish)

    with pytest.raises(StoreUnavailable):
        full.result(5)
    kept = [future for future in (first, last) if future.exception(5) is None]
    assert all(isinstance(future.exception(), StoreUnavailable) for future in (first, last) if future not in kept)
    assert revisions(store) == len(kept)


def end_the_transaction(transaction: Transaction) -> None:
    transaction.command("ROLLBACK")


def test_when_the_transaction_ends_within_a_work_everybody_is_refused(
    writer: GroupWriter, store: Store
) -> None:
    for future in gathered(writer, publish, end_the_transaction, publish):
        with pytest.raises(StoreUnavailable):
            future.result(5)

    assert revisions(store) == 0
    assert writer.submit(publish).result(5) == 1


def test_a_work_that_wants_to_leave_the_process_fails_alone(writer: GroupWriter) -> None:
    def leave(_transaction: Transaction) -> None:
        raise SystemExit

    first, leaving = gathered(writer, publish, leave)

    assert first.result(5) == 1
    assert isinstance(leaving.exception(5), SystemExit)
    assert writer.submit(publish).result(5) == 2


def test_a_cancelled_work_is_not_run(writer: GroupWriter, store: Store) -> None:
    gate = Gate()
    writer.submit(gate)
    assert gate.entered.wait(5)
    unwanted = writer.submit(publish)
    wanted = writer.submit(publish)

    assert unwanted.cancel()
    gate.opened.set()

    assert wanted.result(5) == 1
    assert revisions(store) == 1


def test_a_writer_that_finds_the_database_locked_refuses_and_goes_on(
    writer: GroupWriter, store_url: str
) -> None:
    elsewhere = open_store(store_url)
    gate = Gate()
    holding = elsewhere.submit(lambda _unit: gate(None))
    assert gate.entered.wait(5)

    with pytest.raises(StoreUnavailable, match="locked"):
        writer.submit(publish).result(10)

    gate.opened.set()
    holding.result(5)
    assert writer.submit(publish).result(5) == 1
    elsewhere.close()
