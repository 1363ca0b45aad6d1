"""What a need keeps of a wish, and when its claimer may come to the door."""

from __future__ import annotations

import pytest

from matching.wish import HungWish, meets_at_door, wish_of


@pytest.mark.parametrize("door", [False, True], ids=["by the community", "at the door"])
@pytest.mark.parametrize("hidden", [False, True], ids=["hangs", "hidden"])
def test_a_wish_is_kept_in_the_source_of_its_need(door, hidden):
    wish = HungWish("goods", "elder", door, hidden)
    assert wish_of(wish.source) == wish
    assert wish.to_carry
    assert not wish.of_child


@pytest.mark.parametrize("source", ["", "rota:chen", "wish", "wish:goods"], ids=["none", "rota", "bare", "half"])
def test_what_is_no_wish_is_none(source):
    assert wish_of(source) is None
    assert meets_at_door(source, vetted=False)


@pytest.mark.parametrize(
    ("wish", "vetted", "may"),
    [
        (HungWish("goods", "elder"), True, False),
        (HungWish("goods", "elder", door=True), False, True),
        (HungWish("goods", "child", door=True), False, False),
        (HungWish("company", "child", door=True), True, True),
    ],
    ids=["did not agree", "agreed", "a child", "a child, looked into"],
)
def test_only_who_is_let_in_comes_to_the_door(wish, vetted, may):
    assert meets_at_door(wish.source, vetted=vetted) is may
