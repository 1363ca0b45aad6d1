"""责任清单: the fourteen duties as a table, and what happened as their events.

Events attach themselves: a case's moves (`case_duties`), a whistle's calls (`call_duties`), a meeting that was held
(`meeting_duties`), a leader who can be found (`bound_duties`), words made public (`published`), a member who has two
homes and what she does (`registered_duties`, `served_duties`), a visit (`visit_duty`). Whatever else shows that a duty
was kept makes a `DutyEvent` itself.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from enum import StrEnum
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from matching.case import Action, Case, CaseEvent, Kind, State
from matching.hours import ServiceHours
from matching.need import Need
from matching.responder import Responder, Role
from matching.whistle import Call, Whistle


class DutyCode(StrEnum):
    """The duties of the list. Stored as text."""

    LEADER_SHOWN = "leader_shown"                # 楼栋长公示
    FIRST_ASKED = "first_asked"                  # 首问负责
    SIGN_IN = "sign_in"                          # 限时签收
    SOLVE = "solve"                              # 限期办结
    ANSWER_WHISTLE = "answer_whistle"            # 吹哨应哨
    ARRIVE = "arrive"                            # 到场
    CONFER = "confer"                            # 会商
    QUARTERLY_MEETING = "quarterly_meeting"      # 每季度联席会议
    CHAIR = "chair"                              # 轮值主席
    DOUBLE_REGISTRATION = "double_registration"  # 双报到
    VISIT = "visit"                              # 走访
    HAZARD_RECHECK = "hazard_recheck"            # 隐患复查
    PUBLISH = "publish"                          # 晒事
    CALL_BACK = "call_back"                      # 回访


class DutiesRefused(ValueError):
    """The list of duties can't be used; the message names what is wrong."""


@dataclass(frozen=True, slots=True)
class ListedDuty:
    """One line of the list. All but `code` and `source` are Chinese for people; `source` is where events come from."""

    code: DutyCode
    name: str
    owner: str
    trigger: str
    evidence: str
    deadline: str
    source: str


@dataclass(frozen=True, slots=True)
class DutyEvent:
    """A duty that came up at `at`: whose it was, at which place, by when, and when it was done (None: not yet, or
    never: somebody else has it now). Times are aware UTC; 0 for no case, whistle or meeting.
    """

    duty: DutyCode
    owner: str
    place: str
    at: datetime
    due_at: datetime | None = None
    done_at: datetime | None = None
    evidence: str = ""
    case: int = 0
    whistle: int = 0
    meeting: int = 0


def is_late(event: DutyEvent, now: datetime) -> bool:
    """Whether a duty was done after its time, or is not done and its time has passed."""
    return event.due_at is not None and (event.done_at or now) > event.due_at


def shipped_duties() -> Mapping[DutyCode, ListedDuty]:
    """The list that comes with the product, in its order."""
    return parse_duties(files("matching").joinpath("duties.toml").read_text(encoding="utf-8"))


def parse_duties(text: str) -> Mapping[DutyCode, ListedDuty]:
    """The list of a TOML text, in its order. Raises DutiesRefused for broken TOML, a field that is missing, a duty
    nobody knows, and one that stands twice or not at all.
    """
    try:
        rows = tomllib.loads(text)["duty"]
        listed = [_listed(row) for row in rows]
    except (tomllib.TOMLDecodeError, ValueError, KeyError, TypeError) as reason:
        raise DutiesRefused(f"责任清单无法使用（list of duties refused）: {reason}") from reason
    found = {duty.code: duty for duty in listed}
    if len(found) != len(listed) or set(found) != set(DutyCode):
        raise DutiesRefused("责任清单每项要正好一条（each duty stands there exactly once）")
    return MappingProxyType(found)


def _listed(row: Mapping[str, Any]) -> ListedDuty:
    return ListedDuty(
        DutyCode(row["code"]), row["name"], row["owner"], row["trigger"], row["evidence"], row["deadline"], row["from"]
    )


# -- a case's moves --------------------------------------------------------------------------------

_SIGNING: Final = frozenset({State.AWAITING_SIGNIN, State.REDO})
_VERDICTS: Final = frozenset({Action.ACCEPT, Action.REJECT, Action.CONFIRM, Action.REFUTE})
_RESIDENTS: Final = "resident"


def case_duties(before: Case, event: CaseEvent) -> Iterator[DutyEvent]:
    """What a move shows about duties, `before` as it stood: kept by who has it when it is taken and finished (a
    volunteer who does that owes nothing, whoever is responsible does), and by who asks whether it holds; not kept by
    who lost it in silence. Nothing for most moves.
    """
    whose = before.responder or event.actor
    if event.action is Action.TAKE:
        yield _of(before, event, DutyCode.SIGN_IN, whose, before.signin_due_at)
        yield from _handed_over(before, event)
    elif event.action is Action.FINISH:
        if event.from_state in _SIGNING:
            yield _of(before, event, DutyCode.SIGN_IN, whose, before.signin_due_at)
        yield _of(before, event, DutyCode.SOLVE, whose, before.due_at)
    elif event.action is Action.ESCALATE and before.responder:
        yield _lost(before, event)
    elif event.action in _VERDICTS and event.from_state is State.AWAITING_VERDICT:
        yield _of(before, event, DutyCode.CALL_BACK, _asked_by(before, event), before.check_due_at)
    elif event.action in (Action.RECHECK, Action.REFUTE):
        duty = DutyCode.HAZARD_RECHECK if before.kind is Kind.HAZARD else DutyCode.CALL_BACK
        yield _of(before, event, duty, _asked_by(before, event), before.recheck_at)


def _of(case: Case, event: CaseEvent, duty: DutyCode, owner: str, due_at: datetime | None) -> DutyEvent:
    since = case.touched_at if duty is DutyCode.CALL_BACK else case.held_since
    return DutyEvent(
        duty, owner, case.place, since or case.created_at, due_at, event.at, event.action.value, event.case
    )


def _handed_over(case: Case, event: CaseEvent) -> Iterator[DutyEvent]:
    """首问负责 has ended well: whoever handed it on answered for it until now."""
    if case.answerable and case.answerable != event.actor:
        yield _of(case, event, DutyCode.FIRST_ASKED, case.answerable, case.signin_due_at)


def _lost(case: Case, event: CaseEvent) -> DutyEvent:
    signing = event.from_state in _SIGNING
    duty, due_at = (DutyCode.SIGN_IN, case.signin_due_at) if signing else (DutyCode.SOLVE, case.due_at)
    since = case.held_since or case.created_at
    return DutyEvent(duty, case.responder, case.place, since, due_at or event.at, None, "", event.case)


def _asked_by(case: Case, event: CaseEvent) -> str:
    """Whose call-back it was: a checker's own, else that of whoever said it is done."""
    return case.responder if event.actor in (_RESIDENTS, "linli") else event.actor


# -- people, whistles and meetings --------------------------------------------------------------------------


def published(case: Case, by: str, at: datetime) -> DutyEvent:
    """晒事: somebody let the public read what became of a case."""
    return DutyEvent(DutyCode.PUBLISH, by, case.place, at, None, at, "shown", case.number)


_SHOWN: Final = frozenset({Role.BUILDING_LEADER, Role.LANE_LEADER})


def bound_duties(person: Responder, at: datetime) -> Iterator[DutyEvent]:
    """What it shows that somebody has bound his account: a leader of a building or lane can be found by residents."""
    for duty in person.duties:
        if duty.role in _SHOWN:
            yield DutyEvent(DutyCode.LEADER_SHOWN, person.code, duty.place, at, at, at, "bound")


def call_duties(whistle: Whistle, call: Call) -> Iterator[DutyEvent]:
    """What one that was called owes from now on: to sign, to come, and as the lead to bring it to an end."""
    owed = [(DutyCode.ANSWER_WHISTLE, call.signin_due_at), (DutyCode.ARRIVE, whistle.meet_at)]
    owed += [(DutyCode.CONFER, call.report_due_at)] if call.person == whistle.lead else []
    for duty, due_at in owed:
        yield DutyEvent(
            duty, call.person, whistle.place, whistle.at, due_at, case=whistle.case, whistle=whistle.number
        )


@dataclass(frozen=True, slots=True)
class HeldMeeting:
    """A joint meeting that was held: its number, the community's place and who keeps it, who chaired, when; `due_at`
    is the end of its quarter.
    """

    number: int
    place: str
    keeper: str
    chair: str
    at: datetime
    due_at: datetime


def quarter_ends(moment: datetime, zone: tzinfo) -> datetime:
    """The end of the local quarter that a moment lies in, in aware UTC."""
    local = moment.astimezone(zone)
    month = (local.month - 1) // 3 * 3 + 4
    return datetime(local.year + month // 12, month % 12, 1, tzinfo=zone).astimezone(UTC)


def meeting_duties(held: HeldMeeting) -> Iterator[DutyEvent]:
    """What a joint meeting shows: the community kept its quarter, and whoever chaired had his turn."""
    for duty, owner in ((DutyCode.QUARTERLY_MEETING, held.keeper), (DutyCode.CHAIR, held.chair)):
        if owner:
            yield DutyEvent(duty, owner, held.place, held.at, held.due_at, held.at, meeting=held.number)


# -- volunteers ------------------------------------------------------------------------------------


def registered_duties(code: str, homes: tuple[str, str], at: datetime) -> Iterator[DutyEvent]:
    """双报到: what it shows that a volunteer is in the register, `homes` being where she lives and the place that her
    unit is paired with; nothing as long as one of them is "".
    """
    home, work = homes
    if home and work:
        yield DutyEvent(DutyCode.DOUBLE_REGISTRATION, code, work, at, at, at, "登记了两处")


def served_duties(entry: ServiceHours, place: str, case: int = 0) -> Iterator[DutyEvent]:
    """双报到: what a round of work shows that somebody confirmed, at `place`; nothing of whoever has one home only."""
    if entry.home and entry.work:
        yield DutyEvent(
            DutyCode.DOUBLE_REGISTRATION, entry.volunteer, place, entry.at, None, entry.at, entry.what, case
        )


def visit_duty(need: Need, place: str, due_at: datetime) -> DutyEvent:
    """走访: a planned visit that was not made so far, owed by whoever coordinates it until its day is over."""
    return DutyEvent(DutyCode.VISIT, need.coordinator or need.given_to, place, need.created_at, due_at)
