"""What each step of a message costs, inside one process: `python -m tests.benchmarks.gateway.steps`.

Wall time per message on one core, nobody else asking. The transaction is measured as the gateway uses it, 32
messages waiting at a time, and contains the understanding; its own share is the difference.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from urllib.parse import parse_qsl

from bot.desk.intake import receive_message
from bot.desk.message import InboundMessage, Reply
from bot.desk.understanding import understand
from bot.settings import load
from bot.wechat.envelope import CallbackQuery, Envelope, Opened
from bot.wiring import Runtime, build_runtime, utc_now
from intents.classify import classify
from intents.split import split_matters
from intents.urgency import find_urgency
from matching.place import find_place
from tests.benchmarks.gateway.run import Messages
from tests.benchmarks.gateway.servers import SERVER_CORE, environment
from tests.journeys.installation import LINLI
from tests.journeys.invented import write_people, write_places
from tests.journeys.wechat_side import Sealed, WeChatSide

GROUP = 32


def micros(work: Callable[[int], object], count: int, rounds: int = 5) -> float:
    """Median over the rounds of the microseconds per call."""
    taken = []
    for _ in range(rounds):
        started = perf_counter()
        for number in range(count):
            work(number)
        taken.append((perf_counter() - started) / count * 1e6)
    return median(taken)


def prepared(folder: Path) -> Runtime:
    """A runtime on the invented town, as the benchmark's server has it."""
    write_places(folder / "places.csv", with_real_names=True)
    write_people(folder / "people.csv")
    for arguments in (["migrate"], ["import", "places", "places.csv"], ["import", "people", "people.csv"]):
        subprocess.run([*LINLI, *arguments], cwd=folder, env=environment(folder, 0), check=True)
    settings = {key: value for key, value in environment(folder, 0).items() if key.startswith("LINLI_")}
    return build_runtime(load(None, settings))


def transactions(runtime: Runtime, messages: Sequence[InboundMessage]) -> float:
    """Microseconds per message, as many waiting at a time as the benchmark has connections."""
    started = perf_counter()
    for at in range(0, len(messages), GROUP):
        for future in [receive_message(runtime.desk, message) for message in messages[at : at + GROUP]]:
            future.result()
    return (perf_counter() - started) / len(messages) * 1e6


def alone(runtime: Runtime, messages: Sequence[InboundMessage]) -> float:
    """Microseconds per message when only one waits at a time: the disk's share is not shared."""
    return micros(lambda number: receive_message(runtime.desk, messages[number]).result(), len(messages), 1)


def query_of(sealed: Sealed) -> CallbackQuery:
    """The query as the route reads it."""
    return CallbackQuery.of(dict(parse_qsl(sealed.query)))


class Steps:
    """The steps over one list of messages."""

    def __init__(self, runtime: Runtime, count: int):
        self.runtime = runtime
        self.count = count
        self.envelope = Envelope(runtime.settings.wechat, utc_now)
        self.messages = Messages(with_chat=True)
        side = WeChatSide()
        self.sealed = [side.seal(message) for message in self.messages.take(count * 4)]
        self.queries = [query_of(sealed) for sealed in self.sealed]
        self.opened = [self.open(number) for number in range(len(self.sealed))]
        self.inbound = [opened.content for opened in self.opened]

    def open(self, number: int) -> Opened:
        """One envelope opened."""
        self.envelope.check(self.queries[number])
        return self.envelope.open(self.queries[number], self.sealed[number].body)

    def table(self) -> list[tuple[str, float]]:
        """Every step with its microseconds."""
        knowledge = self.runtime.store.read(lambda unit: self.runtime.desk.library.current(unit, utc_now()))
        rules, gazetteer = knowledge.rules, knowledge.gazetteer
        texts = [message.text for message in self.inbound]
        reply = Reply("收到，#12 停车秩序 · 榕御园3栋。已交给物业，明天12:00前接单，后天18:00前办结。")
        rows = [
            ("open the envelope", micros(self.open, self.count)),
            ("understand", micros(lambda n: understand(texts[n], rules, gazetteer), self.count)),
            ("– classify once", micros(lambda n: classify(texts[n], rules), self.count)),
            ("– split (classifies)", micros(lambda n: split_matters(texts[n], rules), self.count)),
            ("– urgency", micros(lambda n: find_urgency(texts[n], rules), self.count)),
            ("– place", micros(lambda n: find_place(texts[n], gazetteer), self.count)),
            ("seal the reply", micros(lambda n: self.envelope.seal(self.opened[n], reply), self.count)),
        ]
        quarter = self.count
        transactions(self.runtime, self.inbound[3 * quarter :])
        grouped = transactions(self.runtime, self.inbound[:quarter])
        rows += [
            ("message received, 32 waiting", grouped),
            ("– transaction without understanding", grouped - rows[1][1]),
            ("message received, one waiting", alone(self.runtime, self.inbound[quarter : 2 * quarter])),
            ("repeat of a message, 32 waiting", transactions(self.runtime, self.inbound[:quarter])),
        ]
        return rows

    def profile(self, lines: int) -> None:
        """Where the writer's thread spends its time, on standard output."""
        part = self.inbound[2 * self.count : 3 * self.count]
        profiler = cProfile.Profile()

        self.runtime.store.run(lambda _unit: profiler.enable())
        transactions(self.runtime, part)
        self.runtime.store.run(lambda _unit: profiler.disable())
        pstats.Stats(profiler).sort_stats("tottime").print_stats(lines)


def main() -> int:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=2000)
    parser.add_argument("--profile", type=int, default=0, help="so many lines of a profile of the writer")
    options = parser.parse_args()
    os.sched_setaffinity(0, {SERVER_CORE})
    with tempfile.TemporaryDirectory(prefix="linli-steps-") as folder:
        runtime = prepared(Path(folder))
        try:
            steps = Steps(runtime, options.messages)
            for name, cost in steps.table():
                sys.stdout.write(f"{name:40s} {cost:8.1f} µs\n")
            if options.profile:
                steps.profile(options.profile)
        finally:
            runtime.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
