"""Tables that leave the desk: the contract's columns, codes instead of names, times with their offset."""

from __future__ import annotations

from datetime import timedelta

from bot.desk.exporting import COLUMNS, case_records, event_records, person_records
from tests.builders import MORNING, ZONE, DeskTalk

REPORT = "榕御小区3栋楼下乱停车"
CASE_COLUMNS = [
    "number", "state", "category", "secondary", "place", "responder", "urgent", "private", "created_at", "due_at",
    "closed_at", "verdict", "revision",
]  # fmt: skip
EVENT_COLUMNS = ["case", "at", "actor", "action", "from_state", "to_state", "reason"]
PERSON_COLUMNS = ["code", "name", "role", "place", "categories", "openid", "phone", "backup", "bind_code"]


def test_a_case_is_exported_in_the_contracts_columns(talk: DeskTalk):
    talk.says("resident", REPORT)

    (record,) = talk.store.read(lambda unit: list(case_records(unit, None, ZONE)))
    assert set(CASE_COLUMNS) <= set(record)
    assert (record["number"], record["state"], record["place"], record["responder"]) == (
        1, "awaiting_signin", "rongyu-3", "chen",
    )  # fmt: skip
    assert record["created_at"] == "2026-03-03T10:00:00+08:00"
    assert record["closed_at"] is None


def test_a_case_is_exported_with_how_it_was_handled(talk: DeskTalk):
    talk.says("resident", REPORT)
    talk.later(minutes=5)
    talk.says("openid-chen", "退回 1 归物业管")

    (record,) = talk.store.read(lambda unit: list(case_records(unit, None, ZONE)))
    assert set(record) == set(COLUMNS["cases"])
    assert (record["hops"], record["rung"], record["had"], record["disputed"]) == (1, 0, ["chen"], False)
    assert record["answerable"] == "chen"
    assert record["held_since"] == "2026-03-03T10:05:00+08:00"
    assert (record["points"], record["points_explained"], record["stuck_at"]) == (0, 0, None)


def test_events_are_exported_in_their_order(talk: DeskTalk):
    talk.says("resident", REPORT)
    talk.says("openid-chen", "接单")

    records = talk.store.read(lambda unit: list(event_records(unit, None, ZONE)))
    assert all(set(EVENT_COLUMNS) <= set(record) for record in records)
    assert [(record["action"], record["actor"]) for record in records] == [
        ("open", "resident"), ("dispatch", "linli"), ("take", "chen"),
    ]  # fmt: skip


def test_since_leaves_out_what_is_older(talk: DeskTalk):
    talk.says("resident", REPORT)
    talk.later(days=3)
    talk.says("other", REPORT)

    since = MORNING + timedelta(days=1)
    assert [record["number"] for record in talk.store.read(lambda unit: list(case_records(unit, since, ZONE)))] == [2]
    assert {record["case"] for record in talk.store.read(lambda unit: list(event_records(unit, since, ZONE)))} == {2}


def test_people_are_exported_as_they_are_imported(talk: DeskTalk):
    records = talk.store.read(lambda unit: list(person_records(unit)))

    assert all(list(record) == PERSON_COLUMNS for record in records)
    chen = next(record for record in records if record["code"] == "chen")
    assert chen["openid"] == "openid-chen"
    assert set(chen["categories"].split("|")) == {"parking", "noise", "neighbor", "safety"}
