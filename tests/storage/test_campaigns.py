"""Campaigns, their doors and roll-calls come back as they were kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from matching.campaign import (
    Campaign,
    CampaignKind,
    CampaignState,
    Door,
    DoorState,
    RollAnswer,
    RollCall,
)
from storage.errors import StorageError
from storage.unit_of_work import Store

NOW = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)


def a_campaign(**told) -> Campaign:
    campaign = Campaign(
        0, CampaignKind.SURGE, "台风", "xinqiao", "jiedao", NOW, date(2026, 3, 3), date(2026, 3, 9), team="T1|T2"
    )
    return replace(campaign, **told)


def test_a_campaign_comes_back_and_ends(store: Store) -> None:
    number = store.run(lambda unit: unit.campaigns.add(a_campaign(rules="night = true")))
    doors = store.run(lambda unit: unit.campaigns.add(a_campaign(kind=CampaignKind.DOORS)))

    kept = a_campaign(number=number, rules="night = true")
    assert store.read(lambda unit: unit.campaigns.load(number)) == kept
    assert store.read(lambda unit: unit.campaigns.running(CampaignKind.SURGE)) == [kept]

    store.run(lambda unit: unit.campaigns.end(number, NOW + timedelta(days=1)))

    ended = store.read(lambda unit: unit.campaigns.load(number))
    assert ended == replace(kept, state=CampaignState.ENDED, ended_at=NOW + timedelta(days=1))
    assert store.read(lambda unit: unit.campaigns.running(CampaignKind.SURGE)) == []
    assert [one.number for one in store.read(lambda unit: unit.campaigns.running(CampaignKind.DOORS))] == [doors]
    assert store.read(lambda unit: unit.campaigns.load(999)) is None


def test_doors_are_kept_and_changed(store: Store) -> None:
    number = store.run(lambda unit: unit.campaigns.add(a_campaign(kind=CampaignKind.DOORS)))
    doors = [Door(number, "rongyu-3", "501", "v1"), Door(number, "rongyu-3", "502", "v2")]
    store.run(lambda unit: unit.campaigns.add_doors(doors))

    visited = replace(doors[0], state=DoorState.VISITED, visited_at=NOW)
    store.run(lambda unit: unit.campaigns.save_door(visited))

    assert store.read(lambda unit: unit.campaigns.doors(number)) == [visited, doors[1]]
    with pytest.raises(StorageError):
        store.run(lambda unit: unit.campaigns.add_doors([doors[0]]))


def test_a_roll_call_is_answered_and_closed(store: Store) -> None:
    surge = store.run(lambda unit: unit.campaigns.add(a_campaign()))
    call = RollCall(0, surge, "jiedao", NOW, NOW + timedelta(minutes=30))
    number = store.run(lambda unit: unit.campaigns.call_roll(call, ["v1", "v2"]))

    assert store.read(lambda unit: unit.campaigns.open_roll_calls()) == [replace(call, number=number)]
    answer = RollAnswer(number, "v2", NOW, "到", "rongyu-3")
    store.run(lambda unit: unit.campaigns.answer(answer))
    store.run(lambda unit: unit.campaigns.close_roll_call(number, NOW))

    answers = store.read(lambda unit: unit.campaigns.answers(number))
    assert sorted(answers, key=lambda one: one.volunteer) == [RollAnswer(number, "v1"), answer]
    assert store.read(lambda unit: unit.campaigns.open_roll_calls()) == []
    assert store.read(lambda unit: unit.campaigns.roll_calls(surge)) == [replace(call, number=number, closed_at=NOW)]
