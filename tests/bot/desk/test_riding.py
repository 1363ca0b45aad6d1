"""停好了, 出发: errands near where a rider stands, nothing while she rides, a team's week."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.desk import wording_riders
from bot.desk.desk import Visit
from bot.desk.riding import not_to_be_asked
from bot.desk.volunteering import seek
from matching.need import Need, NeedKind, NeedState, NeedUrgency, Part
from matching.offers import OfferState
from matching.team import ERRAND_SKILL, Team, TeamKind
from storage.unit_of_work import Store, UnitOfWork
from tests.bot.desk.riders import a_volunteer, locates, measured, rides
from tests.builders import DeskTalk, a_talk

RIDER, OTHER, WALKS = "openid-V1", "openid-V2", "openid-V3"
#: Some 40 m from 3栋, where most errands go.
BESIDE = (117.6516, 24.511)
FAR_OFF = (117.70, 24.55)


@pytest.fixture
def road(store: Store) -> DeskTalk:
    return rides(a_talk(store, nodes=measured()))


def visit_of(talk: DeskTalk, unit: UnitOfWork, who: str = "resident") -> Visit:
    contact = unit.people.contact_of(who, talk.now)
    talk.count += 1
    return Visit(talk.desk, unit, talk.desk.library.current(unit, talk.now), contact, f"visit-{talk.count}", talk.now)


def an_errand(talk: DeskTalk, **given: Any) -> Need:
    """Medicine for somebody in 3栋, today."""
    need = Need(
        0, NeedKind.ERRAND, NeedState.OPEN, NeedUrgency.TODAY, "rongyu-3", "榕御小区3栋", "给老人送药",
        talk.now, talk.now + timedelta(hours=6), talk.now, talk.now, minutes=15, parts=(Part(ERRAND_SKILL),),
    )  # fmt: skip
    need = replace(need, **given)
    return talk.store.run(lambda unit: seek(visit_of(talk, unit), need))


def offers(talk: DeskTalk, number: int = 1) -> dict[str, OfferState]:
    return talk.store.read(lambda unit: {offer.volunteer: offer.state for offer in unit.needs.offers(number)})


def need_of(talk: DeskTalk, number: int = 1) -> Need:
    need = talk.store.read(lambda unit: unit.needs.load(number))
    assert need is not None
    return need


def barred(talk: DeskTalk, **given: Any) -> frozenset[str]:
    need = replace(
        Need(
            0, NeedKind.ERRAND, NeedState.OPEN, NeedUrgency.TODAY, "rongyu-3", "", "送药",
            talk.now, talk.now + timedelta(hours=6), talk.now, talk.now,
        ), **given,
    )  # fmt: skip
    return talk.store.run(lambda unit: not_to_be_asked(visit_of(talk, unit, "resident"), need))


def test_nothing_is_pushed_to_riders_before_they_stop(road: DeskTalk) -> None:
    an_errand(road)

    assert offers(road) == {}
    assert need_of(road).state is NeedState.OPEN, "it waits for one who stops, it does not fall back at once"
    assert road.told(RIDER) == []


def test_who_stops_near_reads_what_is_on_her_way_and_may_take_it(road: DeskTalk) -> None:
    an_errand(road)
    locates(road, RIDER, BESIDE)

    reply = road.says(RIDER, "停好了")

    assert reply.startswith("附近有1件顺路的事，接不接都行：\n#Z1 给老人送药 · 榕御小区3栋，40米。")
    assert "接就回“接 Z1”" in reply
    assert offers(road) == {"V1": OfferState.ASKED}

    road.says(RIDER, "接 Z1")
    assert offers(road) == {"V1": OfferState.CLAIMED}
    assert need_of(road).state is NeedState.FILLED


@pytest.mark.parametrize("said", ["停好了", "我停好车了", "可以接单", "我可以接单了"])
def test_without_a_location_one_tap_is_asked_for(road: DeskTalk, said: str) -> None:
    an_errand(road)

    assert road.says(RIDER, said) == wording_riders.STOPPED_WHERE
    assert "#Z1 给老人送药" in locates(road, RIDER, BESIDE)
    assert road.store.read(lambda unit: unit.cases.loose_messages(1, road.now - timedelta(hours=1))) == []


def test_nearest_first_two_at_most_and_never_the_same_twice(road: DeskTalk) -> None:
    for place in ("rongyu-1", "rongyu-3", "rongyu-4"):
        an_errand(road, place=place, place_text=place)
    locates(road, RIDER, BESIDE)

    first = road.says(RIDER, "停好了")
    road.later(minutes=2)
    second = road.says(RIDER, "停好了")

    assert [first.index(said) > 0 for said in ("#Z3", "#Z2")] == [True, True]
    assert first.index("#Z3") < first.index("#Z2"), "4栋 is where she stands"
    assert "#Z1" not in first
    assert "#Z1" in second
    assert "#Z3" not in second


@pytest.mark.parametrize(
    "given",
    [
        pytest.param({"place": "jiangbin-1"}, id="too far"),
        pytest.param({"kind": NeedKind.HELP, "parts": (Part("水电维修"),)}, id="no errand"),
        pytest.param({"parts": (Part(ERRAND_SKILL, 2),)}, id="for two"),
        pytest.param({"vetted": True}, id="for those looked into"),
        pytest.param({"gender": "女"}, id="for a woman"),
        pytest.param({"state": NeedState.CARD}, id="not confirmed yet"),
    ],
)
def test_what_she_could_not_do_on_her_way_is_not_shown(road: DeskTalk, given: dict[str, Any]) -> None:
    an_errand(road, **given)
    locates(road, RIDER, BESIDE)

    assert road.says(RIDER, "停好了") == wording_riders.NOTHING_NEAR
    assert "V1" not in offers(road)


def test_a_small_delivery_that_a_resident_asks_for_is_an_errand_too(road: DeskTalk) -> None:
    walks = a_volunteer("V3", "周晓梅", home="rongyu-5", skills=(ERRAND_SKILL,))
    road.store.run(lambda unit: unit.people.apply_volunteers([walks]))
    road.later(minutes=1)
    an_errand(road, kind=NeedKind.HELP)
    assert offers(road) == {"V3": OfferState.ASKED}
    locates(road, RIDER, BESIDE)

    assert "#Z1 给老人送药" in road.says(RIDER, "停好了")
    assert offers(road) == {"V3": OfferState.ASKED, "V1": OfferState.ASKED}


def test_what_comes_up_while_she_stands_near_is_offered_to_her(road: DeskTalk) -> None:
    locates(road, RIDER, BESIDE)
    road.says(RIDER, "停好了")
    road.later(minutes=5)

    an_errand(road)

    assert offers(road) == {"V1": OfferState.ASKED}
    assert any("给老人送药" in told for told in road.told(RIDER))


@pytest.mark.parametrize(
    ("spot", "minutes"), [pytest.param(FAR_OFF, 5, id="far off"), pytest.param(BESIDE, 31, id="half an hour later")]
)
def test_who_stands_elsewhere_or_stood_there_is_not_asked(
    road: DeskTalk, spot: tuple[float, float], minutes: int
) -> None:
    locates(road, RIDER, spot)
    road.says(RIDER, "停好了")
    if minutes > 30:
        road.desk.memory.drop("willing:V1")  # what the memory does by itself after half an hour
    road.later(minutes=minutes)

    an_errand(road)

    assert offers(road) == {}


def test_whoever_rides_on_is_left_alone_and_what_she_was_shown_goes_back(road: DeskTalk) -> None:
    an_errand(road)
    locates(road, RIDER, BESIDE)
    road.says(RIDER, "停好了")

    assert road.says(RIDER, "出发") == wording_riders.MOVING
    assert offers(road) == {"V1": OfferState.WITHDRAWN}

    an_errand(road)
    assert offers(road, 2) == {}


def test_an_errand_that_nobody_rode_for_reaches_a_named_person_in_the_end(road: DeskTalk) -> None:
    an_errand(road, coordinator="shequ")
    for _ in range(14):
        road.later(minutes=30)
        road.tick()

    assert need_of(road).state is NeedState.FALLBACK
    assert road.told("shequ")


def test_an_errand_where_nobody_rides_at_all_falls_back_at_once(store: Store) -> None:
    talk = a_talk(store, nodes=measured())

    assert an_errand(talk).state is NeedState.FALLBACK


def test_a_volunteer_who_sets_out_for_what_she_claimed_is_wished_well(road: DeskTalk) -> None:
    walks = a_volunteer("V3", "周晓梅", home="rongyu-5", skills=(ERRAND_SKILL,))
    road.store.run(lambda unit: unit.people.apply_volunteers([walks]))
    road.later(minutes=1)
    an_errand(road, kind=NeedKind.HELP)
    road.says(WALKS, "接 Z1")

    assert road.says(WALKS, "出发") == "好，路上慢点。办好了回“完成 Z1”。"


def test_help_begins_with_what_a_rider_can_say(road: DeskTalk) -> None:
    assert road.says(RIDER, "帮助").startswith(wording_riders.HELP)
    assert not road.says("resident", "帮助").startswith(wording_riders.HELP)


@pytest.mark.parametrize("said", ["停好了", "出发"])
@pytest.mark.parametrize("who", ["resident", WALKS])
def test_others_are_told_whose_word_it_is(road: DeskTalk, who: str, said: str) -> None:
    assert road.says(who, said) == wording_riders.NOT_A_RIDER


# -- whom nothing is pushed to -----------------------------------------------------------------------


def test_riders_are_asked_for_nothing_else_unless_they_gave_hours(road: DeskTalk) -> None:
    road.store.run(lambda unit: unit.people.apply_volunteers([a_volunteer("V2", "李飞", slots="周末 09:00-17:00")]))
    road.later(minutes=1)
    locates(road, RIDER, BESIDE)
    road.says(RIDER, "停好了")

    assert barred(road, kind=NeedKind.HELP, parts=(Part("理发"),)) == {"V1"}, "she stopped for errands, not for an hour"
    assert barred(road) == {"V2"}


def test_a_team_that_had_its_week_is_asked_no_more(store: Store) -> None:
    talk = rides(a_talk(store, nodes=measured()), weekly_quota=2)
    locates(talk, RIDER, BESIDE)
    talk.says(RIDER, "停好了")
    assert "V1" not in barred(talk)

    for _ in range(2):
        number = an_errand(talk).number
        talk.store.run(lambda unit, number=number: _answered(unit, number))
    assert {"V1", "V2"} <= barred(talk)

    talk.later(days=8)
    locates(talk, RIDER, BESIDE)
    talk.says(RIDER, "停好了")
    assert "V1" not in barred(talk), "another week"


def test_a_team_that_has_ended_is_asked_first_no_more(road: DeskTalk) -> None:
    over = Team("w", "维修队", TeamKind.REPAIR, members=("V3",), until_day=(road.now - timedelta(days=1)).date())
    road.store.run(lambda unit: unit.teams.apply([over]))

    assert an_errand(road, kind=NeedKind.HELP, team="w").team == ""
    assert an_errand(road, kind=NeedKind.HELP, team="r").team == "r"


def test_a_team_that_has_ended_holds_nobody_back(store: Store) -> None:
    talk = a_talk(store, nodes=measured())
    rides(talk, until_day=(talk.now - timedelta(days=1)).date())

    assert barred(talk) == frozenset()


def _answered(unit: UnitOfWork, number: int) -> None:
    for offer in unit.needs.offers(number):
        unit.needs.save_offer(replace(offer, state=OfferState.DECLINED))

