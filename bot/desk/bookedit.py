"""Edits of the book as values: every rule is one line with a kind, a table, a name and a value. Applying an edit keeps
the comments and the order of the text.

BotError
└── EditRefused   an edit cannot be made; the message says which and why
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final

import tomlkit
from tomlkit.items import AoT, Array, String
from tomlkit.items import Table as KitTable

from bot.desk.book import shipped_preferences
from bot.errors import BotError
from intents.redraft import parted

#: The lists of a table by the kind of their lines: the key, and whether an item has a weight.
LISTS: Final[Mapping[str, tuple[str, bool]]] = MappingProxyType({
    "word": ("words", True), "pattern": ("patterns", True), "guard": ("guards", False),
    "calming": ("calming", True), "pressing": ("pressing", True),
    "incidental": ("incidental", False), "courtesy": ("courtesy", False), "done": ("done", False),
})  # fmt: skip
#: Values of a table by the kind of their lines: the table ("" as the edit says).
VALUES: Final[Mapping[str, str]] = MappingProxyType({
    "setting": "", "label": "routing.labels", "preferred": "routing.preferred", "term": "terms",
    "receipt": "replies.receipt", "no_case": "replies.no_case", "nickname": "nicknames", "note": "notes",
})  # fmt: skip
#: Lists of tables by the kind of their lines: where they stand, and what names one.
ENTRIES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType({
    "negative": ("routing.not_for_communities", "category"), "campaign": ("campaign", "name"),
})  # fmt: skip
#: How the kinds are called in front of people, in the order they are shown.
KINDS: Final[Mapping[str, str]] = MappingProxyType({
    "word": "词", "pattern": "句式", "guard": "挡词", "setting": "门槛", "label": "称呼", "preferred": "优先派给",
    "negative": "不归社区", "term": "时限", "receipt": "回执加的话", "no_case": "不立案的回复", "nickname": "地名叫法",
    "campaign": "专项", "note": "备注", "calming": "缓和的话", "pressing": "催促的话", "incidental": "顺带提到",
    "courtesy": "客气话", "done": "已办好的话", "learnt": "学到的部分",
})  # fmt: skip
_SETTINGS: Final = ("name", "floor", "cost", "margin")
_LABELLED: Final = ("category", "intent", "danger")
_TOP: Final = ("incidental", "courtesy", "done")


class EditRefused(BotError):
    """这处改动做不了。/ This edit cannot be made."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: the line of `kind` in the table `where` by its `name` gets `value`, None takes it away.

    A word's or pattern's value is its weight, a guard's True, groups of roles are lists of lists, a campaign, an entry
    of the negative list and a note are mappings, a term hours or "15个工作日". `before` is what stood there (None:
    nothing), for whoever reads the edit.
    """

    kind: str
    where: str
    name: str
    value: Any
    before: Any = None

    @property
    def rule(self) -> str:
        """The name under which notes speak of the rule: "category.parking.words.僵尸车"."""
        key = LISTS[self.kind][0] if self.kind in LISTS else ""
        return ".".join(part for part in (self.where, key, self.name) if part) or self.kind


#: Kind, table and name of a line.
Key = tuple[str, str, str]


def lines_of(text: str) -> dict[Key, Any]:
    """Every line of a book by kind, table and name, in the order of the text. Raises tomllib.TOMLDecodeError."""
    top = tomllib.loads(parted(text)[0])
    found: dict[Key, Any] = {}
    for kind in _LABELLED:
        for code, table in top.get(kind, {}).items():
            found.update(_of_label(f"{kind}.{code}", table))
    for kind in ("calming", "pressing"):
        found.update(_of_list(kind, "urgency", top.get("urgency", {})))
    for kind in _TOP:
        found.update(_of_list(kind, "", top))
    return {**found, **_of_values(top), **_of_entries(top)}


def edits_between(before: str, after: str) -> list[Edit]:
    """What was done to the one text to get the other; that what was learnt differs is one edit without a value."""
    old, new = lines_of(before), lines_of(after)
    found = [
        Edit(*key, value=new.get(key), before=old.get(key))
        for key in {**old, **new} if old.get(key) != new.get(key)
    ]  # fmt: skip
    return found if parted(before)[1].strip() == parted(after)[1].strip() else [*found, Edit("learnt", "", "", True)]


def applied(text: str, edits: Iterable[Edit]) -> str:
    """The text after the edits, in order; comments and order stay. Raises EditRefused."""
    written, learnt = parted(text)
    document = tomlkit.parse(written)
    for edit in edits:
        _apply(document, edit)
    return f"{tomlkit.dumps(document).rstrip()}\n\n{learnt}" if learnt else tomlkit.dumps(document)


def words_pasted(where: str, pasted: str) -> list[Edit]:
    """Words that were pasted, one a line, "词 分值" (blank, tab or comma between); a word alone weighs 1.

    Empty lines and those that begin with # are passed over. Raises EditRefused with the line.
    """
    found = []
    for at, line in enumerate(pasted.splitlines(), start=1):
        parts = line.replace("\t", " ").replace("，", " ").replace(",", " ").split()
        if not parts or parts[0].startswith("#"):
            continue
        word, weight = (" ".join(parts[:-1]), parts[-1]) if len(parts) > 1 else (parts[0], "1")
        try:
            found.append(Edit("word", where, word, float(weight)))
        except ValueError as fault:
            raise EditRefused(f"第 {at} 行“{line.strip()}”应当写成“词 分值”，例如“乱停车 2.5”") from fault
    return found


def stored(edits: Sequence[Edit]) -> str:
    """Edits as JSON, for the store."""
    return json.dumps([[one.kind, one.where, one.name, one.value, one.before] for one in edits], ensure_ascii=False)


def restored(content: str) -> list[Edit]:
    """The edits that `stored` wrote."""
    return [Edit(*one) for one in json.loads(content or "[]")]


def merged(edits: Iterable[Edit]) -> list[Edit]:
    """Edits with those of the same line put together; what was changed back is none."""
    found: dict[Key, Edit] = {}
    for one in edits:
        key = (one.kind, one.where, one.name)
        before = found[key].before if key in found else one.before
        found[key] = Edit(*key, value=one.value, before=before)
    return [one for one in found.values() if one.value != one.before]


def _of_label(where: str, table: Mapping[str, Any]) -> dict[Key, Any]:
    found: dict[Key, Any] = {}
    for kind in ("word", "pattern", "guard"):
        found.update(_of_list(kind, where, table))
    found.update({("setting", where, name): table[name] for name in _SETTINGS if name in table})
    return found


def _of_list(kind: str, where: str, table: Mapping[str, Any]) -> dict[Key, Any]:
    key, weighted = LISTS[kind]
    found: dict[Key, Any] = {}
    for item in table.get(key, []):
        name, _, weight = item.strip().rpartition(" ") if weighted else (item, "", "")
        found[kind, where, name.strip()] = float(weight) if weighted else True
    return found


def _of_values(top: Mapping[str, Any]) -> dict[Key, Any]:
    return {
        (kind, where, name): _plain(value)
        for kind, where in VALUES.items() if where
        for name, value in _inner(top, where).items()
    }  # fmt: skip


def _of_entries(top: Mapping[str, Any]) -> dict[Key, Any]:
    return {
        (kind, where, entry[key]): _plain({name: value for name, value in entry.items() if name != key})
        for kind, (where, key) in ENTRIES.items()
        for entry in _inner(top, where) or []
    }  # fmt: skip


def _inner(top: Mapping[str, Any], where: str) -> Any:
    found: Any = top
    for part in where.split("."):
        found = found.get(part, {})
    return found


def _plain(value: Any) -> Any:
    """A value as JSON keeps it: days are texts."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list) else value


def _apply(document: tomlkit.TOMLDocument, edit: Edit) -> None:
    if edit.kind in LISTS:
        _apply_to_list(document, edit)
    elif edit.kind in ENTRIES:
        _apply_to_entries(document, edit)
    elif edit.kind in VALUES:
        _apply_to_value(document, edit)
    elif edit.kind != "learnt":
        raise EditRefused(f"不认识的改动“{edit.kind}”")


def _apply_to_list(document: tomlkit.TOMLDocument, edit: Edit) -> None:
    key, weighted = LISTS[edit.kind]
    name = edit.name.strip()
    if not name or "\n" in name:
        raise EditRefused("要写一个词，不能是空的，也不能分行")
    table = _table(document, edit.where)
    if key not in table:
        table[key] = tomlkit.array()
    items = table[key]
    assert isinstance(items, Array)  # noqa: S101 - the book was read before
    at = next((at for at, item in enumerate(items) if _named(str(item), weighted=weighted) == name), None)
    if edit.value is None:
        if at is None:
            raise EditRefused(f"{edit.where}里没有“{name}”，去不掉")
        del items[at]
        return
    item = _quoted(f"{name} {float(edit.value):g}" if weighted else name)
    if at is None:
        items.append(item)
    else:
        items[at] = item


def _named(item: str, *, weighted: bool) -> str:
    return item.strip().rpartition(" ")[0].strip() if weighted else item


def _quoted(text: str) -> String:
    return tomlkit.string(text, literal="\\" in text and "'" not in text)


def _apply_to_value(document: tomlkit.TOMLDocument, edit: Edit) -> None:
    table = _table(document, VALUES[edit.kind] or edit.where)
    if edit.value is not None:
        value = tomlkit.item(edit.value)
        table[edit.name] = value
    elif edit.kind == "preferred":
        table[edit.name] = tomlkit.array()  # taken away also where the shipped table has it
    elif edit.name in table:
        del table[edit.name]
    else:
        raise EditRefused(f"“{edit.name}”没有写过，去不掉")


def _apply_to_entries(document: tomlkit.TOMLDocument, edit: Edit) -> None:
    where, key = ENTRIES[edit.kind]
    entries = _entries(document, where)
    at = next((at for at, entry in enumerate(entries) if entry.get(key) == edit.name), None)
    if edit.value is None:
        if at is None:
            raise EditRefused(f"没有“{edit.name}”，去不掉")
        del entries[at]
        return
    table = tomlkit.table()
    table.add(key, edit.name)
    for name, value in edit.value.items():
        table.add(name, _dated(name, value))
    if at is None:
        entries.append(table)
    else:
        entries[at] = table


def _dated(name: str, value: Any) -> Any:
    if name in ("since", "until") and isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError as fault:
            raise EditRefused(f"“{value}”不是日期，例如 2026-12-31") from fault
    return value


def _entries(document: tomlkit.TOMLDocument, where: str) -> AoT:
    """The list of tables; the shipped negative list where the text has none of its own yet."""
    above, _, name = where.rpartition(".")
    holder: Any = _table(document, above) if above else document
    if name not in holder:
        holder[name] = tomlkit.aot()
        if where == ENTRIES["negative"][0]:
            for entry in shipped_preferences().negative.values():
                table = tomlkit.table()
                table.update({"category": entry.category, "owner": entry.owner, "reason": entry.reason})
                holder[name].append(table)
    found = holder[name]
    if not isinstance(found, AoT):
        raise EditRefused(f"{where} 应当写成一个个 [[{where}]]")
    return found


def _table(document: tomlkit.TOMLDocument, where: str) -> KitTable:
    """The table of a dotted name, made where it is missing."""
    found: Any = document
    parts = where.split(".") if where else []
    for at, part in enumerate(parts):
        if part not in found:
            found[part] = tomlkit.table(is_super_table=at + 1 < len(parts))
        found = found[part]
    return found  # type: ignore[no-any-return]  # a document does as well
