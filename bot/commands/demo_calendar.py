"""What of the demo lies ahead: activities and work notices, whose days are counted from today."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from importlib.resources import as_file, files
from zoneinfo import ZoneInfo

from bot.desk.spreadsheet import Row, read_table
from bot.settings import DeskSettings
from matching.activity import Activity
from matching.job import Job, JobKind
from storage.unit_of_work import Store, UnitOfWork


def load_calendar(store: Store, now: datetime) -> None:
    """Activities of the coming days and a few work notices; places and people must be there."""
    zone = ZoneInfo(DeskSettings().timezone)
    today = now.astimezone(zone).date()
    with as_file(files("bot").joinpath("demo")) as folder:
        announced = [_activity(row, today, zone) for row in read_table(folder / "activities.csv").rows]
        notices = read_table(folder / "jobs.csv").rows

    def work(unit: UnitOfWork) -> None:
        for one in announced:
            unit.activities.add(one)
        for row in notices:
            unit.jobs.add(_job(row, unit.people.contact_of(row.get("openid"), now).id, today, now))

    store.run(work)


def _activity(row: Row, today: date, zone: ZoneInfo) -> Activity:
    day = today + timedelta(days=int(row.get("in_days")))

    def at(column: str) -> datetime:
        return datetime.combine(day, time.fromisoformat(row.get(column)), zone).astimezone(UTC)

    return Activity(
        0, row.get("place"), row.get("title"), row.get("spot"), at("from"), at("to"), int(row.get("capacity")),
        row.get("minors") == "true", row.get("by"),
    )  # fmt: skip


def _job(row: Row, contact: int, today: date, now: datetime) -> Job:
    what, until = row.get("what"), today + timedelta(days=int(row.get("days")))
    return Job(
        0, JobKind(row.get("kind")), contact, row.get("place"), what, (what,), row.get("slots"), row.get("pay"), until,
        now,
    )  # fmt: skip
