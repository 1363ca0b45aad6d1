"""Small numbers as people write them."""

from __future__ import annotations

import pytest

from intents.numerals import counted


@pytest.mark.parametrize(
    ("said", "number"), [("3", 3), ("12", 12), ("零", 0), ("三", 3), ("两", 2), ("十", 10), ("十二", 12)]
)
def test_digits_and_marks_count_the_same(said: str, number: int) -> None:
    assert counted(said) == number


@pytest.mark.parametrize("said", ["", "二十", "几", "-1"])
def test_anything_else_is_no_number(said: str) -> None:
    with pytest.raises(KeyError):
        counted(said)
