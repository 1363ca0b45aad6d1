"""The one entry: repeats, small talk, photos and recordings, long replies, menu, follow and leave."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk import wording
from bot.desk.reply import REPLY_BYTES
from intents.verdict import Intent
from matching.case import State
from tests.builders import MORNING, DeskTalk

REPORT = "榕御小区3栋楼下乱停车"
CHEN = "openid-chen"


# -- repeats ---------------------------------------------------------------------------------------


def test_a_second_delivery_gets_the_first_reply_and_causes_nothing(talk: DeskTalk):
    first = talk.sends("resident", "text", text=REPORT, key="wechat:1")
    second = talk.sends("resident", "text", text=REPORT, key="wechat:1")

    assert second == first
    assert len(talk.cases()) == 1
    assert len(talk.words(1)) == 1
    assert len(talk.told("chen")) == 1


def test_the_same_words_sent_again_complete_the_case(talk: DeskTalk):
    talk.says("resident", REPORT)
    talk.says("resident", REPORT)

    assert len(talk.cases()) == 1


# -- what opens no case ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        ("你好", Intent.SMALLTALK),
        ("在吗", Intent.SMALLTALK),
        ("谢谢你们", Intent.PRAISE),
        ("傻逼", Intent.ABUSE),
        ("加微信 日入五百", Intent.AD),
        ("asdfgh", Intent.GIBBERISH),
        ("师傅还没来", Intent.FOLLOWUP),
        ("12345", Intent.GIBBERISH),
        ("？？？", Intent.GIBBERISH),
    ],
)
def test_what_needs_no_case_gets_a_short_answer(talk: DeskTalk, words: str, intent: Intent):
    assert talk.says("resident", words) == wording.NO_CASE_NEEDED[intent]
    assert talk.cases() == []
    assert talk.letters() == []


def test_an_angry_report_is_a_report(talk: DeskTalk):
    anger = "打了多少次电话都没有人来管一管，你们到底干什么吃的，一群吃闲饭的。" * 2
    talk.says("resident", f"傻逼东西，榕御小区3栋楼下乱停车，{anger}")

    assert len(talk.cases()) == 1


@pytest.mark.parametrize("words", ["", "   ", "\n"])
def test_an_empty_message_is_asked_what(talk: DeskTalk, words: str):
    assert talk.says("resident", words) == wording.SAY_WHAT["nothing"]


@pytest.mark.parametrize(
    "words", ["😡😡😡", "榕御\x00小区", "a" * 2000, "榕御小区3栋" * 200, "'; drop table cases; --", "{number}"]
)
def test_no_text_breaks_the_desk(talk: DeskTalk, words: str):
    assert talk.says("resident", words)


def test_a_reminder_of_ones_own_case_in_own_words_is_added_to_it(talk: DeskTalk):
    talk.says("resident", REPORT)
    talk.later()
    reply = talk.says("resident", "师傅还没来")

    assert reply.startswith("已补充到#1")
    assert len(talk.cases()) == 1


# -- photos, recordings, locations -----------------------------------------------------------------


@pytest.mark.parametrize("kind", ["image", "voice", "location"])
def test_an_attachment_before_the_words_belongs_to_the_case_that_follows(talk: DeskTalk, kind: str):
    what = {"image": "photo", "voice": "voice", "location": "location"}[kind]
    assert talk.sends("resident", kind, media="m1", longitude=117.65, latitude=24.51) == wording.SAY_WHAT[what]
    talk.later(minutes=3)
    talk.says("resident", REPORT)

    assert kind in [message.kind for message in talk.words(1)]


@pytest.mark.parametrize(("kind", "word"), [("image", "照片"), ("voice", "语音"), ("location", "位置")])
def test_an_attachment_after_the_words_is_in_the_case_and_told(talk: DeskTalk, kind: str, word: str):
    talk.says("resident", REPORT)
    reply = talk.sends("resident", kind, media="m1", longitude=117.65, latitude=24.51)

    assert f"{word}已放进#1" in reply
    assert kind in [message.kind for message in talk.words(1)]
    assert word in talk.told("chen", "added")[0]


def test_an_attachment_much_later_waits_for_its_own_words(talk: DeskTalk):
    talk.says("resident", REPORT)
    talk.later(minutes=30)

    assert talk.sends("resident", "image", media="m1") == wording.SAY_WHAT["photo"]
    assert len(talk.words(1)) == 1


def test_an_old_photo_belongs_to_nothing_new(talk: DeskTalk):
    talk.sends("resident", "image", media="m1")
    talk.later(hours=3)
    talk.says("resident", REPORT)

    assert [message.kind for message in talk.words(1)] == ["text"]


def test_the_photo_of_one_is_not_in_the_case_of_another(talk: DeskTalk):
    talk.sends("other", "image", media="m1")
    talk.says("resident", REPORT)

    assert [message.kind for message in talk.words(1)] == ["text"]


def test_the_place_of_a_location_sent_before_is_used(talk: DeskTalk):
    talk.sends("resident", "location", longitude=117.6502, latitude=24.5101)
    talk.says("resident", "垃圾没人收")

    assert talk.case(1).place == "rongyu"
    assert talk.case(1).state is State.AWAITING_SIGNIN


def test_a_recognised_voice_is_a_text_and_is_told_once(talk: DeskTalk):
    talk.sends("resident", "voice", media="m1", text=REPORT)

    assert talk.case(1).responder == "chen"
    assert talk.told("chen", "task")[0].count("乱停车") == 1
    assert [message.media for message in talk.words(1) if message.kind == "voice"] == ["m1"]


def test_a_recognised_voice_can_be_a_chat_word(talk: DeskTalk):
    talk.says("resident", REPORT)

    assert talk.sends("resident", "voice", media="m1", text="进度").startswith("#1")


# -- long replies ----------------------------------------------------------------------------------


def many_cases(talk: DeskTalk) -> None:
    for _ in range(40):
        talk.says("resident", "榕御小区3栋着火")
        talk.later(hours=1)


def test_a_long_reply_is_cut_and_the_rest_is_offered(talk: DeskTalk):
    many_cases(talk)

    reply = talk.says(CHEN, "我的")
    parts = [reply]
    while parts[-1].endswith(wording.MORE_FOLLOWS):
        assert len(parts) < 10
        parts.append(talk.says(CHEN, "继续"))

    assert len(parts) > 1
    assert all(len(part.encode()) <= REPLY_BYTES for part in parts)
    listed = "".join(parts)
    assert all(f"#{number} " in listed for number in range(1, 41))


def test_danger_goes_before_the_rest_of_a_reply(talk: DeskTalk):
    many_cases(talk)
    assert talk.says(CHEN, "我的").endswith(wording.MORE_FOLLOWS)

    assert talk.says(CHEN, "着火了").startswith("先拨119")


def test_the_rest_of_a_reply_is_forgotten_after_an_hour(talk: DeskTalk):
    talk.says("resident", "你好")
    assert talk.says("resident", "继续") != ""


# -- events ----------------------------------------------------------------------------------------


def test_menu_buttons_do_what_their_words_do(talk: DeskTalk):
    talk.says("resident", REPORT)

    assert talk.sends("resident", "click", text="progress").startswith("#1 停车秩序")
    assert talk.sends(CHEN, "click", text="mine").startswith("您手上有1件")
    assert talk.sends("resident", "click", text="help") == wording.HELP_RESIDENT
    assert talk.sends("resident", "click", text="report") == wording.SAY_WHAT["report"]
    assert "联系您" in talk.sends("resident", "click", text="human")
    assert talk.sends("resident", "click", text="a key of an older menu") == wording.HELP_RESIDENT


def test_a_message_opens_the_window_for_five_and_two_days(talk: DeskTalk):
    talk.says("resident", "你好")

    contact = talk.contact("resident")
    assert (contact.window_left, contact.window_until) == (5, MORNING + timedelta(hours=48))


def test_a_click_opens_the_window_for_three_and_a_minute_and_never_shortens_it(talk: DeskTalk):
    talk.sends("resident", "click", text="help")
    assert talk.contact("resident").window_until == MORNING + timedelta(minutes=1)
    assert talk.contact("resident").window_left == 3

    talk.says("resident", "你好")
    talk.sends("resident", "click", text="help")
    assert talk.contact("resident").window_until == MORNING + timedelta(hours=48)
    assert talk.contact("resident").window_left == 5


def test_a_failure_keeps_nothing_and_the_next_try_starts_clean(talk: DeskTalk):
    known = talk.desk.library.current
    failing = iter([True])

    def current(unit, now):
        if next(failing, False):
            raise RuntimeError("once")
        return known(unit, now)

    object.__setattr__(talk.desk.library, "current", current)
    with pytest.raises(RuntimeError):
        talk.sends("resident", "text", text=REPORT, key="wechat:1")
    assert talk.cases() == []

    assert talk.sends("resident", "text", text=REPORT, key="wechat:1").startswith("收到，#1")


def test_a_follow_up_without_a_case_is_a_report_when_it_says_what(talk: DeskTalk):
    talk.says("resident", "灯修了一晚又黑了")

    assert len(talk.cases()) == 1
