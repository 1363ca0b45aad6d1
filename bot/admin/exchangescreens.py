"""The rules as a file: taken out as TOML or XLSX, brought in with a look at what would change first."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from starlette.responses import Response

from bot.admin.rendering import HEADERS
from bot.admin.seat import Asked
from bot.admin.workbench import Opened, Workbench, to
from bot.desk.bookedit import KINDS, Edit, EditRefused, edits_between, restored, stored
from bot.desk.booksheet import edits_of_workbook, workbook_of
from bot.desk.drafting import DraftRefused, begin_draft, change_draft, check_written, replace_draft, settled
from bot.desk.drafting import live_text as text_that_is_live
from intents.redraft import parted
from intents.rule import RuleRefused
from storage.drafts import Draft
from storage.unit_of_work import UnitOfWork

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_KEPT_FOR = timedelta(hours=1)
_SHOWN = 500


@dataclass(frozen=True, slots=True)
class ExchangeScreens:
    """The screens of files."""

    bench: Workbench

    def show(self, asked: Asked) -> Response:
        """What can be taken out and brought in."""
        return self._show(asked, "", 200)

    def _show(self, asked: Asked, wrong: str, status: int, edits: Sequence[Edit] | None = None) -> Response:
        opened = self.bench.open(asked)
        return self.bench.page("rules/exchange", asked, opened, status, wrong=wrong, kinds=KINDS,
                               found=edits[:_SHOWN] if edits is not None else None, count=len(edits or ()))

    def toml(self, asked: Asked) -> Response:
        """The whole book as TOML."""
        return self._file(asked, "toml", "application/toml; charset=utf-8")

    def xlsx(self, asked: Asked) -> Response:
        """What people wrote as a workbook, a sheet for each kind of rule."""
        return self._file(asked, "xlsx", _XLSX)

    def _file(self, asked: Asked, ending: str, media: str) -> Response:
        opened = self.bench.open(asked)
        draft = opened.draft if asked.query.get("of", "") != "live" else None
        text = draft.text if draft is not None else self.bench.desk.store.read(text_that_is_live)[1]
        name = f"rules-draft-{draft.number}" if draft is not None else f"rules-{opened.revision}"
        content = text.encode() if ending == "toml" else workbook_of(text)
        headers = {**HEADERS, "Content-Disposition": f'attachment; filename="{name}.{ending}"'}
        return Response(content, media_type=media, headers=headers)

    def bring(self, asked: Asked) -> Response:
        """What a file would change, to look at; nothing has changed yet."""
        opened = self.bench.open(asked)
        name, content = asked.files.get("file", ("", b""))
        try:
            edits, text = _read(name.lower(), content, opened)
        except EditRefused as refused:
            return self._show(asked, f"{refused}。", 422)
        except RuleRefused as refused:
            return self._show(asked, f"{refused.reason}（{refused.position}）", 422)
        kept = json.dumps({"edits": stored(edits), "text": text}, ensure_ascii=False)
        self.bench.desk.memory.put(_kept(asked), kept, _KEPT_FOR)
        return self._show(asked, "", 200, edits)

    def take(self, asked: Asked) -> Response:
        """What was looked at put into the draft; a new one is begun where there is none."""
        opened, kept = self.bench.open(asked), self.bench.desk.memory.get(_kept(asked))
        if kept is None:
            return self._show(asked, "看过的文件已经不在了，请再选一次。", 422)
        found, editor = json.loads(kept), self.bench.editor(asked, opened.draft)

        def work(unit: UnitOfWork) -> Draft:
            number = opened.draft.number if opened.draft is not None else begin_draft(unit, editor).number
            if found["text"]:
                return replace_draft(unit, number, editor, found["text"])
            return change_draft(unit, number, editor, restored(found["edits"]))

        try:
            self.bench.desk.store.run(work)
        except (EditRefused, DraftRefused) as refused:
            return self._show(asked, f"{refused}。", 422)
        except RuleRefused as refused:
            return self._show(asked, f"{refused.reason}（{refused.position}）", 422)
        self.bench.desk.memory.drop(_kept(asked))
        return to("/changes")


def _read(name: str, content: bytes, opened: Opened) -> tuple[list[Edit], str]:
    """What a file changes, and the whole text for TOML. Raises EditRefused and RuleRefused."""
    if name.endswith(".xlsx"):
        edits = settled(opened.text, edits_of_workbook(opened.text, content))
        return edits, ""
    if not name.endswith(".toml"):
        raise EditRefused("请选一个 .toml 或 .xlsx 文件，最好是从这里导出后改的")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise EditRefused("文件不是 UTF-8 编码，请用记事本另存为 UTF-8 再导入") from fault
    check_written(text)
    written, learnt = parted(text)
    if not learnt:
        text = f"{written.rstrip()}\n\n{parted(opened.text)[1]}"
    return edits_between(opened.text, text), text


def _kept(asked: Asked) -> str:
    return f"console rules file {asked.here.account.number}"
