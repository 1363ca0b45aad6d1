"""Pieces of one to three characters that tell labels apart: candidates for learnt terms."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import log
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from intents.labelled import Labelled
from intents.rule import LearntTerm
from intents.terms import CompiledRules, length_term
from intents.text import tidy

#: Texts a piece must stand in.
LEAST_TEXTS = 3
_LONGEST = 3
#: What a line of the rules file cannot hold: "_" stands for a blank there.
_UNWRITABLE = frozenset("'_\n")


@dataclass(frozen=True, slots=True)
class Pieces:
    """Which pieces stand in which texts: a row a text, a column a piece."""

    names: tuple[str, ...]
    stands: Any


def read_as(text: str, rules: CompiledRules) -> str:
    """What of a text the rules read: tidied, with blanks for what is said in passing."""
    return rules.unread.blanked(tidy(text).text)


def find_pieces(texts: Sequence[str], known: Collection[str]) -> Pieces:
    """The pieces of texts (as read) with their marks of start, end and length, without those `known`."""
    numbers: dict[str, int] = {}
    rows: list[Any] = []
    for text in texts:
        marked = f"^{text}{length_term(text)}"
        said = {marked[at : at + length] for length in range(1, _LONGEST + 1)
                for at in range(len(marked) - length + 1)}
        rows.append(np.fromiter((numbers.setdefault(piece, len(numbers)) for piece in said), np.int32, len(said)))
    counts = np.bincount(np.concatenate(rows), minlength=len(numbers))
    names = tuple(piece for piece, count in zip(numbers, counts, strict=True)
                  if count >= LEAST_TEXTS and piece not in known and _UNWRITABLE.isdisjoint(piece))
    places = np.full(len(numbers), -1, np.int32)
    places[[numbers[piece] for piece in names]] = np.arange(len(names))
    columns = [places[row][places[row] >= 0] for row in rows]
    ends = np.concatenate([[0], np.cumsum([len(column) for column in columns])])
    every = np.concatenate(columns)
    return Pieces(names, csr_matrix((np.ones(len(every)), every, ends), shape=(len(texts), len(names))))


def telling_terms(pieces: Pieces, rows: Sequence[int], messages: Sequence[Labelled], most: int) -> list[LearntTerm]:
    """The pieces that tell the labels of some texts apart best (by chi-squared), as terms without weights.

    Two thirds are chosen by category, one third by intent. The rarer a piece, the higher its rarity.
    """
    stands = pieces.stands[list(rows)]
    texts = np.asarray(stands.sum(0)).ravel()
    chosen: dict[int, None] = {}
    for kind, count in (("category", most * 2 // 3), ("intent", most - most * 2 // 3)):
        labels = np.array([getattr(messages[row], kind) for row in rows])
        telling = np.where(texts >= LEAST_TEXTS, _chi_squared(stands, labels), 0)
        best = np.argsort(-telling, kind="stable")[:count]
        chosen.update((int(place), None) for place in best if telling[place] > 0)
    return [LearntTerm(pieces.names[place], round(log((1 + len(rows)) / (1 + texts[place])) + 1, 1), ())
            for place in chosen]


def _chi_squared(stands: Any, labels: Any) -> Any:
    taught = np.flatnonzero(labels != "")
    names, codes = np.unique(labels[taught], return_inverse=True)
    of_label = csr_matrix((np.ones(len(taught)), (codes, np.arange(len(taught)))), shape=(len(names), len(taught)))
    seen = (of_label @ stands[taught]).toarray()
    expected = np.outer(np.asarray(of_label.sum(1)).ravel() / max(len(taught), 1), seen.sum(0))
    return ((seen - expected) ** 2 / np.maximum(expected, 1e-9)).sum(0)
