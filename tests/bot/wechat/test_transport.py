from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from bot.desk.sending import Outcome
from bot.wechat.errors import ApiFailed
from bot.wechat.transport import TIMEOUT, Patience, Received, Transport
from tests.bot.wechat.fake_api import FakeApi, Raw


@contextmanager
def a_transport(base_url: str, timeout: httpx.Timeout = TIMEOUT) -> Iterator[Transport]:
    transport = Transport(base_url, timeout)
    try:
        yield transport
    finally:
        transport.close()


@pytest.fixture
def silent() -> Iterator[str]:
    """The address of a server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


def test_silent_server_is_busy_after_the_timeout(silent: str) -> None:
    with a_transport(silent, httpx.Timeout(0.05)) as transport, pytest.raises(ApiFailed) as failed:
        transport.post("cgi-bin/x", {"access_token": "t"}, {})

    assert failed.value.outcome is Outcome.BUSY
    assert failed.value.detail == "ReadTimeout"


def test_one_call_takes_eight_seconds_at_most() -> None:
    steps = (TIMEOUT.connect, TIMEOUT.write, TIMEOUT.read)

    assert TIMEOUT.connect == 3
    assert sum(step or 99 for step in steps) <= 8
    assert Patience().seconds + (TIMEOUT.read or 99) <= 8


def test_answer_that_trickles_is_left(fake: FakeApi) -> None:
    fake.answer("cgi-bin/x", Raw(b"{}", "application/json"))

    with a_transport(fake.base_url) as transport, pytest.raises(ApiFailed) as failed:
        transport.get("cgi-bin/x", {}, Patience(seconds=0))

    assert failed.value.outcome is Outcome.BUSY


def test_base_url_with_a_path_is_honoured(fake: FakeApi) -> None:
    with a_transport(f"{fake.base_url}/simulator/api/") as transport:
        transport.post("cgi-bin/x", {"a": "b"}, {"词": "栋"})

    (asked,) = fake.calls("simulator/api/cgi-bin/x")
    assert asked.body == '{"词": "栋"}'.encode()
    assert asked.query == {"a": "b"}


def test_proxy_of_the_environment_is_not_asked_for_this_machine(
    fake: FakeApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")

    with a_transport(fake.base_url) as transport:
        assert transport.get("cgi-bin/x", {}, Patience()).json()["errcode"] == 0


def test_json_that_is_no_object_is_not_an_answer() -> None:
    with pytest.raises(ApiFailed):
        Received(b"[1]", "application/json").json()
