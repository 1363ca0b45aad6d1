"""How much of what units lend is free, which of it words name, which lies nearest."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from matching.resource import Resource, ResourceKind, Use, UseState, free_count, named_in, nearest_first

NOW = datetime(2026, 3, 3, 2, tzinfo=UTC)


def a_resource(code: str = "r", **given) -> Resource:
    return Resource(code, given.pop("unit", "民政局"), given.pop("place", "sq"), ResourceKind.GOODS,
                    given.pop("name", "轮椅"), **given)


def a_use(starts: int, ends: int, count: int = 1, state: UseState = UseState.AGREED, resource: str = "r") -> Use:
    hours = timedelta(hours=1)
    return Use(1, resource, "chen", "", count, NOW, NOW + starts * hours, NOW + ends * hours, state)


@pytest.mark.parametrize(
    ("uses", "free"),
    [
        ([], 3),
        ([a_use(0, 2)], 2),
        ([a_use(0, 1), a_use(3, 4)], 3),
        ([a_use(1, 3, 2, UseState.ASKED)], 1),
        ([a_use(1, 2, 9)], 0),
        ([a_use(1, 2, 1, UseState.REFUSED), a_use(1, 2, 1, UseState.RETURNED)], 3),
        ([a_use(1, 2, 1, resource="other")], 3),
    ],
    ids=["nobody", "one", "before and after", "asked for", "more than there are", "over", "another thing"],
)
def test_what_is_kept_for_somebody_meanwhile_is_not_free(uses: list[Use], free: int):
    hours = timedelta(hours=1)
    assert free_count(a_resource(count=3), uses, NOW + hours, NOW + 3 * hours) == free


def test_words_name_it_by_its_name_or_an_alias_the_longest_first():
    chair, stick = a_resource("a"), a_resource("b", name="拐杖", aliases=("助行器", ""))
    electric = a_resource("c", name="电动轮椅")
    assert named_in([chair, stick, electric], "借个电动轮椅") == [electric, chair]
    assert named_in([chair, stick], "要助行器") == [stick]
    assert named_in([chair], "梯子") == []


def test_the_nearest_on_the_way_up_comes_first():
    here, above, other = a_resource("a", place="b1"), a_resource("b", place="sq"), a_resource("c", place="far")
    assert nearest_first([above, other, here], ["b1", "sq"]) == [here, above]
