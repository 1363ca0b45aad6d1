from __future__ import annotations

from intents.labelled import Labelled
from intents.rule import parse_rules
from intents.suggest import example, listen, suggest_guards, suggest_words
from intents.terms import compile_rules
from intents.verdict import Category

RULES = ("[category.parking]\nwords = ['停车 1.0', '车位 2.0', '=车 0.5', '免费 -1']\n"
         "[category.noise]\nwords = ['吵 2.0']\n")


def heard(text, category, *, said="", unsure=False, number=0, writer="", secondary=()):
    message = Labelled(text, "chat", category, "", secondary, writer, number)
    return listen(message, text, said or category, unsure=unsure)


def words_of(found, rules=RULES, categories=tuple(Category)):
    return suggest_words(found, compile_rules(parse_rules(rules)), categories)


def guards_of(found, rules=RULES, categories=tuple(Category)):
    return suggest_guards(found, parse_rules(rules), categories)


def pavement(**changes):
    said = {"said": "care"} | changes
    found = [heard(text, "parking", number=at, **said) for at, text in enumerate(
        ("人行道又堵了", "老张占了人行道", "人行道走不了", "堵在人行道上面", "推车上不了人行道"))]
    return [*found, *[heard("楼上吵翻天", "noise", number=10 + at) for at in range(20)]]


def test_a_word_that_many_messages_of_a_category_say_is_suggested_whole_with_examples():
    (word,) = words_of(pavement())

    assert (word.category, word.text, word.right, word.others) == ("parking", "人行道", 5, 0)
    assert 0.8 <= word.weight <= 2.5
    assert len(word.examples) == 3
    assert word.examples[0] == "人行道又堵了"


def test_words_the_desk_needs_not_are_not_suggested():
    assert words_of(pavement(said="parking")) == ()
    assert len(words_of(pavement(said="parking", unsure=True))) == 1


def test_a_word_that_only_one_writer_says_is_his_own():
    assert words_of(pavement(writer="w1")) == ()


def test_two_writers_are_enough():
    found = pavement(writer="w1")

    assert len(words_of([*found, heard("人行道停满", "parking", said="care", writer="w2", number=99)])) == 1


def test_a_word_other_categories_say_as_often_is_not_suggested():
    others = [heard("人行道太脏", "sanitation", number=50 + at) for at in range(3)]

    assert words_of([*pavement(), *others]) == ()


def test_a_message_that_is_also_about_the_category_speaks_for_it():
    both = heard("人行道停满又吵", "noise", secondary=("parking",), number=60)

    assert words_of([*pavement(), both])[0].right == 6


def test_words_of_categories_that_are_not_taught_are_not_suggested():
    assert words_of(pavement(), categories=(Category.NOISE,)) == ()


def test_words_the_rules_have_are_not_suggested_again():
    assert words_of(pavement(), "[category.parking]\nwords = ['人行道 1']\n") == ()
    assert words_of(pavement(), "[category.parking]\nwords = ['人行 2']\n") == ()


def test_words_the_rules_know_for_another_category_are_not_suggested():
    learnt = "[learnt.codes]\na = 'category.facility 0'\n[learnt]\nterms = '''\n人行道 2.0 a9.0\n'''\n"

    assert words_of(pavement(), RULES + learnt) == ()


def test_a_word_that_says_hardly_more_than_chance_is_not_suggested():
    mostly = [heard("没说别的", "parking", number=100 + at) for at in range(300)]

    assert words_of([*pavement()[:5], *mostly, heard("吵", "noise", number=999)]) == ()


def test_names_of_places_are_no_words():
    near = [heard(f"丽水小区{at}门口乱", "parking", said="care", number=at) for at in "甲乙丙丁戊"]
    part = [heard(text, "parking", said="care", number=at) for at, text in enumerate(
        ("我住家园里", "家园太挤", "家园不好停", "在家园转", "家园满了"))]
    other = [heard("楼上吵翻天", "noise", number=10 + at) for at in range(20)]

    assert "丽水" not in {word.text for word in words_of([*near, *other])}
    assert "家园" not in {word.text for word in words_of([*part, *other])}


def test_of_words_inside_one_another_one_is_suggested():
    found = [heard(text, "parking", said="care", number=at) for at, text in enumerate(
        ("消防通道堵了", "又占消防通道", "消防通道没法走", "别占消防通道", "看看消防通道"))]

    words = words_of([*found, *pavement()[5:]])

    assert [word.text for word in words] == ["消防通道"]


def misled(texts, category="transport"):
    return [heard(text, category, said="parking", number=at) for at, text in enumerate(texts)]


def test_a_neighbour_that_cancels_a_misleading_word_is_suggested_as_a_guard():
    wrong = misled(["没处停车公交也没有", "停车坐公交", "想停车换公交"])
    right = [heard("门口乱停车", "parking", number=10 + at) for at in range(5)]

    (guard,) = guards_of([*wrong, *right])

    assert (guard.category, guard.pattern, guard.word, guard.misled) == ("parking", "停车.{0,4}公交", "停车", 3)
    assert len(guard.examples) == 3


def test_the_neighbour_may_stand_before_the_word():
    (guard,) = guards_of(misled(["公交又停车", "公交都停车了", "公交不停车"]))

    assert guard.pattern == "公交.{0,4}停车"


def test_the_longer_word_that_holds_the_misleading_one_is_a_guard():
    (guard,) = guards_of(misled(["停车费又涨", "收停车费", "这停车费"], "property_fee"))

    assert guard.pattern == "停车费"


def test_a_guard_that_would_take_back_a_right_verdict_is_not_suggested():
    wrong = misled(["停车费又涨", "收停车费", "这停车费"], "property_fee")

    assert guards_of([*wrong, heard("不是停车费,是乱停车", "parking", number=9)]) == ()


def test_guards_the_rules_have_and_words_they_count_are_not_suggested():
    wrong = misled(["停车费又涨", "收停车费", "这停车费"], "property_fee")

    assert guards_of(wrong, "[category.parking]\nwords = ['停车 1']\nguards = ['停车费']\n") == ()
    assert guards_of(wrong, "[category.parking]\nwords = ['停车 1', '停车费 1']\n") == ()


def test_two_wrong_verdicts_are_no_reason_for_a_guard_nor_is_an_untaught_category():
    wrong = misled(["停车费又涨", "收停车费", "这停车费"], "property_fee")

    assert guards_of(wrong[:2]) == ()
    assert guards_of(wrong, categories=(Category.NOISE,)) == ()
    assert guards_of(misled(["停车灯亮", "停车场满", "别停车呀"])) == ()


def test_one_guard_for_the_same_wrong_verdicts_is_enough():
    wrong = misled(["停车费去哪交", "停车费去哪交呢", "问停车费去哪交"], "property_fee")

    assert len(guards_of(wrong)) == 1


def test_examples_are_cut_short_and_name_nobody():
    text = "我是15980001234,住龙池新村三栋二单元502,楼下停车费又涨了很多很多"

    shown = example(text, text.index("停车费"), text.index("停车费") + 3)

    assert shown == "…***,楼下停车费又涨了很多很…"
    assert "1598" not in example(text, 2, 4)
    assert example("三栋二单元停车", 5, 7) == "*栋*单元停车"
