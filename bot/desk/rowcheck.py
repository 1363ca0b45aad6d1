"""What can be wrong with a row of an imported table, and what its writer should do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from bot.desk.spreadsheet import Row, Table

Value = TypeVar("Value")


class Fault(Enum):
    """A fault with its remedy, in Chinese and English. Names in braces are filled in."""

    COLUMN_MISSING = "表里没有这一列，请补上列名", "the column is missing"
    EMPTY = "不能为空，请填写", "must not be empty"
    CODE_TWICE = "编码与第{other}行重复，请删去一行或改编码", "the code is already on line {other}"
    NAME_TWICE = "第{other}行有同名的人，请加 code 或 openid 分清", "the name is on line {other} too; add a code"
    OF_ANOTHER_UNIT = "这个人已登记在“{unit}”，请向那个单位核对", "belongs to another unit"
    KIND_UNKNOWN = "应为 {words} 之一", "must be one of {words}"
    PARENT_UNKNOWN = "表里和系统里都没有这个上级编码，请先加上级或改正", "no place has this code"
    PARENT_LOOP = "上级绕了一圈又回到自己，请改正上级", "the parents form a loop"
    LNG_WRONG = "经度应为 73 至 136 之间的数字，是否与纬度写反", "longitude must be a number from 73 to 136"
    LAT_WRONG = "纬度应为 3 至 54 之间的数字，是否与经度写反", "latitude must be a number from 3 to 54"
    HALF_A_POINT = "经度和纬度要么都填，要么都不填", "give both coordinates or none"
    NAME_DIFFERS = "同一编码在第{other}行的姓名是“{name}”，请统一", "the code has another name on line {other}"
    PERSON_DIFFERS = "同一编码在第{other}行是“{value}”，请统一", "the code has another value on line {other}"
    DUTY_TWICE = "与第{other}行是同一人的同一职责，请删去一行", "the same duty stands on line {other}"
    ROLE_UNKNOWN = "职责应为 {words} 之一", "must be one of {words}"
    PLACE_UNKNOWN = "没有这个地点编码，请先导入地点表或改正", "no place has this code; import places first"
    PERSON_UNKNOWN = "没有这个人员编码，请先导入人员表或改正", "no person has this code; import people first"
    DAY_WRONG = "日期应写成 2026-11-01", "write the day as 2026-11-01"
    DAYS_REVERSED = "结束日期早于开始日期，请改正", "the last day is before the first"
    CATEGORY_UNKNOWN = "没有“{word}”这个类别，应为 {words}，或用 * 表示全部", "no such category; use {words} or *"
    BACKUP_UNKNOWN = "B角应为表里或系统里另一人的编码", "must be the code of another person"
    BACKUP_IS_SELF = "B角不能是本人", "nobody is their own backup"
    OPENID_TWICE = "第{other}行的另一个人已经用了这个 openid", "line {other} gives it to another person"
    BIND_CODE_TWICE = "绑定码已属于 {other}，请换一个", "the bind code belongs to {other}"
    SLOT_WRONG = (
        "时段应写成“工作日 18:00-21:00|周末 09:00-17:00”的样子",
        "write slots like 工作日 18:00-21:00|周末 09:00-17:00",
    )
    NUMBER_WRONG = "应为不小于 0 的整数", "must be a whole number, 0 or more"
    EVERY_WRONG = "应为 1 到 {most} 之间的天数", "must be a number of days from 1 to {most}"
    VOLUNTEER_UNKNOWN = "没有这个志愿者编码，请先导入志愿者或改正", "no volunteer has this code; import them first"
    TEAM_UNKNOWN = "没有这个队伍编码，请先登记队伍或改正", "no team has this code"
    KEEPER_UNKNOWN = "没有这个人员或志愿者编码，请先导入或改正", "no person or volunteer has this code"
    SERVICE_LONG = "每样服务最多{most}个字，用 | 隔开，如 {words}", "at most {most} characters each, | between them"
    VISITOR_UNFIT = "这位志愿者不能去：{reason}", "this volunteer cannot visit"
    NO_CAMPAIGN = "这里没有正在进行的家家访，请先发起或改正楼栋编码", "no round of visits is under way there"
    YES_OR_NO = "应为 是/否（true/false）", "must be true or false"
    NUMBER_TWICE = "这个地点的号与第{other}行重复，请换一个号", "the place has this number already on line {other}"
    PARTS_WRONG = "应写成“医疗证2+理发1”的样子", "write the hands like 医疗证2+理发1"
    CONTRADICTS_STORE = "与系统里已有的资料冲突：{reason}", "contradicts what is stored: {reason}"


@dataclass(frozen=True, slots=True)
class RowRefused:
    """One cell that must be changed. `line` counts as the spreadsheet shows it; `remedy` is Chinese,
    `remedy_english` the same in short.
    """

    line: int
    column: str
    value: str
    remedy: str
    remedy_english: str = ""

    def __str__(self) -> str:
        """Say the place, the value and the remedy in both languages."""
        shown = f"“{self.value}”" if self.value else "（空）"
        return (
            f"第{self.line}行 {self.column} 列 {shown}：{self.remedy}"
            f" / line {self.line}, column {self.column}: {self.remedy_english}"
        )


@dataclass(frozen=True, slots=True)
class Parsed(Generic[Value]):
    """What a table says, in its order, and what must be changed. Nothing is to be used while `refused` holds
    anything.
    """

    values: tuple[Value, ...]
    refused: tuple[RowRefused, ...]


class Faults:
    """The faults found so far in one table."""

    def __init__(self) -> None:
        self._found: list[RowRefused] = []

    def note(self, row: Row, column: str, fault: Fault, **fields: object) -> None:
        """Keep a fault of a row's cell."""
        chinese, english = (words.format(**fields) for words in fault.value)
        self._found.append(RowRefused(row.line, column, row.get(column), chinese, english))

    def require(self, row: Row, *columns: str) -> None:
        """Note every one of the columns that is empty in the row."""
        for column in columns:
            if not row.get(column):
                self.note(row, column, Fault.EMPTY)

    def missing_columns(self, table: Table, columns: Iterable[str]) -> bool:
        """Whether the table lacks some of the columns; each is noted once, on the header's line."""
        missing = [column for column in columns if column not in table.columns]
        for column in missing:
            self.note(Row(1, {}), column, Fault.COLUMN_MISSING)
        return bool(missing)

    def found(self) -> tuple[RowRefused, ...]:
        """All faults by line."""
        return tuple(sorted(self._found, key=lambda refused: refused.line))


def listed(text: str) -> tuple[str, ...]:
    """The parts of a cell that are separated by `|`, trimmed, empty ones left out."""
    return tuple(part.strip() for part in text.replace("｜", "|").split("|") if part.strip())
