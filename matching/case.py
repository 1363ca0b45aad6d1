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
    SAY = "say"                  # 回复: a handler's own words to the resident
    INQUIRE = "inquire"          # 追问: the handler needs to know something; the clock rests, at most twice 48 h
    SCHEDULE = "schedule"        # 排期: it will be done on a day that is named
    WAIT_OUTSIDE = "wait_outside"  # 等外: somebody outside must act first, by a day that is named
    RESUME = "resume"            # the day has come, or the answer has: the handler has it again
    EXTEND = "extend"            # 延期: granted by somebody else, with a reason, and said to the resident
    ESCALATE = "escalate"        # the owner kept silent: the next rung of the ladder owns it
    WHISTLE = "whistle"          # 吹哨: the street calls departments to one place
    CONCLUDE = "conclude"        # the joint work is done, the lead has it again
    DECLINE = "decline"          # 不予受理: with the reason and the right door
    APPEAL = "appeal"            # the resident holds against a refusal: the street's arbiter looks at it
    CONFIRM = "confirm"          # 核查通过: another pair of eyes than the handler's
    REFUTE = "refute"            # 核查不通过: it is not solved
    RECHECK = "recheck"          # 回访: asked again after 28 days, and it held
    ARCHIVE = "archive"          # 归档


class Kind(StrEnum):
    """What sort of matter a case is, beside its category."""

    ORDINARY = ""
    MEDIATION = "mediation"  # 调解: two parties, confidential, a neutral mediator
    HAZARD = "hazard"        # 隐患: inspected again after it was said to be gone


class PointState(StrEnum):
    """What became of one point that a resident asked for."""

    OPEN = ""
    DONE = "done"
    EXPLAINED = "explained"  # it cannot be done, and she was told why


@dataclass(frozen=True, slots=True)
class Point:
    """One thing a resident asks for within a case; `note` says how it was done or why it cannot be."""

    text: str
    state: PointState = PointState.OPEN
    note: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A matter under way. Times are aware UTC; `place` and `responder` are codes or empty.

    `number` is what people say (`#12`). `place_text` is how the place is shown to people
    ("榕御小区3栋"), without a room. `reporter` is the contact's id; who that is stays in
    `storage.people`. `question` is the open question (see `bot.desk.dialogue`) or empty.
    `care` says in short Chinese phrases why somebody here needs care (an elder alone, a wheelchair).
    `signature` is what `intents.duplicate` compares; `merged_into` the number of the case this one was
    joined to, 0 for none; `times` how often this was reported here within 90 days, this time included.

    `named` says that the resident lets handlers know who she is. `held_since` is when the responder got it,
    `rung` how often it climbed because somebody kept silent, `hops` how often it changed hands. `answerable`
    is who stays responsible until the next one has signed (首问负责). `paused_at` stands while the clock rests
    for the resident, `pauses` counts that. `resume_at` ends a schedule or a wait for somebody outside.
    `checker` looks whether it is solved when the resident keeps silent, `check_due_at` is that clock;
    `recheck_at` when it is asked about again. `disputed` says that an arbiter has it and decides who owns it.

    `climb_at` is until when the ladder leaves whoever has it alone, `reminded_at` when he was reminded last.
    `own_due_at` stands where it climbed so late that the responder gets a term of his own: `due_at` stays what
    was promised. `stuck_at` is since when nobody is left above, so that it stands in the digest. `had` are those
    who had it before, in order.
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
    kind: Kind = Kind.ORDINARY
    named: bool = False
    first_word_due_at: datetime | None = None
    first_word_at: datetime | None = None
    held_since: datetime | None = None
    rung: int = 0
    hops: int = 0
    answerable: str = ""
    paused_at: datetime | None = None
    pauses: int = 0
    resume_at: datetime | None = None
    checker: str = ""
    check_due_at: datetime | None = None
    recheck_at: datetime | None = None
    points: tuple[Point, ...] = ()
    disputed: bool = False
    climb_at: datetime | None = None
    reminded_at: datetime | None = None
    own_due_at: datetime | None = None
    stuck_at: datetime | None = None
    had: tuple[str, ...] = ()


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
