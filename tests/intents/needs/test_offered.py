"""What people offer in their own words: skills, languages, a hand, or things."""

from __future__ import annotations

import pytest

from intents.needs.offered import Offered, languages_spoken, read_offer


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        ("周末有空 会修电脑 可以教老人用手机", ("电脑手机",)),
        ("我退休电工 谁家老人灯坏可以叫我", ("水电维修",)),
        ("縫紉機還在，改褲腳補衣服免費", ("缝补",)),
        ("我是护士，可以给楼里老人量血压", ("医疗护理",)),
        ("我有三轮 搬米搬煤气都可以", ("搬运",)),
        ("有车 载老人看病", ("车辆接送",)),
        ("陪老人买菜我可以", ("跑腿代购",)),
        ("礼拜六下午有空 可以陪老人说说话", ("陪伴聊天",)),
        ("我懂点法律，邻居吵架的事可以帮你们劝劝", ("法律咨询", "调解")),
        ("我儿子天天躺着玩手机", ()),
    ],
)
def test_what_somebody_says_she_can_do(text: str, skills: tuple[str, ...]):
    assert read_offer(text).skills == skills


@pytest.mark.parametrize(
    "text",
    ["两箱旧绘本 给哪个小学都行", "摊上每天剩的青菜很新鲜 想送给独居老人", "孩子穿小的衣服都还新，想捐出去"],
    ids=["books", "vegetables", "clothes"],
)
def test_things_are_no_work(text: str):
    assert read_offer(text).goods
    assert not read_offer(text).is_work


def test_a_hand_without_a_skill_is_work_too():
    assert read_offer("想当志愿者 怎么报名") == Offered(any_help=True)
    assert read_offer("想当志愿者 怎么报名").is_work


def test_words_that_offer_nothing_are_no_work():
    assert not read_offer("先把我们楼道的灯弄好").is_work
    assert not read_offer("").is_work


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("会点闽南话和手语 翻译找我", ("闽南语", "手语")),
        ("闽南话跟普通话拢会讲", ("闽南语", "普通话")),
        ("手语我会", ("手语",)),
        ("想帮忙 但我不会讲闽南话 可以吗", ()),
        ("那边老人只有闽南话", ()),
        ("会修灯", ()),
    ],
)
def test_the_languages_that_somebody_speaks(text: str, languages: tuple[str, ...]):
    assert languages_spoken(text) == languages
