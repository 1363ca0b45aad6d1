"""A draft replayed: how far it is, what it changes as a table to walk through, and each change judged on the spot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from starlette.responses import HTMLResponse, Response

from bot.admin.rendering import HEADERS
from bot.admin.rulehealth import replay_of
from bot.admin.seat import Asked
from bot.admin.workbench import Names, Opened, Workbench, to
from bot.desk.golden import GoldenRefused, Judgement, judge
from bot.desk.labels import clock_time
from bot.desk.replay_view import KINDS, Change, Replay
from bot.desk.replaying import WEEKS_MOST, ReplayRefused, cancel_replay, start_replay
from bot.desk.trying import Piece
from intents.verdict import Category
from storage.drafts import Draft, Waiver
from storage.encoding import digest
from storage.golden import GoldenRow
from storage.replays import ReplayRun, ReplayState
from storage.unit_of_work import UnitOfWork

_A_PAGE = 50
_WEEKS = 8


@dataclass(frozen=True, slots=True)
class ReplayScreens:
    """The screens of replays."""

    bench: Workbench

    def show(self, asked: Asked) -> Response:
        """The last replay of the draft, or how to begin one."""
        return self._show(asked, self.bench.open(asked), "", 200)

    def start(self, asked: Asked) -> Response:
        """A replay of the draft."""
        opened = self.bench.open(asked)
        if opened.draft is None:
            return self._show(asked, opened, "先改一处规则，有了草稿再重放。", 422)
        weeks = asked.form.get("weeks", "")
        try:
            start_replay(self.bench.desk, opened.draft.number, int(weeks) if weeks.isdecimal() else 0,
                         asked.here.account.name)
        except ReplayRefused as refused:
            return self._show(asked, opened, f"{refused}。", 422)
        return to("/replay")

    def cancel(self, asked: Asked) -> Response:
        """The replay stopped."""
        try:
            cancel_replay(self.bench.desk, asked.number)
        except ReplayRefused as refused:
            return self.bench.not_there(asked, f"{refused}。")
        return to("/replay")

    def judge(self, asked: Asked) -> Response:
        """One change right or wrong: what the message means becomes golden; a script gets only the words for it."""
        run = self.bench.desk.store.read(lambda unit: unit.replays.one(asked.number))
        found = replay_of(run.result).changes if run is not None and run.result else ()
        case = asked.form.get("case", "")
        change = next((one for one in found if str(one.case) == case), None)
        opened = self.bench.open(asked)
        if change is None or not _sees(asked, opened, change):
            return self.bench.not_there(asked, "没有这条改动。请回到“重放”再看一遍。")
        by, now, meant = asked.here.account.name, self.bench.desk.clock(), _meant(change, asked)
        try:
            self.bench.desk.store.run(lambda unit: judge(unit, meant, by, now))
        except GoldenRefused as refused:
            return self._said(asked, opened, f"{refused}。", 422)
        return self._said(asked, opened, _kept(meant, opened, self.bench.names(opened)), 200)

    def _said(self, asked: Asked, opened: Opened, words: str, status: int) -> Response:
        if asked.scripted:
            return HTMLResponse(f'<span role="status">{words}</span>', status, headers=dict(HEADERS))
        return self._show(asked, opened, words if status >= 400 else "", status, "" if status >= 400 else words)

    def _show(self, asked: Asked, opened: Opened, wrong: str, status: int, done: str = "") -> Response:
        draft, now, zone = opened.draft, self.bench.desk.clock(), self.bench.desk.calendar.zone

        def work(unit: UnitOfWork) -> tuple[ReplayRun | None, list[GoldenRow], list[Waiver]]:
            if draft is None:
                return None, [], []
            return unit.replays.latest(draft.number), unit.golden.all(), unit.drafts.waivers(draft.number)

        run, golden, waivers = self.bench.desk.store.read(work)
        state = run.standing(now) if run is not None else None
        if asked.scripted and run is not None:
            return self.bench.page("rules/progress", asked, opened, run=run, state=state)
        found = replay_of(run.result) if run is not None and state is ReplayState.DONE and run.result else None
        return self.bench.page(
            "rules/replay", asked, opened, status, wrong=wrong, done=done, run=run, state=state, found=found,
            old=_is_old(run, draft), weeks=run.weeks if run else _WEEKS, most=WEEKS_MOST, kinds=KINDS,
            **_walk(asked, opened, found), judged={row.source: row for row in golden if row.source},
            waived={waiver.golden: waiver for waiver in waivers}, cut=cut, categories=list(Category), zone=zone,
            moment=lambda at: clock_time(datetime.fromisoformat(at), None, zone) if at else "–",
        )  # fmt: skip


def _kept(meant: Judgement, opened: Opened, names: Names) -> str:
    """What was kept, as a sentence."""
    where = f"，在{opened.title(meant.place)}" if meant.place else ""
    return f"记下了：应当是{names.category(meant.category)}{where}"


def _meant(change: Change, asked: Asked) -> Judgement:
    """What somebody says a message means: as the draft reads it, as the live rules do, or another category."""
    right = asked.form.get("is", "") == "right"
    outcome = change.after if right else change.before
    other = "" if right else asked.form.get("category", "")
    intent = outcome.intent if "intent" in change.kinds or not outcome.category else ""
    place = outcome.place if "place" in change.kinds else ""
    source, why = f"case/{change.case}", "重放时判的"
    if other:
        return Judgement(change.text, other, source=source, why=why)
    return Judgement(change.text, outcome.category, intent, place, source, why)


def _walk(asked: Asked, opened: Opened, found: Replay | None) -> dict[str, object]:
    """The changes that whoever asks may see, filtered, one page of them."""
    if found is None:
        return {"rows": [], "shown": 0, "page": 1, "pages": 1, "kind": "", "hidden": 0}
    seen = [one for one in found.changes if _sees(asked, opened, one)]
    kind = asked.query.get("kind", "")
    rows = [one for one in seen if not kind or kind in one.kinds]
    pages = max(1, -(-len(rows) // _A_PAGE))
    wanted = asked.query.get("page", "1")
    page = min(max(int(wanted) if wanted.isdecimal() and len(wanted) < 9 else 1, 1), pages)
    return {"rows": rows[(page - 1) * _A_PAGE : page * _A_PAGE], "shown": len(rows), "page": page, "pages": pages,
            "kind": kind, "hidden": len(found.changes) - len(seen)}


def _sees(asked: Asked, opened: Opened, change: Change) -> bool:
    return asked.here.standing.sees_place(opened.live.town.territory, change.place)


def _is_old(run: ReplayRun | None, draft: Draft | None) -> bool:
    """Whether the draft was changed since it was replayed."""
    return run is not None and draft is not None and run.mark != digest(draft.text)


def cut(change: Change) -> list[Piece]:
    """A changed message with the words marked that the draft heard."""
    text, at, pieces = change.text, 0, []
    for word in sorted(change.after.words or change.before.words, key=lambda one: one.start):
        if word.start >= at and word.end <= len(text):
            pieces += [Piece(text[at : word.start]), Piece(text[word.start : word.end], word.weight)]
            at = word.end
    return [piece for piece in (*pieces, Piece(text[at:])) if piece.text]
