"""The audit log of the console: appended, never edited."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, or_, select

from storage.console_tables import audit_log
from storage.encoding import from_millis, to_millis
from storage.prepared import Row, Statement, Transaction, insert_into

_ADD = insert_into(audit_log, "id")
_LATEST = Statement(
    select(*audit_log.columns)
    .where(
        audit_log.c.id < bindparam("below"),
        or_(bindparam("account") == "", audit_log.c.account == bindparam("account")),
        or_(bindparam("subject") == "", audit_log.c.subject == bindparam("subject")),
        or_(bindparam("which") == "", audit_log.c.which == bindparam("which")),
    )
    .order_by(audit_log.c.id.desc())
    .limit(bindparam("many"))
)
#: The largest number that a column of whole numbers holds on PostgreSQL.
_TOP = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Audited:
    """One change: who did what to which subject; `before` and `after` hold what differs, never a secret."""

    at: datetime
    account: str
    action: str
    subject: str
    which: str = ""
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    number: int = 0


class AuditLog:
    """What was changed at the console."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        """Ask within `transaction`."""
        self._transaction = transaction

    def record(self, change: Audited) -> None:
        """Keep a change."""
        self._transaction.change(_ADD, {
            "at": to_millis(change.at),
            "account": change.account,
            "action": change.action,
            "subject": change.subject,
            "which": change.which,
            "before": json.dumps(change.before, ensure_ascii=False, default=str),
            "after": json.dumps(change.after, ensure_ascii=False, default=str),
        })  # fmt: skip

    def latest(
        self, many: int, *, below: int = _TOP, account: str = "", subject: str = "", which: str = ""
    ) -> list[Audited]:
        """The `many` latest changes below a number, the latest first; of one account or subject where named."""
        values = {"many": many, "below": min(below, _TOP), "account": account, "subject": subject, "which": which}
        return [_audited(row) for row in self._transaction.rows(_LATEST, values)]


def _audited(row: Row) -> Audited:
    number, at, account, action, subject, which, before, after = row
    return Audited(from_millis(at), account, action, subject, which, json.loads(before), json.loads(after), number)
