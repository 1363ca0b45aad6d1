"""Short words that put a need right."""

from __future__ import annotations

import pytest

from bot.desk.righting import correction_in
from matching.need import NeedState, Part
from matching.offers import OfferState
from tests.bot.desk.test_needing import ASK, helpers, need_of
from tests.bot.desk.volunteers import a_volunteer, enlist
from tests.builders import DeskTalk
from tests.tone import assert_tone


@pytest.fixture
def helped(talk: DeskTalk) -> DeskTalk:
    helpers(talk)
    talk.says("resident", ASK)
    talk.later()
    return talk


def offers(talk: DeskTalk) -> dict[str, OfferState]:
    return {one.volunteer: one.state for one in talk.store.read(lambda unit: unit.needs.offers(need_of(talk).number))}


def test_another_time_is_told_to_whoever_was_asked(helped: DeskTalk):
    reply = helped.says("resident", "周六上午吧")

    assert reply.startswith("#1 改好了，正在找志愿者：水电维修1人\n3月7日8:00–12:00")
    assert_tone(reply)
    assert "3月7日8:00–12:00" in helped.told("openid-zhou", "changed")[0]
    assert helped.words(1)[-1].text == "周六上午吧"
    assert "周六上午吧" in helped.told("shequ", "added")[0]


def test_who_does_not_fit_any_more_is_let_go_and_others_are_asked(helped: DeskTalk):
    enlist(helped, a_volunteer("lin", "林三", home="rongyu-5", skills=("水电维修",), languages=("闽南语",)))
    helped.says("resident", "要会闽南语的")

    assert offers(helped) == {"zhou": OfferState.WITHDRAWN, "lin": OfferState.ASKED}
    assert "不用去了（要求改了）" in helped.told("openid-zhou", "cancelled")[0]


def test_more_people_open_what_was_filled(helped: DeskTalk):
    helped.says("openid-zhou", "接 1")
    assert need_of(helped).state is NeedState.FILLED
    enlist(helped, a_volunteer("lin", "林三", home="rongyu-5", skills=("水电维修",)))

    helped.says("resident", "两个人")
    assert need_of(helped).parts == (Part("水电维修", 2),)
    assert offers(helped) == {"zhou": OfferState.CLAIMED, "lin": OfferState.ASKED}


def test_what_is_claimed_stays_claimed_when_the_time_moves(helped: DeskTalk):
    helped.says("openid-zhou", "接 1")
    reply = helped.says("resident", "改成明天下午")

    assert "现在：已有人接" in reply
    assert offers(helped) == {"zhou": OfferState.CLAIMED}


def test_nobody_who_could_is_said_plainly(helped: DeskTalk):
    reply = helped.says("resident", "要会手语的")
    assert "现在：已转专人" in reply
    assert_tone(reply)


@pytest.mark.parametrize("text", ["不用了", "那就不用麻烦你们了，谢谢", "别找人了", "算了吧"])
def test_nobody_is_wanted_any_more(helped: DeskTalk, text: str):
    assert "已取消" in helped.says("resident", text)
    assert need_of(helped).state is NeedState.CANCELLED
    assert "不用去了" in helped.told("openid-zhou", "cancelled")[0]


def test_the_same_words_end_nothing_where_nobody_was_asked(talk: DeskTalk):
    talk.says("resident", "榕御小区3栋楼下乱停车")
    talk.later()
    assert "已取消" not in talk.says("resident", "不用了")


def test_what_nobody_could_take_is_looked_for_again_when_it_is_put_right(helped: DeskTalk):
    helped.says("resident", "要会手语的")
    assert need_of(helped).state is NeedState.FALLBACK
    enlist(helped, a_volunteer("shou", "沈五", home="rongyu-5", skills=("水电维修",), languages=("手语",)))

    assert "正在找志愿者" in helped.says("resident", "周六上午也行")
    assert offers(helped)["shou"] is OfferState.ASKED


@pytest.mark.parametrize("word", ["好", "对的", "可以", "就这样。"])
def test_a_card_that_is_right_begins(talk: DeskTalk, word: str):
    helpers(talk)
    talk.says("resident", "榕御小区3栋 志愿者帮我换灯泡，年前")
    reply = talk.says("resident", word)

    assert reply.startswith("好，#1 开始找志愿者：水电维修1人")
    assert need_of(talk).state is NeedState.OPEN


@pytest.mark.parametrize(
    ("first", "answer", "parts"),
    [
        ("志愿者来个人帮我", "搬柜子", (Part("搬运"),)),
        ("志愿者帮我换灯泡，来几个人", "2人", (Part("水电维修", 2),)),
    ],
    ids=["what for", "how many"],
)
def test_the_one_question_of_a_card_is_answered(talk: DeskTalk, first: str, answer: str, parts: tuple[Part, ...]):
    helpers(talk)
    talk.says("resident", f"榕御小区3栋 {first}")
    talk.says("resident", answer)

    assert need_of(talk).parts == parts
    assert need_of(talk).state is not NeedState.CARD


@pytest.mark.parametrize("text", ["楼下又乱停车了", "今天下午停水了", "两个人在楼下打架", "好人有好报", "3栋有人"])
def test_another_matter_is_no_correction(helped: DeskTalk, text: str):
    before = need_of(helped)
    helped.says("resident", text)
    after = need_of(helped)
    assert (after.parts, after.starts_at, after.languages) == (before.parts, before.starts_at, before.languages)


def test_who_has_asked_for_nothing_corrects_nothing(helped: DeskTalk):
    helped.says("other", "江滨花园2栋乱停车")
    assert "改好了" not in helped.says("other", "周六上午吧")


def test_while_a_case_asks_something_short_words_answer_that(talk: DeskTalk):
    helpers(talk)
    talk.says("resident", "灯泡坏了 志愿者帮我换一下")
    assert "改好了" not in talk.says("resident", "5号")


@pytest.mark.parametrize(
    "text",
    ["周六上午吧", "改成明天下午3点", "两个人", "要女的", "最好会闽南语的", "今晚7点前", "来3个人就行", "女的方便"],
)
def test_a_text_of_such_facts_is_a_correction(text: str):
    assert correction_in(text) is not None


@pytest.mark.parametrize("text", ["明天停电吗", "两个人打架", "周六上午物业来收费", "会的", "女儿在家", ""])
def test_a_text_that_says_more_is_none(text: str):
    assert correction_in(text) is None
