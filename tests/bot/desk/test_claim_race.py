"""Fifty volunteers say 接 in the same second: exactly one holds it, the others hear at once that it is filled."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import wait
from datetime import timedelta

import pytest

from bot.desk.intake import receive_message
from matching.need import NeedState, Part
from matching.offers import HOLDING, OfferState
from tests.bot.desk.offered import an_electrician, ends, enlist, need_now, offered
from tests.builders import DeskTalk, a_message

MANY = 50


def all_at_once(talk: DeskTalk, text: str) -> list[str]:
    """The replies to one text of every volunteer, sent without waiting for any answer."""
    futures = [
        receive_message(talk.desk, a_message(key=f"race-{at}", sender=f"openid-v{at}", sent_at=talk.now, text=text))
        for at in range(MANY)
    ]
    wait(futures, timeout=120)
    return [future.result(timeout=0).text for future in futures]


@pytest.fixture
def asked(talk: DeskTalk) -> DeskTalk:
    enlist(talk, *(an_electrician(f"v{at}", f"吴{at}") for at in range(MANY)))
    return talk


def test_of_fifty_claims_exactly_one_holds_it(asked: DeskTalk):
    offered(asked, *(f"v{at}" for at in range(MANY)))
    replies = all_at_once(asked, "接 Z1")

    assert sum("是您的了" in reply for reply in replies) == 1
    assert sum("刚刚已有人接了" in reply for reply in replies) == MANY - 1
    assert Counter(ends(asked).values()) == {OfferState.CLAIMED: 1, OfferState.LATE: MANY - 1}
    assert need_now(asked).state is NeedState.FILLED
    filled = [letter for letter in asked.letters() if letter.notice.kind == "filled"]
    assert len(filled) == MANY - 1, "each of the others is told once, at once"
    assert all(letter.notice.due_at - asked.now < timedelta(seconds=1) for letter in filled)
    assert len(asked.told("resident", "claimed")) == 1


def test_of_fifty_claims_a_team_of_five_gets_five(asked: DeskTalk):
    offered(asked, *(f"v{at}" for at in range(MANY)), parts=(Part("水电维修", 5),))
    replies = all_at_once(asked, "接")

    assert sum("是您的了" in reply for reply in replies) == 5
    assert sum(end in HOLDING for end in ends(asked).values()) == 5


def test_of_a_case_the_claim_is_one_sign_in(asked: DeskTalk):
    asked.says("resident", "榕御小区3栋楼下乱停车")
    offered(asked, *(f"v{at}" for at in range(MANY)), case=1)
    all_at_once(asked, "接 1")

    assert asked.moves(1).count("take") == 1
    assert sum(end in HOLDING for end in ends(asked).values()) == 1
