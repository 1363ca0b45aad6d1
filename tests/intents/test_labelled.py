from __future__ import annotations

import pytest

from intents.labelled import LEAST_EXAMPLES, Labelled, LearningRefused, Thin, part_folds, taught_columns
from intents.rule import COLUMNS


def messages(count, category, *, intent="", first=0, writer=""):
    return [Labelled(f"{category}{first + at}", "chat", category, intent, writer=writer, message=first + at)
            for at in range(count)]


def test_labels_with_examples_enough_are_taught_and_the_others_are_named():
    taught, thin = taught_columns([*messages(8, "parking"), *messages(9, "noise", first=10),
                                   *messages(2, "care", first=30)])

    assert [COLUMNS[column] for column in taught] == ["category.parking", "category.noise"]
    assert thin == (Thin("category.care", 2, LEAST_EXAMPLES),)


def test_the_two_texts_of_a_petition_are_one_example():
    twice = [Labelled(text, kind, "parking", message=at) for at in range(7)
             for text, kind in ((f"标题{at}", "title"), (f"正文{at}", "text"))]

    _, thin = taught_columns([*twice, *messages(8, "noise", first=10), *messages(8, "care", first=20)])

    assert thin == (Thin("category.parking", 7, LEAST_EXAMPLES),)


def test_intents_alone_can_be_taught():
    taught, _ = taught_columns([*messages(8, "", intent="report"), *messages(8, "", intent="help", first=10)])

    assert [COLUMNS[column] for column in taught] == ["intent.report", "intent.help"]


@pytest.mark.parametrize(("given", "named"), [
    (messages(7, "parking"), "parking 7 条"),
    ([*messages(8, "parking"), *messages(3, "noise", first=10)], "noise 3 条"),
    ([*messages(8, "parking")], "现在够的：parking 8 条；不够的：没有"),
])
def test_where_there_is_nothing_to_tell_apart_learning_is_refused(given, named):
    with pytest.raises(LearningRefused, match=named):
        taught_columns(given)


def test_whole_writers_are_held_out():
    folds = part_folds([*messages(6, "parking", writer="w1"), *messages(4, "noise", first=10, writer="w2"),
                        *messages(2, "care", first=20, writer="w3")])

    assert folds.by_writer
    assert folds.count == 4 - 1
    assert len({folds.of[row] for row in range(6)}) == 1
    assert sorted(len(folds.rows(fold)) for fold in range(3)) == [2, 4, 6]


def test_one_writer_alone_is_no_reason_to_hold_anybody_out():
    folds = part_folds(messages(8, "parking", writer="w1"))

    assert not folds.by_writer
    assert [len(folds.rows(fold)) for fold in range(folds.count)] == [2, 2, 2, 2]


def test_texts_of_one_message_and_texts_that_say_the_same_stay_together():
    folds = part_folds([Labelled("楼下太吵", "title", "noise", message=1),
                        Labelled("一夜没睡", "text", "noise", message=1),
                        Labelled("路灯不亮", "chat", "facility", message=2),
                        Labelled("路灯不亮", "chat", "facility", message=3)])

    assert folds.count == 2
    assert folds.of[0] == folds.of[1]
    assert folds.of[2] == folds.of[3] != folds.of[0]
