from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from storage.rules import Revision
from storage.unit_of_work import Store
from storage.versions import NAMES
from tests.storage.builders import MINUTE, NOW


def publish(store: Store, text: str, at=NOW) -> int:
    return store.run(lambda unit: unit.rules.publish(text, "admin", "为什么", at))


def test_nothing_is_live_before_the_first_publication(store: Store) -> None:
    assert store.read(lambda unit: unit.rules.live()) == (0, "")


def test_the_last_revision_is_live(store: Store) -> None:
    assert [publish(store, "一"), publish(store, "二")] == [1, 2]

    assert store.read(lambda unit: unit.rules.live()) == (2, "二")


def test_every_revision_is_kept(store: Store) -> None:
    publish(store, "一")
    publish(store, "二", NOW + MINUTE)

    first, second = Revision(1, "一", "admin", "为什么", NOW), Revision(2, "二", "admin", "为什么", NOW + MINUTE)
    assert store.read(lambda unit: unit.rules.history()) == [second, first]
    assert store.read(lambda unit: unit.rules.revision(1)) == first
    assert store.read(lambda unit: unit.rules.revision(3)) is None


def test_publishing_at_the_same_time_gives_different_revisions(store: Store) -> None:
    with ThreadPoolExecutor(4) as pool:
        revisions = list(pool.map(lambda n: publish(store, str(n)), range(12)))

    assert sorted(revisions) == list(range(1, 13))


def test_versions_start_at_nought_and_count_publications(store: Store) -> None:
    assert store.read(lambda unit: unit.versions.all()) == dict.fromkeys(NAMES, 0)

    publish(store, "一")

    assert store.read(lambda unit: unit.versions.all()) == dict.fromkeys(NAMES, 0) | {"rules": 1}
