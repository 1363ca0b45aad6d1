"""From a draft to what is live: the gate as a list to tick off, publishing now or later, the revisions and back."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime

from starlette.responses import Response

from bot.admin.seat import Asked
from bot.admin.workbench import Opened, Workbench, to
from bot.desk.bookedit import KINDS
from bot.desk.drafting import DraftRefused, Editor
from bot.desk.gating import (
    Gate,
    GateClosed,
    Publication,
    approve_draft,
    gate_of,
    publish_draft,
    revision_edits,
    take_back_waiver,
    unschedule,
    waive,
)
from bot.desk.rulebook import NoSuchRevision, roll_back
from storage.drafts import Draft, Waiver
from storage.unit_of_work import UnitOfWork

_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class PublishScreens:
    """The screens of publishing and of the revisions."""

    bench: Workbench
    gates: dict[Hashable, Gate] = field(default_factory=dict)

    def show(self, asked: Asked) -> Response:
        """The gate, what the draft changes, and the form."""
        return self._show(asked, "", 200)

    def _show(self, asked: Asked, wrong: str, status: int) -> Response:
        opened, desk = self.bench.open(asked), self.bench.desk
        draft = opened.draft
        gate: Gate | None = None
        waivers: list[Waiver] = []
        if draft is not None:
            gate, waivers = desk.store.read(lambda unit: self._gate(unit, opened, draft))
        return self.bench.page(
            "rules/publish", asked, opened, status, wrong=wrong, gate=gate, kinds=KINDS, form=asked.form,
            waived={waiver.golden: waiver for waiver in waivers}, zone=desk.calendar.zone,
            second=desk.customs.rules_second_person,
        )  # fmt: skip

    def _gate(self, unit: UnitOfWork, opened: Opened, draft: Draft) -> tuple[Gate, list[Waiver]]:
        """The gate and what is waived. To look takes a second, so what was found is kept while nothing of it changes;
        publishing itself looks anew.
        """
        waivers, latest = unit.drafts.waivers(draft.number), unit.replays.latest(draft.number)
        key = (
            draft, tuple(sorted(opened.live.versions.items())), opened.revision, self.bench.today(),
            tuple(one.number for one in unit.golden.all()), tuple(one.golden for one in waivers),
            (latest.number, latest.state) if latest is not None else None,
            self.bench.desk.customs.rules_second_person,
        )  # fmt: skip
        found = self.gates.get(key)
        if found is None:
            found = gate_of(unit, self.bench.desk, draft, self.bench.desk.clock())
            self.gates.clear()
            self.gates[key] = found
        return found, waivers

    def publish(self, asked: Asked) -> Response:
        """The draft live, or waiting for its moment."""
        opened, form = self.bench.open(asked), asked.form
        if opened.draft is None:
            return self._show(asked, "现在没有草稿，没有要发布的。", 422)
        try:
            publication = Publication(form.get("why", ""), self._moment(form.get("at", "")),
                                      self._moment(form.get("until", "")))
            publish_draft(self.bench.desk, opened.draft.number, self.bench.editor(asked, opened.draft), publication)
        except ValueError:
            return self._show(asked, "时间请写成 2026-03-03 18:00 这样。", 422)
        except (GateClosed, DraftRefused) as refused:
            return self._show(asked, f"{refused}。", 422)
        self.bench.desk.library.look_again()
        return to("/publish" if publication.at is not None else "/history")

    def approve(self, asked: Asked) -> Response:
        """The draft looked at by a second person."""
        return self._do(asked, approve_draft)

    def unschedule(self, asked: Asked) -> Response:
        """The draft open again, not waiting any more."""
        return self._do(asked, unschedule)

    def waive(self, asked: Asked) -> Response:
        """A golden message that the draft may break."""
        key, why = asked.form.get("golden", ""), asked.form.get("why", "")
        return self._do(asked, lambda unit, number, editor: waive(unit, number, key, why, editor))

    def unwaive(self, asked: Asked) -> Response:
        """A golden message that the draft may not break after all."""
        key = asked.form.get("golden", "")
        return self._do(asked, lambda unit, number, editor: take_back_waiver(unit, number, key, editor))

    def _do(self, asked: Asked, work: Callable[[UnitOfWork, int, Editor], object]) -> Response:
        opened = self.bench.open(asked)
        if opened.draft is None:
            return self._show(asked, "现在没有草稿。", 422)
        number, editor = opened.draft.number, self.bench.editor(asked, opened.draft)
        try:
            self.bench.desk.store.run(lambda unit: work(unit, number, editor))
        except DraftRefused as refused:
            return self._show(asked, f"{refused}。", 422)
        return to("/publish" if asked.form.get("back") != "replay" else "/replay")

    def history(self, asked: Asked) -> Response:
        """The revisions, the live one first."""
        return self._history(asked, "", 200)

    def _history(self, asked: Asked, wrong: str, status: int) -> Response:
        opened = self.bench.open(asked)
        found = self.bench.desk.store.read(lambda unit: unit.rules.headers())
        wanted = asked.query.get("page", "1")
        pages = max(1, -(-len(found) // _A_PAGE))
        page = min(max(int(wanted) if wanted.isdecimal() and len(wanted) < 9 else 1, 1), pages)
        return self.bench.page(
            "rules/history", asked, opened, status, revisions=found[(page - 1) * _A_PAGE : page * _A_PAGE],
            count=len(found), live=found[0].revision if found else 0, page=page, pages=pages, wrong=wrong,
            zone=self.bench.desk.calendar.zone,
        )  # fmt: skip

    def revision(self, asked: Asked) -> Response:
        """One revision: who, why, when, and what it changed."""
        opened = self.bench.open(asked)
        try:
            edits, headers = self.bench.desk.store.read(
                lambda unit: (revision_edits(unit, asked.number), unit.rules.headers())
            )
        except DraftRefused as refused:
            return self.bench.not_there(asked, f"{refused}。")
        one = next(found for found in headers if found.revision == asked.number)
        return self.bench.page("rules/revision", asked, opened, one=one, edits=edits if asked.number > 1 else [],
                               kinds=KINDS, live=headers[0].revision, zone=self.bench.desk.calendar.zone)

    def back(self, asked: Asked) -> Response:
        """The rules of an earlier revision live again, as a new one."""
        try:
            roll_back(self.bench.desk.store, asked.number, asked.here.account.name, self.bench.desk.clock())
        except NoSuchRevision:
            return self.bench.not_there(asked, "没有这一版。请从历史里挑一版。")
        self.bench.desk.library.look_again()
        return to("/history")

    def _moment(self, said: str) -> datetime | None:
        """A local moment as a browser gives it. Raises ValueError."""
        if not said.strip():
            return None
        moment = datetime.fromisoformat(said.strip())
        return moment if moment.tzinfo else moment.replace(tzinfo=self.bench.desk.calendar.zone)
