"""Files are fetched and kept; what cannot be had is tried again, with an end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk.delivery import MOST_TRIES
from bot.desk.keeping import LEASE, keep_media
from bot.desk.sending import FetchResult, Outcome
from storage.media import KeptFile
from tests.builders import Album, DeskTalk

BUSY = FetchResult(Outcome.BUSY, code=-1, detail="system busy")


@pytest.fixture
def talk(talk: DeskTalk) -> DeskTalk:
    """A resident has sent a photo."""
    talk.sends("resident", "image", media="p1")
    return talk


def keep(talk: DeskTalk, album: Album) -> bool:
    return keep_media(talk.post(), album)


def counts(talk: DeskTalk) -> dict[str, int]:
    found = talk.store.read(lambda unit: unit.media.counts())
    return {state: count for state, count in found.items() if count}


def kept(talk: DeskTalk, media_id: str) -> KeptFile | None:
    return talk.store.read(lambda unit: unit.media.kept(media_id))


def test_a_photo_is_fetched_and_kept(talk: DeskTalk):
    assert keep(talk, Album())

    assert kept(talk, "p1") == KeptFile("image", "image/jpeg", b"p1")
    assert not keep(talk, Album())


def test_a_repeat_of_the_message_is_fetched_once(talk: DeskTalk):
    talk.sends("resident", "image", media="p1", key="key-1")
    album = Album()
    while keep(talk, album):
        pass

    assert album.asked == ["p1"]


def test_recordings_are_kept_with_and_without_recognised_words(talk: DeskTalk):
    talk.sends("resident", "voice", media="v1")
    talk.sends("resident", "voice", media="v2", text="榕御小区3栋楼下乱停车")
    album = Album()
    while keep(talk, album):
        pass

    assert album.asked == ["p1", "v1", "v2"]
    assert kept(talk, "v2") == KeptFile("voice", "image/jpeg", b"v2")


def test_words_and_locations_have_nothing_to_fetch(talk: DeskTalk):
    keep(talk, Album())
    talk.says("resident", "榕御小区3栋楼下乱停车")
    talk.sends("resident", "location", longitude=117.65, latitude=24.51)

    assert not keep(talk, Album())


def test_a_photo_that_is_gone_is_given_up_at_once(talk: DeskTalk):
    keep(talk, Album(FetchResult(Outcome.REJECTED, code=40007, detail="invalid media_id")))
    talk.later(days=1)

    assert counts(talk) == {"lost": 1}
    assert not keep(talk, Album())


def test_a_busy_wechat_is_asked_again_later_each_time_and_not_for_ever(talk: DeskTalk):
    waits = []
    while keep(talk, Album(BUSY)):
        due = talk.store.read(lambda unit: unit.media.next_due())
        if due is None:
            break
        waits.append(due - talk.now)
        talk.now = due

    assert waits[:3] == [timedelta(seconds=5), timedelta(seconds=10), timedelta(seconds=20)]
    assert len(waits) == MOST_TRIES - 1
    assert counts(talk) == {"lost": 1}


def test_a_quota_used_up_every_day_ends_when_wechat_has_the_photo_no_more(talk: DeskTalk):
    tries = 0
    while keep(talk, Album(FetchResult(Outcome.QUOTA, code=45009))) and tries < 10:
        tries += 1
        talk.now = talk.store.read(lambda unit: unit.media.next_due()) or talk.now

    assert tries == 4  # today and after three midnights
    assert counts(talk) == {"lost": 1}


def test_a_photo_is_had_after_a_busy_moment(talk: DeskTalk):
    keep(talk, Album(BUSY))
    assert not keep(talk, Album())
    talk.later(seconds=5)

    assert keep(talk, Album())
    assert counts(talk) == {"kept": 1}


def test_a_killed_workers_photo_is_fetched_by_another(talk: DeskTalk):
    talk.store.run(lambda unit: unit.media.claim(talk.now, LEASE, 1))
    assert not keep(talk, Album())
    talk.now += LEASE

    assert keep(talk, Album())
    assert counts(talk) == {"kept": 1}


def test_what_an_anonymous_resident_sent_is_not_kept(talk: DeskTalk):
    keep(talk, Album())
    contact = talk.contact("resident").id
    talk.store.run(lambda unit: unit.people.anonymise(contact))

    assert kept(talk, "p1") is None
    assert counts(talk) == {}
