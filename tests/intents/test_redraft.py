from __future__ import annotations

import pytest

from intents.certainty import MEASURES, CertaintyModel, CertaintyRules
from intents.redraft import Addition, parted, redraft
from intents.rule import COLUMNS, Learnt, LearntTerm, Term, parse_rules

NOTHING = Learnt(1.0, 1.0, (0.0,) * len(COLUMNS), ())
SOMETHING = Learnt(1.5, 0.75, (-1.25, *(0.0,) * (len(COLUMNS) - 1)),
                   (LearntTerm("停 车", 2.0, ((0, 1.5), (31, -2.125))), LearntTerm("^我", 3.1, ())))


def test_the_learnt_part_is_read_as_it_was_written():
    assert parse_rules(redraft("revision = 4\n", (), SOMETHING)).learnt == SOMETHING
    assert parse_rules(redraft("revision = 4\n", (), SOMETHING)).revision == 4


def test_the_old_learnt_part_goes_with_its_comment_and_the_rest_stays_to_the_letter():
    hand = "# 我们的规则\nrevision = 2\n\n[category.parking]\nwords = ['停车 1']  # 常用\n"
    old = "# 学到的部分\n\n[learnt.codes]\na = 'category.noise 1'\n\n[learnt]\nterms = '''\n[捂 2.0 a1.0\n'''\n"
    after = "[category.noise]\nwords = ['吵 1']\n"

    text = redraft(hand + old + after, (), SOMETHING)

    assert text.startswith(hand + after.rstrip())
    assert parse_rules(text).learnt == SOMETHING


def test_a_number_of_the_learnt_part_that_is_not_learnt_here_is_kept():
    text = redraft("[learnt]\nterms = ''\nlater = 0.5\nnamed = 'x'\n", (), NOTHING)

    assert "later = 0.5" in text
    assert "named" not in text


@pytest.mark.parametrize("hand", [
    "[category.parking]\nwords = ['停车 1']\npatterns = ['车.{0,2}停 1']\n",
    "[category.parking]\nwords = ['停车 1',]\npatterns = ['车.{0,2}停 1']\n",
    "[category.parking]\nwords = [\n  \"停车 1\",  # 说得最多, ]\n]\npatterns = ['车.{0,2}停 1']\n",
    "[category.parking]\nwords = [\n  \"停车 1\"  # 说得最多\n]\npatterns = ['车.{0,2}停 1']\n",
])
def test_words_are_put_at_the_end_of_their_list(hand):
    addition = Addition("category.parking", "words", tuple(f'"词{at} 1.5"' for at in "甲乙丙丁戊己"))

    rules = parse_rules(redraft(hand + "[category.noise]\nwords = ['吵 1']\n", [addition], NOTHING))

    assert rules.categories[0].words == (Term("停车", 1.0), *[Term(f"词{at}", 1.5) for at in "甲乙丙丁戊己"])
    assert rules.categories[0].patterns == (Term("车.{0,2}停", 1.0),)
    assert rules.categories[4].words == (Term("吵", 1.0),)


@pytest.mark.parametrize("hand", [
    "", "[category.noise]\nwords = ['吵 1']\n",
    "[category.parking]\nname = '停车秩序'\n[category.noise]\nguards = ['安静']\n",
    "[category.parking]\nguards = []",
])
def test_a_list_that_is_not_there_is_made(hand):
    rules = parse_rules(redraft(hand, [Addition("category.parking", "guards", ("'停车费'",))], NOTHING))

    assert rules.categories[0].guards == ("停车费",)


def test_a_new_certainty_takes_the_place_of_the_old_one_with_its_comment():
    model = CertaintyModel(-0.5, (0.25, *(0.0,) * (len(MEASURES) - 1)))
    old = "# 有几成把握\n[certainty]\nshort = 60\n[certainty.brief]\nbias = 1\n[certainty.long]\nbias = 2\n"
    hand = "revision = 3\n\n[category.noise]\nwords = ['吵 1']\n"

    text = redraft(f"revision = 3\n{old}[category.noise]\nwords = ['吵 1']\n", (), NOTHING,
                   CertaintyRules(60, model, None))

    assert parse_rules(text).certainty == CertaintyRules(60, model, None)
    assert text.count("[certainty]") == 1
    assert "# 有几成把握\n" not in text
    assert parse_rules(text).categories == parse_rules(hand).categories


def test_without_a_new_certainty_the_old_one_stays_as_it_is_written():
    old = "# 有几成把握\n[certainty.brief]\nbias = 1  # 手改\n"

    assert redraft(old, (), NOTHING).startswith(old.rstrip())


def test_what_was_written_and_what_was_learnt_are_told_apart() -> None:
    source = 'a = 1\n# 学到\n[learnt.codes]\na = "x"\n# 里面\n[learnt]\nterms = 1\n[terms]\nparking = 3\n'
    written, learnt = parted(source)

    assert written == "a = 1\n[terms]\nparking = 3\n"
    assert learnt == '# 学到\n[learnt.codes]\na = "x"\n# 里面\n[learnt]\nterms = 1\n'
    assert parted("a = 1\n") == ("a = 1\n", "")
