"""Rows to test with; a test names only what matters to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from matching.case import Action, Case, CaseEvent, State
from storage.cases import CaseMessage
from storage.outbox import Notice
from storage.people import PersonRow, VolunteerRow

NOW = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def a_case(**given: Any) -> Case:
    case = Case(
        number=0,
        state=State.AWAITING_SIGNIN,
        intent="report",
        category="parking",
        secondary=("noise",),
        place="rongyu-3",
        place_text="榕御小区3栋",
        summary="榕御3栋楼下乱停车",
        responder="wang",
        reporter=1,
        urgent=False,
        private=False,
        confidence=0.93,
        revision=1,
        created_at=NOW,
        touched_at=NOW,
        reasons=("榕御小区3栋的楼栋长",),
    )
    return replace(case, **given)


def an_event(**given: Any) -> CaseEvent:
    event = CaseEvent(
        case=1,
        at=NOW,
        actor="linli",
        action=Action.DISPATCH,
        from_state=State.AWAITING_DISPATCH,
        to_state=State.AWAITING_SIGNIN,
        reason="楼栋长负责",
        revision=1,
    )
    return replace(event, **given)


def a_message(**given: Any) -> CaseMessage:
    message = CaseMessage(id=0, case=None, contact=1, at=NOW, kind="text", text="楼下乱停车")
    return replace(message, **given)


def a_notice(**given: Any) -> Notice:
    notice = Notice(
        kind="dispatch",
        text="新事项 #12",
        case=None,
        contact=None,
        person="wang",
        urgent=False,
        due_at=NOW,
        key="12:dispatch",
    )
    return replace(notice, **given)


def a_person(**given: Any) -> PersonRow:
    row = PersonRow(
        code="wang",
        name="王丽",
        role="building_leader",
        place="rongyu-3",
        categories=("*",),
        openid="",
        phone="13800000000",
        backup="",
        bind_code="K7F3",
    )
    return replace(row, **given)


def a_volunteer(**given: Any) -> VolunteerRow:
    row = VolunteerRow(
        code="v1",
        name="李强",
        openid="",
        home="rongyu",
        work="",
        skills=("水电",),
        languages=("粤语",),
        gender="male",
        slots="周末 09:00-17:00",
        weekly_cap=2,
        vetted=True,
    )
    return replace(row, **given)
