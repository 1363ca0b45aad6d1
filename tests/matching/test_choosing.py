"""Who is asked at once: by what a set brings, not by each one's odds."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.choosing import Option, Terms, choose, still

THREE = Terms(most=3, minute=0.0065)
options = st.lists(
    st.builds(Option, st.integers(), st.floats(0.02, 0.98), st.floats(0.1, 2.0), st.floats(0, 0.1)), max_size=12
)


def keys(found: tuple[Option, ...]) -> list[int]:
    return [option.key for option in found]


@settings(max_examples=50, deadline=None)
@given(options, st.integers(0, 5))
def test_never_more_are_asked_than_may_be_and_nobody_twice(found: list[Option], most: int) -> None:
    chosen = choose(found, (), Terms(most, 0.0065))
    assert len(chosen) <= min(most, len(found))
    assert len({id(option) for option in chosen}) == len(chosen)
    assert bool(chosen) == bool(found and most), "somebody is asked where there is anybody"


def test_the_near_one_goes_before_the_likelier_one_from_far_away_when_there_are_others_to_fall_back_on() -> None:
    near = Option(1, 0.4, 1.0, 0.02)
    far = [Option(10 + at, 0.5, 0.6, 0.02) for at in range(6)]
    assert keys(choose([*far, near], (), THREE))[0] == 1


def test_where_nobody_else_is_there_all_are_asked() -> None:
    pair = [Option(1, 0.3, 0.8, 0.02), Option(2, 0.3, 0.6, 0.02)]
    assert keys(choose(pair, (), THREE)) == [1, 2]


def test_one_who_is_all_but_sure_is_asked_alone() -> None:
    assert keys(choose([Option(1, 0.97, 1.0, 0.02), *(Option(at, 0.4, 0.9, 0.02) for at in (2, 3))], (), THREE)) == [1]


@pytest.mark.parametrize(("question", "many"), [(0.0, 3), (0.3, 1)], ids=["free", "dear"])
def test_the_dearer_a_question_the_fewer_are_asked(question: float, many: int) -> None:
    assert len(choose([Option(at, 0.4, 1.0, question) for at in range(5)], (), THREE)) == many


def test_who_may_still_say_yes_counts() -> None:
    likely = [Option(0, 0.9, 1.0)]
    more = [Option(at, 0.3, 0.9, 0.02) for at in (1, 2, 3)]
    assert choose(more, likely, THREE) == ()
    assert len(choose(more, [Option(0, 0.05, 1.0)], THREE)) == 2


def test_a_long_silence_says_no() -> None:
    assert still(0.5, 0.0) == pytest.approx(0.5)
    assert still(0.5, 5.0) < 0.4
    assert still(0.5, 10.0) < still(0.5, 5.0)


def test_asking_by_the_plan_brings_more_than_asking_the_likeliest() -> None:
    """Many needs played with the same luck: 24 volunteers each, three at a time, ten minutes a round."""

    def brought(pick) -> float:
        luck, total = Random(7), 0.0  # noqa: S311 - a game, no secret
        for _ in range(150):
            town = [Option(at, luck.betavariate(1.2, 2.8) * 0.96 + 0.02, luck.choice((1, 0.9, 0.8, 0.6)), 0.02)
                    for at in range(24)]
            answers = {option.key: (luck.random() < option.chance, luck.expovariate(0.2)) for option in town}
            for rounds in range(6):
                asked = pick(town)
                total -= sum(option.question for option in asked)
                yes = [(answers[option.key][1], option.value) for option in asked if answers[option.key][0]]
                in_time = min((one for one in yes if one[0] <= 10), default=None)
                if in_time is not None:
                    total += in_time[1] - THREE.minute * (10 * rounds + in_time[0])
                    break
                town = [option for option in town if option not in asked]
        return total

    assert brought(lambda town: choose(town, (), THREE)) > 1.03 * brought(
        lambda town: sorted(town, key=lambda option: -option.chance * option.value)[:3]
    )
