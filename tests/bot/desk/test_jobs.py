"""用工帮: matched by skill, hours and nearness; both sides speak through the desk; nobody who seeks work pays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.desk import wording_jobs
from tests.builders import DeskTalk
from tests.tone import assert_tone

CLEANING = "招工 保洁 榕御小区 工作日9-11点 20元/时 到3月20日"


def lives(talk: DeskTalk, who: str, home: str) -> None:
    contact = talk.contact(who)
    talk.store.run(lambda unit: unit.people.save(replace(contact, home=home)))


@pytest.fixture
def offered(talk: DeskTalk) -> DeskTalk:
    """A shop that wants somebody for cleaning."""
    reply = talk.says("shop", CLEANING)
    assert_tone(reply)
    assert reply.startswith("已发：用工1 保洁，榕御社区，工作日 09:00-11:00，20元/时。\n")
    assert "有合适的人来找活就告诉对方。到3月20日自动结束" in reply
    return talk


def test_who_looks_for_work_reads_at_once_what_fits_and_why(offered: DeskTalk):
    lives(offered, "a", "rongyu-3")
    reply = offered.says("a", "找活 保洁 做饭 上午")
    assert_tone(reply)
    assert "记下了：找保洁、做饭，到4月2日。" in reply
    assert "1. 保洁：榕御社区，工作日 09:00-11:00，20元/时（同小区，会保洁，时间对得上）" in reply
    assert offered.told("shop", "job") == [], "who posted it hears only of those who want it"


@pytest.mark.parametrize(
    "said", ["找活 开车", "找活 保洁 晚上7点到9点", "找活 保洁 周末"], ids=["skill", "hours", "days"]
)
def test_what_does_not_fit_is_not_told(offered: DeskTalk, said: str):
    assert "现在还没有合适的，有了马上告诉您。" in offered.says("a", said)


def test_a_new_job_is_told_to_those_who_look_for_such_work_once(talk: DeskTalk):
    talk.says("a", "找活 保洁")
    talk.says("b", "找活 开车")
    assert "现在有1位合适的人，已告诉他们" in talk.says("shop", CLEANING)
    (told,) = talk.told("a", "job")
    assert told.startswith("有份活可能合适：保洁（会保洁）。")
    assert "不找了回“用工 结束 1”" in told
    assert talk.told("b", "job") == []


def test_both_sides_speak_through_the_desk_and_no_phone_is_shown(offered: DeskTalk):
    lives(offered, "a", "rongyu-3")
    offered.says("a", "找活 保洁")
    reply = offered.says("a", "应聘 1 我做过三年，13812345678")
    assert_tone(reply)
    assert reply.startswith("已转给招工的人：用工1 保洁。")

    (told,) = offered.told("shop", "job")
    assert "有人应聘（同小区，会保洁）。\n对方说：“我做过三年" in told
    assert "13812345678" not in told
    assert "想谈回“应聘 2 明天9点来看看”" in told

    assert offered.says("shop", "应聘 2 明天9点在社区见") == "已转给应聘的人（用工1 保洁）。"
    (back,) = offered.told("a", "job")
    assert "招工的人回您了。\n对方说：“明天9点在社区见”" in back


def test_who_answers_one_job_is_told_of_no_other(offered: DeskTalk):
    offered.says("a", "应聘 1 我能来")
    offered.says("office", "招工 保洁 江滨花园 每天晚上 18元/时")
    assert offered.told("a", "job") == []
    offered.says("a", "应聘 1 再问一句")
    assert len(offered.told("shop", "job")) == 2
    assert "想谈回“应聘 2 " in offered.told("shop", "job")[1], "the same person keeps her number"


@pytest.mark.parametrize(
    "said",
    ["招工 客服 先交300元培训费", "招工 打字员 押金100", "招工 保洁 收保证金", "招工 兼职 刷单 日结"],
    ids=["training fee", "deposit", "guarantee", "brushing"],
)
def test_nobody_who_seeks_work_is_asked_for_money(talk: DeskTalk, said: str):
    assert talk.says("shop", said) == wording_jobs.FEES
    assert_tone(wording_jobs.FEES)
    assert talk.says("a", "用工") == wording_jobs.NOTHING_NOW


def test_a_job_that_says_it_takes_no_deposit_is_posted(talk: DeskTalk):
    assert "已发：用工1 保洁" in talk.says("shop", "招工 保洁 不收押金")


def test_no_fee_is_asked_for_later_either(offered: DeskTalk):
    offered.says("a", "应聘 1")
    assert offered.says("shop", "应聘 2 先交200元押金") == wording_jobs.FEES
    assert offered.told("a", "job") == []
    assert offered.says("shop", "应聘 2") == wording_jobs.say_something(2)


def test_strangers_speak_to_nobody(offered: DeskTalk):
    offered.says("a", "找活 保洁")
    assert offered.says("stranger", "应聘 2 来我这里") == wording_jobs.NOBODY_HAS_ANSWERED.format(number=2)
    assert offered.says("shop", "应聘 2 来我这里") == wording_jobs.NOBODY_HAS_ANSWERED.format(number=2), (
        "she was told of the job and did not want it"
    )
    assert offered.told("a", "job") == []


def test_the_list_has_the_nearest_first_and_ones_own_below(offered: DeskTalk):
    offered.says("far", "招工 搬运 江滨花园 200元/天")
    lives(offered, "a", "rongyu-3")
    offered.says("a", "招工 陪护 每天 面议")
    reply = offered.says("a", "用工")
    assert_tone(reply)
    assert reply.splitlines()[1:3] == [
        "1. 保洁：榕御社区，工作日 09:00-11:00，20元/时", "2. 搬运：榕御社区，200元/天"
    ]
    assert "您自己的：3 陪护，结束回“用工 结束 号”。" in reply


def test_it_ends_by_its_date_or_by_a_word_of_its_poster_alone(offered: DeskTalk):
    assert offered.says("a", "用工 结束 1") == wording_jobs.NOT_YOURS.format(number=1)
    offered.later(days=16, hours=8)  # the evening of the 19th
    assert "1. 保洁" in offered.says("a", "用工 1")
    offered.later(days=2)
    assert offered.says("a", "用工") == wording_jobs.NOTHING_NOW
    assert offered.says("a", "应聘 1") == wording_jobs.NO_SUCH.format(number=1)

    offered.says("shop", "招工 保洁")
    assert offered.says("shop", "用工 结束 2") == "用工2 保洁已结束，不再告诉别人。"
    assert offered.says("shop", "用工 结束 2") == wording_jobs.NO_SUCH.format(number=2)


def test_a_later_search_goes_over_the_earlier(offered: DeskTalk):
    offered.says("a", "找活 保洁")
    offered.says("a", "找活 开车")
    offered.says("shop", "招工 保洁 江滨花园")
    assert offered.told("a", "job") == []


@pytest.mark.parametrize(
    ("said", "reply"),
    [
        ("招工", wording_jobs.HOW_TO_HIRE),
        ("招工 榕御小区", wording_jobs.HOW_TO_HIRE),
        ("招工 保洁 到12月31日", wording_jobs.NOT_THAT_DAY),
        ("找活", wording_jobs.HOW_TO_SEEK),
        ("找活 我想找活干", wording_jobs.HOW_TO_SEEK),
        ("应聘 99 我来", wording_jobs.NO_SUCH.format(number=99)),
        ("应聘 1", wording_jobs.YOUR_OWN.format(number=1)),
        ("用工 99", wording_jobs.NO_SUCH.format(number=99)),
    ],
    ids=["bare", "no work", "too far", "bare search", "no skill", "unknown", "own", "unknown to see"],
)
def test_what_cannot_be_is_said_with_how_to(offered: DeskTalk, said: str, reply: str):
    assert offered.says("shop", said) == reply
    assert_tone(reply)


def test_one_person_fills_the_board_with_five_notices_at_most(talk: DeskTalk):
    for work in ("保洁", "做饭", "搬运", "开车", "陪护"):
        talk.says("shop", f"招工 {work}")
    reply = talk.says("shop", "招工 装卸")
    assert reply == wording_jobs.MANY_NOTICES.format(count=5, first=1)
    assert_tone(reply)
