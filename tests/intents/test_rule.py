from __future__ import annotations

import tomllib

import pytest

from intents.rule import COLUMNS, RuleRefused, Term, parse_rules, shipped_rules_text
from intents.verdict import Category, Danger, Intent


def learnt(terms="停车 2.0 a1.5", codes='a = "category.parking 0.5"'):
    return f"[learnt.codes]\n{codes}\n[learnt]\nterms = '''\n{terms}\n'''\n"


def test_the_shipped_rules_know_every_category_intent_and_danger():
    rules = parse_rules(shipped_rules_text())
    assert [found.label for found in rules.categories] == list(Category)
    assert [found.label for found in rules.intents] == list(Intent)
    assert [found.danger for found in rules.dangers] == list(Danger)
    assert all(found.words for found in rules.categories)
    assert all(found.words or found.patterns for found in rules.intents)
    assert len(rules.learnt.terms) > 10_000


def test_the_shipped_hand_written_rules_hold_no_long_phrase():
    """Words are rules; whole sentences of somebody would not be."""
    rules = parse_rules(shipped_rules_text())
    words = [term.text for label in (*rules.categories, *rules.intents, *rules.dangers) for term in label.words]
    assert max(map(len, words)) <= 8
    assert max(len(term.text) for term in rules.learnt.terms) <= 3


def test_the_shipped_rules_are_one_toml_text():
    assert tomllib.loads(shipped_rules_text())["revision"] >= 1


def test_an_empty_file_is_a_rule_set_without_rules():
    rules = parse_rules("")
    assert rules.revision == 0
    assert rules.incidental == ()
    assert rules.learnt.terms == ()
    assert rules.learnt.biases == (0.0,) * len(COLUMNS)


def test_words_patterns_guards_and_limits_are_read():
    rules = parse_rules(
        "revision = 7\nfloor = 0.5\n[category.parking]\nname = '停车'\nwords = ['乱停车 2.5']\n"
        "patterns = ['停.{0,4}车 1.5']\nguards = ['停车费']\nmargin = 0.3\n"
    )
    parking = rules.categories[0]
    assert rules.revision == 7
    assert parking.words == (Term("乱停车", 2.5),)
    assert parking.patterns == (Term("停.{0,4}车", 1.5),)
    assert parking.guards == ("停车费",)
    assert (parking.floor, parking.margin) == (0.5, 0.3)
    assert rules.categories[1].floor == 0.5


def test_dangers_and_what_calms_or_presses_are_read():
    rules = parse_rules(
        "[danger.fire]\nname = '着火'\nwords = ['着火 3']\n"
        "[urgency]\nat = 2\ncalming = ['昨天 -2']\npressing = ['快来 1']\n"
    )
    assert rules.dangers[0].name == "着火"
    assert rules.dangers[1].name == Danger.GAS
    assert rules.urgent_at == 2
    assert rules.calming == (Term("昨天", -2.0),)
    assert rules.pressing == (Term("快来", 1.0),)


def test_learnt_terms_are_read_with_their_columns():
    rules = parse_rules(learnt("停_车 2.0 a1.5 b-0.5", 'a = "category.parking 0.5"\nb = "intent.report -1"'))
    term, = rules.learnt.terms
    parking, report = COLUMNS.index("category.parking"), COLUMNS.index("intent.report")
    assert (term.text, term.rarity) == ("停 车", 2.0)
    assert term.weights == ((parking, 1.5), (report, -0.5))
    assert (rules.learnt.biases[parking], rules.learnt.biases[report]) == (0.5, -1.0)


@pytest.mark.parametrize(
    ("text", "position", "reason"),
    [
        ("revision = \n", "第 1 行", "TOML"),
        ("[category", "第 1 行", "TOML"),
        ("colour = 1", "第 1 行 colour", "不认识的键"),
        ("revision = 'a'", "第 1 行 revision", "应当是数字"),
        ("revision = true", "第 1 行 revision", "应当是数字"),
        ("floor = 2", "第 1 行 floor", "应当在 0 到 1 之间"),
        ("incidental = 'a'", "第 1 行 incidental", "一列文字"),
        ("incidental = [1]", "第 1 行 incidental", "第 1 项"),
        ("incidental = ['(']", "第 1 行 incidental", "不是正确的表达式"),
        ("category = 1", "第 1 行 category", "一张表"),
        ("[category.cars]\nwords = []", "第 1 行 category.cars", "不认识的键"),
        ("\n[category.parking]\nwordz = []", "第 3 行 category.parking.wordz", "不认识的键"),
        ("[category.parking]\nwords = [\n'停车 1',\n'挪车',\n]", "第 4 行 category.parking.words", "词 分值"),
        ("[category.parking]\nwords = ['停车 很多']", "第 2 行 category.parking.words", "词 分值"),
        ("[category.parking]\nwords = [' 2']", "第 2 行 category.parking.words", "词 分值"),
        ("[category.parking]\nwords = ['']", "第 2 行 category.parking.words", "不空的文字"),
        ("[category.parking]\nwords = ['停车 99']", "第 2 行 category.parking.words", "-20 到 20"),
        ("[category.parking]\nwords = ['停车 nan']", "第 2 行 category.parking.words", "-20 到 20"),
        ("[category.parking]\nwords = ['停车 0']", "第 2 行 category.parking.words", "不为 0"),
        ('[category.parking]\nwords = ["停车 1",\n"停车 2"]', "第 2 行 category.parking.words", "写了两次"),
        ("[category.parking]\npatterns = ['(停 1']", "第 2 行 category.parking.patterns", "不是正确的表达式"),
        ("[category.parking]\npatterns = ['(停+)+ 1']", "第 2 行 category.parking.patterns", "重复套着重复"),
        ("[category.parking]\npatterns = ['停* 1']", "第 2 行 category.parking.patterns", "空文字"),
        (f"[category.parking]\nguards = ['{'停' * 401}']", "第 2 行 category.parking.guards", "超过 400"),
        ("[danger.fire]\nname = 1", "第 2 行 danger.fire.name", "应当是文字"),
        ("[danger.cold]\nname = '冷'", "第 1 行 danger.cold", "不认识的键"),
        ("[urgency]\ncalming = ['昨天']", "第 2 行 urgency.calming", "词 分值"),
        (learnt(codes='a = "category.cars 1"'), "第 2 行 learnt.codes.a", "类别 起始分"),
        (learnt(codes='ab = "category.parking 1"'), "第 2 行 learnt.codes.ab", "类别 起始分"),
        (learnt(codes='a = "category.parking x"'), "第 2 行 learnt.codes.a", "类别 起始分"),
        (learnt(codes="a = 1"), "第 2 行 learnt.codes.a", "类别 起始分"),
        (learnt("停车"), "第 5 行 learnt.terms", "稀有度"),
        (learnt("停车 x"), "第 5 行 learnt.terms", "稀有度"),
        (learnt("停车 inf"), "第 5 行 learnt.terms", "稀有度"),
        (learnt("停车 0 a1"), "第 5 行 learnt.terms", "稀有度"),
        (learnt(" 2.0 a1"), "第 5 行 learnt.terms", "稀有度"),
        (learnt("停车 2.0 z1"), "第 5 行 learnt.terms", "不认识的字母"),
        (learnt("停车 2.0 ax"), "第 5 行 learnt.terms", "不认识的字母"),
        (learnt("停车 2.0 a1 "), "第 5 行 learnt.terms", "不认识的字母"),
    ],
)
def test_a_fault_is_refused_with_its_place_and_reason(text, position, reason):
    with pytest.raises(RuleRefused) as refused:
        parse_rules(text)
    assert refused.value.position == position
    assert reason in refused.value.reason
    assert str(refused.value) == f"{position}:{refused.value.reason}"
