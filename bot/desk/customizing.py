"""Setting something at the console: what it would do, the change with who made it, back to the default, as a file."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from bot.desk.customs import SETTINGS, Customs
from bot.desk.desk import Desk
from bot.desk.labels import clock_time
from bot.desk.retaining import outlived
from bot.desk.setting import SettingRefused, Text
from bot.settings import RetentionSettings, Settings
from matching.deadline import SHIPPED_TERMS, DueTimes, due_times, said_at, term_for
from storage.audit import Audited
from storage.overrides import Override
from storage.unit_of_work import UnitOfWork

#: The subject of such changes in the audit log.
SUBJECT: Final = "settings"
_LARGEST: Final = 256 * 1024
#: A term in working days that everybody knows: fifteen.
_FIFTEEN: Final = 15
#: Local times at which the night is shown.
_LATE: Final = ((21, 45), (23, 45))
#: Somebody's moment in the morning, to show when a notice of the night goes out.
_SOMEBODY: Final = "example"


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One thing that a value changes: what it is, how it is now, how it would be then."""

    what: str
    now: str
    then: str


def default_of(name: str, settings: Settings) -> Any:
    """What counts for a setting when nobody sets it: what the file says, else what comes with the product."""
    one = SETTINGS[name]
    if not one.source:
        return one.default
    section, key = one.source.split(".")
    return getattr(getattr(settings, section), key)


def set_custom(unit: UnitOfWork, name: str, value: Any, by: str, now: datetime) -> None:
    """Set a value, live everywhere within two seconds. Raises SettingRefused for one that it doesn't take."""
    if name not in SETTINGS:
        raise SettingRefused(f"没有“{name}”这项设置")
    value, before = SETTINGS[name].checked(value), unit.overrides.load(name)
    if before is not None and before.value == value:
        return
    unit.overrides.put(Override(name, value, now, by))
    unit.audit.record(Audited(now, by, "set", SUBJECT, name, _told(name, before), {"value": _shown(name, value)}))


def undo_custom(unit: UnitOfWork, name: str, by: str, now: datetime) -> bool:
    """Whether something was set under a name; the default counts again."""
    before = unit.overrides.load(name)
    if before is None:
        return False
    unit.overrides.drop(name)
    unit.audit.record(Audited(now, by, "to default", SUBJECT, name, _told(name, before), {"value": "默认"}))
    return True


def _told(name: str, before: Override | None) -> Mapping[str, Any]:
    return {"value": "默认" if before is None else _shown(name, before.value)}


def _shown(name: str, value: Any) -> Any:
    return SETTINGS[name].shown(value) if name in SETTINGS else value


# -- as a file -------------------------------------------------------------------------------------


def written(values: Mapping[str, Any]) -> str:
    """What is set, as TOML; `read_file` reads it."""
    lines = ["# 邻里控制台里改过的设置；没写的就是默认。"]
    for name, value in values.items():
        label = SETTINGS[name].label if name in SETTINGS else ""
        lines += ["", f"# {label}", f"{json.dumps(name)} = {_toml(value)}"]
    return "\n".join(lines) + "\n"


def _toml(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_toml(one) for one in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_toml(one)}" for key, one in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def read_file(content: bytes) -> dict[str, Any]:
    """The values of a file, each checked. Raises SettingRefused with the first that is wrong; then nothing counts."""
    if len(content) > _LARGEST:
        raise SettingRefused("文件太大，设置文件最多256KB")
    try:
        found = tomllib.loads(content.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as fault:
        raise SettingRefused(f"不是正确的UTF-8 TOML文件：{fault}") from fault
    unknown = next((name for name in found if name not in SETTINGS), None)
    if unknown is not None:
        raise SettingRefused(f"没有“{unknown}”这项设置")
    return {name: SETTINGS[name].checked(value) for name, value in found.items()}


# -- foreseen --------------------------------------------------------------------------------------


def foreseen(desk: Desk, name: str, value: Any, retention: RetentionSettings) -> list[Foreseen]:
    """What a checked value would change, beside how it is now."""
    now = desk.library.customs
    then = Customs(MappingProxyType({**now.values, name: value}))
    show = _SHOWS.get(name.partition(".")[0])
    if isinstance(SETTINGS[name], Text) or show is None:
        return []
    return [
        Foreseen(what, before, after)
        for (what, before), (_, after) in zip(show(desk, now, name, retention), show(desk, then, name, retention),
                                              strict=True)
    ]  # fmt: skip


_Lines = list[tuple[str, str]]


def _due(desk: Desk, customs: Customs, name: str, _: RetentionSettings) -> _Lines:
    """The clocks of a case that goes out now, to the role that the setting is about."""
    role = name.rpartition(".")[2] if ".signin." in name else "building_leader"
    term = term_for("parking", role, "urgent" in name, customs.terms(SHIPPED_TERMS))
    due: DueTimes = due_times(term, desk.clock(), customs.calendar(desk.calendar_as_given))
    said = {"现在派出，接单到": due.signin, "第一句话到": due.first_word, "没接就往上报": due.climb}
    return [(what, _clock(desk, moment)) for what, moment in said.items()]


def _working(desk: Desk, customs: Customs, _name: str, _: RetentionSettings) -> _Lines:
    calendar = customs.calendar(desk.calendar_as_given)
    today = desk.clock().astimezone(calendar.zone).date()
    ends = calendar.after_working_days(today, _FIFTEEN)
    return [("今天受理，15个工作日到", f"{ends.month}月{ends.day}日")]


def _nightly(desk: Desk, customs: Customs, _name: str, _: RetentionSettings) -> _Lines:
    calendar = customs.calendar(desk.calendar_as_given)
    quiet = customs.desk(desk.customs_as_given).quiet_nights
    term = customs.terms(SHIPPED_TERMS)
    lines: _Lines = []
    for hour, minute in _LATE:
        late = desk.clock().astimezone(calendar.zone).replace(hour=hour, minute=minute, second=0, microsecond=0)
        due = due_times(term_for("parking", "building_leader", urgent=False, terms=term), late, calendar)
        said = _clock(desk, said_at(late, _SOMEBODY, calendar)) if quiet else "马上发"
        lines += [(f"{hour}:{minute}派出，通知在", said), ("楼长接单到", _clock(desk, due.signin))]
    return lines


def _leaving(desk: Desk, customs: Customs, _name: str, given: RetentionSettings) -> _Lines:
    kept = customs.retention(given)
    over = outlived(desk.store, kept, desk.clock())
    counts = {"下次清空的居民信息": len(over.contacts), "下次清空的旧单": len(over.cases)}
    return [(what, str(count) if kept.enabled else "0") for what, count in counts.items()]


def _clock(desk: Desk, moment: datetime) -> str:
    return clock_time(moment, desk.clock(), desk.calendar_as_given.zone)


_SHOWS: Final[Mapping[str, Callable[[Desk, Customs, str, RetentionSettings], _Lines]]] = MappingProxyType(
    {"clocks": _due, "calendar": _working, "quiet": _nightly, "retention": _leaving}
)
