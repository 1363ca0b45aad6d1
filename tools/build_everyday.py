"""Write matching/everyday.txt: words so common that alone they name no place (阳光, 写字楼, 农贸市场).

Run by hand with the files to count in, JSON lines with `title` and `text` (gzip too):
`python tools/build_everyday.py corpus.jsonl.gz …`. Words only, none of the sentences, go into the product.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter
from pathlib import Path

import rjieba

TARGET = Path(__file__).resolve().parent.parent / "matching" / "everyday.txt"
#: A word counts as common from this many messages on (of 18,500).
OFTEN = 8
WORD = re.compile(r"[一-鿿]{2,4}")


def count(path: Path) -> Counter[str]:
    """In how many messages of a file each word occurs."""
    words: Counter[str] = Counter()
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            message = json.loads(line)
            words.update(set(rjieba.cut(f"{message.get('title', '')}。{message.get('text', '')}", False)))
    return words


def main() -> None:
    """Count and write."""
    total: Counter[str] = Counter()
    for name in sys.argv[1:]:
        total += count(Path(name))
    common = sorted(word for word, times in total.items() if times >= OFTEN and WORD.fullmatch(word))
    TARGET.write_text("\n".join(common) + "\n", encoding="utf-8")
    print(f"{len(common)} words")


if __name__ == "__main__":
    main()
