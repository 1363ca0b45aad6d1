"""The text of a rules file with words, guards and learnt weights put in; everything else stays as it was written."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from string import ascii_letters

from intents.certainty import MEASURES, CertaintyRules
from intents.rule import COLUMNS, Learnt

_LEARNT_HEAD = re.compile(r"^\[learnt(?:\.codes)?\]\s*(?:#.*)?$")
_CERTAINTY_HEAD = re.compile(r"^\[certainty(?:\.(?:brief|long))?\]\s*(?:#.*)?$")
_HEAD = re.compile(r"^\[\[?[\w.\"' -]+\]\]?\s*(?:#.*)?$")
#: A text, a comment, a comma, the end of the list, or what stands between.
_LIST_PIECE = re.compile(r""""(?:\\.|[^"\\])*"|'[^']*'|#[^\n]*|,|\]|[^"'#,\]]+""")
_KNOWN_KEYS = frozenset({"temperature", "intent_temperature", "codes", "terms"})
_PER_LINE = 5

HEAD = """\
# 学到的部分,由 linli learn 从已标注的来信生成;要调整请改上面手写的部分。
# 每行一个词:词(空格写成 _,^ 是开头,$1 到 $7 是长短)、稀有度、各类的分值(字母见 codes,后面是起始分)。
"""
#: What the measures of `certainty` are, for whoever reads the file.
CERTAINTY_HEAD = """\
# 分值是对数几率:bias 起始分,其余各乘上所量的数再相加,得出“判断对”的可能性。
#   share 第一名在各类里的份额(对数几率);score 它的得分;lead 领先第二名多少;lead_of_third 领先第三名多少;
#   none “不说事”领先第一名多少;hand、hand_of_second 手写的词给第一、第二名的分;two 说了两件事;
#   length 字数(对数的四分之一);mean 各类得分平均比起始分高多少;known 学到的词有多少、多稀有(长度的十分之一);
#   report、followup、consult 来意是这一种。
# brief 用于 short 个字以内的来信,long 用于更长的。

"""
_REFITTED = "# 有几成把握,由 linli learn 从没学过的来信重新配过,可以手改。\n#\n"


@dataclass(frozen=True, slots=True)
class Addition:
    """Items for a list of the rules: the table ("category.parking"), the key ("words") and the items in order."""

    table: str
    key: str
    items: tuple[str, ...]


def redraft(
    source: str, additions: Iterable[Addition], learnt: Learnt, certainty: CertaintyRules | None = None
) -> str:
    """The rules text with the additions, and with the learnt part (and a certainty, if given) in place of its own.

    Raises nothing for TOML.
    """
    text, cut = _without(source, _LEARNT_HEAD)
    table = tomllib.loads("\n".join(cut)).get("learnt", {})
    others = [f"{key} = {value}" for key, value in table.items()
              if key not in _KNOWN_KEYS and isinstance(value, int | float)]
    for addition in additions:
        text = _added(text, addition)
    if certainty is not None:
        text, _ = _without(text, _CERTAINTY_HEAD)
        text = f"{text.rstrip()}\n\n{_REFITTED}{CERTAINTY_HEAD}{certainty_text(certainty)}"
    return f"{text.rstrip()}\n\n{learnt_text(learnt, others)}"


def certainty_text(certainty: CertaintyRules) -> str:
    """The tables of how sure a verdict is."""
    lines = ["[certainty]", f"short = {certainty.short:g}"]
    for name, model in (("brief", certainty.brief), ("long", certainty.long)):
        if model is not None:
            lines += ["", f"[certainty.{name}]", f"bias = {model.bias:.4f}"]
            lines += [f"{measure} = {weight:.4f}" for measure, weight in zip(MEASURES, model.weights, strict=True)]
    return "\n".join(lines) + "\n"


def learnt_text(learnt: Learnt, others: Sequence[str] = ()) -> str:
    """The learnt part of a rules file. `others` are lines to keep in its table."""
    lines = [*HEAD.splitlines(), "[learnt.codes]"]
    letters = ascii_letters[: len(COLUMNS)]
    lines += [f'{letter} = "{column} {bias:.2f}"'
              for letter, column, bias in zip(letters, COLUMNS, learnt.biases, strict=True)]
    lines += ["", "[learnt]", f"temperature = {learnt.temperature}",
              f"intent_temperature = {learnt.intent_temperature}", *others, "terms = '''"]
    lines += [" ".join([term.text.replace(" ", "_"), _number(term.rarity),
                        *[f"{letters[column]}{_number(weight)}" for column, weight in term.weights]])
              for term in learnt.terms]
    return "\n".join([*lines, "'''"]) + "\n"


def _number(value: float) -> str:
    short = f"{value:.1f}"
    return short if float(short) == value else repr(value)


def _without(source: str, head: re.Pattern[str]) -> tuple[str, list[str]]:
    """The text without the tables with such heads and the comment above them, and the lines of those tables."""
    kept: list[str] = []
    cut: list[str] = []
    inside = False
    for line in source.splitlines():
        if head.match(line):
            while not inside and kept and (kept[-1].startswith("#") or not kept[-1].strip()):
                kept.pop()
            inside = True
        elif inside and _HEAD.match(line):
            inside = False
        (cut if inside else kept).append(line)
    return "\n".join(kept), cut


def _added(text: str, addition: Addition) -> str:
    lines = [", ".join(addition.items[at : at + _PER_LINE]) for at in range(0, len(addition.items), _PER_LINE)]
    block = "".join(f"\n  {line}," for line in lines) + "  # linli learn\n"
    head = re.search(rf"^\[{re.escape(addition.table)}\][^\n]*\n?", text, re.MULTILINE)
    if head is None:
        return f"{text.rstrip()}\n\n[{addition.table}]\n{addition.key} = [{block}]\n"
    after = re.search(r"^\[", text[head.end():], re.MULTILINE)
    end = head.end() + after.start() if after else len(text)
    key = re.compile(rf"^\s*{addition.key}\s*=\s*\[", re.MULTILINE).search(text, head.end(), end)
    if key is None:
        return f"{text[: head.end()].rstrip()}\n{addition.key} = [{block}]\n{text[head.end():]}"
    place, comma = _last_item(text, key.end())
    rest = text[place:].lstrip(" \n")
    return f"{text[:place]}{comma}{block}{rest}"


def _last_item(text: str, start: int) -> tuple[int, str]:
    """Where the last item of a list (or its comma) ends, and the comma it needs before another."""
    place, comma = start, ""
    for piece in takewhile(lambda piece: piece[0] != "]", _LIST_PIECE.finditer(text, start)):
        if piece[0].strip() and not piece[0].startswith("#"):
            place, comma = piece.end(), "" if piece[0] == "," else ","
    return place, comma


def parted(source: str) -> tuple[str, str]:
    """A rules text as what people wrote and what was learnt, in this order; joined by a line break they are good TOML
    again. What was learnt may be empty. Raises nothing.
    """
    written: list[str] = []
    learnt: list[str] = []
    inside = False
    for line in source.splitlines():
        if _LEARNT_HEAD.match(line):
            above = [] if inside else list(takewhile(lambda one: one.startswith("#"), reversed(written)))
            del written[len(written) - len(above):]
            learnt += reversed(above)  # its comment goes with it
            inside = True
        elif inside and _HEAD.match(line):
            inside = False
        (learnt if inside else written).append(line)
    return "\n".join([*written, ""]), "\n".join([*learnt, ""]) if learnt else ""
