"""The case: what is kept of a matter while it is being worked on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """Where a case stands. Stored as text; the export uses the same words."""

    NEW = "new"
    AWAITING_INFO = "awaiting_info"
    AWAITING_DISPATCH = "awaiting_dispatch"
    AWAITING_SIGNIN = "awaiting_signin"
    IN_PROGRESS = "in_progress"
    JOINT = "joint"
    SCHEDULED = "scheduled"
    AWAITING_OUTSIDE = "awaiting_outside"
    AWAITING_VERDICT = "awaiting_verdict"
    CLOSED = "closed"
    NOT_ACCEPTED = "not_accepted"
    MERGED = "merged"
    REDO = "redo"
    ARCHIVED = "archived"


class Action(StrEnum):
    """A move somebody makes with a case."""

    OPEN = "open"                # new -> awaiting_dispatch: the matter and the place are known
    ASK = "ask"                  # new -> awaiting_info: one question stands open
    ANSWER = "answer"            # awaiting_info -> awaiting_dispatch
    GIVE_UP_ASKING = "give_up_asking"  # no answer came: dispatch with what is known
    DISPATCH = "dispatch"        # -> awaiting_signin: a responder has it, the clock runs
    TAKE = "take"                # 接单
    FINISH = "finish"            # 办结: the handler proposes to close
    PASS_ON = "pass_on"          # 转办
    RETURN = "return"            # 退回
    ACCEPT = "accept"            # 满意
    REJECT = "reject"            # 不满意
    WITHDRAW = "withdraw"        # 取消
    CORRECT = "correct"          # 改: another category, so perhaps another responder
    MERGE = "merge"              # the resident says it is the matter of an earlier case: she follows that one
    ADD = "add"                  # 补充: more words, a photo, a location


@dataclass(frozen=True, slots=True)
class Case:
    """A matter under way. Times are aware UTC; `place` and `responder` are codes or empty.

    `number` is what people say (`#12`). `place_text` is how the place is shown to people
    ("榕御小区3栋"), without a room. `reporter` is the contact's id; who that is stays in
    `storage.people`. `question` is the open question (see `bot.desk.dialogue`) or empty.
    `care` says in short Chinese phrases why somebody here needs care (an elder alone, a wheelchair).
    `signature` is what `intents.duplicate` compares; `merged_into` the number of the case this one was
    joined to, 0 for none; `times` how often this was reported here within 90 days, this time included.
    """

    number: int
    state: State
    intent: str
    category: str
    secondary: tuple[str, ...]
    place: str
    place_text: str
    summary: str
    responder: str
    reporter: int
    urgent: bool
    private: bool
    confidence: float
    revision: int
    created_at: datetime
    dispatched_at: datetime | None = None
    signin_due_at: datetime | None = None
    due_at: datetime | None = None
    closed_at: datetime | None = None
    touched_at: datetime | None = None
    verdict: str = ""
    returns: int = 0
    reopened: int = 0
    question: str = ""
    reasons: tuple[str, ...] = ()
    care: tuple[str, ...] = ()
    signature: str = ""
    merged_into: int = 0
    times: int = 1


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """One move of a case, appended and never edited. `actor` is a person's code, `resident` or `linli`."""

    case: int
    at: datetime
    actor: str
    action: Action
    from_state: State
    to_state: State
    reason: str
    revision: int
