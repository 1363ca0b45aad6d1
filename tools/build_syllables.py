"""Write matching/syllables.txt from pypinyin: one toneless syllable a line, then its characters.

Run by hand when the table should change: `python tools/build_syllables.py`. The product never imports
pypinyin (0.3 s and 65 MB at start); it reads the file this writes.
"""

from __future__ import annotations

from pathlib import Path

from pypinyin import lazy_pinyin

TARGET = Path(__file__).resolve().parent.parent / "matching" / "syllables.txt"

#: pypinyin's first reading is not the one people say in place names.
SAID = {"厦": "xia", "廈": "xia", "都": "du", "乐": "le", "樂": "le", "行": "hang", "长": "chang", "長": "chang"}


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
    return sorted(found | set("邨芗"))


def main() -> None:
    """Write the table."""
    table: dict[str, list[str]] = {}
    for char in characters():
        syllable = SAID.get(char) or lazy_pinyin(char)[0]
        if syllable.isascii() and syllable.isalpha():
            table.setdefault(syllable, []).append(char)
    lines = [f"{syllable} {''.join(chars)}" for syllable, chars in sorted(table.items())]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{TARGET.name}: {len(lines)} syllables, {sum(map(len, table.values()))} characters")


if __name__ == "__main__":
    main()
