"""A whistle as a case's page shows it: where and when, who was called, how far each has come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.desk.desk import Visit
from bot.desk.whistling import title_of
from bot.desk.wording_pages import RATED, WHISTLE_CLOCKS
from bot.desk.wording_whistles import STAGES
from intents.masking import mask_personal
from matching.case import Case
from matching.whistle import Call, Stage, stage


@dataclass(frozen=True, slots=True)
class CalledRow:
    """One that was called: who, with which part, how far, what is due next, what came of it, how it was rated."""

    who: str
    part: str
    stage: str
    due: str
    late: bool
    result: str
    rating: str
    reply: str


@dataclass(frozen=True, slots=True)
class WhistleSheet:
    """A whistle. `ended` is its conclusion, empty while it is under way."""

    by: str
    when: str
    spot: str
    reason: str
    ended: str
    rows: tuple[CalledRow, ...]


def whistle_sheet(visit: Visit, case: Case, names: Sequence[str] = ()) -> WhistleSheet | None:
    """The latest whistle for a case, the lead in front, these names covered; None when there was none."""
    blown = next(iter(visit.unit.whistles.of_case(case.number)), None)
    if blown is None:
        return None
    calls = sorted(visit.unit.whistles.calls(blown.number), key=lambda call: call.person != blown.lead)
    return WhistleSheet(
        by=title_of(visit, blown.by, case),
        when=visit.until(blown.meet_at),
        spot=mask_personal(blown.spot, names),
        reason=mask_personal(blown.reason, names),
        ended=mask_personal(blown.conclusion, names) if blown.ended_at else "",
        rows=tuple(_row(visit, case, _covered(call, names), ended=blown.ended_at is not None) for call in calls),
    )


def _covered(call: Call, names: Sequence[str]) -> Call:
    """The call, nothing in its words telling who somebody is."""
    return replace(
        call,
        part=mask_personal(call.part, names),
        result=mask_personal(call.result, names),
        rating_why=mask_personal(call.rating_why, names),
        reply=mask_personal(call.reply, names),
    )


def _row(visit: Visit, case: Case, call: Call, *, ended: bool) -> CalledRow:
    due = None if ended else next(_due(call), None)
    return CalledRow(
        who=title_of(visit, call.person, case),
        part=call.part,
        stage=STAGES[stage(call)],
        due=f"{due[0]}：{visit.until(due[1])}前" if due else "",
        late=due is not None and due[1] < visit.now,
        result=call.result,
        rating=RATED.format(stars=call.rating, why=call.rating_why) if call.rating else "",
        reply=call.reply,
    )


def _due(call: Call) -> Iterator[tuple[str, datetime]]:
    """What is to be done next, with its clock."""
    now_at = stage(call)
    if now_at is Stage.CALLED:
        yield WHISTLE_CLOCKS[0], call.signin_due_at
    if now_at is Stage.SIGNED:
        yield WHISTLE_CLOCKS[1], call.contact_due_at
    if now_at is not Stage.REPORTED:
        yield WHISTLE_CLOCKS[2], call.report_due_at
