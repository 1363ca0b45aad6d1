"""The ways people write a place's name: in full, without its ending, its brand or its phase."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

#: What can be left off the end of a compound's name; the longest goes first.
_ENDINGS = tuple(
    ["宿舍区", "宿舍楼", "安置房", "安置小区", "安置区", "别墅区", "商业步行街", "小区", "花园", "大厦", "公寓", "宿舍", "新村", "广场", "花苑", "家园", "嘉园", "佳园", "名城", "名都", "名苑", "豪庭", "豪园", "豪苑", "首府", "公馆", "华庭", "华府", "大楼", "新城", "别墅", "商厦", "中心", "市场", "花都", "雅苑", "雅居", "新苑", "家苑", "景苑", "景园", "庄园", "星城", "康桥", "楼", "苑", "园", "城", "庭"]
)

#: The part of a name that tells twins apart: 一期, 2期, A区, 南区, 北苑, 新区.
_ZONE = re.compile(r"(?P<zone>[0-9]{1,2}期|[a-z]区|[东西南北新旧中]区|[东西南北]苑|[a-z]$)")
_BRACKETS = re.compile(r"[(（【].*?[)）】]")
_SEPARATORS = str.maketrans("", "", "·•・.．‧ ")
_DIGITS = dict(zip(map(ord, "零〇一二三四五六七八九"), "00123456789", strict=True))
_NARROW = {point: chr(point - 0xFEE0).lower() for point in range(0xFF01, 0xFF5F)} | {
    point: chr(point).lower() for point in range(ord("A"), ord("Z") + 1)
}
_PLAIN = _NARROW | _DIGITS
_CITY = re.compile(r"^(?:福建省)?(?:漳州市|漳州|芗城区|芗城|龙文区|龙文|龙海区|龙海|角美|市)(?=.{2,})")


class FormKind(StrEnum):
    """How much of the name a way of writing keeps."""

    FULL = "full"
    ENDING_LEFT_OFF = "ending_left_off"
    FRONT_LEFT_OFF = "front_left_off"
    ZONE_LEFT_OFF = "zone_left_off"


@dataclass(frozen=True, slots=True)
class Form:
    """One way of writing a name, plain (see `plain`)."""

    written: str
    kind: FormKind


def plain(text: str) -> str:
    """The text with small letters, narrow signs and Arabic digits, character for character (same length)."""
    return text.translate(_PLAIN)


def forms_of(name: str, aliases: Iterable[str], *, residential: bool) -> tuple[Form, ...]:
    """Every way of writing a place, the fullest first, none twice. Only compounds (`residential`) lose
    their ending or front: 新华西路 is never 新华西, 九龙社区 never 九龙.
    """
    found: dict[str, Form] = {}
    for full in (name, *aliases):
        for form in _forms(_bare(full), residential=residential):
            if len(form.written) >= 2:
                found.setdefault(form.written, form)
    return tuple(sorted(found.values(), key=lambda form: list(FormKind).index(form.kind)))


def _bare(name: str) -> str:
    return _BRACKETS.sub("", plain(name)).translate(_SEPARATORS) or plain(name)


def _forms(full: str, *, residential: bool) -> Iterator[Form]:
    yield Form(full, FormKind.FULL)
    if not residential:
        return
    base, zone = _split_zone(full)
    stem = _without_ending(base)
    if zone:
        yield from _zoned(base, stem, zone)
    elif stem != base:
        yield Form(stem, FormKind.ENDING_LEFT_OFF)
    for front in _without_front(full):
        yield Form(front, FormKind.FRONT_LEFT_OFF)


def _split_zone(full: str) -> tuple[str, str]:
    match = _ZONE.search(full, 2)
    return (full[: match.start()], full[match.start() :]) if match else (full, "")


def _zoned(base: str, stem: str, zone: str) -> Iterator[Form]:
    if stem != base:
        yield Form(stem + zone, FormKind.ENDING_LEFT_OFF)
    if zone.endswith("区"):
        yield Form(base + zone[:-1], FormKind.ENDING_LEFT_OFF)
        if stem != base:
            yield Form(stem + zone[:-1], FormKind.ENDING_LEFT_OFF)
    for open_form in (base, stem, *_without_front(base)):
        yield Form(open_form, FormKind.ZONE_LEFT_OFF)


def _without_ending(name: str) -> str:
    for ending in _ENDINGS:
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            return name[: -len(ending)]
    return name


def _without_front(name: str) -> Iterator[str]:
    city = _CITY.match(name)
    if city is not None:
        name = name[city.end() :]
        yield name
        stem = _without_ending(name)
        if stem != name:
            yield stem
    for length in (2, 3, 4):
        rest = name[length:]
        if len(rest) >= 3 and rest not in _ENDINGS:
            yield rest
