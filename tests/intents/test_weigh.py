from __future__ import annotations

import pytest

from intents.rule import parse_rules
from intents.terms import category_column, compile_rules
from intents.verdict import Category
from intents.weigh import GUARD_WEIGHT, HAND_CAP, weigh

PARKING = category_column(Category.PARKING)


def parking_score(text, rules):
    return weigh(text, compile_rules(parse_rules(rules))).scores[PARKING]


@pytest.mark.parametrize(
    ("rules", "text", "score"),
    [
        ('words = ["停车 1.5"]', "这里停车", 1.5),
        ('words = ["停车 1.5"]', "停车停车", 1.5),
        ('words = ["停车 1.5"]', "这里吵", 0.0),
        ('words = ["停車 1.5"]', "这里停车", 0.0),
        ('words = ["停车 1.5", "乱停车 2"]', "乱停車", 3.5),
        ('words = ["停车 5", "乱停车 5"]', "乱停车", HAND_CAP),
        ('words = ["停车 -9"]', "停车", -HAND_CAP),
        ("patterns = ['车.{0,3}堵 2']", "车把门堵了", 2.0),
        ("patterns = ['车.{0,3}堵 2']", "门堵了", 0.0),
        ('words = ["停车 1.5"]\npatterns = [\'停 1\']\nguards = ["停车费"]', "停车费", GUARD_WEIGHT),
        ('words = ["=车 1.5"]', "有车", 1.5),
        ('words = ["=车 1.5", "=有 1"]', "公交车站没有人", 0.0),
    ],
)
def test_hand_written_rules_add_up(rules, text, score):
    assert parking_score(text, f"[category.parking]\n{rules}") == pytest.approx(score)


def test_a_hand_written_word_weighs_less_in_a_long_text():
    rules = '[category.parking]\nwords = ["停车 2"]'
    assert parking_score("停车" + "。, " * 53 + "x", rules) == pytest.approx(2 * (40 / 162) ** 0.5)


def test_incidental_phrases_are_not_read():
    rules = "incidental = ['停车的时候']\n[category.parking]\nwords = ['停车 2']"
    weighed = weigh("停车的时候被砸", compile_rules(parse_rules(rules)))
    assert weighed.scores[PARKING] == 0.0
    assert weighed.tidied.text == "停车的时候被砸"


def test_learnt_terms_weigh_by_their_share_of_the_text():
    rules = (
        '[learnt.codes]\na = "category.parking 0.5"\n[learnt]\n'
        "terms = '''\n停 3.0 a6.0\n^门 4.0 a-1.0\n$1 1.0 a9.0\n'''\n"
    )
    assert parking_score("吵闹得很", rules) == pytest.approx(0.5)
    assert parking_score("这里停停", rules) == pytest.approx(0.5 + 2 * 6.0 / 6.0)
    assert parking_score("门口停停", rules) == pytest.approx(0.5 + (12.0 - 1.0) / (36 + 16) ** 0.5)
    assert parking_score("吵", rules) == pytest.approx(0.5 + 9.0)


def test_an_empty_text_has_the_start_values():
    assert parking_score("", '[learnt.codes]\na = "category.parking 0.5"') == 0.5


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("楼道灯坏了没人修,谢谢", 0.0),
        ("楼道灯坏了没人修,谢谢!", 0.0),
        ("楼道灯修好了,谢谢", 2.0),
        ("谢谢,楼道灯坏了没人修", 2.0),
    ],
)
def test_thanks_at_the_end_are_read_only_when_something_is_done(text, score):
    rules = "courtesy = ['[,]谢谢[!]*$']\ndone = ['好了']\n[category.parking]\nwords = ['谢谢 2']"
    assert parking_score(text, rules) == score


def test_without_done_rules_thanks_at_the_end_are_never_read():
    rules = "courtesy = ['谢谢$']\n[category.parking]\nwords = ['谢谢 2']"
    assert parking_score("楼道灯修好了,谢谢", rules) == 0.0
