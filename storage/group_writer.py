"""SQLite's writer: one thread, one connection, several waiting works in one transaction.

A commit costs one wait for the disk, whatever it contains. While one group is being written the
next one gathers in the queue, so the group grows with the load and one caller alone waits for nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from types import TracebackType
from typing import Any, Literal, Self, TypeVar

from sqlalchemy import Engine
from sqlalchemy.pool import PoolProxiedConnection

from storage.database import connect
from storage.errors import StoreClosed, StoreUnavailable
from storage.prepared import Transaction

T = TypeVar("T")

#: More would only make the first of a group wait longer: the disk's share is small by then.
GROUP_LIMIT = 64


class _Attempt:
    """Keeps what a work raises, so that it goes to the work's own future and harms no other."""

    __slots__ = ("error",)

    def __init__(self) -> None:
        self.error: BaseException | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> Literal[True]:
        self.error = error
        return True  # also SystemExit: the thread must live, somebody waits for every future


@dataclass(slots=True)
class _Job:
    work: Callable[[Transaction], Any]
    future: Future[Any] = field(default_factory=Future)
    result: Any = None
    error: BaseException | None = None

    def settle(self) -> None:
        """Tell the outcome, after the commit."""
        if self.error is None:
            self.future.set_result(self.result)
        else:
            self.future.set_exception(self.error)


class GroupWriter:
    """Runs works one after the other on its own thread, a group per transaction."""

    def __init__(self, engine: Engine) -> None:
        """Open the connection and start the thread. Raises StoreUnavailable."""
        self._engine = engine
        self._connection: PoolProxiedConnection = connect(engine)
        self._queue: SimpleQueue[_Job | None] = SimpleQueue()
        self._gate = Lock()
        self._closed = False
        self._thread = Thread(target=self._serve, name="linli-writer", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[Transaction], T]) -> Future[T]:
        """Queue a work; its result after the commit. Raises StoreClosed."""
        job = _Job(work)
        with self._gate:  # nothing may be queued behind the end
            if self._closed:
                raise StoreClosed
            self._queue.put(job)
        return job.future

    def close(self) -> None:
        """Write what is queued, then stop."""
        with self._gate:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._thread.join()
        self._engine.dispose()

    def _serve(self) -> None:
        going_on = True
        while going_on:
            group, going_on = self._next_group()
            if group:
                self._write(group)
        self._connection.close()

    def _next_group(self) -> tuple[list[_Job], bool]:
        """The waiting works, at least one unless the end was reached; whether to go on after them."""
        group: list[_Job] = []
        job = self._queue.get()
        while job is not None:
            if job.future.set_running_or_notify_cancel():
                group.append(job)
            if len(group) == GROUP_LIMIT:
                return group, True
            try:
                job = self._queue.get_nowait()
            except Empty:
                return group, True
        return group, False

    def _write(self, group: list[_Job]) -> None:
        """Write a group. First as if no work failed; when one does, again with a savepoint before each.

        Savepoints cost 50 µs and 100 KB of statement journal a message (11 of 12 writes), and a work that
        fails is a bug or a refusal, not a daily event.
        """
        if not self._all_well(group):
            self._write_guarded(group)
        for job in group:
            job.settle()

    def _all_well(self, group: list[_Job]) -> bool:
        """Whether every work did its part and the group is settled; False when it was rolled back instead."""
        with _Attempt() as attempt:
            transaction = self._begin()
            for job in group:
                with _Attempt() as work:
                    job.result = job.work(transaction)
                self._check_going_on(work.error)
                if work.error is not None:
                    transaction.command("ROLLBACK")
                    return self._refused_alone(group, work.error)
            transaction.command("COMMIT")
        if attempt.error is not None:
            self._give_up(group, attempt.error)
        return True

    def _refused_alone(self, group: list[_Job], error: BaseException) -> bool:
        """A group of one needs no second look at who failed."""
        if len(group) == 1:
            group[0].error = error
        return len(group) == 1

    def _begin(self) -> Transaction:
        transaction = Transaction(self._connection, self._engine.dialect, writing=True)
        # a plain BEGIN could find, when it first writes, that another process wrote meanwhile
        transaction.command("BEGIN IMMEDIATE")
        return transaction

    def _write_guarded(self, group: list[_Job]) -> None:
        with _Attempt() as attempt:
            transaction = self._begin()
            for job in group:
                self._run(job, transaction)
            transaction.command("COMMIT")
        if attempt.error is not None:
            self._give_up(group, attempt.error)

    def _run(self, job: _Job, transaction: Transaction) -> None:
        """Run one work of a group. Raises StoreUnavailable when the whole group is lost."""
        transaction.command("SAVEPOINT work")
        with _Attempt() as attempt:
            job.result = job.work(transaction)
        job.error = attempt.error
        self._check_going_on(attempt.error)
        if attempt.error is not None:
            transaction.command("ROLLBACK TO work")
        transaction.command("RELEASE work")

    def _check_going_on(self, error: BaseException | None) -> None:
        """Raise StoreUnavailable when the transaction is over: SQLite itself rolls everything back when the disk
        is full or fails.
        """
        if not self._connection.driver_connection.in_transaction:  # type: ignore[union-attr]  # a sqlite3 one
            raise StoreUnavailable(str(error or "a work ended the group's transaction"))

    def _give_up(self, group: list[_Job], error: BaseException) -> None:
        """Nothing of the group was kept: every work is refused, and the next group gets a new connection."""
        with _Attempt():
            self._connection.rollback()  # closing alone keeps the lock while a cursor is still alive
        with _Attempt():
            self._connection.invalidate()
        with _Attempt():  # where this fails, the next group fails on the invalid connection and tries again
            self._connection = connect(self._engine)
        for job in group:
            if job.error is None:
                job.error = error if isinstance(error, StoreUnavailable) else StoreUnavailable(str(error))
