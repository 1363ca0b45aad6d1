"""Starting the processes: run, serve, worker, migrate, tick."""

from __future__ import annotations

import json
import logging
import signal
import socket
import sys
import threading
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from zoneinfo import ZoneInfo

import uvicorn
from starlette.applications import Starlette

from bot.commands.configured import settings_of
from bot.commands.demo import load_demo, with_demo_account
from bot.desk.labels import duty_title
from bot.desk.reminders import do_due, what_is_due
from bot.errors import SettingsRefused
from bot.main import create_app
from bot.settings import Settings, require_account
from bot.simulator.account import acquaintance
from bot.simulator.app import simulator_app
from bot.wiring import Runtime, build_runtime, utc_now
from bot.worker import run_worker
from matching.responder import Role
from storage.engine import migrate

logger = logging.getLogger(__name__)

#: How long `run` waits for requests under way when it is told to stop; WeChat's own limit is 5 s.
_GRACE_SECONDS = 5


def run(asked: Namespace) -> int:
    """Everything in one process, until Ctrl-C."""
    settings = settings_of(asked)
    _log(settings)
    with _listening(settings) as (listener, listening):
        settings = with_demo_account(listening) if asked.demo else listening
        require_account(settings)
        _end_as_on_ctrl_c()
        with _open(settings, demo=asked.demo) as runtime, _working(runtime):
            _announce(settings)
            _serve(runtime, listener)
    return 0


def serve(asked: Namespace) -> int:
    """The web process alone, until Ctrl-C or SIGTERM."""
    settings = settings_of(asked)
    _log(settings)
    require_account(settings)
    _end_as_on_ctrl_c()
    with _listening(settings) as (listener, listening), _open(listening) as runtime:
        _announce(listening)
        _serve(runtime, listener)
    return 0


def work(asked: Namespace) -> int:
    """The background process alone, until Ctrl-C or SIGTERM."""
    settings = settings_of(asked)
    _log(settings)
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    with _open(settings) as runtime:
        run_worker(runtime, stop)
    return 0


def bring_up_to_date(asked: Namespace) -> int:
    """Create or upgrade the tables."""
    migrate(settings_of(asked).database.url)
    print("数据库已是当前版本。/ The database is up to date.")
    return 0


def tick(asked: Namespace) -> int:
    """What the clocks want as of `--now`, done (or with `--dry-run` only listed), a line each."""
    settings = settings_of(asked)
    now = asked.now or utc_now()
    with _open(settings) as runtime:
        found = what_is_due(runtime.desk, now) if asked.dry_run else do_due(runtime.desk, now)
    zone = ZoneInfo(settings.desk.timezone)
    rows = [
        {"case": due.case, "which": due.which, "what": due.what,
         "since": due.since.astimezone(zone).isoformat(timespec="seconds")}
        for due in found
    ]
    if asked.json:
        print(json.dumps(rows, ensure_ascii=False))
    else:
        for row in rows:
            number = row["case"] or row["which"]
            print(f"{f'#{number}' if number else '-'}\t{row['what']}\t{row['since']}")
    return 0


@contextmanager
def _open(settings: Settings, *, demo: bool = False) -> Iterator[Runtime]:
    runtime = build_runtime(settings)
    try:
        if demo:
            load_demo(runtime.store)
            runtime.desk.library.look_again()
        yield runtime
    finally:
        runtime.close()


@contextmanager
def _listening(settings: Settings) -> Iterator[tuple[socket.socket, Settings]]:
    """The port bound before anything is started, and the settings with the port really taken (0 takes any)."""
    listener = socket.socket(socket.AF_INET6 if ":" in settings.server.host else socket.AF_INET)
    with listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((settings.server.host, settings.server.port))
        except OSError as error:
            reason = error.strerror or ""
            raise SettingsRefused(
                "server.port",
                f"{settings.server.port} 用不了（{reason}）；换一个：--port N 或 LINLI_SERVER__PORT",
                f"{settings.server.port} cannot be used ({reason}); choose another with --port N",
            ) from error
        server = settings.server.model_copy(update={"port": listener.getsockname()[1]})
        yield listener, settings.model_copy(update={"server": server})


@contextmanager
def _working(runtime: Runtime) -> Iterator[None]:
    """The background work on a thread of this process."""
    stop = threading.Event()
    thread = threading.Thread(target=run_worker, args=(runtime, stop), name="worker")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


class _Server(uvicorn.Server):
    """Ends the simulator's open event streams at the signal: uvicorn would wait for them until the grace is over."""

    def __init__(self, config: uvicorn.Config, streams: Starlette | None) -> None:
        super().__init__(config)
        self._streams = streams

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if self._streams is not None:
            self._streams.state.simulation.close()
        super().handle_exit(sig, frame)


def simulator_of(runtime: Runtime) -> Starlette | None:
    """The simulator where it is switched on; handlers and volunteers without a phone there have their names."""
    if not runtime.settings.simulator.enabled:
        return None
    rows = runtime.store.read(lambda unit: unit.people.people_rows())
    helping = runtime.store.read(lambda unit: unit.people.volunteer_rows())
    knowledge = runtime.store.read(lambda unit: runtime.desk.library.current(unit, utc_now()))
    title = knowledge.town.territory.title
    known = {row.openid: acquaintance(row.openid, row.name, "志愿者") for row in helping if row.openid}
    known |= {
        row.openid: acquaintance(row.openid, row.name, duty_title(title(row.place), Role(row.role)))
        for row in rows
        if row.openid
    }
    return simulator_app(runtime.settings, tuple(known.values()))


def _serve(runtime: Runtime, listener: socket.socket) -> None:
    """Serve until a signal. No access log: WeChat's query carries the openid and the signature."""
    simulator = simulator_of(runtime)
    config = uvicorn.Config(
        create_app(runtime, {"/simulator": simulator} if simulator else {}),
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
    server = _Server(config, simulator)
    try:
        server.run(sockets=[listener])
    except KeyboardInterrupt:  # uvicorn raises it again once it has shut down cleanly
        logger.info("stopped")


def _end_as_on_ctrl_c() -> None:
    """Let SIGTERM (systemd, Docker) unwind the stack: uvicorn raises it again once it has shut down, and by
    default that kills the process before the worker has finished and the database is closed.

    SIGINT too: a shell starts a background command with it ignored, and the process would never hear of it
    before uvicorn listens.
    """
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.default_int_handler)


def _announce(settings: Settings) -> None:
    base = f"http://{settings.server.host}:{settings.server.port}"
    lines = [f"公开台账 ledger     {base}/ledger", f"微信回调 gateway    {base}/wechat"]
    lines += [f"管理台   console    {base}/admin  （建账户 an account: linli admin create NAME）"]
    lines += [f"健康检查 health     {base}/healthz"]
    if settings.simulator.enabled:
        lines.insert(0, f"模拟器   simulator  {base}/simulator")
    print("\n".join(["邻里已启动，Ctrl-C 停止。", *lines]), flush=True)


def _log(settings: Settings) -> None:
    logging.basicConfig(
        level=settings.server.log_level.upper(),
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
        stream=sys.stderr,
    )
    for name in ("httpx", "httpcore", "alembic"):  # the first two would log addresses with openids in them
        logging.getLogger(name).setLevel(logging.WARNING)
