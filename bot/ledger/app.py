"""The public ledger as one application, mounted at `/ledger`: no login, no script, the same for everybody."""

from __future__ import annotations

import json
import re
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from threading import Lock
from urllib.parse import quote, urlencode

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route

from bot.desk import wording_ledger
from bot.desk.desk import Desk
from bot.desk.hottopics import hot_topics
from bot.desk.ledgerbook import View, latest_month, public_place, read_page, read_rows
from bot.desk.ledgermonths import MonthBooks, Reading
from bot.ledger.charts import charts
from bot.ledger.poster import poster_of
from bot.ledger.posterpng import as_png
from bot.ledger.rendering import HEADERS, STATIC, Templates
from bot.markup import LastingFiles
from bot.paper.pdf import as_pdf
from intents.verdict import Category
from matching.ledger import months_until, next_month
from storage.errors import StoreUnavailable
from storage.unit_of_work import UnitOfWork

_GOOD_FOR = timedelta(minutes=1)
_KEPT_MOST = 500
#: A month of a whole town is two megabytes as JSON.
KEPT_BYTES = 32 * 1024 * 1024
_MONTHS_BACK = 36
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
_HTML, _JSON = "text/html; charset=utf-8", "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent: the same for everybody who asks within a minute."""

    status: int
    media_type: str
    body: bytes


@dataclass(slots=True)
class _Kept:
    """Answers by what was asked, the oldest dropped first. Threads may share them."""

    most_bytes: int
    answers: OrderedDict[str, tuple[datetime, Answer]] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def get(self, asked: str, now: datetime) -> Answer | None:
        """A fresh answer, or None."""
        found = self.answers.get(asked)
        return found[1] if found is not None and timedelta() <= now - found[0] < _GOOD_FOR else None

    def put(self, asked: str, now: datetime, answer: Answer) -> None:
        """Keep an answer for a minute."""
        with self.lock:
            self.answers.pop(asked, None)
            self.answers[asked] = (now, answer)
            held = sum(len(kept.body) for _, kept in self.answers.values())
            while len(self.answers) > _KEPT_MOST or held > self.most_bytes:
                held -= len(self.answers.popitem(last=False)[1][1].body)


Making = Callable[[Reading, View], Answer]


class _Pages:
    """What the ledger answers with."""

    def __init__(self, desk: Desk, kept_bytes: int) -> None:
        self._desk = desk
        self._templates = Templates()
        self._kept = _Kept(kept_bytes)
        self._books = MonthBooks()

    def endpoint(self, make: Making) -> Callable[[Request], object]:
        """A page by place and query, made on a thread unless it was asked for within the last minute."""

        async def answered(request: Request) -> Response:
            try:
                found = await run_in_threadpool(self._answer, make, request)
            except StoreUnavailable:
                found = self._sorry(503, wording_ledger.BUSY)
            if isinstance(found, Response):
                return found
            return Response(found.body, found.status, dict(HEADERS), found.media_type)

        return answered

    def _answer(self, make: Making, request: Request) -> Answer | Response:
        now = self._desk.clock()
        code = str(request.path_params.get("place", ""))
        wanted = _wanted(request.query_params)
        if make != self.page:
            wanted.pop("page", None)  # only the page has several
        asked = f"{make.__name__} {code} {sorted(wanted.items())}"
        kept = self._kept.get(asked, now)
        if kept is not None:
            return kept
        made = self._desk.store.read(lambda unit: self._made(make, unit, code, wanted))
        if isinstance(made, Answer) and made.status == 200:
            self._kept.put(asked, now, made)
        return made

    def _made(self, make: Making, unit: UnitOfWork, code: str, wanted: Mapping[str, str]) -> Answer | Response:
        reading = reading_of(self._desk, unit, self._books)
        place = public_place(reading.town, code) if code else ""
        if code and not place:
            return self._sorry(404, wording_ledger.UNKNOWN_PLACE)
        if place != code:
            return RedirectResponse(f"/ledger/{quote(place)}", 301, dict(HEADERS))
        return make(reading, _view(reading, place, wanted))

    def _sorry(self, status: int, said: str) -> Answer:
        return Answer(status, _HTML, self._templates.page("sorry", said=said))

    def page(self, reading: Reading, view: View) -> Answer:
        """The ledger of a place and month, to be read."""
        found = read_page(reading, view)
        last, following = view.month - timedelta(days=1), next_month(view.month)
        values = {
            "page": found,
            "month": wording_ledger.month_name(view.month.year, view.month.month),
            "months": _months(reading, view),
            "earlier": last.strftime("%Y-%m"),
            "later": following.strftime("%Y-%m") if following <= reading.today() else "",
            "charts": charts(found.trend),
            "topics": hot_topics(reading, view.place, view.month) if found.shown else (),
            "taken": [
                (reading.town.territory.title(one.place), reading.town.preferences.label(one.category), one.subject)
                for one in found.taken
            ],
            "here": _address(view.place),
            "link": lambda **other: _address(view.place, **{**_query(view), **other}),
            "address": _address,
        }
        return Answer(200, _HTML, self._templates.page("page", **values))

    def rows(self, reading: Reading, view: View) -> Answer:
        """The same cases for programs: the fields of a public row, nothing else."""
        body = {
            "place": view.place,
            "month": f"{view.month:%Y-%m}",
            "category": view.category,
            "definitions": list(wording_ledger.DEFINITIONS),
            "cases": [row.fields() for row in read_rows(reading, view)],
        }
        return Answer(200, _JSON, json.dumps(body, ensure_ascii=False).encode())

    def pdf(self, reading: Reading, view: View) -> Answer:
        """The month's poster to print."""
        return Answer(200, "application/pdf", as_pdf(poster_of(reading, view.place, view.month, self._public())))

    def png(self, reading: Reading, view: View) -> Answer:
        """The month's poster as a picture."""
        return Answer(200, "image/png", as_png(poster_of(reading, view.place, view.month, self._public())))

    def _public(self) -> str:
        return self._desk.links.base


def ledger_app(desk: Desk, kept_bytes: int = KEPT_BYTES) -> Starlette:
    """The public ledger of a desk; answers of so many bytes together are kept for a minute."""
    pages = _Pages(desk, kept_bytes)
    files: dict[str, Making] = {
        "rows.json": pages.rows, "poster.pdf": pages.pdf, "poster.png": pages.png,
    }  # fmt: skip
    routes: list[Mount | Route] = [Mount("/static", LastingFiles(directory=STATIC))]
    for name, make in files.items():
        endpoint = pages.endpoint(make)
        routes += [Route(f"/{name}", endpoint), Route("/{place}/" + name, endpoint)]
    page = pages.endpoint(pages.page)
    routes += [Route("/", page), Route("/{place}", page), Route("/{place}/", page)]
    return Starlette(routes=routes)


def reading_of(desk: Desk, unit: UnitOfWork, books: MonthBooks) -> Reading:
    """What reading the ledger needs, as the desk has it now."""
    now = desk.clock()
    return Reading(unit, desk.library.current(unit, now).town, desk.calendar.zone, now, books)


def _wanted(query: Mapping[str, str]) -> dict[str, str]:
    """Of a query what is understood; the rest is as if it were not there."""
    found: dict[str, str] = {}
    if _MONTH.fullmatch(query.get("month", "")):
        found["month"] = query["month"]
    if query.get("category", "") in set(Category):
        found["category"] = query["category"]
    page = query.get("page", "")
    if re.fullmatch(r"[1-9]\d{0,3}", page):
        found["page"] = page
    return found


def _view(reading: Reading, place: str, wanted: Mapping[str, str]) -> View:
    """What is asked for, within three years back and not ahead."""
    months = months_until(reading.today(), _MONTHS_BACK)
    asked = date.fromisoformat(f"{wanted['month']}-01") if "month" in wanted else latest_month(reading, place)
    month = min(max(asked, months[0]), months[-1])
    return View(place, month, wanted.get("category", ""), int(wanted.get("page", "1")))


def _months(reading: Reading, view: View) -> list[str]:
    """The months to choose from, the latest first: a year and more, and the one that is shown."""
    shown = {*months_until(reading.today(), 13), view.month}
    return [month.strftime("%Y-%m") for month in sorted(shown, reverse=True)]


def _query(view: View) -> dict[str, str]:
    return {"month": f"{view.month:%Y-%m}", "category": view.category}


def _address(place: str, file: str = "", **query: str) -> str:
    """An address of the ledger; what is empty is left out."""
    path = "/ledger/" + "/".join(filter(None, (quote(place, safe=""), file)))
    said = {name: value for name, value in query.items() if value}
    return f"{path}?{urlencode(said)}" if said else path
