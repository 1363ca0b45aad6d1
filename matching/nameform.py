"""The ways people write a place's name: in full, or without its ending, front, middle or phase."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from matching.street import is_address

#: What can be left off the end of a compound's name; the longest goes first.
_ENDINGS = """
商业步行街 宿舍区 宿舍楼 安置房 安置小区 安置区 别墅区
小区 花园 大厦 公寓 宿舍 新村 广场 花苑 家园 嘉园 佳园 名城 名都 名苑 豪庭 豪园 豪苑 首府 公馆 华庭 华府
大楼 新城
别墅 商厦 中心 市场 花都 雅苑 雅居 新苑 家苑 景苑 景园 庄园 星城 康桥 楼 苑 园 城 庭
"""
ENDINGS = tuple(_ENDINGS.split())

#: The part of a name that tells twins apart: 一期, 2期, A区, 南区, 北苑, 新区.
_ZONE = re.compile(r"[0-9]{1,2}期|[a-z]区|[东西南北新旧中]区|[东西南北]苑|[a-z]$")
#: 巷口社区居委会 and 霞兴村委会 are where the committees of 巷口社区 and 霞兴村 sit; people name either.
_COMMITTEE = re.compile(r"(?:社区)?(?:居民?委(?:员)?会)$|(?P<village>村)民?委(?:员)?会$")
_BRACKETS = re.compile(r"[(【](.*?)[)】]")
_SEPARATORS = str.maketrans("", "", "·•・.．‧ ")
_CITY = re.compile(r"(?:福建省)?(?:漳州市|漳州|芗城区|芗城|龙文区|龙文|龙海区|龙海|角美|市)(?=.{2})")
#: 龙文花园 without its ending is a district.
_DISTRICTS = frozenset({"漳州", "芗城", "龙文", "龙海", "角美"})
#: 138号 and 2期 are no names.
_WORDS = re.compile(r"[^0-9号栋期区楼].*[^0-9号栋期区楼]|[0-9]{2,}[^0-9号栋期区楼]")
_HOUSE_NUMBER = re.compile(r"(?<![0-9])[1-9][0-9]{1,2}(?=号)")
#: What is left of 大通北路2号 without its number is a street, and no compound.
_DORMITORY = re.compile(r"宿舍[区楼]?$")
_STREET = re.compile(r"(?:[路道]|(?<!步行)街)$")


class FormKind(IntEnum):
    """How a way of writing differs from the name, the most faithful first."""

    FULL = 0
    ENDING_LEFT_OFF = 1
    FRONT_LEFT_OFF = 2
    MIDDLE_LEFT_OFF = 3
    ZONE_LEFT_OFF = 4
    ADDRESS = 5


@dataclass(frozen=True, slots=True)
class Form:
    """One way of writing a name, plain (see `matching.pinyin`)."""

    written: str
    kind: FormKind
    weak: bool = False


def forms_of(names: Sequence[str], everyday: Collection[str], *, residential: bool) -> tuple[Form, ...]:
    """Every way of writing a place that has these plain names, its own first; none twice, the most faithful first.
    Only compounds (`residential`) lose a part: 新华西路 is never 新华西, 九龙社区 never 九龙; an address among the
    aliases (水仙大街28号) is written in full. A form is weak, that is no name without a building after it, where it
    is or begins with one of the `everyday` words (阳光, 城市广场), is a district's (龙文), or names an institution
    instead of its dormitory (市公安局).
    """
    found: dict[str, Form] = {}
    own, *aliases = names
    addresses = [alias for alias in aliases if is_address(alias)]
    for address in addresses:
        for written in (address, _HOUSE_NUMBER.sub(_spoken, address)):
            found[written] = Form(written, FormKind.ADDRESS)
    for name in (own, *(alias for alias in aliases if alias not in addresses)):
        for form in _forms(name, residential=residential):
            if form.kind is FormKind.FULL or _is_name(form.written):
                known = found.get(form.written)
                if known is None or form.kind < known.kind:
                    found[form.written] = replace(form, weak=form.weak or _is_weak(form, everyday))
    return tuple(sorted(found.values(), key=lambda form: form.kind))


def _is_weak(form: Form, everyday: Collection[str]) -> bool:
    if form.kind is FormKind.FULL:
        return len(form.written) < 4 and form.written in everyday
    written, stem = form.written, _without_ending(form.written)
    if written in everyday or written in _DISTRICTS or stem in ENDINGS or (len(stem) == 2 and stem in everyday):
        return True
    if form.kind is FormKind.MIDDLE_LEFT_OFF and written[:3] in everyday:
        return True  # 市政府|大院团结楼
    # 海国际, 城花园, 花园一期, 新村新: at most one character of a name before an everyday word
    zone = _ZONE.search(written, 2)
    base = written[: zone.start()] if zone else written
    return says_little(base) or written[:-1] in ENDINGS or (len(written) == 3 and written[1:] in everyday)


def says_little(written: str) -> bool:
    """Whether at most one character stands before a compound's ending: 花园, 院小区."""
    return written in ENDINGS or written[1:] in ENDINGS


def _is_name(written: str) -> bool:
    return bool(_WORDS.search(written)) and not _STREET.search(written) and written not in ENDINGS


def _forms(name: str, *, residential: bool) -> Iterator[Form]:
    full = _BRACKETS.sub("", name).translate(_SEPARATORS) or name
    if not residential:
        full = _COMMITTEE.sub(lambda found: found["village"] or "社区", full)
    yield Form(full, FormKind.FULL)
    yield Form(_HOUSE_NUMBER.sub(_spoken, full), FormKind.FULL)
    if full != name:
        yield Form(_BRACKETS.sub(r"\1", name).translate(_SEPARATORS), FormKind.FULL)
    if residential and not is_address(full):
        yield from _shortened(full)


def _spoken(number: re.Match[str]) -> str:
    """A number as the voice input writes it, digits plain: 11 → 十1, 100 → 1百, 134 → 1百3十4."""
    *hundreds, tens, ones = list(number[0])
    said = f"{hundreds[0]}百" if hundreds else ""
    if tens != "0":
        said += "十" if tens == "1" and not hundreds else f"{tens}十"
    elif ones != "0":
        said += "0"
    return said + ones.removesuffix("0")


def _shortened(full: str) -> Iterator[Form]:
    zone_found = _ZONE.search(full, 2)
    base, zone = (full[: zone_found.start()], full[zone_found.start() :]) if zone_found else (full, "")
    stem = _without_ending(base)
    institution = _DORMITORY.search(base) is not None
    for short in dict.fromkeys((base + zone.removesuffix("区"), stem + zone, stem + zone.removesuffix("区"))):
        if short not in (full, base) or not zone:
            yield Form(short, FormKind.ENDING_LEFT_OFF, institution)
    for front in _without_front(full):
        yield Form(front, FormKind.FRONT_LEFT_OFF)
        if zone and len(front) > len(zone) and front.endswith(zone):
            yield Form(front.removesuffix("区"), FormKind.FRONT_LEFT_OFF)
    for middle in (*_without_middle(base), *_without_inner_ending(base)):
        yield Form(middle + zone, FormKind.MIDDLE_LEFT_OFF)
    if zone:
        for open_form in (base, stem, *_without_front(base)):
            yield Form(open_form, FormKind.ZONE_LEFT_OFF)


def _without_ending(name: str) -> str:
    for ending in ENDINGS:
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            return name[: -len(ending)]
    return name


def _without_front(name: str) -> Iterator[str]:
    city = _CITY.match(name)
    for length in (city.end() if city else 2, 2, 3, 4):
        rest = name[length:]
        yield rest
        yield _without_ending(rest)


def _without_middle(name: str) -> Iterator[str]:
    """君临天下未来城 → 君临未来城; and the first four of six characters: 东盛外滩明珠 → 东盛外滩."""
    if len(name) < 6:
        return
    for start in (2, 3):
        for length in (1, 2):
            rest = name[:start] + name[start + length :]
            if len(rest) >= 4 and len(name) - start - length >= 2:
                yield rest
    yield name[:4]


def _without_inner_ending(name: str) -> Iterator[str]:
    """龙勋花园商业步行街 → 龙勋商业步行街, 龙勋步行街; 漳州万科城璟园 → 漳州万科璟园."""
    for ending in ENDINGS:
        found = name.find(ending, 2)
        tail = name[found + len(ending) :]
        if found > 0 and len(tail) >= 2:
            yield name[:found] + tail
            yield name[:found] + tail.removeprefix("商业")
