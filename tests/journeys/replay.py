"""Sends messages through a real installation and keeps account: `python -m tests.journeys.replay`.

In the middle the processes may be killed with -9 and started again on the same data. The same functions are
the tests' in test_replay.py; here the number of messages, their source and the kills are free.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from tests.journeys.delivery import Courier, Delivered, Habits
from tests.journeys.fake_wechat import FakeWeChat, fake_wechat
from tests.journeys.installation import Installation, free_port, pause
from tests.journeys.invented import compound_names, invented_texts, stream_texts, write_people, write_places
from tests.journeys.ledger import (
    Account,
    check_cases,
    check_notices,
    check_own_cases,
    wait_for_the_outbox,
)
from tests.journeys.wechat_side import Incoming

FIRST_ID = 25_000_000_000_000_000


def invented_messages(count: int) -> list[Incoming]:
    """Reports with one matter and one place, each from somebody else."""
    texts = islice(invented_texts(), count)
    return [Incoming(f"oReplay{at:0>21}", FIRST_ID + at, text) for at, text in enumerate(texts)]


def plain_messages(count: int) -> list[Incoming]:
    """Reports that need no question, each from somebody else and of another compound."""
    texts = (f"{name}3栋楼下乱停车" for name in islice(compound_names(), count))
    return [Incoming(f"oReplay{at:0>21}", FIRST_ID + at, text) for at, text in enumerate(texts)]


def stream_messages(count: int) -> list[Incoming]:
    """Real messages in time order, their writers kept apart; [] where the data is absent."""
    rows = enumerate(stream_texts(count))
    return [Incoming(f"oStream{user:0>21}", FIRST_ID + at, text) for at, (user, text) in rows]


@dataclass(slots=True)
class Replay:
    """One installation, its WeChat and what is delivered to it.

    `processes` are the commands that run side by side: one `run`, or several `serve` and `worker`.
    """

    installation: Installation
    wechat: FakeWeChat
    processes: tuple[str, ...] = ("run",)
    habits: Habits = field(default_factory=Habits)
    _ports: tuple[int, ...] = ()
    _pids: tuple[int, ...] = ()

    def prepare(self) -> None:
        """The schema, the invented town and its people."""
        folder = self.installation.folder
        write_places(folder / "places.csv")
        write_people(folder / "people.csv")
        self.installation.command("migrate")
        self.installation.command("import", "places", "places.csv")
        self.installation.command("import", "people", "people.csv")

    def start(self) -> None:
        """Starts every process; returns when all doors are open. The doors keep their ports."""
        doors = [name for name in self.processes if name in {"run", "serve"}]
        self._ports = self._ports or tuple(free_port() for _ in doors)
        ports = iter(self._ports)
        self._pids = tuple(
            self.installation.start(name, port=next(ports) if name in {"run", "serve"} else 0)
            for name in self.processes
        )
        for port in self._ports:
            self.installation.wait_until_ready(port)

    def kill_and_start_again(self) -> None:
        """kill -9 for all of them at once, then the same commands on the same data."""
        for pid in self._pids:
            self.installation.kill(pid)
        self.start()

    def deliver(self, messages: Sequence[Incoming], kills: int = 0) -> list[Delivered]:
        """Delivers all; the kills come while that goes on, evenly spread over the messages."""
        courier = Courier(self._ports, self.habits, self.wechat.wrote)
        done = threading.Event()
        marks = [len(messages) * (at + 1) // (kills + 1) for at in range(kills)]
        failure: list[BaseException] = []
        killer = threading.Thread(target=self._kill_at, args=(marks, lambda: courier.done, done, failure))
        killer.start()
        try:
            return courier.carry(messages)
        finally:
            done.set()
            killer.join()
            if failure:
                raise failure[0]

    def _kill_at(
        self,
        marks: Sequence[int],
        progress: Callable[[], int],
        done: threading.Event,
        failure: list[BaseException],
    ) -> None:
        try:
            for mark in marks:
                while progress() < mark and not done.is_set():
                    pause(0.01)
                self.kill_and_start_again()
        except Exception as error:  # noqa: BLE001 (handed to the caller's thread, which raises it)
            failure.append(error)

    def account(self, delivered: Sequence[Delivered], *, reports_only: bool) -> Account:
        """Waits for the outbox, then counts and checks everything."""
        account = Account()
        wait_for_the_outbox(self.installation)
        check_cases(delivered, self.installation, account)
        if reports_only:
            check_own_cases(delivered, account)
        check_notices(self.installation, self.wechat, account)
        return account


@contextmanager
def a_replay(
    folder: Path, *, processes: tuple[str, ...] = ("run",), settings: Mapping[str, str] | None = None
) -> Iterator[Replay]:
    """A prepared and running installation, ended with the block."""
    with fake_wechat() as wechat:
        replay = Replay(Installation(folder, wechat.base_url, settings), wechat, processes)
        replay.prepare()
        try:
            replay.start()
            yield replay
        finally:
            replay.installation.stop()


def main() -> int:
    """Runs what the options say; 1 when something was lost, doubled or left lying."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=1000)
    parser.add_argument("--stream", action="store_true", help="real messages of the shared data")
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--database", default="", help="a database URL; SQLite unless set")
    parser.add_argument("--redis", default="", help="a Redis URL")
    parser.add_argument("--processes", default="run", help="for example serve,serve,worker,worker")
    options = parser.parse_args()
    settings = {}
    if options.database:
        settings["LINLI_DATABASE__URL"] = options.database
    if options.redis:
        settings["LINLI_REDIS__URL"] = options.redis
    messages = (stream_messages if options.stream else invented_messages)(options.messages)
    processes = tuple(options.processes.split(","))
    with tempfile.TemporaryDirectory(prefix="linli-replay-") as name:
        with a_replay(Path(name), processes=processes, settings=settings) as replay:
            delivered = replay.deliver(messages, options.kills)
            account = replay.account(delivered, reports_only=not options.stream)
        account.findings += replay.installation.complaints()
    sys.stdout.write(f"{account}\n")
    return 1 if account.findings or account.answered < account.messages else 0


if __name__ == "__main__":
    sys.exit(main())
