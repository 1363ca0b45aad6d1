"""The map of the neighbourhood: where open cases are, drawn on the server, with its table."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from bot.admin.figurescreens import choice_of
from bot.admin.figuretables import CSV_TYPE, XLSX_TYPE, as_csv, as_xlsx, download
from bot.admin.gate import Door
from bot.admin.rendering import Templates
from bot.admin.seat import Asked
from bot.desk.desk import Desk
from bot.desk.picture import Chart
from bot.desk.rights import Right
from bot.desk.townmap import HIGH, WIDE, TownMap, town_map

_KINDS = {
    "compound": "小区", "lane": "街巷", "park": "公园", "community": "社区", "street": "街道", "district": "区",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class MapScreens:
    """The map."""

    desk: Desk
    templates: Templates

    def show(self, asked: Asked) -> Response:
        """The map and its table; with `format` the table alone as a file."""
        now, standing = self.desk.clock(), asked.here.standing
        town = self.desk.store.read(lambda unit: self.desk.library.current(unit, now)).town
        choice = choice_of(asked.query, standing, town, (now.date(), "month"))
        if choice is None:
            return self.templates.page("sorry", asked, 404, words="没有这个地方，或它不归您看。请从上面的“地方”里选。")
        place = choice.frame.place
        drawn = self.desk.store.read(lambda unit: town_map(self.desk, unit, standing, place, now))
        if asked.query.get("format") in ("csv", "xlsx"):
            chart, name = _chart(drawn), f"linli-map-{now.astimezone(self.desk.calendar.zone):%Y-%m-%d}"
            if asked.query["format"] == "csv":
                return download(as_csv(chart, town), f"{name}.csv", CSV_TYPE)
            return download(as_xlsx([chart], town, choice.where), f"{name}.xlsx", XLSX_TYPE)
        return self.templates.page(
            "map", asked, map=drawn, choice=choice, kinds=_KINDS, title=town.territory.title, wide=WIDE, high=HIGH
        )


def map_doors(screens: MapScreens) -> list[Door]:
    """The door of the map."""
    return [Door("GET", "/map", screens.show, Right.FIGURES)]


def _chart(drawn: TownMap) -> Chart:
    return Chart(
        "map", "地图", "现在没办结的诉求，按小区、街巷、公园数件数；晚的是过了办结时限的。",
        (("地方", "text"), ("没办结", "count"), ("晚了", "count")),
        tuple((spot.name, spot.open, spot.late) for spot in drawn.spots),
    )  # fmt: skip
