"""How the rules do: how often each was said in the last replay, and what looks wrong with them, by where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from bot.admin.workbench import Names, Opened, Workbench
from bot.desk.doubts import DOUBTS, Doubt, doubts_of
from bot.desk.replay_view import Replay, read_replay
from storage.replays import ReplayState

#: Of fewer messages a rule that was never said says nothing.
_ENOUGH = 500


@lru_cache(maxsize=4)
def replay_of(content: str) -> Replay:
    """A kept replay, read once."""
    return read_replay(content)


def last_replay(bench: Workbench, opened: Opened) -> Replay | None:
    """The last replay of the draft that was done, None without one."""
    draft = opened.draft
    run = bench.desk.store.read(lambda unit: unit.replays.latest(draft.number)) if draft is not None else None
    done = run is not None and run.state is ReplayState.DONE and run.result
    return replay_of(run.result) if run is not None and done else None


def hits_of(found: Replay | None) -> Mapping[str, int] | None:
    """How often each rule was said, by its name ("category.parking.words.僵尸车"); None without a replay."""
    if found is None:
        return None
    return {f"{one.label}.{one.kind}.{one.text}": one.hits for one in found.heard}


def doubts_by_label(bench: Workbench, opened: Opened, found: Replay | None) -> dict[str, list[tuple[str, str]]]:
    """What looks wrong by where it stands ("category.parking"; "" for the rest): how it is called, and the sentence."""
    heard = [one for one in found.heard if one.hits or found.messages >= _ENOUGH] if found is not None else []
    names = bench.names(opened)
    by_label: dict[str, list[tuple[str, str]]] = {}
    for doubt in doubts_of(opened.book, opened.live.town.directory, bench.today(), heard):
        parts = doubt.rule.split(".")
        label = ".".join(parts[:2]) if parts[0] in ("category", "intent", "danger") else ""
        by_label.setdefault(label, []).append((DOUBTS[doubt.kind], _sentence(doubt, names)))
    return by_label


def grave(by_label: Mapping[str, list[tuple[str, str]]]) -> dict[str, int]:
    """How much there is by label that somebody should look at; a word inside another one is no trouble by itself."""
    counted = {label: sum(kind != DOUBTS["inside"] for kind, _ in found) for label, found in by_label.items()}
    return {label: count for label, count in counted.items() if count}


def _sentence(doubt: Doubt, names: Names) -> str:
    says = doubt.says
    for code, label in names.preferences.labels.items():
        says = says.replace(f"在 {code} 是", f"在“{label}”是")
    return f"{names.rule(doubt.rule)}：{says}"
