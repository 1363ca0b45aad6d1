"""PostgreSQL's writer: a pool of threads, exactly as many connections, one transaction per work."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from time import sleep
from typing import TypeVar

from sqlalchemy import Engine
from sqlalchemy.pool import PoolProxiedConnection

from storage.database import connect, use_connection
from storage.errors import CommitUnknown, Conflicted, ConnectionLost, StoreClosed
from storage.prepared import Transaction
from storage.translation import DriverError, refusal_of

T = TypeVar("T")

_STEP_ASIDE_SECONDS = 0.05


class PoolWriter:
    """Runs works side by side, each on a thread with a connection of its own."""

    def __init__(self, engine: Engine, width: int) -> None:
        """Connect once, to know that the database is there. Raises StoreUnavailable."""
        self._engine = engine
        connect(engine).close()
        self._threads = ThreadPoolExecutor(width, thread_name_prefix="linli-writer")

    def submit(self, work: Callable[[Transaction], T]) -> Future[T]:
        """Queue a work; its result after the commit. Raises StoreClosed."""
        try:
            return self._threads.submit(self._run, work)
        except RuntimeError as error:  # the executor's word for being shut down
            raise StoreClosed from error

    def close(self) -> None:
        """Finish what is queued, then stop."""
        self._threads.shutdown(wait=True)
        self._engine.dispose()

    def _run(self, work: Callable[[Transaction], T]) -> T:
        def in_transaction(connection: PoolProxiedConnection) -> T:
            result = work(Transaction(connection, self._engine.dialect, writing=True))
            _commit(connection)
            return result

        try:
            return use_connection(self._engine, in_transaction)
        except Conflicted:
            sleep(_STEP_ASIDE_SECONDS)  # at once it would meet the other one again, before that has gone on
            return use_connection(self._engine, in_transaction)


def _commit(connection: PoolProxiedConnection) -> None:
    """Commit. A connection that breaks here may have committed: that is never tried again."""
    try:
        connection.commit()
    except DriverError as error:
        refusal = refusal_of(error)
        raise (CommitUnknown(str(error)) if isinstance(refusal, ConnectionLost) else refusal) from error
