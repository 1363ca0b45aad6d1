"""The unit of work: everything one message changes, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Protocol, TypeVar

from sqlalchemy import Engine, literal, select
from sqlalchemy.pool import PoolProxiedConnection

from storage.accounts import Accounts
from storage.activities import Activities
from storage.audit import AuditLog
from storage.campaigns import Campaigns
from storage.cases import Cases
from storage.checks import CheckStore
from storage.database import database_url, make_folder, reading_engine, use_connection, writing_engine
from storage.drafts import Drafts
from storage.duties import Duties
from storage.extensions import Extensions
from storage.golden import GoldenStore
from storage.group_writer import GroupWriter
from storage.histories import Histories
from storage.hours import Hours
from storage.imports import Imports
from storage.inbox import Inbox
from storage.jobs import Jobs
from storage.ledger import LedgerStore
from storage.looks import Looks
from storage.media import Media
from storage.mediations import Mediations
from storage.meetings import Meetings
from storage.needs import Needs
from storage.notices import Notices
from storage.outbox import Outbox
from storage.overrides import Overrides
from storage.people import People
from storage.picture import PictureStore
from storage.places import Places
from storage.polls import Polls
from storage.pool_writer import PoolWriter
from storage.precedents import PrecedentStore
from storage.prepared import Statement, Transaction
from storage.queue import Queue
from storage.recipients import Recipients
from storage.replays import Replays
from storage.resources import Resources
from storage.retention import Retention
from storage.rotas import Rotas
from storage.rules import Rules
from storage.saved_views import SavedViews
from storage.search import Search
from storage.second_keys import SecondKeys
from storage.services import Services
from storage.staff import Staff
from storage.stations import Stations
from storage.teams import Teams
from storage.verdicts import VerdictStore
from storage.versions import Versions
from storage.whistles import Whistles

T = TypeVar("T")

#: PostgreSQL's writers: threads, and as many connections.
_WRITERS = 12
#: Reading happens on the callers' threads (web routes have 40, few of them read at once).
_READERS = 12

_ONE = Statement(select(literal(1)))


class UnitOfWork:
    """The stores, all within one transaction. Made anew for every work; never keep one."""

    __slots__ = (
        "accounts", "activities", "audit", "campaigns", "cases", "checks", "drafts", "duties", "extensions",
        "golden", "histories", "hours", "imports", "inbox", "jobs", "ledger", "looks", "media", "mediations",
        "meetings", "needs", "notices", "outbox", "overrides", "people", "picture", "places", "polls",
        "precedents", "queue", "recipients", "replays", "resources", "retention", "rotas", "rules", "saved_views",
        "search", "second_keys", "services", "staff", "stations", "teams", "verdicts", "versions", "whistles",
    )

    def __init__(self, transaction: Transaction) -> None:
        """Open the stores on `transaction`."""
        self.accounts = Accounts(transaction)
        self.audit = AuditLog(transaction)
        self.imports = Imports(transaction)
        self.inbox = Inbox(transaction)
        self.meetings = Meetings(transaction)
        self.needs = Needs(transaction)
        self.notices = Notices(transaction)
        self.outbox = Outbox(transaction)
        self.overrides = Overrides(transaction)
        self.campaigns = Campaigns(transaction)
        self.activities = Activities(transaction)
        self.cases = Cases(transaction)
        self.extensions = Extensions(transaction)
        self.checks = CheckStore(transaction)
        self.drafts = Drafts(transaction)
        self.duties = Duties(transaction)
        self.golden = GoldenStore(transaction)
        self.histories = Histories(transaction)
        self.hours = Hours(transaction)
        self.jobs = Jobs(transaction)
        self.ledger = LedgerStore(transaction)
        self.looks = Looks(transaction)
        self.media = Media(transaction)
        self.mediations = Mediations(transaction)
        self.people = People(transaction)
        self.picture = PictureStore(transaction)
        self.places = Places(transaction)
        self.polls = Polls(transaction)
        self.precedents = PrecedentStore(transaction)
        self.queue = Queue(transaction)
        self.recipients = Recipients(transaction)
        self.replays = Replays(transaction)
        self.resources = Resources(transaction)
        self.retention = Retention(transaction)
        self.rotas = Rotas(transaction)
        self.rules = Rules(transaction)
        self.saved_views = SavedViews(transaction)
        self.search = Search(transaction)
        self.second_keys = SecondKeys(transaction)
        self.staff = Staff(transaction)
        self.stations = Stations(transaction)
        self.teams = Teams(transaction)
        self.services = Services(transaction)
        self.verdicts = VerdictStore(transaction)
        self.versions = Versions(transaction)
        self.whistles = Whistles(transaction)


class Writer(Protocol):
    """What runs works that change something."""

    def submit(self, work: Callable[[Transaction], T]) -> Future[T]: ...

    def close(self) -> None: ...


class Store:
    """The store as the desk sees it. Threads may share it."""

    def __init__(self, writer: Writer, readers: Engine) -> None:
        """Use `open_store`."""
        self._writer = writer
        self._readers = readers

    def submit(self, work: Callable[[UnitOfWork], T]) -> Future[T]:
        """Run a work in a transaction of its own, soon; what it returns, once that is committed.

        When the work raises, nothing of it is kept and the future has the exception. A work may be
        run again from its start, so it must have no effect outside its unit. The future has
        StoreUnavailable when nothing could be kept. Raises StoreClosed after `close`.
        """
        return self._writer.submit(lambda transaction: work(UnitOfWork(transaction)))

    def run(self, work: Callable[[UnitOfWork], T]) -> T:
        """As `submit`, but waits: what the work returns. Raises what the work raises."""
        return self.submit(work).result()

    def read(self, work: Callable[[UnitOfWork], T]) -> T:
        """Run a work that changes nothing, on this thread and on one state of the data.

        Raises StoreUnavailable; a change is refused with a StorageError.
        """

        def in_transaction(connection: PoolProxiedConnection) -> T:
            transaction = Transaction(connection, self._readers.dialect, writing=False)
            if self._readers.dialect.name == "sqlite":
                transaction.command("BEGIN")  # psycopg begins by itself
            return work(UnitOfWork(transaction))

        return use_connection(self._readers, in_transaction)

    def ping(self) -> None:
        """Come back when the database answers and takes changes. Raises StoreUnavailable."""
        self._writer.submit(lambda transaction: transaction.rows(_ONE)).result()

    def close(self) -> None:
        """Finish what was submitted, then close every connection. Safe to repeat."""
        self._writer.close()
        self._readers.dispose()


def open_store(url: str) -> Store:
    """The store of a migrated database. Raises StoreUnavailable when it cannot be reached."""
    parsed = database_url(url)
    if parsed.get_backend_name() == "sqlite":
        make_folder(parsed)
        return Store(GroupWriter(writing_engine(parsed, 1)), reading_engine(parsed, _READERS))
    return Store(PoolWriter(writing_engine(parsed, _WRITERS), _WRITERS), reading_engine(parsed, _READERS))
