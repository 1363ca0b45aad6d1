from __future__ import annotations

import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest

from storage.unit_of_work import Store, UnitOfWork, open_store
from tests.storage.builders import NOW


def answered(key: str, reply: str, sender: str = "o1"):
    def work(unit: UnitOfWork) -> str | None:
        known = unit.inbox.claim(key, sender, NOW)
        if known is None:
            unit.inbox.remember(key, reply)
        return known

    return work


def test_a_new_message_is_claimed(store: Store) -> None:
    assert store.run(answered("m1", "收到")) is None


def test_second_delivery_gets_the_first_reply(store: Store) -> None:
    store.run(answered("m1", "收到 #1"))

    assert store.run(answered("m1", "收到 #2")) == "收到 #1"


def test_a_repeat_of_a_message_without_a_reply_gets_an_empty_text(store: Store) -> None:
    store.run(lambda unit: unit.inbox.claim("m1", "o1", NOW))

    assert store.run(lambda unit: unit.inbox.claim("m1", "o1", NOW)) == ""


def test_a_failed_message_can_be_claimed_again(store: Store) -> None:
    def failing(unit: UnitOfWork) -> None:
        unit.inbox.claim("m1", "o1", NOW)
        raise LookupError

    with pytest.raises(LookupError):
        store.run(failing)

    assert store.run(answered("m1", "收到")) is None


def test_a_repeat_waits_for_the_first_one_in_another_process_and_gets_its_reply(
    store: Store, store_url: str
) -> None:
    claimed, go_on = Event(), Event()

    def slow(unit: UnitOfWork) -> None:
        unit.inbox.claim("m1", "o1", NOW)
        claimed.set()
        assert go_on.wait(5)
        unit.inbox.remember("m1", "收到 #1")

    elsewhere = open_store(store_url)
    first = store.submit(slow)
    assert claimed.wait(5)
    repeat = elsewhere.submit(answered("m1", "收到 #2"))
    with pytest.raises(TimeoutError):
        repeat.result(timeout=0.2)
    go_on.set()

    assert repeat.result(timeout=5) == "收到 #1"
    first.result(timeout=5)
    elsewhere.close()


def test_the_next_message_of_a_sender_waits_for_the_one_before(store: Store, store_url: str) -> None:
    claimed, go_on = Event(), Event()

    def slow(unit: UnitOfWork) -> None:
        unit.inbox.claim("m1", "o1", NOW)
        claimed.set()
        assert go_on.wait(5)

    elsewhere = open_store(store_url)
    first = store.submit(slow)
    assert claimed.wait(5)
    following = elsewhere.submit(answered("m2", "收到", sender="o1"))
    with pytest.raises(TimeoutError):
        following.result(timeout=0.2)
    go_on.set()

    assert following.result(timeout=5) is None
    first.result(timeout=5)
    elsewhere.close()


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
def test_on_postgresql_another_sender_does_not_wait(store: Store) -> None:
    claimed, go_on = Event(), Event()

    def slow(unit: UnitOfWork) -> None:
        unit.inbox.claim("m1", "o1", NOW)
        claimed.set()
        assert go_on.wait(5)

    first = store.submit(slow)
    assert claimed.wait(5)

    assert store.submit(answered("m2", "收到", sender="o2")).result(timeout=5) is None
    go_on.set()
    first.result(timeout=5)


CLAIMER = """
import sys
from datetime import UTC, datetime
from storage.unit_of_work import open_store

def claim(key):
    def work(unit):
        known = unit.inbox.claim(key, "o1", datetime.now(UTC))
        if known is None:
            unit.inbox.remember(key, sys.argv[2])
        return known
    return work

store = open_store(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
for number in range(100):
    print(number, store.run(claim(f"m{number}")), flush=True)
store.close()
"""


def test_two_processes_that_claim_the_same_keys_agree_on_one_reply_each(store_url: str) -> None:
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", CLAIMER, store_url, name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in ("left", "right")
    ]
    for process in processes:
        assert process.stdout.readline() == "ready\n"

    with ThreadPoolExecutor() as pool:
        outputs = list(pool.map(lambda process: process.communicate("go\n", timeout=60)[0], processes))

    said = [dict(line.split() for line in output.splitlines()) for output in outputs]
    for number in map(str, range(100)):
        answers = Counter(each[number] for each in said)
        assert answers["None"] == 1, answers
    for own, other in (("left", said[1]), ("right", said[0])):
        mine = said[0] if own == "left" else said[1]
        assert all(other[number] == own for number, answer in mine.items() if answer == "None")


def test_old_messages_are_forgotten(store: Store) -> None:
    store.run(answered("m1", "收到"))

    assert store.run(lambda unit: unit.inbox.prune(NOW)) == 0
    assert store.run(lambda unit: unit.inbox.prune(NOW + timedelta(days=3))) == 1
    assert store.run(answered("m1", "收到")) is None


def test_the_reply_to_a_message_is_read_without_claiming_it(store: Store) -> None:
    assert store.read(lambda unit: unit.inbox.reply_to("m1")) is None

    store.run(answered("m1", "好"))

    assert store.read(lambda unit: unit.inbox.reply_to("m1")) == "好"
