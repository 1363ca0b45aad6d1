"""Who helps: signing up, in a list or in one's own words, changing one thing, a rest, leaving and coming back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.knowledge import Library
from intents.rule import shipped_rules_text
from matching.offers import Offer, OfferState
from matching.volunteer import Volunteer
from storage.people import VolunteerRow
from storage.unit_of_work import Store
from tests.bot.desk.volunteers import a_need, a_volunteer, enlist
from tests.builders import MORNING, DeskTalk, a_talk


@pytest.fixture
def talk(store: Store) -> DeskTalk:
    return a_talk(store)


def entry(talk: DeskTalk, who: str = "zhou") -> VolunteerRow:
    contact = talk.contact(who)
    row = talk.store.read(lambda unit: unit.people.own_row(contact.id))
    assert row is not None
    return row


def matched(talk: DeskTalk, who: str = "zhou") -> Volunteer | None:
    """What the matcher sees of somebody within two seconds."""
    talk.later(seconds=2)
    contact = talk.contact(who)
    return talk.store.read(lambda unit: talk.desk.library.current(unit, talk.now)).roster.of_contact(contact.id)


def test_a_line_makes_an_entry_that_the_matcher_sees_within_two_seconds(talk: DeskTalk):
    reply = talk.says("zhou", "报名 水电维修 周末 会闽南话 女")
    assert reply.startswith("登记好了，谢谢您。\n会：水电维修\n语言：闽南语\n时间：周末08:00–21:00")
    volunteer = matched(talk)
    assert volunteer is not None
    assert (volunteer.skills, volunteer.languages, volunteer.gender) == ({"水电维修"}, {"闽南语"}, "女")


def test_one_question_asks_who_she_is_and_where_she_lives(talk: DeskTalk):
    assert "怎么称呼您、住哪个小区几栋" in talk.says("zhou", "报名 水电维修")
    reply = talk.says("zhou", "周晓梅，住榕御小区3栋501")
    assert reply.startswith("改好了，周晓梅。")
    assert "住：榕御小区3栋" in reply
    assert (entry(talk).name, entry(talk).home, talk.contact("zhou").home) == ("周晓梅", "rongyu-3", "rongyu-3")


def test_half_an_answer_asks_for_the_other_half(talk: DeskTalk):
    talk.says("zhou", "报名 水电维修")
    assert "您住哪个小区几栋" in talk.says("zhou", "周晓梅")
    assert "还差" not in talk.says("zhou", "榕御5栋")
    assert (entry(talk).name, entry(talk).home) == ("周晓梅", "rongyu-5")
    assert "怎么称呼" not in talk.says("zhou", "报名 周末")


def test_the_question_swallows_no_report(talk: DeskTalk):
    talk.says("zhou", "报名 水电维修")
    assert "#1" in talk.says("zhou", "榕御小区3栋楼下乱停车")
    assert "119" in talk.says("zhou", "榕御小区着火了")
    assert entry(talk).name == ""


@pytest.mark.parametrize("text", ["漏水了", "好的", "榕御小区漏水了", "谢谢你们", "要报修的是路灯、井盖、下水道和别的"])
def test_what_is_no_answer_is_none(talk: DeskTalk, text: str):
    talk.says("zhou", "报名 水电维修")
    assert "改好了" not in talk.says("zhou", text)
    assert (entry(talk).name, entry(talk).home) == ("", "")


def test_a_rare_surname_is_a_name_when_she_says_so(talk: DeskTalk):
    talk.says("zhou", "报名 水电维修")
    assert "改好了，么小春。" in talk.says("zhou", "我叫么小春")


def test_what_is_known_is_not_asked(talk: DeskTalk):
    talk.says("zhou", "榕御小区3栋楼下乱停车")
    contact = talk.contact("zhou")
    talk.store.run(lambda unit: unit.people.save(replace(contact, home="rongyu-3")))
    talk.later()
    assert "还差" not in talk.says("zhou", "报名 我叫周晓梅 理发")
    assert entry(talk).home == "rongyu-3"


def test_a_place_in_passing_leaves_the_home_that_is_known(talk: DeskTalk):
    talk.says("zhou", "报名 我叫周晓梅 理发 住榕御小区3栋")
    talk.says("zhou", "报名 江滨花园 巡逻")
    assert entry(talk).home == "rongyu-3"
    talk.says("zhou", "报名 搬到江滨花园2栋")
    assert entry(talk).home == "jiangbin-2"


def test_saying_it_again_changes_one_thing(talk: DeskTalk):
    talk.says("zhou", "报名 我叫周晓梅 水电维修 周末 住榕御小区3栋")
    assert "周六08:00–21:00" in talk.says("zhou", "报名 不要周日")
    assert "理发" in talk.says("zhou", "报名 理发")
    assert entry(talk).skills == ("水电维修", "理发")
    assert talk.says("zhou", "报名").startswith("您的志愿登记：\n会：水电维修、理发")


def test_without_words_it_says_how(talk: DeskTalk):
    assert talk.says("zhou", "报名").startswith("想当志愿者，说会什么")


def test_a_handler_may_be_a_volunteer_too(talk: DeskTalk):
    assert "登记好了，陈建国" in talk.says("openid-chen", "报名 理发 住榕御小区3栋")
    volunteer = matched(talk, "openid-chen")
    assert volunteer is not None
    assert volunteer.person == "chen"


def test_a_skill_that_the_table_lacks_is_kept_as_said(talk: DeskTalk):
    assert "“开铲车”表里还没有" in talk.says("zhou", "报名 会开铲车 周末")
    assert entry(talk).skills == ("开铲车",)


def test_a_skill_with_a_paper_waits_for_somebody_to_look(talk: DeskTalk):
    reply = talk.says("zhou", "报名 护士 理发")
    assert "会：理发" in reply
    assert "要看证的：医疗护理" in reply


def test_a_code_that_a_file_gave_away_is_given_to_nobody_else(talk: DeskTalk):
    number = talk.contact("zhou").id
    enlist(talk, a_volunteer(f"V{number}", "林强", openid=""))
    talk.says("zhou", "报名 理发")
    assert entry(talk).code == f"V{number}a"


@pytest.mark.parametrize("text", ["报名 小学要带什么材料", "证明 去哪里开", "休息到半夜还在吵"])
def test_sentences_that_begin_like_a_volunteers_word_are_answered_as_sentences(talk: DeskTalk, text: str):
    reply = talk.says("resident", text)
    assert "登记好了" not in reply
    assert "还没有登记做志愿者" not in reply
    assert "没看出会什么" not in reply


@pytest.mark.parametrize("text", ["报名 啥", "休息到 12月1日", "我的时长", "退出志愿", "结束休息"])
def test_who_is_no_volunteer_is_told_how_to_become_one(talk: DeskTalk, text: str):
    assert "报名" in talk.says("resident", text)


# -- in her own words --------------------------------------------------------------------------------


@pytest.fixture
def shipped(talk: DeskTalk) -> DeskTalk:
    """The desk with the rules that are shipped: an offer is known as one."""
    talk.store.run(lambda unit: unit.rules.publish(shipped_rules_text(), "tests", "as shipped", talk.now))
    talk.desk = replace(talk.desk, library=Library())
    return talk


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_an_offer_in_her_own_words_becomes_an_entry_by_one_word_and_no_case(shipped: DeskTalk):
    reply = shipped.says("wu", "周末有空 会修电脑 可以教老人用手机")
    assert "记作：电脑手机 · 周末08:00–21:00。" in reply
    assert "登记好了" in shipped.says("wu", "好")
    assert entry(shipped, "wu").skills == ("电脑手机",)
    assert shipped.cases() == []
    assert shipped.says("wu", "周末有空 会修电脑 可以教老人用手机").startswith("您的志愿登记：")


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_a_card_that_is_declined_makes_no_entry(shipped: DeskTalk):
    shipped.says("wu", "想当志愿者 怎么报名")
    shipped.says("wu", "不用了")
    contact = shipped.contact("wu")
    assert shipped.store.read(lambda unit: unit.people.own_row(contact.id)) is None


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_things_to_give_away_are_a_case(shipped: DeskTalk):
    assert "#1" in shipped.says("wu", "孩子穿小的衣服都还新，想捐出去")
    assert "#2" in shipped.says("wang", "阮兜有一台旧轮椅，啥人需要就来牵")


# -- a rest, and leaving -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("休息到 3月10日", "2026-03-10"), ("休息 3天", "2026-03-05"), ("休息到12号", "2026-03-12"),
        ("休息 2周", "2026-03-17"), ("休息到下周五", "2026-03-13"),
    ],
)  # fmt: skip
def test_a_rest_until_a_day_that_counts(talk: DeskTalk, text: str, until: str):
    talk.says("zhou", "报名 理发")
    assert "不问您" in talk.says("zhou", text)
    assert entry(talk).resting_until == until
    assert "正在休息" in talk.says("zhou", "报名")


def test_a_rest_ends_when_she_says_so(talk: DeskTalk):
    talk.says("zhou", "报名 理发")
    assert "没有在休息" in talk.says("zhou", "结束休息")
    talk.says("zhou", "休息 3天")
    assert "欢迎回来" in talk.says("zhou", "结束休息")
    assert entry(talk).resting_until == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [("休息", "歇到哪天"), ("休息到 3028年1月1日", "没看懂"), ("休息 400天", "最多歇一年"), ("休息到 那天", "没看懂")],
)
def test_a_rest_without_a_day_that_can_be_meant(talk: DeskTalk, text: str, words: str):
    talk.says("zhou", "报名 理发")
    assert words in talk.says("zhou", text)
    assert entry(talk).resting_until == ""


def test_leaving_is_asked_once_and_undone_by_one_word(talk: DeskTalk):
    talk.says("zhou", "报名 理发 周末")
    assert "确定退出吗" in talk.says("zhou", "退出志愿")
    assert matched(talk) is not None
    assert "已退出" in talk.says("zhou", "好")
    assert matched(talk) is None
    assert talk.says("zhou", "报名").startswith("欢迎回来，登记恢复了。\n会：理发\n时间：周末")
    assert matched(talk) is not None


def test_who_left_comes_back_with_something_new(talk: DeskTalk):
    talk.says("zhou", "报名 理发")
    talk.says("zhou", "退出志愿")
    talk.says("zhou", "好")
    assert talk.says("zhou", "报名 周末").startswith("欢迎回来")
    assert entry(talk).skills == ("理发",)


def test_whoever_holds_something_hands_it_back_first(talk: DeskTalk):
    talk.says("zhou", "报名 理发")
    code = entry(talk).code
    need = talk.store.run(lambda unit: unit.needs.add(a_need()))
    until = MORNING + timedelta(hours=1)
    offer = Offer(0, need, code, MORNING, until, state=OfferState.CLAIMED, answered_at=MORNING)
    number = talk.store.run(lambda unit: unit.needs.offer(offer))
    assert f"您还接着#Z{need}" in talk.says("zhou", "退出志愿")
    talk.store.run(lambda unit: unit.needs.save_offer(replace(offer, number=number, state=OfferState.RELEASED)))
    assert "确定退出吗" in talk.says("zhou", "退出志愿")


def test_whoever_is_forgotten_leaves_the_register(talk: DeskTalk):
    talk.says("zhou", "报名 我叫周晓梅 理发")
    talk.says("zhou", "删除我的信息")
    talk.says("zhou", "确认删除")
    assert talk.store.read(lambda unit: unit.people.volunteer_rows()) == ()
