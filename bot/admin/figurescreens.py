"""The figures: charts with their tables, exports, the page for a meeting."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from urllib.parse import urlencode

from starlette.responses import Response

from bot.admin.figuretables import CSV_TYPE, XLSX_TYPE, as_csv, as_xlsx, download, shown_chart
from bot.admin.gate import Door
from bot.admin.rendering import HEADERS, Templates
from bot.admin.seat import Asked
from bot.desk.desk import Desk
from bot.desk.picture import Chart, Frame
from bot.desk.picturing import Picture, Pictures
from bot.desk.rights import Right, Standing
from matching.ledger import next_month
from matching.routing import Town
from matching.territory import Node, NodeKind

_A_DAY = timedelta(days=1)
#: No longer span is counted.
_LONGEST = timedelta(days=366)
_OFFICES = frozenset({NodeKind.DISTRICT, NodeKind.STREET, NodeKind.COMMUNITY, NodeKind.COMPOUND})
SPANS: Mapping[str, str] = {
    "week": "本周", "month": "本月", "last": "上月", "quarter": "本季度", "own": "自己选",
}  # fmt: skip
#: What a meeting of all parties talks about.
MEETING_CHARTS = ("category", "place", "rates", "times", "course", "topics", "chronic", "equity")
#: So many rows of each, so that all of it lies on a sheet or two; the export has them all.
_MEETING_ROWS = 6
_LIBRARY = ("chartkick", "django", "static", "chartkick", "Chart.bundle.js")


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen to be looked at, and among which places one may choose."""

    frame: Frame
    span: str
    town: Town
    places: tuple[Node, ...]

    @property
    def query(self) -> str:
        """The same choice as an address has it."""
        frame, last = self.frame, self.frame.until - _A_DAY
        return urlencode({"span": "own", "since": frame.since, "until": last, "place": frame.place})

    @property
    def where(self) -> str:
        """The place as people call it."""
        return self.town.territory.title(self.frame.place) or "全部"

    @property
    def head(self) -> str:
        """Of when and where."""
        return f"{self.where}，{self.frame.since}至{self.frame.until - _A_DAY}"


@dataclass(frozen=True, slots=True)
class FigureScreens:
    """The screens of figures."""

    desk: Desk
    templates: Templates
    pictures: Pictures

    def show(self, asked: Asked) -> Response:
        """Every chart of a span and place."""
        return self._with(asked, lambda choice, picture: self._page("figures/figures", asked, choice, picture))

    def meeting(self, asked: Asked) -> Response:
        """One page to read out and print: last month, unless another one is named."""
        return self._with(asked, lambda choice, picture: self._page("figures/meeting", asked, choice, picture), "last")

    def export(self, asked: Asked) -> Response:
        """One chart as CSV, or one, those of a meeting or all as XLSX."""
        return self._with(asked, lambda choice, picture: self._export(asked, choice, picture))

    def library(self, _asked: Asked) -> Response:
        """Chart.js as its package carries it."""
        package, *inner = _LIBRARY
        found = files(package).joinpath(*inner).read_bytes()
        kept = {**HEADERS, "Cache-Control": "private, max-age=31536000, immutable"}
        return Response(found, media_type="text/javascript", headers=kept)

    def _with(
        self, asked: Asked, show: Callable[[Choice, Picture], Response], span: str = "month"
    ) -> Response:
        town = self.desk.store.read(lambda unit: self.desk.library.current(unit, self.desk.clock())).town
        today = self.desk.clock().astimezone(self.desk.calendar.zone).date()
        choice = choice_of(asked.query, asked.here.standing, town, (today, span))
        if choice is None:
            words = "没有这个地方，或它不归您看。请从上面的“地方”里选。"
            return self.templates.page("sorry", asked, 404, words=words)
        picture = self.pictures.ask(choice.frame)
        if picture is None:
            return self.templates.page("figures/counting", asked, choice=choice)
        return show(choice, picture)

    def _page(self, name: str, asked: Asked, choice: Choice, picture: Picture) -> Response:
        if name == "figures/meeting":
            told = (chart for chart in picture.charts if chart.name in MEETING_CHARTS)
            charts = [shown_chart(chart, choice.town, _MEETING_ROWS) for chart in told]
        else:
            charts = [shown_chart(chart, choice.town) for chart in picture.charts]
        return self.templates.page(
            name, asked, choice=choice, picture=picture, charts=charts, spans=SPANS, zone=self.desk.calendar.zone,
            last_day=choice.frame.until - _A_DAY, title=choice.town.territory.title,
        )  # fmt: skip

    def _export(self, asked: Asked, choice: Choice, picture: Picture) -> Response:
        which = asked.query.get("chart", "all")
        charts: tuple[Chart, ...] = tuple(
            chart for chart in picture.charts
            if which in (chart.name, "all") or (which == "meeting" and chart.name in MEETING_CHARTS)
        )  # fmt: skip
        if not charts:
            return self.templates.page("sorry", asked, 404, words="没有这张图。请回到“数据”里选。")
        name = f"linli-{which}-{choice.frame.since}-{choice.frame.until - _A_DAY}"
        if asked.query.get("format") == "csv" and len(charts) == 1:
            return download(as_csv(charts[0], choice.town), f"{name}.csv", CSV_TYPE)
        return download(as_xlsx(charts, choice.town, choice.head), f"{name}.xlsx", XLSX_TYPE)


def figure_doors(screens: FigureScreens) -> list[Door]:
    """The doors of the figures."""
    return [
        Door("GET", "/figures", screens.show, Right.FIGURES),
        Door("GET", "/figures/export", screens.export, Right.FIGURES),
        Door("GET", "/figures/meeting", screens.meeting, Right.FIGURES),
        Door("GET", "/figures/chart.js", screens.library, Right.FIGURES),
    ]


def choice_of(
    query: Mapping[str, str], standing: Standing, town: Town, otherwise: tuple[date, str]
) -> Choice | None:
    """What a query asks for, today and the usual span given; None where the place is unknown or not hers."""
    today, usual = otherwise
    place = query.get("place", "") or standing.place
    if place and (town.territory.get(place) is None or not standing.sees_place(town.territory, place)):
        return None
    span = query.get("span", "own" if "since" in query else "")
    span = span if span in SPANS else usual
    since, until = _own(query, today) if span == "own" else _days(span, today)
    places = tuple(
        node for node in town.territory.nodes()
        if node.kind in _OFFICES and not node.is_closed and standing.sees_place(town.territory, node.code)
    )  # fmt: skip
    return Choice(Frame(since, until, place), span, town, places)


def _days(span: str, today: date) -> tuple[date, date]:
    """The first day of a named span and the one after its last."""
    first = today.replace(day=1)
    if span == "week":
        monday = today - today.weekday() * _A_DAY
        return monday, monday + 7 * _A_DAY
    if span == "last":
        return (first - _A_DAY).replace(day=1), first
    if span == "quarter":
        begins = first.replace(month=(today.month - 1) // 3 * 3 + 1)
        return begins, next_month(next_month(next_month(begins)))
    return first, next_month(first)


def _own(query: Mapping[str, str], today: date) -> tuple[date, date]:
    """The days that were typed; what cannot be read is this month's, a span that is too long is cut at its begin."""
    since = _day(query.get("since", "")) or today.replace(day=1)
    last = _day(query.get("until", "")) or today
    last = max(last, since)
    return max(since, last - _LONGEST + _A_DAY), last + _A_DAY


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if date(2000, 1, 1) <= day <= date(2200, 1, 1) else None
