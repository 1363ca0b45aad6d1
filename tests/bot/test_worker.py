"""The background process's loop: words and photos don't wait for each other, and nothing ends it but `stop`."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from prometheus_client import CollectorRegistry

from bot.desk.sending import FetchResult, MediaSource, SendResult
from bot.settings import Settings, WorkerSettings
from bot.wechat.api import WeChatApi
from bot.wiring import Runtime, utc_now
from bot.worker import run_worker
from storage.unit_of_work import Store
from tests.builders import Album, DeskTalk, Phones, a_talk

CHEN = "openid-chen"
LIMIT = 20.0


class RingingPhones(Phones):
    """Says when the first text has come."""

    def __init__(self) -> None:
        super().__init__()
        self.rang = threading.Event()

    def send_text(self, openid: str, text: str, key: str) -> SendResult:
        result = super().send_text(openid, text, key)
        self.rang.set()
        return result


class SlowAlbum(Album):
    """Gives a file when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.asked_for, self.go_on = threading.Event(), threading.Event()

    def fetch(self, media_id: str) -> FetchResult:
        self.asked_for.set()
        assert self.go_on.wait(LIMIT)
        return super().fetch(media_id)


class BrokenOnceAlbum(Album):
    """Raises what no source should, the first time."""

    def __init__(self) -> None:
        super().__init__()
        self.again = threading.Event()

    def fetch(self, media_id: str) -> FetchResult:
        if not self.asked:
            self.asked.append(media_id)
            raise ZeroDivisionError
        self.again.set()
        return super().fetch(media_id)


@pytest.fixture
def talk(store: Store) -> DeskTalk:
    """3栋's leader has just written, and a resident has sent a photo."""
    talk = a_talk(store, at=utc_now(), quiet_nights=False)  # the worker goes by the clock on the wall, at night too
    talk.phones = RingingPhones()
    talk.says(CHEN, "帮助")
    talk.sends("resident", "image", media="p1")
    return talk


@contextmanager
def working(talk: DeskTalk, source: MediaSource) -> Iterator[threading.Event]:
    """The worker while the block runs."""
    settings = Settings(worker=WorkerSettings(poll_milliseconds=10))
    api = WeChatApi(settings.wechat, talk.desk.memory)
    post = replace(talk.post(), clock=utc_now)
    runtime = Runtime(
        settings, talk.store, talk.desk.memory, talk.desk, post, source, api, CollectorRegistry()
    )
    stop = threading.Event()
    thread = threading.Thread(target=run_worker, args=(runtime, stop))
    thread.start()
    try:
        yield stop
    finally:
        stop.set()
        thread.join(LIMIT)
        api.close()
    assert not thread.is_alive()


def test_words_are_delivered_while_a_photo_is_still_being_fetched(talk: DeskTalk) -> None:
    album = SlowAlbum()
    with working(talk, album):
        assert album.asked_for.wait(LIMIT)
        talk.says("resident", "榕御小区3栋楼下乱停车")
        assert talk.phones.rang.wait(LIMIT)
        album.go_on.set()

    assert talk.phones.sent[0][0] == CHEN
    assert talk.store.read(lambda unit: unit.media.kept("p1")) is not None  # what was under way was finished


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_a_source_that_breaks_ends_nothing(talk: DeskTalk, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR), working(talk, BrokenOnceAlbum()):
        talk.says("resident", "榕御小区3栋楼下乱停车")
        assert talk.phones.rang.wait(LIMIT)

    assert "round failed" in caplog.text
