"""The load: one thread, one epoll, keep-alive connections, requests prepared before the clock starts.

Closed loop (`at_full_rate`): every connection sends its next request when it has read a reply; gives the top
rate. Open loop (`at_rate`): requests are due at fixed times whether or not replies have come, and a reply's
latency counts from the time its request was due, so a stall cannot hide the requests it held up.
"""

from __future__ import annotations

import gc
import select
import socket
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter

CONNECTIONS = 32
GIVE_UP = 20.0  # seconds without any reply
_SPIN = 0.002  # epoll counts milliseconds; nearer than this the client waits by asking again


@dataclass(slots=True)
class Measured:
    """One round: what came back, in order of arrival, and how long each took (seconds)."""

    answers: list[tuple[int, bytes]] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)
    failures: int = 0
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Replies per second."""
        return len(self.latencies) / self.seconds if self.seconds else 0.0

    def quantile(self, share: float) -> float:
        """Latency in ms below which this share of the replies came."""
        ordered = sorted(self.latencies)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)] * 1000 if ordered else 0.0


class Connection:
    """One keep-alive connection with at most one request in flight."""

    __slots__ = ("_buffer", "_needed", "due", "index", "socket")

    def __init__(self, port: int):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=GIVE_UP)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._buffer = b""
        self._needed = -1
        self.index = -1
        self.due = 0.0

    def send(self, index: int, request: bytes, due: float) -> None:
        """Sends one request (each fits the socket's buffer); `due` is when its clock began."""
        self.index, self.due = index, due
        self.socket.sendall(request)

    def receive(self) -> tuple[int, bytes] | None:
        """Status and body once the reply is complete, else None; ConnectionError when the server hung up."""
        data = self.socket.recv(65536)
        if not data:
            raise ConnectionResetError("the server closed the connection")
        self._buffer += data
        if self._needed < 0:
            end = self._buffer.find(b"\r\n\r\n")
            if end < 0:
                return None
            head = self._buffer[:end].lower()
            at = head.index(b"content-length:") + 15
            self._needed = end + 4 + int(head[at:].split(b"\r\n", 1)[0])
        if len(self._buffer) < self._needed:
            return None
        reply, self._buffer = self._buffer[: self._needed], self._buffer[self._needed :]
        self._needed = -1
        return int(reply[9:12]), reply[reply.index(b"\r\n\r\n") + 4 :]


@contextmanager
def _connected(port: int, connections: int) -> Iterator[tuple[select.epoll, dict[int, Connection]]]:
    poll = select.epoll()
    opened = {}
    gc.disable()
    try:
        for _ in range(connections):
            connection = Connection(port)
            opened[connection.socket.fileno()] = connection
            poll.register(connection.socket, select.EPOLLIN)
        yield poll, opened
    finally:
        gc.enable()
        for connection in opened.values():
            connection.socket.close()
        poll.close()


def _note(result: Measured, connection: Connection, reply: tuple[int, bytes], now: float) -> None:
    status, body = reply
    result.latencies.append(now - connection.due)
    if status == 200:
        result.answers.append((connection.index, body))
    else:
        result.failures += 1


def at_full_rate(
    port: int, requests: Sequence[bytes], seconds: float, connections: int = CONNECTIONS
) -> Measured:
    """A closed loop for so many seconds, or until no request is left. Raises OSError when refused."""
    result, left = Measured(), deque(enumerate(requests))
    with _connected(port, connections) as (poll, opened):
        started = perf_counter()
        for connection in list(opened.values())[: len(left)]:
            connection.send(*left.popleft(), perf_counter())
        waiting = min(connections, len(requests))
        end = started + seconds
        while waiting:
            ready = poll.poll(GIVE_UP)
            if not ready:
                raise TimeoutError(f"no reply in {GIVE_UP:.0f} s")
            for descriptor, _ in ready:
                connection = opened[descriptor]
                reply = connection.receive()
                if reply is None:
                    continue
                now = perf_counter()
                _note(result, connection, reply, now)
                if left and now < end:
                    connection.send(*left.popleft(), now)
                else:
                    waiting -= 1
        result.seconds = perf_counter() - started
    return result


def at_rate(port: int, requests: Sequence[bytes], rate: float, connections: int = CONNECTIONS) -> Measured:
    """An open loop of all requests at so many per second. Raises OSError if it is refused."""
    result = Measured()
    with _connected(port, connections) as (poll, opened):
        idle = list(opened.values())
        started = perf_counter()
        following, count = 0, len(requests)
        while len(result.latencies) < count:
            now = perf_counter()
            while idle and following < count and now >= started + following / rate:
                idle.pop().send(following, requests[following], started + following / rate)
                following += 1
            for descriptor, _ in poll.poll(_pause(started + following / rate - now, idle, following < count)):
                connection = opened[descriptor]
                reply = connection.receive()
                if reply is not None:
                    _note(result, connection, reply, perf_counter())
                    idle.append(connection)
        result.seconds = perf_counter() - started
    return result


def _pause(until_due: float, idle: list[Connection], more: bool) -> float:
    if not idle or not more:
        return GIVE_UP
    return max(until_due - _SPIN, 0.0)
