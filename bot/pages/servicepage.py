"""点单 and 活动 on the phone: the catalogue with a field for when, activities with one button each."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from starlette.responses import RedirectResponse, Response

from bot.desk import wording_pages
from bot.desk.activities import join, not_join
from bot.desk.cataloguing import cancel_order, order_at_once
from bot.desk.chatwords import Command, Verb
from bot.desk.desk import Desk, Visit
from bot.desk.links import Links
from bot.desk.pagework import key_of, visit_by_link
from bot.desk.servicesheet import ActivitySheet, activity_sheet, activity_sheets, catalogue_sheet
from bot.desk.visitbook import make_care_move
from bot.pages.rendering import HEADERS, Templates
from bot.pages.request import Asked
from bot.pages.watermark import mark_of
from storage.unit_of_work import UnitOfWork

_WORDS_MOST = 60


@dataclass(frozen=True, slots=True)
class ServicePages:
    """The catalogue and the activities behind a link."""

    desk: Desk
    links: Links
    templates: Templates

    def catalogue(self, asked: Asked) -> Response:
        """What the community of the link's person offers, and her orders."""
        sheet = self.desk.store.read(lambda unit: catalogue_sheet(visit_by_link(self.desk, unit, asked.opened)))
        return self._page("services", asked, sheet=sheet, mark="")

    def order(self, asked: Asked) -> Response:
        """Order an item, or take an order back; the page is the card, so nothing is asked again."""
        number, words = _number(asked, "number"), asked.form.get("words", "")[:_WORDS_MOST]
        taken_back = _number(asked, "cancel")

        def move(visit: Visit) -> str:
            return cancel_order(visit, taken_back) if taken_back else order_at_once(visit, number, words)

        return self._moved(asked, "services", move)

    def activities(self, asked: Asked) -> Response:
        """What comes near."""
        sheets = self.desk.store.read(lambda unit: activity_sheets(visit_by_link(self.desk, unit, asked.opened)))
        return self._page("activities", asked, sheets=sheets, mark="")

    def activity(self, asked: Asked) -> Response:
        """One activity; whoever runs it sees who comes, with a mark of who looks."""

        def work(unit: UnitOfWork) -> tuple[ActivitySheet | None, str]:
            visit = visit_by_link(self.desk, unit, asked.opened)
            sheet = activity_sheet(visit, asked.number)
            return sheet, mark_of(visit) if sheet is not None and sheet.runs else ""

        sheet, mark = self.desk.store.read(work)
        if sheet is None:
            words = wording_pages.NOT_YOURS
            return self.templates.page("gone", 404, asked=asked, words=words, mark="", big=asked.big)
        return self._page("activity", asked, sheet=sheet, mark=mark)

    def sign_up(self, asked: Asked) -> Response:
        """Join or leave; a child's guardian stands in a field of its own."""
        count = _number(asked, "count") or 1
        said = f"{count}人 {asked.form.get('guardian', '').strip()[:_WORDS_MOST]}".strip()
        leaves = asked.form.get("leave") == "1"

        def move(visit: Visit) -> str:
            if leaves:
                return not_join(visit, Command(Verb.NOT_JOIN, asked.number))
            return join(visit, Command(Verb.JOIN, asked.number, said))

        return self._moved(asked, f"activity/{asked.number}", move)

    def _moved(self, asked: Asked, path: str, move: Callable[[Visit], str]) -> Response:
        once = asked.form.get("once", "")
        make_care_move(self.desk, asked.opened, once, move)
        return RedirectResponse(asked.home(f"{path}?done={quote(once)}"), 303, headers=dict(HEADERS))

    def _page(self, name: str, asked: Asked, **values: Any) -> Response:
        once = asked.query.get("done", "").replace("\0", "")
        done = self.desk.store.read(lambda unit: unit.inbox.reply_to(key_of(asked.opened, once))) if once else ""
        return self.templates.page(
            name,
            asked=asked,
            big=asked.big,
            done=done or "",
            key=self.links.form_key(asked.token),
            once=secrets.token_urlsafe(9),
            **values,
        )


def _number(asked: Asked, field: str) -> int:
    said = asked.form.get(field, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) <= 9 else 0
