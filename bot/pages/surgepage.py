"""The board of a surge, for the office that runs it."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import RedirectResponse, Response

from bot.desk.desk import Desk
from bot.desk.pagework import visit_by_link
from bot.desk.surgeboard import Board, board
from bot.pages.rendering import HEADERS, Templates
from bot.pages.request import Asked
from bot.pages.watermark import mark_of
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class SurgePages:
    """The boards behind a link."""

    desk: Desk
    templates: Templates

    def show(self, asked: Asked) -> Response:
        """Shifts, who is missing and the last roll-call; nobody else than the office finds this page."""

        def work(unit: UnitOfWork) -> tuple[Board | None, str]:
            visit = visit_by_link(self.desk, unit, asked.opened)
            return board(visit, asked.number), mark_of(visit)

        found, mark = self.desk.store.read(work)
        if found is None:
            return RedirectResponse(asked.home(), 303, headers=dict(HEADERS))
        return self.templates.page("surge", asked=asked, board=found, mark=mark, big=asked.big)
