"""The web process: mounts the doors and pages, nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from fastapi import FastAPI
from starlette.types import ASGIApp

from bot.api.health import health_routes
from bot.desk.intake import receive_message
from bot.desk.wording import UNAVAILABLE
from bot.wechat.counting import PrometheusDoorCounters
from bot.wechat.envelope import Envelope
from bot.wechat.routes import Gateway, callback_route
from bot.wiring import Runtime, utc_now


def create_app(runtime: Runtime, mounts: Mapping[str, ASGIApp] | None = None) -> FastAPI:
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
    # First in the list: the callback is asked a thousand times as often as everything else together.
    app.router.routes.insert(0, callback_route(gateway))
    app.router.routes.extend(health_routes(runtime.ping, runtime.registry, runtime.store))
    for path, mounted in (mounts or {}).items():
        app.mount(path, mounted)
    return app
