"""A need on its way: who is asked at once, and what others may do with it."""

from __future__ import annotations

from matching.need import NeedState
from matching.offers import OfferState
from tests.bot.desk.offered import ends, enlist, need_now, sought
from tests.builders import DeskTalk


def test_those_who_can_are_asked_at_once_and_read_all_but_the_room(talk: DeskTalk):
    enlist(talk)
    need = sought(talk)

    assert need_now(talk) == need
    assert ends(talk)["zhou"] is OfferState.ASKED
    assert "qian" not in ends(talk), "she reads to the blind"
    text = talk.told("openid-zhou", "offer")[0]
    assert text.startswith("请您帮忙：#Z1 换灯泡 · 榕御小区3栋\n今天16:00前，约1小时，一个人去就行。")
    assert "今天10:30前回“接 Z1”" in text


def test_one_that_waits_for_its_card_asks_nobody(talk: DeskTalk):
    enlist(talk)
    sought(talk, state=NeedState.CARD)

    assert ends(talk) == {}
