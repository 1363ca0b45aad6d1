"""A need's page: the facts, and one button for each thing that may be done; every one leads to the chat word's verb."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from urllib.parse import quote

from starlette.responses import RedirectResponse, Response

from bot.desk import refusals, wording_pages, wording_refusals
from bot.desk.chatwords import Verb
from bot.desk.desk import Desk
from bot.desk.links import Links
from bot.desk.needsheet import MOVES, NeedSheet, make_need_move, need_sheet
from bot.desk.pagework import key_of, visit_by_link
from bot.pages.rendering import HEADERS, Templates
from bot.pages.request import Asked
from bot.pages.watermark import mark_of
from storage.unit_of_work import UnitOfWork

#: As many characters as a few sentences have.
MOST_WORDS = 200


@dataclass(frozen=True, slots=True)
class NeedPages:
    """The pages of one need."""

    desk: Desk
    links: Links
    templates: Templates

    def show(self, asked: Asked) -> Response:
        """The need as the link's person may see it; what she just did stands above it."""
        once = asked.query.get("done", "").replace("\0", "")
        done = self._reply_of(asked, once) or "" if once else ""
        return self._page(asked, done, "", 200)

    def move(self, asked: Asked) -> Response:
        """Make a move; back to the page with what chat would have answered, or with the refusal."""
        named, once = str(asked.path["verb"]), asked.form.get("once", "")
        if named not in MOVES:
            return RedirectResponse(asked.home(f"need/{asked.number}"), 303, headers=dict(HEADERS))
        said = " ".join(part for part in (asked.form.get("pick", ""), asked.form.get("words", "").strip()) if part)
        if len(said) > MOST_WORDS:
            return self._page(asked, "", wording_pages.TOO_LONG.format(most=MOST_WORDS), 413)
        try:
            make_need_move(self.desk, asked.opened, (asked.number, Verb(named), said), once)
        except refusals.DeskRefusal as refused:
            return self._page(asked, "", wording_refusals.refusal(refused), 409)
        return RedirectResponse(asked.home(f"need/{asked.number}?done={quote(once)}"), 303, headers=dict(HEADERS))

    def _page(self, asked: Asked, done: str, refused: str, status: int) -> Response:
        def work(unit: UnitOfWork) -> tuple[NeedSheet | None, str]:
            visit = visit_by_link(self.desk, unit, asked.opened)
            return need_sheet(visit, asked.number), mark_of(visit)

        sheet, mark = self.desk.store.read(work)
        if sheet is None:
            words = refused or done or wording_pages.NOT_YOURS
            status = 200 if done and not refused else 404
            return self.templates.page("gone", status, asked=asked, words=words, mark="", big=asked.big)
        return self.templates.page(
            "need",
            status,
            asked=asked,
            sheet=sheet,
            done=done,
            refused=refused,
            most=MOST_WORDS,
            mark=mark if sheet.rows else "",
            big=asked.big,
            key=self.links.form_key(asked.token),
            once=secrets.token_urlsafe(9),
        )

    def _reply_of(self, asked: Asked, once: str) -> str | None:
        return self.desk.store.read(lambda unit: unit.inbox.reply_to(key_of(asked.opened, once)))
