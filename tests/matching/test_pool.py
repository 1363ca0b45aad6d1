from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest

from matching.diary import BLANK, Diary, Task
from matching.need import NeedUrgency, Part
from matching.pool import AT_A_TIME, Asking, Limits, Pool, nobody_asked, shortlist, who_could
from matching.slot import parse_slots
from matching.volunteer import Roster
from tests.matching.askers import AT_LEVEL, CALENDAR, TOWN, a_volunteer, an_errand, local

NEIGHBOURS = [a_volunteer(code=f"v{level}", home=place) for level, place in enumerate(AT_LEVEL)]


def a_pool(*volunteers: object) -> Pool:
    return Pool(Roster(volunteers), TOWN)


def asking(*volunteers: object, **given: object) -> Asking:
    return Asking(a_pool(*volunteers), CALENDAR, **given)


def by_level(pool: Pool, errand) -> list[tuple[int, list[str]]]:
    return [(level, [one.code for one in found]) for level, found in pool.circles(errand)]


def codes(found) -> list[str]:
    return [one.volunteer.code for one in found.candidates]


def test_circles_widen_from_the_building_to_the_district() -> None:
    assert by_level(a_pool(*NEIGHBOURS), an_errand()) == [(level, [f"v{level}"]) for level in range(6)]


def test_who_lives_nowhere_known_comes_last() -> None:
    pool = a_pool(a_volunteer(home="mars"), a_volunteer(code="bai"), NEIGHBOURS[1])
    assert by_level(pool, an_errand()) == [(1, ["v1"]), (5, ["bai", "lin"])]


def test_for_a_place_not_on_the_map_everybody_is_far() -> None:
    pool = a_pool(*NEIGHBOURS[:2])
    assert by_level(pool, an_errand(place="mars")) == [(5, ["v0", "v1"])]
    assert not pool.knows("mars")
    assert pool.knows("b")


def test_circles_hold_only_those_with_the_skill_verified_or_not() -> None:
    pool = a_pool(
        a_volunteer(code="a", home="b", skills=frozenset({"电工"})),
        a_volunteer(code="b", home="b2", verified=frozenset({"电工"})),
        a_volunteer(code="c", home="b"),
    )
    assert by_level(pool, an_errand(part=Part("电工"))) == [(0, ["a"]), (1, ["b"])]
    assert by_level(pool, an_errand(part=Part("理发"))) == []


DAY = {"starts_at": local(4, 9), "ends_at": local(4, 12)}
EVENING = {"starts_at": local(4, 18), "ends_at": local(4, 21)}
WEEKEND = {"starts_at": local(7, 9), "ends_at": local(7, 12)}


@pytest.mark.parametrize(
    ("home", "work", "window", "level"),
    [
        pytest.param("c3", "c", DAY, 3, id="at work nearer by day"),
        pytest.param("c3", "c", EVENING, 5, id="at home in the evening"),
        pytest.param("c3", "c", WEEKEND, 5, id="at home at the weekend"),
        pytest.param("b", "c3", DAY, 0, id="home is nearer by day too"),
        pytest.param("", "c", EVENING, 3, id="no home known"),
        pytest.param("mars", "c", EVENING, 3, id="home not on the map"),
        pytest.param("c3", "", DAY, 5, id="no unit"),
        pytest.param("", "", DAY, 5, id="nothing known"),
    ],
)
def test_the_units_community_counts_by_day_and_the_home_always(home: str, work: str, window: dict, level: int) -> None:
    volunteer = a_volunteer(home=home, work=work)
    pool, errand = a_pool(volunteer), an_errand(**window)
    assert by_level(pool, errand) == [(level, ["lin"])]
    assert pool.level(volunteer, errand) == level


def test_committed_are_the_usual_one_first_and_the_team() -> None:
    team = [a_volunteer(code=code, teams=frozenset({"dui"})) for code in ("a", "b")]
    pool = a_pool(*team, a_volunteer())
    assert [one.code for one in pool.committed(an_errand(team="dui", usual="b").need)] == ["b", "a"]
    assert [one.code for one in pool.committed(an_errand(usual="lin").need)] == ["lin"]
    assert pool.committed(an_errand(usual="gone", team="none").need) == []
    assert pool.committed(an_errand().need) == []


def test_the_list_ends_with_the_circle_that_holds_enough() -> None:
    found = shortlist(asking(*NEIGHBOURS), an_errand(), Limits(enough=3))
    assert codes(found) == ["v0", "v1", "v2"]
    assert found.candidates[0].reasons[0] == "同楼"


def test_the_list_does_not_reach_beyond_its_limit() -> None:
    found = shortlist(asking(*NEIGHBOURS), an_errand(), Limits(enough=12, reach=4))
    assert codes(found) == ["v0", "v1", "v2", "v3", "v4"]


def test_the_committed_are_on_it_wherever_they_live_and_only_once() -> None:
    errand = an_errand(usual="v5")
    found = shortlist(asking(*NEIGHBOURS), errand)
    assert codes(found) == ["v5", "v0", "v1", "v2", "v3", "v4"]
    assert found.candidates[0].level == 5


def test_all_of_a_team_are_weighed_however_many_they_are() -> None:
    team = [a_volunteer(code=f"t{at:02}", home="c3", teams=frozenset({"dui"})) for at in range(20)]
    busy = {f"t{at:02}": Diary(tasks=(Task(date(2026, 3, 2), 120),)) for at in range(17)}
    found = shortlist(asking(*team, NEIGHBOURS[0], look=lambda _: busy), an_errand(team="dui"), Limits(enough=3))
    assert codes(found) == ["t17", "t18", "t19"]


def test_of_a_large_circle_not_all_are_weighed_and_others_for_each_need() -> None:
    many = [a_volunteer(code=f"v{at:03}", home="c") for at in range(AT_A_TIME + 50)]
    firsts = set()
    for number in (0, 100):
        looked: list[str] = []
        shortlist(asking(*many, look=lambda wanted: looked.extend(wanted) or {}), an_errand(number=number))  # noqa: B023 - called at once
        assert len(looked) == AT_A_TIME
        firsts.add(looked[0])
    assert firsts == {"v000", "v100"}


def test_who_is_party_or_was_asked_is_not_on_it() -> None:
    errand = replace(an_errand(), barred=frozenset({"v0"}), asked=frozenset({"v1"}))
    assert codes(shortlist(asking(*NEIGHBOURS[:3]), errand)) == ["v2"]


def test_who_fits_but_not_at_this_hour_is_remembered() -> None:
    quiet = a_volunteer(quiet=parse_slots("每天 12:00-14:00"))
    found = shortlist(asking(quiet), an_errand(usual="lin"))
    assert (codes(found), found.later, found.committed_later) == ([], True, True)
    found = shortlist(asking(quiet), an_errand())
    assert (codes(found), found.later, found.committed_later) == ([], True, False)
    found = shortlist(asking(a_volunteer(gender="男", quiet=quiet.quiet)), an_errand(gender="女"))
    assert (codes(found), found.later) == ([], False)


def test_only_the_diaries_of_those_who_fit_are_looked_up() -> None:
    looked: list[str] = []

    def look(wanted: Sequence[str]) -> Mapping[str, Diary]:
        looked.extend(wanted)
        return {}

    women = a_volunteer(code="zhu", home="b", gender="女")
    shortlist(asking(women, *NEIGHBOURS[:2], look=look), an_errand(gender="女"))
    assert looked == ["zhu"]


def test_a_diary_decides_who_is_on_it() -> None:
    now = local(3, 13)

    def look(wanted: Sequence[str]) -> Mapping[str, Diary]:
        return {code: Diary((now,) * 6) for code in wanted if code == "v0"}

    assert codes(shortlist(asking(*NEIGHBOURS[:2], look=look), an_errand())) == ["v1"]
    urgent = an_errand(urgency=NeedUrgency.URGENT)
    assert codes(shortlist(asking(*NEIGHBOURS[:2], look=look), urgent)) == ["v1"]


def test_a_town_without_a_past_has_no_diaries() -> None:
    assert nobody_asked(["lin"]) == {}


def test_whoever_could_comes_once_with_the_diary() -> None:
    found = list(who_could(asking(*NEIGHBOURS), an_errand(team="x", usual="v3"), 4, lambda: False))
    assert [candidate.volunteer.code for candidate, _ in found] == ["v3", "v0", "v1", "v2", "v4"]
    assert all(diary is BLANK for _, diary in found)
