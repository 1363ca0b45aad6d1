"""The audit of real weeks: what is known of those who answered, what is believed of the others."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.audit.recorded import Record, audit
from matching.need import Need, NeedState
from matching.offers import Offer, OfferState
from matching.volunteer import Roster
from tests.matching.askers import CALENDAR, ELECTRICIAN, NOON, TOWN, a_need, a_volunteer

ABLE = frozenset({"电工"})
PEOPLE = Roster(a_volunteer(code=code, home="b", skills=ABLE) for code in ("lin", "chen", "wu"))
NOW = NOON + timedelta(days=1)


def a_lamp(number: int = 1, **given: object) -> Need:
    return a_need(number=number, parts=(ELECTRICIAN,), created_at=NOON, **given)


def an_offer(volunteer: str, state: OfferState, need: int = 1, minutes: int = 5) -> Offer:
    answered = NOON + timedelta(minutes=minutes)
    return Offer(0, need, volunteer, NOON, NOON + timedelta(minutes=30), "电工", 1, state, answered_at=answered)


def audited(needs: list[Need], *offers: Offer, weeks: int = 1):
    return audit(Record(needs, offers, NOW, weeks), PEOPLE, TOWN, CALENDAR)


def test_weeks_in_which_nobody_was_asked_have_no_figures() -> None:
    assert audited([]) is None
    assert audited([a_lamp()]) is None


def test_a_need_claimed_by_the_one_next_door_is_as_good_as_the_best() -> None:
    filled = a_lamp(state=NeedState.CONFIRMED)
    found = audited([filled], an_offer("lin", OfferState.CONFIRMED), an_offer("chen", OfferState.FILLED))
    assert found is not None
    assert found.figures.value_ratio == pytest.approx(1.0)
    assert found.figures.priced_ratio < 1.0
    assert (found.figures.fill, found.figures.offers_per_filled, found.figures.minutes_p50) == (1.0, 2.0, 5.0)
    assert (found.needs, found.offers, found.states) == (1, 2, {"confirmed": 1, "filled": 1})


def test_who_declined_or_kept_silent_could_not_have_been_the_one() -> None:
    told = a_lamp(state=NeedState.FALLBACK, touched_at=NOON + timedelta(hours=1))
    everybody_said_no = [an_offer(code, OfferState.SILENT) for code in ("lin", "chen")]
    found = audited([told], *everybody_said_no, an_offer("wu", OfferState.DECLINED))
    assert found is not None
    assert (found.figures.fill, found.figures.value_ratio, found.figures.told_p50) == (0.0, 0.0, 60.0)


def test_who_came_too_late_or_gave_it_back_would_have_said_yes() -> None:
    told = a_lamp(state=NeedState.FALLBACK)
    for state in (OfferState.LATE, OfferState.RELEASED, OfferState.NO_SHOW):
        found = audited([told], an_offer("lin", state))
        assert found is not None
        assert found.figures.value_ratio == 0.0
        assert found.figures.priced_ratio < 0.0, "the best would have met it: a question was spent for nothing"


def test_what_waits_for_its_card_is_no_need_yet() -> None:
    card = a_lamp(number=2, state=NeedState.CARD)
    found = audited([a_lamp(state=NeedState.FILLED), card], an_offer("lin", OfferState.CLAIMED))
    assert found is not None
    assert found.needs == 1


def test_the_same_weeks_have_the_same_figures_twice() -> None:
    needs = [a_lamp(number) for number in (1, 2, 3)]
    offers = [replace(an_offer("lin", OfferState.DECLINED), need=number) for number in (1, 2, 3)]
    assert audited(needs, *offers) == audited(needs, *offers)


def test_weeks_are_counted_for_the_questions_to_a_person() -> None:
    offers = (an_offer("lin", OfferState.CLAIMED),)
    one, four = (audited([a_lamp(state=NeedState.FILLED)], *offers, weeks=weeks) for weeks in (1, 4))
    assert one is not None
    assert four is not None
    assert four.figures.notifications_p99 < one.figures.notifications_p99
