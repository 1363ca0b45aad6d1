"""Drafts of the rules: begun from what is live, changed by edits, brought up to what has become live meanwhile.

BotError
└── DraftRefused   something cannot be done with a draft; the message says why and what to do
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.desk.book import read_book
from bot.desk.bookedit import (
    ENTRIES,
    VALUES,
    Edit,
    EditRefused,
    applied,
    edits_between,
    lines_of,
    merged,
    restored,
    stored,
)
from bot.errors import BotError
from intents.redraft import parted
from intents.rule import shipped_rules_text
from storage.audit import Audited
from storage.drafts import Draft, DraftState
from storage.unit_of_work import UnitOfWork

#: The audit log keeps so many edits of one change word for word.
_AUDITED = 50
#: A text larger than this is no rules file (the shipped one has 1.1 million characters).
_LARGEST = 4_000_000


class DraftRefused(BotError):
    """Something cannot be done with a draft; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Editor:
    """Who works on a draft, and when. `seen` is the `touched_at` of the draft she looks at: a change on something that
    others changed meanwhile is refused. None: whatever it says by now.
    """

    name: str
    now: datetime
    seen: datetime | None = None


def live_text(unit: UnitOfWork) -> tuple[int, str]:
    """The live revision and its text; 0 and the shipped rules where none was published yet."""
    revision, text = unit.rules.live()
    return (revision, text) if text else (0, shipped_rules_text())


def begin_draft(unit: UnitOfWork, editor: Editor, name: str = "") -> Draft:
    """A new draft that says what is live."""
    base, text = live_text(unit)
    called, by, now = name.strip() or f"第{base}版之后", editor.name, editor.now
    draft = Draft(0, called, base, text, "[]", by, created_at=now, touched_at=now, touched_by=by)
    draft = replace(draft, number=unit.drafts.add(draft))
    _record(unit, editor, "begin", draft, {}, {"name": draft.name, "base": base})
    return draft


def change_draft(unit: UnitOfWork, number: int, editor: Editor, edits: Sequence[Edit]) -> Draft:
    """A draft with edits made to it, in order, all or none. Whoever had let it pass has to look again.

    Raises DraftRefused where it is not there, not open any more or was changed by somebody meanwhile, EditRefused and
    RuleRefused for an edit that can't be made; then nothing has changed.
    """
    draft = open_draft(unit, number, editor)
    made = settled(draft.text, edits)
    if not made:
        return draft
    text = applied(draft.text, made)
    check_written(text)
    changed = replace(_touched(draft, editor), text=text, edits=stored(merged([*restored(draft.edits), *made])))
    unit.drafts.save(changed)
    _record(unit, editor, "edit", changed, _told(made, before=True), _told(made, before=False))
    return changed


def replace_draft(unit: UnitOfWork, number: int, editor: Editor, text: str) -> Draft:
    """A draft that says what a whole file says. Raises DraftRefused and RuleRefused as `change_draft`."""
    draft = open_draft(unit, number, editor)
    if len(text) > _LARGEST:
        raise DraftRefused("文件太大，不是规则文件")
    read_book(text)
    began = unit.rules.revision(draft.base)
    made = edits_between(began.text if began is not None else shipped_rules_text(), text)
    changed = replace(_touched(draft, editor), text=text, edits=stored(made))
    unit.drafts.save(changed)
    step = edits_between(draft.text, text)
    _record(unit, editor, "import", changed, _told(step, before=True), _told(step, before=False))
    return changed


def is_stale(unit: UnitOfWork, draft: Draft) -> bool:
    """Whether something else has become live since the draft was begun."""
    return draft.base != unit.rules.live()[0]


def rebase_draft(unit: UnitOfWork, number: int, editor: Editor) -> tuple[Draft, list[Edit]]:
    """The draft on top of what is live now, its edits kept; and the edits that cannot be made there any more.

    Raises DraftRefused as `change_draft`.
    """
    draft = open_draft(unit, number, editor)
    base, text = live_text(unit)
    made = restored(draft.edits)
    if any(one.kind == "learnt" for one in made):
        text = "\n".join([parted(text)[0].rstrip(), "", parted(draft.text)[1]])
    kept, lost = [], []
    for edit in made:
        try:
            text = applied(text, [edit])
            kept.append(edit)
        except EditRefused:
            lost.append(edit)
    check_written(text)
    lines = lines_of(live_text(unit)[1])
    kept = [replace(one, before=lines.get((one.kind, one.where, one.name))) for one in kept]
    changed = replace(_touched(draft, editor), base=base, text=text, edits=stored(merged(kept)))
    unit.drafts.save(changed)
    _record(unit, editor, "rebase", changed, {"base": draft.base}, {"base": base, "lost": len(lost)})
    return changed, lost


def drop_draft(unit: UnitOfWork, number: int, editor: Editor) -> None:
    """A draft put away; one that waits for its moment goes live no more. Raises DraftRefused."""
    draft = unit.drafts.one(number)
    if draft is None or draft.state not in (DraftState.OPEN, DraftState.SCHEDULED):
        raise DraftRefused("没有这份草稿，或者它已经发布、丢掉了")
    unit.drafts.save(replace(_touched(draft, editor), state=DraftState.DROPPED, publish_at=None))
    _record(unit, editor, "drop", draft, {"state": str(draft.state)}, {"state": str(DraftState.DROPPED)})


def open_draft(unit: UnitOfWork, number: int, editor: Editor) -> Draft:
    """A draft that can be changed. Raises DraftRefused for one that cannot, or that was changed meanwhile."""
    draft = unit.drafts.one(number)
    if draft is None:
        raise DraftRefused("没有这份草稿")
    if draft.state is not DraftState.OPEN:
        raise DraftRefused("这份草稿已经发布、排期或丢掉，不能再改；请另开一份")
    if editor.seen is not None and editor.seen != draft.touched_at:
        raise DraftRefused(f"这份草稿刚被{draft.touched_by}改过，请先看看改了什么，再改")
    return draft


def settled(text: str, edits: Sequence[Edit]) -> list[Edit]:
    """Edits with the table they belong to and what stands there now; those that change nothing are left out."""
    lines = lines_of(text)
    found = []
    for one in edits:
        where = VALUES.get(one.kind) or (ENTRIES[one.kind][0] if one.kind in ENTRIES else one.where)
        name = one.name.strip()
        before = lines.get((one.kind, where, name))
        if before != one.value or (one.value is None and one.kind in ("preferred", "negative")):
            found.append(Edit(one.kind, where, name, one.value, before))
        elif one.value is None:
            raise EditRefused(f"没有“{name}”，去不掉")
        lines[one.kind, where, name] = one.value
    return found


def check_written(text: str) -> None:
    """Raise RuleRefused where what people wrote in a text cannot be used; what was learnt is passed over: reading it
    takes ten times as long, and no edit touches it.
    """
    read_book(parted(text)[0])


def _touched(draft: Draft, editor: Editor) -> Draft:
    return replace(draft, touched_at=editor.now, touched_by=editor.name, approved_by="")


def _told(edits: Sequence[Edit], *, before: bool) -> dict[str, object]:
    told = {f"{one.kind} {one.rule}": one.before if before else one.value for one in edits[:_AUDITED]}
    return told if len(edits) <= _AUDITED else {**told, "…": len(edits) - _AUDITED}


def _record(
    unit: UnitOfWork, editor: Editor, action: str, draft: Draft, *change: dict[str, object]
) -> None:
    before, after = change
    unit.audit.record(Audited(editor.now, editor.name, action, "draft", str(draft.number), before, after))
