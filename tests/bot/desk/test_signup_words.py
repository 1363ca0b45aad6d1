"""What somebody says of herself when she signs up, and what becomes of her entry."""

from __future__ import annotations

import pytest

from bot.desk.signup_words import SignUp, kind_of, read_sign_up, with_sign_up
from bot.desk.slotwords import read_slots, written
from matching.volunteer import Engagement
from tests.bot.desk.volunteers import a_volunteer


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("水电维修 周末", "skills", ("水电维修",)),
        ("会修灯、剪头发", "skills", ("水电维修", "理发")),
        ("陪老人聊天 会闽南话", "languages", ("闽南语",)),
        ("普通话 客家话", "languages", ("普通话", "客家话")),
        ("陪聊 女 35", "gender", "女"),
        ("我是男的 搬东西", "gender", "男"),
        ("照顾女儿", "gender", ""),
        ("一周一次", "cap", 1),
        ("每周最多3次", "cap", 3),
        ("每周99次", "cap", 7),
        ("次数不限", "cap", 7),
        ("周一 理发", "cap", None),
        ("单位 龙文区财政局 周末", "unit", "龙文区财政局"),
        ("我在市医院上班", "unit", "市医院"),
        ("我叫周晓梅 会理发", "name", "周晓梅"),
        ("姓名：欧阳明月，理发", "name", "欧阳明月"),
        ("律师 引领报到", "kinds", (Engagement.ADVISING,)),
        ("常态 巡逻", "kinds", (Engagement.STANDING,)),
        ("上班时间也可以", "at_work", True),
        ("上班时间不行", "at_work", False),
        ("理发", "at_work", None),
        ("不要理发", "dropped", ("理发",)),
        ("不会讲闽南话", "dropped", ("闽南语",)),
        ("不要周日", "days_off", frozenset({7})),
        ("不要香蕉", "dropped", ()),
        ("会开铲车 随时", "unknown", ("开铲车",)),
    ],
)
def test_what_is_said(text: str, field: str, value: object):
    assert getattr(read_sign_up(text), field) == value


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("免打扰 12:00-14:00", "每天 12:00-14:00"),
        ("晚上9点后别打扰", "每天 21:00-23:59"),
        ("别打扰", ""),
        ("22:00-8:00免打扰", "每天 00:00-08:00|每天 22:00-23:59"),
        ("免打扰 晚上10点到早上7点半", "每天 00:00-07:30|每天 22:00-23:59"),
        ("晚上10点半到早上8点 别打扰", "每天 00:00-08:00|每天 22:30-23:59"),
        ("晚上9点到12点免打扰", "每天 21:00-23:59"),
        ("21点到24点免打扰", "每天 21:00-23:59"),
        ("中午12点到14点免打扰", "每天 12:00-14:00"),
        ("免打扰 从早到晚", ""),
    ],
)
def test_quiet_hours(text: str, slots: str):
    assert written(read_sign_up(text).quiet) == slots
    assert read_sign_up(text).slots == ()


def test_words_that_say_nothing_say_nothing():
    assert not read_sign_up("小学要带什么").says_something
    assert read_sign_up("周末").says_something
    assert not SignUp().says_something


def test_a_story_names_no_skill_by_a_word_in_passing():
    assert read_sign_up("我儿子躺着玩手机", listed=False).skills == ()
    assert read_sign_up("手机").skills == ("电脑手机",)
    assert read_sign_up("会开铲车，周末有空", listed=False).unknown == ()


def test_skills_and_languages_are_added_and_the_rest_is_replaced():
    row = a_volunteer(skills=("理发",), languages=("普通话",), slots="周末 08:00-21:00", unit="财政局", gender="女")
    after = with_sign_up(row, read_sign_up("修灯 会闽南话 工作日晚上 一周一次"))
    assert after.skills == ("理发", "水电维修")
    assert after.languages == ("普通话", "闽南语")
    assert (after.slots, after.weekly_cap, after.unit, after.gender) == ("工作日 18:00-21:00", 1, "财政局", "女")


def test_further_hours_are_added_when_she_says_also():
    row = a_volunteer(slots="周末 08:00-21:00")
    assert with_sign_up(row, read_sign_up("周三下午也行")).slots == "周三 12:00-18:00|周末 08:00-21:00"


def test_a_day_or_a_skill_is_taken_out():
    row = a_volunteer(skills=("理发", "陪诊"), verified=("陪诊",), slots="周末 08:00-21:00")
    assert with_sign_up(row, read_sign_up("不要周日")).slots == "周六 08:00-21:00"
    after = with_sign_up(row, read_sign_up("不要陪诊"))
    assert (after.skills, after.verified) == (("理发",), ())


def test_a_day_off_from_any_time_leaves_the_other_days():
    after = with_sign_up(a_volunteer(), read_sign_up("不要周日"))
    assert after.slots == written(read_slots("周一到周六").slots)


@pytest.mark.parametrize(
    ("skills", "text", "kind"),
    [
        (("法律咨询",), "律师", Engagement.ADVISING),
        (("法律咨询", "理发"), "律师 理发", Engagement.SERVICE),
        (("巡逻守望",), "退休了 每周固定", Engagement.STANDING),
        ((), "", Engagement.SERVICE),
    ],
    ids=["adviser", "adviser and more", "standing", "nothing"],
)
def test_the_kind_where_none_is_named(skills: tuple[str, ...], text: str, kind: Engagement):
    assert kind_of(skills, text) is kind


def test_a_kind_that_was_named_stays():
    row = a_volunteer(kinds=("standing",))
    assert with_sign_up(row, read_sign_up("律师")).kinds == ("standing",)
    assert with_sign_up(row, read_sign_up("引领 志愿报到")).kinds == ("advising", "service")
