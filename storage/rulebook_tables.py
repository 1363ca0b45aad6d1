"""The tables behind the rule workbench: drafts, golden messages, replays. Published revisions stand in `tables`."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from storage.columns import metadata, moment, text, whole

#: Rules that are not live yet. `base` is the revision they started from, `edits` what was done to it (JSON).
#: `publish_at` and `until` are when it goes live by itself and when what it replaced returns.
rule_drafts = Table(
    "rule_drafts",
    metadata,
    Column("id", Integer, primary_key=True),
    text("name"),
    whole("base"),
    text("text"),
    text("edits"),
    text("by"),
    text("why"),
    text("state"),
    moment("created_at", nullable=False),
    moment("touched_at", nullable=False),
    text("touched_by"),
    text("approved_by"),
    moment("publish_at"),
    moment("until"),
    whole("revision"),
    Index("ix_rule_drafts_state", "state", "touched_at"),
)

#: What messages mean for certain. `text` is masked; `source` says where it came from ("case/12").
golden_messages = Table(
    "golden_messages",
    metadata,
    Column("id", Integer, primary_key=True),
    text("text"),
    text("category"),
    text("intent"),
    text("place"),
    text("source"),
    text("by"),
    text("why"),
    moment("at", nullable=False),
    moment("dropped_at"),
    text("dropped_by"),
    Index("ix_golden_messages_source", "source"),
)

#: A golden message that one draft may break, and why.
golden_waivers = Table(
    "golden_waivers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("draft", Integer, ForeignKey("rule_drafts.id"), nullable=False),
    text("golden"),
    text("by"),
    text("why"),
    moment("at", nullable=False),
    UniqueConstraint("draft", "golden"),
)

#: A draft weighed against what was written in the last weeks: how far it is and what came out (JSON). Without a
#: beat for a while its process has gone.
replays = Table(
    "replays",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("draft", Integer, ForeignKey("rule_drafts.id"), nullable=False),
    text("mark"),
    whole("weeks"),
    text("state"),
    whole("done"),
    whole("total"),
    text("by"),
    moment("started_at", nullable=False),
    moment("beat_at", nullable=False),
    moment("finished_at"),
    Column("cancelled", Boolean, nullable=False),
    Column("result", Text, nullable=False),
    Index("ix_replays_draft", "draft", "started_at"),
)
