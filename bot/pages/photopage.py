"""Photos of a case: taken in from a phone, shown small and whole."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import JSONResponse, Response

from bot.desk import refusals, wording_pages, wording_refusals
from bot.desk.desk import Desk
from bot.desk.pagework import add_photo, visit_by_link
from bot.desk.picking import joined_case
from bot.desk.seeing import SeenAs, seen_as
from bot.pages.photos import KEPT, SMALL, PhotoRefused, as_jpeg, taken_in
from bot.pages.rendering import HEADERS, Templates, picture
from bot.pages.request import Asked
from bot.pages.watermark import mark_of
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class PhotoPages:
    """What is asked about photos."""

    desk: Desk
    templates: Templates

    def add(self, asked: Asked) -> Response:
        """One photo from the page's script; a repeat with the same name adds none. The answer is JSON."""
        try:
            photo = taken_in(asked.photos[0] if asked.photos else b"")
            words = add_photo(self.desk, asked.opened, asked.number, photo, asked.form.get("once", ""))
        except PhotoRefused as refused:
            return JSONResponse({"refused": str(refused)}, 415, headers=dict(HEADERS))
        except refusals.DeskRefusal as refused:
            return JSONResponse({"refused": wording_refusals.refusal(refused)}, 409, headers=dict(HEADERS))
        return JSONResponse({"words": words}, headers=dict(HEADERS))

    def small(self, asked: Asked) -> Response:
        """A photo for a list."""
        return self._picture(asked, SMALL)

    def whole(self, asked: Asked) -> Response:
        """A photo as large as it is kept, without its EXIF."""
        return self._picture(asked, KEPT)

    def page(self, asked: Asked) -> Response:
        """A page with one photo, under the viewer's mark."""
        seen = self.desk.store.read(lambda unit: self._found(unit, asked))
        if seen is None:
            return self.templates.page(
                "gone", 404, asked=asked, words=wording_pages.NOT_YOURS, mark="", big=asked.big
            )
        return self.templates.page("photo", asked=asked, mark=seen[1], big=asked.big)

    def _picture(self, asked: Asked, longest: int) -> Response:
        found = self.desk.store.read(lambda unit: self._found(unit, asked))
        shown = as_jpeg(found[0], longest) if found is not None else None
        return picture(shown) if shown else Response(status_code=404, headers=dict(HEADERS))

    def _found(self, unit: UnitOfWork, asked: Asked) -> tuple[bytes, str] | None:
        """A photo of the case that the visitor may see, and her mark; None for any other."""
        visit = visit_by_link(self.desk, unit, asked.opened)
        case = joined_case(visit, unit.cases.load(asked.number))
        seen = seen_as(visit, case) if case is not None else None
        if case is None or seen is None:
            return None
        residents = {case.reporter, *unit.cases.followers(case.number)} - {visit.contact.id}
        for message in unit.cases.messages(case.number):
            hidden = seen is SeenAs.RESIDENT and message.contact in residents
            if message.id == asked.path["message"] and message.kind == "image" and not hidden:
                kept = unit.media.kept(message.media)
                return (kept.content, "" if seen is SeenAs.RESIDENT else mark_of(visit)) if kept else None
        return None
