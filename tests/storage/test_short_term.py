"""Both memories keep the same contract. Time is a number the tests move; Redis keeps its own."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from socket import create_server

import pytest

from storage.short_term import InProcess, RedisShortTerm, ShortTerm, open_short_term

HOUR = timedelta(hours=1)


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(params=["in process", "redis"])
def memory(request: pytest.FixtureRequest) -> Iterator[ShortTerm]:
    if request.param == "in process":
        yield InProcess()
        return
    prefix = f"linli-test-{secrets.token_hex(6)}:"
    shared = RedisShortTerm(request.getfixturevalue("redis_url"), prefix)
    yield shared
    assert shared.failures == 0
    for key in shared._redis.scan_iter(f"{prefix}*"):
        shared._redis.delete(key)
    shared.close()


def test_nothing_was_put(memory: ShortTerm) -> None:
    assert memory.get("talk") is None
    assert memory.pop("talk") is None
    memory.drop("talk")


def test_what_was_put_is_there(memory: ShortTerm) -> None:
    memory.put("talk", "几栋？", HOUR)

    assert memory.get("talk") == "几栋？"
    assert memory.get("other") is None


def test_the_last_put_counts(memory: ShortTerm) -> None:
    memory.put("talk", "一", HOUR)
    memory.put("talk", "二", HOUR)

    assert memory.get("talk") == "二"


def test_what_was_dropped_is_gone(memory: ShortTerm) -> None:
    memory.put("talk", "一", HOUR)
    memory.drop("talk")

    assert memory.get("talk") is None


def test_of_many_who_pop_one_gets_it(memory: ShortTerm) -> None:
    memory.put("bubbles", "一", HOUR)

    with ThreadPoolExecutor(8) as pool:
        popped = list(pool.map(lambda _: memory.pop("bubbles"), range(8)))

    assert sorted(popped, key=str) == [None] * 7 + ["一"]


def test_of_many_who_lock_one_has_it(memory: ShortTerm) -> None:
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda _: memory.acquire("token", HOUR), range(8)))

    assert sorted(taken) == [False] * 7 + [True]


def test_a_lock_given_back_can_be_taken_again(memory: ShortTerm) -> None:
    memory.acquire("token", HOUR)
    memory.release("token")

    assert memory.acquire("token", HOUR)


def test_a_lock_and_a_text_may_have_the_same_key(memory: ShortTerm) -> None:
    memory.put("token", "abc", HOUR)

    assert memory.acquire("token", HOUR)
    memory.release("token")
    assert memory.get("token") == "abc"


def test_a_process_forgets_in_time() -> None:
    clock = Clock()
    memory = InProcess(clock)
    memory.put("talk", "一", timedelta(minutes=30))
    memory.acquire("token", timedelta(minutes=30))

    clock.now += 30 * 60 - 1
    assert memory.get("talk") == "一"
    assert not memory.acquire("token", HOUR)

    clock.now += 1
    assert memory.get("talk") is None
    assert memory.pop("talk") is None
    assert memory.acquire("token", HOUR)


def test_a_process_sweeps_what_nobody_asked_for_again() -> None:
    clock = Clock()
    memory = InProcess(clock)
    for number in range(1000):
        memory.put(str(number), "", timedelta(seconds=1))

    clock.now += 2
    for number in range(1024):
        memory.put(f"new {number}", "", HOUR)

    assert len(memory) <= 1024


def test_redis_forgets_in_time(redis_url: str) -> None:
    memory = RedisShortTerm(redis_url, f"linli-test-{secrets.token_hex(6)}:")
    memory.put("talk", "一", timedelta(minutes=30))
    memory.acquire("token", timedelta(minutes=30))

    for key in ("talk", "lock:token"):
        left = memory._redis.pttl(memory._prefix + key)
        assert timedelta(minutes=29) < timedelta(milliseconds=left) <= timedelta(minutes=30)
    memory.drop("talk")
    memory.release("token")
    memory.close()


@pytest.fixture
def nobody_there() -> str:
    """A URL where nothing listens."""
    with create_server(("127.0.0.1", 0)) as server:
        return f"redis://127.0.0.1:{server.getsockname()[1]}/0"


def test_without_redis_nothing_is_known_and_nothing_raises(nobody_there: str) -> None:
    memory = RedisShortTerm(nobody_there)

    memory.put("talk", "一", HOUR)
    memory.drop("talk")

    assert memory.get("talk") is None
    assert memory.pop("talk") is None
    assert memory.failures == 4


def test_without_redis_locks_are_the_process_own(nobody_there: str) -> None:
    memory = RedisShortTerm(nobody_there)

    assert memory.acquire("token", HOUR)
    assert not memory.acquire("token", HOUR)
    memory.release("token")
    assert memory.acquire("token", HOUR)


def test_a_redis_that_is_away_is_left_alone_for_a_while_and_then_asked_again(redis_url: str) -> None:
    clock = Clock()
    memory = RedisShortTerm(redis_url, f"linli-test-{secrets.token_hex(6)}:", clock)
    memory._resting_until = clock.now + 5

    memory.put("talk", "一", HOUR)
    assert memory.get("talk") is None

    clock.now += 5
    memory.put("talk", "二", HOUR)
    assert memory.pop("talk") == "二"
    memory.close()


def test_a_redis_that_does_not_answer_costs_half_a_second_once() -> None:
    with create_server(("127.0.0.1", 0)) as mute:
        memory = RedisShortTerm(f"redis://127.0.0.1:{mute.getsockname()[1]}/0", clock=Clock())

        assert memory.get("talk") is None
        assert [memory.get("talk") for _ in range(1000)] == [None] * 1000
        memory.close()


def test_the_memory_is_chosen_by_the_url(redis_url: str) -> None:
    assert isinstance(open_short_term(""), InProcess)
    assert isinstance(open_short_term(redis_url), RedisShortTerm)


def test_a_wrong_url_is_refused() -> None:
    with pytest.raises(ValueError, match="URL"):
        open_short_term("mailto:somebody")
