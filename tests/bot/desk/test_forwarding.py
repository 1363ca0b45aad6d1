"""Photos and recordings reach whoever has the case, behind the words, in an open window only, and nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk.forwarding import is_file
from bot.desk.sending import Outcome, SendResult
from bot.desk.wording_handlers import FILES
from tests.builders import DeskTalk, a_notice

REPORT = "榕御小区3栋楼下乱停车"
CHEN, LI, WUYE = "openid-chen", "openid-li", "openid-wuye"
EXPIRED = SendResult(Outcome.REJECTED, 40007, "invalid media_id")


def files(talk: DeskTalk, who: str = CHEN) -> list[str]:
    """The media ids that have come to a phone, in order."""
    return [media_id for openid, _, media_id in talk.phones.media if openid == who]


def photo(talk: DeskTalk, media_id: str, kind: str = "image") -> str:
    return talk.sends("resident", kind, media=media_id)


@pytest.fixture
def open_window(talk: DeskTalk) -> DeskTalk:
    """3栋's leader has just written."""
    talk.says(CHEN, "帮助")
    return talk


# -- with the case ---------------------------------------------------------------------------------


def test_photo_and_recording_before_the_words_follow_the_task(open_window: DeskTalk):
    talk = open_window
    photo(talk, "p1")
    photo(talk, "v1", "voice")
    talk.says("resident", REPORT)
    talk.deliver()

    assert talk.phones.media == [(CHEN, "image", "p1"), (CHEN, "voice", "v1")]
    assert "（附照片1张、录音1段）" in talk.phones.sent[0][1]
    assert talk.phones.keys == sorted(talk.phones.keys)  # the words first


def test_a_photo_to_a_running_case_is_announced_and_sent(open_window: DeskTalk):
    talk = open_window
    talk.says("resident", REPORT)
    reply = photo(talk, "p1")
    talk.deliver()

    assert "陈**看得到" in reply
    assert "一张照片" in talk.phones.sent[1][1]
    assert files(talk) == ["p1"]


def test_photos_in_a_row_are_announced_once(open_window: DeskTalk):
    talk = open_window
    talk.says("resident", REPORT)
    for at in range(3):
        photo(talk, f"p{at}")

    assert len(talk.told("chen", "added")) == 1
    assert len(talk.told("chen", "media")) == 3


def test_a_photo_after_a_while_is_announced_again(talk: DeskTalk):
    talk.says("resident", REPORT)
    photo(talk, "p1")
    talk.later(minutes=5)
    photo(talk, "p2")

    assert len(talk.told("chen", "added")) == 2


def test_a_location_is_told_in_words_with_its_name(talk: DeskTalk):
    talk.says("resident", REPORT)
    talk.sends("resident", "location", longitude=117.65, latitude=24.51, text="榕御小区北门")

    assert talk.told("chen", "added")[0].endswith("一个位置：榕御小区北门")
    assert talk.told("chen", "media") == []


def test_the_name_of_a_location_stands_in_the_task(talk: DeskTalk):
    talk.sends("resident", "location", longitude=117.6502, latitude=24.5101, text="榕御小区北门")
    talk.says("resident", "垃圾没人收")

    assert "（附位置：榕御小区北门）" in talk.told("wuye", "task")[0]


def test_a_location_that_is_nowhere_of_ours_is_told_too(talk: DeskTalk):
    talk.says("resident", "有人乱停车")
    talk.later(minutes=31)
    talk.tick()
    talk.sends("resident", "location", longitude=100.0, latitude=30.0, text="很远的桥")

    handler = talk.case(1).responder
    assert talk.told(handler, "added")[0].endswith("一个位置：很远的桥")


def test_a_recording_whose_words_complete_a_case_goes_with_them(open_window: DeskTalk):
    talk = open_window
    talk.says("resident", REPORT)
    talk.later(seconds=30)
    talk.sends("resident", "voice", media="v1", text="救护车都进不来")
    talk.deliver()

    assert files(talk) == ["v1"]
    assert [message.media for message in talk.words(1) if message.kind == "voice"] == ["v1"]


def test_a_photo_of_no_case_reaches_nobody(open_window: DeskTalk):
    talk = open_window
    photo(talk, "p1")

    assert talk.letters() == []


@pytest.mark.parametrize(
    ("kind", "media", "fine"),
    [("image", "m1", True), ("voice", "m1", True), ("image", "", False), ("location", "m1", False)],
)
def test_files_are_photos_and_recordings_with_an_id(kind: str, media: str, fine: bool):
    assert is_file(kind, media) is fine


def test_a_picture_that_has_only_an_address_is_neither_fetched_nor_sent(open_window: DeskTalk):
    talk = open_window
    talk.says("resident", REPORT)
    photo(talk, "http://mmbiz.qpic.cn/1")

    assert talk.told("chen", "media") == []
    assert talk.store.read(lambda unit: unit.media.next_due()) is None


# -- windows ---------------------------------------------------------------------------------------


def test_outside_the_window_photos_wait_until_the_handler_takes_the_case(talk: DeskTalk):
    photo(talk, "p1")
    talk.says("resident", REPORT)
    talk.deliver(template_id="t1")
    assert [openid for openid, _ in talk.phones.templates] == [CHEN]
    assert talk.phones.media == []

    talk.later(minutes=1)
    talk.says(CHEN, "接单 1")
    talk.deliver(template_id="t1")

    assert files(talk) == ["p1"]
    assert len(talk.phones.templates) == 1  # never a template for a photo
    assert "held" not in talk.counts()


def test_the_last_message_of_a_window_is_left_for_words(open_window: DeskTalk):
    talk = open_window
    for at in range(6):
        photo(talk, f"p{at}")
    talk.says("resident", REPORT)
    talk.deliver(template_id="t1")

    assert files(talk) == ["p0", "p1", "p2"]  # behind the task
    assert talk.contact(CHEN).window_left == 1
    assert talk.counts()["held"] == 3

    talk.says("resident", "补充 救护车进不来")
    talk.deliver(template_id="t1")
    assert "救护车进不来" in talk.phones.sent[-1][1]

    talk.says(CHEN, "接单 1")
    talk.deliver(template_id="t1")
    assert files(talk) == [f"p{at}" for at in range(6)]


def test_a_photo_that_wechat_does_not_take_now_holds_up_no_words(open_window: DeskTalk):
    talk = open_window
    talk.says("resident", REPORT)
    photo(talk, "p1")
    talk.later(minutes=5)
    talk.says("resident", "补充 救护车进不来")
    sent, busy = SendResult(Outcome.SENT), SendResult(Outcome.BUSY, -1, "busy")
    talk.phones.answers = [sent, sent, busy]
    talk.deliver()

    assert "救护车进不来" in talk.phones.sent[-1][1]
    assert files(talk) == []
    talk.later(seconds=6)
    talk.deliver()
    assert files(talk) == ["p1"]


def test_a_photo_that_wechat_has_no_more_stays_visible(open_window: DeskTalk):
    talk = open_window
    talk.says("resident", REPORT)
    photo(talk, "p1")
    talk.phones.answers = [SendResult(Outcome.SENT), SendResult(Outcome.SENT), EXPIRED]
    talk.deliver()

    (lost,) = talk.held()
    assert (lost.state, lost.error) == ("failed", "40007 invalid media_id")
    assert lost.notice.text == FILES["image"].format(number=1)


# -- when the case moves ---------------------------------------------------------------------------


def test_a_colleague_gets_the_photos_with_the_case(open_window: DeskTalk):
    talk = open_window
    photo(talk, "p1")
    talk.says("resident", REPORT)
    talk.says(CHEN, "接单 1")
    talk.says(WUYE, "帮助")
    talk.deliver()
    talk.says(CHEN, "转办 1 物业 他们管")
    talk.deliver()

    assert files(talk, CHEN) == ["p1"]
    assert files(talk, WUYE) == ["p1"]


def test_photos_still_under_way_do_not_reach_him_who_has_the_case_no_more(talk: DeskTalk):
    photo(talk, "p1")
    talk.says("resident", REPORT)
    talk.deliver(template_id="t1")
    talk.says("resident", "改 物业收费")
    talk.says(CHEN, "帮助")
    talk.says(WUYE, "帮助")
    talk.deliver(template_id="t1")

    assert files(talk, CHEN) == []
    assert files(talk, WUYE) == ["p1"]


def test_photos_of_a_case_given_back_to_the_same_hands_are_not_sent_again(open_window: DeskTalk):
    talk = open_window
    photo(talk, "p1")
    talk.says("resident", REPORT)
    talk.says(CHEN, "接单 1")
    talk.says(CHEN, "办结 1 已劝离")
    talk.says("resident", "不满意 又停了")
    talk.says(CHEN, "我的")
    talk.deliver()

    assert talk.case(1).responder == "chen"
    assert files(talk) == ["p1"]


def test_a_photo_sent_before_the_place_is_known_goes_with_the_answer(open_window: DeskTalk):
    talk = open_window
    photo(talk, "p1")
    talk.says("resident", "有人乱停车")
    assert talk.told("chen") == []
    talk.says("resident", "榕御小区3栋")

    assert [letter.notice.fields["media"] for letter in talk.letters() if letter.notice.kind == "media"] == ["p1"]


def test_photos_of_a_withdrawn_case_are_sent_no_more(talk: DeskTalk):
    photo(talk, "p1")
    talk.says("resident", REPORT)
    talk.says("resident", "取消 1")

    assert talk.told("chen", "media") == []


def test_a_letter_keeps_its_template_fields_beside_the_file(talk: DeskTalk):
    talk.says("resident", REPORT)
    photo(talk, "p1")

    (letter,) = [letter for letter in talk.letters() if letter.notice.kind == "media"]
    assert letter.notice.fields["number"] == "#1"
    assert (letter.notice.fields["media"], letter.notice.fields["form"]) == ("p1", "image")
    assert letter.notice.due_at - a_notice().due_at == timedelta()
