from __future__ import annotations

import pytest

from intents.segment import word_bounds


@pytest.mark.parametrize(
    "words",
    [["我们", "停车"], ["小区", "门口", "的", "路灯", "坏", "了"], ["一"], []],
)
def test_bounds_stand_between_the_words_of_the_dictionary(words):
    bounds = {0}
    for word in words:
        bounds.add(max(bounds) + len(word))
    assert word_bounds("".join(words)) == bounds
