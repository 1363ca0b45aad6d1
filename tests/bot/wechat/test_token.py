from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest

from bot.desk.sending import Outcome
from bot.wechat.errors import ApiFailed
from bot.wechat.token import AccessToken, ApiAccount
from bot.wechat.transport import Transport
from storage.short_term import InProcess, RedisShortTerm, ShortTerm
from tests.bot.wechat.fake_api import TOKEN_PATH, FakeApi, Raw, a_token, refused

ACCOUNT = ApiAccount("wx-of-the-test", "the-secret")
LOCK = "wechat:token:wx-of-the-test:lock"


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds

    def pass_by(self, time: timedelta) -> None:
        self.seconds += time.total_seconds()


class Away(InProcess):
    """A memory that knows nothing, as Redis does while it is away."""

    def get(self, key: str) -> str | None:  # noqa: ARG002 - it knows no key
        return None


@contextmanager
def a_holder(
    fake: FakeApi, memory: ShortTerm, pause: Callable[[float], object] = lambda _: None
) -> Iterator[AccessToken]:
    transport = Transport(fake.base_url)
    try:
        yield AccessToken(ACCOUNT, transport, memory, pause)
    finally:
        transport.close()


def outcome_of(ask: Callable[[], str]) -> ApiFailed:
    with pytest.raises(ApiFailed) as failed:
        ask()
    return failed.value


def test_token_is_asked_once_the_stable_way_and_then_kept(fake: FakeApi, memory: InProcess) -> None:
    with a_holder(fake, memory) as holder:
        assert [holder.current() for _ in range(3)] == ["first-token"] * 3

    assert [asked.json for asked in fake.calls(TOKEN_PATH)] == [
        {
            "grant_type": "client_credential",
            "appid": "wx-of-the-test",
            "secret": "the-secret",
            "force_refresh": False,
        }
    ]


def test_eight_threads_in_two_processes_fetch_once(fake: FakeApi, memory: InProcess) -> None:
    together = threading.Barrier(8)
    waited = threading.Event()

    def ask(holder: AccessToken) -> str:
        together.wait()
        return holder.current()

    with (
        a_holder(fake, memory, waited.wait) as one,
        a_holder(fake, memory, waited.wait) as other,
        ThreadPoolExecutor(8) as pool,
    ):
        tokens = list(pool.map(ask, [one, other] * 4))

    assert tokens == ["first-token"] * 8
    assert len(fake.calls(TOKEN_PATH)) == 1


def test_two_processes_with_one_redis_fetch_once(fake: FakeApi, redis_url: str) -> None:
    prefix = f"linli-test-{secrets.token_hex(8)}:"
    memories = [RedisShortTerm(redis_url, prefix) for _ in range(2)]
    together = threading.Barrier(8)

    def ask(holder: AccessToken) -> str:
        together.wait()
        return holder.current()

    with (
        a_holder(fake, memories[0], threading.Event().wait) as one,
        a_holder(fake, memories[1], threading.Event().wait) as other,
        ThreadPoolExecutor(8) as pool,
    ):
        tokens = list(pool.map(ask, [one, other] * 4))

    for memory in memories:
        memory.drop("wechat:token:wx-of-the-test")
        memory.close()
    assert tokens == ["first-token"] * 8
    assert len(fake.calls(TOKEN_PATH)) == 1


def test_threads_of_one_process_wait_without_polling(fake: FakeApi, memory: InProcess) -> None:
    together = threading.Barrier(4)
    pauses: list[float] = []

    def ask(holder: AccessToken) -> str:
        together.wait()
        return holder.current()

    with a_holder(fake, memory, pauses.append) as holder, ThreadPoolExecutor(4) as pool:
        list(pool.map(ask, [holder] * 4))

    assert pauses == []


def test_token_that_came_just_before_the_lock_was_had_is_taken(fake: FakeApi) -> None:
    class Busy(InProcess):
        def acquire(self, key: str, ttl: timedelta) -> bool:
            self.put("wechat:token:wx-of-the-test", "theirs", ttl)
            return super().acquire(key, ttl)

    with a_holder(fake, Busy()) as holder:
        assert holder.current() == "theirs"

    assert fake.calls(TOKEN_PATH) == []


def test_token_is_given_up_five_minutes_before_its_end(fake: FakeApi) -> None:
    clock = Clock()
    memory = InProcess(clock)
    fake.answer(TOKEN_PATH, a_token("old"), a_token("new"))

    with a_holder(fake, memory) as holder:
        holder.current()
        clock.pass_by(timedelta(seconds=6899))
        assert memory.get("wechat:token:wx-of-the-test") == "old"
        clock.pass_by(timedelta(seconds=2))
        assert memory.get("wechat:token:wx-of-the-test") is None


@pytest.mark.parametrize(("life", "kept"), [(600, 299), (100, 49), (0, 0)])
def test_short_life_is_used_by_half(fake: FakeApi, life: int, kept: int) -> None:
    clock = Clock()
    memory = InProcess(clock)
    fake.answer(TOKEN_PATH, a_token("short", life))

    with a_holder(fake, memory) as holder:
        holder.current()

    clock.pass_by(timedelta(seconds=kept))
    assert memory.get("wechat:token:wx-of-the-test") == "short"
    clock.pass_by(timedelta(seconds=2))
    assert memory.get("wechat:token:wx-of-the-test") is None


def test_refused_token_is_replaced(fake: FakeApi, memory: InProcess) -> None:
    fake.answer(TOKEN_PATH, a_token("old"), a_token("new"))

    with a_holder(fake, memory) as holder:
        assert holder.renewed(holder.current()) == "new"
        assert holder.current() == "new"


def test_token_that_somebody_else_renewed_is_taken_without_asking(fake: FakeApi, memory: InProcess) -> None:
    fake.answer(TOKEN_PATH, a_token("old"), a_token("new"), a_token("one too many"))

    with a_holder(fake, memory) as one, a_holder(fake, memory) as other:
        used = [one.current(), other.current()]
        assert [one.renewed(used[0]), other.renewed(used[1])] == ["new", "new"]

    assert len(fake.calls(TOKEN_PATH)) == 2


def test_token_that_wechat_both_gives_and_refuses_is_forced_once(fake: FakeApi, memory: InProcess) -> None:
    fake.answer(TOKEN_PATH, a_token("bad"), a_token("bad"), a_token("bad"), a_token("bad"))

    with a_holder(fake, memory) as holder:
        assert holder.renewed(holder.current()) == "bad"
        failure = outcome_of(lambda: holder.renewed("bad"))
        for _ in range(5):
            outcome_of(lambda: holder.renewed("bad"))

    assert failure.outcome is Outcome.HALTED
    assert [asked.json["force_refresh"] for asked in fake.calls(TOKEN_PATH)] == [False, False, True, False]


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        (40001, Outcome.HALTED),
        (40013, Outcome.HALTED),
        (40125, Outcome.HALTED),
        (40243, Outcome.HALTED),
        (40164, Outcome.HALTED),
        (89503, Outcome.HALTED),
        (45009, Outcome.QUOTA),
        (45011, Outcome.RATE_LIMITED),
        (-1, Outcome.BUSY),
    ],
)
def test_refused_fetch_is_told_to_all_without_asking_again(
    fake: FakeApi, memory: InProcess, code: int, outcome: Outcome
) -> None:
    fake.answer(TOKEN_PATH, refused(code, "invalid ip 192.0.2.7, not in whitelist"))

    with a_holder(fake, memory) as one, a_holder(fake, memory) as other:
        failures = [outcome_of(holder.current) for holder in (one, one, other, other)]

    assert {(failure.outcome, failure.code) for failure in failures} == {(outcome, code)}
    assert all("192.0.2.7" in failure.detail for failure in failures)
    assert len(fake.calls(TOKEN_PATH)) == 1


def test_pause_after_a_refusal_ends(fake: FakeApi, memory: InProcess) -> None:
    fake.answer(TOKEN_PATH, refused(40164), a_token("after"))

    with a_holder(fake, memory) as holder:
        outcome_of(holder.current)
    memory.drop("wechat:token:wx-of-the-test:stopped")

    with a_holder(fake, memory) as holder:
        assert holder.current() == "after"


@pytest.mark.parametrize(
    "answer",
    [
        Raw(b"<html>", "text/html"),
        Raw(b"", status=502),
        {"expires_in": 7200},
        {"access_token": "", "expires_in": 7200},
        {"access_token": 5},
        {"errcode": 0},
    ],
)
def test_answer_without_a_token_is_busy(fake: FakeApi, memory: InProcess, answer: Raw) -> None:
    fake.answer(TOKEN_PATH, answer)

    with a_holder(fake, memory) as holder:
        assert outcome_of(holder.current).outcome is Outcome.BUSY


def test_lock_of_a_process_that_died_is_waited_for_and_then_busy(fake: FakeApi, memory: InProcess) -> None:
    memory.acquire(LOCK, timedelta(hours=1))
    pauses: list[float] = []

    with a_holder(fake, memory, pauses.append) as holder:
        failure = outcome_of(holder.current)

    assert failure.outcome is Outcome.BUSY
    assert 8 <= sum(pauses) <= 20
    assert fake.calls(TOKEN_PATH) == []


def test_token_that_another_process_fetches_meanwhile_is_taken(fake: FakeApi, memory: InProcess) -> None:
    memory.acquire(LOCK, timedelta(hours=1))

    def fetched_elsewhere(_seconds: float) -> None:
        memory.put("wechat:token:wx-of-the-test", "theirs", timedelta(hours=1))

    with a_holder(fake, memory, fetched_elsewhere) as holder:
        assert holder.current() == "theirs"


def test_lock_is_given_back_after_a_failure(fake: FakeApi, memory: InProcess) -> None:
    fake.answer(TOKEN_PATH, refused(40125))

    with a_holder(fake, memory) as holder:
        outcome_of(holder.current)

    assert memory.acquire(LOCK, timedelta(seconds=1))


def test_process_keeps_its_own_token_while_the_shared_memory_is_away(fake: FakeApi) -> None:
    with a_holder(fake, Away()) as holder:
        assert [holder.current() for _ in range(5)] == ["first-token"] * 5

    assert len(fake.calls(TOKEN_PATH)) == 1


def test_secret_is_in_no_words_of_a_failure(fake: FakeApi, memory: InProcess) -> None:
    fake.answer(TOKEN_PATH, refused(40125, "invalid appsecret the-secret"))

    with a_holder(fake, memory) as holder:
        failure = outcome_of(holder.current)

    assert "the-secret" not in str(failure)
    assert "the-secret" not in repr(ACCOUNT)
