"""One published text says how messages are read, who takes them, how long it takes and what is answered."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.desk.book import named, read_book, rules_on
from intents.rule import RuleRefused, shipped_rules_text
from intents.verdict import Category, Intent
from matching.deadline import SHIPPED_TERMS
from matching.gazetteer import PlaceName
from matching.responder import Role
from matching.territory import NodeKind
from tests.builders import DeskTalk, rules_text

DAY = date(2026, 3, 3)
MORE = """
[routing.preferred]
parking = [["community"]]
[[routing.not_for_communities]]
category = "noise"
owner = "城管"
reason = "夜里施工归城管管"
[terms]
parking = 12
noise = "10个工作日"
ordinary = 72
[replies.receipt]
parking = "拍下车牌更快。"
[replies.no_case]
smalltalk = "在呢。"
[nicknames]
rongyu = ["老榕", "老榕"]
[notes."category.noise.words.噪音"]
comment = "夏天"
owner = "chen"
until = 2026-03-02
[[campaign]]
name = "创城"
owner = "chen"
since = 2026-03-03
until = 2026-03-05
words = {sanitation = ["烟头 4"], parking = ["停车 5"]}
"""


def test_what_a_text_does_not_say_is_as_shipped():
    book = read_book(shipped_rules_text())

    assert book.terms == SHIPPED_TERMS
    assert book.preferences.preferred["care"]
    assert book.replies.without_case(Intent.SMALLTALK).startswith("您好")
    assert (book.campaigns, dict(book.notes), dict(book.nicknames)) == ((), {}, {})


def test_the_other_tables_of_the_text_are_read():
    book = read_book(rules_text() + MORE)

    assert book.preferences.preferred["parking"] == (frozenset({Role.COMMUNITY}),)
    assert book.preferences.preferred["care"]
    assert list(book.preferences.negative) == ["noise"]
    assert book.terms.of("parking") == (timedelta(hours=12), False)
    assert book.terms.of("noise") == (timedelta(days=10), True)
    assert book.terms.of("care") == (timedelta(hours=72), False)
    assert book.terms.of("utilities") == SHIPPED_TERMS.of("utilities")
    assert book.replies.receipt["parking"] == "拍下车牌更快。"
    assert book.replies.without_case(Intent.SMALLTALK) == "在呢。"
    assert book.nicknames["rongyu"] == ("老榕",)


@pytest.mark.parametrize(
    ("day", "smokes", "noise", "parking"),
    [(date(2026, 3, 2), False, True, 4), (DAY, True, False, 5), (date(2026, 3, 5), True, False, 5),
     (date(2026, 3, 6), False, False, 4)],
)
def test_campaigns_count_while_they_last_and_rules_until_they_end(day: date, smokes, noise, parking):
    rules = {label.label: {word.text: word.weight for word in label.words}
             for label in rules_on(read_book(rules_text() + MORE), day).categories}

    assert ("烟头" in rules[Category.SANITATION]) is smokes
    assert ("噪音" in rules[Category.NOISE]) is noise
    assert rules[Category.PARKING]["停车"] == parking


def test_nicknames_go_behind_a_places_own_names():
    places = (PlaceName("rongyu", NodeKind.COMPOUND, "榕御小区", ("榕御",)), PlaceName("x", NodeKind.LANE, "修文路"))

    found = named(places, {"rongyu": ("榕御", "老榕"), "gone": ("没了",)})
    assert [one.aliases for one in found] == [("榕御", "老榕"), ()]


@pytest.mark.parametrize(
    ("more", "where", "reason"),
    [
        ('[terms]\nparking = "快点"\n', "terms.parking", "工作日"),
        ("[terms]\nparking = 0\n", "terms.parking", "之间"),
        ('[terms]\nparking = "0个工作日"\n', "terms.parking", "工作日"),
        ("[terms]\ncars = 3\n", "terms.cars", "不认识的键"),
        ('[routing.preferred]\nparking = [["king"]]\n', "routing", "king"),
        ("[routing]\nlabels = 3\n", "routing.labels", "一张表"),
        ("[routing]\nkings = 3\n", "routing.kings", "不认识的键"),
        ('[replies.receipt]\nparking = ""\n', "replies.receipt.parking", "一句话"),
        (f'[replies.receipt]\nparking = "{"长" * 121}"\n', "replies.receipt.parking", "一句话"),
        ('[replies.no_case]\nreport = "好"\n', "replies.no_case.report", "不认识的键"),
        ('[nicknames]\nrongyu = ["榕"]\n', "nicknames.rongyu", "2 到 30"),
        ("[campaign]\nname = 'x'\n", "campaign", "[[campaign]]"),
        ("[[campaign]]\nowner = 'x'\nuntil = 2026-01-01\n", "name", "名字"),
        ('[[campaign]]\nname = "x"\nowner = "y"\n', "until", "哪一天"),
        ('[[campaign]]\nname = "x"\nowner = "y"\nsince = 2026-02-01\nuntil = 2026-01-01\n', "until", "不早于"),
        ('[[campaign]]\nname = "x"\nuntil = 2026-01-01\n', "owner", "负责"),
        ('[[campaign]]\nname = "x"\nowner = "y"\nuntil = "明天"\n', "until", "日期"),
        ('[[campaign]]\nname = "x"\nowner = "y"\nuntil = 3\n', "until", "日期"),
        ('[[campaign]]\nname = "x"\nowner = "y"\nuntil = 2026-01-01\nwords = {noise = ["吵"]}\n', "noise", "分值"),
        ('[[campaign]]\nname = "x"\nowner = "y"\nuntil = 2026-01-01\n' * 2, "campaign", "写了两次"),
        ('[notes."category.noise.words.吵"]\nuntil = 2026-01-01T00:00:00\n', "until", "日期"),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(more: str, where: str, reason: str):
    with pytest.raises(RuleRefused) as refused:
        read_book(rules_text() + more)

    assert where in refused.value.position
    assert "第 " in refused.value.position
    assert reason in refused.value.reason


def test_the_desk_works_by_the_whole_book(talk: DeskTalk):
    talk.store.run(lambda unit: unit.rules.publish(rules_text() + MORE, "admin", "", talk.now))
    talk.later()

    reply = talk.says("resident", "老榕小区3栋楼下停车")
    assert "拍下车牌更快。" in reply
    case = talk.cases()[-1]
    assert case.place == "rongyu-3"
    assert case.due_at - case.created_at == timedelta(hours=12)


def test_a_campaign_begins_and_ends_without_anybody_publishing(talk: DeskTalk):
    text = rules_text() + MORE.replace("2026-03-03", "2026-03-04")
    talk.store.run(lambda unit: unit.rules.publish(text, "admin", "", talk.now))
    words = []
    for day in range(4):
        moment = talk.now + timedelta(days=day, minutes=1)
        known = talk.store.read(lambda unit, moment=moment: talk.desk.library.current(unit, moment))
        sanitation = next(one for one in known.rules.rules.categories if one.label == "sanitation")
        words.append("烟头" in {word.text for word in sanitation.words})

    assert words == [(talk.now + timedelta(days=day)).date() in
                     {date(2026, 3, 4), date(2026, 3, 5)} for day in range(4)]
