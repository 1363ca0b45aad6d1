"""What a handler says and waits for, who grants more time, and how a case that rests goes on again."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from matching.case import Action, State
from tests.bot.desk.climbing import struck
from tests.builders import MORNING, ZONE, DeskTalk, a_talk, people

REPORT = "榕御小区3栋楼下乱停车"
CHEN, SHEQU, JIEDAO = "openid-chen", "openid-shequ", "openid-jiedao"


@pytest.fixture
def talk(talk: DeskTalk) -> DeskTalk:
    """Case 1 is 陈建国's, who has taken it; its term ends on 10 March at 10:00."""
    talk.says("resident", REPORT)
    talk.says(CHEN, "接单 1")
    talk.later()
    return talk


def local(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=ZONE)


# -- saying --------------------------------------------------------------------------------------------


def test_a_handlers_own_words_reach_the_resident_and_are_the_first_word(talk: DeskTalk):
    assert talk.says(CHEN, "回复 1 明天上午去看") == "#1 已转给居民。"

    assert talk.told("resident", "said") == ["#1 停车秩序 · 榕御小区3栋\n3栋楼长陈**回复您：明天上午去看"]
    assert talk.case(1).first_word_at == talk.now
    assert talk.case(1).state is State.IN_PROGRESS
    assert "已接单，已回话，3月10日10:00前办结" in talk.says("resident", "进度")


def test_the_number_may_be_left_out(talk: DeskTalk):
    talk.says(CHEN, "回复：明天上午去看")

    assert "明天上午去看" in talk.told("resident", "said")[0]


def test_the_office_over_the_place_may_speak_too_and_nobody_else(talk: DeskTalk):
    talk.says(SHEQU, "回复 1 社区也在盯着")
    assert "榕御社区居委会回复您" in talk.told("resident", "said")[0]

    assert talk.says("openid-li", "回复 1 我是隔壁的") == "#1 不能由您回复，要由社区或街道来定。"


@pytest.mark.parametrize("words", ["回复 1", "回复1"])
def test_nothing_is_said_with_nothing(talk: DeskTalk, words: str):
    talk.says(CHEN, words)

    assert talk.told("resident", "said") == []


def test_a_resident_who_begins_with_a_handlers_word_just_talks(talk: DeskTalk):
    assert "绑定" not in talk.says("other", "回复：太慢了，榕御小区5栋楼下乱停车")
    assert len(talk.cases()) == 2


# -- asking the resident ---------------------------------------------------------------------------


def test_a_question_rests_the_clock_and_the_answer_goes_on_where_it_was(talk: DeskTalk):
    reply = talk.says(CHEN, "追问 1 车牌号是多少")
    assert "办结时间先停着，最多停到3月5日10:10" in reply
    [asked] = talk.told("resident", "inquire")
    assert "3栋楼长陈**问您：车牌号是多少" in asked
    assert talk.case(1).state is State.AWAITING_INFO
    assert "等您回答" in talk.says("resident", "进度")
    assert "等居民回答" in talk.says(CHEN, "我的")

    talk.later(hours=20)
    answer = talk.says("resident", "闽E12345")

    case = talk.case(1)
    assert "接着办#1 停车秩序" in answer
    assert case.state is State.IN_PROGRESS
    assert case.due_at == local("03-10 10:00") + timedelta(hours=20)
    assert not case.question
    assert "闽E" in talk.told("chen", "answered")[0]
    assert "闽E12345" in [words.text for words in talk.words(1)]


def test_without_an_answer_the_clocks_go_on_by_themselves_and_both_are_told(talk: DeskTalk):
    talk.says(CHEN, "追问 1 车牌号是多少")
    talk.later(hours=47)
    assert struck(talk) == []
    talk.later(hours=1)
    assert struck(talk) == [(1, "go_on")]

    case = talk.case(1)
    assert case.state is State.IN_PROGRESS
    assert case.due_at == local("03-10 10:00") + timedelta(hours=48)
    assert "48小时没回" in talk.told("chen", "goes_on")[0]
    assert "没等到您回答" in talk.told("resident", "goes_on")[0]
    assert struck(talk) == []


def test_a_rest_counts_48_hours_at_most_however_late_the_clock_is_looked_at(talk: DeskTalk):
    talk.says(CHEN, "追问 1 车牌号是多少")
    talk.later(hours=90)
    talk.tick()

    assert talk.case(1).due_at == local("03-10 10:00") + timedelta(hours=48)


def test_the_clocks_rest_twice_and_no_more(talk: DeskTalk):
    for question in ("车牌号是多少", "停在哪一侧"):
        talk.says(CHEN, f"追问 1 {question}")
        talk.says("resident", "右边那辆")
    assert "已经问过两次" in talk.says(CHEN, "追问 1 还有别的吗")
    assert talk.case(1).state is State.IN_PROGRESS


def test_a_question_is_a_signing_too(talk: DeskTalk):
    talk.says("other", "榕御小区3栋太吵了")
    talk.says(CHEN, "追问 2 哪一层")
    talk.says("other", "六楼")

    assert talk.case(2).state is State.IN_PROGRESS


def test_a_photo_answers_the_question(talk: DeskTalk):
    talk.says(CHEN, "追问 1 拍张照片")
    talk.later(hours=3)
    reply = talk.sends("resident", "image", media="m1")

    assert "接着办#1" in reply
    assert talk.case(1).state is State.IN_PROGRESS


def test_a_location_answers_the_question_and_does_not_send_the_case_elsewhere(talk: DeskTalk):
    talk.says(CHEN, "追问 1 发个位置")
    talk.later(hours=3)
    reply = talk.sends("resident", "location", text="修文路口", latitude=24.51, longitude=117.65)

    assert "接着办#1" in reply
    assert (talk.case(1).state, talk.case(1).responder) == (State.IN_PROGRESS, "chen")


def test_another_matter_is_no_answer(talk: DeskTalk):
    talk.says(CHEN, "追问 1 车牌号是多少")
    talk.later()
    talk.says("resident", "江滨花园2栋停水了")

    assert talk.case(1).state is State.AWAITING_INFO
    assert talk.case(2).category == "utilities"


def test_a_danger_is_no_answer(talk: DeskTalk):
    talk.says(CHEN, "追问 1 车牌号是多少")
    talk.later()
    talk.says("resident", "榕御小区3栋着火了")

    assert talk.case(1).state is State.AWAITING_INFO
    assert talk.case(2).urgent


def test_who_does_not_wait_any_longer_takes_it_up_again(talk: DeskTalk):
    talk.says(CHEN, "追问 1 车牌号是多少")
    talk.later(hours=1)

    assert "接着办" in talk.says(CHEN, "接单 1")
    assert talk.case(1).state is State.IN_PROGRESS


@pytest.mark.parametrize("words", ["办结 1 已劝离", "办结 已劝离", "转办 1 物业 归他们", "退回 1 归物业"])
def test_an_asked_question_holds_nobody_up_who_is_done(talk: DeskTalk, words: str):
    talk.says(CHEN, "追问 1 车牌号是多少")
    talk.says(CHEN, words)

    assert talk.case(1).state in (State.AWAITING_VERDICT, State.AWAITING_SIGNIN)
    assert talk.case(1).paused_at is None


def test_a_correction_while_asked_ends_the_rest(talk: DeskTalk):
    talk.says(CHEN, "追问 1 车牌号是多少")
    talk.later(hours=1)
    talk.says("resident", "改 物业收费")

    case = talk.case(1)
    assert (case.state, case.responder, case.paused_at) == (State.AWAITING_SIGNIN, "wuye", None)


# -- a day -------------------------------------------------------------------------------------------


def test_a_schedule_is_told_and_comes_back_on_its_day(talk: DeskTalk):
    reply = talk.says(CHEN, "排期 1 3月6日 约了划线队")
    assert "3月6日提醒您" in reply
    assert "3栋楼长陈**排在3月6日办。约了划线队" in talk.told("resident", "schedule")[0]
    assert talk.case(1).first_word_at == talk.now
    assert "已排期" in talk.says("resident", "进度")

    talk.now = local("03-06 07:59")
    assert struck(talk) == []
    talk.later(minutes=1)
    assert struck(talk) == [(1, "resume")]
    assert talk.case(1).state is State.IN_PROGRESS
    assert "约的日子到了" in talk.told("chen", "resumed")[0]
    assert "约的日子到了" in talk.told("resident", "resumed")[0]
    assert struck(talk) == []


def test_waiting_for_somebody_outside_has_a_day_too(talk: DeskTalk):
    talk.says(CHEN, "等外 1 周五 交警大队")

    assert talk.case(1).state is State.AWAITING_OUTSIDE
    assert talk.case(1).resume_at == local("03-06 08:00")
    assert "3栋楼长陈**在等交警大队，3月6日前接着办" in talk.told("resident", "wait_outside")[0]


def test_scheduling_takes_what_was_not_taken(talk: DeskTalk):
    talk.says("other", "榕御小区3栋太吵了")
    talk.says(CHEN, "排期 2 后天 上门劝")

    assert talk.moves(2)[-2:] == [Action.TAKE, Action.SCHEDULE]


def test_a_schedule_can_be_moved_and_ended_before_its_day(talk: DeskTalk):
    talk.says(CHEN, "排期 1 3月6日 约了划线队")
    talk.says(CHEN, "排期 1 3月7日 划线队改期")
    assert talk.case(1).resume_at == local("03-07 08:00")

    assert "接着办" in talk.says(CHEN, "接单")
    assert (talk.case(1).state, talk.case(1).resume_at) == (State.IN_PROGRESS, None)
    assert "办结" in talk.says(CHEN, "办结 已划线")


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ("排期 1 尽快", "没看懂是哪天"),
        ("排期 1", "没看懂是哪天"),
        ("排期 1 3月1日 太忙", "3月1日不行：要从明天算起，90天以内。"),
        ("排期 1 今天 太忙", "3月3日不行"),
        ("排期 1 6月30日 太忙", "6月30日不行"),
        ("排期 1 3月6日", "请在“排期 1 3月6日”后面写一句原因"),
        ("等外 1 昨天 交警", "没看懂是哪天"),
        ("延期 1 3月9日 太忙", "本来就到3月10日10:00"),
        ("延期 1 13月9日 太忙", "没看懂是哪天"),
        ("同意 1", "现在没有等您批的延期"),
        ("不同意 1 不行", "现在没有等您批的延期"),
        ("排期 9 3月6日 太忙", "没有找到#9"),
        ("同意 9", "没有找到#9"),
    ],
)
def test_refusals_say_what_to_do_and_change_nothing(talk: DeskTalk, words: str, refusal: str):
    before = talk.case(1)

    assert refusal in talk.says(CHEN, words)
    assert talk.case(1) == before


# -- more time ---------------------------------------------------------------------------------------


def test_more_time_needs_a_reason_an_approver_and_a_word_to_the_resident(talk: DeskTalk):
    reply = talk.says(CHEN, "延期 1 3月20日 等划线队")
    assert "已报榕御社区居委会定；没定之前仍按原来的时限" in reply
    assert "3栋楼长陈**想延到3月20日18:00办结，原因：等划线队" in talk.told("shequ", "extension")[0]
    assert talk.case(1).due_at == local("03-10 10:00")
    assert "正等批" in talk.says(CHEN, "延期 1 3月21日 等划线队")

    assert "已同意延期" in talk.says(SHEQU, "同意 1")
    assert talk.case(1).due_at == local("03-20 18:00")
    assert "要延到3月20日18:00前办结，已经上级同意。原因：等划线队" in talk.told("resident", "extension")[0]
    assert "延期批了" in talk.told("chen", "extension")[0]
    assert talk.moves(1)[-1] == Action.EXTEND
    [kept] = talk.store.read(lambda unit: unit.extensions.of_case(1))
    assert (kept.by, kept.approver, kept.granted, kept.reason) == ("chen", "shequ", True, "等划线队")


def test_who_asks_does_not_grant(talk: DeskTalk):
    talk.says(CHEN, "转办 1 社区 归你们")
    talk.says(SHEQU, "接单 1")
    talk.says(SHEQU, "延期 1 3月20日 等划线队")
    assert talk.told("jiedao", "extension"), "the next office up is asked"

    assert talk.says(SHEQU, "同意 1") == "#1 不能由您同意，要由社区或街道来定。"
    assert talk.says(CHEN, "同意 1") == "#1 不能由您同意，要由社区或街道来定。"
    assert "已同意延期" in talk.says(JIEDAO, "同意 1")


def test_a_refused_extension_says_why_and_keeps_the_term(talk: DeskTalk):
    talk.says(CHEN, "延期 1 3月20日 太忙")
    assert "请在“不同意 1”后面写一句不同意的原因" in talk.says(SHEQU, "不同意 1")
    talk.says(SHEQU, "不同意 1 先摆锥桶")

    assert talk.case(1).due_at == local("03-10 10:00")
    assert "延期没批：先摆锥桶" in talk.told("chen", "extension")[0]
    assert talk.told("resident", "extension") == []
    assert "现在没有等您批的延期" in talk.says(SHEQU, "同意 1")
    assert "第2次" not in talk.told("shequ", "extension")[0]


def test_a_granted_one_is_counted_for_the_next_approver(talk: DeskTalk):
    talk.says(CHEN, "延期 1 3月20日 等划线队")
    talk.says(SHEQU, "同意 1")
    talk.says(CHEN, "延期 1 3月25日 下雨")

    assert "（第2次延期）" in talk.told("shequ", "extension")[1]


def test_a_request_lapses_with_the_hands_it_came_from(talk: DeskTalk):
    talk.says(CHEN, "延期 1 3月20日 等划线队")
    talk.says(CHEN, "转办 1 物业 归他们")

    assert "现在没有等您批的延期" in talk.says(SHEQU, "同意 1")


def test_a_schedule_behind_the_term_asks_for_the_time_as_well(talk: DeskTalk):
    reply = talk.says(CHEN, "排期 1 3月20日 等划线队")

    assert "已报榕御社区居委会定" in reply
    assert talk.case(1).state is State.SCHEDULED
    assert talk.case(1).due_at == local("03-10 10:00"), "until it is granted the promise stands"
    talk.says(SHEQU, "同意 1")
    assert talk.case(1).due_at == local("03-20 18:00")


def test_what_was_granted_survives_another_pair_of_hands(talk: DeskTalk):
    talk.says(CHEN, "延期 1 3月20日 等划线队")
    talk.says(SHEQU, "同意 1")
    talk.says(CHEN, "转办 1 物业 归他们")

    assert talk.case(1).due_at == local("03-20 18:00")


def test_without_anybody_above_no_time_is_granted(store):
    talk = a_talk(store, staff=[row for row in people() if row.code in ("chen", "wuye")])
    talk.says("resident", REPORT)
    talk.says(CHEN, "接单 1")

    assert "没有能批延期的人" in talk.says(CHEN, "延期 1 3月20日 等划线队")
    assert "已报" not in talk.says(CHEN, "排期 1 3月20日 等划线队")


def test_nothing_of_this_is_due_in_the_morning_it_was_said(talk: DeskTalk):
    talk.says(CHEN, "回复 1 明天去")

    assert talk.now == MORNING + timedelta(minutes=10)
    assert struck(talk) == []
