"""What was acknowledged is there, also after the process was killed in the middle of its work."""

from __future__ import annotations

import subprocess
import sys

from storage.unit_of_work import Store, open_store
from tests.storage.builders import NOW

WRITER = """
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import count
from storage.unit_of_work import open_store

store = open_store(sys.argv[1])
numbers = count()

def message(number):
    def work(unit):
        now = datetime.now(UTC)
        unit.inbox.claim(f"m{number}", f"o{number % 50}", now)
        unit.people.contact_of(f"o{number % 50}", now)
        unit.inbox.remember(f"m{number}", f"r{number}")
    return work

def write_on(_):
    while True:
        number = next(numbers)
        store.run(message(number))
        sys.stdout.write(f"{number}\\n")
        sys.stdout.flush()

with ThreadPoolExecutor(16) as pool:
    list(pool.map(write_on, range(16)))
"""


def acknowledged_before_the_kill(url: str) -> list[int]:
    """Let a process write with 16 threads, kill it after 500 acknowledgements; all it acknowledged."""
    process = subprocess.Popen([sys.executable, "-c", WRITER, url], stdout=subprocess.PIPE, text=True)
    lines = [process.stdout.readline() for _ in range(500)]
    process.kill()
    lines += process.communicate(timeout=30)[0].splitlines(keepends=True)
    return [int(line) for line in lines if line.endswith("\n")]


def test_every_acknowledged_message_is_there_after_a_kill(store_url: str) -> None:
    numbers = acknowledged_before_the_kill(store_url)
    assert len(numbers) >= 500

    opened = open_store(store_url)
    replies = {number: reply_of(opened, number) for number in numbers}
    opened.close()

    assert replies == {number: f"r{number}" for number in numbers}


def reply_of(store: Store, number: int) -> str | None:
    return store.run(lambda unit: unit.inbox.claim(f"m{number}", f"o{number % 50}", NOW))
