"""The tables of volunteers' work: needs and offers, hours, visits, teams, stations, services, activities, jobs.

They hang on the metadata of `tables`. Names, rooms and phones of those who are visited stand in `recipients`, as those
of residents and handlers in `contacts`, `people` and `volunteers`; everywhere else are codes and ids.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
)

from storage.columns import metadata, moment, text, whole


def _number() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def _need() -> Column[int]:
    return Column("need", Integer, ForeignKey("needs.id"), nullable=False)


def _contact(name: str = "contact", *, nullable: bool = True) -> Column[int]:
    return Column(name, Integer, ForeignKey("contacts.id"), nullable=nullable)


#: What somebody needs volunteers for; see `matching.need.Need`. `parts`, `languages` and `reasons` are JSON lists.
#: `wakes_at` is when a clock wants something of it next; empty for one that is over.
needs = Table(
    "needs",
    metadata,
    _number(),
    Column("case", Integer, ForeignKey("cases.number"), unique=True),
    text("kind"),
    text("state"),
    text("urgency"),
    text("place"),
    text("place_text"),
    text("what"),
    text("parts"),
    text("languages"),
    text("gender"),
    Column("vetted", Boolean, nullable=False),
    Column("pair", Boolean, nullable=False),
    moment("starts_at", nullable=False),
    moment("ends_at", nullable=False),
    whole("minutes"),
    _contact("requester"),
    text("by"),
    text("coordinator"),
    text("recipient"),
    text("team"),
    text("usual"),
    Column("campaign", Integer, ForeignKey("campaigns.id")),
    text("source"),
    whole("ring"),
    whole("round"),
    text("given_to"),
    text("note"),
    text("reasons"),
    moment("created_at", nullable=False),
    moment("touched_at", nullable=False),
    moment("ended_at"),
    moment("wakes_at"),
    Index("ix_needs_state", "state", "starts_at"),
    Index("ix_needs_recipient", "recipient", "starts_at"),
    Index("ix_needs_requester", "requester"),
    Index("ix_needs_campaign", "campaign"),
    Index(
        "ix_needs_wakes_at",
        "wakes_at",
        sqlite_where=literal_column("wakes_at IS NOT NULL"),
        postgresql_where=literal_column("wakes_at IS NOT NULL"),
    ),
)

#: One volunteer asked for one need; see `matching.offers.Offer`. Never asked twice for the same.
offers = Table(
    "offers",
    metadata,
    _number(),
    _need(),
    text("volunteer"),
    text("part"),
    whole("ring"),
    text("state"),
    moment("at", nullable=False),
    moment("until", nullable=False),
    moment("answered_at"),
    moment("done_at"),
    text("why"),
    text("reasons"),
    UniqueConstraint("need", "volunteer"),
    Index("ix_offers_volunteer", "volunteer", "at"),
    Index("ix_offers_state", "state", "until"),
)

#: The ledger of hours: one row for what one volunteer did for one need, counted once, credited to both homes.
service_hours = Table(
    "service_hours",
    metadata,
    _number(),
    _need(),
    text("volunteer"),
    moment("at", nullable=False),
    whole("minutes"),
    text("what"),
    text("home"),
    text("work"),
    text("confirmed_by"),
    UniqueConstraint("need", "volunteer"),
    Index("ix_service_hours_volunteer", "volunteer", "at"),
)

#: A certificate as it was made: its number can be looked up for whoever is shown one.
certificates = Table(
    "certificates",
    metadata,
    Column("number", Text, primary_key=True),
    text("volunteer"),
    moment("at", nullable=False),
    text("from_day"),
    text("until_day"),
    whole("minutes"),
    whole("times"),
    text("digest"),
    Index("ix_certificates_volunteer", "volunteer"),
)

#: Teams with their leader and quota; `kind` is rider, courier, repair, visit, surge or other, `leader` a volunteer.
teams = Table(
    "teams",
    metadata,
    Column("code", Text, primary_key=True),
    text("name"),
    text("kind"),
    text("place"),
    text("leader"),
    whole("weekly_quota"),
    text("until_day"),
)

team_members = Table(
    "team_members",
    metadata,
    Column("team", Text, ForeignKey("teams.code"), primary_key=True),
    Column("volunteer", Text, primary_key=True),
    Index("ix_team_members_volunteer", "volunteer"),
)

#: 走访对象: who is visited, how often, by whom as a rule. `minor`: vetted volunteers only, never one alone.
recipients = Table(
    "recipients",
    metadata,
    Column("code", Text, primary_key=True),
    text("name"),
    text("place"),
    text("room"),
    text("phone"),
    _contact(),
    text("languages"),
    text("gender"),
    Column("minor", Boolean, nullable=False),
    Column("consent", Boolean, nullable=False),
    text("note"),
    whole("every_days"),
    text("slot"),
    text("usual"),
    text("team"),
    text("coordinator"),
    text("next_day"),
    Index("ix_recipients_place", "place"),
    Index("ix_recipients_next_day", "next_day"),
    Index("ix_recipients_usual", "usual"),
)

#: What a visitor noted; `case` is what came of it.
visit_notes = Table(
    "visit_notes",
    metadata,
    _number(),
    Column("need", Integer, ForeignKey("needs.id")),
    Column("campaign", Integer, ForeignKey("campaigns.id")),
    text("recipient"),
    text("volunteer"),
    moment("at", nullable=False),
    text("text"),
    text("media"),
    Column("case", Integer, ForeignKey("cases.number")),
    Index("ix_visit_notes_recipient", "recipient", "at"),
    Index("ix_visit_notes_need", "need"),
    Index("ix_visit_notes_campaign", "campaign"),
)

#: A campaign with an end: `kind` is doors (家家访) or surge (应急); `rules` is a TOML text that ends with it.
campaigns = Table(
    "campaigns",
    metadata,
    _number(),
    text("kind"),
    text("name"),
    text("place"),
    text("team"),
    text("by"),
    text("state"),
    text("rules"),
    moment("at", nullable=False),
    text("from_day"),
    text("until_day"),
    moment("ended_at"),
    Index("ix_campaigns_state", "state"),
)

#: 家家访: one household of a campaign, given to one volunteer; `state` is open, visited, away or refused.
campaign_homes = Table(
    "campaign_homes",
    metadata,
    Column("campaign", Integer, ForeignKey("campaigns.id"), primary_key=True),
    Column("place", Text, primary_key=True),
    Column("room", Text, primary_key=True),
    text("volunteer"),
    text("state"),
    moment("visited_at"),
    Index("ix_campaign_homes_volunteer", "volunteer", "campaign"),
)

#: 点名: a call to the members of a surge, and who has answered from where.
roll_calls = Table(
    "roll_calls",
    metadata,
    _number(),
    Column("campaign", Integer, ForeignKey("campaigns.id"), nullable=False),
    text("by"),
    moment("at", nullable=False),
    moment("until", nullable=False),
    moment("closed_at"),
    Index("ix_roll_calls_campaign", "campaign"),
)

roll_answers = Table(
    "roll_answers",
    metadata,
    Column("call", Integer, ForeignKey("roll_calls.id"), primary_key=True),
    Column("volunteer", Text, primary_key=True),
    moment("at"),
    text("answer"),
    text("place"),
)

#: 红色驿站: what it offers (JSON: name -> what is wrong with it) and who keeps it; `open` is his word until `until_at`.
stations = Table(
    "stations",
    metadata,
    Column("code", Text, primary_key=True),
    text("name"),
    text("place"),
    Column("lng", Double),
    Column("lat", Double),
    text("hours"),
    text("services"),
    text("keeper"),
    Column("open", Boolean, nullable=False),
    moment("until_at"),
    text("note"),
    moment("updated_at"),
)

station_feedback = Table(
    "station_feedback",
    metadata,
    _number(),
    Column("station", Text, ForeignKey("stations.code"), nullable=False),
    _contact(),
    moment("at", nullable=False),
    text("text"),
    Index("ix_station_feedback_station", "station", "at"),
)

#: 点单: a community's catalogue; `mode` is person, team or item, `number` what people type.
services = Table(
    "services",
    metadata,
    Column("code", Text, primary_key=True),
    text("place"),
    whole("number"),
    text("name"),
    text("aliases"),
    text("mode"),
    text("parts"),
    whole("minutes"),
    text("note"),
    text("until_day"),
    Index("ix_services_place", "place"),
)

#: An activity to sign up for; `state` is open, cancelled or over.
activities = Table(
    "activities",
    metadata,
    _number(),
    text("place"),
    text("title"),
    text("spot"),
    moment("starts_at", nullable=False),
    moment("ends_at", nullable=False),
    whole("capacity"),
    Column("minors", Boolean, nullable=False),
    text("by"),
    text("state"),
    moment("reminded_at"),
    Index("ix_activities_state", "state", "starts_at"),
)

#: One sign-up: `count` people, `state` is in, waiting or out; for a child who brings and fetches it.
sign_ups = Table(
    "sign_ups",
    metadata,
    _number(),
    Column("activity", Integer, ForeignKey("activities.id"), nullable=False),
    _contact(nullable=False),
    whole("count"),
    text("state"),
    text("guardian"),
    moment("at", nullable=False),
    UniqueConstraint("activity", "contact"),
    Index("ix_sign_ups_contact", "contact"),
)

#: 用工帮: `kind` is job (somebody wanted) or seek (somebody looks for work).
jobs = Table(
    "jobs",
    metadata,
    _number(),
    text("kind"),
    _contact(nullable=False),
    text("place"),
    text("what"),
    text("skills"),
    text("slots"),
    text("pay"),
    text("state"),
    text("until_day"),
    moment("at", nullable=False),
    Index("ix_jobs_state", "state", "kind"),
    Index("ix_jobs_contact", "contact"),
)

job_matches = Table(
    "job_matches",
    metadata,
    Column("job", Integer, ForeignKey("jobs.id"), primary_key=True),
    Column("seeker", Integer, ForeignKey("jobs.id"), primary_key=True),
    moment("at", nullable=False),
    text("state"),
)

#: What a paired unit offers: `kind` is room, goods or people.
resources = Table(
    "resources",
    metadata,
    Column("code", Text, primary_key=True),
    text("unit"),
    text("place"),
    text("kind"),
    text("name"),
    text("aliases"),
    whole("count"),
    text("keeper"),
    text("note"),
)

resource_uses = Table(
    "resource_uses",
    metadata,
    _number(),
    Column("resource", Text, ForeignKey("resources.code"), nullable=False),
    _contact(),
    text("by"),
    text("what"),
    whole("count"),
    moment("at", nullable=False),
    moment("starts_at"),
    moment("ends_at"),
    text("state"),
    text("why"),
    Index("ix_resource_uses_resource", "resource", "at"),
)
