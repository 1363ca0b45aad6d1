"""The simulator as one ASGI application, to be mounted at `/simulator`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.settings import Settings
from bot.simulator.account import PhoneOwner, SimulatedAccount, account_from_settings
from bot.simulator.control import control_routes
from bot.simulator.simulation import Simulation
from bot.simulator.wechat_api import api_routes

_HERE = Path(__file__).parent
_PAGE_HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class _FreshFiles(StaticFiles):
    """Scripts and styles that a browser asks for again after an update of the product."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        """The file, to be checked before each use."""
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "no-cache"
        return response


def simulator_app(settings: Settings, acquaintances: tuple[PhoneOwner, ...] = ()) -> Starlette:
    """The simulator of the account in `settings`, talking to the product at its own port over loopback.

    `acquaintances` (see `bot.simulator.account.acquaintance`) give names to followers without a phone.
    """
    return build_simulator(account_from_settings(settings, acquaintances))


def build_simulator(account: SimulatedAccount) -> Starlette:
    """The simulator of `account`. Its state is `app.state.simulation`; `close()` there ends open streams."""
    simulation = Simulation(account)
    routes: list[BaseRoute] = [
        Route("/", _page, methods=["GET"]),
        Mount("/static", _FreshFiles(directory=_HERE / "static")),
        Mount("/api", routes=api_routes(simulation)),
        *control_routes(simulation),
    ]
    app = Starlette(routes=routes)
    app.state.simulation = simulation
    return app


async def _page(request: Request) -> Response:
    # The page's addresses are relative, so it must be read with the slash at the end.
    if not request.url.path.endswith("/"):
        return RedirectResponse(request.url.path + "/")
    return FileResponse(_HERE / "templates" / "chat.html", headers=_PAGE_HEADERS)
