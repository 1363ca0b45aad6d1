"""A long answer in pieces that WeChat takes: at most 2,048 bytes of UTF-8 each, never inside a character."""

from __future__ import annotations

import re
import unicodedata

REPLY_BYTES = 2048
_LINE_END = re.compile(r"\n+")
_SENTENCE_END = re.compile(r"[。！？!?；;…]+[”’」』）)\]]*|\.(?=\s)")
_CLAUSE_END = re.compile(r"[，,、：:\s]")
_ZERO_WIDTH_JOINER = "\u200d"
_FLAG_LETTER = re.compile(r"[\U0001f1e6-\U0001f1ff]")  # a flag is two of these


def split_reply(text: str, limit: int = REPLY_BYTES) -> list[str]:
    """`text` in order, in pieces of at most `limit` bytes of UTF-8; no piece for an empty text.

    A border is a line's end where one lies in the second half of the piece, else a sentence's, else a
    clause's, else any place between two characters as people see them (an emoji of several code points stays
    whole). Line ends at a border are dropped; nothing else is. Raises ValueError when `limit` is under 4.
    """
    if limit < 4:
        raise ValueError("a piece must hold any one character")
    pieces = []
    rest = text.strip("\n")
    while rest:
        piece = rest[: _border(rest, limit)]
        rest = rest[len(piece) :].lstrip("\n")
        pieces.append(piece.rstrip("\n"))
    return pieces


def cut_reply(text: str, limit: int = REPLY_BYTES) -> str:
    """The longest beginning of `text` of at most `limit` bytes that ends between two characters."""
    return text[: _hard_border(text, limit)]


def _border(text: str, limit: int) -> int:
    """How many code points the next piece takes; never 0 for a text."""
    hard = _hard_border(text, limit)
    if hard == len(text):
        return hard
    for kind in (_LINE_END, _SENTENCE_END, _CLAUSE_END):
        ends = [found.end() for found in kind.finditer(text, 0, hard)]
        if ends and ends[-1] > hard // 2:
            return ends[-1]
    return hard


def _hard_border(text: str, limit: int) -> int:
    # A code point has at least 1 byte, so the first limit + 1 of them decide.
    encoded = text[: limit + 1].encode("utf-8", "surrogatepass")
    if len(encoded) <= limit:
        return len(text)
    end = limit
    while encoded[end] & 0xC0 == 0x80:  # the middle of a code point
        end -= 1
    fitting = len(encoded[:end].decode("utf-8", "surrogatepass"))
    border = fitting
    while border > 0 and _inside_character(text, border):
        border -= 1
    return border or fitting


def _inside_character(text: str, border: int) -> bool:
    """Whether a cut at `border` would tear what people see as one character."""
    before, after = text[border - 1], text[border]
    if _ZERO_WIDTH_JOINER in {before, after}:
        return True
    if "\U0001f3fb" <= after <= "\U0001f3ff":  # skin tones
        return True
    if _FLAG_LETTER.match(after):
        return _flag_letters_before(text, border) % 2 == 1
    return unicodedata.category(after) in {"Mn", "Me", "Mc"}


def _flag_letters_before(text: str, border: int) -> int:
    start = border
    while start > 0 and _FLAG_LETTER.match(text[start - 1]):
        start -= 1
    return border - start
