"""Campaigns, the doors they call at, and the roll-calls of a surge."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import bindparam, select

from matching.campaign import (
    Campaign,
    CampaignKind,
    CampaignState,
    Door,
    DoorState,
    RollAnswer,
    RollCall,
)
from storage.encoding import from_millis, from_millis_or_null, to_iso, to_millis, to_millis_or_null
from storage.prepared import Row, Statement, Transaction, insert_into, update_by
from storage.volunteer_tables import campaign_homes, campaigns, roll_answers, roll_calls

_CAMPAIGN = select(*campaigns.columns)
_ADD = insert_into(campaigns, "id", returning="id")
_LOAD = Statement(_CAMPAIGN.where(campaigns.c.id == bindparam("which")))
_RUNNING = Statement(
    _CAMPAIGN.where(campaigns.c.state == CampaignState.RUNNING.value, campaigns.c.kind == bindparam("kind"))
    .order_by(campaigns.c.id)
)
_END = update_by(campaigns, "id", "state", "ended_at")
_DOOR_ADD = insert_into(campaign_homes)
_DOORS = Statement(
    select(*campaign_homes.columns)
    .where(campaign_homes.c.campaign == bindparam("campaign"))
    .order_by(campaign_homes.c.place, campaign_homes.c.room)
)
_DOOR_SAVE = Statement(
    campaign_homes.update()
    .where(
        campaign_homes.c.campaign == bindparam("_campaign"),
        campaign_homes.c.place == bindparam("_place"),
        campaign_homes.c.room == bindparam("_room"),
    )
    .values({name: bindparam(name) for name in ("volunteer", "state", "visited_at")})
)
_DOOR_REMOVE = Statement(
    campaign_homes.delete().where(
        campaign_homes.c.campaign == bindparam("_campaign"),
        campaign_homes.c.place == bindparam("_place"),
        campaign_homes.c.room == bindparam("_room"),
    )
)
_CALL_ADD = insert_into(roll_calls, "id", returning="id")
_CALL = select(*roll_calls.columns)
_CALLS = Statement(_CALL.where(roll_calls.c.campaign == bindparam("campaign")).order_by(roll_calls.c.id.desc()))
_CALLS_OPEN = Statement(_CALL.where(roll_calls.c.closed_at.is_(None)).order_by(roll_calls.c.until, roll_calls.c.id))
_CALL_CLOSE = update_by(roll_calls, "id", "closed_at")
_ANSWER_ADD = insert_into(roll_answers)
_ANSWERS = Statement(
    select(*roll_answers.columns)
    .where(roll_answers.c.call == bindparam("call"))
    .order_by(roll_answers.c.at, roll_answers.c.volunteer)
)
_ANSWER_SAVE = Statement(
    roll_answers.update()
    .where(roll_answers.c.call == bindparam("_call"), roll_answers.c.volunteer == bindparam("_volunteer"))
    .values({name: bindparam(name) for name in ("at", "answer", "place")})
)


class Campaigns:
    """The campaigns."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        """Ask within `transaction`."""
        self._transaction = transaction

    def add(self, campaign: Campaign) -> int:
        """Keep a new campaign; its number, which the store gives (`campaign.number` is ignored)."""
        row = self._transaction.first(_ADD, {
            "kind": campaign.kind.value,
            "name": campaign.name,
            "place": campaign.place,
            "team": campaign.team,
            "by": campaign.by,
            "state": campaign.state.value,
            "rules": campaign.rules,
            "at": to_millis(campaign.at),
            "from_day": to_iso(campaign.from_day),
            "until_day": to_iso(campaign.until_day),
            "ended_at": to_millis_or_null(campaign.ended_at),
        })  # fmt: skip
        return int(row[0]) if row else 0

    def load(self, number: int) -> Campaign | None:
        """The campaign with this number, or None."""
        row = self._transaction.first(_LOAD, {"which": number})
        return _campaign_of(row) if row else None

    def running(self, kind: CampaignKind) -> list[Campaign]:
        """The campaigns of a kind that nobody has ended, in order; one whose last day is over is still among them."""
        return [_campaign_of(row) for row in self._transaction.rows(_RUNNING, {"kind": kind.value})]

    def end(self, number: int, now: datetime) -> None:
        """Keep that a campaign is over."""
        values = {"_id": number, "state": CampaignState.ENDED.value, "ended_at": to_millis(now)}
        self._transaction.change(_END, values)

    # -- doors --------------------------------------------------------------------------------------

    def add_doors(self, doors: Sequence[Door]) -> None:
        """Keep the households of a campaign. Raises a `StorageError` for one that stands there already."""
        self._transaction.change_each(_DOOR_ADD, [
            {"campaign": door.campaign, "place": door.place, "room": door.room, **_door_values(door)} for door in doors
        ])  # fmt: skip

    def doors(self, campaign: int) -> list[Door]:
        """The households of a campaign, by building and room."""
        return [_door_of(row) for row in self._transaction.rows(_DOORS, {"campaign": campaign})]

    def save_door(self, door: Door) -> None:
        """Keep what became of a household, or who calls there."""
        keys = {"_campaign": door.campaign, "_place": door.place, "_room": door.room}
        self._transaction.change(_DOOR_SAVE, {**keys, **_door_values(door)})

    def remove_door(self, door: Door) -> None:
        """Take out a household that is none any more."""
        keys = {"_campaign": door.campaign, "_place": door.place, "_room": door.room}
        self._transaction.change(_DOOR_REMOVE, keys)

    # -- roll-calls ---------------------------------------------------------------------------------

    def call_roll(self, call: RollCall, volunteers: Sequence[str]) -> int:
        """Keep a roll-call with everybody who is called; its number."""
        row = self._transaction.first(_CALL_ADD, {
            "campaign": call.campaign,
            "by": call.by,
            "at": to_millis(call.at),
            "until": to_millis(call.until),
            "closed_at": to_millis_or_null(call.closed_at),
        })  # fmt: skip
        number = int(row[0]) if row else 0
        self._transaction.change_each(_ANSWER_ADD, [
            {"call": number, "volunteer": code, "at": None, "answer": "", "place": ""} for code in volunteers
        ])  # fmt: skip
        return number

    def roll_calls(self, campaign: int) -> list[RollCall]:
        """The roll-calls of a campaign, the latest first."""
        return [_call_of(row) for row in self._transaction.rows(_CALLS, {"campaign": campaign})]

    def open_roll_calls(self) -> list[RollCall]:
        """The roll-calls that are not closed, those that end first in front."""
        return [_call_of(row) for row in self._transaction.rows(_CALLS_OPEN)]

    def close_roll_call(self, number: int, now: datetime) -> None:
        """Keep that a roll-call is over."""
        self._transaction.change(_CALL_CLOSE, {"_id": number, "closed_at": to_millis(now)})

    def answers(self, call: int) -> list[RollAnswer]:
        """Everybody whom a roll-call called, those without an answer too."""
        return [
            RollAnswer(row[0], row[1], from_millis_or_null(row[2]), row[3], row[4])
            for row in self._transaction.rows(_ANSWERS, {"call": call})
        ]

    def answer(self, answer: RollAnswer) -> None:
        """Keep an answer; a later one goes over the earlier."""
        self._transaction.change(_ANSWER_SAVE, {
            "_call": answer.call,
            "_volunteer": answer.volunteer,
            "at": to_millis_or_null(answer.at),
            "answer": answer.answer,
            "place": answer.place,
        })  # fmt: skip


def _campaign_of(row: Row) -> Campaign:
    number, kind, name, place, team, by, state, rules, at, from_day, until_day, ended_at = row
    return Campaign(
        number, CampaignKind(kind), name, place, by, from_millis(at), date.fromisoformat(from_day),
        date.fromisoformat(until_day), team, CampaignState(state), rules, from_millis_or_null(ended_at),
    )  # fmt: skip


def _door_values(door: Door) -> dict[str, str | int | None]:
    return {
        "volunteer": door.volunteer, "state": door.state.value, "visited_at": to_millis_or_null(door.visited_at)
    }  # fmt: skip


def _door_of(row: Row) -> Door:
    campaign, place, room, volunteer, state, visited_at = row
    return Door(campaign, place, room, volunteer, DoorState(state), from_millis_or_null(visited_at))


def _call_of(row: Row) -> RollCall:
    number, campaign, by, at, until, closed_at = row
    return RollCall(number, campaign, by, from_millis(at), from_millis(until), from_millis_or_null(closed_at))
