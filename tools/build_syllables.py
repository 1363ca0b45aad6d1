"""Write matching/syllables.txt from pypinyin and matching/simplified.txt from OpenCC.

Run by hand when a table should change: `python tools/build_syllables.py`. The product imports neither
(pypinyin costs 0.3 s and 65 MB at start); it reads the files this writes.
"""

from __future__ import annotations

from pathlib import Path

import opencc
from pypinyin import lazy_pinyin

FOLDER = Path(__file__).resolve().parent.parent / "matching"

#: pypinyin's first reading is not the one people say in place names.
SAID = {"厦": "xia", "廈": "xia", "都": "du", "乐": "le", "樂": "le", "行": "hang", "长": "chang", "長": "chang"}
#: Old and variant ways of writing that OpenCC leaves alone.
VARIANTS = {"邨": "村", "菓": "果", "巿": "市"}


def characters() -> list[str]:
    """The characters of GB 2312 and the common traditional ones of Big5, each once, in code order."""
    found: set[str] = set()
    for point in range(0x4E00, 0xA000):
        char = chr(point)
        try:
            char.encode("gb2312")
        except UnicodeEncodeError:
            try:
                lead = char.encode("big5")[0]
            except UnicodeEncodeError:
                continue
            if lead > 0xC6:  # Big5's second level holds rare characters only
                continue
        found.add(char)
    return sorted(found | {"芗", *VARIANTS})


def write_syllables(chars: list[str]) -> None:
    """One toneless syllable a line, then its characters."""
    table: dict[str, list[str]] = {}
    for char in chars:
        syllable = SAID.get(char) or lazy_pinyin(char)[0]
        if syllable.isascii() and syllable.isalpha():
            table.setdefault(syllable, []).append(char)
    lines = [f"{syllable} {''.join(chars)}" for syllable, chars in sorted(table.items())]
    FOLDER.joinpath("syllables.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} syllables, {sum(map(len, table.values()))} characters")


def write_simplified(chars: list[str]) -> None:
    """Two lines of the same length: characters, and what they are in simplified writing."""
    convert = opencc.OpenCC("t2s").convert
    pairs = {char: VARIANTS.get(char) or convert(char) for char in chars}
    pairs = {char: plain for char, plain in pairs.items() if plain != char and len(plain) == 1}
    text = f"{''.join(pairs)}\n{''.join(pairs.values())}\n"
    FOLDER.joinpath("simplified.txt").write_text(text, encoding="utf-8")
    print(f"{len(pairs)} traditional and variant characters")


def main() -> None:
    """Write both tables."""
    chars = characters()
    write_syllables(chars)
    write_simplified(chars)


if __name__ == "__main__":
    main()
