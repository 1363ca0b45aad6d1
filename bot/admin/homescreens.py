"""The first page: today's intake, who waits, what is late, what is wrong with the machine."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from bot.admin.gate import Door
from bot.admin.rendering import Templates
from bot.admin.seat import Asked
from bot.desk.desk import Desk
from bot.desk.overview import overview
from bot.desk.rights import Right

#: The little picture of today's hours: bars in a box of so many units.
_WIDE, _HIGH = 480, 72


@dataclass(frozen=True, slots=True)
class HomeScreens:
    """The first page."""

    desk: Desk
    templates: Templates

    def show(self, asked: Asked) -> Response:
        """Everything on one screen."""
        standing = asked.here.standing
        seen = self.desk.store.read(lambda unit: overview(self.desk, unit, standing))
        return self.templates.page(
            "home", asked, seen=seen, bars=_bars(seen.hours), wide=_WIDE, high=_HIGH, zone=self.desk.calendar.zone
        )


def home_doors(screens: HomeScreens) -> list[Door]:
    """The door of the first page."""
    return [Door("GET", "/", screens.show, Right.WORK)]


def _bars(hours: tuple[int, ...]) -> list[tuple[int, int, int, int, int, int]]:
    """Of each hour: itself, its count, and a bar's left, top, width and height."""
    most, step = max(*hours, 1), _WIDE // 24
    heights = [round(count / most * (_HIGH - 16)) for count in hours]
    return [
        (hour, count, hour * step + 2, _HIGH - 14 - height, step - 4, height)
        for hour, (count, height) in enumerate(zip(hours, heights, strict=True))
    ]
