"""What kinds of settings there are: what each takes, what it refuses and why, how its value is shown. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from string import Formatter
from typing import Any, Final

#: So many days may be otherwise than the national calendar says: a count of working days must come to an end.
MOST_DAYS: Final = 60
_CLOCK: Final = re.compile(r"([01]?\d|2[0-3])[:：]([0-5]\d)")
_DAY_LINE: Final = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})\s*(休|班)\s*(.{0,20})")


class SettingRefused(ValueError):
    """A value that a setting doesn't take. The message says why, in words for people."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing people may set. `default` is what counts unless the file says otherwise under `source`
    ("desk.question_minutes"; "" where no file knows it); `what` says what it does. Values are what JSON can hold.
    """

    name: str
    group: str
    label: str
    what: str
    default: Any
    source: str = ""

    #: How it is entered: the console has a template for each word.
    @property
    def kind(self) -> str:
        """Which form it has."""
        return type(self).__name__.lower()

    @property
    def bounds(self) -> str:
        """What it takes, in words."""
        raise NotImplementedError

    def checked(self, value: Any) -> Any:
        """The value as it is kept. Raises SettingRefused."""
        raise NotImplementedError

    def read(self, form: Mapping[str, str]) -> Any:
        """The value that a form gives. Raises SettingRefused."""
        return self.checked(form.get("value", "").strip())

    def entered(self, value: Any) -> str:
        """The value as a form holds it."""
        return str(value)

    def shown(self, value: Any) -> str:
        """The value as people read it."""
        return str(value)


@dataclass(frozen=True, slots=True)
class Number(Setting):
    """A whole number of `unit` within bounds."""

    least: int = 0
    most: int = 0
    unit: str = ""

    @property
    def bounds(self) -> str:
        """From what to what."""
        return f"{self.least}到{self.most}{self.unit}"

    def checked(self, value: Any) -> int:
        """The number. Raises SettingRefused."""
        if isinstance(value, bool) or not isinstance(value, int) or not self.least <= value <= self.most:
            raise SettingRefused(f"“{self.label}”应当是{self.bounds}之间的整数")
        return value

    def read(self, form: Mapping[str, str]) -> int:
        """The number that was written. Raises SettingRefused."""
        given = form.get("value", "").strip()
        return self.checked(int(given) if given.isdecimal() and len(given) < 9 else given)

    def shown(self, value: Any) -> str:
        """With its unit."""
        return f"{value}{self.unit}"


@dataclass(frozen=True, slots=True)
class Switch(Setting):
    """On or off."""

    @property
    def bounds(self) -> str:
        """Two words."""
        return "开或关"

    def checked(self, value: Any) -> bool:
        """Whether it is on. Raises SettingRefused."""
        if not isinstance(value, bool):
            raise SettingRefused(f"“{self.label}”只能是开或关")
        return value

    def read(self, form: Mapping[str, str]) -> bool:
        """What was chosen. Raises SettingRefused."""
        return self.checked({"on": True, "off": False}.get(form.get("value", "")))

    def entered(self, value: Any) -> str:
        """The word that the form has for it."""
        return "on" if value else "off"

    def shown(self, value: Any) -> str:
        """One word."""
        return "开" if value else "关"


@dataclass(frozen=True, slots=True)
class Hour(Setting):
    """A time of day such as 22:00, within bounds."""

    least: str = ""
    most: str = ""

    @property
    def bounds(self) -> str:
        """From when to when."""
        return f"{self.least}到{self.most}"

    def checked(self, value: Any) -> str:
        """The time as "HH:MM". Raises SettingRefused."""
        found = _CLOCK.fullmatch(value) if isinstance(value, str) else None
        clock = f"{int(found[1]):02d}:{found[2]}" if found else ""
        if not self.least <= clock <= self.most:
            raise SettingRefused(f"“{self.label}”应当是{self.bounds}之间的钟点，例如{self.default}")
        return clock


@dataclass(frozen=True, slots=True)
class Text(Setting):
    """A sentence that people read. `slots` are the names in braces that it must have, each with a sample; `keeps` are
    words that may not be missing from it; `may_be_empty` where nothing may be said.
    """

    slots: tuple[tuple[str, str], ...] = ()
    keeps: tuple[str, ...] = ()
    longest: int = 300

    @property
    def bounds(self) -> str:
        """How long, and what it must have."""
        must = [f"{{{name}}}" for name, _ in self.slots] + list(self.keeps)
        return f"1到{self.longest}个字" + (f"，要有{'、'.join(must)}" if must else "")

    def checked(self, value: Any) -> str:
        """The text. Raises SettingRefused, naming what is wrong or missing."""
        if not isinstance(value, str):
            raise SettingRefused(f"“{self.label}”应当是一段文字")
        text = value.replace("\r\n", "\n").strip()
        if not 1 <= len(text) <= self.longest:
            raise SettingRefused(f"“{self.label}”应当是1到{self.longest}个字，现在是{len(text)}个")
        self._check_slots(text)
        for word in self.keeps:
            if word not in text:
                raise SettingRefused(f"“{self.label}”少了“{word}”：这关系到安全，不能没有")
        return text

    def _check_slots(self, text: str) -> None:
        known = [name for name, _ in self.slots]
        usable = "能用的是" + "、".join(f"{{{name}}}" for name in known) if known else "这段话里不能有花括号"
        try:
            parsed = list(Formatter().parse(text))
        except ValueError as fault:
            raise SettingRefused(f"“{self.label}”里的花括号没有配对；{usable}") from fault
        found = [name for _, name, form, conversion in parsed if name is not None and not form and not conversion]
        odd = [name for _, name, *_ in parsed if name is not None and name not in known]
        if odd or "{{" in text or "}}" in text or len(found) != sum(name is not None for _, name, *_ in parsed):
            raise SettingRefused(f"“{self.label}”里的“{{{(odd or found or known or [''])[0]}}}”不能这样写；{usable}")
        for name in known:
            if name not in found:
                raise SettingRefused(f"“{self.label}”少了“{{{name}}}”：发出去时要在那里填上内容")

    def sample(self, value: str) -> str:
        """How it reads with sample values."""
        return value.format(**dict(self.slots)) if self.slots else value


@dataclass(frozen=True, slots=True)
class Line(Setting):
    """A short text of one pattern, or nothing."""

    pattern: str = ".*"
    said: str = ""

    @property
    def bounds(self) -> str:
        """What it should look like."""
        return f"{self.said}，可以空着"

    def checked(self, value: Any) -> str:
        """The text without blanks around it. Raises SettingRefused."""
        if not isinstance(value, str) or (value and not re.fullmatch(self.pattern, value)):
            raise SettingRefused(f"“{self.label}”应当是{self.bounds}")
        return value

    def shown(self, value: Any) -> str:
        """The text, or that there is none."""
        return value or "没有"


@dataclass(frozen=True, slots=True)
class Choice(Setting):
    """Any of some words, each with its label; kept in their order."""

    options: tuple[tuple[str, str], ...] = ()

    @property
    def bounds(self) -> str:
        """That none and all are good."""
        return "可以一个不选，也可以全选"

    def checked(self, value: Any) -> list[str]:
        """The words. Raises SettingRefused."""
        if not isinstance(value, list):
            raise SettingRefused(f"“{self.label}”应当是几个词")
        known = [word for word, _ in self.options]
        odd = next((word for word in value if word not in known), None)
        if odd is not None:
            raise SettingRefused(f"“{self.label}”里没有“{odd}”这一种")
        return [word for word in known if word in value]

    def read(self, form: Mapping[str, str]) -> list[str]:
        """The boxes that are ticked: `with.` and the word."""
        return [word for word, _ in self.options if form.get(f"with.{word}")]

    def entered(self, value: Any) -> str:
        """The words with blanks between."""
        return " ".join(value)

    def shown(self, value: Any) -> str:
        """Their labels."""
        return "、".join(label for word, label in self.options if word in value) or "没有"


@dataclass(frozen=True, slots=True)
class Days(Setting):
    """Days that are otherwise than the national calendar says, each with a name; kept by date."""

    @property
    def bounds(self) -> str:
        """How they are written."""
        return f"每行一天：日期、休或班、名字，例如“2026-12-18 休 社区换届”；最多{MOST_DAYS}天"

    def checked(self, value: Any) -> list[dict[str, Any]]:
        """The days by date. Raises SettingRefused."""
        if not isinstance(value, list) or len(value) > MOST_DAYS:
            raise SettingRefused(f"“{self.label}”最多{MOST_DAYS}天")
        found: dict[str, dict[str, Any]] = {}
        for one in value:
            day = self._one(one)
            if day["day"] in found:
                raise SettingRefused(f"{day['day']}写了两次")
            found[day["day"]] = day
        return [found[day] for day in sorted(found)]

    def _one(self, one: Any) -> dict[str, Any]:
        if not isinstance(one, dict) or not isinstance(one.get("works"), bool):
            raise SettingRefused(f"“{self.label}”{self.bounds}")
        name = str(one.get("name", "")).strip()
        if not 1 <= len(name) <= 20:
            raise SettingRefused(f"{one.get('day')}要有名字，最多20个字，例如“社区换届”")
        try:
            return {"day": date.fromisoformat(str(one.get("day"))).isoformat(), "works": one["works"], "name": name}
        except ValueError as fault:
            raise SettingRefused(f"“{one.get('day')}”不是一个日期，例如2026-12-18") from fault

    def read(self, form: Mapping[str, str]) -> list[dict[str, Any]]:
        """The days of the lines that were written. Raises SettingRefused."""
        days = []
        for line in filter(None, (line.strip() for line in form.get("value", "").splitlines())):
            found = _DAY_LINE.fullmatch(line)
            if found is None:
                raise SettingRefused(f"“{line[:40]}”看不懂：{self.bounds}")
            day = "-".join(f"{int(part):02d}" for part in found[1].split("-"))
            days.append({"day": day, "works": found[2] == "班", "name": found[3]})
        return self.checked(days)

    def entered(self, value: Any) -> str:
        """A line for each day."""
        return "\n".join(f"{one['day']} {'班' if one['works'] else '休'} {one['name']}" for one in value)

    def shown(self, value: Any) -> str:
        """The days with their names."""
        return "；".join(self.entered(value).splitlines()) or "没有"


def hour(text: str) -> time:
    """The time of a checked "HH:MM"."""
    return time.fromisoformat(text)
