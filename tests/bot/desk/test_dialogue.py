"""Words that are commands, the open question, and answers to it: tables."""

from __future__ import annotations

import pytest

from bot.desk.chatwords import Command, Verb, read_command
from bot.desk.dialogue import (
    Asked,
    Option,
    Question,
    begins_another_matter,
    read_choice,
    read_question,
    sounds_like_taking,
    sounds_satisfied,
    sounds_unsatisfied,
    sounds_withdrawn,
    write_question,
)

PLACES = Question(Asked.PLACE, (Option("rongyu", "榕御小区"), Option("rongyu-1q", "榕御一期")))


@pytest.mark.parametrize(
    ("text", "verb", "number", "rest"),
    [
        ("进度", Verb.STATUS, None, ""),
        ("进度 12", Verb.STATUS, 12, ""),
        ("进度12", Verb.STATUS, 12, ""),
        ("进度？", Verb.STATUS, None, ""),
        ("進度 #12", Verb.STATUS, 12, ""),
        ("查进度 12号", Verb.STATUS, 12, ""),
        ("补充 是晚上", Verb.ADD, None, "是晚上"),
        ("補充：是晚上", Verb.ADD, None, "是晚上"),
        ("补充 12 是晚上", Verb.ADD, 12, "是晚上"),
        ("补充 3栋", Verb.ADD, None, "3栋"),
        ("改 物业收费", Verb.CORRECT, None, "物业收费"),
        ("改成物业收费", Verb.CORRECT, None, "物业收费"),
        ("改：停车", Verb.CORRECT, None, "停车"),
        ("改 12 停车", Verb.CORRECT, None, "12 停车"),
        ("取消", Verb.WITHDRAW, None, ""),
        ("取消 12", Verb.WITHDRAW, 12, ""),
        ("取消吧", Verb.WITHDRAW, None, ""),
        ("撤回12。", Verb.WITHDRAW, 12, ""),
        ("满意", Verb.ACCEPT, None, ""),
        ("满意！", Verb.ACCEPT, None, ""),
        ("滿意", Verb.ACCEPT, None, ""),
        ("非常满意", Verb.ACCEPT, None, ""),
        ("满意 12", Verb.ACCEPT, 12, ""),
        ("满意，谢谢你们", Verb.ACCEPT, None, ""),
        ("不满意", Verb.REJECT, None, ""),
        ("不满意 又停了", Verb.REJECT, None, "又停了"),
        ("不满意，12号又停了", Verb.REJECT, None, "12号又停了"),
        ("不满意 12 又停了", Verb.REJECT, 12, "又停了"),
        ("不太满意", Verb.REJECT, None, ""),
        ("一点也不满意，没人来", Verb.REJECT, None, "没人来"),
        ("接单", Verb.TAKE, None, ""),
        ("接单 12", Verb.TAKE, 12, ""),
        ("接单12", Verb.TAKE, 12, ""),
        ("接 12", Verb.TAKE, 12, ""),
        ("接單 ＃12", Verb.TAKE, 12, ""),
        ("接单12，我马上过去", Verb.TAKE, 12, "我马上过去"),
        ("12接单", Verb.TAKE, 12, ""),
        ("#12 办结 修好了", Verb.FINISH, 12, "修好了"),
        ("办结 12 已劝离", Verb.FINISH, 12, "已劝离"),
        ("办结：已劝离", Verb.FINISH, None, "已劝离"),
        ("办结12：已劝离", Verb.FINISH, 12, "已劝离"),
        ("辦結 12 已勸離", Verb.FINISH, 12, "已勸離"),
        ("办结 12 3月5日修好", Verb.FINISH, 12, "3月5日修好"),
        ("办结 3栋已清", Verb.FINISH, None, "3栋已清"),
        ("办结 2次上门", Verb.FINISH, None, "2次上门"),
        ("办结 12:30 修好", Verb.FINISH, None, "12:30 修好"),
        ("办结 12\n已劝离\n也划了线", Verb.FINISH, 12, "已劝离\n也划了线"),
        ("转办 12 物业", Verb.PASS_ON, 12, "物业"),
        ("退回 12 不归我管", Verb.RETURN, 12, "不归我管"),
        ("退回", Verb.RETURN, None, ""),
        ("我的", Verb.MINE, None, ""),
        ("待办", Verb.MINE, None, ""),
        ("绑定 K7F3", Verb.BIND, None, "K7F3"),
        ("绑定：K7F3", Verb.BIND, None, "K7F3"),
        ("帮助", Verb.HELP, None, ""),
        ("HELP", Verb.HELP, None, ""),
        ("怎么用？", Verb.HELP, None, ""),
        ("人工", Verb.HUMAN, None, ""),
        ("转人工", Verb.HUMAN, None, ""),
        ("我要找人工", Verb.HUMAN, None, ""),
        ("  进度  ", Verb.STATUS, None, ""),
    ],
)
def test_a_chat_word_is_read_with_its_number_and_words(text, verb, number, rest):
    assert read_command(text) == Command(verb, number, rest)


@pytest.mark.parametrize(
    "text",
    [
        "榕御小区3栋楼下乱停车",
        "满意度调查什么时候开始",
        "取消停车费",
        "接孩子的时候车位被占",
        "改天再说",
        "人工湖里有死鱼",
        "进度太慢了你们到底管不管",
        "我的车被划了",
        "3栋",
        "12",
        "",
        "   ",
    ],
)
def test_own_words_are_no_command(text):
    assert read_command(text) is None


@pytest.mark.parametrize("text", ["收到", "好的", "好", "我来", "马上去", "马上处理", "1", "收到！"])
def test_words_that_take_a_task(text):
    assert sounds_like_taking(text)


@pytest.mark.parametrize("text", ["收到垃圾费通知了", "不来", "好什么好", "11"])
def test_words_that_take_nothing(text):
    assert not sounds_like_taking(text)


@pytest.mark.parametrize("text", ["修好了", "已经解决了，谢谢", "弄好了", "可以了", "处理好了 谢谢您"])
def test_words_that_are_satisfied(text):
    assert sounds_satisfied(text)
    assert not sounds_unsatisfied(text)


@pytest.mark.parametrize("text", ["没修好", "还是没解决", "根本没人来", "还没好", "没处理，骗人的"])
def test_words_that_are_not_satisfied(text):
    assert sounds_unsatisfied(text)
    assert not sounds_satisfied(text)


@pytest.mark.parametrize("text", ["算了不用来了", "取消吧，不用了", "不用来了", "不用修了谢谢", "撤销吧不用了"])
def test_words_that_withdraw(text):
    assert sounds_withdrawn(text)


@pytest.mark.parametrize("text", ["不用了解", "算了一笔账", "不用来这套", "水管不要了", "不用交物业费了吗"])
def test_words_that_withdraw_nothing(text):
    assert not sounds_withdrawn(text)


@pytest.mark.parametrize("text", ["没事了", "没关系", "好贵", "解决不了"])
def test_words_that_are_no_verdict(text):
    assert not sounds_satisfied(text)
    assert not sounds_unsatisfied(text)


@pytest.mark.parametrize("text", ["对了，还有一件事", "另外楼道灯坏了", "还有个事", "再报一件", "顺便说一下"])
def test_another_matter_announces_itself(text):
    assert begins_another_matter(text)


@pytest.mark.parametrize("text", ["还有人在吵", "车牌是闽E12345", "第3栋"])
def test_going_on_announces_nothing(text):
    assert not begins_another_matter(text)


@pytest.mark.parametrize(
    "question",
    [
        Question(Asked.PLACE),
        Question(Asked.BUILDING),
        PLACES,
        Question(Asked.CATEGORY, (Option("noise", '噪音"扰民'),)),
    ],
)
def test_a_question_survives_its_row(question):
    assert read_question(write_question(question)) == question


def test_no_text_is_no_question():
    assert read_question("") is None


@pytest.mark.parametrize(
    ("text", "picked"),
    [
        ("1", "rongyu"),
        ("2", "rongyu-1q"),
        (" 2. ", "rongyu-1q"),
        ("选2", "rongyu-1q"),
        ("第二个", "rongyu-1q"),
        ("②", "rongyu-1q"),
        ("榕御一期", "rongyu-1q"),
    ],
)
def test_an_option_is_picked_by_number_or_by_name(text, picked):
    choice = read_choice(PLACES, text)
    assert isinstance(choice, Option)
    assert choice.code == picked


@pytest.mark.parametrize("text", ["3", "都不是", "都不对", "没有"])
def test_none_of_these_is_an_answer_too(text):
    assert read_choice(PLACES, text) == 0


@pytest.mark.parametrize("text", ["4", "12", "榕御小区3栋", "不知道", ""])
def test_anything_else_picks_nothing(text):
    assert read_choice(PLACES, text) is None


def test_a_number_picks_nothing_where_no_options_were_offered():
    assert read_choice(Question(Asked.BUILDING), "3") is None
    assert read_choice(Question(Asked.BUILDING), "都不是") is None
