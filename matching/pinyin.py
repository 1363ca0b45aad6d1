"""How a text is written plainly and how it sounds, character for character.

Every table keeps lengths, so an offset in the result is one in the text, and a homophone is an exact match.
The tables are built once from pypinyin and OpenCC (tools/build_syllables.py): looking a message up costs
1–5 µs, pypinyin 205–594.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files

#: Codes stand in the private use area, where no message has characters of its own.
_FIRST_CODE = 0xE000

_SPOKEN_DIGITS = ("ling", "yi", "er", "san", "si", "wu", "liu", "qi", "ba", "jiu")
#: 龙江1号 sounds like 龙江一号; the voice input writes B区 as 币区.
_SIGNS = dict(zip("0123456789", _SPOKEN_DIGITS, strict=True)) | {"b": "bi", "d": "di", "p": "pi", "t": "ti"}

#: What southern speakers, and the voice input that hears them, don't tell apart.
_INITIALS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("f", "hu"))
_FINALS = (("ang", "an"), ("eng", "en"), ("ing", "in"))

_NARROW = {point: chr(point - 0xFEE0).lower() for point in range(0xFF01, 0xFF5F)}
_SMALL = {point: chr(point).lower() for point in range(ord("A"), ord("Z") + 1)}
_DIGITS = {ord(written): digit for written, digit in zip("零〇一二三四五六七八九", "00123456789", strict=True)}


@dataclass(frozen=True, slots=True)
class Syllables:
    """Tables for `str.translate`. `plain`: small letters, narrow signs, Arabic digits, simplified writing.
    Then, for plain text, `exact`: by syllable, and `loose`: with the southern mergers (zh=z, n=l, ang=an …).
    """

    plain: Mapping[int, str]
    exact: Mapping[int, str]
    loose: Mapping[int, str]


def parse_syllables(lines: Iterable[str], traditional: str, simplified: str) -> Syllables:
    """The tables for lines of `syllable characters` and two strings of the same length. Raises ValueError
    for a line without two words and for strings of different length.
    """
    sounds: dict[str, str] = {}
    merged: dict[str, str] = {}
    exact: dict[int, str] = {}
    loose: dict[int, str] = {}
    for line in lines:
        syllable, characters = line.split()
        code = sounds.setdefault(syllable, chr(_FIRST_CODE + len(sounds)))
        rough = merged.setdefault(_merge(syllable), chr(_FIRST_CODE + len(merged)))
        for character in characters:
            exact[ord(character)] = code
            loose[ord(character)] = rough
    for sign, syllable in _SIGNS.items():
        if syllable in sounds:
            exact[ord(sign)] = sounds[syllable]
            loose[ord(sign)] = merged[_merge(syllable)]
    plain = {ord(written): mean for written, mean in zip(traditional, simplified, strict=True)}
    return Syllables(plain | _NARROW | _SMALL | _DIGITS, exact, loose)


def shipped_syllables() -> Syllables:
    """The tables for the 8,800 characters of GB 2312 and common traditional writing. Costs about 5 ms."""
    folder = files("matching")
    lines = folder.joinpath("syllables.txt").read_text(encoding="utf-8").splitlines()
    traditional, simplified = folder.joinpath("simplified.txt").read_text(encoding="utf-8").splitlines()
    return parse_syllables(lines, traditional, simplified)


def _merge(syllable: str) -> str:
    for written, heard in _INITIALS:
        if syllable.startswith(written):
            rest = syllable[len(written) :]
            syllable = heard + (rest.removeprefix("u") if written == "f" else rest)
            break
    for written, heard in _FINALS:
        if syllable.endswith(written):
            return syllable.removesuffix(written) + heard
    return syllable
