from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from storage.outbox import Letter, Notice, Recipient
from storage.unit_of_work import Store, UnitOfWork, open_store
from tests.storage.builders import MINUTE, NOW, a_case, a_notice, a_person

LEASE = timedelta(seconds=30)


def put(store: Store, *notices: Notice) -> None:
    def work(unit: UnitOfWork) -> None:
        for notice in notices:
            unit.outbox.put(notice)

    store.run(work)


def claim(store: Store, at=NOW, limit: int = 50) -> list[Letter]:
    return store.run(lambda unit: unit.outbox.claim(at, LEASE, limit))


def keys(letters: list[Letter]) -> list[str]:
    return [letter.notice.key for letter in letters]


def test_a_due_letter_is_claimed_as_it_was_put(store: Store) -> None:
    notice = a_notice(fields={"thing1": "停车", "time2": "今天"}, urgent=True)
    put(store, notice)

    (letter,) = claim(store)

    assert letter.notice == notice
    assert letter.tries == 1
    assert letter.recipient is None


def test_the_same_key_is_kept_once(store: Store) -> None:
    assert store.run(lambda unit: unit.outbox.put(a_notice(text="一")))
    assert not store.run(lambda unit: unit.outbox.put(a_notice(text="二")))

    assert [letter.notice.text for letter in claim(store)] == ["一"]


def test_a_letter_is_not_claimed_before_it_is_due(store: Store) -> None:
    put(store, a_notice(due_at=NOW + MINUTE))

    assert claim(store) == []
    assert keys(claim(store, NOW + MINUTE)) == ["12:dispatch"]


def test_a_leased_letter_comes_back_when_its_lease_ends(store: Store) -> None:
    put(store, a_notice())
    claim(store)

    assert claim(store, NOW + LEASE - timedelta(milliseconds=1)) == []
    (again,) = claim(store, NOW + LEASE)
    assert again.tries == 2


def test_letters_come_earliest_first_and_in_the_order_they_were_put(store: Store) -> None:
    put(store, *(a_notice(key=f"b{n}") for n in range(3)), a_notice(key="a", due_at=NOW - MINUTE))

    assert keys(claim(store)) == ["a", "b0", "b1", "b2"]


def test_a_letter_back_from_a_lease_goes_before_its_recipients_later_ones(store: Store) -> None:
    put(store, a_notice(key="first"), a_notice(key="second", due_at=NOW + LEASE / 2))
    claim(store, limit=1)

    assert keys(claim(store, NOW + LEASE)) == ["first", "second"]


def test_no_more_letters_than_asked_for_are_claimed(store: Store) -> None:
    put(store, *(a_notice(key=str(n)) for n in range(5)))

    assert keys(claim(store, limit=2)) == ["0", "1"]
    assert keys(claim(store, limit=9)) == ["2", "3", "4"]


def test_four_workers_claim_every_letter_once(store: Store, store_url: str) -> None:
    put(store, *(a_notice(key=str(n)) for n in range(400)))

    def work_through(_: int) -> list[str]:
        own = open_store(store_url)
        found: list[str] = []
        while letters := claim(own, limit=7):
            found += keys(letters)
        own.close()
        return found

    with ThreadPoolExecutor(4) as pool:
        claimed = [key for found in pool.map(work_through, range(4)) for key in found]

    # SKIP LOCKED may let a worker see nothing while others hold the rest; nothing is claimed twice
    assert len(claimed) == len(set(claimed))
    assert set(claimed) | set(keys(claim(store, limit=400))) == {str(n) for n in range(400)}


def test_a_sent_letter_is_done(store: Store) -> None:
    put(store, a_notice())
    (letter,) = claim(store)

    store.run(lambda unit: unit.outbox.mark_sent(letter.id, NOW, "template"))

    assert claim(store, NOW + LEASE) == []
    assert store.read(lambda unit: unit.outbox.counts())["sent"] == 1
    assert store.read(lambda unit: unit.outbox.next_due()) is None


def test_a_letter_is_tried_again_when_planned(store: Store) -> None:
    put(store, a_notice())
    (letter,) = claim(store)

    store.run(lambda unit: unit.outbox.retry(letter.id, NOW + 5 * MINUTE, "45009"))

    assert store.read(lambda unit: unit.outbox.next_due()) == NOW + 5 * MINUTE
    assert claim(store, NOW + LEASE) == []
    assert [again.tries for again in claim(store, NOW + 5 * MINUTE)] == [2]


def test_a_letter_given_up_stands_among_the_undelivered(store: Store) -> None:
    put(store, a_notice())
    (letter,) = claim(store)

    store.run(lambda unit: unit.outbox.fail(letter.id, NOW, "40037 template_id"))

    (failed,) = store.read(lambda unit: unit.outbox.undelivered(10))
    assert (failed.id, failed.notice, failed.state, failed.error) == (
        letter.id,
        a_notice(),
        "failed",
        "40037 template_id",
    )
    assert claim(store, NOW + LEASE) == []


def held(store: Store, **given) -> None:
    put(store, a_notice(**given))
    (letter,) = claim(store)
    store.run(lambda unit: unit.outbox.hold(letter.id, "nobody bound"))


def test_a_held_letter_waits_until_it_is_released(store: Store) -> None:
    held(store)
    assert claim(store, NOW + LEASE) == []
    assert store.read(lambda unit: unit.outbox.undelivered(10))[0].state == "held"

    assert store.run(lambda unit: unit.outbox.release(7, "wang", NOW + MINUTE)) == 1

    assert keys(claim(store, NOW + MINUTE)) == ["12:dispatch"]


def test_releasing_touches_neither_other_people_nor_everybody_without_a_code(store: Store) -> None:
    held(store, key="a")
    held(store, key="b", person="")

    assert store.run(lambda unit: unit.outbox.release(7, "li", NOW)) == 0
    assert store.run(lambda unit: unit.outbox.release(7, "", NOW)) == 0


def test_a_letter_to_a_contact_is_released_by_contact(store: Store) -> None:
    who = store.run(lambda unit: unit.people.contact_of("o1", NOW).id)
    held(store, contact=who, person="")

    assert store.run(lambda unit: unit.outbox.release(who, "", NOW)) == 1


def test_a_letter_is_not_held_when_its_recipient_wrote_while_it_was_being_sent(store: Store) -> None:
    who = store.run(lambda unit: unit.people.contact_of("o1", NOW - MINUTE))
    put(store, a_notice(contact=who.id, person=""))
    (letter,) = claim(store)

    def write(unit: UnitOfWork) -> None:
        unit.outbox.release(who.id, "", NOW + MINUTE)
        unit.people.save(replace(who, seen_at=NOW + MINUTE))

    store.run(write)
    store.run(lambda unit: unit.outbox.hold(letter.id, "window closed"))

    (again,) = claim(store, NOW + MINUTE)
    assert again.id == letter.id
    store.run(lambda unit: unit.outbox.hold(letter.id, "window closed"))
    assert claim(store, NOW + 2 * MINUTE) == []


def test_a_letter_held_for_a_person_is_due_when_the_person_is_bound_by_an_import(store: Store) -> None:
    held(store, person="wang")

    store.run(lambda unit: unit.people.apply([a_person(code="wang", openid="o1")]))

    (letter,) = claim(store)
    assert letter.recipient is not None
    assert letter.recipient.openid == "o1"


def test_the_recipient_of_a_letter_is_its_contact(store: Store) -> None:
    def contact(unit: UnitOfWork) -> int:
        found = unit.people.contact_of("o1", NOW)
        unit.people.save(replace(found, window_until=NOW + MINUTE, window_left=3, subscribed=False))
        return found.id

    who = store.run(contact)
    put(store, a_notice(contact=who, person=""))

    assert claim(store)[0].recipient == Recipient(who, "o1", False, NOW + MINUTE, 3)


def test_the_recipient_of_a_letter_to_a_person_is_whoever_is_bound(store: Store) -> None:
    def bind(unit: UnitOfWork) -> int:
        unit.people.apply([a_person(code="wang", bind_code="K7F3")])
        found = unit.people.contact_of("o1", NOW)
        unit.people.bind(found.id, "K7F3")
        return found.id

    who = store.run(bind)
    put(store, a_notice(contact=None, person="wang"), a_notice(key="other", contact=None, person="li"))

    recipients = {letter.notice.person: letter.recipient for letter in claim(store)}
    assert recipients["wang"] is not None
    assert (recipients["wang"].contact, recipients["wang"].openid) == (who, "o1")
    assert recipients["li"] is None


def test_a_letter_may_name_its_case(store: Store) -> None:
    def report(unit: UnitOfWork) -> int:
        reporter = unit.people.contact_of("o1", NOW).id
        number = unit.cases.add(a_case(reporter=reporter))
        unit.outbox.put(a_notice(case=number))
        return number

    number = store.run(report)

    assert [letter.notice.case for letter in claim(store)] == [number]


def test_withdrawn_letters_of_a_case_are_forgotten_by_their_kind(store: Store) -> None:
    def report(unit: UnitOfWork) -> int:
        number = unit.cases.add(a_case(reporter=unit.people.contact_of("o1", NOW).id))
        for key, kind in (("due", "media"), ("held", "media"), ("sent", "media"), ("words", "task")):
            unit.outbox.put(a_notice(key=key, kind=kind, case=number))
        letters = {letter.notice.key: letter.id for letter in unit.outbox.claim(NOW, LEASE, 9)}
        unit.outbox.retry(letters["due"], NOW, "")
        unit.outbox.hold(letters["held"], "")
        unit.outbox.mark_sent(letters["sent"], NOW, "custom")
        unit.outbox.retry(letters["words"], NOW, "")
        unit.outbox.put(a_notice(key="other case", kind="media"))
        return number

    number = store.run(report)

    assert store.run(lambda unit: unit.outbox.withdraw(number, "media")) == 2

    assert sorted(keys(claim(store))) == ["other case", "words"]
    assert store.read(lambda unit: unit.outbox.counts())["sent"] == 1


def test_every_state_is_counted(store: Store) -> None:
    put(store, a_notice(key="a"), a_notice(key="b"))
    claim(store, limit=1)

    assert store.read(lambda unit: unit.outbox.counts()) == {
        "due": 1,
        "leased": 1,
        "held": 0,
        "sent": 0,
        "failed": 0,
    }


def test_letters_sent_long_ago_are_forgotten(store: Store) -> None:
    put(store, a_notice(key="sent"), a_notice(key="open"))
    store.run(lambda unit: unit.outbox.mark_sent(claim_one(unit), NOW, "text"))

    assert store.run(lambda unit: unit.outbox.prune(NOW + MINUTE)) == 1
    assert keys(claim(store)) == ["open"]


def claim_one(unit: UnitOfWork) -> int:
    return unit.outbox.claim(NOW, LEASE, 1)[0].id


def test_a_naive_moment_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="timezone"):
        put(store, a_notice(due_at=NOW.replace(tzinfo=None)))
