"""What the screens of the rules share: the live book, the draft somebody works on, and how things are called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from starlette.responses import RedirectResponse, Response

from bot.admin.rendering import HEADERS, Templates
from bot.admin.seat import Asked
from bot.desk.book import Book, read_book
from bot.desk.bookedit import Edit, Key, lines_of, restored
from bot.desk.desk import Desk
from bot.desk.drafting import Editor, is_stale, live_text
from bot.desk.knowledge import Knowledge
from bot.desk.rights import Right
from bot.desk.trying import Bench
from intents.redraft import parted
from intents.rule import RuleRefused, shipped_rules_text
from matching.preference import Preferences
from storage.drafts import Draft, DraftState
from storage.unit_of_work import UnitOfWork

_CHOSEN_FOR = timedelta(days=30)
#: How an intent is called in front of people.
INTENTS = {
    "report": "反映", "help": "求助", "volunteer_offer": "愿意帮忙", "wish": "心愿", "status": "问进度",
    "followup": "接着说", "praise": "表扬", "smalltalk": "闲聊", "emergency": "险情", "consult": "咨询",
    "gibberish": "看不懂", "ad": "广告", "abuse": "骂人",
}  # fmt: skip
DANGERS = {
    "fire": "火情", "gas": "漏气", "lift": "困电梯", "collapse": "要塌", "falling": "高空坠物", "medical": "急病受伤",
    "violence": "暴力", "missing": "走失", "water": "溺水水淹", "electric": "触电",
}  # fmt: skip
#: What of the book beside the words a rule belongs to.
SORTS = {"routing.preferred": "优先派给：", "routing.not_for_communities": "不归社区：", "terms": "时限：",
         "replies.receipt": "回执：", "nicknames": "叫法：", "campaign": "专项：", "routing.labels": "称呼："}
QUESTIONS = {"place": "先问是哪里", "building": "先问是哪一栋", "category": "先问是哪一类"}

@dataclass(frozen=True, slots=True)
class Names:
    """How things are called in front of people; templates ask it."""

    preferences: Preferences
    title: Callable[[str], str]
    intents: Mapping[str, str] = field(default_factory=lambda: INTENTS)
    dangers: Mapping[str, str] = field(default_factory=lambda: DANGERS)
    questions: Mapping[str, str] = field(default_factory=lambda: QUESTIONS)

    def category(self, code: str | None) -> str:
        """A category; nothing of one is called so too."""
        return self.preferences.label(code) if code else "不是诉求"

    def label(self, kind: str, code: str) -> str:
        """A category, an intent or a danger."""
        if kind == "category":
            return self.category(code)
        return (self.intents if kind == "intent" else self.dangers).get(code, code)

    def said(self, codes: str) -> str:
        """What a golden message means or is read as, from its codes: "停车秩序 反映"."""
        names = {"none": "不是诉求", "urgent": "险情", **self.preferences.labels, **self.intents}
        return " ".join(names.get(code, code) for code in codes.split())

    def rule(self, name: str) -> str:
        """A rule by the name that notes use: "category.parking.words.僵尸车" is 停车秩序“僵尸车”."""
        kind, _, rest = name.partition(".")
        code, _, last = rest.partition(".")
        if kind in ("category", "intent", "danger"):
            sort, _, text = last.partition(".")
            return f"{self.label(kind, code)}“{text or sort}”"
        sort, _, last = name.rpartition(".")
        return f"{SORTS.get(sort, '')}{self.title(last) or self.preferences.label(last)}"


@dataclass(frozen=True, slots=True)
class Opened:
    """What a screen of the rules shows: the live knowledge and, over it, the draft somebody works on. `book` is the
    draft's where it can be read, without what was learnt; `wrong` says why it cannot.
    """

    live: Knowledge
    book: Book
    text: str
    draft: Draft | None = None
    edits: tuple[Edit, ...] = ()
    outdated: bool = False
    wrong: str = ""

    def title(self, place: str) -> str:
        """A place as people read it, "" for a code that is none."""
        return self.live.town.territory.title(place) if self.live.town.territory.get(place) else ""

    @property
    def revision(self) -> int:
        """The live revision."""
        return self.live.rules.rules.revision


@dataclass(frozen=True, slots=True)
class Workbench:
    """The desk, the templates, and the drafts that were read lately."""

    desk: Desk
    templates: Templates
    bench: Bench = field(default_factory=Bench)

    def live(self, unit: UnitOfWork) -> Knowledge:
        """What the desk knows now."""
        return self.desk.library.current(unit, self.desk.clock())

    def drafted(self, opened: Opened) -> Knowledge | None:
        """What the desk would know with the draft live; None without one that can be used."""
        if opened.draft is None or opened.wrong:
            return None
        return self.bench.knowledge(opened.live, opened.draft.text, self.today())

    def today(self) -> date:
        """The day it is here."""
        return self.desk.clock().astimezone(self.desk.calendar.zone).date()

    def choose(self, asked: Asked, number: int) -> None:
        """Let whoever asks work on a draft from now on."""
        self.desk.memory.put(_chosen(asked), str(number), _CHOSEN_FOR)

    def open(self, asked: Asked) -> Opened:
        """The rules as whoever asks sees them: with the draft she chose, her own one, or the last anybody touched."""
        name, chosen = asked.here.account.name, self.desk.memory.get(_chosen(asked)) or ""

        def work(unit: UnitOfWork) -> tuple[Knowledge, Draft | None, bool, str]:
            found = sorted(unit.drafts.at_work(), key=lambda one: (str(one.number) != chosen, one.by != name))
            draft = found[0] if found else None
            text = draft.text if draft is not None else live_text(unit)[1]
            return self.live(unit), draft, draft is not None and is_stale(unit, draft), text

        live, draft, outdated, text = self.desk.store.read(work)
        edits = tuple(restored(draft.edits)) if draft is not None else ()
        try:
            return Opened(live, written_book(text), text, draft, edits, outdated)
        except RuleRefused as refused:
            book = live.book or written_book(shipped_rules_text())
            return Opened(live, book, text, draft, edits, outdated, str(refused))

    def editor(self, asked: Asked, draft: Draft | None = None) -> Editor:
        """Who changes; what she looked at counts where somebody else has changed the draft since."""
        name, seen = asked.here.account.name, None
        if draft is not None and draft.touched_by != name and asked.form.get("seen"):
            same = asked.form["seen"] == draft.touched_at.isoformat()
            seen = draft.touched_at if same else draft.created_at - timedelta(days=1)
        return Editor(name, self.desk.clock(), seen)

    def names(self, opened: Opened) -> Names:
        """How things are called as the rules stand."""
        return Names(opened.book.preferences, opened.title)

    def page(self, name: str, asked: Asked, opened: Opened, status: int = 200, /, **values: Any) -> Response:
        """A page of the rules, with what every one of them needs."""
        names = self.names(opened)
        editing = asked.here.may(Right.EDIT) and (opened.draft is None or opened.draft.state is DraftState.OPEN)
        return self.templates.page(name, asked, status, opened=opened, names=names, changes=len(opened.edits),
                                   editing=editing, **values)

    def not_there(self, asked: Asked, words: str) -> Response:
        """A page for an address behind which there is nothing."""
        return self.templates.page("sorry", asked, 404, words=words)


def to(address: str) -> Response:
    """On to another screen of the rules."""
    return RedirectResponse(f"/admin/rules{address}", 303, headers=dict(HEADERS))


@lru_cache(maxsize=8)
def written_book(text: str) -> Book:
    """The book of a text without what was learnt: a tenth of the time. Raises RuleRefused."""
    return read_book(parted(text)[0])


@lru_cache(maxsize=8)
def written_lines(text: str) -> Mapping[Key, Any]:
    """Every line of a text by kind, table and name. Raises tomllib.TOMLDecodeError."""
    return lines_of(text)


def _chosen(asked: Asked) -> str:
    return f"console draft {asked.here.account.number}"
