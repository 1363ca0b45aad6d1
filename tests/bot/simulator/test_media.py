"""Photos and voices in memory."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.simulator.media import MediaRefusedError, MediaStore

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("beginning", "content_type"),
    [
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"GIF89a", "image/gif"),
        (b"BM", "image/bmp"),
        (b"RIFF\x00\x00\x00\x00WEBP", "image/webp"),
    ],
)
def test_picture_is_known_by_its_first_bytes(beginning, content_type):
    assert MediaStore().keep_picture(beginning + bytes(9), NOON).content_type == content_type


@pytest.mark.parametrize("content", [b"", b"<svg onload=x>", b"RIFF\x00\x00\x00\x00WAVE"])
def test_anything_else_is_refused(content):
    with pytest.raises(MediaRefusedError):
        MediaStore().keep_picture(content, NOON)


def test_medium_is_gone_after_three_days():
    store = MediaStore()
    media_id = store.keep_picture(b"GIF89a", NOON).media_id

    assert store.find(media_id, NOON + timedelta(days=3)) is not None
    assert store.find(media_id, NOON + timedelta(days=3, seconds=1)) is None


def test_oldest_media_make_room():
    store = MediaStore()
    first = store.keep_picture(b"GIF89a", NOON).media_id
    for _ in range(200):
        store.keep_picture(b"GIF89a", NOON)

    assert store.find(first) is None


def test_recording_has_fifty_frames_a_second():
    medium = MediaStore().keep_voice(timedelta(seconds=2), NOON)

    assert medium.content == b"#!AMR\n" + b"\x7c" * 100


def test_recording_knows_its_length():
    store = MediaStore()
    spoken = b"#!AMR\n" + (b"\x3c" + bytes(31)) * 125  # speech at the highest rate

    assert store.keep_voice(timedelta(seconds=7), NOON).seconds() == 7
    assert store.keep_recording(spoken, NOON).seconds() == 2
    assert store.keep_recording(b"#!AMR\n", NOON).seconds() == 1


@pytest.mark.parametrize("content", [b"", b"ID3", b"#!AMR\n" + bytes(2 * 1024 * 1024)])
def test_anything_but_a_short_recording_is_refused(content):
    with pytest.raises(MediaRefusedError):
        MediaStore().keep_recording(content, NOON)
