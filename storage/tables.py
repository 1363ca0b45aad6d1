"""The tables. Moments are BIGINT milliseconds UTC, lists and mappings JSON text (see `encoding`).

Names, rooms, phones and openids stand in `contacts`, `people` and `volunteers` and nowhere else, what people
photographed or said in `media`; `People.anonymise` is the way out.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _text(name: str) -> Column[str]:
    """A text that may be empty but is never NULL."""
    return Column(name, Text, nullable=False)


def _moment(name: str, *, nullable: bool = True) -> Column[int]:
    return Column(name, BigInteger, nullable=nullable)


def _whole(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


places = Table(
    "places",
    metadata,
    Column("code", Text, primary_key=True),
    _text("parent"),
    _text("kind"),
    _text("name"),
    _text("aliases"),
    Column("lng", Double),
    Column("lat", Double),
)

people = Table(
    "people",
    metadata,
    Column("code", Text, primary_key=True),
    _text("name"),
    _text("phone"),
    _text("backup"),
    Column("bind_code", Text, unique=True),  # NULL when there is none: empty ones may repeat
    _text("leave_from"),
    _text("leave_until"),
)

duties = Table(
    "duties",
    metadata,
    Column("person", Text, ForeignKey("people.code"), primary_key=True),
    Column("role", Text, primary_key=True),
    Column("place", Text, primary_key=True),
    _text("categories"),
)

contacts = Table(
    "contacts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("openid", Text, nullable=False),
    Column("person", Text, ForeignKey("people.code")),
    Column("subscribed", Boolean, nullable=False),
    _text("home"),
    _text("room"),
    _text("name"),
    _moment("window_until"),
    _whole("window_left"),
    _moment("seen_at", nullable=False),
    UniqueConstraint("openid"),
    UniqueConstraint("person"),
    sqlite_autoincrement=True,
)

volunteers = Table(
    "volunteers",
    metadata,
    Column("code", Text, primary_key=True),
    Column("contact", Integer, ForeignKey("contacts.id"), unique=True),
    _text("name"),
    _text("home"),
    _text("work"),
    _text("skills"),
    _text("languages"),
    _text("gender"),
    _text("slots"),
    _whole("weekly_cap"),
    Column("vetted", Boolean, nullable=False),
)

cases = Table(
    "cases",
    metadata,
    Column("number", Integer, primary_key=True),
    _text("state"),
    _text("intent"),
    _text("category"),
    _text("secondary"),
    _text("place"),
    _text("place_text"),
    _text("summary"),
    _text("responder"),
    Column("reporter", Integer, ForeignKey("contacts.id"), nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("private", Boolean, nullable=False),
    Column("confidence", Double, nullable=False),
    _whole("revision"),
    _moment("created_at", nullable=False),
    _moment("dispatched_at"),
    _moment("signin_due_at"),
    _moment("due_at"),
    _moment("closed_at"),
    _moment("touched_at", nullable=False),
    _text("verdict"),
    _whole("returns"),
    _whole("reopened"),
    _text("question"),
    _text("reasons"),
    Column("care", Text, nullable=False, server_default="[]"),
    Column("signature", Text, nullable=False, server_default=""),
    Column("merged_into", Integer, nullable=False, server_default="0"),
    Column("times", Integer, nullable=False, server_default="1"),
    Index("ix_cases_reporter", "reporter", "number"),
    Index("ix_cases_responder", "responder", "state"),
    Index("ix_cases_state", "state", "touched_at"),
    Index("ix_cases_place", "place", "created_at"),
    sqlite_autoincrement=True,  # a number that people have been told is never given again
)

#: Residents who joined a case that somebody else reported.
followers = Table(
    "followers",
    metadata,
    Column("case", Integer, ForeignKey("cases.number"), primary_key=True),
    Column("contact", Integer, ForeignKey("contacts.id"), primary_key=True),
    _moment("joined_at", nullable=False),
    Index("ix_followers_contact", "contact"),
)

case_events = Table(
    "case_events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case", Integer, ForeignKey("cases.number"), nullable=False),
    _moment("at", nullable=False),
    _text("actor"),
    _text("action"),
    _text("from_state"),
    _text("to_state"),
    _text("reason"),
    _whole("revision"),
    Index("ix_case_events_case", "case"),
)

case_messages = Table(
    "case_messages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case", Integer, ForeignKey("cases.number")),
    Column("contact", Integer, ForeignKey("contacts.id"), nullable=False),
    _moment("at", nullable=False),
    _text("kind"),
    _text("text"),
    _text("media"),
    Column("lat", Double),
    Column("lng", Double),
    Index("ix_case_messages_case", "case"),
    Index("ix_case_messages_contact", "contact", "at"),
)

inbox = Table(
    "inbox",
    metadata,
    Column("key", Text, primary_key=True),  # a digest: some keys contain an openid
    _text("sender"),  # a digest of the openid
    Column("reply", Text),
    _moment("received_at", nullable=False),
    Index("ix_inbox_received_at", "received_at"),
    Index("ix_inbox_sender", "sender"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False),
    _text("kind"),
    _text("text"),
    _text("fields"),
    Column("case", Integer, ForeignKey("cases.number")),
    Column("contact", Integer, ForeignKey("contacts.id")),
    _text("person"),
    Column("urgent", Boolean, nullable=False),
    _moment("due_at", nullable=False),
    _text("state"),
    _moment("ready_at"),  # when it may be claimed: due_at, or the end of a lease; NULL when it rests
    _moment("leased_at"),  # when it was claimed last
    _whole("tries"),
    _text("last_error"),
    _text("channel"),
    _moment("done_at"),  # when it was sent or given up
    UniqueConstraint("key"),
    Index("ix_outbox_state", "state"),
    Index("ix_outbox_contact", "contact"),
    Index("ix_outbox_case", "case"),
)
#: Holds the few open letters alone, however many were sent before.
Index(
    "ix_outbox_ready_at",
    outbox.c.ready_at,
    sqlite_where=outbox.c.ready_at.is_not(None),
    postgresql_where=outbox.c.ready_at.is_not(None),
)
#: For `Outbox.release`, which every message asks for: the held letters alone, by whom they are for.
_held = outbox.c.state == literal_column("'held'")
Index("ix_outbox_held_contact", outbox.c.contact, sqlite_where=_held, postgresql_where=_held)
Index("ix_outbox_held_person", outbox.c.person, outbox.c.contact, sqlite_where=_held, postgresql_where=_held)

media = Table(
    "media",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("media", Text, nullable=False),  # WeChat's media id
    _text("kind"),
    Column("contact", Integer, ForeignKey("contacts.id"), nullable=False),
    _moment("added_at", nullable=False),
    _text("state"),
    _moment("ready_at"),  # when it may be claimed: due, or the end of a lease; NULL when it is kept or lost
    _whole("tries"),
    _text("last_error"),
    _moment("done_at"),  # when it was kept or given up
    _text("content_type"),
    Column("content", LargeBinary),  # the last column: the others are read without it
    UniqueConstraint("media"),
    Index("ix_media_contact", "contact"),
    Index("ix_media_state", "state"),
)
#: Holds the few files to fetch alone, however many are kept.
Index(
    "ix_media_ready_at",
    media.c.ready_at,
    sqlite_where=media.c.ready_at.is_not(None),
    postgresql_where=media.c.ready_at.is_not(None),
)

rule_revisions = Table(
    "rule_revisions",
    metadata,
    Column("revision", Integer, primary_key=True, autoincrement=False),
    _text("text"),
    _text("by"),
    _text("why"),
    _moment("at", nullable=False),
)

versions = Table(
    "versions",
    metadata,
    Column("name", Text, primary_key=True),
    _whole("number"),
)
