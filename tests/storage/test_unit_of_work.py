from __future__ import annotations

import pytest

from storage.errors import StorageError, StoreClosed, StoreUnavailable
from storage.unit_of_work import Store, UnitOfWork, open_store
from tests.storage.builders import NOW


def publish(text: str):
    return lambda unit: unit.rules.publish(text, "admin", "", NOW)


def test_what_a_work_returns_comes_back(store: Store) -> None:
    assert store.run(lambda unit: unit.rules.live()) == (0, "")
    assert store.submit(publish("一")).result() == 1


def test_what_a_work_did_is_there_for_everybody(store: Store, store_url: str) -> None:
    store.run(publish("一"))

    elsewhere = open_store(store_url)
    assert elsewhere.read(lambda unit: unit.rules.live()) == (1, "一")
    elsewhere.close()


def test_nothing_is_kept_of_a_work_that_raises(store: Store) -> None:
    def failing(unit: UnitOfWork) -> None:
        publish("一")(unit)
        raise LookupError("its own failure")

    with pytest.raises(LookupError, match="its own failure"):
        store.run(failing)

    assert store.read(lambda unit: unit.rules.live()) == (0, "")
    assert store.run(publish("二")) == 1


def test_a_reading_work_cannot_change_anything(store: Store) -> None:
    with pytest.raises(StorageError):
        store.read(publish("一"))

    assert store.read(lambda unit: unit.rules.live()) == (0, "")


def test_a_reading_work_sees_one_state_of_the_data(store: Store) -> None:
    def look_twice(unit: UnitOfWork) -> tuple[int, int]:
        before = unit.rules.live()[0]
        store.run(publish("一"))
        return before, unit.rules.live()[0]

    assert store.read(look_twice) == (0, 0)


def test_a_failing_reading_work_gives_its_connection_back(store: Store) -> None:
    def failing(_unit: UnitOfWork) -> None:
        raise LookupError

    for _ in range(30):
        with pytest.raises(LookupError):
            store.read(failing)

    assert store.read(lambda unit: unit.rules.live()) == (0, "")


def test_a_store_that_answers_can_be_pinged(store: Store) -> None:
    store.ping()


def test_a_closed_store_refuses_and_may_be_closed_again(store: Store) -> None:
    store.close()
    store.close()

    with pytest.raises(StoreClosed):
        store.submit(publish("一"))
    with pytest.raises(StoreUnavailable):
        store.ping()


def test_closing_finishes_what_was_submitted(store: Store) -> None:
    futures = [store.submit(publish(str(n))) for n in range(100)]

    store.close()

    assert sorted(future.result(timeout=0) for future in futures) == list(range(1, 101))


@pytest.mark.parametrize(
    "url",
    ["mysql://somewhere/db", "not a url", "sqlite://", "sqlite:///:memory:", "postgresql://postgres@127.0.0.1:1/no"],
)
def test_a_database_that_cannot_be_reached_or_used_is_refused(url: str) -> None:
    with pytest.raises(StoreUnavailable):
        open_store(url)


@pytest.mark.parametrize("prefix", ["postgresql", "postgresql+psycopg"])
@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
def test_postgresql_is_spoken_with_psycopg_however_the_url_begins(store_url: str, prefix: str) -> None:
    opened = open_store(store_url.replace("postgresql", prefix, 1))
    opened.ping()
    opened.close()
