"""附近驿站: every station with what works there; whoever keeps one changes it with a tap."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from urllib.parse import quote

from starlette.responses import RedirectResponse, Response

from bot.desk import wording_riders, wording_stations
from bot.desk.chatwords import Verb
from bot.desk.desk import Desk
from bot.desk.links import Links
from bot.desk.pagework import PageMove, key_of, make_move, visit_by_link
from bot.desk.stationing import StationSheet, station_sheet
from bot.pages.maps import map_link
from bot.pages.rendering import HEADERS, Templates
from bot.pages.request import Asked
from matching.station import Station
from storage.unit_of_work import UnitOfWork

_WORDS_MOST = 200


@dataclass(frozen=True, slots=True)
class StationPages:
    """The stations behind a link."""

    desk: Desk
    links: Links
    templates: Templates

    def show(self, asked: Asked) -> Response:
        """Every station, the nearest first; those that the link's person keeps stand above with their buttons."""

        def work(unit: UnitOfWork) -> tuple[StationSheet, str]:
            visit = visit_by_link(self.desk, unit, asked.opened)
            once = asked.query.get("done", "").replace("\0", "")
            done = unit.inbox.reply_to(key_of(asked.opened, once)) if once else None
            return station_sheet(visit), done or ""

        sheet, done = self.desk.store.read(work)
        return self.templates.page(
            "stations",
            asked=asked,
            sheet=sheet,
            done=done,
            say=wording_stations,
            far=wording_riders.metres,
            map_of=_map_of,
            key=self.links.form_key(asked.token),
            once=secrets.token_urlsafe(12),
            mark="",
            big=asked.big,
        )

    def change(self, asked: Asked) -> Response:
        """What a button or a few words of the page say of a station, as chat would take it; the page again."""
        once = asked.form.get("once", "")
        words = " ".join(asked.form.get(name, "").strip() for name in ("station", "service", "word"))
        if once and asked.form.get("station"):
            make_move(self.desk, asked.opened, PageMove(0, Verb.STATION, words[:_WORDS_MOST], once))
        return RedirectResponse(asked.home(f"stations?done={quote(once)}"), 303, headers=dict(HEADERS))


def _map_of(station: Station) -> str:
    if station.lng is None or station.lat is None:
        return ""
    return map_link(station.name, station.lng, station.lat)
