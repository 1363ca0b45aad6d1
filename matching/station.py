"""红色驿站: the nearest ones, what they offer that works now, and until when they are open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from types import MappingProxyType

from matching.slot import Slot, parse_slots
from matching.territory import distance

#: "10+X": the ten that every station should have, with the words people say for each. Whatever else a station's
#: file names is its X.
SERVICES: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "饮水": ("喝水", "热水", "开水", "温水", "凉茶", "饮水机", "水"),
    "充电": ("手机充电", "充电宝", "充电线", "插座"),
    "微波炉": ("热饭", "加热"),
    "休息": ("歇脚", "座位", "沙发", "空调", "纳凉", "取暖"),
    "雨具": ("雨衣", "雨伞", "伞"),
    "药箱": ("急救箱", "医药箱", "创可贴", "药品"),
    "打气": ("打气筒", "气筒", "气泵"),
    "厕所": ("卫生间", "洗手间"),
    "无线网": ("wifi", "WiFi", "WIFI", "网络"),
    "阅读": ("书", "书报", "看书"),
})
#: A service of a station's own is no longer than this: "换电", "修车工具".
SERVICE_MOST = 8
_NEAREST = 3
_LAST = time(23, 59)


@dataclass(frozen=True, slots=True)
class Station:
    """A station. `services` say of each what is wrong with it, "" when it works; `hours` are local.

    `keeper` is a code of a person on duty or of a volunteer. `open` is what the keeper said last: it holds until
    `until_at`; shut without such a moment until he opens, open without one as the hours say. `note` is why it is shut.
    Without coordinates it lies where its place does.
    """

    code: str
    name: str
    place: str = ""
    lng: float | None = None
    lat: float | None = None
    hours: str = ""
    services: Mapping[str, str] = field(default_factory=dict)
    keeper: str = ""
    open: bool = True
    until_at: datetime | None = None
    note: str = ""
    updated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether a station is open, `until` which moment (None: no end is known); shut, when it `opens` next today."""

    open: bool
    until: datetime | None = None
    opens: datetime | None = None


@dataclass(frozen=True, slots=True)
class Near:
    """A station as somebody reads it: how far (None when she said nowhere), open or not, what works and what not."""

    station: Station
    metres: float | None
    opening: Opening
    works: tuple[str, ...]
    broken: tuple[tuple[str, str], ...]


def service_named(said: str, offered: Iterable[str] = ()) -> str:
    """The service that a word means: one of the station's own, else one of the ten; "" for none of them.

    The longest name that the word contains counts: "热水" is 饮水, "手机充电" is 充电.
    """
    own = {name: name for name in offered}
    words = {word: name for name, others in SERVICES.items() for word in (name, *others)} | own
    found = [word for word in words if word in said]
    return words[max(found, key=len)] if found else ""


def opening_of(station: Station, now: datetime) -> Opening:
    """Whether a station is open at a local moment: by its keeper's last word while that holds, else by its hours."""
    if station.until_at is not None and now < station.until_at:
        return Opening(station.open, station.until_at.astimezone(now.tzinfo) if station.open else None)
    if not station.open and station.until_at is None:
        return Opening(open=False)
    return by_hours(station.hours, now)


def by_hours(hours: str, now: datetime) -> Opening:
    """What the hours say of a local moment; without any it is always open."""
    slots = parse_slots(hours)
    if not slots:
        return Opening(open=True)
    today = [slot for slot in slots if now.isoweekday() in slot.days]
    ends = [slot.end for slot in today if slot.start <= now.time() <= slot.end]
    if ends:
        return Opening(open=True, until=_ends(now, max(ends)))
    starts = [slot.start for slot in today if slot.start > now.time()]
    return Opening(open=False, opens=_at(now, min(starts)) if starts else None)


def round_the_clock(hours: str) -> bool:
    """Whether the hours name no end: there are none, or they are those of whole days."""
    slots = parse_slots(hours)
    return all(_whole(slot) for slot in slots)


def _whole(slot: Slot) -> bool:
    return len(slot.days) == len(range(1, 8)) and slot.start == time(0) and slot.end >= _LAST


def _ends(now: datetime, end: time) -> datetime:
    return _at(now, time(0)) + timedelta(days=1) if end >= _LAST else _at(now, end)


def _at(now: datetime, clock: time) -> datetime:
    return datetime.combine(now.date(), clock, now.tzinfo)


def look_at(station: Station, now: datetime, away: float | None = None) -> Near:
    """A station as it is at a local moment, `away` metres from who asks."""
    works = tuple(name for name, wrong in station.services.items() if not wrong)
    broken = tuple((name, wrong) for name, wrong in station.services.items() if wrong)
    return Near(station, away, opening_of(station, now), works, broken)


def nearest(
    stations: Sequence[Station], spot: tuple[float, float], now: datetime, many: int = _NEAREST
) -> tuple[Near, ...]:
    """The stations nearest to a spot (lng, lat) at a local moment: open ones first, among them the nearest first.

    Where all of the `many` nearest are shut, the nearest open one takes the place of the last. Stations that nobody
    measured are left out.
    """
    away = [
        (distance(spot, (station.lng, station.lat)), station)
        for station in stations
        if station.lng is not None and station.lat is not None
    ]
    seen = [look_at(station, now, far) for far, station in sorted(away, key=lambda pair: (pair[0], pair[1].code))]
    listed = seen[:many]
    further = next((near for near in seen[many:] if near.opening.open), None)
    if further is not None and not any(near.opening.open for near in listed):
        listed = [*listed[:-1], further]
    return tuple(sorted(listed, key=lambda near: not near.opening.open))
