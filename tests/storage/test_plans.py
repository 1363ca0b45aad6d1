"""What every message or every round of the worker asks for is answered from an index."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from storage import (
    case_followers,
    case_messages,
    cases,
    checks,
    contacts,
    duties,
    inbox,
    media,
    mediations,
    needs,
    outbox,
    picture,
    recipients,
    verdicts,
    whistles,
)
from storage.database import database_url, reading_engine
from storage.prepared import Statement

ASKED_ALL_THE_TIME = {
    "inbox.reply": inbox._REPLY,
    "inbox.remember": inbox._REMEMBER,
    "contacts.by_openid": contacts._BY_OPENID,
    "contacts.by_person": contacts._BY_PERSON,
    "cases.load": cases._READ,
    "cases.open_of_reporter": cases._OPEN_OF_REPORTER,
    "cases.latest_of_reporter": cases._LATEST_OF_REPORTER,
    "cases.open_of_responder": cases._OPEN_OF_RESPONDER,
    "cases.waiting": cases._WAITING,
    "cases.waking": cases._WAKING,
    "cases.stuck": cases._STUCK,
    "cases.check_due": cases._CHECK_DUE,
    "cases.recheck_due": cases._RECHECK_DUE,
    "cases.open_near": case_followers._OPEN_NEAR,
    "cases.times_here": case_followers._TIMES_HERE,
    "cases.followers": case_followers._FOLLOWERS,
    "cases.open_concerning": case_followers._OPEN_CONCERNING,
    "cases.joined_as": case_followers._JOINED_AS,
    "messages.loose": case_messages._LOOSE,
    "messages.of_case": case_messages._OF_CASE,
    "verdicts.of_contact": verdicts._OF_CONTACT,
    "verdicts.of_case": verdicts._OF_CASE,
    "checks.open_of": checks._OPEN_OF,
    "mediations.household": mediations._HOUSEHOLD,
    "media.kept": media._KEPT,
    "media.next": media._NEXT,
    "media.ready": media._READY,
    "outbox.ready": outbox._READY,
    "outbox.next": outbox._NEXT,
    "outbox.release_contact": outbox._RELEASE_CONTACT,
    "outbox.release_person": outbox._RELEASE_PERSON,
    "outbox.withdraw": outbox._WITHDRAW,
    "picture.tallies": picture._TALLIES,
    "picture.arrivals": picture._ARRIVALS,
    "picture.undelivered": picture._UNDELIVERED,
    "picture.stuck": picture._STUCK,
    "picture.kept": picture._KEPT,
    "duties.settle": duties._SETTLE,
    "duties.settle_first": duties._SETTLE_FIRST,
    "whistles.called": whistles._CALLED,
    "whistles.of_case": whistles._OF_CASE,
    "whistles.outlived": whistles._OUTLIVED,
    "whistles.waking": whistles._WAKING,
    "recipients.due": recipients._DUE,
    "recipients.of_usual": recipients._OF,
    "recipients.notes_of_need": recipients._NOTES_OF_NEED,
    "needs.starting": needs._STARTING,
    "needs.of_kind": needs._OF_KIND,
    "needs.of_recipient": needs._OF_RECIPIENT,
}


@pytest.fixture
def engine(store_url: str) -> Iterator[Engine]:
    engine = reading_engine(database_url(store_url), 1)
    yield engine
    engine.dispose()


def plan(engine: Engine, statement: Statement) -> str:
    sql = statement.compiled(engine.dialect).sql
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", (None,) * sql.count("?"))
        return "; ".join(row[3] for row in rows)


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", ASKED_ALL_THE_TIME)
def test_no_table_is_read_from_end_to_end(engine: Engine, name: str) -> None:
    steps = plan(engine, ASKED_ALL_THE_TIME[name]).replace("VIRTUAL TABLE", "")  # a list that was handed in
    assert not re.search(r"SCAN (?!listed|alike)", steps), steps


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("cases.open_near", "ix_cases_place"),
        ("cases.times_here", "ix_cases_place"),
        ("media.ready", "ix_media_ready_at"),
        ("picture.arrivals", "ix_cases_created_at"),
        ("picture.tallies", "ix_cases_state"),
        ("outbox.ready", "ix_outbox_ready_at"),
        ("outbox.withdraw", "ix_outbox_case"),
        ("outbox.release_contact", "ix_outbox_held_contact"),
        ("outbox.release_person", "ix_outbox_held_person"),
    ],
)
def test_what_has_an_index_of_its_own_is_answered_from_it(engine: Engine, name: str, index: str) -> None:
    assert index in plan(engine, ASKED_ALL_THE_TIME[name])
