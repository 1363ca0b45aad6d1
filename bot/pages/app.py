"""The mobile pages as one application, mounted at `/pages`: `/pages/TOKEN/…`, where the token is the whole ticket."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from bot.desk import wording_pages
from bot.desk.desk import Desk
from bot.desk.links import LinkExpired, LinkRefused, Links
from bot.markup import LastingFiles
from bot.pages.carepage import CarePages
from bot.pages.casepage import CasePages
from bot.pages.listpage import ListPages
from bot.pages.needpage import NeedPages
from bot.pages.photopage import PhotoPages
from bot.pages.photos import PhotoRefused
from bot.pages.rendering import HEADERS, STATIC, Templates
from bot.pages.request import BIG, Asked, read_form
from bot.pages.servicepage import ServicePages
from bot.pages.stationpage import StationPages
from bot.pages.surgepage import SurgePages
from bot.pages.volunteerpage import VolunteerPages
from storage.errors import StoreUnavailable

_A_YEAR = 31_536_000
#: Where somebody may come back to: a case, or one thing of another kind.
_PAGE = re.compile(r"(?:[a-z]{1,12}/)?\d{1,15}|[a-z]{1,12}", re.ASCII)
Page = Callable[[Asked], Response]


class _Numbers(Convertor[int]):
    """A number that a database can hold; an address with a longer one leads nowhere."""

    regex = "[0-9]{1,15}"

    def convert(self, value: str) -> int:
        """The number."""
        return int(value)

    def to_string(self, value: int) -> str:
        """The number as it stands in an address."""
        return str(value)


register_url_convertor("number", _Numbers())


@dataclass(frozen=True, slots=True)
class _Door:
    """Opens links: what is behind a good one, or a kind page that says how to get another."""

    links: Links
    templates: Templates

    def endpoint(self, page: Page) -> Callable[[Request], Any]:
        """A page behind the door, worked on a thread."""

        async def opened(request: Request) -> Response:
            try:
                return await run_in_threadpool(page, await self._asked(request))
            except LinkRefused as refused:
                return self._shut(request, refused)
            except PhotoRefused as refused:
                return self._sorry(request, 413, str(refused))
            except StoreUnavailable:
                return self._sorry(request, 503, wording_pages.BUSY)

        return opened

    async def _asked(self, request: Request) -> Asked:
        token = str(request.path_params["token"])
        opened = self.links.read(token)
        form, photos = await read_form(request)
        if request.method == "POST" and not self.links.is_form_key(token, form.get("key", "")):
            raise LinkRefused
        big = request.cookies.get(BIG) == "1"
        return Asked(token, opened, request.path_params, dict(request.query_params), form, photos, big)

    def _shut(self, request: Request, refused: LinkRefused) -> HTMLResponse:
        expired = isinstance(refused, LinkExpired)
        return self._sorry(
            request, 410 if expired else 403, wording_pages.EXPIRED if expired else wording_pages.FOREIGN
        )

    def _sorry(self, request: Request, status: int, words: str) -> HTMLResponse:
        return self.templates.page("sorry", status, words=words, big=request.cookies.get(BIG) == "1", mark="")


def pages_app(desk: Desk, links: Links) -> Starlette:
    """The pages of a desk, for links signed by `links`."""
    templates = Templates()
    door = _Door(links, templates)
    surges = SurgePages(desk, templates)
    needs = NeedPages(desk, links, templates)
    cases, lists, photos = CasePages(desk, links, templates), ListPages(desk, templates), PhotoPages(desk, templates)
    volunteers = VolunteerPages(desk, links, templates)
    stations = StationPages(desk, links, templates)
    care = CarePages(desk, links, templates)
    services = ServicePages(desk, links, templates)
    case = "/{token}/{number:number}"
    table: list[tuple[str, str, Page]] = [
        ("GET", "/{token}", lists.mine),
        ("GET", "/{token}/", lists.mine),
        ("GET", "/{token}/watch", lists.watch),
        ("GET", "/{token}/watch.csv", lists.watch_table),
        ("GET", "/{token}/surge/{number:number}", surges.show),
        ("GET", "/{token}/need/{number:number}", needs.show),
        ("POST", "/{token}/need/{number:number}/{verb}", needs.move),
        ("GET", "/{token}/wishes", care.wishes),
        ("POST", "/{token}/wishes/{number:number}", care.adopt),
        ("GET", "/{token}/visits", care.visits),
        ("POST", "/{token}/visits/{number:number}", care.visited),
        ("GET", "/{token}/doors", care.doors),
        ("POST", "/{token}/doors", care.called),
        ("GET", "/{token}/volunteer", volunteers.show),
        ("POST", "/{token}/volunteer", volunteers.change),
        ("POST", "/{token}/volunteer/{what}", volunteers.change),
        ("GET", "/{token}/stations", stations.show),
        ("POST", "/{token}/stations", stations.change),
        ("GET", "/{token}/certificate/{code}.pdf", volunteers.printed),
        ("GET", "/{token}/certificate/{code}", volunteers.certificate),
        ("GET", "/{token}/services", services.catalogue),
        ("POST", "/{token}/services", services.order),
        ("GET", "/{token}/activities", services.activities),
        ("GET", "/{token}/activity/{number:number}", services.activity),
        ("POST", "/{token}/activity/{number:number}", services.sign_up),
        ("GET", case, cases.show),
        ("POST", f"{case}/photo", photos.add),
        ("GET", case + "/photo/{message:number}", photos.small),
        ("GET", case + "/photo/{message:number}/whole", photos.whole),
        ("GET", case + "/photo/{message:number}/page", photos.page),
        ("GET", case + "/{verb}", cases.form),
        ("POST", case + "/{verb}", cases.move),
    ]
    routes: list[BaseRoute] = [
        Mount("/static", LastingFiles(directory=Path(STATIC))),
        Route("/certificate", volunteers.look_up, methods=["GET"]),
        Route("/certificate/{number}", volunteers.look_up, methods=["GET"]),
        Route("/{token}/letters", _letters, methods=["GET"]),
        *(Route(path, door.endpoint(page), methods=[method]) for method, path, page in table),
    ]
    return Starlette(routes=routes)


async def _letters(request: Request) -> Response:
    """Large letters from now on, or ordinary ones; back to where she was."""
    at = request.query_params.get("at", "")
    back = f"/pages/{request.path_params['token']}/{at if _PAGE.fullmatch(at) else ''}"
    answer = RedirectResponse(back, 303, headers=dict(HEADERS))
    big = request.query_params.get("big", "")
    answer.set_cookie(BIG, "1" if big == "1" else "0", max_age=_A_YEAR, path="/pages", httponly=True, samesite="lax")
    return answer
