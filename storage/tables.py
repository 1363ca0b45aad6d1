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
    Table,
    Text,
    UniqueConstraint,
    false,
    literal_column,
)

from storage.columns import metadata, moment, text, whole

places = Table(
    "places",
    metadata,
    Column("code", Text, primary_key=True),
    text("parent"),
    text("kind"),
    text("name"),
    text("aliases"),
    Column("lng", Double),
    Column("lat", Double),
    Column("successor", Text, nullable=False, server_default=""),  # of a closed place, else empty
)

people = Table(
    "people",
    metadata,
    Column("code", Text, primary_key=True),
    text("name"),
    text("phone"),
    text("backup"),
    Column("bind_code", Text, unique=True),  # NULL when there is none: empty ones may repeat
    text("leave_from"),
    text("leave_until"),
)

duties = Table(
    "duties",
    metadata,
    Column("person", Text, ForeignKey("people.code"), primary_key=True),
    Column("role", Text, primary_key=True),
    Column("place", Text, primary_key=True),
    text("categories"),
)

contacts = Table(
    "contacts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("openid", Text, nullable=False),
    Column("person", Text, ForeignKey("people.code")),
    Column("subscribed", Boolean, nullable=False),
    text("home"),
    text("room"),
    text("name"),
    moment("window_until"),
    whole("window_left"),
    moment("seen_at", nullable=False),
    UniqueConstraint("openid"),
    UniqueConstraint("person"),
    sqlite_autoincrement=True,
)
#: Who on duty lives in a household: asked at every dispatch.
Index(
    "ix_contacts_household",
    contacts.c.home,
    contacts.c.room,
    sqlite_where=contacts.c.person.is_not(None),
    postgresql_where=contacts.c.person.is_not(None),
)

volunteers = Table(
    "volunteers",
    metadata,
    Column("code", Text, primary_key=True),
    Column("contact", Integer, ForeignKey("contacts.id"), unique=True),
    text("name"),
    text("home"),
    text("work"),
    text("skills"),
    text("languages"),
    text("gender"),
    text("slots"),
    whole("weekly_cap"),
    Column("vetted", Boolean, nullable=False),
    Column("verified", Text, nullable=False, server_default="[]"),
    Column("kinds", Text, nullable=False, server_default="[]"),
    Column("unit", Text, nullable=False, server_default=""),
    Column("quiet", Text, nullable=False, server_default=""),
    Column("at_work", Boolean, nullable=False, server_default=false()),
    Column("offers_cap", Integer, nullable=False, server_default="6"),
    Column("resting_until", Text, nullable=False, server_default=""),
    Column("left_at", BigInteger),
)

cases = Table(
    "cases",
    metadata,
    Column("number", Integer, primary_key=True),
    text("state"),
    text("intent"),
    text("category"),
    text("secondary"),
    text("place"),
    text("place_text"),
    text("summary"),
    text("responder"),
    Column("reporter", Integer, ForeignKey("contacts.id"), nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("private", Boolean, nullable=False),
    Column("confidence", Double, nullable=False),
    whole("revision"),
    moment("created_at", nullable=False),
    moment("dispatched_at"),
    moment("signin_due_at"),
    moment("due_at"),
    moment("closed_at"),
    moment("touched_at", nullable=False),
    text("verdict"),
    whole("returns"),
    whole("reopened"),
    text("question"),
    text("reasons"),
    Column("care", Text, nullable=False, server_default="[]"),
    Column("signature", Text, nullable=False, server_default=""),
    Column("merged_into", Integer, nullable=False, server_default="0"),
    Column("times", Integer, nullable=False, server_default="1"),
    Column("kind", Text, nullable=False, server_default=""),
    Column("named", Boolean, nullable=False, server_default=false()),
    moment("first_word_due_at"),
    moment("first_word_at"),
    moment("held_since"),
    Column("rung", Integer, nullable=False, server_default="0"),
    Column("hops", Integer, nullable=False, server_default="0"),
    Column("answerable", Text, nullable=False, server_default=""),
    moment("paused_at"),
    Column("pauses", Integer, nullable=False, server_default="0"),
    moment("resume_at"),
    Column("checker", Text, nullable=False, server_default=""),
    moment("check_due_at"),
    moment("recheck_at"),
    Column("points", Text, nullable=False, server_default="[]"),
    Column("disputed", Boolean, nullable=False, server_default=false()),
    moment("climb_at"),
    moment("reminded_at"),
    moment("own_due_at"),
    moment("stuck_at"),
    Column("had", Text, nullable=False, server_default="[]"),
    moment("wakes_at"),  # derived of the others when a case is saved: when a clock strikes for it next
    moment("listed_at"),  # derived too: when it came, if the public ledger may show it (see `matching.ledger`)
    Index("ix_cases_reporter", "reporter", "number"),
    Index("ix_cases_responder", "responder", "state"),
    Index("ix_cases_state", "state", "touched_at"),
    Index("ix_cases_place", "place", "created_at"),
    Index("ix_cases_created_at", "created_at"),
    sqlite_autoincrement=True,  # a number that people have been told is never given again
)

#: Holds only what the public ledger may show, with all that it counts: a year is read without the rows themselves.
Index(
    "ix_cases_listed_at",
    cases.c.listed_at,
    cases.c.place,
    cases.c.category,
    cases.c.state,
    cases.c.closed_at,
    cases.c.reporter,
    sqlite_where=cases.c.listed_at.is_not(None),
    postgresql_where=cases.c.listed_at.is_not(None),
)
#: Holds only the cases under way, word for word as `case_rows.IS_OPEN` asks for them, or SQLite does not use it.
_under_way = cases.c.state.in_([literal_column(f"'{word}'") for word in (
    "awaiting_dispatch", "awaiting_info", "awaiting_outside", "awaiting_signin", "awaiting_verdict", "in_progress",
    "joint", "new", "redo", "scheduled",
)])  # fmt: skip
Index("ix_cases_open", cases.c.place, cases.c.state, sqlite_where=_under_way, postgresql_where=_under_way)
#: Hold only the cases that changed hands, and those that somebody else still answers for: a company's own, see `queue`.
Index(
    "ix_cases_had",
    cases.c.had,
    sqlite_where=cases.c.had != literal_column("'[]'"),
    postgresql_where=cases.c.had != literal_column("'[]'"),
)
Index(
    "ix_cases_answerable",
    cases.c.answerable,
    sqlite_where=cases.c.answerable != literal_column("''"),
    postgresql_where=cases.c.answerable != literal_column("''"),
)
#: Hold only the cases that a clock will strike for, and those that are stuck.
Index(
    "ix_cases_wakes_at",
    cases.c.wakes_at,
    sqlite_where=cases.c.wakes_at.is_not(None),
    postgresql_where=cases.c.wakes_at.is_not(None),
)
Index(
    "ix_cases_stuck_at",
    cases.c.stuck_at,
    sqlite_where=cases.c.stuck_at.is_not(None),
    postgresql_where=cases.c.stuck_at.is_not(None),
)

#: Hold only the cases that wait for a verdict, and those that are asked about again.
Index(
    "ix_cases_check_due_at",
    cases.c.check_due_at,
    sqlite_where=cases.c.check_due_at.is_not(None),
    postgresql_where=cases.c.check_due_at.is_not(None),
)
Index(
    "ix_cases_recheck_at",
    cases.c.recheck_at,
    sqlite_where=cases.c.recheck_at.is_not(None),
    postgresql_where=cases.c.recheck_at.is_not(None),
)

#: Residents who joined a case that somebody else reported.
followers = Table(
    "followers",
    metadata,
    Column("case", Integer, ForeignKey("cases.number"), primary_key=True),
    Column("contact", Integer, ForeignKey("contacts.id"), primary_key=True),
    moment("joined_at", nullable=False),
    Index("ix_followers_contact", "contact"),
)

case_events = Table(
    "case_events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case", Integer, ForeignKey("cases.number"), nullable=False),
    moment("at", nullable=False),
    text("actor"),
    text("action"),
    text("from_state"),
    text("to_state"),
    text("reason"),
    whole("revision"),
    Index("ix_case_events_case", "case"),
)

case_messages = Table(
    "case_messages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case", Integer, ForeignKey("cases.number")),
    Column("contact", Integer, ForeignKey("contacts.id"), nullable=False),
    moment("at", nullable=False),
    text("kind"),
    text("text"),
    text("media"),
    Column("lat", Double),
    Column("lng", Double),
    Index("ix_case_messages_case", "case"),
    Index("ix_case_messages_contact", "contact", "at"),
)

inbox = Table(
    "inbox",
    metadata,
    Column("key", Text, primary_key=True),  # a digest: some keys contain an openid
    text("sender"),  # a digest of the openid
    Column("reply", Text),
    moment("received_at", nullable=False),
    Index("ix_inbox_received_at", "received_at"),
    Index("ix_inbox_sender", "sender"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False),
    text("kind"),
    text("text"),
    text("fields"),
    Column("case", Integer, ForeignKey("cases.number")),
    Column("contact", Integer, ForeignKey("contacts.id")),
    text("person"),
    Column("urgent", Boolean, nullable=False),
    moment("due_at", nullable=False),
    text("state"),
    moment("ready_at"),  # when it may be claimed: due_at, or the end of a lease; NULL when it rests
    moment("leased_at"),  # when it was claimed last
    whole("tries"),
    text("last_error"),
    text("channel"),
    moment("done_at"),  # when it was sent or given up
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
#: For how much is asked of one person at which hours: what was sent to people on duty, by whom and when.
_to_person = outbox.c.person != literal_column("''")
Index("ix_outbox_person", outbox.c.person, outbox.c.done_at, sqlite_where=_to_person, postgresql_where=_to_person)

media = Table(
    "media",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("media", Text, nullable=False),  # WeChat's media id
    text("kind"),
    Column("contact", Integer, ForeignKey("contacts.id"), nullable=False),
    moment("added_at", nullable=False),
    text("state"),
    moment("ready_at"),  # when it may be claimed: due, or the end of a lease; NULL when it is kept or lost
    whole("tries"),
    text("last_error"),
    moment("done_at"),  # when it was kept or given up
    text("content_type"),
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
    text("text"),
    text("by"),
    text("why"),
    moment("at", nullable=False),
)

versions = Table(
    "versions",
    metadata,
    Column("name", Text, primary_key=True),
    whole("number"),
)
