"""A draft replayed: the messages of the last weeks and the golden ones, as live rules treat them and as it would.

Runs in a thread; how far it is and what came out stand in the store, so that every process can show it.

BotError
└── ReplayRefused   no replay can begin, or there is none; the message says why
"""

from __future__ import annotations

import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.desk.bookedit import Edit, edits_between
from bot.desk.desk import Desk
from bot.desk.drafting import live_text
from bot.desk.golden import Golden, Read, all_golden, read_all, scores_of
from bot.desk.judged_by import Side, draft_side, live_side, outcome_of
from bot.desk.replay_view import (
    KINDS,
    MOST_CHANGES,
    Change,
    GoldenChange,
    Heard,
    Load,
    Outcome,
    Replay,
    Told,
    written,
)
from bot.errors import BotError
from intents.hits import Tally
from intents.masking import mask_personal
from intents.text import tidy
from storage.encoding import digest
from storage.replays import FirstWords, ReplayRun, ReplayState
from storage.unit_of_work import UnitOfWork

WEEKS_MOST: Final = 104
#: So often it is said how far a replay is, in messages.
_STEP: Final = 100
_BEAT_SECONDS: Final = 0.5
#: Whether to go on, told how many of how many messages are done.
Progress = Callable[[int, int], bool]


class ReplayRefused(BotError):
    """No replay can begin, or there is none; the message says why."""


@dataclass(frozen=True, slots=True)
class Weighing:
    """What a replay weighs: the two sides, the messages, newest first, the golden ones, and the draft's edits."""

    live: Side
    draft: Side
    words: Sequence[FirstWords]
    golden: Sequence[Golden]
    edits: Sequence[Edit]
    text: str
    weeks: int


def gather(unit: UnitOfWork, desk: Desk, text: str, weeks: int, now: datetime) -> Weighing:
    """What a replay of a text needs, read from the store. Raises RuleRefused, and ReplayRefused for a span of no or
    too many weeks.
    """
    if not 1 <= weeks <= WEEKS_MOST:
        raise ReplayRefused(f"重放 1 到 {WEEKS_MOST} 周的来信")
    live = live_side(unit, desk, now)
    words = list(unit.replays.first_words(now - timedelta(weeks=weeks)))
    edits = edits_between(live_text(unit)[1], text)
    return Weighing(live, draft_side(live, text), words, all_golden(unit), edits, text, weeks)


def replay(weighing: Weighing, progress: Progress = lambda _done, _total: True) -> Replay | None:
    """What the draft changes; None where `progress` said to stop."""
    began = time.monotonic()
    live, draft, total = weighing.live, weighing.draft, len(weighing.words)
    loads: tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]] = (Counter(), Counter())
    counts: Counter[str] = Counter()
    changes: list[Change] = []
    tally, texts, changed = Tally(draft.rules.rules), Counter(one.text for one in weighing.words), 0
    if not progress(0, total):
        return None
    for done, said in enumerate(weighing.words):
        if done and done % _STEP == 0 and not progress(done, total):
            return None
        before, after = try_both(live, draft, said.text, said.at, said.place)
        loads[0][before.responder, before.who] += 1
        loads[1][after.responder, after.who] += 1
        if kinds := _differing(before, after):
            changed += 1
            counts.update(kinds)
            if len(changes) < MOST_CHANGES:
                changes.append(_change(said, kinds, (before, after), weighing.edits))
    for text, times in texts.items():
        _tally(tally, draft, text, times)
    told, golden = _golden(weighing)
    progress(total, total)
    return Replay(
        mark=digest(weighing.text), base=live.rules.rules.revision, weeks=weighing.weeks, messages=total,
        distinct=len(texts), seconds=round(time.monotonic() - began, 2), changed=changed,
        counts={kind: counts[kind] for kind in KINDS}, changes=tuple(changes), loads=_loads(*loads), told=told,
        golden=golden, golden_count=len(weighing.golden),
        heard=tuple(Heard(one.label, one.kind, one.text, one.hits, one.won) for one in tally.counted()),
    )  # fmt: skip


def start_replay(desk: Desk, draft: int, weeks: int, by: str) -> int:
    """Begin a replay of a draft in a thread; its number, by which `unit.replays` tells how far it is.

    Raises ReplayRefused where there is no such draft or it is being replayed already.
    """
    now = desk.clock()

    def work(unit: UnitOfWork) -> tuple[int, str]:
        found = unit.drafts.one(draft)
        if found is None or not 1 <= weeks <= WEEKS_MOST:
            raise ReplayRefused("没有这份草稿" if found is None else f"重放 1 到 {WEEKS_MOST} 周的来信")
        latest = unit.replays.latest(draft)
        if latest is not None and latest.standing(now) is ReplayState.RUNNING and not latest.cancelled:
            raise ReplayRefused("这份草稿正在重放，请等一等或先取消")
        return unit.replays.start(ReplayRun(0, draft, digest(found.text), weeks, by, now)), found.text

    number, text = desk.store.run(work)
    threading.Thread(target=run_replay, args=(desk, number, text, weeks), name=f"replay-{number}", daemon=True).start()
    return number


def run_replay(desk: Desk, number: int, text: str, weeks: int) -> None:
    """Do the replay of this number and keep what came out; failed where that raises."""
    state, result, done = ReplayState.FAILED, "", 0
    spoke = time.monotonic()

    def progress(so_far: int, total: int) -> bool:
        nonlocal spoke, done
        done = so_far
        if 0 < so_far < total and time.monotonic() - spoke < _BEAT_SECONDS:
            return True
        spoke = time.monotonic()
        return desk.store.run(lambda unit: unit.replays.beat(number, so_far, total, desk.clock()))

    try:
        weighing = desk.store.read(lambda unit: gather(unit, desk, text, weeks, desk.clock()))
        found = replay(weighing, progress)
        state = ReplayState.CANCELLED if found is None else ReplayState.DONE
        result = "" if found is None else written(found)
    finally:
        desk.store.run(lambda unit: unit.replays.end(number, state, done, result, desk.clock()))


def cancel_replay(desk: Desk, number: int) -> None:
    """Ask a replay to stop; it does within a second. Raises ReplayRefused where there is none."""

    def work(unit: UnitOfWork) -> None:
        if unit.replays.one(number) is None:
            raise ReplayRefused("没有这次重放")
        unit.replays.cancel(number)

    desk.store.run(work)


def try_both(live: Side, draft: Side, text: str, at: datetime, place: str = "") -> tuple[Outcome, Outcome]:
    """What the live rules and a draft make of one text, said at a moment, at a place or at none."""
    return outcome_of(live, live.read(text), at, place), outcome_of(draft, draft.read(text), at, place)


def _differing(before: Outcome, after: Outcome) -> tuple[str, ...]:
    differs = {
        "category": before.category != after.category,
        "intent": before.intent != after.intent,
        "urgency": before.urgent != after.urgent,
        "place": before.place != after.place,
        "responder": before.responder != after.responder,
        "deadline": before.due != after.due,
    }
    return tuple(kind for kind, is_so in differs.items() if is_so)


def _change(
    said: FirstWords, kinds: tuple[str, ...], outcomes: tuple[Outcome, Outcome], edits: Iterable[Edit]
) -> Change:
    before, after = outcomes
    if said.private:
        before, after = replace(before, words=()), replace(after, words=())
    return Change(
        said.case, said.at.isoformat(), "" if said.private else mask_personal(said.text), said.place, said.private,
        kinds, before, after, causes_of(said.text, edits, outcomes),
    )  # fmt: skip


def causes_of(text: str, edits: Iterable[Edit], outcomes: tuple[Outcome, Outcome]) -> tuple[str, ...]:
    """The rules among edits that a text meets: words and patterns that it says, tables of its categories and places."""
    read = tidy(text).text
    met = {one.category for one in outcomes} | {one.place for one in outcomes}
    return tuple(one.rule for one in edits if _meets(read, one, met))


def _meets(read: str, edit: Edit, met: set[str]) -> bool:
    if edit.kind == "word":
        return edit.name.removeprefix("=") in read
    if edit.kind in ("pattern", "guard", "calming", "pressing", "incidental", "courtesy", "done"):
        return re.search(edit.name, read) is not None
    if edit.kind == "campaign":
        said = (edit.value or edit.before or {}).get("words", {})
        return any(item.rpartition(" ")[0] in read for items in said.values() for item in items)
    if edit.kind == "nickname":
        return any(name in read for name in (*(edit.value or ()), *(edit.before or ())))
    if edit.kind == "setting":
        return edit.where.rpartition(".")[2] in met
    return edit.kind == "learnt" or edit.name in met


def _tally(tally: Tally, draft: Side, text: str, times: int) -> None:
    verdict = draft.read(text).verdict
    labels = [f"intent.{verdict.intent}"] + ([f"category.{verdict.category}"] if verdict.category else [])
    tally.add(text, labels, times)


def _loads(before: Counter[tuple[str, str]], after: Counter[tuple[str, str]]) -> tuple[Load, ...]:
    """Whose load changes, the largest change first."""
    names = dict([*before, *after])
    totals: list[Counter[str]] = []
    for one in (before, after):
        total: Counter[str] = Counter()
        for (code, _), count in one.items():
            total[code] += count
        totals.append(total)
    found = [Load(code, who, totals[0][code], totals[1][code]) for code, who in names.items()
             if code and totals[0][code] != totals[1][code]]
    return tuple(sorted(found, key=lambda load: (-abs(load.after - load.before), load.responder)))


def _golden(weighing: Weighing) -> tuple[tuple[Told, ...], tuple[GoldenChange, ...]]:
    golden = weighing.golden
    before, after = read_all(golden, weighing.live.golden), read_all(golden, weighing.draft.golden)
    old = {score.category: score for score in scores_of(golden, before)}
    new = {score.category: score for score in scores_of(golden, after)}
    told = []
    for category in dict.fromkeys([*old, *new]):
        one, other = old.get(category), new.get(category)
        examples = next(score.examples for score in (one, other) if score is not None)
        told.append(Told(
            category, examples, one.precision if one else None, other.precision if other else None,
            one.recall if one else None, other.recall if other else None,
        ))  # fmt: skip
    return tuple(told), golden_changes(golden, before, after)


def golden_changes(
    golden: Iterable[Golden], before: dict[str, Read], after: dict[str, Read]
) -> tuple[GoldenChange, ...]:
    """The golden messages that the second reading breaks, then those that it mends."""
    found = []
    for one in golden:
        was, is_now = before[one.key].fits(one), after[one.key].fits(one)
        if was != is_now:
            meant = _shown(one, (one.category, one.intent, one.place, one.urgent))
            found.append(GoldenChange(one.key, one.text, meant, _shown(one, _parts(before[one.key])),
                                      _shown(one, _parts(after[one.key])), broken=was))
    return tuple(sorted(found, key=lambda change: not change.broken))


def _parts(read: Read) -> tuple[str, str, str, bool | None]:
    return read.category, read.intent, read.place, read.urgent


def _shown(golden: Golden, parts: tuple[str, str, str, bool | None]) -> str:
    """Codes with blanks between, of what is said of a golden message: its category, and intent, place and urgency
    where those are held.
    """
    category, intent, place, urgent = parts
    shown = [category or "none", intent if golden.intent else "", place if golden.place else ""]
    if golden.urgent is not None and urgent:
        shown.append("urgent")
    return " ".join(part for part in shown if part)
