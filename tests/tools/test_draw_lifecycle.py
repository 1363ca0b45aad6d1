"""The picture of the lifecycle is the table of moves as it stands."""

from __future__ import annotations

from bot.desk.labels import STATES
from matching.case import Action, State
from tools.draw_lifecycle import AT, BOX, PICTURE, WORDS, picture


def test_the_picture_in_the_documents_is_what_is_drawn_now():
    assert PICTURE.read_text(encoding="utf-8") == picture(), "run .venv/bin/python tools/draw_lifecycle.py"


def test_every_state_and_every_action_stands_on_it():
    drawn = picture()

    for state in State:
        assert f">{STATES[state]}</text>" in drawn
    for action in Action:
        assert WORDS[action] in drawn, action


def test_no_box_stands_on_another():
    places = list(AT.values())
    for at, (x, y) in enumerate(places):
        assert not any(abs(x - left) < BOX[0] and abs(y - top) < BOX[1] for left, top in places[at + 1 :])
