"""Two matters in one message: found, put in order, cut where their clauses part."""

from __future__ import annotations

import pytest

from intents.classify import classify
from intents.clauses import clauses_of
from intents.rule import RuleRefused, parse_rules
from intents.split import split_matters
from intents.terms import CompiledRules, compile_rules
from intents.verdict import Category, Intent
from intents.weigh import weigh

WORDS = """
[category.noise]
words = ["吵 5"]
[category.sanitation]
words = ["臭 4"]
[category.parking]
words = ["车 3"]
[intent.report]
words = ["吵 1", "臭 1", "车 1"]
"""
MODEL = """
[second]
cues = ["都要"]
[second.brief]
at = 0.5
cut_at = 0.5
least = 1
bias = -1
cues = ["3"]
pairs = ["noise sanitation 0.5 0"]
rare = -9
"""


def rules_of(text: str) -> CompiledRules:
    return compile_rules(parse_rules(text + WORDS))


def test_a_second_matter_is_named_when_a_cue_says_so() -> None:
    rules = rules_of(MODEL)
    assert classify("楼下又吵又臭", rules).secondary == ()
    assert classify("楼下吵和臭都要管", rules).secondary == (Category.SANITATION,)
    assert classify("楼下吵和车都要管", rules).secondary == ()


def test_without_a_model_there_is_one_matter() -> None:
    assert classify("楼下吵，另外后面巷子臭死人", rules_of("[second]\nshort = 9\n")).secondary == ()
    assert classify("楼下吵和臭都要管" + "啦" * 2 + "呀吧" * 40, rules_of(MODEL)).secondary == ()


def test_two_that_no_clause_could_make_likely_are_not_looked_for() -> None:
    rules = rules_of(MODEL.replace("bias = -1", "bias = -30\nleads = 1\nalone = -1"))
    assert classify("楼下天天吵，后面巷子臭，都要管", rules).secondary == ()


def test_rules_that_say_nothing_of_it_still_tell_two_clear_matters_apart() -> None:
    rules = rules_of("")
    assert [matter.text for matter in split_matters("楼下天天吵，另外后面巷子臭死人", rules)] == [
        "楼下天天吵", "后面巷子臭死人",
    ]
    assert len(split_matters("楼下吵和臭都要管", rules)) == 1


def test_a_weak_runner_up_is_no_second_matter() -> None:
    assert classify("楼下吵都要管", rules_of(MODEL)).secondary == ()


def test_what_is_said_first_is_acted_on_first() -> None:
    rules = rules_of(MODEL.replace('"noise sanitation 0.5 0"', '"noise sanitation 0.5 0.1"') + "words = 4\n")
    later = classify("臭得很的地方就是吵都要管", rules)
    assert (later.category, later.secondary) == (Category.SANITATION, (Category.NOISE,))
    first = classify("吵得很的地方就是臭都要管", rules)
    assert (first.category, first.secondary) == (Category.NOISE, (Category.SANITATION,))


def test_a_pair_may_have_its_own_order() -> None:
    turned = rules_of(MODEL.replace("0.5 0", "0.5 -9"))
    assert classify("楼下吵和臭都要管", turned).category is Category.SANITATION


def test_matters_that_share_their_words_keep_the_whole_text() -> None:
    first, second = split_matters("楼下吵和臭都要管", rules_of(MODEL))
    assert first.text == second.text == "楼下吵和臭都要管"
    assert (first.verdict.category, second.verdict.category) == (Category.NOISE, Category.SANITATION)
    assert [found.term for found in second.verdict.evidence] == ["臭"]
    assert second.verdict.secondary == ()


def test_matters_in_clauses_of_their_own_are_cut_there() -> None:
    matters = split_matters("后面巷子臭死人，楼下天天吵，都要管管", rules_of(MODEL))
    assert [(matter.text, matter.verdict.category) for matter in matters] == [
        ("后面巷子臭死人", Category.SANITATION), ("楼下天天吵，都要管管", Category.NOISE),
    ]


def test_a_comma_alone_is_cut_only_where_two_are_nearly_certain() -> None:
    text = "后面巷子臭死人，楼下天天吵，都要管管"
    assert len(split_matters(text, rules_of(MODEL.replace("bias = -1", "bias = -2.5")))) == 1
    assert len(split_matters(text.replace("人，", "人。"), rules_of(MODEL.replace("bias = -1", "bias = -2.5")))) == 2


def test_clauses_that_mix_both_matters_are_not_cut() -> None:
    matters = split_matters("前面吵死又臭，后面吵死又臭，都要管管", rules_of(MODEL))
    assert len({matter.text for matter in matters}) == 1


def test_two_are_named_but_not_cut_below_the_higher_limit() -> None:
    rules = rules_of(MODEL.replace("cut_at = 0.5", "cut_at = 0.999"))
    matter, = split_matters("楼下吵和臭都要管", rules)
    assert matter.verdict.secondary == (Category.SANITATION,)


def test_an_emergency_is_not_cut() -> None:
    rules = rules_of(MODEL + "[urgency]\nat = 1\n[danger.fire]\nwords = ['着火 9']\n")
    matter, = split_matters("着火了，楼下吵和臭都要管", rules)
    assert matter.verdict.intent is Intent.EMERGENCY


def test_a_part_that_says_less_alone_keeps_what_the_whole_says() -> None:
    rules = rules_of(MODEL + "[category.care]\npatterns = ['^后面.{0,5}臭 9']\n[category.other]\n"
                     "patterns = ['^前面巷子 -9']\n")
    matters = split_matters("楼下天天吵死人，后面巷子臭，都要管管", rules)
    assert [matter.verdict.category for matter in matters] == [Category.NOISE, Category.SANITATION]


def test_a_part_that_sounds_like_an_answer_keeps_the_intent_of_the_whole() -> None:
    rules = rules_of(MODEL + "[intent.followup]\nwords = ['哈 1.5']\n")
    matters = split_matters("后面巷子臭死人，楼下天天吵哈都要管", rules)
    assert [matter.verdict.intent for matter in matters] == [Intent.REPORT, Intent.REPORT]


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("吵", 0),
        ("前面的巷子吵,后面的巷子臭", 2),
        ("好,前面的巷子吵,后面的巷子臭,谢", 2),
        ("前面的巷子吵还有后面的巷子臭", 2),
        ("另外前面的巷子吵,后面的巷子臭", 2),
        ("好另外前面的巷子吵,后面的巷子臭", 2),
        ("对啊是的,另外前面的巷子吵", 2),
        ("前面的巷子吵,好,后面的巷子臭", 2),
        ("前面吵后面臭," * 10, 5),
        ("前面的巷子里面很吵," * 12 + "后面的巷子臭。前面的巷子里面很吵", 2),
    ],
)
def test_clauses_end_at_signs_and_words_that_announce(text: str, clauses: int) -> None:
    rules = rules_of("")
    assert len(clauses_of(weigh(text, rules), rules)) == clauses


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("[second]\nmodel = 1", "model"),
        ("[second.brief]\nfloor = 1", "floor"),
        ("[second]\ncues = ['a']\n[second.brief]\nat = 1", "cues"),
        ("[second]\ncues = ['a']\n[second.brief]\ncues = ['x']", "cues"),
        ("[second.brief]\npairs = ['noise parking 1']", "pairs"),
        ("[second.brief]\npairs = ['noise dust 1 1']", "pairs"),
        ("[second.brief]\npairs = ['dust noise 1 1']", "pairs"),
        ("[second.brief]\npairs = ['parking noise 1 ?']", "pairs"),
    ],
)
def test_faulty_rules_for_two_matters_are_refused(text: str, position: str) -> None:
    with pytest.raises(RuleRefused, match=position):
        parse_rules(text)
