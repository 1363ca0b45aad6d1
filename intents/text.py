"""A message made comparable: width, simplified characters, digits, case and noise, with the way back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from intents.characters import SIMPLIFIED, TRADITIONAL

#: Zero-width signs, variation selectors and skin tones: invisible or decoration, they only split words.
_DROPPED = "\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\U0001f3fb-\U0001f3ff"
_ODD_SPACES = r"\t\r\n\f\v\u00a0\u3000"
#: A single blank is what they become.
_SPACES = f"[{_ODD_SPACES}][ {_ODD_SPACES}]*| [ {_ODD_SPACES}]+"

#: What may shorten a text. The first group is dropped, the second becomes one blank; of a sign or
#: character that is repeated (！！！！, 啊啊啊啊) two stay, so that stress is seen but not counted.
_SHORTENED = re.compile(rf"([{_DROPPED}]+)|({_SPACES})|(([^0-9])\4)\4+")
#: One of these every text has that is shortened; together they are found in a third of the time.
_DROPPED_OR_ODD = re.compile(f"[{_DROPPED}{_ODD_SPACES}]")
_TWICE = re.compile(r"(.)\1", re.DOTALL)

_PUNCTUATION = {"。": "。", "，": ",", "！": "!", "？": "?", "；": ";", "：": ":", "～": "~", "．": "."}
_WIDE_SIGNS = tuple((wide, narrow) for wide, narrow in _PUNCTUATION.items() if wide != narrow)
_CAPITAL = re.compile("[A-Z]")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨"

_ID_NUMBER = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{5}(?:19|20)\d{2}\d{7}[0-9Xx](?![0-9A-Za-z])")
_PHONE = re.compile(r"(?<!\d)(1[3-9]\d)[- ]?\d{4}[- ]?(\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(0\d{2,3})[- ]?\d{3,4}(\d{4})(?!\d)")


@dataclass(frozen=True, slots=True)
class Tidied:
    """A text to search in. `origin[i]` is the place in the given text of character `i` of `text`."""

    text: str
    origin: Sequence[int]


@cache
def _character_table() -> dict[int, str]:
    table = {ord(old): new for old, new in zip(TRADITIONAL, SIMPLIFIED, strict=True)}
    table.update({code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)})
    table.update({ord(old): new for old, new in _PUNCTUATION.items()})
    table.update({ord(sign): str(number) for number, sign in enumerate(_CIRCLED, start=1)})
    table.update({code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)})
    table.update({0xFEE0 + code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)})
    return table


@cache
def _odd_characters() -> re.Pattern[str]:
    """What a text still has to be translated for once its commas are narrow and its letters small."""
    odd = _character_table().keys() - {ord(sign) for sign in _PUNCTUATION} - set(range(ord("A"), ord("Z") + 1))
    return re.compile(f"[{re.escape(''.join(map(chr, sorted(odd))))}]")


def _even(text: str) -> str:
    """The text with each character as the table has it. Translating costs 50 ns a character, and of ten
    messages nine have nothing odd but commas and letters: looking for them costs a tenth.
    """
    for wide, narrow in _WIDE_SIGNS:
        text = text.replace(wide, narrow)
    if _CAPITAL.search(text):
        text = _CAPITAL.sub(_small, text)
    return text.translate(_character_table()) if _odd_characters().search(text) else text


def _small(letter: re.Match[str]) -> str:
    return letter[0].lower()


def tidy(text: str) -> Tidied:
    """The text in simplified characters, narrow signs and lower case, without invisible signs.

    Runs of blanks and line breaks become one blank; of a sign repeated three times or more two stay.
    Digits of any width and ①②③ become 0–9 (numbers written in characters stay: 一直, 三轮车 are words).
    `origin` has one place per character of the result, ascending. Raises nothing.
    """
    even = _even(text)
    found = _SHORTENED.search(even) if _DROPPED_OR_ODD.search(even) or _TWICE.search(even) else None
    if found is None:
        return Tidied(even, range(len(even)))
    pieces: list[str] = []
    origin: list[int] = []
    done = 0
    while found is not None:
        start, end = found.span()
        kept = "" if found[1] else " " if found[2] else found[3]
        pieces += (even[done:start], kept)
        origin += range(done, start + len(kept))
        done = end
        found = _SHORTENED.search(even, done)
    pieces.append(even[done:])
    origin += range(done, len(even))
    return Tidied("".join(pieces), tuple(origin))


def mask_sensitive(text: str) -> str:
    """The text with the middle of phone numbers and all but the ends of identity numbers as `*`.

    Has the length of the given text. Raises nothing.
    """
    text = _ID_NUMBER.sub(lambda found: f"{found[0][:3]}{'*' * 13}{found[0][-2:]}", text)
    text = _PHONE.sub(_stars_between, text)
    return _LANDLINE.sub(_stars_between, text)


def _stars_between(found: re.Match[str]) -> str:
    return f"{found[1]}{'*' * (len(found[0]) - len(found[1]) - len(found[2]))}{found[2]}"
