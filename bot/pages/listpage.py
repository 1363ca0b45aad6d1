"""Lists: what is in a person's hands, what she reported."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from io import StringIO

from starlette.responses import RedirectResponse, Response

from bot.desk import wording_pages
from bot.desk.caselist import CaseList, my_lists
from bot.desk.desk import Desk
from bot.desk.needsheet import NeedList, my_needs
from bot.desk.pagework import visit_by_link
from bot.desk.seeing import watches
from bot.desk.spreadsheet import guarded
from bot.desk.watching import Chosen, WatchList, watch_list, watch_rows
from bot.pages.rendering import HEADERS, Templates
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

        def work(unit: UnitOfWork) -> tuple[tuple[CaseList, ...], tuple[NeedList, ...], bool, str]:
            visit = visit_by_link(self.desk, unit, asked.opened)
            return my_lists(visit), my_needs(visit), watches(visit), mark_of(visit)

        lists, needs, supervises, mark = self.desk.store.read(work)
        return self.templates.page(
            "mine", asked=asked, lists=lists, needs=needs, watches=supervises, mark=mark, big=asked.big
        )

    def watch(self, asked: Asked) -> Response:
        """What goes wrong at the places that the link's person supervises; nobody else finds this page."""
        chosen = _chosen(asked)

        def work(unit: UnitOfWork) -> tuple[WatchList | None, str]:
            visit = visit_by_link(self.desk, unit, asked.opened)
            return watch_list(visit, chosen), mark_of(visit)

        watch, mark = self.desk.store.read(work)
        if watch is None:
            return RedirectResponse(asked.home(), 303, headers=dict(HEADERS))
        words = wording_pages.NOTHING_WRONG
        return self.templates.page(
            "watch", asked=asked, watch=watch, chosen=chosen, nothing=words, mark=mark, big=asked.big
        )

    def watch_table(self, asked: Asked) -> Response:
        """The same as a table, in UTF-8 with the mark that Excel looks for."""
        rows = self.desk.store.read(
            lambda unit: list(watch_rows(visit_by_link(self.desk, unit, asked.opened), _chosen(asked)))
        )
        out = StringIO()
        writer = csv.DictWriter(out, list(rows[0]) if rows else ["号"])
        writer.writeheader()
        writer.writerows({name: guarded(text) for name, text in row.items()} for row in rows)
        headers = {**HEADERS, "Content-Disposition": 'attachment; filename="watch.csv"'}
        return Response("\ufeff" + out.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _chosen(asked: Asked) -> Chosen:
    return Chosen(asked.query.get("place", ""), asked.query.get("category", ""))
