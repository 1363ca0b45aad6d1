"""Building, unit and room in a sentence: 三幢二单元501, 3#502, 6-2-301, G2栋, 803.

A number is taken for an address only where it is written as one: floors (2楼), house numbers of a street
(12号), prices, dates, bus lines and telephones stay out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

#: A stretch of the text, from start to before end.
Span = tuple[int, int]

_CN = "零〇一二三四五六七八九十百"
#: A number in figures or in words.
NUMBER = rf"(?:[0-9]{{1,3}}|[{_CN}]{{1,4}})"
_LABEL = rf"(?:[A-Za-z]{{1,2}}[0-9]{{0,2}}|[0-9]{{1,2}}[A-Za-z]|{NUMBER})"

#: 动 is what the voice input makes of 栋; 座 also counts cars and bridges.
_BUILDING_WORD = (
    r"(?:[栋幢棟](?!别墅|楼[^上下道顶梯底里前后门口])|[号號](?:[楼樓]|(?=[1-9][0-9]{2,3}(?![0-9元块路])))|(?<=[0-9])\#楼?|座(?![车車桥位山机椅谈])|(?<![一活运启])动(?=楼|那|这|下|门|边|的))"
)
_BUILDING = re.compile(rf"(?<![A-Za-z0-9{_CN}.])(?P<building>{_LABEL})\s?(?P<word>{_BUILDING_WORD})")

#: These before 一栋, 3栋 and the like count or point at buildings instead of naming one.
_COUNTING = re.compile(r"(?:[这那每同整哪另有共前后好隔]|就一|旁边)$")
_DENIED = re.compile(r"(?:不是|毋是|唔是|不在|并非|打成|写成|看成)\s?$")
_RETRACTED = re.compile(r"^\s?(?:打错|错了|写错)")

_ROOM_FIGURES = r"(?:[1-9][0-9]{2,3})"
_ROOM_SPOKEN = rf"(?:[一二三四五六七八九][{_CN}]?[零〇一二][零〇一二三四五六七八九])"
#: What follows a figure that is an amount, a year or a time and no room.
_NO_AMOUNT = (
    r"(?![0-9.:：\-~至到多余]|\s?(?:元|块|塊|毛|年|米|平|个|度|月|天|人|分|点|斤|公里|户|路|号|號|万|千|百|次|台|辆"
    r"|K|k|%|㎡|国道|省道|县道|高速|医院|线))"
)
_ROOM_END = rf"(?P<word>[室房]|号房)?{_NO_AMOUNT}"

_TAIL_UNIT = re.compile(
    rf"[\s,，、的]{{0,2}}"
    rf"(?:(?P<unit>{NUMBER}|[A-Da-d甲乙丙东西中])\s?单元|(?P<stair>{NUMBER})梯(?![子形级间口]))"
)
_TAIL_ROOM = re.compile(
    rf"[\s,，、的\-—]{{0,2}}(?:{NUMBER}[楼层]\s?)?(?P<room>{_ROOM_FIGURES}|{_ROOM_SPOKEN}){_ROOM_END}"
)
_TAIL_HYPHEN_UNIT = re.compile(r"\s?[\-—]?(?P<unit>[0-9]{1,2})(?=[\-—][0-9]{3})")

_CHAIN = re.compile(
    rf"(?<![0-9A-Za-z.\-—栋幢座#])(?P<building>[A-Za-z]?[0-9]{{1,3}})(?:[栋幢#]?)[\-—](?:(?P<unit>[0-9]{{1,2}})[\-—])?"
    rf"(?P<room>{_ROOM_FIGURES})(?![0-9\-—]){_NO_AMOUNT}"
)
_PAIR = re.compile(r"\s?(?P<building>[0-9]{1,3})[\-—](?P<unit>[0-9])(?![0-9.:：\-—]|[点月日号年天个])")
_UNIT = re.compile(rf"(?<![A-Za-z0-9{_CN}.])(?P<unit>{NUMBER})\s?单元")
_ROOM = re.compile(rf"(?<![A-Za-z0-9.#\-{_CN}])(?P<room>{_ROOM_FIGURES}|{_ROOM_SPOKEN}){_ROOM_END}")
_BARE_LABEL = re.compile(r"\s*(?P<building>[A-Za-z][0-9]{1,2})\s*$")

#: Words beside a lone number that make it a room.
_ROOM_BEFORE = re.compile(
    r"(?:(?:楼上|楼下|隔壁|对门|对面|楼上那|隔壁那)[的户家]?|在|门牌号?|房号|房间|我家?|我们|住|住在|改成?|流进|进|顶楼|贴我|室|栋|幢|[0-9一二三四五六七八九十][楼层]|[。.]|是)\s?$"
)
_ROOM_AFTER = re.compile(
    r"\s?(?:那家|那户|那个|那台|住户|业主|租户|租客|邻居|卧室|客厅|卫生间|厨房|厕所|阳台|门上|门口|的人|把|漏|家|装修|打通|住家|不开门|窗)"
)
#: What is said of a room that begins the sentence: 301在装修, 602楼上漏水, 502、602都漏.
_ROOM_GOES_ON = re.compile(r"(?:在|养|的|又|天天|半夜|一直|总|老是|跟|和|、|每天|昨晚|晚上|楼上|楼下)")
_ROOM_FIGURE_TRAPS = frozenset({"110", "112", "114", "117", "119", "120", "122"})

_FIGURES = {figure: value for value, figure in enumerate("零一二三四五六七八九")} | {"〇": 0}
#: Full-width signs made narrow, character for character.
NARROW = {point: point - 0xFEE0 for point in range(0xFF01, 0xFF5F)}


@dataclass(frozen=True, slots=True)
class Address:
    """Building, unit and room, each "" when absent, written as people look them up: "3", "G2", "2", "501".

    `spans` say where they stand in the text, in the order building, unit, room.
    """

    building: str = ""
    unit: str = ""
    room: str = ""
    spans: tuple[Span, ...] = ()


@dataclass(slots=True)
class _Found:  # house: frozen (filled while one text is read, never after)
    """What one reading has gathered so far."""

    parts: dict[str, str]
    spans: list[Span]

    def take(self, match: re.Match[str]) -> int:
        """Keep the named parts that the match holds; where the match ends."""
        for part, written in match.groupdict().items():
            if written and part != "word":
                self.parts["unit" if part == "stair" else part] = plain_number(written)
                self.spans.append(match.span(part))
        return match.end()

    def address(self) -> Address:
        building, unit, room = (self.parts.get(part, "") for part in ("building", "unit", "room"))
        return Address(building, unit, room, tuple(self.spans))


def parse_address(text: str, name: Span | None = None) -> Address:
    """The first address of a text that isn't denied ("不是三号楼，是四号楼" is 4).

    `name` is where the name of the place stands: figures inside it are no address (龙江1号9栋 is building 9),
    what follows it directly is one more readily (建瑞大厦803, 兴达小区4-1). Raises nothing.
    """
    written = text.translate(NARROW)
    begin = 0
    if name is not None:
        written = written[: name[0]] + "\n" * (name[1] - name[0]) + written[name[1] :]
        begin = name[1]
    found = _Found({}, [])
    end = _read_building(written, begin, found)
    _read_tail(written, end, found)
    if "unit" not in found.parts:
        _read_lone_unit(written, found)
    if "room" not in found.parts:
        _read_lone_room(written, begin, found)
    return found.address()


def building_number(name: str) -> str:
    """The number in a building's own name, or "": 3栋 and 三幢 give "3", 榕御小区G2栋 gives "G2"."""
    match = re.search(rf"({_LABEL})\s?(?:[栋幢棟座楼号#]|[号號][楼樓])?$", name.translate(NARROW))
    return plain_number(match[1]) if match else ""


def plain_number(written: str) -> str:
    """三 → 3, 十二 → 12, 九零三 → 903, g2 → G2, 03 → 3."""
    if written.isascii():
        return written.lstrip("0").upper() or "0"
    if "十" not in written and "百" not in written:
        return "".join(str(_FIGURES.get(figure, figure)) for figure in written)
    total = value = 0
    for figure in written:
        if figure in "十百":
            total += (value or 1) * (10 if figure == "十" else 100)
            value = 0
        else:
            value = _FIGURES[figure]
    return str(total + value)


def _read_building(text: str, begin: int, found: _Found) -> int:
    """Read the building, beside the name first; where to go on (the name's end when there is none)."""
    beside = _PAIR.match(text, begin) if begin else None
    chain = _CHAIN.search(text)
    if chain is not None:
        return found.take(chain)
    if beside is not None:
        return found.take(beside)
    buildings = [match for match in _BUILDING.finditer(text) if _names_building(text, match)]
    if not buildings:
        label = _BARE_LABEL.match(text)
        return found.take(label) if label is not None else begin
    return found.take(next((match for match in buildings if match.start() >= begin), buildings[0]))


def _names_building(text: str, match: re.Match[str]) -> bool:
    before = text[: match.start()]
    if _denied(text, match):
        return False
    return not (_COUNTING.search(before) and match["building"] in "一二三1")


def _denied(text: str, match: re.Match[str]) -> bool:
    return bool(_DENIED.search(text[: match.start()]) or _RETRACTED.match(text[match.end() :]))


def _read_tail(text: str, end: int, found: _Found) -> None:
    """Read unit and room where they follow the building (or the name) directly."""
    unit = _TAIL_UNIT.match(text, end) or _TAIL_HYPHEN_UNIT.match(text, end)
    if unit is not None and end:
        end = found.take(unit)
    room = _TAIL_ROOM.match(text, end)
    if room is not None and end and "room" not in found.parts:
        found.take(room)


def _read_lone_unit(text: str, found: _Found) -> None:
    for match in _UNIT.finditer(text):
        if not _denied(text, match):
            _read_tail(text, found.take(match), found)
            return


def _read_lone_room(text: str, begin: int, found: _Found) -> None:
    for match in _ROOM.finditer(text):
        if _is_room(text, begin, match) and not _denied(text, match):
            found.take(match)
            return


def _is_room(text: str, begin: int, match: re.Match[str]) -> bool:
    room = plain_number(match["room"])
    if not 1 <= int(room[-2:]) <= 30 or room in _ROOM_FIGURE_TRAPS or 2010 <= int(room) <= 2035:
        return False
    before, after = text[: match.start()], text[match.end() :]
    if begin and not before[begin:].strip():
        return True
    if match["word"] or _ROOM_BEFORE.search(before) or _ROOM_AFTER.match(after):
        return True
    begins = not before.strip() or before[-1] in " ，,。"
    return begins and (not after.strip(" 。！!~") or bool(_ROOM_GOES_ON.match(after)))
