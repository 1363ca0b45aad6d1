"""Roads, lanes and house numbers: 人民里25号, 修文路巷尾; which compounds have their address along one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from matching.address import NARROW, plain_number

#: Characters of a road's name: neither its ending nor what stands before a place (我住在, 那条, 从).
_INSIDE = r"[^\W\d_路街巷弄在住到去从来的我你他她们是了这那条就跟把被叫说讲有往租]"
_ROAD_END = re.compile(r"[路街巷弄里道]")
_LONGEST = 6
_ROAD = rf"{_INSIDE}{{1,4}}(?:大道|[路街巷弄里道])"
_NUMBER = r"(?:[0-9]{1,4}|[零〇一二三四五六七八九十百]{1,5})"
#: 12号楼 is a building, 12号|楼道 a house, 12号线 a bus.
_NO_HOUSE = r"(?![楼樓](?![上下道顶梯])|[線线]|院线|地铁)"
_HOUSE = re.compile(rf"(?P<road>{_ROAD})\s?(?P<house>{_NUMBER})(?:[-—之]{_NUMBER})?[号號]{_NO_HOUSE}")
_CORNER = re.compile(rf"(?P<road>{_ROAD})(?P<corner>巷[尾口头]|[街弄]口|[东西南北中][段头])")
#: 走路, 家里, 一路: roads in writing only. A village lane (里) needs its house number.
_NO_ROAD = re.compile(
    r"(?:[走马公铁一半修让堵带停]路|[堵开修]了?路|[家心夜屋院车手眼嘴楼区店校社村城乡园厂水包箱群这那哪]里|胡同里|[知渠管通车人隧楼走过]道)$"
)
#: What stands before a road without being its name.
_LEADS = re.compile(
    r"^(?:昨[天晚]|[今明]天|今早|晚上|半夜|凌晨|早上|最近|现在|请问|[你您]好|反映|投诉|举报|附近|靠近|位于|地址|路过|经过)(?=..)"
)
_NOTES = re.compile(r"[(（【].*?[)）】]")
_ADDRESS = re.compile(rf"(?P<road>{_ROAD})(?P<houses>[0-9]+(?:[-—、,，.][0-9]+)*)号")
#: What stands before the road in a register: 福建省漳州市芗城区, 芗城.
_CITY = re.compile(r"^(?:[^\W\d_]{2}(?:省|市(?!场)|区|县)|漳州|芗城)+(?=..)")
#: 28-35号 are the houses of one compound, 28-350 is a slip of the pen.
_MOST_HOUSES = 20


@dataclass(frozen=True, slots=True)
class Street:
    """A road or lane as it stands in a text at `start:end`; `house` is its number ("25") or "".

    `corner` is what is said of where on it (巷尾), or "".
    """

    road: str
    house: str
    start: int
    end: int
    corner: str = ""

    @property
    def text(self) -> str:
        """As people read it: 人民里25号, 修文路巷尾."""
        return f"{self.road}{self.house}号" if self.house else self.road + self.corner


class Roads:
    """Which places have their address along which road; immutable."""

    def __init__(self, addresses: Iterable[tuple[str, str]]) -> None:
        """From pairs of a place's code and a name of it; a name that is no address (人民里25号) is left out."""
        found: dict[str, dict[str, int]] = {}
        for code, name in addresses:
            address = _ADDRESS.fullmatch(name)
            if address is not None and address["houses"].isdecimal():
                found.setdefault(address["road"], {}).setdefault(code, int(address["houses"]))
        self._houses: Mapping[str, Mapping[str, int]] = found

    def find(self, text: str) -> Street | None:
        """The road that a text names: with a house number or a corner any, without them one that is known here.
        None when it names none; the first one counts. Raises nothing.
        """
        written = text.translate(NARROW)
        return self._with_house(written) or self._with_corner(written) or self._known(written)

    def along(self, street: Street) -> tuple[str, ...]:
        """The codes of the places along a road: the nearest house numbers first, on the same side before the other;
        without a number in their order along the road. Empty for an unknown road.
        """
        houses = self._houses.get(street.road, {})
        if not street.house:
            return tuple(sorted(houses, key=lambda code: (houses[code], code)))
        at = int(street.house)
        return tuple(sorted(houses, key=lambda code: ((houses[code] - at) % 2, abs(houses[code] - at), code)))

    def _with_house(self, text: str) -> Street | None:
        for match in _HOUSE.finditer(text):
            road = self._road(match["road"])
            if road:
                start = match.end("road") - len(road)
                return Street(road, plain_number(match["house"]), start, match.end())
        return None

    def _with_corner(self, text: str) -> Street | None:
        for match in _CORNER.finditer(text):
            road = self._road(match["road"])
            if road and not road.endswith("里"):
                return Street(road, "", match.end("road") - len(road), match.end(), match["corner"])
        return None

    def _road(self, written: str) -> str:
        """The road's name without what stands before it, or "" where it is none."""
        known = next((written[at:] for at in range(len(written)) if written[at:] in self._houses), "")
        return known or ("" if _NO_ROAD.search(written) else _LEADS.sub("", written))

    def _known(self, text: str) -> Street | None:
        for ending in _ROAD_END.finditer(text):
            for start in range(max(ending.end() - _LONGEST, 0), ending.start()):
                if text[start : ending.end()] in self._houses:
                    return Street(text[start : ending.end()], "", start, ending.end())
        return None


def house_addresses(address: str) -> tuple[str, ...]:
    """The addresses in a line of a register, one for each house: 芗城区水仙大街28、30号(新桥头) gives 水仙大街28号 and
    水仙大街30号, 新浦路28-29号 both. Empty where it has no house number.
    """
    found = []
    for match in _ADDRESS.finditer(_CITY.sub("", _NOTES.sub("", address))):
        found += [f"{match['road']}{house}号" for house in _houses(match["houses"])]
    return tuple(dict.fromkeys(found))


def is_address(name: str) -> bool:
    """Whether a name is a road with a house number (水仙大街28号)."""
    return _ADDRESS.fullmatch(name) is not None


def _houses(written: str) -> Iterable[int]:
    for part in re.split(r"[、,，.]", written):
        first, *last = (int(number) for number in re.split(r"[-—]", part))
        until = last[0] if last and first < last[0] < first + _MOST_HOUSES else first
        yield from (house for house in range(first, until + 1) if house)
