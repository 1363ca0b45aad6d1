"""Learning from a few dozen invented messages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from intents.classify import classify
from intents.labelled import Labelled, LearningRefused
from intents.learn import KNOWN_FROM, propose
from intents.lesson import STRENGTHS
from intents.progress import Stage
from intents.rule import RuleRefused, parse_rules
from intents.terms import compile_rules

RULES = """# 手写的
revision = 5
[category.parking]
name = "停车秩序"
words = ["停车 1.0"]
[category.noise]
words = ["吵 2.0"]
[category.sanitation]
words = ["垃圾 1.5"]
"""
WHERE = ("门口", "楼下", "巷尾", "后门", "路口", "广场")
SAID = {
    "parking": ("{}人行道又被占了", "{}的车乱停", "{}人行道走不了", "车堵在{}"),
    "noise": ("{}半夜敲打", "{}喇叭响到天亮", "{}唱歌睡不着", "{}吵死"),
    "sanitation": ("{}臭得很", "{}垃圾没人扫", "{}污水流一地", "{}老鼠乱跑"),
}


def messages(**changes):
    pairs = [(phrase.format(where), category) for category, phrases in SAID.items() for where in WHERE
             for phrase in phrases]
    return [Labelled(text, "chat", category, "report" if at % 2 else "help", message=at, **changes)
            for at, (text, category) in enumerate(pairs)]


@pytest.fixture(scope="module")
def proposal():
    return propose(messages(), RULES)


def right(rules_text, texts):
    rules = compile_rules(parse_rules(rules_text))
    return sum(classify(message.text, rules).category == message.category for message in texts)


def test_learnt_rules_know_what_the_old_ones_did_not(proposal):
    assert right(RULES, messages()) < 40
    assert right(proposal.text, messages()) == len(messages())
    assert proposal.gains
    assert not proposal.known
    assert proposal.strength in STRENGTHS


def test_the_proposal_is_a_rules_file_with_the_hand_written_part_as_it_was(proposal):
    assert parse_rules(proposal.text) == proposal.rules
    assert proposal.text.startswith('# 手写的\nrevision = 5\n[category.parking]\nname = "停车秩序"\n')
    assert proposal.rules.revision == 5


def test_every_message_is_tried_by_rules_that_have_not_seen_it(proposal):
    assert [trial.message for trial in proposal.trials] == messages()
    before, after = (sum(getattr(trial, when).category == trial.message.category for trial in proposal.trials)
                     for when in ("before", "after"))
    assert before < after


def test_whole_words_are_suggested_and_counted(proposal):
    assert ("parking", "人行道") in {(word.category, word.text) for word in proposal.words}
    assert "人行道" in {term.text for term in proposal.rules.categories[0].words}
    parking = next(one for one in proposal.differences if one.label == "category.parking")
    assert "人行道" in {change.term for change in parking.added}


def test_guards_are_suggested_and_written():
    misled = [Labelled(f"{where}停车费又涨", "chat", "property_fee", message=100 + at)
              for at, where in enumerate((*WHERE, "车库", "南门"))]

    proposal = propose([*messages(), *misled], RULES)

    assert [guard.pattern for guard in proposal.guards] == ["停车费"]
    assert proposal.rules.categories[0].guards == ("停车费",)


def test_the_same_messages_give_the_same_rules(proposal):
    assert propose(messages(), RULES).text == proposal.text


def test_learning_twice_changes_little(proposal):
    twice = propose(messages(), proposal.text)

    assert right(twice.text, messages()) == len(messages())
    assert twice.words == ()


def test_a_label_with_too_few_examples_keeps_its_weights():
    few = [Labelled("路灯不亮", "chat", "facility", message=200), Labelled("井盖没了", "chat", "facility", message=201)]
    learnt = ("[learnt.codes]\na = 'category.facility -1.5'\n[learnt]\n"
              "terms = '''\n路灯 2.0 a9.25\n'''\n")

    proposal = propose([*messages(), *few], RULES + learnt)

    facility = next(place for place, label in enumerate(proposal.rules.categories) if label.label == "facility")
    kept = next(term for term in proposal.rules.learnt.terms if term.text == "路灯")
    assert [(thin.label, thin.examples) for thin in proposal.thin] == [("category.facility", 2)]
    assert dict(kept.weights)[facility] == 9.25
    assert proposal.rules.learnt.biases[facility] == -1.5
    assert [one.label for one in proposal.differences if "facility" in one.label] == []


def test_whole_writers_are_held_out_where_they_are_known():
    writers = [Labelled(one.text, one.kind, one.category, one.intent, (), f"w{at % 3}", at)
               for at, one in enumerate(messages())]

    proposal = propose(writers, RULES)

    assert proposal.folds.by_writer
    assert proposal.folds.count == 3


def test_messages_the_rules_have_learnt_from_are_recognised_and_leave_the_temperature():
    many = [Labelled(f"{message.text}{end}", "chat", message.category, message=at * 2 + half)
            for at, message in enumerate(messages()) for half, end in enumerate(("", "了"))]
    assert len(many) >= KNOWN_FROM
    once = propose(many, RULES)

    twice = propose(many, once.text)

    assert twice.known
    assert twice.rules.learnt.temperature == once.rules.learnt.temperature


def test_where_unseen_messages_are_no_better_understood_the_proposal_says_so():
    confused = [Labelled(f"{where}{mark}", "chat", ("parking", "noise")[at % 2], message=at)
                for at, (where, mark) in enumerate((where, mark) for where in WHERE for mark in "甲乙丙丁")]

    assert not propose(confused, RULES).gains


#: Sure of everything, and far more often than it is right.
BOASTING = "[certainty.brief]\nbias = 5\n"


@pytest.fixture(scope="module")
def mixed_up():
    """What labels that are wrong one time in five teach, on top of rules that boast."""
    many = [replace(message, text=f"{mark}{message.text}", message=at,
                    category="care" if at % 5 == 0 else message.category)
            for at, (mark, message) in enumerate((mark, message) for mark in "甲乙丙丁戊" for message in messages())]
    return propose(many, f"{RULES}{BOASTING}")


def test_how_sure_the_rules_are_is_learnt_from_messages_they_have_not_read(mixed_up):
    brief, long = mixed_up.sureness

    assert brief.model is not None
    assert long.model is None
    assert sum(brief.after) == pytest.approx(sum(brief.right), rel=0.1)
    assert mixed_up.rules.certainty.brief == brief.model
    assert parse_rules(mixed_up.text) == mixed_up.rules


def test_the_trials_are_as_sure_as_a_model_of_the_other_parts_makes_them(mixed_up):
    sure = [trial.after.confidence for trial in mixed_up.trials if trial.after.category is not None]

    assert sum(sure) / len(sure) < 0.95
    assert sorted(sure) == pytest.approx(sorted(mixed_up.sureness[0].after))


def test_too_few_messages_leave_the_certainty_as_it_is(proposal):
    assert [one.model for one in proposal.sureness] == [None, None]
    assert proposal.rules.certainty == parse_rules(RULES).certainty


def test_progress_is_told_from_nothing_to_all():
    told = []

    propose(messages(), RULES, told.append)

    shares = [progress.done for progress in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert list(dict.fromkeys(progress.stage for progress in told)) == list(Stage)
    assert {progress.fold for progress in told if progress.stage is Stage.FOLD} == {1, 2, 3, 4}


def test_too_few_messages_are_refused():
    with pytest.raises(LearningRefused, match="例子太少"):
        propose(messages()[:9], RULES)


def test_rules_that_are_none_are_refused():
    with pytest.raises(RuleRefused):
        propose(messages(), "[category.parking]\nwords = [1]\n")


@pytest.mark.parametrize("rules", [
    "category.parking.words = ['停车 1.0']\n",
    "learnt.temperature = 1.5\n",
    "category = {parking = {words = ['停车 1.0']}, noise = {words = ['吵 2.0']}}\n",
])
def test_rules_that_cannot_be_added_to_are_refused(rules):
    with pytest.raises(LearningRefused, match="写法"):
        propose(messages(), rules)
