"""A table brought in at the console: seen row by row before it counts, and the last one taken back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import starmap
from typing import Any

from bot.desk.clerk import Clerk, RosterRefused
from bot.desk.importkinds import IMPORTS, ImportKind, Record, in_our_words
from bot.desk.rowcheck import RowRefused
from bot.desk.spreadsheet import Table
from matching.territory import Territory
from storage.errors import ImportRefused
from storage.imports import Import, RowChange
from storage.unit_of_work import UnitOfWork

#: An import is taken back within so long; later too much hangs on it.
UNDO_WITHIN = timedelta(days=7)
_NAMED_MOST = 5


@dataclass(frozen=True, slots=True)
class Changed:
    """One row that is new ("added"), different ("changed") or gone ("removed"); `cells` are column, old and new."""

    key: str
    what: str
    cells: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a table would change. With anything in `refused` it is not brought in. `seal` stands for these changes."""

    rows: tuple[Changed, ...]
    same: int
    refused: tuple[RowRefused, ...] = ()
    seal: str = ""

    def count(self, what: str) -> int:
        """How many rows are new, different or gone."""
        return sum(row.what == what for row in self.rows)


class Previewed(Exception):
    """Everything was tried and is taken back; carries what would have changed."""

    def __init__(self, preview: Preview) -> None:
        super().__init__()
        self.preview = preview


def try_import(clerk: Clerk, what: str, table: Table) -> Preview:
    """What a table would change. Call it in a transaction of its own: it always raises. Raises Previewed."""
    raise Previewed(_brought_in(clerk, IMPORTS[what], table)[0])


def bring_in(clerk: Clerk, what: str, file: str, table: Table, seal: str) -> Preview:
    """Bring a table in as it was seen. Raises RosterRefused where it would change something else by now, Previewed
    with what stands against it.
    """
    preview, changes = _brought_in(clerk, IMPORTS[what], table)
    if preview.refused:
        raise Previewed(preview)
    if preview.seal != seal:
        raise RosterRefused("看过以后系统里又有改动，请再看一遍再导入")
    if not changes:
        raise RosterRefused("表里的内容和系统里完全一样，不用导入")
    kept = Import(0, clerk.now, clerk.name, what, file, tuple(changes))
    number = clerk.unit.imports.add(kept)
    counts = {name: preview.count(name) for name in ("added", "changed", "removed")}
    clerk.record(("import", what, str(number)), {}, {"file": file, **counts})
    return preview


def undo(clerk: Clerk, number: int) -> None:
    """Put everything back as it was before the last import. Raises RosterRefused where something changed since."""
    kept = clerk.unit.imports.load(number)
    latest = next(iter(clerk.unit.imports.latest(1)), None)
    if kept is None or latest is None or latest.number != number:
        raise RosterRefused("只有最近一次导入可以撤销")
    if kept.undone_at is not None or not kept.changes:
        raise RosterRefused("这次导入已经撤销过了")
    if clerk.now - kept.at > UNDO_WITHIN:
        raise RosterRefused(f"导入超过{UNDO_WITHIN.days}天了，请用新表格来改")
    kind = IMPORTS[kept.what]
    territory = Territory(clerk.unit.places.nodes())
    if not all(_is_hers(clerk, kind, change, territory) for change in kept.changes):
        raise RosterRefused("这次导入动到了您管不到的地方，请找导入的人来撤销")
    _check_untouched(kind.rows(clerk.unit), kept.changes)
    kind.remove(clerk.unit, [after for before, after in kept.changes if before is None and after is not None])
    kind.put(clerk.unit, [before for before, _ in kept.changes if before is not None])
    clerk.unit.imports.mark_undone(number, clerk.now)
    clerk.record(("undo_import", kept.what, str(number)), {"file": kept.file}, {})


def _check_untouched(now: Mapping[str, Record], changes: Sequence[RowChange]) -> None:
    standing = {json.dumps(record, sort_keys=True) for record in now.values()}
    touched = [
        after for _, after in changes if after is not None and json.dumps(after, sort_keys=True) not in standing
    ]
    if touched:
        names = "、".join(str(one.get("name") or one.get("organisation") or "") for one in touched[:_NAMED_MOST])
        raise RosterRefused(f"导入以后这些又改过了：{names}等{len(touched)}条，撤销会丢掉那些改动，请逐条来改")


def _brought_in(clerk: Clerk, kind: ImportKind, table: Table) -> tuple[Preview, list[RowChange]]:
    table = in_our_words(table)
    before = kind.rows(clerk.unit)
    parsed = kind.parse(clerk.unit, table)
    if parsed.refused:
        return Preview((), 0, parsed.refused), []
    try:
        kind.apply(clerk.unit, parsed.values)
    except ImportRefused as contradicts:
        remedy = f"与系统里已有的资料冲突：{contradicts.reason}"
        return Preview((), 0, (_at_row(table, contradicts.code, remedy),)), []
    after = kind.rows(clerk.unit)
    changes = {
        key: (before.get(key), after.get(key))
        for key in dict.fromkeys((*after, *before))
        if before.get(key) != after.get(key)
    }
    refused = tuple(_not_hers(clerk, kind, table, list(changes.values())))
    rows = tuple(starmap(_changed, ((key, *change) for key, change in changes.items())))
    same = max(len(parsed.values) - sum(row.what != "removed" for row in rows), 0)
    seal = hashlib.sha256(json.dumps(list(changes.values()), ensure_ascii=False).encode()).hexdigest()[:32]
    return Preview(rows, same, refused, seal), list(changes.values())


def _changed(key: str, before: Record | None, after: Record | None) -> Changed:
    what = "added" if before is None else "removed" if after is None else "changed"
    names = list({**(before or {}), **(after or {})})
    cells = ((name, _said((before or {}).get(name)), _said((after or {}).get(name))) for name in names)
    return Changed(key, what, tuple(cell for cell in cells if cell[1] != cell[2]))


def _said(cell: Any) -> str:
    if isinstance(cell, list | tuple):
        return "、".join(map(str, cell))
    if isinstance(cell, bool):
        return "是" if cell else "否"
    return "" if cell is None else str(cell)


def _not_hers(clerk: Clerk, kind: ImportKind, table: Table, changes: list[RowChange]) -> Iterator[RowRefused]:
    territory = Territory(clerk.unit.places.nodes())
    for change in changes:
        if not _is_hers(clerk, kind, change, territory):
            record = change[1] or change[0] or {}
            code = str(record.get("code") or record.get("place") or "")
            yield _at_row(table, code, "这一行动到了您管不到的地方，请删去或找管那里的账户来导入")


def _is_hers(clerk: Clerk, kind: ImportKind, change: RowChange, territory: Territory) -> bool:
    """Whether a change stays where the clerk sees, before and after it."""
    if not clerk.standing.place:
        return True
    for record, tree in ((change[0], clerk.territory), (change[1], territory)):
        if record is None:
            continue
        places = [str(record.get(name) or "") for name in kind.at]
        if "parent" in kind.at:
            seen = clerk.standing.sees_place(tree, places[0])
        else:
            seen = any(place and clerk.standing.sees_place(tree, place) for place in places)
        if not seen:
            return False
    return True


def _at_row(table: Table, code: str, remedy: str) -> RowRefused:
    row = next((row for row in table.rows if code in (row.get("code"), row.get("place"))), None)
    return RowRefused(row.line if row is not None else 1, "code", code, remedy)


def rows_of(unit: UnitOfWork, what: str, clerk: Clerk) -> list[list[str]]:
    """What is there now as the rows of a table that can be brought in again, those the clerk sees; a header first."""
    kind = IMPORTS[what]
    seen = [
        record
        for record in kind.rows(unit).values()
        if not record.get("successor") and _is_hers(clerk, kind, (record, record), clerk.territory)
    ]
    return [list(kind.columns), *([_cell(record[name]) for name in kind.columns] for record in seen)]


def _cell(cell: Any) -> str:
    return "|".join(map(str, cell)) if isinstance(cell, list) else _said(cell)
