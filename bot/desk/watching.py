"""What a supervisor reads: what is late, not taken or climbing at the places below, and the signs of bad closings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.desk import refusals
from bot.desk import wording_pages as words
from bot.desk.caselist import CaseList, row_of
from bot.desk.casework import VERBS
from bot.desk.chatwords import Command, Verb
from bot.desk.desk import Visit, who_has
from bot.desk.labels import STATES
from bot.desk.seeing import watches
from matching.case import Case, State
from matching.territory import NodeKind

#: More than anybody reads; the export has as many.
_MOST = 2_000
_SHOWN = 50
_UNSIGNED = frozenset({State.AWAITING_SIGNIN, State.REDO})
#: Lists that chat has words for; each is shown as it is said there.
_LISTS = tuple(verb for verb in Verb if verb in ("watch", "duties"))


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the list is narrowed to: a place's code and a category, each empty for all."""

    place: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class WatchList:
    """The lists, the places and categories they can be narrowed to (code and label), and what chat says of the rest."""

    lists: tuple[CaseList, ...]
    places: tuple[tuple[str, str], ...]
    categories: tuple[tuple[str, str], ...]
    said: tuple[str, ...]


def watch_list(visit: Visit, chosen: Chosen) -> WatchList | None:
    """What goes wrong at the places the visitor supervises; None for anybody else."""
    if not watches(visit):
        return None
    found = _watched(visit)
    shown = [case for case in found if _fits(visit, case, chosen)]
    late = [case for case in shown if case.due_at is not None and case.due_at < visit.now]
    unsigned = [case for case in shown if case.state in _UNSIGNED and case not in late]
    climbing = [case for case in shown if case.rung and case not in late and case not in unsigned]
    kinds = ((words.WATCH_LATE, late), (words.WATCH_UNSIGNED, unsigned), (words.WATCH_CLIMBING, climbing))
    lists = [CaseList(title, tuple(row_of(visit, case) for case in cases[:_SHOWN]), "") for title, cases in kinds]
    label = visit.knowledge.town.preferences.label
    return WatchList(
        tuple(one for one in lists if one.rows),
        tuple(dict(_places(visit, found)).items()),
        tuple({case.category: label(case.category) for case in found}.items()),
        tuple(_said(visit)),
    )


def _watched(visit: Visit) -> list[Case]:
    found = visit.unit.cases.troubled(visit.now, _MOST)
    return [case for case in found if not case.private and case.place and watches(visit, case.place)]


def _fits(visit: Visit, case: Case, chosen: Chosen) -> bool:
    territory = visit.knowledge.town.territory
    return chosen.category in ("", case.category) and (not chosen.place or territory.within(case.place, chosen.place))


def _places(visit: Visit, found: Sequence[Case]) -> Iterator[tuple[str, str]]:
    """The streets and communities where something goes wrong."""
    territory = visit.knowledge.town.territory
    for case in found:
        for node in reversed(territory.lineage(case.place)):
            if node.kind in (NodeKind.STREET, NodeKind.COMMUNITY):
                yield node.code, territory.title(node.code)


def _said(visit: Visit) -> Iterator[str]:
    for verb in _LISTS:
        try:
            yield VERBS[verb](visit, Command(verb))
        except (KeyError, refusals.DeskRefusal):
            continue


def watch_rows(visit: Visit, chosen: Chosen) -> Iterator[Mapping[str, str]]:
    """What goes wrong as rows of a table, in the order of the terms; nothing for who supervises no place."""
    label = visit.knowledge.town.preferences.label
    for case in _watched(visit) if watches(visit) else ():
        if _fits(visit, case, chosen):
            yield {
                "号": str(case.number),
                "类别": label(case.category),
                "地点": case.place_text,
                "状态": STATES[case.state],
                "负责人": who_has(visit, case),
                "接单期限": _exact(visit, case.signin_due_at),
                "办结期限": _exact(visit, case.due_at),
                "上交次数": str(case.rung),
                "重办次数": str(case.reopened),
            }


def _exact(visit: Visit, moment: datetime | None) -> str:
    return moment.astimezone(visit.zone).isoformat(timespec="seconds") if moment else ""
