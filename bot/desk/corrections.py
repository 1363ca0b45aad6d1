"""What residents and handlers made of categories, as labelled messages to learn from, without who they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.desk.relabelling import KIND, read_relabelled
from intents.masking import mask_personal
from intents.split import join_bubbles
from matching.case import Case
from matching.routing import masked
from storage.cases import CaseMessage
from storage.unit_of_work import UnitOfWork

RESIDENT, HANDLER = "resident", "handler"
_SAID = frozenset({"text", "voice"})


@dataclass(frozen=True, slots=True)
class Correction:
    """A message with the category that people gave it, and `corrected_from`, what the rules had said: the same
    where they were said to be right. `by` had the last word (RESIDENT or HANDLER), at `at`. `writer` is the same
    for all messages of a resident and says nothing about her. `text` names nobody.
    """

    text: str
    category: str
    secondary: tuple[str, ...]
    writer: str
    corrected_from: str
    by: str
    at: datetime


def corrections(unit: UnitOfWork, since: datetime | None = None, *, private: bool = False) -> list[Correction]:
    """The corrections whose last word fell since a moment (None: all), in the order of their cases.

    A case counts once, with the last word. Left out are cases that were withdrawn, private ones unless asked for,
    and those of residents who were made anonymous. Matters that one message holds in the same words are one.
    """
    relabelled: dict[int, list[CaseMessage]] = {}
    for message in unit.cases.messages_of_kind(KIND):
        relabelled.setdefault(message.case or 0, []).append(message)
    names = [row.name for row in unit.people.people_rows() if masked(row.name) != row.name]
    found: dict[tuple[str, str, datetime], Correction] = {}
    for number, words in sorted(relabelled.items()):
        if since is not None and words[-1].at < since:
            continue
        case = unit.cases.load(number)
        if case is None or case.verdict == "withdrawn" or (case.private and not private):
            continue
        one = _correction(unit, case, words, names)
        if one is not None:
            key = (one.writer, one.text, case.created_at)
            found[key] = _joined(found[key], one) if key in found else one
    return list(found.values())


def correction_records(
    unit: UnitOfWork, since: datetime | None = None, *, private: bool = False
) -> Iterator[Mapping[str, Any]]:
    """The corrections in the form that `linli learn` and `linli evaluate` read.

    `intent` is empty: people are never asked for it, so nothing is known of it.
    """
    for one in corrections(unit, since, private=private):
        yield {
            "text": one.text,
            "category": one.category,
            "intent": "",
            "secondary": list(one.secondary),
            "writer": one.writer,
            "corrected_from": one.corrected_from,
            "by": one.by,
        }


def _correction(
    unit: UnitOfWork, case: Case, words: Sequence[CaseMessage], names: Sequence[str]
) -> Correction | None:
    """None where nothing can be learnt: nobody's words are left, or whoever wrote them took her report back."""
    last, at = words[-1], words[-1].at
    given = [pair for pair in map(read_relabelled, (message.text for message in words)) if pair is not None]
    said = [message for message in unit.cases.messages(case.number)
            if message.kind in _SAID and message.text and message.at <= at]
    reporter = unit.people.contact(case.reporter)
    if not given or not said or reporter is None or said[0].contact != case.reporter:
        return None
    text = join_bubbles([message.text for message in said if message.contact == case.reporter])
    category = given[-1][1]
    return Correction(
        text=mask_personal(text, [*names, reporter.name]),
        category=category,
        secondary=tuple(further for further in case.secondary if further != category),
        writer=f"r{case.reporter}",
        corrected_from=given[0][0],
        by=RESIDENT if last.contact == case.reporter else HANDLER,
        at=at,
    )


def _joined(first: Correction, other: Correction) -> Correction:
    further = dict.fromkeys([*first.secondary, other.category, *other.secondary])
    return replace(first, secondary=tuple(code for code in further if code != first.category))
