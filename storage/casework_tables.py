"""The tables of casework beyond the case: whistles, precedents, looks, verdicts, polls, meetings, mediation.

They hang on the metadata of `tables`. Whoever a person is stands in `people` and `contacts`; here are codes and ids.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text

from storage.columns import metadata, moment, text, whole


def _number() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def _case(*, nullable: bool = False) -> Column[int]:
    return Column("case", Integer, ForeignKey("cases.number"), nullable=nullable)


#: 吹哨: departments called to one place for a case; `kind` is work, hard or urgent, `lead` a person's code.
whistles = Table(
    "whistles",
    metadata,
    _number(),
    _case(),
    text("place"),
    text("spot"),
    moment("meet_at"),
    text("kind"),
    text("reason"),
    text("lead"),
    text("by"),
    moment("at", nullable=False),
    moment("ended_at"),
    text("conclusion"),
    Index("ix_whistles_case", "case"),
    Index("ix_whistles_ended_at", "ended_at", "at"),
)

#: One called department with its part and its clocks; a row that climbed says to whom. `wakes_at` is when a clock
#: wants something of it next, empty for one that has reported.
whistle_calls = Table(
    "whistle_calls",
    metadata,
    Column("whistle", Integer, ForeignKey("whistles.id"), primary_key=True),
    Column("person", Text, primary_key=True),
    text("part"),
    moment("signin_due_at", nullable=False),
    moment("contact_due_at", nullable=False),
    moment("report_due_at", nullable=False),
    moment("signed_at"),
    moment("contacted_at"),
    moment("arrived_at"),
    moment("reported_at"),
    text("result"),
    whole("rating"),
    text("rating_why"),
    text("reply"),
    whole("climbed"),
    text("climbed_to"),
    moment("stepped_at"),
    moment("wakes_at"),
    Index("ix_whistle_calls_person", "person"),
    Index("ix_whistle_calls_wakes_at", "wakes_at"),
)

#: What an arbiter decided: who owns a category below a place, until it is revoked.
precedents = Table(
    "precedents",
    metadata,
    _number(),
    _case(),
    text("place"),
    text("category"),
    text("owner"),
    text("by"),
    text("reason"),
    moment("at", nullable=False),
    moment("revoked_at"),
    text("revoked_by"),
    Index("ix_precedents_place", "place", "category"),
)

#: An event of a duty of the 责任清单; `duty` is its code in the list.
duty_events = Table(
    "duty_events",
    metadata,
    _number(),
    text("duty"),
    text("place"),
    _case(nullable=True),
    Column("whistle", Integer, ForeignKey("whistles.id")),
    Column("meeting", Integer, ForeignKey("meetings.id")),
    text("owner"),
    moment("at", nullable=False),
    moment("due_at"),
    moment("done_at"),
    text("evidence"),
    Index("ix_duty_events_duty", "duty", "at"),
    Index("ix_duty_events_at", "at"),
    Index("ix_duty_events_case", "case"),
    Index("ix_duty_events_whistle", "whistle"),
)

#: More time asked for; `granted` is "", yes or no.
extensions = Table(
    "extensions",
    metadata,
    _number(),
    _case(),
    text("by"),
    text("reason"),
    moment("until", nullable=False),
    moment("at", nullable=False),
    text("approver"),
    text("granted"),
    moment("decided_at"),
    text("why"),
    Index("ix_extensions_case", "case"),
)

#: Who looked at a case, when and where (chat, page, console). Residents can read it.
looks = Table(
    "looks",
    metadata,
    _number(),
    _case(),
    text("person"),
    Column("contact", Integer, ForeignKey("contacts.id")),
    moment("at", nullable=False),
    text("door"),
    Index("ix_looks_case", "case", "at"),
    Index("ix_looks_person", "person", "at"),
)

#: What a resident says of a closing, asked apart: responded, solved, satisfied are "", yes or no.
verdicts = Table(
    "verdicts",
    metadata,
    _number(),
    _case(),
    Column("contact", Integer, ForeignKey("contacts.id")),
    text("round"),
    moment("asked_at", nullable=False),
    moment("at"),
    text("responded"),
    text("solved"),
    text("satisfied"),
    text("why"),
    Index("ix_verdicts_case", "case"),
    Index("ix_verdicts_contact", "contact", "asked_at"),
)

#: A second pair of eyes asked whether it is solved; `passed` is "", yes or no.
checks = Table(
    "checks",
    metadata,
    _number(),
    _case(),
    text("kind"),
    text("person"),
    moment("asked_at", nullable=False),
    moment("due_at", nullable=False),
    moment("at"),
    text("passed"),
    text("why"),
    Index("ix_checks_case", "case"),
    Index("ix_checks_person", "person", "at"),
)

#: A question to the households of a place; `options` and `result` are JSON lists.
polls = Table(
    "polls",
    metadata,
    _number(),
    _case(nullable=True),
    text("place"),
    text("question"),
    text("options"),
    text("by"),
    moment("opens_at", nullable=False),
    moment("closes_at", nullable=False),
    moment("closed_at"),
    text("result"),
    Index("ix_polls_place", "place", "closes_at"),
)

#: One household one vote: `household` is a digest of building and room, no address.
poll_votes = Table(
    "poll_votes",
    metadata,
    Column("poll", Integer, ForeignKey("polls.id"), primary_key=True),
    Column("household", Text, primary_key=True),
    Column("contact", Integer, ForeignKey("contacts.id"), nullable=False),
    whole("option"),
    moment("at", nullable=False),
)

#: 五方例会, 联席会议, 小区议事会; `agenda` is a JSON list, `chair` a person or unit.
meetings = Table(
    "meetings",
    metadata,
    _number(),
    text("kind"),
    text("place"),
    text("chair"),
    moment("at", nullable=False),
    text("spot"),
    text("state"),
    text("agenda"),
    text("minutes"),
    moment("reminded_at"),
    moment("ended_at"),
    Index("ix_meetings_place", "place", "kind", "at"),
    Index("ix_meetings_state", "state", "at"),
)

#: One seat at a meeting: who, as whose voice, whether she comes, and her position.
meeting_seats = Table(
    "meeting_seats",
    metadata,
    Column("meeting", Integer, ForeignKey("meetings.id"), primary_key=True),
    Column("party", Text, primary_key=True),
    text("person"),
    moment("invited_at"),
    text("attending"),
    text("position"),
    Index("ix_meeting_seats_person", "person"),
)

#: A decision becomes a case with an owner and a date.
meeting_decisions = Table(
    "meeting_decisions",
    metadata,
    _number(),
    Column("meeting", Integer, ForeignKey("meetings.id"), nullable=False),
    text("text"),
    text("owner"),
    moment("due_at"),
    _case(nullable=True),
    Index("ix_meeting_decisions_meeting", "meeting"),
)

#: 调解: who mediates between the reporter and the other party; `agreed` is a JSON list of who agreed.
mediations = Table(
    "mediations",
    metadata,
    Column("case", Integer, ForeignKey("cases.number"), primary_key=True),
    text("mediator"),
    Column("other", Integer, ForeignKey("contacts.id")),
    text("other_place"),
    text("stage"),
    text("agreement"),
    text("agreed"),
    moment("at", nullable=False),
    moment("follow_up_at"),
    moment("followed_at"),
    text("result"),
    Index("ix_mediations_mediator", "mediator"),
    Index("ix_mediations_follow_up_at", "follow_up_at"),
)

#: Who is on duty for what from which day to which (both count; empty is open).
rotas = Table(
    "rotas",
    metadata,
    _number(),
    text("kind"),
    text("person"),
    text("organisation"),
    text("place"),
    text("from_day"),
    text("until_day"),
    Index("ix_rotas_kind", "kind", "from_day"),
)

#: Two-person rule: what one proposes on a private matter waits for the second.
second_keys = Table(
    "second_keys",
    metadata,
    _number(),
    _case(),
    text("action"),
    text("words"),
    text("by"),
    moment("at", nullable=False),
    text("seconded_by"),
    moment("seconded_at"),
    text("refused_why"),
    Index("ix_second_keys_case", "case"),
)

#: What retention and anonymising took away, and when; never whose.
retention_log = Table(
    "retention_log",
    metadata,
    _number(),
    moment("at", nullable=False),
    text("what"),
    text("which"),
    whole("count"),
    text("reason"),
    Index("ix_retention_log_at", "at"),
)

#: Free text that the public ledger may show once it was read for personal data; `state`: proposed, shown, kept_back.
ledger_texts = Table(
    "ledger_texts",
    metadata,
    Column("case", Integer, ForeignKey("cases.number"), primary_key=True),
    text("text"),
    text("by"),
    moment("at", nullable=False),
    text("state"),
    Column("featured", Boolean, nullable=False),
)

#: 每月一题: what an office took on of a month's hot topics; `month` is such as 2026-10, `subject` our own words for it.
monthly_topics = Table(
    "monthly_topics",
    metadata,
    _number(),
    text("month"),
    text("place"),
    text("category"),
    text("subject"),
    whole("residents"),
    text("by"),
    moment("at", nullable=False),
    Index("ix_monthly_topics_month", "month", "place"),
)
