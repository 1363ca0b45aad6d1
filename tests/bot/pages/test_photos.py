"""Photos from a page: small, upright, without EXIF, once however often they are sent, and sent on."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from PIL import Image

from bot.pages.photos import MOST_BYTES, PhotoRefused, as_jpeg, taken_in
from tests.bot.pages.pictures import a_photo, opened
from tests.builders import DeskTalk

CHEN, LI = "openid-chen", "openid-li"


@pytest.fixture
def talk(talk: DeskTalk) -> DeskTalk:
    talk.says("resident", "榕御小区3栋楼下乱停车")
    return talk


def send(reader, photo: bytes, once: str = "photo-1", key: str | None = None):
    key = reader.secrets("1/finish" if reader.openid == CHEN else "1/add")["key"] if key is None else key
    files = [("photo", ("1.jpg", photo, "image/jpeg"))]
    return reader.client.post(reader.address("1/photo"), data={"key": key, "once": once}, files=files)


def test_a_residents_photo_is_kept_and_sent_on(talk: DeskTalk, reader):
    answer = send(reader("resident"), a_photo())
    assert answer.json() == {"words": "照片已放进#1，3栋楼长陈**看得到。"}
    media = talk.words(1)[-1].media
    kept = talk.store.read(lambda unit: unit.media.kept(media))
    assert kept.content_type == "image/jpeg"
    sent_on = [letter.notice for letter in talk.letters() if letter.notice.kind == "media"]
    assert [(notice.person, notice.fields["media"]) for notice in sent_on] == [("chen", media)]


def test_a_handlers_photo_goes_to_the_resident(talk: DeskTalk, reader):
    talk.says(CHEN, "接单 1")
    assert "居民看得到" in send(reader(CHEN), a_photo()).json()["words"]
    sent_on = [letter for letter in talk.letters() if letter.notice.kind == "media"]
    assert [letter.recipient.openid for letter in sent_on] == ["resident"]
    assert "3栋楼长陈**" in reader("resident").sees("1")


def test_a_photo_sent_again_is_kept_once(talk: DeskTalk, reader):
    resident = reader("resident")
    first, second = send(resident, a_photo()), send(resident, a_photo())
    assert first.json() == second.json()
    assert [message.kind for message in talk.words(1)] == ["text", "image"]
    send(resident, a_photo(), once="photo-2")
    assert [message.kind for message in talk.words(1)] == ["text", "image", "image"]


@pytest.mark.parametrize("bad", [b"", b"no photo", b"%PDF-1.4 ...", a_photo()[:200], b"<svg xmlns='x'/>"])
def test_what_is_no_photo_is_refused_in_plain_words(talk: DeskTalk, reader, bad: bytes):
    answer = send(reader("resident"), bad)
    assert answer.status_code == 415
    assert "不是照片" in answer.json()["refused"]
    assert [message.kind for message in talk.words(1)] == ["text"]


def test_what_is_too_large_is_refused_in_plain_words(talk: DeskTalk, reader):
    answer = send(reader("resident"), a_photo() + bytes(MOST_BYTES))
    assert answer.status_code == 415
    assert "不要超过10MB" in answer.json()["refused"]
    assert [message.kind for message in talk.words(1)] == ["text"]


def test_a_form_without_end_is_cut_off(talk: DeskTalk, reader):
    resident = reader("resident")
    key = resident.secrets("1/add")["key"]
    files = [("photo", (f"{at}.jpg", bytes(MOST_BYTES + 100_000), "image/jpeg")) for at in range(4)]
    answer = resident.client.post(resident.address("1/photo"), data={"key": key, "once": "x"}, files=files)
    assert answer.status_code == 413
    assert "不要超过10MB" in answer.text
    assert [message.kind for message in talk.words(1)] == ["text"]


def test_more_photos_than_a_form_takes_are_refused(talk: DeskTalk, reader):
    page = reader("resident").does("1/add", status=413, words="看", photos=[a_photo()] * 5)
    assert "最多传4张" in page
    assert [message.kind for message in talk.words(1)] == ["text"]


def test_a_photo_of_a_move_that_is_refused_is_not_kept(talk: DeskTalk, reader):
    reader(CHEN).does("1/finish", status=409, photos=[a_photo()])
    assert [message.kind for message in talk.words(1)] == ["text"]
    assert [letter for letter in talk.letters() if letter.notice.kind == "media"] == []


def test_a_photo_needs_the_forms_key(reader):
    assert send(reader("resident"), a_photo(), key="guessed").status_code == 403


def test_nobody_adds_photos_to_another_persons_case(talk: DeskTalk, reader):
    li = reader(LI)
    key = talk.desk.links.form_key(li.address().split("/")[2])
    answer = send(li, a_photo(), key=key)
    assert answer.status_code == 409
    assert "没有找到#1" in answer.json()["refused"]


def test_photos_are_shown_small_and_whole_to_those_who_may(reader):
    send(reader("resident"), a_photo(3000, 2000))
    chen = reader(CHEN)
    shown = re.search(r'src="([^"]+/photo/\d+)"', chen.sees("1"))[1]
    assert max(opened(chen.client.get(shown).content).size) == 320
    assert max(opened(chen.client.get(f"{shown}/whole").content).size) == 1600
    assert "/whole" in chen.client.get(f"{shown}/page").text
    number = shown.rpartition("/")[2]
    assert reader(LI).client.get(reader(LI).address(f"1/photo/{number}")).status_code == 404
    assert reader(LI).client.get(reader(LI).address(f"1/photo/{number}/page")).status_code == 404


def test_a_photo_that_is_not_fetched_yet_is_said_to_be_missing(talk: DeskTalk, reader):
    talk.sends("resident", "image", media="from-wechat")
    number = talk.words(1)[-1].id
    assert reader(CHEN).client.get(reader(CHEN).address(f"1/photo/{number}")).status_code == 404


def test_a_followers_photo_is_the_handlers_to_see_and_no_neighbours(talk: DeskTalk, reader):
    neighbour = talk.contact("neighbour")
    talk.store.run(lambda unit: unit.cases.follow(1, neighbour.id, talk.now))
    send(reader("resident"), a_photo())
    number = talk.words(1)[-1].id
    assert reader("neighbour").client.get(reader("neighbour").address(f"1/photo/{number}")).status_code == 404
    assert reader(CHEN).client.get(reader(CHEN).address(f"1/photo/{number}")).status_code == 200


def test_what_is_kept_is_upright_small_and_says_nothing_of_the_phone():
    kept = opened(taken_in(a_photo(2400, 1800, turned=6)))
    assert kept.size == (1200, 1600)
    assert dict(kept.getexif()) == {}
    assert b"Somebody" not in taken_in(a_photo())


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF", "BMP"])
def test_other_pictures_become_jpegs(kind: str):
    assert opened(taken_in(a_photo(kind=kind))).format == "JPEG"


def test_a_picture_without_ground_is_laid_on_white():
    clear = opened(a_photo(kind="PNG")).convert("RGBA")
    clear.putalpha(0)
    out = BytesIO()
    clear.save(out, "PNG")
    assert opened(taken_in(out.getvalue())).getpixel((5, 5)) == (255, 255, 255)


def test_a_picture_with_too_many_pixels_is_none():
    huge = a_photo(9000, 8000, kind="PNG")
    assert len(huge) < MOST_BYTES
    assert as_jpeg(huge, 320) is None
    with pytest.raises(PhotoRefused, match="不是照片"):
        taken_in(huge)


@pytest.mark.parametrize("size", [(9000, 2700), (2700, 9000)])
def test_a_panorama_is_taken_in(size: tuple[int, int]):
    assert max(opened(taken_in(a_photo(*size))).size) == 1600


def test_what_would_fill_the_memory_is_refused_before_it_is_unpacked():
    flat = BytesIO()
    Image.new("1", (6000, 6000)).save(flat, "PNG")
    assert len(flat.getvalue()) < 10_000
    assert as_jpeg(flat.getvalue(), 320) is None
