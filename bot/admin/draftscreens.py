"""The draft of the rules: begun, changed, compared with what is live, brought up to date, dropped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from starlette.responses import Response

from bot.admin.bookscreens import BookScreens
from bot.admin.ruleedits import edits_of
from bot.admin.rulescreens import RuleScreens
from bot.admin.seat import Asked
from bot.admin.workbench import Workbench, to
from bot.desk.bookedit import KINDS, EditRefused
from bot.desk.drafting import (
    DraftRefused,
    begin_draft,
    change_draft,
    drop_draft,
    rebase_draft,
)
from bot.errors import BotError
from intents.rule import RuleRefused
from storage.drafts import Draft
from storage.unit_of_work import UnitOfWork

T = TypeVar("T")
#: Where the forms of a page come from, and go back to: by what they do.
_SECTIONS = {
    "prefer": "routing", "refuse": "routing", "allow": "routing", "term": "terms", "receipt": "replies",
    "no_case": "replies", "nickname": "nicknames", "forget": "nicknames", "campaign": "campaigns", "end": "campaigns",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DraftScreens:
    """The verbs of a draft and the list of what it changes."""

    bench: Workbench
    rules: RuleScreens
    books: BookScreens

    def begin(self, asked: Asked) -> Response:
        """A new draft."""
        editor = self.bench.editor(asked)
        draft = self.bench.desk.store.run(lambda unit: begin_draft(unit, editor, asked.form.get("name", "")[:40]))
        self.bench.choose(asked, draft.number)
        return to("")

    def choose(self, asked: Asked) -> Response:
        """Work on another draft."""
        found = self.bench.desk.store.read(lambda unit: unit.drafts.one(asked.number))
        if found is None:
            return self.bench.not_there(asked, "没有这份草稿。")
        self.bench.choose(asked, found.number)
        return to("")

    def edit(self, asked: Asked) -> Response:
        """A change of the draft; a new one is begun where there is none."""
        opened, form = self.bench.open(asked), asked.form
        number = int(form["draft"]) if form.get("draft", "").isdecimal() else 0
        editor = self.bench.editor(asked, opened.draft)

        def work(unit: UnitOfWork) -> Draft | None:
            edits = edits_of(form, opened)
            if not edits:
                return None
            draft = number or (opened.draft.number if opened.draft else begin_draft(unit, editor).number)
            return change_draft(unit, draft, editor, edits)

        try:
            self.bench.desk.store.run(work)
        except (EditRefused, DraftRefused) as refused:
            return self._again(asked, f"{refused}。")
        except RuleRefused as refused:
            return self._again(asked, f"{refused.reason}（{refused.position}）")
        return self._back(asked)

    def changes(self, asked: Asked) -> Response:
        """What the draft changes."""
        return self._changes(asked, "", 200)

    def _changes(self, asked: Asked, wrong: str, status: int, lost: tuple[str, ...] = ()) -> Response:
        opened = self.bench.open(asked)
        others = self.bench.desk.store.read(lambda unit: unit.drafts.at_work())
        return self.bench.page("rules/changes", asked, opened, status, wrong=wrong, kinds=KINDS, lost=lost,
                               others=[one for one in others if opened.draft and one.number != opened.draft.number],
                               zone=self.bench.desk.calendar.zone)

    def rebase(self, asked: Asked) -> Response:
        """The draft on top of what has become live meanwhile."""
        opened, editor = self.bench.open(asked), self.bench.editor(asked)
        if opened.draft is None:
            return to("")
        number = opened.draft.number
        try:
            _, lost = self.bench.desk.store.run(lambda unit: rebase_draft(unit, number, editor))
        except (BotError, RuleRefused) as refused:
            return self._changes(asked, f"{refused}。", 422)
        return self._changes(asked, "", 200, tuple(f"{KINDS[one.kind]}：{one.rule}" for one in lost))

    def drop(self, asked: Asked) -> Response:
        """The draft put away."""
        opened, editor = self.bench.open(asked), self.bench.editor(asked)
        if opened.draft is None:
            return to("")
        number = opened.draft.number
        return self._done(asked, lambda unit: drop_draft(unit, number, editor))

    def _done(self, asked: Asked, work: Callable[[UnitOfWork], None]) -> Response:
        try:
            self.bench.desk.store.run(work)
        except DraftRefused as refused:
            return self._changes(asked, f"{refused}。", 422)
        return to("")

    def _back(self, asked: Asked) -> Response:
        form = asked.form
        section = _SECTIONS.get(form.get("do", ""))
        if section is not None:
            return to(f"/book/{section}")
        return to("/changes") if form.get("do") == "undo" else to(f"/{form.get('kind')}/{form.get('code')}")

    def _again(self, asked: Asked, wrong: str) -> Response:
        """The page a form came from, with why it was not taken."""
        form = asked.form
        section = _SECTIONS.get(form.get("do", ""))
        if section is not None:
            return self.books.show(asked, section, wrong, 422)
        if form.get("do") == "undo" or form.get("kind") not in ("category", "intent", "danger"):
            return self._changes(asked, wrong, 422)
        return self.rules.show(asked, form["kind"], form.get("code", ""), wrong)
