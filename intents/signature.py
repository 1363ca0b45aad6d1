"""What is kept of a report to find others about the same matter: its pieces, names, numbers and things."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from math import sqrt

from ahocorasick_rs import AhoCorasick, MatchKind

from intents.text import mask_sensitive, tidy

#: How rare a piece is that the background does not know: in fewer than 20 of its 23,641 messages.
UNKNOWN_RARITY = 7.5

_MADE = "1"  # the first field of a packed signature: how it was made
_SHORTEST_HEAD = 6  # a shorter opening says nothing ("是这样的。"); the next sentence belongs to it

#: Said in most letters and about none of them: greetings, thanks, verbs of asking, links, and the stand-ins
#: of texts that were made anonymous ("A市", "A3区").
_POLITE = re.compile(
    r"尊敬的[^,:。!]{0,12}[:,。!]?|(?:各位|敬爱的)?(?:领导|书记|市长|县长|局长)们?(?:您|你)?们?好?[:,。!]"
    r"|(?:您|你)们?好[!,。:]?|此致|敬礼|谢谢(?:您|你|了)?|感谢|盼(?:望)?(?:回复|复|解决)(?:为感)?|为盼"
    r"|望(?:领导|有关部门|相关部门|政府)|不胜感激|恳请|请问|反映|投诉|举报|咨询"
    r"|https?://[a-z0-9./_-]+|西地省|[a-z]\d{0,2}[市区县]|\*+"
)
_RUN = re.compile(r"[0-9a-z]+|[\u4e00-\u9fff]+")
_SENTENCE_END = re.compile(r"(?<=[。!?\n])")

#: Names of places, firms and offices, taken by the two characters before a word that they end in.
_NAME = re.compile(
    r"[\u4e00-\u9fff]{0,2}?([\u4e00-\u9fff]{2})(?:小区|花园|花城|新城|家园|公寓|大厦|广场|嘉园|公馆|华府|府邸"
    r"|雅苑|佳苑|华苑|苑|名城|国际城|大酒店|酒店|医院|卫生院|学校|小学|中学|大学|学院|幼儿园|驾校|公司|企业"
    r"|集团|平台|街道|社区|村|镇|大道|路|街|巷|市场|超市|项目|工业园|驿站|古街)"
)
#: Numbers that tell one place from another. Written in characters they count before some units only:
#: 一路 and 一栋楼 are words.
_NUMBER = re.compile(
    r"([a-z]?\d+|[a-z](?=栋|幢|座)|[一二三四五六七八九十]{1,3}(?!路|班|#|[栋幢]楼(?![下上顶道里梯门])))"
    r"(栋|幢|号楼|座|#|单元|期|号线|路|班|楼|层)"
)
_UNITS = {"幢": "栋", "号楼": "栋", "座": "栋", "#": "栋", "路": "号线", "层": "楼"}
_DIGITS = {character: number for number, character in enumerate("一二三四五六七八九", start=1)}


@dataclass(frozen=True, slots=True)
class Signature:
    """A report as it is compared.

    `plain` has its words without greetings and punctuation, the first `head_end` characters are the opening
    sentence (the title, where there is one). `pieces` and `head` are pairs of characters of both. `numbers`
    are such as "栋3"; `things` and `doings` are the words of `likeness.toml` for what it is about and what
    is wrong with it, `head_things` those of the opening. `length` and `head_length` are those of the
    vectors in which each piece is as long as it is rare, `head_weight` is the sum of the opening's rarities.
    """

    plain: str
    head_end: int
    pieces: frozenset[str]
    head: frozenset[str]
    names: frozenset[str]
    numbers: frozenset[str]
    things: frozenset[str]
    doings: frozenset[str]
    head_things: frozenset[str]
    length: float
    head_length: float
    head_weight: float


@cache
def _rarities() -> Mapping[str, float]:
    """Piece -> the logarithm of how few messages have it."""
    found: dict[str, float] = {}
    lines = files("intents").joinpath("likeness", "rarity.txt").read_text(encoding="utf-8").splitlines()
    for line in lines:
        rarity, _, pieces = line.partition(" ")
        if rarity != "#":
            found.update(dict.fromkeys((pieces[at : at + 2] for at in range(0, len(pieces), 2)), float(rarity)))
    return found


@dataclass(frozen=True, slots=True)
class _Words:
    """A group of `likeness.toml` in one automaton; `meant[i]` is what word `i` stands for."""

    automaton: AhoCorasick
    meant: tuple[str, ...]

    def found_in(self, text: str) -> frozenset[str]:
        return frozenset(self.meant[index] for index, _, _ in self.automaton.find_matches_as_indexes(text))


@cache
def likeness_settings() -> Mapping[str, Mapping[str, object]]:
    """The tables of `likeness.toml`: `brief` and `full` (weights), `things` and `doings` (words)."""
    return tomllib.loads(files("intents").joinpath("likeness", "likeness.toml").read_text(encoding="utf-8"))


@cache
def _words(group: str) -> _Words:
    pairs = [(word, meant) for meant, line in likeness_settings()[group].items() for word in str(line).split()]
    automaton = AhoCorasick([word for word, _ in pairs], matchkind=MatchKind.LeftmostLongest)
    return _Words(automaton, tuple(meant for _, meant in pairs))


def rarity_of(pieces: Iterable[str]) -> float:
    """The sum of the rarities of pieces (natural logarithms, 0.5 to 7.5 each). Raises nothing."""
    known = _rarities()
    return sum(known.get(piece, UNKNOWN_RARITY) for piece in pieces)


def strength_of(pieces: Iterable[str]) -> float:
    """The sum of the squared rarities of pieces: what they add to the product of two vectors. Raises nothing."""
    known = _rarities()
    return sum(known.get(piece, UNKNOWN_RARITY) ** 2 for piece in pieces)


def signature_of(text: str) -> Signature:
    """What to compare a report by; a title goes first, as a sentence of its own. Raises nothing.

    Phone and identity numbers do not get in; what else the text says of people does, so a stored signature
    goes when the text goes.
    """
    even = mask_sensitive(tidy(text).text)
    head, rest = _opening(even)
    numbers = frozenset(f"{_UNITS.get(unit, unit)}{_value(number)}" for number, unit in _NUMBER.findall(even))
    return _made(f"{head} {rest}".strip(), len(head), numbers)


def _opening(even: str) -> tuple[str, str]:
    head = ""
    sentences = _SENTENCE_END.split(even)
    while sentences and len(head) < _SHORTEST_HEAD:
        head = f"{head} {_plain(sentences.pop(0))}".strip()
    return head, _plain("".join(sentences))


def _plain(even: str) -> str:
    return " ".join(_RUN.findall(_POLITE.sub(" ", even)))


def _value(number: str) -> str:
    if number[0] not in _DIGITS and number[0] != "十":
        return number.lstrip("0") or "0"
    tens, ten, ones = number.rpartition("十")
    return str(10 * _DIGITS.get(tens, 1) * bool(ten) + _DIGITS.get(ones, 0))


def _pieces(plain: str) -> frozenset[str]:
    return frozenset(piece for piece in map("".join, pairwise(plain)) if " " not in piece)


def _made(plain: str, head_end: int, numbers: frozenset[str]) -> Signature:
    pieces, head = _pieces(plain), _pieces(plain[:head_end])
    return Signature(
        plain=plain, head_end=head_end, pieces=pieces, head=head,
        names=frozenset(_NAME.findall(plain)), numbers=numbers,
        things=_words("things").found_in(plain), doings=_words("doings").found_in(plain),
        head_things=_words("things").found_in(plain[:head_end]),
        length=sqrt(strength_of(pieces)), head_length=sqrt(strength_of(head)), head_weight=rarity_of(head),
    )


def packed(signature: Signature) -> str:
    """The signature as one line, about as long as the report, to be stored with its case."""
    return f"{_MADE}|{signature.head_end}|{' '.join(sorted(signature.numbers))}|{signature.plain}"


def unpacked(line: str) -> Signature | None:
    """The signature of a packed line; None when it is empty, broken or was made in another way.

    Costs what `signature_of` costs without tidying: keep it by the case's number while the case is compared.
    """
    made, _, rest = line.partition("|")
    head_end, _, rest = rest.partition("|")
    numbers, bar, plain = rest.partition("|")
    if made != _MADE or not bar or not head_end.isdecimal():
        return None
    return _made(plain, int(head_end), frozenset(numbers.split()))
