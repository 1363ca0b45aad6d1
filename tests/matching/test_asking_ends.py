"""Random answers, silence, releases and empty rings: a need is asked for within its bounds, and always ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from matching.asking import (
    AT_ONCE,
    BROADCAST,
    BROADCAST_RING,
    Ask,
    FallBack,
    Wait,
    decide,
    give_up_at,
    missing_parts,
    more_urgent,
    most_asked,
)
from matching.need import Need, NeedUrgency, Part
from matching.offers import HOLDING, Offer, OfferState
from matching.slot import parse_slots
from tests.matching.askers import AT_LEVEL, ELECTRICIAN, NOON, a_need, a_volunteer, offers_of, town

ANSWERS = st.sampled_from(
    [OfferState.ASKED, OfferState.DECLINED, OfferState.CLAIMED, OfferState.RELEASED, OfferState.NO_SHOW]
)
VOLUNTEERS = st.lists(
    st.builds(
        lambda home, unit, skills, quiet, cap: {
            "home": home, "unit": unit, "skills": skills, "quiet": quiet, "offers_cap": cap
        },
        st.sampled_from(("", "mars", *AT_LEVEL)),
        st.sampled_from(("", "财政局")),
        st.sampled_from((frozenset(), frozenset({"电工"}))),
        st.sampled_from(((), parse_slots("每天 12:00-14:00"))),
        st.integers(0, 6),
    ),
    max_size=90,
)  # fmt: skip
NEEDS = st.builds(
    lambda urgency, hours, parts, pair, usual: a_need(
        urgency=urgency, ends_at=NOON + timedelta(hours=hours), starts_at=NOON, parts=parts, pair=pair, usual=usual
    ),
    st.sampled_from(NeedUrgency),
    st.integers(0, 400),
    st.sampled_from(((Part(""),), (ELECTRICIAN,), (ELECTRICIAN, Part("", 3)))),
    st.booleans(),
    st.sampled_from(("", "v3", "gone")),
)


class Story:
    """A need played to its end, answers drawn by chance."""

    def __init__(self, need: Need, volunteers: Sequence[dict], draw: st.DataObject) -> None:
        self.need, self.draw, self.now = need, draw, NOON
        self.asking = town(*(a_volunteer(code=f"v{at}", **given) for at, given in enumerate(volunteers)))
        self.offers: list[Offer] = []
        self.broadcasts = 0

    def ask(self, ask: Ask) -> None:
        asked_before = {offer.volunteer for offer in self.offers}
        new = [one.volunteer.code for one in ask.candidates]
        assert new
        assert len(set(new)) == len(new)
        assert not set(new) & asked_before
        assert self.now < ask.until <= max(give_up_at(self.need), self.now)
        self.broadcasts += ask.broadcast
        hands = sum(part.count for part in missing_parts(self.need, self.offers))
        assert len(new) <= (BROADCAST if ask.broadcast else AT_ONCE[self.need.urgency]) * hands
        self.offers += offers_of(ask, self.now)
        self.need = replace(self.need, round=ask.round)

    def answer(self) -> None:
        """Some of those asked answer, some of those who hold it give it back."""
        for at, offer in enumerate(self.offers):
            if offer.state is OfferState.ASKED and offer.until > self.now:
                state = self.draw.draw(ANSWERS)
                if state is OfferState.CLAIMED and not missing_parts(self.need, self.offers):
                    state = OfferState.FILLED
                self.offers[at] = replace(offer, state=state, answered_at=self.now)
            elif offer.state is OfferState.CLAIMED and self.draw.draw(st.booleans()):
                self.offers[at] = replace(offer, state=OfferState.RELEASED, answered_at=self.now)
                self.need = replace(self.need, urgency=more_urgent(self.need, self.now))

    def play(self) -> None:
        waits = 0
        for _ in range(2000):
            decision = decide(self.need, self.offers, self.now, self.asking)
            if isinstance(decision, Ask):
                self.ask(decision)
            elif isinstance(decision, Wait):
                waits += 1
                assert decision.until > self.now
                self.now = decision.until
            elif isinstance(decision, FallBack):
                assert decision.missing == sum(part.count for part in missing_parts(self.need, self.offers))
                return
            elif not self.draw.draw(st.booleans()):
                assert sum(offer.state in HOLDING for offer in self.offers) >= self.need.people
                return
            self.answer()
        raise AssertionError("it goes on for ever")


@settings(max_examples=150, deadline=None)
@given(NEEDS, VOLUNTEERS, st.data())
def test_asking_always_ends_within_its_bounds(need: Need, volunteers: Sequence[dict], draw: st.DataObject) -> None:
    story = Story(need, volunteers, draw)
    story.play()
    assert len(story.offers) <= most_asked(need)
    assert story.broadcasts <= 1
    assert sum(offer.ring == BROADCAST_RING for offer in story.offers) <= BROADCAST * need.people
    assert story.now <= max(give_up_at(story.need), give_up_at(need), NOON)
