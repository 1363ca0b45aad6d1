"""Measures the whole path of a message beside three others: `python -m tests.benchmarks.gateway.run`.

Each server is one process on core 0, the client sits on the last core, rounds are interleaved and the servers
that are not being asked are stopped (SIGSTOP). All replies are opened and checked after the clock stops.
"""

from __future__ import annotations

import argparse
import itertools
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.benchmarks.gateway import report
from tests.benchmarks.gateway.load import Measured, at_full_rate, at_rate
from tests.benchmarks.gateway.servers import (
    CEILING,
    CLIENT_CORE,
    CONTENDERS,
    Contender,
    NotReady,
    Server,
    environment,
)
from tests.journeys.installation import LINLI
from tests.journeys.invented import chat_texts, invented_texts, write_people, write_places
from tests.journeys.wechat_side import Incoming, ReplyError, WeChatSide

CASE_NUMBER = re.compile(r"#(\d+)")
CHECKED_BEFORE = 60
SPAWNS = 3


class Messages:
    """Messages without end, each with a sender and an id of its own, so that none is a repeat or a sequel."""

    def __init__(self, *, with_chat: bool):
        chat = chat_texts(5000) if with_chat else []
        self.source = f"invented templates{f' and {len(chat)} chat reports, in turn' if chat else ''}"
        self._texts: Iterator[str] = invented_texts()
        if chat:
            pairs = zip(invented_texts(), itertools.cycle(chat), strict=False)
            self._texts = itertools.chain.from_iterable(pairs)
        self._numbers = itertools.count(1)

    def take(self, count: int) -> list[Incoming]:
        """The next so many."""
        numbers = itertools.islice(self._numbers, count)
        return [
            Incoming(f"oBench{number:0>22}", 24_000_000_000_000_000 + number, next(self._texts))
            for number in numbers
        ]


@dataclass(slots=True)
class Figures:
    """What the rounds of one contender gave."""

    title: str
    rates: list[float] = field(default_factory=list)
    cpu_micros: list[float] = field(default_factory=list)
    p50: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)
    half_p50: list[float] = field(default_factory=list)
    half_p99: list[float] = field(default_factory=list)
    starts: list[float] = field(default_factory=list)
    memory: int = 0
    replies: int = 0
    wrong: list[str] = field(default_factory=list)
    cases: set[str] = field(default_factory=set)


class Bench:
    """One run of the benchmark."""

    def __init__(self, options: argparse.Namespace, folder: Path):
        self.options = options
        self.side = WeChatSide()
        self.messages = Messages(with_chat=not options.templates_only)
        self.folder = folder
        self.figures: dict[str, Figures] = {}

    def say(self, line: str) -> None:
        """One line of progress."""
        sys.stderr.write(f"{line}\n")
        sys.stderr.flush()

    def prepare(self, contender: Contender) -> Path:
        """The contender's folder, with the same places and people for all."""
        folder = self.folder / contender.name
        folder.mkdir()
        write_places(folder / "places.csv", with_real_names=not self.options.templates_only)
        write_people(folder / "people.csv")
        if contender.name.startswith("linli"):
            for arguments in (
                ["migrate"],
                ["import", "places", "places.csv"],
                ["import", "people", "people.csv"],
            ):
                subprocess.run(
                    [*LINLI, *arguments],
                    cwd=folder,
                    env=environment(folder, 0),
                    check=True,
                    stdout=sys.stderr,
                )
        return folder

    def start(self, contender: Contender, folder: Path) -> Server:
        """The running server; notes the time to the first right reply of the starts before it."""
        figures = self.figures[contender.name] = Figures(contender.title)
        cold = replace(contender, command=contender.cold or contender.command)
        for started in (*[cold] * SPAWNS, contender):
            server = Server(started, folder)
            try:
                seconds = server.first_reply(self.side, self.messages.take(1)[0])
            except NotReady:
                server.stop()
                raise
            if started is not contender:
                figures.starts.append(seconds)
                server.stop()
        return server

    def check(self, server: Server, sent: list[Incoming], result: Measured) -> None:
        """Opens every reply: signature, AppID, addressee, and the words that this contender owes."""
        figures = self.figures[server.contender.name]
        figures.replies += len(result.latencies)
        if result.failures:
            figures.wrong.append(f"{result.failures} answers with another status than 200")
        for index, body in result.answers:
            message = sent[index]
            try:
                text = self.side.open(body, message.sender)
            except (ReplyError, ValueError, KeyError, SyntaxError) as error:
                figures.wrong.append(f"{message.text}: {error!r}")
                continue
            if not server.contender.makes_cases:
                if text != message.text:
                    figures.wrong.append(f"{message.text}: echoed as {text}")
                continue
            number = CASE_NUMBER.search(text)
            if number and number[1] in figures.cases:
                figures.wrong.append(f"{message.text}: {number[0]} was given before")
            if number:
                figures.cases.add(number[1])

    def round(self, server: Server, count: int) -> None:
        """One closed-loop round, then one at half its rate; figures noted, replies checked."""
        figures = self.figures[server.contender.name]
        server.thaw()
        sent = self.messages.take(count)
        requests = [self.side.seal(message).http() for message in sent]
        cpu = server.cpu()
        full = at_full_rate(server.port, requests, self.options.seconds, self.options.connections)
        cpu = server.cpu() - cpu
        half_sent = self.messages.take(max(int(full.rate / 2 * self.options.seconds), 50))
        half_requests = [self.side.seal(message).http() for message in half_sent]
        half = at_rate(server.port, half_requests, full.rate / 2, self.options.connections)
        figures.memory = max(figures.memory, server.memory())
        server.freeze()
        figures.rates.append(full.rate)
        figures.cpu_micros.append(cpu / len(full.latencies) * 1e6)
        figures.p50.append(full.quantile(0.5))
        figures.p99.append(full.quantile(0.99))
        figures.half_p50.append(half.quantile(0.5))
        figures.half_p99.append(half.quantile(0.99))
        self.check(server, sent, full)
        self.check(server, half_sent, half)

    def warm_up(self, server: Server) -> float:
        """A short round that is checked and not counted; gives the rate. Raises NotReady on a wrong reply."""
        sent = self.messages.take(3000)
        requests = [self.side.seal(message).http() for message in sent]
        few = at_full_rate(server.port, requests[:CHECKED_BEFORE], 30, self.options.connections)
        self.check(server, sent, few)
        figures = self.figures[server.contender.name]
        if figures.wrong or (server.contender.makes_cases and len(figures.cases) < CHECKED_BEFORE // 2):
            raise NotReady(
                f"{server.contender.name}: {len(figures.cases)} cases of {CHECKED_BEFORE}, "
                f"wrong: {figures.wrong[:3]}\n{server.words()}"
            )
        rest = at_full_rate(server.port, requests[CHECKED_BEFORE:], 1.0, self.options.connections)
        self.check(server, sent[CHECKED_BEFORE:], rest)
        return rest.rate

    def ceiling(self) -> float:
        """What the client reaches against an app that does nothing."""
        folder = self.folder / CEILING.name
        folder.mkdir()
        server = Server(CEILING, folder)
        try:
            message = self.messages.take(1)[0]
            server.first_reply(self.side, message)
            request = self.side.seal(message).http()
            return at_full_rate(server.port, [request] * 60_000, 2.0, self.options.connections).rate
        finally:
            server.stop()

    def run(self, contenders: list[Contender]) -> report.Results:
        """All rounds; what came of them."""
        ceiling = self.ceiling()
        self.say(f"client's ceiling {ceiling:.0f}/s")
        with ExitStack() as stack:
            servers, rates = [], {}
            for contender in contenders:
                server = self.start(contender, self.prepare(contender))
                stack.callback(server.stop)
                rates[contender.name] = self.warm_up(server)
                server.freeze()
                servers.append(server)
                self.say(f"{contender.name}: about {rates[contender.name]:.0f}/s")
            for number in range(self.options.rounds):
                turn = number % len(servers)
                for server in servers[turn:] + servers[:turn]:
                    name = server.contender.name
                    self.round(server, int(rates[name] * self.options.seconds * 1.6) + 200)
                    rates[name] = max(rates[name], self.figures[name].rates[-1])
                    self.say(f"round {number + 1} {name}: {self.figures[name].rates[-1]:.0f}/s")
        return report.Results(ceiling, self.messages.source, list(self.figures.items()))


def main() -> int:
    """Runs what the options say and writes the table; 1 when a reply was wrong or a server did not start."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4.0, help="length of one round")
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--output", type=Path, help="folder for gateway.json and gateway.md")
    parser.add_argument("--only", default="", help="names of contenders, by comma")
    parser.add_argument("--templates-only", action="store_true", help="leave the shared data aside")
    options = parser.parse_args()
    os.sched_setaffinity(0, {CLIENT_CORE})
    wanted = options.only.split(",") if options.only else [one.name for one in CONTENDERS]
    contenders = [one for one in CONTENDERS if one.name in wanted]
    with tempfile.TemporaryDirectory(prefix="linli-bench-") as folder:
        bench = Bench(options, Path(folder))
        try:
            results = bench.run(contenders)
        except (NotReady, OSError, subprocess.CalledProcessError) as error:
            bench.say(f"not measured: {error}")
            return 1
    sys.stdout.write(report.as_markdown(results, options))
    if options.output:
        report.write(results, options, options.output)
    return 1 if any(figures.wrong for _, figures in results.contenders) else 0


if __name__ == "__main__":
    sys.exit(main())
