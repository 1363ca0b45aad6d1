"""Beside the list of cases: letters that reached nobody, needs that nobody took, cases that may be the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from bot.admin.casescreens import sorry
from bot.admin.gate import Door
from bot.admin.queuescreens import TABS
from bot.admin.rendering import Templates
from bot.admin.seat import Asked
from bot.desk.acting import reading_visit
from bot.desk.desk import Desk, Visit
from bot.desk.lookingafter import alike, lost_letters, see_to_letter, unfilled
from bot.desk.officework import WorkRefused
from bot.desk.rights import Right
from storage.unit_of_work import UnitOfWork

_PAGES_MOST = 200
_HOW = ("again", "person", "told")
_GREATEST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class NoticeScreens:
    """The screens beside the list."""

    desk: Desk
    templates: Templates

    def _read(self, ask: Callable[[Visit], Any]) -> Any:
        now = self.desk.clock()
        return self.desk.store.read(lambda unit: ask(reading_visit(self.desk, unit, now)))

    def letters(self, asked: Asked) -> Response:
        """Letters that reached nobody."""
        return self._letters(asked, "", 200)

    def _letters(self, asked: Asked, said: str, status: int) -> Response:
        text = asked.query.get("page", "")[:4]
        page = min(max(int(text) if text.isdecimal() else 1, 1), _PAGES_MOST)
        failed, standing = asked.query.get("failed") == "1", asked.here.standing
        found, more = self._read(lambda visit: lost_letters(visit, standing, page, failed=failed))
        return self.templates.page(
            "cases/notices", asked, status, found=found, more=more, page=page, failed=failed, said=said, tabs=TABS,
            wrong=status != 200,
        )  # fmt: skip

    def see_to(self, asked: Asked) -> Response:
        """What is done about one of them."""
        what = asked.form.get("how", "")
        if what not in _HOW or asked.number > _GREATEST:
            return sorry(self.templates, asked, 404, "没有这条通知，或者没有选怎么办。")
        how = (what, asked.form.get("whom" if what == "person" else "words", "").strip())
        now, seat = self.desk.clock(), asked.here

        def work(unit: UnitOfWork) -> str:
            return see_to_letter(reading_visit(self.desk, unit, now), seat.standing, seat.account, asked.number, how)

        try:
            return self._letters(asked, self.desk.store.run(work), 200)
        except WorkRefused as refused:
            return self._letters(asked, str(refused), 409)

    def needs(self, asked: Asked) -> Response:
        """Needs that nobody took."""
        standing = asked.here.standing
        found = self._read(lambda visit: unfilled(visit, standing))
        return self.templates.page("cases/unfilled", asked, found=found, tabs=TABS)

    def same(self, asked: Asked) -> Response:
        """Cases that may be the same."""
        standing = asked.here.standing
        found = self._read(lambda visit: alike(visit, standing))
        return self.templates.page("cases/alike", asked, found=found, tabs=TABS)


def notice_doors(desk: Desk, templates: Templates) -> list[Door]:
    """The doors of these screens."""
    screens = NoticeScreens(desk, templates)
    return [
        Door("GET", "/notices", screens.letters, Right.WORK),
        Door("POST", "/notices/{number:int}", screens.see_to, Right.MOVE),
        Door("GET", "/unfilled", screens.needs, Right.WORK),
        Door("GET", "/alike", screens.same, Right.WORK),
    ]
