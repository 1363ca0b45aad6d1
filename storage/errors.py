"""What the store refuses.

StorageError
├── StoreUnavailable        not kept; the same may succeed later
│   ├── StoreClosed         the process is stopping
│   ├── ConnectionLost      the database went away in the middle
│   ├── CommitUnknown       the database went away while committing: it may have been kept
│   └── Conflicted          two transactions got in each other's way
├── ConstraintRefused       the rows would contradict each other
├── StatementRefused        the database does not understand us: a bug, or a schema that was not migrated
├── Unknown                 there is no such row
│   ├── UnknownContact
│   └── UnknownCase
└── ImportRefused           a file's rows contradict each other
"""

from __future__ import annotations


class StorageError(Exception):
    """The store refuses."""

    def __str__(self) -> str:
        """Say the given message, or the docstring's where none was given."""
        return super().__str__() or (type(self).__doc__ or "")


class StoreUnavailable(StorageError):
    """The store cannot be reached or cannot write now."""


class StoreClosed(StoreUnavailable):
    """The store is closed; nothing was kept."""


class ConnectionLost(StoreUnavailable):
    """The connection to the database broke; nothing was kept."""


class CommitUnknown(StoreUnavailable):
    """The connection broke during the commit; what was done may have been kept."""


class Conflicted(StoreUnavailable):
    """Two transactions got in each other's way; nothing was kept."""


class ConstraintRefused(StorageError):
    """The rows would contradict each other."""


class StatementRefused(StorageError):
    """The database does not understand a statement; was it migrated?"""


class Unknown(StorageError):
    """There is no such row."""


class UnknownContact(Unknown):
    """There is no contact with this id."""


class UnknownCase(Unknown):
    """There is no case with this number."""


class ImportRefused(StorageError):
    """A file's rows contradict each other. `code` names the row's person or volunteer."""

    def __init__(self, code: str, reason: str) -> None:
        """Keep `code` and `reason` apart, so that an importer can name the row."""
        super().__init__(f"{code}: {reason}")
        self.code = code
        self.reason = reason
