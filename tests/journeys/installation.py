"""A real installation in a folder of its own: the `linli` command as operators start, kill and ask it."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any

import psycopg

from tests.journeys import wechat_side

ROOT = Path(__file__).resolve().parents[2]
_SCRIPT = Path(sys.executable).with_name("linli")
#: The installed command; in a checkout that isn't installed, what it stands for.
LINLI = (str(_SCRIPT),) if _SCRIPT.exists() else (sys.executable, "-m", "bot")


class InstallationError(AssertionError):
    """A command failed or a process did not come up; its last words follow."""


def free_port() -> int:
    """A port of the loopback that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def pause(seconds: float) -> None:
    """Lets the other processes work."""
    Event().wait(seconds)


class Installation:
    """One database with any number of processes around it."""

    def __init__(self, folder: Path, api_base_url: str, extra: Mapping[str, str] | None = None):
        self.folder = folder
        self.database = f"sqlite:///{folder / 'linli.db'}"
        self._environment = {
            **{key: os.environ[key] for key in ("PATH", "HOME", "LANG", "TMPDIR") if key in os.environ},
            "PYTHONPATH": str(ROOT),
            "LINLI_WECHAT__TOKEN": wechat_side.TOKEN,
            "LINLI_WECHAT__ENCODING_AES_KEY": wechat_side.ENCODING_AES_KEY,
            "LINLI_WECHAT__APP_ID": wechat_side.APP_ID,
            "LINLI_WECHAT__APP_SECRET": wechat_side.APP_SECRET,
            "LINLI_WECHAT__API_BASE_URL": api_base_url,
            "LINLI_WECHAT__TEMPLATE_ID": "replay-template",
            "LINLI_DATABASE__URL": self.database,
            "LINLI_SERVER__HOST": "127.0.0.1",
            "LINLI_DESK__QUIET_NIGHTS": "false",  # the story is the same at whatever hour it is told
            "LINLI_SERVER__PUBLIC_URL": "http://127.0.0.1:8000",
            "LINLI_SERVER__SECRET_KEY": "replay-secret-key-of-at-least-32-characters",
            **(extra or {}),
        }
        self.database = self._environment["LINLI_DATABASE__URL"]
        self._running: list[tuple[str, subprocess.Popen[bytes], Path]] = []

    def command(self, *arguments: str) -> str:
        """What the command printed. Raises InstallationError when it fails."""
        done = subprocess.run(
            [*LINLI, *arguments],
            cwd=self.folder,
            env=self._environment,
            capture_output=True,
            check=False,
            timeout=60,
        )
        if done.returncode:
            raise InstallationError(f"linli {' '.join(arguments)}: {done.returncode}\n{done.stderr.decode()}")
        return done.stdout.decode()

    def export(self, what: str) -> list[dict[str, Any]]:
        """The rows of `linli export`."""
        return [json.loads(line) for line in self.command("export", what, "--format", "jsonl").splitlines()]

    def start(self, name: str, *arguments: str, port: int = 0) -> int:
        """Starts `linli name`; gives its process id at once. With a port it is waited for elsewhere."""
        log = self.folder / f"{name}-{len(self._running)}.log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                [*LINLI, name, *arguments],
                cwd=self.folder,
                env=self._environment | ({"LINLI_SERVER__PORT": str(port)} if port else {}),
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._running.append((name, process, log))
        return process.pid

    def wait_until_ready(self, port: int, limit: float = 40.0) -> None:
        """Returns once /readyz says 200. Raises InstallationError when it doesn't in time."""
        until = monotonic() + limit
        while monotonic() < until:
            if _ready(port):
                return
            for name, process, log in self._running:
                if process.poll() not in (None, -signal.SIGKILL):
                    raise InstallationError(f"linli {name} ended: {process.returncode}\n{_tail(log)}")
            pause(0.05)
        raise InstallationError(f"not ready after {limit:.0f} s\n{_tail(self._running[-1][2])}")

    def kill(self, pid: int) -> None:
        """kill -9, as the kernel does when memory runs out."""
        process = next(process for _, process, _ in self._running if process.pid == pid)
        os.killpg(pid, signal.SIGKILL)
        process.wait()

    def stop(self) -> list[int]:
        """Ends what still runs, as Ctrl-C does; gives the exit codes. What hangs for 20 s is killed."""
        codes = []
        for _, process, _ in self._running:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
        for _, process, _ in self._running:
            try:
                codes.append(process.wait(20))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                codes.append(process.wait())
        return codes

    def complaints(self) -> list[str]:
        """Lines of the logs that tell of a fault."""
        words = ("Traceback", " ERROR", "CRITICAL", '"level": "error"', "Exception")
        lines = (line for _, _, log in self._running for line in log.read_text("utf-8").splitlines())
        return [line for line in lines if any(word in line for word in words)]

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What the database itself answers, past the product's own code."""
        if self.database.startswith("sqlite"):
            connection = sqlite3.connect(self.database.removeprefix("sqlite:///"), timeout=10)
            try:
                return connection.execute(query).fetchall()
            finally:
                connection.close()
        url = self.database.replace("postgresql+psycopg", "postgresql")
        with psycopg.connect(url) as connected:
            return connected.execute(query).fetchall()


def _tail(log: Path) -> str:
    return log.read_text("utf-8", errors="replace")[-3000:]


def _ready(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def all_of(items: Sequence[object]) -> str:
    """The first few of a list of findings, for a message."""
    return "\n".join(str(item) for item in items[:10])
