"""What the forms of the rules' screens ask for, as edits of the draft."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Final

from bot.admin.workbench import Opened, written_lines
from bot.desk.bookedit import Edit, EditRefused, words_pasted
from matching.place import find_place
from matching.preference import Preferences

_SORTS: Final = {"words": "word", "patterns": "pattern", "guards": "guard"}
_KINDS: Final = frozenset({"category", "intent", "danger"})
_NUMBERS: Final = ("cost", "floor", "margin")

Form = Mapping[str, str]


def edits_of(form: Form, opened: Opened) -> list[Edit]:
    """The edits that a form asks for. Raises EditRefused with what to write instead."""
    asked = _DO.get("remove" if "remove" in form else form.get("do", ""))
    if asked is None:
        raise EditRefused("不知道要改什么，请回到规则那一页再做一次")
    return asked(form, opened)


def groups_text(preferences: Preferences, code: str) -> str:
    """Who is asked for a category, in order, as people write it: "物业 > 网格员、小区书记 > 社区"."""
    groups = preferences.preferred.get(code, ())
    return " > ".join("、".join(sorted(preferences.role(role) for role in group)) for group in groups)


def _where(form: Form) -> str:
    if form.get("kind", "") not in _KINDS or not form.get("code", "").isidentifier():
        raise EditRefused("没有这一类规则")
    return f"{form['kind']}.{form['code']}"


def _kind(form: Form) -> str:
    return _SORTS.get(form.get("sort", ""), "word")


def _number(form: Form, name: str) -> float:
    try:
        value = float(form.get(name, "").strip())
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise EditRefused(f"“{form.get(name, '')}”不是数字，分值写成 2 或 -1.5 这样")
    return value


def _add(form: Form, opened: Opened) -> list[Edit]:
    del opened
    kind = _kind(form)
    return [Edit(kind, _where(form), _said(form, "text"), True if kind == "guard" else _number(form, "weight"))]


def _remove(form: Form, opened: Opened) -> list[Edit]:
    del opened
    return [Edit(_kind(form), _where(form), form["remove"], None)]


def _weights(form: Form, opened: Opened) -> list[Edit]:
    """Every weight of a table that is another than it was."""
    where, lines, found = _where(form), written_lines(opened.text), []
    for name in form:
        key = ("word", where, name.removeprefix("w."))
        if name.startswith("w.") and key in lines and (weight := _number(form, name)) != lines[key]:
            found.append(Edit(*key, value=weight))
    return found


def _paste(form: Form, opened: Opened) -> list[Edit]:
    del opened
    return words_pasted(_where(form), form.get("lines", ""))


def _note(form: Form, opened: Opened) -> list[Edit]:
    name = f"{_where(form)}.{form.get('sort', 'words')}.{form.get('text', '')}"
    note = {key: form[key].strip() for key in ("comment", "owner", "until") if form.get(key, "").strip()}
    if not note and name not in opened.book.notes:
        return []
    return [Edit("note", "", name, note or None)]


def _numbers(form: Form, opened: Opened) -> list[Edit]:
    where = _where(form)
    written = numbers_of(opened, where)
    found = []
    for name in _NUMBERS:
        if form.get(name, "").strip():
            found.append(Edit("setting", where, name, _number(form, name)))
        elif name in written:
            found.append(Edit("setting", where, name, None))
    return found


def numbers_of(opened: Opened, where: str) -> dict[str, float]:
    """The numbers written down for a label, those that are worked out left out."""
    lines = written_lines(opened.text)
    return {name: lines["setting", where, name] for name in _NUMBERS if ("setting", where, name) in lines}


def _prefer(form: Form, opened: Opened) -> list[Edit]:
    roles = {name: str(role) for role, name in opened.book.preferences.roles.items()}
    groups = []
    for part in form.get("groups", "").replace("＞", ">").replace("》", ">").split(">"):
        names = [name.strip() for name in part.replace("，", "、").replace(",", "、").split("、") if name.strip()]
        for name in names:
            if name not in roles:
                raise EditRefused(f"没有“{name}”这种角色，可以写的是{'、'.join(roles)}")
        if names:
            groups.append([roles[name] for name in names])
    return [Edit("preferred", "", form.get("code", ""), groups or None)]


def _refuse(form: Form, opened: Opened) -> list[Edit]:
    del opened
    entry = {"owner": _said(form, "owner"), "reason": _said(form, "reason")}
    return [Edit("negative", "", form.get("code", ""), entry)]


def _allow(form: Form, opened: Opened) -> list[Edit]:
    del opened
    return [Edit("negative", "", form.get("code", ""), None)]


def _term(form: Form, opened: Opened) -> list[Edit]:
    del opened
    value: Any = _said(form, "value").removesuffix("小时").strip()
    if value.endswith("天") and value[:-1].strip().isdecimal():
        value = str(int(value[:-1].strip()) * 24)
    with suppress(ValueError):  # "15个工作日": the book reads it, or says what is wrong with it
        value = float(value)
    return [Edit("term", "", form.get("code", ""), value)]


def _reply(form: Form, opened: Opened) -> list[Edit]:
    kind, code, text = form["do"], form.get("code", ""), form.get("text", "").strip()
    replies = opened.book.replies
    written = replies.receipt if kind == "receipt" else replies.no_case
    return [Edit(kind, "", code, text or None)] if text or code in written else []


def _nickname(form: Form, opened: Opened) -> list[Edit]:
    place, name = _place(form.get("place", "").strip(), opened), _said(form, "text")
    names = opened.book.nicknames.get(place, ())
    return [Edit("nickname", "", place, [*names, name])] if name not in names else []


def _forget(form: Form, opened: Opened) -> list[Edit]:
    place = form.get("place", "")
    left = [name for name in opened.book.nicknames.get(place, ()) if name != form.get("text", "")]
    return [Edit("nickname", "", place, left or None)]


def _place(said: str, opened: Opened) -> str:
    """The code of a place by its code, its title or what people call it."""
    territory = opened.live.town.territory
    if territory.get(said) is not None:
        return said
    titled = next((node.code for node in territory.nodes() if said in (territory.title(node.code), node.name)), None)
    found = find_place(said, opened.live.gazetteer).match
    code = titled or (found.code if found is not None else None)
    if code is None:
        raise EditRefused(f"没有找到“{said}”这个地点，请从列表里选一个")
    return code


def _campaign(form: Form, opened: Opened) -> list[Edit]:
    del opened
    code = form.get("code", "")
    words = [f"{one.name} {one.value:g}" for one in words_pasted(f"category.{code}", form.get("lines", ""))]
    entry: dict[str, Any] = {key: form[key].strip() for key in ("owner", "since", "until", "why")
                             if form.get(key, "").strip()}
    return [Edit("campaign", "", _said(form, "name"), {**entry, "words": {code: words}})]


def _end(form: Form, opened: Opened) -> list[Edit]:
    del opened
    return [Edit("campaign", "", form.get("name", ""), None)]


def _undo(form: Form, opened: Opened) -> list[Edit]:
    at = form.get("at", "")
    if not at.isdecimal() or int(at) >= len(opened.edits):
        raise EditRefused("这处改动已经不在了")
    one = opened.edits[int(at)]
    if f"{one.kind} {one.rule}" != form.get("rule", ""):
        raise EditRefused("草稿刚才又改过，请看清楚再撤")
    return [Edit(one.kind, one.where, one.name, one.before)]


def _said(form: Form, name: str) -> str:
    text = form.get(name, "").strip()
    if not text:
        raise EditRefused("空着的没法加，请写上内容")
    return text


_DO: Final[Mapping[str, Callable[[Form, Opened], list[Edit]]]] = {
    "add": _add, "weights": _weights, "remove": _remove, "paste": _paste, "note": _note, "numbers": _numbers,
    "prefer": _prefer, "refuse": _refuse, "allow": _allow, "term": _term, "receipt": _reply, "no_case": _reply,
    "nickname": _nickname, "forget": _forget, "campaign": _campaign, "end": _end, "undo": _undo,
}  # fmt: skip
