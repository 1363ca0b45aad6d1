from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.assigning import Pair, assign, assign_once
from matching.diary import Diary, Task
from matching.need import NeedKind, Part
from matching.pool import Asking
from matching.slot import parse_slots
from tests.matching.askers import NOON, a_need, a_volunteer, local, town

#: Two whole days, any three hours of them.
DAYS = {"starts_at": local(4, 8), "ends_at": local(5, 20), "minutes": 180}


def made(needs, asking: Asking) -> list[tuple[int, str, int]]:
    return [(one.need.number, one.candidate.volunteer.code, one.day.day) for one in assign(needs, NOON, asking)]


def test_nothing_to_assign_is_nothing() -> None:
    assert assign_once([]) == {}
    assert assign_once([Pair(1, "lin", 0.0), Pair(2, "lin", -1.0)]) == {}
    assert assign([], NOON, town()) == []


def test_the_sum_is_best_not_each_pair() -> None:
    pairs = [Pair(1, "a", 5), Pair(1, "b", 4), Pair(2, "a", 4)]
    assert assign_once(pairs) == {1: "b", 2: "a"}


def test_a_task_nobody_is_left_for_is_missing() -> None:
    assert assign_once([Pair(1, "a", 1), Pair(2, "a", 2)]) == {2: "a"}


def best_of_all(worths: dict[tuple[int, str], float]) -> float:
    tasks, people = range(4), [*"abcd", *[None] * 4]
    return max(
        sum(worths.get((task, who), 0.0) for task, who in zip(tasks, chosen, strict=False))
        for chosen in permutations(people, len(tasks))
    )


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(st.tuples(st.integers(0, 3), st.sampled_from("abcd")), st.integers(1, 50).map(float), max_size=12)
)
def test_it_is_as_good_as_trying_all(worths: dict[tuple[int, str], float]) -> None:
    chosen = assign_once(Pair(task, who, worth) for (task, who), worth in worths.items())
    assert len(set(chosen.values())) == len(chosen)
    assert sum(worths[task, who] for task, who in chosen.items()) == pytest.approx(best_of_all(worths))


def test_nobody_has_two_on_a_day_and_the_second_waits_for_the_next() -> None:
    needs = [a_need(number=number, **DAYS) for number in (1, 2, 3)]
    assert [(who, day) for _, who, day in made(needs, town(a_volunteer(home="b")))] == [("lin", 4), ("lin", 5)]


def test_nobody_has_more_in_a_week_than_she_wants() -> None:
    needs = [a_need(number=number, **DAYS) for number in (1, 2)]
    assert len(made(needs, town(a_volunteer(home="b", weekly_cap=1)))) == 1


def test_a_team_is_filled_with_different_people_of_the_right_skills() -> None:
    people = [a_volunteer(code=code, home="b", skills=frozenset({"电工"})) for code in "ab"]
    people += [a_volunteer(code=code, home="b") for code in "cd"]
    need = a_need(parts=(Part("电工", 2), Part("")), **DAYS)
    found = assign([need], NOON, town(*people))
    assert Counter(one.candidate.part for one in found) == {"电工": 2, "": 1}
    assert len({one.candidate.volunteer.code for one in found}) == 3


def test_nobody_is_in_one_need_twice() -> None:
    need = a_need(parts=(Part("", 2),), **DAYS)
    assert len(made([need], town(a_volunteer(home="b")))) == 1
    mixed = a_need(parts=(Part("电工"), Part("")), **DAYS)
    electrician = a_volunteer(home="b", skills=frozenset({"电工"}))
    assert len(made([mixed], town(electrician))) == 1


def test_what_was_done_before_counts() -> None:
    busy = Diary(tasks=(Task(date(2026, 3, 4), 60),))
    asking = town(a_volunteer(home="b"), look=lambda codes: dict.fromkeys(codes, busy))
    assert made([a_need(**DAYS)], asking) == [(1, "lin", 5)]


def test_load_is_split_fairly() -> None:
    needs = [a_need(number=number, starts_at=local(day, 8), ends_at=local(day, 20)) for number, day in ((1, 4), (2, 5))]
    people = [a_volunteer(code=code, home="b") for code in "ab"]
    assert sorted(who for _, who, _ in made(needs, town(*people))) == ["a", "b"]


def test_the_same_face_comes_again() -> None:
    need = a_need(kind=NeedKind.VISIT, usual="zhu", **DAYS)
    found = assign([need], NOON, town(a_volunteer(home="b"), a_volunteer(code="zhu", home="c3")))
    assert found[0].candidate.volunteer.code == "zhu"
    assert found[0].candidate.reasons[0] == "上次也是这位"


def test_the_hour_now_is_no_hindrance_but_hours_given_are() -> None:
    quiet = a_volunteer(home="b", quiet=parse_slots("每天 12:00-14:00"))
    assert made([a_need(**DAYS)], town(quiet))
    weekend = a_volunteer(home="b", slots=parse_slots("周末 08:00-20:00"))
    assert not made([a_need(**DAYS)], town(weekend))


def test_who_is_party_is_not_assigned() -> None:
    assert not made([a_need(**DAYS)], town(a_volunteer(home="b"), barred=frozenset({"lin"})))


def test_more_than_are_weighed_are_left_for_others() -> None:
    people = [a_volunteer(code=f"v{at:02}", home="b") for at in range(12)]
    needs = [a_need(number=number, starts_at=local(4, 8), ends_at=local(4, 20)) for number in range(6)]
    found = assign(needs, NOON, town(*people), 2)
    assert len({one.candidate.volunteer.code for one in found}) == len(found) == 6
