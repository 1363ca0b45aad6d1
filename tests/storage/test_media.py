from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from storage.media import KeptFile, Wanted
from storage.unit_of_work import Store, UnitOfWork, open_store
from tests.storage.builders import MINUTE, NOW

LEASE = timedelta(seconds=60)
JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256))


def want(store: Store, *media_ids: str, at=NOW) -> int:
    """Have files of one contact fetched; the contact."""

    def work(unit: UnitOfWork) -> int:
        contact = unit.people.contact_of("o1", NOW).id
        for media_id in media_ids:
            unit.media.want(media_id, "image", contact, at)
        return contact

    return store.run(work)


def claim(store: Store, at=NOW, limit: int = 9) -> list[Wanted]:
    return store.run(lambda unit: unit.media.claim(at, LEASE, limit))


def names(wanted: list[Wanted]) -> list[str]:
    return [one.media for one in wanted]


def test_a_wanted_file_is_claimed_and_kept_byte_for_byte(store: Store) -> None:
    want(store, "m1")

    (one,) = claim(store)
    store.run(lambda unit: unit.media.keep(one.id, NOW, JPEG, "image/jpeg"))

    assert one == Wanted(one.id, "m1", 1, NOW)
    assert store.read(lambda unit: unit.media.kept("m1")) == KeptFile("image", "image/jpeg", JPEG)
    assert claim(store, NOW + timedelta(days=1)) == []


def test_the_same_media_id_is_wanted_once(store: Store) -> None:
    contact = want(store, "m1")

    assert not store.run(lambda unit: unit.media.want("m1", "voice", contact, NOW + MINUTE))

    assert names(claim(store, NOW + MINUTE)) == ["m1"]


def test_a_claimed_file_comes_back_when_its_lease_ends(store: Store) -> None:
    want(store, "m1")
    claim(store)

    assert claim(store, NOW + LEASE - timedelta(milliseconds=1)) == []
    assert [(one.media, one.tries) for one in claim(store, NOW + LEASE)] == [("m1", 2)]


def test_the_longest_due_is_claimed_first(store: Store) -> None:
    want(store, "late", at=NOW + MINUTE)
    want(store, "early")

    assert names(claim(store, NOW + MINUTE, limit=1)) == ["early"]


def test_a_file_is_tried_again_at_its_time(store: Store) -> None:
    want(store, "m1")
    (one,) = claim(store)

    store.run(lambda unit: unit.media.retry(one.id, NOW + MINUTE, "-1 busy"))

    assert store.read(lambda unit: unit.media.next_due()) == NOW + MINUTE
    assert claim(store) == []
    assert [again.tries for again in claim(store, NOW + MINUTE)] == [2]


def test_a_file_given_up_is_counted_as_lost(store: Store) -> None:
    want(store, "m1", "m2")
    store.run(lambda unit: unit.media.give_up(unit.media.claim(NOW, LEASE, 1)[0].id, NOW, "40007"))

    assert store.read(lambda unit: unit.media.counts()) == {"due": 1, "leased": 0, "kept": 0, "lost": 1}
    assert store.read(lambda unit: unit.media.kept("m1")) is None
    assert names(claim(store, NOW + timedelta(days=1))) == ["m2"]


def test_what_another_worker_kept_is_not_lost_by_a_late_one(store: Store) -> None:
    want(store, "m1")
    (late,) = claim(store)
    (quick,) = claim(store, NOW + LEASE)
    store.run(lambda unit: unit.media.keep(quick.id, NOW, JPEG, "image/jpeg"))

    store.run(lambda unit: unit.media.give_up(late.id, NOW, "40007"))
    store.run(lambda unit: unit.media.retry(late.id, NOW, "-1"))

    assert store.read(lambda unit: unit.media.kept("m1")) == KeptFile("image", "image/jpeg", JPEG)
    assert store.read(lambda unit: unit.media.next_due()) is None


def test_a_file_of_an_anonymous_sender_is_gone_and_is_not_kept_any_more(store: Store) -> None:
    contact = want(store, "fetched", "under way")
    fetched, under_way = claim(store)
    store.run(lambda unit: unit.media.keep(fetched.id, NOW, JPEG, "image/jpeg"))

    store.run(lambda unit: unit.people.anonymise(contact))

    assert not store.run(lambda unit: unit.media.keep(under_way.id, NOW, JPEG, "image/jpeg"))
    assert store.read(lambda unit: unit.media.kept("fetched")) is None
    assert sum(store.read(lambda unit: unit.media.counts()).values()) == 0


def test_an_unknown_media_id_has_no_file(store: Store) -> None:
    assert store.read(lambda unit: unit.media.kept("never")) is None
    assert store.read(lambda unit: unit.media.next_due()) is None


def test_workers_that_claim_together_share_the_files(store: Store, store_url: str) -> None:
    want(store, *(f"m{n}" for n in range(40)))
    other = open_store(store_url)

    def work(mine: Store) -> list[str]:
        found: list[str] = []
        while claimed := claim(mine, limit=1):
            found += names(claimed)
        return found

    with ThreadPoolExecutor(4) as pool:
        shares = list(pool.map(work, [store, other, store, other]))
    other.close()

    assert sorted(name for share in shares for name in share) == sorted(f"m{n}" for n in range(40))


def test_a_naive_moment_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="timezone"):
        want(store, "m1", at=NOW.replace(tzinfo=None))


def test_a_file_that_came_by_itself_is_kept_at_once_and_fetched_by_nobody(store: Store) -> None:
    contact = want(store)
    file = KeptFile("image", "image/jpeg", JPEG)

    assert store.run(lambda unit: unit.media.put(file, "page-1", contact, NOW))
    assert not store.run(lambda unit: unit.media.put(file, "page-1", contact, NOW))

    assert store.read(lambda unit: unit.media.kept("page-1")) == file
    assert claim(store) == []
