"""The demo at an hour of the test's own: nobody asks volunteers by night, and a clock need not be waited for.

Web, simulator and deliveries run on threads of this process, with the product's parts and the true protocol.
"""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import uvicorn

from bot.commands.demo import load_demo, with_demo_account
from bot.commands.serving import simulator_of
from bot.desk.clock import Due
from bot.desk.delivery import deliver_due
from bot.desk.keeping import keep_media
from bot.desk.reminders import do_due
from bot.main import create_app
from bot.settings import DatabaseSettings, ServerSettings, Settings
from bot.wiring import Runtime, build_runtime
from storage.errors import StoreUnavailable
from tests.builders import ZONE
from tests.journeys.installation import LINLI, ROOT

_POLL = 0.03


class Faults(logging.Handler):
    """Keeps what is logged as an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.told.append(self.format(record))


class OwnHour:
    """The demo neighbourhood at an hour that goes on as any clock and is put forward by the test."""

    def __init__(self, local: datetime, url: str) -> None:
        self.ahead = local.astimezone(UTC) - datetime.now(UTC)
        self.url = url
        self.runtime: Runtime

    def clock(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def passes(self, **span: float) -> Sequence[Due]:
        """Time passes; the clocks strike once, at its end."""
        self.ahead += timedelta(**span)
        return do_due(self.runtime.desk, self.clock())

    def comes(self, weekday: int, at: time) -> None:
        """It is the next such weekday (Monday is 1) and hour in Zhangzhou; no clock has struck yet."""
        local = self.clock().astimezone(ZONE)
        then = datetime.combine(local.date() + timedelta(days=(weekday - local.isoweekday()) % 7), at, ZONE)
        then += timedelta(days=7 if then <= local else 0)
        self.ahead += then - local


    def tick(self) -> str:
        """What `linli tick --now` did at this hour, as a process of its own."""
        settings = self.runtime.settings
        environment = {
            **{key: os.environ[key] for key in ("PATH", "HOME", "LANG", "TMPDIR") if key in os.environ},
            "PYTHONPATH": str(ROOT),
            "LINLI_DATABASE__URL": settings.database.url,
            "LINLI_SERVER__PUBLIC_URL": settings.server.public_url,
            "LINLI_DESK__QUIET_NIGHTS": "false",
        }
        command = [*LINLI, "tick", "--now", self.clock().isoformat()]
        done = subprocess.run(command, env=environment, capture_output=True, check=True, timeout=60)
        return done.stdout.decode()

    def tend(self, stop: threading.Event) -> None:
        """What is due is delivered, what was sent is fetched, until `stop`."""
        while not stop.wait(_POLL):
            try:
                while deliver_due(self.runtime.post) or keep_media(self.runtime.post, self.runtime.source):
                    pass
            except StoreUnavailable:
                continue


@contextmanager
def demo_at(local: datetime, folder: Path) -> Iterator[OwnHour]:
    """The demo, open for phones and pages at this local moment (aware). Nothing may be logged as an error."""
    faults = Faults()
    logging.getLogger("bot").addHandler(faults)  # a push that the end cuts short is asyncio's to tell
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        hour = OwnHour(local, f"http://127.0.0.1:{port}")
        settings = with_demo_account(
            Settings(
                database=DatabaseSettings(url=f"sqlite:///{folder / 'linli.db'}"),
                server=ServerSettings(port=port, log_level="warning"),
            )
        )
        runtime = build_runtime(settings)
        load_demo(runtime.store)
        runtime.desk.library.look_again()
        hour.runtime = replace(
            runtime, desk=replace(runtime.desk, clock=hour.clock), post=replace(runtime.post, clock=hour.clock)
        )
        with _serving(hour, listener):
            yield hour
        runtime.close()
    logging.getLogger("bot").removeHandler(faults)
    assert faults.told == []


@contextmanager
def _serving(hour: OwnHour, listener: socket.socket) -> Iterator[None]:
    simulator = simulator_of(hour.runtime)
    assert simulator is not None
    app = create_app(hour.runtime, {"/simulator": simulator})
    config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=2)
    server, stop = uvicorn.Server(config), threading.Event()
    threads = [
        threading.Thread(target=server.run, args=([listener],), name="web"),
        threading.Thread(target=hour.tend, args=(stop,), name="worker"),
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        simulator.state.simulation.close()
        server.should_exit = True
        for thread in threads:
            thread.join(20)
