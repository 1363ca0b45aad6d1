"""Messages tried on the live rules and on a draft: what is understood, on which words, who would have it, by when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import Response

from bot.admin.seat import Asked
from bot.admin.workbench import Workbench
from bot.desk.labels import clock_time
from bot.desk.trying import MOST_LINES, Tried, lines_of, try_messages

#: What a new visitor sees at once.
_EXAMPLE = "榕御小区3栋楼下乱停车，车都出不来\n楼上漏水漏到我家了，物业也不管\n谢谢你们，修好了"


@dataclass(frozen=True, slots=True)
class TryScreens:
    """The screen where messages are tried."""

    bench: Workbench

    def show(self, asked: Asked) -> Response:
        """What the messages in the address would come to, or examples."""
        return self._show(asked, asked.query.get("text", _EXAMPLE))

    def try_out(self, asked: Asked) -> Response:
        """What the messages of the form come to; for a script only the findings."""
        return self._show(asked, asked.form.get("text", ""))

    def _show(self, asked: Asked, text: str) -> Response:
        desk, opened = self.bench.desk, self.bench.open(asked)
        lines, now, zone = lines_of(text), desk.clock(), desk.calendar.zone
        drafted = self.bench.drafted(opened)
        found = desk.store.read(lambda unit: try_messages(desk, unit, opened.live, lines))
        beside: Sequence[Tried | None] = [None] * len(found)
        if drafted is not None:
            beside = desk.store.read(lambda unit: try_messages(desk, unit, drafted, lines))
        return self.bench.page(
            "rules/tried" if asked.scripted else "rules/try", asked, opened,
            text=text, pairs=list(zip(found, beside, strict=True)), most=MOST_LINES,
            cut=len([line for line in text.splitlines() if line.strip()]) > MOST_LINES,
            moment=lambda at: clock_time(at, now, zone),
            exact=lambda at: at.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
        )  # fmt: skip
