"""吹哨报到: the street calls departments, they sign, come and report, the lead finishes; the street rates them."""

from __future__ import annotations

import pytest

from matching.case import Action, State
from matching.whistle import WhistleKind
from storage.unit_of_work import Store
from tests.bot.desk.whistles import (
    BLOWN,
    CENTRE,
    CHENGGUAN,
    PROPERTY,
    STREET,
    a_blown,
    a_reported,
    call_of,
    whistle_of,
)
from tests.builders import DeskTalk


@pytest.fixture
def blown(store: Store) -> DeskTalk:
    return a_blown(store)


def said(talk: DeskTalk, moment: object) -> str:
    return moment.astimezone(talk.desk.calendar.zone).strftime("%m-%d %H:%M")  # type: ignore[attr-defined]  # a moment


# -- blowing ---------------------------------------------------------------------------------------


def test_the_life_of_a_whistle(store: Store) -> None:
    talk = a_reported(store)
    talk.later()
    assert talk.says(STREET, BLOWN).startswith("#1 停车秩序 · 榕御小区3栋 已吹哨")
    assert talk.case(1).state is State.JOINT

    talk.later(minutes=30)
    assert talk.says(CHENGGUAN, "应哨 1").startswith("#1 停车秩序 · 榕御小区3栋 已应哨")
    talk.says(PROPERTY, "应哨")
    talk.says(CHENGGUAN, "联系 1 明早带两个人来，请物业备好路障")
    talk.later(hours=22, minutes=20)
    talk.says(CHENGGUAN, "到场 1")
    talk.says(PROPERTY, "已到场")
    talk.later(hours=2)
    talk.says(PROPERTY, "报告 1 已划线并装了路障")
    assert talk.case(1).state is State.JOINT
    talk.says(CHENGGUAN, "报告 1 劝离6辆，拖走1辆")

    case = talk.case(1)
    assert (case.state, case.responder) == (State.IN_PROGRESS, "chengguan")
    talk.says(STREET, "评 1 城管局 5 来得快，办得实")
    talk.says(CHENGGUAN, "答辩 1 谢谢，以后每周巡一次")
    talk.says(CHENGGUAN, "办结 1 通道已清空，以后每周巡查")
    talk.says("resident", "满意 1")

    assert talk.case(1).state is State.CLOSED
    assert talk.moves(1) == [
        Action.OPEN, Action.DISPATCH, Action.TAKE, Action.WHISTLE, Action.CONCLUDE, Action.FINISH, Action.ACCEPT,
    ]  # fmt: skip
    call = call_of(talk, "chengguan")
    assert (call.rating, call.rating_why, call.reply) == (5, "来得快，办得实", "谢谢，以后每周巡一次")
    assert (call.part, call.result) == ("查占道", "劝离6辆，拖走1辆")
    whistle = whistle_of(talk)
    assert whistle.conclusion == "芗城区城市管理局：劝离6辆，拖走1辆；榕御物业：已划线并装了路障"
    assert whistle.ended_at == talk.now


def test_the_first_named_leads_and_has_the_case(blown: DeskTalk) -> None:
    case, whistle = blown.case(1), whistle_of(blown)
    assert (case.responder, case.answerable, case.had) == ("chengguan", "chen", ("chen",))
    assert (whistle.lead, whistle.by, whistle.kind) == ("chengguan", "jiedao", WhistleKind.WORK)
    assert (said(blown, whistle.meet_at), whistle.spot, whistle.reason) == (
        "03-04 09:00", "榕御小区北门", "占道停车，救护车进不来",
    )  # fmt: skip
    assert "改由芗城区城市管理局办" in blown.told("chen", "taken_away")[0]


def test_everybody_called_reads_where_when_why_and_by_when(blown: DeskTalk) -> None:
    lead, other = blown.told("chengguan", "whistle")[0], blown.told("wuye", "whistle")[0]
    assert lead.startswith("【吹哨】#1 停车秩序 · 榕御小区3栋\n新桥街道办请您明天9:00到榕御小区北门，您牵头")
    assert "您的分工：查占道" in lead
    assert "今天11:10前应哨，明天10:10前联系街道，3月6日18:00前报结果" in lead
    assert "芗城区城市管理局牵头，您配合" in other
    assert "居民说：榕御小区3栋楼下乱停车" in other


def test_the_resident_is_told_who_comes_and_when(blown: DeskTalk) -> None:
    told = blown.told("resident", "passed")[-1]
    assert "新桥街道办请了芗城区城市管理局、榕御物业，明天9:00到榕御小区北门一起办，由芗城区城市管理局牵头" in told


def test_what_was_promised_to_the_resident_stays(store: Store) -> None:
    talk = a_reported(store)
    due = talk.case(1).due_at
    talk.later(days=6)
    talk.says(STREET, "吹硬哨 1 城管局 占道停车")
    case = talk.case(1)
    assert case.due_at == due
    assert said(talk, case.own_due_at) == "03-16 18:00"
    assert case.climb_at is not None
    assert case.own_due_at is not None
    assert case.climb_at > case.own_due_at


def test_without_names_time_or_place_the_usual_is_meant(store: Store) -> None:
    talk = a_reported(store)
    talk.says(STREET, "吹哨 1 占道停车没人管")
    whistle = whistle_of(talk)
    assert (whistle.lead, said(talk, whistle.meet_at), whistle.spot) == ("chengguan", "03-04 09:00", "榕御小区3栋")


def test_an_urgent_whistle_makes_the_case_urgent_and_rings_at_night(store: Store) -> None:
    talk = a_reported(store)
    talk.later(hours=13)
    reply = talk.says(STREET, "吹急哨 1 城管局 消防通道全堵了")
    assert "已急哨" not in reply
    assert "已吹急哨" in reply
    assert talk.case(1).urgent
    assert said(talk, call_of(talk, "chengguan").signin_due_at) == "03-03 23:10"
    letter = next(one for one in talk.letters() if one.notice.kind == "whistle")
    assert letter.notice.due_at == talk.now


def test_more_can_be_called_to_the_same_place(blown: DeskTalk) -> None:
    blown.later()
    reply = blown.says(STREET, "吹哨 1 住建局、城管局 来看看路面")
    assert "又叫了芗城区住房和城乡建设局。" in reply
    assert "明天9:00到榕御小区北门" in blown.told("zhujian", "whistle")[0]
    assert blown.case(1).responder == "chengguan"
    assert len(blown.told("chengguan", "whistle")) == 1, "whoever was called before is not called again"
    assert blown.says(STREET, "吹哨 1 城管局 再来").startswith("#1 这几家都已经叫过了")


def test_photos_go_to_everybody_called(store: Store) -> None:
    talk = a_reported(store)
    talk.sends("resident", "image", media="photo-1")
    talk.later()
    talk.says(STREET, BLOWN)
    for who in ("chengguan", "wuye"):
        assert talk.told(who, "media") == ["#1 的照片"]


@pytest.mark.parametrize("who", ["openid-chen", "openid-shequ", CHENGGUAN])
def test_only_named_roles_whistle(store: Store, who: str) -> None:
    talk = a_reported(store)
    assert talk.says(who, BLOWN).startswith("吹哨由街道或区指挥中心来")
    assert talk.says(who, "吹哨").startswith("吹哨由街道或区指挥中心来")
    assert talk.case(1).state is State.IN_PROGRESS


def test_the_command_centre_whistles_too(store: Store) -> None:
    talk = a_reported(store)
    assert "已吹哨" in talk.says(CENTRE, "吹哨 1 物业牵头、城管局 明天9:00 北门 占道")
    assert talk.case(1).responder == "wuye"


@pytest.mark.parametrize(
    ("words", "reply"),
    [
        ("吹哨 1 水利局 漏水", "#1 没找到“水利局”。\n可以叫：榕御物业、芗城区城市管理局"),
        ("吹哨 9 城管局 占道", "没有找到#9"),
        ("吹哨 1", "请在“吹哨 1”后面写一句叫谁、为什么"),
        ("吹哨 1 城管局 明天9:00 北门", "请在“吹哨 1”后面写一句原因"),
        ("吹哨 城管局 占道", "请写上号"),
        ("吹哨 1 城管局 今天8:00 占道", "#1 到场时间要在现在之后、3月6日18:00之前"),
        ("吹哨 1 城管局 3月20日 占道", "#1 到场时间要在现在之后、3月6日18:00之前"),
        ("评 1 城管局 5 好", "#1 现在没有在吹的哨"),
        ("收哨 1 都办了", "#1 现在没有在吹的哨"),
        ("收哨 9 都办了", "没有找到#9"),
    ],
)
def test_a_whistle_that_cannot_be_blown_says_why(store: Store, words: str, reply: str) -> None:
    talk = a_reported(store)
    assert talk.says(STREET, words).startswith(reply)


def test_where_no_department_has_the_category_it_must_be_named(store: Store) -> None:
    talk = a_reported(store)
    talk.later()
    talk.says("other", "榕御小区5栋楼上半夜唱歌吵得睡不着")
    assert talk.says(STREET, "吹哨 2 天天半夜唱歌").startswith("#2 没找到要叫的部门。\n可以叫：")


def test_an_ended_case_is_not_whistled_for(store: Store) -> None:
    talk = a_reported(store)
    talk.says("resident", "取消 1")
    assert talk.says(STREET, BLOWN) == "#1 现在是“已办结”，不能吹哨。"


def test_the_street_sees_its_whistles_and_how_far_each_has_come(blown: DeskTalk) -> None:
    blown.says(CHENGGUAN, "应哨 1")
    listed = blown.says(STREET, "吹哨")
    assert "#1 停车秩序 · 榕御小区3栋：明天9:00到榕御小区北门；芗城区城市管理局已应哨、榕御物业没应哨" in listed
    blown.says(STREET, "收哨 1 已在现场定了方案")
    assert blown.says(STREET, "吹哨").startswith("现在没有在吹的哨")


# -- answering -------------------------------------------------------------------------------------


def test_whoever_had_it_answers_until_the_lead_has_signed(blown: DeskTalk) -> None:
    blown.says(PROPERTY, "应哨 1")
    assert blown.case(1).answerable == "chen"
    blown.says(CHENGGUAN, "应哨 1")
    assert blown.case(1).answerable == ""
    assert "您不用再跟了" in blown.told("chen", "signed")[0]


def test_the_street_hears_every_answer(blown: DeskTalk) -> None:
    blown.says(CHENGGUAN, "应哨 1 马上安排")
    blown.says(CHENGGUAN, "联系街道 1 明早带两个人来")
    blown.says(CHENGGUAN, "到场 1")
    blown.says(CHENGGUAN, "报告 1 劝离6辆")
    heard = blown.told("jiedao", "whistle")
    assert [words.partition("\n")[2].partition("\n")[0] for words in heard] == [
        "芗城区城市管理局已应哨：马上安排",
        "芗城区城市管理局已联系：明早带两个人来",
        "芗城区城市管理局已到场。",
        "芗城区城市管理局已报结果：劝离6辆",
    ]
    assert "评 1 芗城区城市管理局 1到5 理由" in heard[-1]


def test_any_answer_signs(blown: DeskTalk) -> None:
    blown.says(PROPERTY, "报告 1 路障装好了")
    assert call_of(blown, "wuye").signed_at == blown.now
    assert call_of(blown, "wuye").wakes_at is None


def test_the_resident_hears_of_the_first_one_who_is_there(blown: DeskTalk) -> None:
    blown.says(PROPERTY, "到场 1")
    blown.says(CHENGGUAN, "到场 1")
    assert [words for words in blown.told("resident", "progress") if "已到现场" in words] == [
        "#1 停车秩序 · 榕御小区3栋：榕御物业已到现场。"
    ]


@pytest.mark.parametrize(
    ("first", "again", "reply"),
    [
        ("应哨 1", "应哨 1", "之前已应哨"),
        ("到场 1", "到场 1", "之前已到场"),
        ("报告 1 好了", "报告 1 好了", "之前已报结果"),
    ],
)
def test_an_answer_counts_once(blown: DeskTalk, first: str, again: str, reply: str) -> None:
    blown.says(PROPERTY, first)
    before = call_of(blown, "wuye")
    blown.later()
    assert reply in blown.says(PROPERTY, again)
    assert call_of(blown, "wuye") == before


@pytest.mark.parametrize(
    ("who", "words", "reply"),
    [
        ("openid-chen", "应哨 1", "#1 没有叫您"),
        ("openid-chen", "应哨", "现在没有能回“应哨”的事"),
        (PROPERTY, "应哨 9", "#9 没有叫您"),
        (PROPERTY, "报告 1", "请在“报告 1”后面写一句结果"),
        (PROPERTY, "联系 1", "请在“联系 1”后面写一句要对街道说的话"),
        (PROPERTY, "收哨 1 我说了算", "#1 不能由您收哨"),
        (PROPERTY, "答辩 1 我们没迟到", "#1 街道还没给您评分"),
        (PROPERTY, "评 1 城管局 5 好", "吹哨由街道或区指挥中心来"),
    ],
)
def test_an_answer_that_does_not_fit_says_why(blown: DeskTalk, who: str, words: str, reply: str) -> None:
    assert blown.says(who, words).startswith(reply)


def test_a_resident_who_begins_like_an_answer_just_talks(blown: DeskTalk) -> None:
    for words in ("联系 12345 没人管", "到场 1", "报告 1 楼道灯坏了"):
        assert "绑定" not in blown.says("stranger", words)


def test_two_whistles_want_the_number(store: Store) -> None:
    talk = a_blown(store)
    talk.says("other", "榕御小区5栋楼下乱停车")
    talk.says(STREET, "吹哨 2 物业 占道")
    assert "#1、#2" in talk.says(PROPERTY, "应哨")
    talk.says(PROPERTY, "应哨 2")
    assert call_of(talk, "wuye").signed_at is None


def test_my_list_shows_the_whistles_that_call_me(blown: DeskTalk) -> None:
    called = blown.says(PROPERTY, "我的")
    assert called.startswith("叫了您的哨有1个：\n【吹哨】#1 停车秩序 · 榕御小区3栋：明天9:00到榕御小区北门；")
    assert "等您应哨，今天11:10前" in called
    lead = blown.says(CHENGGUAN, "我的")
    assert lead.startswith("您手上有1件：")
    assert "叫了您的哨有1个：" in lead
    for words, shown in (
        ("应哨 1", "等您联系街道"), ("联系 1 明早来", "等您到场"), ("到场 1", "等您报结果"), ("报告 1 好了", "等别家"),
    ):
        blown.says(PROPERTY, words)
        assert shown in blown.says(PROPERTY, "我的")
    assert blown.says("openid-lin", "我的") == "您手上没有要办的事。"
    assert "叫了您的哨" not in blown.says("resident", "我的")


# -- ending ----------------------------------------------------------------------------------------


def test_the_street_may_end_it_before_everybody_has_reported(blown: DeskTalk) -> None:
    blown.says(CHENGGUAN, "应哨 1")
    reply = blown.says(STREET, "收哨 1 现场定了方案，城管局落实")
    assert "由芗城区城市管理局办到底" in reply
    case = blown.case(1)
    assert (case.state, case.responder) == (State.IN_PROGRESS, "chengguan")
    assert "请收尾，办好回“办结 1" in blown.told("chengguan", "whistle")[-1]
    assert "不用再报了" in blown.told("wuye", "whistle")[-1]
    assert "接下来由芗城区城市管理局办到底" in blown.told("resident", "progress")[-1]


def test_the_lead_may_end_it_too(blown: DeskTalk) -> None:
    assert "已收哨" in blown.says(CHENGGUAN, "收哨 1 都商量好了")
    assert whistle_of(blown).conclusion == "都商量好了"


def test_the_lead_who_reports_last_reads_that_it_is_his_to_finish(blown: DeskTalk) -> None:
    blown.says(PROPERTY, "报告 1 路障装好了")
    assert "请收尾" in blown.says(CHENGGUAN, "报告 1 劝离6辆")
    assert "各家都报了结果，已收哨" in blown.told("jiedao", "whistle")[-1]


def test_the_lead_who_reported_first_is_told_when_the_others_have(blown: DeskTalk) -> None:
    blown.says(CHENGGUAN, "报告 1 劝离6辆")
    blown.says(PROPERTY, "报告 1 路障装好了")
    assert "请收尾，办好回“办结 1" in blown.told("chengguan", "whistle")[-1]


def test_a_whistle_that_ends_late_leaves_the_lead_time_to_finish(blown: DeskTalk) -> None:
    blown.later(days=20)
    blown.says(STREET, "收哨 1 定了方案")
    case = blown.case(1)
    assert said(blown, case.climb_at) == "03-24 18:00"
    assert said(blown, case.own_due_at) == "03-24 18:00"


def test_a_case_may_be_whistled_for_again_later(blown: DeskTalk) -> None:
    blown.says(STREET, "收哨 1 定了方案")
    blown.later(days=1)
    blown.says(STREET, "吹哨 1 住建局 路面塌了")
    assert [one.lead for one in blown.store.read(lambda unit: unit.whistles.of_case(1))] == ["zhujian", "chengguan"]
    assert blown.case(1).responder == "zhujian"
