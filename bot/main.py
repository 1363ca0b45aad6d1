"""The web process: mounts the doors and pages, nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.admin.app import admin_app
from bot.api.health import health_routes
from bot.desk.intake import receive_message
from bot.desk.wording import UNAVAILABLE
from bot.ledger.app import ledger_app
from bot.pages.app import pages_app
from bot.wechat.counting import PrometheusDoorCounters
from bot.wechat.envelope import Envelope
from bot.wechat.qrcode import create_scene_qr
from bot.wechat.routes import Gateway, callback_route
from bot.wiring import Runtime, utc_now


class FrontDoor:
    """The callback before everything else: FastAPI's layers cost it 35 µs a message and give it nothing."""

    def __init__(self, callback: Route, app: FastAPI) -> None:
        """Hand `/wechat` to `callback`, the rest to `app`."""
        self._callback = callback
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection (ASGI)."""
        if scope["type"] == "http" and scope["path"] == self._callback.path:
            await self._callback.handle(scope, receive, send)
        else:
            await self._app(scope, receive, send)


async def _to_first(path: str, _request: Request) -> Response:
    """Whoever opens the bare address of a demo means its chat page."""
    return RedirectResponse(f"{path}/")


def create_app(runtime: Runtime, mounts: Mapping[str, ASGIApp] | None = None) -> ASGIApp:
    """The web application on a runtime. `mounts` are further apps by path (the simulator).

    Raises `SettingsRefused` for an empty token or a malformed AES key.
    """
    gateway = Gateway(
        envelope=Envelope(runtime.settings.wechat, utc_now),
        receive=partial(receive_message, runtime.desk),
        counters=PrometheusDoorCounters(runtime.registry),
        unavailable_text=UNAVAILABLE,
        now=utc_now,
    )
    app = FastAPI(title="邻里 Linli", docs_url=None, redoc_url=None, openapi_url="/api/v1/openapi.json")
    app.router.routes.extend(health_routes(runtime.ping, runtime.registry, runtime.store))
    app.mount("/pages", pages_app(runtime.desk, runtime.desk.links))
    app.mount("/ledger", ledger_app(runtime.desk))
    safe = runtime.settings.server.public_url.startswith("https:")
    scene = partial(create_scene_qr, runtime.api) if runtime.settings.wechat.app_id else None
    console = admin_app(runtime.desk, runtime.desk.links.key, safe=safe, settings=runtime.settings, scene=scene)
    app.mount("/admin", console)
    for path, mounted in (mounts or {}).items():
        app.mount(path, mounted)
    if mounts:
        app.router.routes.append(Route("/", partial(_to_first, next(iter(mounts)))))
    return FrontDoor(callback_route(gateway), app)
