"""A case at the console: everything about it, and what may be done with it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from starlette.responses import Response

from bot.admin.gate import Door
from bot.admin.rendering import Templates
from bot.admin.seat import Asked
from bot.desk import refusals
from bot.desk.acting import Seated, reading_visit
from bot.desk.bulk import do_one
from bot.desk.casefile import CaseFile, case_file
from bot.desk.chatwords import Verb
from bot.desk.desk import Desk
from bot.desk.offering import named
from bot.desk.officework import OFFICE_WORK, Wish, WorkRefused
from bot.desk.rights import Right
from bot.desk.wording_forms import FORMS, Form
from intents.verdict import Category

_WORDS_MOST = 500
_ONCE_MOST = 40
_LONGEST = timedelta(days=180)
_NOT_SEEN = "没有这一件，或者不归您看。编号可以在列表里查。"
#: How the console's own moves read.
WORK_FORMS: Mapping[str, Form] = {
    "hand_on": Form("转给", "交给更合适的人，首问的人跟到他接单", "为什么转", whom="转给谁", whom_else="系统找下一位"),
    "urge": Form("催办", "办的人马上收到，居民不知道", "要带的话", needed=False),
    "correct": Form("改类别", "按新类别重新找人，也教规则下次认对", category=True),
    "give_time": Form("延期", "给办的人多几天，居民会收到新的期限", "为什么延期", day="延到哪天"),
    "note": Form("留言", "写进经过，办的人会收到，居民也看得到", "要写的话"),
    "merge": Form("并案", "和另一件是同一回事，报的人跟着那一件", spot="并到哪一件（编号）", danger=True),
}


@dataclass(frozen=True, slots=True)
class CaseScreens:
    """The screens of one case."""

    desk: Desk
    templates: Templates

    def show(self, asked: Asked) -> Response:
        """Everything about a case, once it is kept that the account looked."""
        return self._page(asked, asked.query.get("said", "")[:_WORDS_MOST], 200)

    def _page(self, asked: Asked, said: str, status: int, *, wrong: bool = False) -> Response:
        try:
            file = case_file(self.desk, seated_of(self.desk, asked), asked.number)
        except refusals.NoSuchCase:
            return sorry(self.templates, asked, 404, _NOT_SEEN)
        today = self.desk.clock().astimezone(self.desk.calendar.zone).date()
        return self.templates.page(
            "cases/case", asked, status, file=file, said=said, wrong=wrong, zone=self.desk.calendar.zone,
            forms=_forms(file), categories=self._categories(), once=secrets.token_urlsafe(9),
            tomorrow=(today + timedelta(days=1)).isoformat(), farthest=(today + _LONGEST).isoformat(),
        )  # fmt: skip

    def _categories(self) -> list[tuple[str, str]]:
        town = self.desk.store.read(lambda unit: self.desk.library.current(unit, self.desk.clock())).town
        return [(category.value, town.preferences.label(category)) for category in Category]

    def do(self, asked: Asked) -> Response:
        """A move with the case; the page again with what is said to it."""
        seated = seated_of(self.desk, asked, asked.form.get("once", ""))
        wish = wish_of(asked)
        if wish.what not in OFFICE_WORK:
            wish = self._as_in_chat(asked, wish)
        try:
            said = do_one(self.desk, seated, asked.number, wish)
        except WorkRefused as refused:
            return self._page(asked, str(refused), 409, wrong=True)
        return self._page(asked, said, 200)

    def _as_in_chat(self, asked: Asked, wish: Wish) -> Wish:
        """A chat word with its words in the order in which it wants them."""
        form = FORMS.get(wish.what) or Form("")
        now, codes = self.desk.clock(), asked.many.get("whom", ())
        spot = asked.form.get("spot", "").strip()
        names = self.desk.store.read(lambda unit: named(reading_visit(self.desk, unit, now), codes))
        chosen = {
            "whom": names,
            "category": wish.category,
            "day": f"{asked.form.get('day', '')} {asked.form.get('clock', '')}".strip(),
            "spot": f"在{spot}" if spot else "",
            "pick": asked.form.get("pick", ""),
            "words": wish.words or form.fixed,
        }
        words = " ".join(chosen[part] for part in form.order if chosen[part])
        return Wish(wish.what, words[:_WORDS_MOST])


def _forms(file: CaseFile) -> list[tuple[str, Form]]:
    """What may be done, by its word, the console's own moves behind those that the case waits for."""
    chat = [(str(offer.verb), offer.form) for offer in file.offers]
    own = [(name, WORK_FORMS[name]) for name in file.work]
    taken = {Verb.PASS_ON.value} if any(name == "hand_on" for name, _ in own) else set()
    return [pair for pair in (*chat, *own) if pair[0] not in taken]


def seated_of(desk: Desk, asked: Asked, once: str = "") -> Seated:
    """The account that asks, at this moment."""
    return Seated(asked.here.account, asked.here.standing, desk.clock(), once[:_ONCE_MOST])


def wish_of(asked: Asked) -> Wish:
    """What a form wants done; what is missing in it is empty."""
    form = asked.form
    into = form.get("spot", "").strip().lstrip("#＃") if form.get("what") == "merge" else ""
    return Wish(
        what=form.get("what", ""),
        words=form.get("words", "").strip()[:_WORDS_MOST],
        whom=form.get("whom", ""),
        category=form.get("category", ""),
        day=_day(form.get("day", "")),
        into=int(into) if into.isdecimal() and len(into) < 10 else 0,
    )


def _day(said: str) -> date | None:
    try:
        return datetime.strptime(said, "%Y-%m-%d").date()  # noqa: DTZ007 (a day has no zone)
    except ValueError:
        return None


def sorry(templates: Templates, asked: Asked, status: int, words: str) -> Response:
    """A page that says why not and what to do."""
    return templates.page("sorry", asked, status, words=words)


def case_doors(desk: Desk, templates: Templates) -> list[Door]:
    """The doors of one case."""
    screens = CaseScreens(desk, templates)
    return [
        Door("GET", "/cases/{number:int}", screens.show, Right.WORK),
        Door("POST", "/cases/{number:int}/do", screens.do, Right.MOVE),
    ]

