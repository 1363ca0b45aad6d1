"""Learns `intents/likeness/rarity.txt`: how rare each pair of characters is. A development tool.

    python tools/learn_rarity.py MESSAGES.jsonl[.gz]... [--output FILE]

Lines have `text` and may have `title`; no labels are needed and no sentence is kept. Pairs in fewer than
20 messages are left out: they are the rare ones, names among them, and count as rare by being unknown.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from intents.signature import UNKNOWN_RARITY
from intents.text import tidy

OUTPUT = Path(__file__).parent.parent / "intents" / "likeness" / "rarity.txt"
SEEN_IN = 20
TEXT_LENGTH = 800
COMMONEST = 0.5


def messages(path: Path) -> Iterator[str]:
    """The texts of a file, the title as a first sentence."""
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    for line in content.decode().split("\n"):
        if line:
            row = json.loads(line)
            yield f"{row.get('title', '')}。{row['text']}"


def pairs(text: str) -> set[str]:
    """The pairs of Chinese characters of a text."""
    even = tidy(text).text[:TEXT_LENGTH]
    return {even[at : at + 2] for at in range(len(even) - 1)
            if "\u4e00" <= even[at] <= "\u9fff" and "\u4e00" <= even[at + 1] <= "\u9fff"}


def main() -> None:
    """Writes the file and says how many pairs and bytes it has."""
    parser = argparse.ArgumentParser(description="How rare each pair of characters is.")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--output", type=Path, default=OUTPUT)
    given = parser.parse_args()
    seen: Counter[str] = Counter()
    count = 0
    for path in given.files:
        for text in messages(path):
            seen.update(pairs(text))
            count += 1
    levels: defaultdict[float, list[str]] = defaultdict(list)
    for pair, times in seen.items():
        if times >= SEEN_IN:
            rarity = max(COMMONEST, round(math.log(count / times) * 2) / 2)
            levels[min(rarity, UNKNOWN_RARITY)].append(pair)
    lines = [f"# {count} 封来信里各个字对有多少见(自然对数),由 tools/learn_rarity.py 生成。"]
    for rarity, found in sorted(levels.items()):
        found.sort()
        lines += [f"{rarity} {''.join(found[at : at + 50])}" for at in range(0, len(found), 50)]
    given.output.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{sum(map(len, levels.values()))} 个字对,{given.output.stat().st_size} 字节")


if __name__ == "__main__":
    main()
