from __future__ import annotations

from intents.labelled import Labelled
from intents.pieces import find_pieces, read_as, telling_terms
from intents.rule import parse_rules
from intents.terms import compile_rules


def test_pieces_of_one_to_three_characters_that_stand_in_three_texts_are_found():
    pieces = find_pieces(["乱停车", "停车难", "别停车", "路灯"], known={"停"})

    assert set(pieces.names) == {"^", "$1", "$", "1", "车", "停车"}
    assert pieces.stands[:, pieces.names.index("停车")].toarray().ravel().tolist() == [1, 1, 1, 0]


def test_what_a_line_of_the_rules_cannot_hold_is_no_piece():
    pieces = find_pieces(["a'b_c"] * 3, known=())

    assert not {"'", "_", "a'", "b_"} & set(pieces.names)
    assert {"a", "b", "c"} <= set(pieces.names)


def test_incidental_phrases_are_not_read():
    rules = compile_rules(parse_rules("incidental = ['停车的时候']"))

    assert read_as("停车的时候听见吵", rules) == "     听见吵"


def test_the_pieces_that_tell_labels_apart_best_come_with_their_rarity():
    said = [("车停门口", "parking"), ("车停路口", "parking"), ("车停巷口", "parking"), ("吵到门口", "noise"),
            ("吵到路口", "noise"), ("吵到巷口", "noise")]
    messages = [Labelled(text, "chat", label, message=at) for at, (text, label) in enumerate(said)]
    pieces = find_pieces([text for text, _ in said], known=())

    terms = telling_terms(pieces, range(6), messages, most=9)

    assert {term.text for term in terms} <= {"车", "停", "车停", "^车", "^车停", "吵", "到", "吵到", "^吵", "^吵到"}
    assert {term.rarity for term in terms} == {1.6}
    assert len(terms) == 6
    assert all(term.weights == () for term in terms)


def test_pieces_that_tell_nothing_are_not_chosen():
    messages = [Labelled("路灯", "chat", label, message=at) for at, label in enumerate(["parking", "noise"] * 3)]

    assert telling_terms(find_pieces(["路灯"] * 6, known=()), range(6), messages, most=9) == []
