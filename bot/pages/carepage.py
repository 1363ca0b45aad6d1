"""Care on the pages: the board of wishes, the week's visits, the doors of a 家家访; each move is the chat word's."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from starlette.responses import RedirectResponse, Response

from bot.desk import refusals, wording_doors, wording_pages, wording_refusals
from bot.desk.chatwords import Command, Verb
from bot.desk.desk import Desk, Visit
from bot.desk.links import Links
from bot.desk.pagework import key_of, visit_by_link
from bot.desk.visitbook import door_lists, make_care_move, note_door_by_key, visit_book
from bot.desk.visiting import go_visiting
from bot.desk.wishboard import hung_here
from bot.desk.wishing import adopt
from bot.pages.rendering import HEADERS, Templates
from bot.pages.request import Asked
from bot.pages.watermark import mark_of
from storage.unit_of_work import UnitOfWork

MOST_WORDS = 200
#: So many wishes a page shows; the others are a page further.
_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class CarePages:
    """The pages about care."""

    desk: Desk
    links: Links
    templates: Templates

    # -- wishes ----------------------------------------------------------------------------------------

    def wishes(self, asked: Asked) -> Response:
        """The board, the nearest first; what was just claimed stands above it."""
        return self._wishes(asked, self._done(asked), "", 200)

    def adopt(self, asked: Asked) -> Response:
        """Claim one."""
        own = asked.form.get("own", "") == "1"

        def move(visit: Visit) -> str:
            return adopt(visit, Command(Verb.ADOPT, asked.number, "", own))

        return self._moved(asked, "wishes", move, self._wishes)

    def _wishes(self, asked: Asked, done: str, refused: str, status: int) -> Response:
        found = self._read(asked, hung_here)
        at = asked.query.get("page", "")
        page = max(int(at), 1) if at.isdecimal() and len(at) < 4 else 1
        shown = found[(page - 1) * _A_PAGE : page * _A_PAGE]
        more = len(found) > page * _A_PAGE
        values = {"wishes": shown, "page": page, "more": more, "count": len(found), "mark": ""}
        return self._page(asked, ("wishes", status), done, refused, values)

    # -- visits ----------------------------------------------------------------------------------------

    def visits(self, asked: Asked) -> Response:
        """The visits of this week: all that one answers for, or one's own."""
        return self._visits(asked, self._done(asked), "", 200)

    def visited(self, asked: Asked) -> Response:
        """Say what was seen at a visit."""

        def move(visit: Visit) -> str:
            words = asked.form.get("words", "").strip()
            return go_visiting(visit, Command(Verb.VISIT, asked.number, words, own=True))

        return self._moved(asked, "visits", move, self._visits)

    def _visits(self, asked: Asked, done: str, refused: str, status: int) -> Response:
        book, mark = self._read(asked, lambda visit: (visit_book(visit), mark_of(visit)))
        return self._page(asked, ("visits", status), done, refused, {"book": book, "mark": mark})

    # -- doors -----------------------------------------------------------------------------------------

    def doors(self, asked: Asked) -> Response:
        """One's doors with what was found there, and how far the rounds have come that one began."""
        return self._doors(asked, self._done(asked), "", 200)

    def called(self, asked: Asked) -> Response:
        """Say what was found at a door."""
        form = asked.form

        def move(visit: Visit) -> str:
            return note_door_by_key(visit, form.get("door", ""), form.get("state", ""), form.get("words", ""))

        return self._moved(asked, "doors", move, self._doors)

    def _doors(self, asked: Asked, done: str, refused: str, status: int) -> Response:
        (led, own), mark = self._read(asked, lambda visit: (door_lists(visit), mark_of(visit)))
        values = {"led": led, "own": own, "consent": wording_doors.CONSENT, "mark": mark}
        return self._page(asked, ("doors", status), done, refused, values)

    # -- steps -----------------------------------------------------------------------------------------

    def _read(self, asked: Asked, look: Callable[[Visit], Any]) -> Any:
        def work(unit: UnitOfWork) -> Any:
            return look(visit_by_link(self.desk, unit, asked.opened))

        return self.desk.store.read(work)

    def _done(self, asked: Asked) -> str:
        once = asked.query.get("done", "").replace("\0", "")
        if not once:
            return ""
        return self.desk.store.read(lambda unit: unit.inbox.reply_to(key_of(asked.opened, once))) or ""

    def _moved(
        self,
        asked: Asked,
        path: str,
        move: Callable[[Visit], str],
        again: Callable[[Asked, str, str, int], Response],
    ) -> Response:
        """A move made; back to its page with what chat would have answered, or with the refusal."""
        if len(asked.form.get("words", "")) > MOST_WORDS:
            return again(asked, "", wording_pages.TOO_LONG.format(most=MOST_WORDS), 413)
        once = asked.form.get("once", "")
        try:
            make_care_move(self.desk, asked.opened, once, move)
        except refusals.DeskRefusal as refused:
            return again(asked, "", wording_refusals.refusal(refused), 409)
        return RedirectResponse(asked.home(f"{path}?done={quote(once)}"), 303, headers=dict(HEADERS))

    def _page(
        self, asked: Asked, named: tuple[str, int], done: str, refused: str, values: dict[str, Any]
    ) -> Response:
        name, status = named
        return self.templates.page(
            name,
            status,
            asked=asked,
            done=done,
            refused=refused,
            most=MOST_WORDS,
            big=asked.big,
            key=self.links.form_key(asked.token),
            once=secrets.token_urlsafe(9),
            **values,
        )
