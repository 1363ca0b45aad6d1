"""One table of a rules file, read strictly: what is wrong is refused with its line, key and reason."""

from __future__ import annotations

import math
import re
import tomllib
from dataclasses import dataclass
from typing import Any

#: Weights are log-odds: a word of weight 20 already outvotes everything else together.
_HEAVIEST = 20.0
_LONGEST_PATTERN = 400
#: A repeated group that itself repeats can take exponential time on a hostile text.
_NESTED_REPEAT = re.compile(r"(?<!\\)[+*}]\)(?:[+*]|\{\d*,)")


class RuleRefused(Exception):
    """规则文件有错。"""

    def __init__(self, position: str, reason: str) -> None:
        super().__init__(f"{position}:{reason}")
        self.position = position
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Term:
    """A word, or a pattern, and what it speaks for its label with (log-odds, may be negative)."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the file with the words to find its lines by."""

    source: str
    path: str
    content: dict[str, Any]

    def refuse(self, key: str, reason: str, near: str = "") -> RuleRefused:
        """The refusal of a key of this table; `near` is the text that stands on the guilty line."""
        name = ".".join(part for part in (self.path, key) if part)
        return RuleRefused(f"第 {self._line(key, near)} 行 {name}", reason)

    def only(self, known: frozenset[str]) -> None:
        """Nothing; raises RuleRefused for the first key that is not known."""
        for key in self.content:
            if key not in known:
                raise self.refuse(key, f"不认识的键,可用的是 {'、'.join(sorted(known))}")

    def table(self, key: str) -> Table:
        """The table under a key, empty when the key is absent. Raises RuleRefused for anything else."""
        content = self.content.get(key, {})
        if not isinstance(content, dict):
            raise self.refuse(key, "应当是一张表")
        return Table(self.source, f"{self.path}.{key}" if self.path else key, content)

    def number(self, key: str, default: float, lowest: float, highest: float) -> float:
        """The number under a key, the default when absent. Raises RuleRefused outside the limits."""
        value = self.content.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.refuse(key, "应当是数字")
        if not lowest <= value <= highest:
            raise self.refuse(key, f"应当在 {lowest:g} 到 {highest:g} 之间")
        return float(value)

    def text(self, key: str, default: str) -> str:
        """The text under a key, the default when absent. Raises RuleRefused for anything else."""
        value = self.content.get(key, default)
        if not isinstance(value, str):
            raise self.refuse(key, "应当是文字")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts listed under a key, in order. Raises RuleRefused for anything but a list of texts."""
        value = self.content.get(key, [])
        if not isinstance(value, list):
            raise self.refuse(key, "应当是一列文字")
        for number, item in enumerate(value, start=1):
            if not isinstance(item, str) or not item.strip():
                raise self.refuse(key, f"第 {number} 项应当是不空的文字", str(item))
        return tuple(value)

    def words(self, key: str) -> tuple[Term, ...]:
        """The words listed as "乱停车 2.5", in order. Raises RuleRefused for a bad or repeated one."""
        terms = tuple(self._term(key, item) for item in self.texts(key))
        seen: set[str] = set()
        for term in terms:
            if term.text in seen:
                raise self.refuse(key, f"“{term.text}”写了两次", f'"{term.text} ')
            seen.add(term.text)
        return terms

    def patterns(self, key: str) -> tuple[Term, ...]:
        """The regular expressions listed as '停.{0,4}车 2.5', in order. Raises RuleRefused for a bad one."""
        terms = tuple(self._term(key, item) for item in self.texts(key))
        for term in terms:
            self._check_pattern(key, term.text)
        return terms

    def guards(self, key: str) -> tuple[str, ...]:
        """The regular expressions listed without weights. Raises RuleRefused for a bad one."""
        found = self.texts(key)
        for pattern in found:
            self._check_pattern(key, pattern)
        return found

    def _term(self, key: str, item: str) -> Term:
        text, blank, weight = item.strip().rpartition(" ")
        try:
            value = float(weight)
        except ValueError:
            blank = ""
        if not blank or not text.strip():
            raise self.refuse(key, f"“{item}”应当写成“词 分值”,例如“乱停车 2.5”", item)
        if not math.isfinite(value) or abs(value) > _HEAVIEST or not value:
            raise self.refuse(key, f"“{item}”的分值应当在 -{_HEAVIEST:g} 到 {_HEAVIEST:g} 之间且不为 0", item)
        return Term(text.strip(), value)

    def _check_pattern(self, key: str, pattern: str) -> None:
        if len(pattern) > _LONGEST_PATTERN:
            raise self.refuse(key, f"表达式超过 {_LONGEST_PATTERN} 个字符", pattern)
        if _NESTED_REPEAT.search(pattern):
            raise self.refuse(key, f"“{pattern}”里重复套着重复,可能拖垮服务", pattern)
        try:
            compiled = re.compile(pattern)
        except re.error as fault:
            raise self.refuse(key, f"“{pattern}”不是正确的表达式:{fault}", pattern) from fault
        if compiled.match(""):
            raise self.refuse(key, f"“{pattern}”会匹配空文字", pattern)

    def _line(self, key: str, near: str) -> int:
        """The line of the guilty text below this table's head; the key's own line, else the head's."""
        head = re.search(rf"^\[{re.escape(self.path)}\]", self.source, re.MULTILINE) if self.path else None
        start = head.start() if head else 0
        at_key = re.compile(rf"^\s*\"?{re.escape(key)}\"?\s*=", re.MULTILINE).search(self.source, start)
        if at_key:
            start = at_key.start()
        at_text = self.source.find(near, start) if near else -1
        return self.source.count("\n", 0, max(start, at_text)) + 1


def read_table(text: str) -> Table:
    """The whole file as a table. Raises RuleRefused with the line where it is not TOML."""
    try:
        return Table(text, "", tomllib.loads(text))
    except tomllib.TOMLDecodeError as fault:
        where = re.search(r"at line (\d+)", str(fault))
        position = f"第 {where[1]} 行" if where else f"第 {text.count(chr(10)) + 1} 行"
        raise RuleRefused(position, f"不是正确的 TOML:{fault}") from fault
