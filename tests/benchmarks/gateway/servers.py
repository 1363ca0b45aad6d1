"""The contenders: each one process on one core, in a folder of its own, watched from outside."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from time import monotonic, perf_counter

from tests.benchmarks.gateway.load import Connection
from tests.journeys import wechat_side
from tests.journeys.installation import LINLI, ROOT, free_port
from tests.journeys.wechat_side import Incoming, WeChatSide

SERVER_CORE, CLIENT_CORE = 0, max(os.cpu_count() or 1, 2) - 1
_TICK = os.sysconf("SC_CLK_TCK")
_PIN = "import os,sys; os.sched_setaffinity(0, {int(sys.argv[1])}); os.execv(sys.argv[2], sys.argv[2:])"


class NotReady(RuntimeError):
    """The server did not answer in time, or ended; its last words follow."""


@dataclass(frozen=True, slots=True)
class Contender:
    """How one server is started; {port} stands for its port. `cold` is what its start is measured with."""

    name: str
    title: str
    command: tuple[str, ...]
    makes_cases: bool = False
    cold: tuple[str, ...] = ()
    environment: dict[str, str] = field(default_factory=dict)


def uvicorn(target: str, *, factory: bool = True) -> tuple[str, ...]:
    """The command of an ASGI app under uvicorn (uvloop, httptools, one process, no access log)."""
    command = (sys.executable, "-m", "uvicorn", target, "--port", "{port}", "--log-level", "warning")
    return (*command, "--no-access-log", *(("--factory",) if factory else ()))


CEILING = Contender(
    "ceiling",
    "client's ceiling (empty ASGI app)",
    uvicorn("tests.benchmarks.gateway.echo_bare:app", factory=False),
)
CONTENDERS = (
    Contender(
        "fastapi-echo",
        "(a) FastAPI + wechatpy, echo only",
        uvicorn("tests.benchmarks.gateway.echo_fastapi:create_app"),
    ),
    Contender(
        "werobot-echo",
        "(b) WeRoBot, echo only (waitress)",
        (sys.executable, "-m", "tests.benchmarks.gateway.echo_werobot", "{port}"),
    ),
    Contender(
        "straightforward",
        "(c) straightforward build",
        uvicorn("tests.benchmarks.gateway.straightforward:create_app"),
        makes_cases=True,
    ),
    Contender("linli", "(d) Linli, `linli serve`", (*LINLI, "serve"), makes_cases=True, cold=(*LINLI, "run")),
)


def environment(folder: Path, port: int) -> dict[str, str]:
    """What every contender is told: the account's secrets, its folder and, for Linli, its settings."""
    inherited = {key: os.environ[key] for key in ("PATH", "HOME", "LANG", "TMPDIR") if key in os.environ}
    return inherited | {
        "PYTHONPATH": str(ROOT),
        "BENCH_FOLDER": str(folder),
        "LINLI_WECHAT__TOKEN": wechat_side.TOKEN,
        "LINLI_WECHAT__ENCODING_AES_KEY": wechat_side.ENCODING_AES_KEY,
        "LINLI_WECHAT__APP_ID": wechat_side.APP_ID,
        "LINLI_WECHAT__APP_SECRET": wechat_side.APP_SECRET,
        "LINLI_WECHAT__API_BASE_URL": "http://127.0.0.1:9",
        "LINLI_DATABASE__URL": f"sqlite:///{folder / 'linli.db'}",
        "LINLI_SERVER__HOST": "127.0.0.1",
        "LINLI_SERVER__PORT": str(port),
        "LINLI_SERVER__PUBLIC_URL": f"http://127.0.0.1:{port}",
        "LINLI_SERVER__SECRET_KEY": "bench-secret-key-of-at-least-32-characters",
    }


class Server:
    """One running contender."""

    def __init__(self, contender: Contender, folder: Path):
        self.contender = contender
        self.folder = folder
        self.port = free_port()
        self._log = (folder / "server.log").open("w+b")
        command = [part.format(port=self.port) for part in contender.command]
        self.started = perf_counter()
        self.process = subprocess.Popen(
            [sys.executable, "-c", _PIN, str(SERVER_CORE), *command],
            cwd=folder,
            env=environment(folder, self.port) | contender.environment,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def words(self) -> str:
        """The end of what it has printed."""
        self._log.seek(0)
        return self._log.read().decode(errors="replace")[-2000:]

    def first_reply(self, side: WeChatSide, message: Incoming, limit: float = 60.0) -> float:
        """Seconds from the start of the process to its first right reply. Raises NotReady after the limit."""
        pause = monotonic() + limit
        while monotonic() < pause:
            if self.process.poll() is not None:
                raise NotReady(f"{self.contender.name} ended with {self.process.returncode}\n{self.words()}")
            try:
                status, body = once(self.port, side.seal(message).http())
            except OSError:
                Event().wait(0.01)
                continue
            if status == 200 and (body == b"success" or side.open(body, message.sender)):
                return perf_counter() - self.started
            Event().wait(0.05)
        raise NotReady(f"{self.contender.name} gave no right reply in {limit:.0f} s\n{self.words()}")

    def cpu(self) -> float:
        """CPU seconds of the process and its children so far (steps of 10 ms)."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return sum(int(value) for value in fields[11:15]) / _TICK

    def memory(self) -> int:
        """Resident memory in MB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) // 1024

    def freeze(self) -> None:
        """Stops it where it stands, so that it takes nothing from the others' rounds."""
        os.killpg(self.process.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """Lets it go on."""
        os.killpg(self.process.pid, signal.SIGCONT)

    def stop(self) -> None:
        """Ends it, gently first."""
        if self.process.poll() is None:
            self.thaw()
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self._log.close()


def once(port: int, request: bytes) -> tuple[int, bytes]:
    """Status and body of one request on a connection of its own. Raises OSError when it is refused."""
    connection = Connection(port)
    try:
        connection.send(0, request, 0.0)
        reply = None
        while reply is None:
            reply = connection.receive()
        return reply
    finally:
        connection.socket.close()
