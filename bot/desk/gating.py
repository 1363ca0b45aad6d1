"""From a draft to a published revision: what must hold first, the second person, later moments, and back again.

BotError
└── GateClosed   a draft cannot be published as it is; `gate` says what is missing
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.desk.bookedit import Edit, edits_between, restored
from bot.desk.clock import Clock, Due
from bot.desk.desk import Desk, Visit
from bot.desk.drafting import DraftRefused, Editor, is_stale, live_text, open_draft
from bot.desk.golden import all_golden, read_all
from bot.desk.judged_by import draft_side, live_side
from bot.desk.replay_view import GoldenChange
from bot.desk.replaying import golden_changes
from bot.desk.returning_rules import returned
from bot.errors import BotError
from intents.rule import RuleRefused
from matching.case import Case
from storage.audit import Audited
from storage.drafts import Draft, DraftState, Waiver
from storage.encoding import digest
from storage.replays import ReplayState
from storage.unit_of_work import UnitOfWork


class GateClosed(BotError):
    """A draft cannot be published as it is; `gate` says what is missing."""

    def __init__(self, gate: Gate) -> None:
        super().__init__("还不能发布：" + "；".join(one.says for one in gate.checks if one.blocks and not one.holds))
        self.gate = gate


@dataclass(frozen=True, slots=True)
class Check:
    """One thing about a draft: whether it holds, in words, and whether nothing is published without it."""

    name: str
    holds: bool
    says: str
    blocks: bool = True


@dataclass(frozen=True, slots=True)
class Gate:
    """What stands before publishing a draft. `broken` are the golden messages it breaks, `waived` the keys of those
    that it may.
    """

    checks: tuple[Check, ...]
    broken: tuple[GoldenChange, ...]
    waived: frozenset[str]

    @property
    def is_open(self) -> bool:
        """Whether it may be published."""
        return all(one.holds for one in self.checks if one.blocks)


@dataclass(frozen=True, slots=True)
class Publication:
    """Why a draft is published, and when: `at` None at once; `until` None for good, else what it replaced returns."""

    why: str
    at: datetime | None = None
    until: datetime | None = None


def gate_of(unit: UnitOfWork, desk: Desk, draft: Draft, now: datetime) -> Gate:
    """What must hold before a draft is published. Takes about a second: its rules are made ready."""
    waived = frozenset(waiver.golden for waiver in unit.drafts.waivers(draft.number))
    edits = restored(draft.edits)
    checks = [
        Check("edits", bool(edits), f"改了 {len(edits)} 处" if edits else "什么都没有改"),
        _base(unit, draft),
    ]
    try:
        broken, unknown = _weigh(unit, desk, draft, now)
    except RuleRefused as refused:
        return Gate((*checks, Check("readable", holds=False, says=f"规则有错：{refused}")), (), waived)
    left = [one.key for one in broken if one.key not in waived]
    says = f"{len(left)} 条标准消息会判错，请修好或写明理由豁免" if left else "标准消息都没有弄坏"
    says += f"（豁免 {len(broken) - len(left)} 条）" if broken else ""
    checks += [Check("readable", holds=True, says="规则写得没有错"), Check("golden", not left, says)]
    if unknown:
        says = f"地名叫法里有不认识的地点：{'、'.join(unknown)}"
        checks.append(Check("places", holds=False, says=says, blocks=False))
    return Gate((*checks, _replayed(unit, draft), *_second(desk, draft)), broken, waived)


def waive(unit: UnitOfWork, number: int, key: str, why: str, editor: Editor) -> None:
    """Let a draft break one golden message. Raises DraftRefused without a reason, and as `change_draft`."""
    draft = open_draft(unit, number, editor)
    if not why.strip():
        raise DraftRefused("豁免要写理由")
    if key not in {one.key for one in all_golden(unit)}:
        raise DraftRefused("没有这条标准消息")
    unit.drafts.waive(Waiver(number, key, editor.name, why.strip(), editor.now))
    if draft.approved_by:
        unit.drafts.save(replace(draft, approved_by=""))
    _record(unit, editor, "waive", number, {}, {"golden": key, "why": why.strip()})


def take_back_waiver(unit: UnitOfWork, number: int, key: str, editor: Editor) -> None:
    """Let a draft not break a golden message after all. Raises DraftRefused as `change_draft`."""
    open_draft(unit, number, editor)
    unit.drafts.take_back_waiver(number, key)
    _record(unit, editor, "unwaive", number, {"golden": key}, {})


def approve_draft(unit: UnitOfWork, number: int, editor: Editor) -> Draft:
    """A second person has looked at a draft as it is. Raises DraftRefused for whoever began or changed it."""
    draft = open_draft(unit, number, editor)
    if editor.name in (draft.by, draft.touched_by):
        raise DraftRefused("要由没有改过这份草稿的人来看")
    approved = replace(draft, approved_by=editor.name)
    unit.drafts.save(approved)
    _record(unit, editor, "approve", number, {}, {"approved_by": editor.name})
    return approved


def publish_draft(desk: Desk, number: int, editor: Editor, publication: Publication) -> int:
    """Publish a draft through its gate: the revision, live in every process within two seconds; 0 where it waits for
    its moment. Raises GateClosed, and DraftRefused without a reason, with moments in the wrong order, and as
    `change_draft`; then nothing has changed.
    """
    _check_moments(publication, editor.now)
    draft, gate = desk.store.read(lambda unit: _looked_at(unit, desk, number, editor))
    if not gate.is_open:
        raise GateClosed(gate)

    def work(unit: UnitOfWork) -> int:
        unit.rules.wait_in_line()
        now_there = open_draft(unit, number, replace(editor, seen=draft.touched_at))
        if is_stale(unit, now_there) or now_there.approved_by != draft.approved_by:
            raise DraftRefused("刚有别的改动，请再看一遍再发布")
        why = publication.why.strip()
        if publication.at is not None:
            waiting = replace(now_there, why=why, state=DraftState.SCHEDULED, publish_at=publication.at,
                              until=publication.until)
            unit.drafts.save(waiting)
            moments = {"at": publication.at.isoformat(), "why": why}
            _record(unit, editor, "schedule", number, {"state": "open"}, moments)
            return 0
        return _put_live(unit, replace(now_there, why=why, until=publication.until), editor)

    return desk.store.run(work)


def unschedule(unit: UnitOfWork, number: int, editor: Editor) -> Draft:
    """A draft that waits for its moment, open again. Raises DraftRefused where it doesn't wait."""
    draft = unit.drafts.one(number)
    if draft is None or draft.state is not DraftState.SCHEDULED:
        raise DraftRefused("这份草稿没有排期")
    opened = replace(draft, state=DraftState.OPEN, publish_at=None, until=None, touched_at=editor.now)
    unit.drafts.save(opened)
    _record(unit, editor, "unschedule", number, {"at": str(draft.publish_at)}, {})
    return opened


def revision_edits(unit: UnitOfWork, revision: int) -> list[Edit]:
    """What a published revision changed against the one before it. Raises DraftRefused where there is no such one."""
    found = unit.rules.revision(revision)
    if found is None:
        raise DraftRefused("没有这一版")
    before = unit.rules.revision(revision - 1)
    return edits_between(before.text if before is not None else "", found.text)


def _looked_at(unit: UnitOfWork, desk: Desk, number: int, editor: Editor) -> tuple[Draft, Gate]:
    draft = open_draft(unit, number, editor)
    return draft, gate_of(unit, desk, draft, editor.now)


def _check_moments(publication: Publication, now: datetime) -> None:
    if not publication.why.strip():
        raise DraftRefused("发布要写为什么")
    starts = publication.at or now
    if publication.at is not None and publication.at <= now:
        raise DraftRefused("排期要在以后；现在就发布请不填时间")
    if publication.until is not None and publication.until <= starts:
        raise DraftRefused("到期要在生效之后")


def _base(unit: UnitOfWork, draft: Draft) -> Check:
    if is_stale(unit, draft):
        says = f"第{draft.base}版之后又发布了第{unit.rules.live()[0]}版，请先挪到新版上"
        return Check("base", holds=False, says=says)
    return Check("base", holds=True, says=f"建立在现行第{draft.base}版上")


def _weigh(
    unit: UnitOfWork, desk: Desk, draft: Draft, now: datetime
) -> tuple[tuple[GoldenChange, ...], tuple[str, ...]]:
    """The golden messages that the draft breaks, and its nicknames' places that nobody knows."""
    live = live_side(unit, desk, now)
    side = draft_side(live, draft.text)
    golden = all_golden(unit)
    changes = golden_changes(golden, read_all(golden, live.golden), read_all(golden, side.golden))
    unknown = tuple(code for code in side.book.nicknames if live.town.territory.get(code) is None)
    return tuple(one for one in changes if one.broken), unknown


def _replayed(unit: UnitOfWork, draft: Draft) -> Check:
    latest = unit.replays.latest(draft.number)
    done = latest is not None and latest.state is ReplayState.DONE and latest.mark == digest(draft.text)
    return Check("replayed", done, "重放过" if done else "改完以后还没有重放过", blocks=False)


def _second(desk: Desk, draft: Draft) -> tuple[Check, ...]:
    if not desk.customs.rules_second_person:
        return ()
    says = f"{draft.approved_by}看过" if draft.approved_by else "还要一位没改过的人看过"
    return (Check("second", bool(draft.approved_by), says),)


def _put_live(unit: UnitOfWork, draft: Draft, editor: Editor) -> int:
    revision = unit.rules.publish(draft.text, editor.name, draft.why, editor.now)
    state = DraftState.PUBLISHED if draft.until is None else DraftState.LIVE
    unit.drafts.save(replace(draft, state=state, revision=revision, publish_at=None))
    changed = {one.rule: one.value for one in restored(draft.edits)[:50]}
    was = {one.rule: one.before for one in restored(draft.edits)[:50]}
    unit.audit.record(Audited(editor.now, editor.name, "publish", "rules", str(revision), was, changed))
    return revision


def _find_due(_desk: Desk, unit: UnitOfWork, now: datetime) -> list[Due]:
    return [Due(0, RULES_DUE, now, which=number) for number in unit.drafts.due(now)]


def _do_due(visit: Visit, _case: Case | None, due: Due) -> bool:
    """A draft whose moment has come goes live; one that has ended makes room for what it replaced."""
    unit, now = visit.unit, visit.now
    unit.rules.wait_in_line()
    draft = unit.drafts.one(due.which)
    if draft is None or draft.number not in unit.drafts.due(now):
        return False
    editor = Editor(draft.touched_by, now)
    if draft.state is DraftState.SCHEDULED:
        if not is_stale(unit, draft):
            _put_live(unit, draft, editor)
            return True
        unit.drafts.save(replace(draft, state=DraftState.OPEN, publish_at=None))
        _record(unit, editor, "missed", draft.number, {"at": str(draft.publish_at)}, {"live": unit.rules.live()[0]})
        return True
    _end(unit, draft, editor)
    return True


def _end(unit: UnitOfWork, draft: Draft, editor: Editor) -> None:
    live, text = live_text(unit)
    base = unit.rules.revision(draft.base)
    back = base.text if base is not None and live == draft.revision else returned(text, restored(draft.edits))
    if back != text:
        revision = unit.rules.publish(back, editor.name, f"“{draft.name}”到期，恢复原来的规则", editor.now)
        unit.audit.record(Audited(editor.now, editor.name, "expire", "rules", str(revision), {"was": live}, {}))
    unit.drafts.save(replace(draft, state=DraftState.PUBLISHED))


def _record(
    unit: UnitOfWork, editor: Editor, action: str, number: int, *change: Mapping[str, object]
) -> None:
    before, after = change
    unit.audit.record(Audited(editor.now, editor.name, action, "draft", str(number), before, after))


RULES_DUE = "rules_due"
#: Drafts that go live or end at a moment.
RULES = Clock(RULES_DUE, _find_due, _do_due)
