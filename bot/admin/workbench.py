"""What the screens of the rules share: the live book, the draft somebody works on, and how things are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from starlette.responses import Response

from bot.admin.rendering import Templates
from bot.admin.seat import Asked
from bot.desk.book import Book, read_book
from bot.desk.desk import Desk
from bot.desk.knowledge import Knowledge
from bot.desk.rulebook import live_text
from bot.desk.trying import Bench
from matching.preference import Preferences
from storage.unit_of_work import UnitOfWork

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
QUESTIONS = {"place": "先问是哪里", "building": "先问是哪一栋", "category": "先问是哪一类"}

@dataclass(frozen=True, slots=True)
class Names:
    """How things are called in front of people; templates ask it."""

    preferences: Preferences
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


@dataclass(frozen=True, slots=True)
class Opened:
    """What a screen of the rules shows: the live knowledge and, over it, the draft somebody works on."""

    live: Knowledge
    book: Book
    draft: None = None
    wrong: str = ""

    def title(self, place: str) -> str:
        """A place as people read it, "" for a code that is none."""
        return self.live.town.territory.title(place) if self.live.town.territory.get(place) else ""


@dataclass(frozen=True, slots=True)
class Workbench:
    """The desk, the templates, and the drafts that were read lately."""

    desk: Desk
    templates: Templates
    bench: Bench = field(default_factory=Bench)

    def live(self, unit: UnitOfWork) -> Knowledge:
        """What the desk knows now."""
        return self.desk.library.current(unit, self.desk.clock())

    def today(self) -> date:
        """The day it is here."""
        return self.desk.clock().astimezone(self.desk.calendar.zone).date()

    def open(self, asked: Asked) -> Opened:
        """The rules as whoever asks sees them."""
        live = self.desk.store.read(self.live)
        return Opened(live, live.book or read_book(live_text(self.desk.store)))

    def page(self, name: str, asked: Asked, opened: Opened, status: int = 200, /, **values: Any) -> Response:
        """A page of the rules, with what every one of them needs."""
        return self.templates.page(name, asked, status, opened=opened, names=Names(opened.book.preferences),
                                   changes=0, **values)

    def not_there(self, asked: Asked, words: str) -> Response:
        """A page for an address behind which there is nothing."""
        return self.templates.page("sorry", asked, 404, words=words)
