"""The tables of the console: accounts, sessions, and what was changed by whom.

They hang on the metadata of `tables`. No password stands here, only what argon2 made of it; a session is a digest of
the cookie that carries it.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text
from sqlalchemy.dialects.postgresql import TSVECTOR

from storage.columns import metadata, moment, text, whole

#: Whoever works at the console. `role` is a word of `bot.desk.rights`, `place` where it holds ("" everywhere),
#: `person` the handler's code for a property company. `failures` are wrong passwords since the last right one.
accounts = Table(
    "accounts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    text("password"),
    text("role"),
    text("place"),
    text("person"),
    text("totp"),
    Column("must_change", Boolean, nullable=False),
    moment("created_at", nullable=False),
    text("created_by"),
    moment("disabled_at"),
    whole("failures"),
    moment("locked_until"),
    moment("last_seen_at"),
)

console_sessions = Table(
    "console_sessions",
    metadata,
    Column("token", Text, primary_key=True),
    Column("account", Integer, ForeignKey("accounts.id"), nullable=False),
    moment("created_at", nullable=False),
    moment("seen_at", nullable=False),
    moment("expires_at", nullable=False),
    moment("revoked_at"),
    Column("second", Boolean, nullable=False),
    text("agent"),
    Index("ix_console_sessions_account", "account"),
    Index("ix_console_sessions_expires_at", "expires_at"),
)

#: Every change made at the console; `before` and `after` are JSON, without any secret.
audit_log = Table(
    "audit_log",
    metadata,
    Column("id", Integer, primary_key=True),
    moment("at", nullable=False),
    text("account"),
    text("action"),
    text("subject"),
    text("which"),
    text("before"),
    text("after"),
    Index("ix_audit_log_at", "at"),
    Index("ix_audit_log_account", "account", "at"),
    Index("ix_audit_log_subject", "subject", "which"),
)

#: What was brought in from a table: `changes` are the rows as they were before and are after, as JSON, so that the
#: last one can be taken back; `undone_at` once it was.
imports = Table(
    "imports",
    metadata,
    Column("id", Integer, primary_key=True),
    moment("at", nullable=False),
    text("account"),
    text("what"),
    text("file"),
    text("changes"),
    moment("undone_at"),
    Index("ix_imports_at", "at"),
)

#: What can be searched of a case: the pairs of characters of its words, see `search`. SQLite has the virtual table
#: `case_search` and three triggers beside it, PostgreSQL an index (GIN); the migration makes them.
case_texts = Table(
    "case_texts",
    metadata,
    Column("case", Integer, ForeignKey("cases.number"), primary_key=True),
    Column("words", Text().with_variant(TSVECTOR(), "postgresql"), nullable=False),
)

#: Cases of which something was said since they were made searchable; the worker takes them from here.
search_backlog = Table(
    "search_backlog",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case", Integer, ForeignKey("cases.number"), nullable=False),
)

#: Filters of the list of cases that somebody keeps under a name; `query` as it stands in the address.
saved_views = Table(
    "saved_views",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("account", Integer, ForeignKey("accounts.id"), nullable=False),
    text("name"),
    text("query"),
    Column("shared", Boolean, nullable=False),
    moment("created_at", nullable=False),
    Index("ix_saved_views_account", "account"),
)

#: Figures as they were counted at a moment, under their span and place: counting a quarter anew takes seconds.
kept_pictures = Table(
    "kept_pictures",
    metadata,
    Column("name", Text, primary_key=True),
    moment("at", nullable=False),
    text("body"),
    Index("ix_kept_pictures_at", "at"),
)

#: What people set at the console otherwise than it is by default: `value` as JSON, under the setting's name.
overrides = Table(
    "overrides",
    metadata,
    Column("name", Text, primary_key=True),
    text("value"),
    moment("at", nullable=False),
    text("by"),
)

#: When what goes round in the background had been round last.
beats = Table(
    "beats",
    metadata,
    Column("name", Text, primary_key=True),
    moment("at", nullable=False),
)
