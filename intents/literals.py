"""Which pieces of text a pattern cannot match without, so that most patterns need not be tried at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import product

# The standard library parses patterns nowhere public; sre_parse, the public name of this, is deprecated.
from re import _constants as kind  # type: ignore[attr-defined]  # not in typeshed
from re import _parser as parser  # type: ignore[attr-defined]  # not in typeshed
from typing import Any

#: Inside (?i:…) a letter stands for two; such patterns are always tried.
_FLAGS = re.compile(r"\(\?[aiLmsux-]")
#: A set of alternatives larger than this says too little to be worth looking up.
_MOST = 80
#: Finds a pattern in a text.
Search = Callable[[str], re.Match[str] | None]
_EMPTY = frozenset({""})
_ZERO_WIDTH = frozenset({kind.AT, kind.ASSERT, kind.ASSERT_NOT})


@dataclass(frozen=True, slots=True)
class _Part:
    """What a piece of a pattern matches: all its texts when they are few, and texts one of which is in it."""

    exact: frozenset[str] | None
    needed: frozenset[str] | None


_ANYTHING = _Part(None, None)


def searcher(pattern: str) -> Search:
    """How to find a pattern in a text: as `search` of its compiled form does.

    `re` tries a pattern that begins with ^ at every character; for those it is `match`, which looks once.
    Raises nothing for a pattern that `re` compiles.
    """
    compiled = re.compile(pattern)
    begins = not _FLAGS.search(pattern) and parser.parse(pattern)[:1] == [(kind.AT, kind.AT_BEGINNING)]
    return compiled.match if begins else compiled.search


def needed_literals(pattern: str) -> frozenset[str] | None:
    """Texts of which every match of the pattern contains one, or None when no few such texts are known.

    Raises nothing for a pattern that `re` compiles.
    """
    if _FLAGS.search(pattern):
        return None
    texts = _needed(_sequence(parser.parse(pattern)))
    if texts is None:
        return None
    return frozenset(text for text in texts if not any(other in text for other in texts if other != text))


def _needed(part: _Part) -> frozenset[str] | None:
    return _best(part.exact, part.needed)


def _best(*found: frozenset[str] | None) -> frozenset[str] | None:
    """The set that will be met least often: the one whose shortest text is longest, then the smallest."""
    useful = [texts for texts in found if texts and "" not in texts]
    return min(useful, key=lambda texts: (-min(map(len, texts)), len(texts)), default=None)


def _sequence(items: Iterable[tuple[Any, Any]]) -> _Part:
    run = _EMPTY
    needed: frozenset[str] | None = None
    whole = True
    for part in map(_item, items):
        longer = _joined(run, part.exact)
        if longer is None:
            whole = False
            needed = _best(needed, run, part.needed)
            run = part.exact or _EMPTY
        else:
            run = longer
    return _Part(run if whole else None, needed if whole else _best(needed, run))


def _joined(run: frozenset[str], more: frozenset[str] | None) -> frozenset[str] | None:
    if more is None or len(run) * len(more) > _MOST:
        return None
    return frozenset(left + right for left, right in product(run, more))


def _item(item: tuple[Any, Any]) -> _Part:
    code, value = item
    if code in _READ:
        return _READ[code](value)
    return _Part(_EMPTY, None) if code in _ZERO_WIDTH else _ANYTHING


def _literal(value: int) -> _Part:
    return _Part(frozenset({chr(value)}), None)


def _group(value: Sequence[Any]) -> _Part:
    return _sequence(value[-1])


def _branch(value: Sequence[Any]) -> _Part:
    parts = [_sequence(branch) for branch in value[1]]
    exact = [part.exact for part in parts if part.exact is not None]
    needed = [texts for part in parts if (texts := _needed(part)) is not None]
    return _Part(
        _few(exact) if len(exact) == len(parts) else None,
        _few(needed) if len(needed) == len(parts) else None,
    )


def _few(sets: Sequence[frozenset[str]]) -> frozenset[str] | None:
    union = frozenset().union(*sets)
    return union if len(union) <= _MOST else None


def _repeat(value: Sequence[Any]) -> _Part:
    least, most, repeated = value
    part = _sequence(repeated)
    if (least, most) == (0, 1) and part.exact is not None:
        return _Part(part.exact | _EMPTY, None)
    return _Part(None, _needed(part)) if least else _ANYTHING


def _characters(ranges: Sequence[tuple[Any, Any]]) -> _Part:
    found: set[str] = set()
    for code, value in ranges:
        if code is kind.LITERAL:
            found.add(chr(value))
        elif code is kind.RANGE and value[1] - value[0] < _MOST:
            found.update(map(chr, range(value[0], value[1] + 1)))
        else:
            return _ANYTHING
    return _Part(frozenset(found), None)


#: How each part of a pattern that says something is read.
_READ: dict[Any, Callable[[Any], _Part]] = {
    kind.LITERAL: _literal,
    kind.IN: _characters,
    kind.SUBPATTERN: _group,
    kind.BRANCH: _branch,
    kind.MAX_REPEAT: _repeat,
    kind.MIN_REPEAT: _repeat,
}
