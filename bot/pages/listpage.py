"""Lists: what is in a person's hands, what she reported."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from bot.desk.caselist import CaseList, my_lists
from bot.desk.desk import Desk
from bot.desk.pagework import visit_by_link
from bot.pages.rendering import Templates
from bot.pages.request import Asked
from bot.pages.watermark import mark_of
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ListPages:
    """The lists behind a link."""

    desk: Desk
    templates: Templates

    def mine(self, asked: Asked) -> Response:
        """Everything that waits for the link's person, the most urgent first."""

        def work(unit: UnitOfWork) -> tuple[tuple[CaseList, ...], str]:
            visit = visit_by_link(self.desk, unit, asked.opened)
            return my_lists(visit), mark_of(visit)

        lists, mark = self.desk.store.read(work)
        return self.templates.page("mine", asked=asked, lists=lists, mark=mark, big=asked.big)
