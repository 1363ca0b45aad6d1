"""Tables of places and people brought in: chosen, seen row by row, applied, taken back; and handed out."""

from __future__ import annotations

import csv
import io
import json
import secrets
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from starlette.responses import Response

from bot.admin.rendering import HEADERS
from bot.admin.roster import Roster, back_to
from bot.admin.seat import MOST_BYTES, Asked
from bot.desk import importing
from bot.desk.clerk import Clerk, RosterRefused
from bot.desk.importing import UNDO_WITHIN, Preview, Previewed
from bot.desk.importkinds import IMPORTS, LABELS
from bot.desk.spreadsheet import Row, SpreadsheetRefused, Table, guarded, table_of

_ADDRESS = "/admin/people/imports"
#: A table waits so long for the second click.
_KEPT = timedelta(minutes=30)
_SHOWN, _LISTED = 200, 20
WHATS = {"added": "新增", "changed": "改动", "removed": "去掉"}


@dataclass(frozen=True, slots=True)
class ImportScreens:
    """The screens of tables that are brought in."""

    roster: Roster

    def show(self, asked: Asked) -> Response:
        """The form, and what was brought in before."""
        return self._show(asked, "", 200)

    def _show(self, asked: Asked, words: str, status: int) -> Response:
        store = self.roster.desk.store
        latest = store.read(lambda unit: unit.imports.latest(_LISTED))
        now = self.roster.desk.clock()
        undoable = latest[0].number if latest and not latest[0].undone_at and now - latest[0].at < UNDO_WITHIN else 0
        given = "这次导入已经全部撤销。" if asked.query.get("done") == "undone" else ""
        given = "已经导入，两秒内在各处生效。" if asked.query.get("done") == "imported" else given
        return self.roster.page(
            "people/imports", asked, self.roster.sight(asked), status, words=words, done=given, imports=IMPORTS,
            labels=LABELS, latest=latest, undoable=undoable, what=asked.query.get("what", ""),
        )  # fmt: skip

    def preview(self, asked: Asked) -> Response:
        """What the table would change; nothing is kept yet."""
        what = asked.form.get("what", "")
        name, content = asked.files.get("file", ("", b""))
        if what not in IMPORTS or not content:
            return self._show(asked, "请选要导入什么，再选一个 CSV 或 XLSX 文件。", 422)
        if len(content) > MOST_BYTES:
            return self._show(asked, "文件太大，最多10MB，请分成几份。", 422)
        try:
            table = table_of(Path(Path(name).name), content)
        except SpreadsheetRefused as refused:
            return self._show(asked, f"{str(refused).partition(' / ')[0]}。", 422)
        token = secrets.token_urlsafe(12)
        rows = [[row.line, dict(row.cells)] for row in table.rows]
        waiting = json.dumps([what, Path(name).name, table.columns, rows])
        self.roster.desk.memory.put(_key(asked, token), waiting, _KEPT)
        return self._preview(asked, token, "")

    def _preview(self, asked: Asked, token: str, words: str) -> Response:
        found = self._waiting(asked, token)
        if found is None:
            return self._show(asked, "放得太久了，请重新选文件。", 422)
        what, name, table = found
        try:
            self.roster.change(asked, lambda clerk: importing.try_import(clerk, what, table))
        except Previewed as previewed:
            return self._shown(asked, (token, what, name), previewed.preview, words)
        raise RuntimeError("a preview keeps nothing")

    def _shown(self, asked: Asked, waiting: tuple[str, str, str], preview: Preview, words: str) -> Response:
        token, what, name = waiting
        counts = {one: preview.count(one) for one in WHATS}
        return self.roster.page(
            "people/preview", asked, self.roster.sight(asked), 422 if preview.refused or words else 200, words=words,
            preview=preview, rows=preview.rows[:_SHOWN], refused=preview.refused[:_SHOWN], token=token, what=what,
            name=name, kind=IMPORTS[what], labels=LABELS, whats=WHATS, counts=counts,
        )  # fmt: skip

    def apply(self, asked: Asked) -> Response:
        """The table as it was seen is brought in."""
        token, seal = asked.form.get("token", ""), asked.form.get("seal", "")
        found = self._waiting(asked, token)
        if found is None:
            return self._show(asked, "放得太久了，请重新选文件。", 422)
        what, name, table = found
        try:
            self.roster.change(asked, lambda clerk: importing.bring_in(clerk, what, name, table, seal))
        except Previewed as previewed:
            return self._shown(asked, (token, what, name), previewed.preview, "")
        except RosterRefused as refused:
            return self._preview(asked, token, f"{refused}。")
        self.roster.desk.memory.drop(_key(asked, token))
        return back_to(_ADDRESS, "imported")

    def undo(self, asked: Asked) -> Response:
        """The last import is taken back."""
        try:
            self.roster.change(asked, lambda clerk: importing.undo(clerk, asked.number))
        except RosterRefused as refused:
            return self._show(asked, f"{refused}。", 422)
        return back_to(_ADDRESS, "undone")

    def table(self, asked: Asked) -> Response:
        """What there is now, as a table that can be brought in again; `empty` gives the header alone."""
        what = asked.query.get("what", "people")
        if what not in IMPORTS:
            return self.roster.missing(asked, "没有这种表格。")

        def reading(clerk: Clerk) -> list[list[str]]:
            return importing.rows_of(clerk.unit, what, clerk)

        rows = [list(IMPORTS[what].columns)] if asked.query.get("empty") else self.roster.change(asked, reading)
        held = io.StringIO()
        writer = csv.writer(held, lineterminator="\r\n")
        writer.writerow([LABELS.get(column, column) for column in rows[0]])
        writer.writerows([[guarded(cell) for cell in row] for row in rows[1:]])
        headers = {**HEADERS, "Content-Disposition": f'attachment; filename="{what}.csv"'}
        return Response("\ufeff" + held.getvalue(), headers=headers, media_type="text/csv; charset=utf-8")

    def _waiting(self, asked: Asked, token: str) -> tuple[str, str, Table] | None:
        kept = self.roster.desk.memory.get(_key(asked, token)) if token else None
        if kept is None:
            return None
        what, name, columns, rows = json.loads(kept)
        return what, name, Table(tuple(columns), tuple(Row(line, cells) for line, cells in rows))


def _key(asked: Asked, token: str) -> str:
    return f"console import:{asked.here.account.number}:{token}"
