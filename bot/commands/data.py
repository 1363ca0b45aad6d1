"""`linli import` and `linli export`."""

from __future__ import annotations

import csv
import json
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from bot.commands.configured import beginning_of, settings_of, store_of
from bot.desk.corrections import correction_records
from bot.desk.duties import duty_records
from bot.desk.exporting import (
    COLUMNS,
    case_records,
    event_records,
    hour_records,
    person_records,
    volunteer_records,
)
from bot.desk.meeting_tables import meeting_records, poll_records
from bot.desk.roster import (
    ImportReport,
    import_households,
    import_people,
    import_places,
    import_recipients,
    import_resources,
    import_rotas,
    import_services,
    import_stations,
    import_teams,
    import_volunteers,
)
from bot.desk.service_tables import (
    SERVICE_COLUMNS,
    activity_records,
    job_records,
    resource_records,
    service_records,
    use_records,
)
from bot.desk.sheets import cell_of, xlsx_of
from bot.desk.supervising import flag_records
from bot.desk.whistle_tables import rate_records, whistle_records
from bot.pages.key import page_key
from storage.unit_of_work import UnitOfWork

Record = Mapping[str, Any]


def load(asked: Namespace) -> int:
    """Import a file: all of it or nothing; every bad row is named on standard error."""
    importing: Mapping[str, Callable[..., ImportReport]] = {
        "places": import_places,
        "people": import_people,
        "volunteers": partial(import_volunteers, unit=asked.unit),
        "rotas": import_rotas,
        "teams": import_teams,
        "stations": import_stations,
        "recipients": import_recipients,
        "services": import_services,
        "resources": import_resources,
        "households": import_households,
    }
    with store_of(asked) as store:
        report = importing[asked.what](store, asked.file, dry_run=asked.dry_run)
    for refused in report.refused:
        sys.stderr.write(f"{refused}\n")
    if report.refused:
        sys.stderr.write(f"共 {len(report.refused)} 处要改，什么都没有写入。/ Nothing was written.\n")
        return 1
    print(report.summary())
    return 0


def export(asked: Namespace) -> int:
    """Export to standard output: JSON lines, CSV or XLSX."""
    zone = ZoneInfo(settings_of(asked).desk.timezone)
    since = beginning_of(asked.since, zone)
    sources: Mapping[str, Callable[[UnitOfWork], Iterable[Record]]] = {
        "cases": lambda unit: case_records(unit, since, zone),
        "events": lambda unit: event_records(unit, since, zone),
        "people": person_records,
        "volunteers": lambda unit: volunteer_records(unit, asked.unit, _entry_key(asked)),
        "hours": lambda unit: hour_records(unit, since, zone, asked.unit),
        "duties": lambda unit: duty_records(unit, since, zone, datetime.now(UTC)),
        "whistles": lambda unit: whistle_records(unit, since, zone),
        "whistle_rates": lambda unit: rate_records(unit, since, zone),
        "polls": lambda unit: poll_records(unit, since, zone),
        "meetings": lambda unit: meeting_records(unit, since, zone),
        "services": service_records,
        "activities": lambda unit: activity_records(unit, since, zone),
        "jobs": lambda unit: job_records(unit, since, zone),
        "resources": resource_records,
        "resource_uses": lambda unit: use_records(unit, since, zone),
        "flags": lambda unit: flag_records(unit, since, zone),
        "corrections": lambda unit: correction_records(unit, since, private=asked.private),
    }
    columns, source, write = {**COLUMNS, **SERVICE_COLUMNS}[asked.what], sources[asked.what], _FORMATS[asked.format]
    with store_of(asked) as store:
        store.read(lambda unit: write(columns, source(unit)))
    return 0


def _entry_key(asked: Namespace) -> str:
    """The key that codes of entries are made with, as the running desk has it; empty where it makes no links."""
    settings = settings_of(asked)
    return page_key(settings) if settings.server.public_url else ""


def _write_json_lines(_columns: Sequence[str], records: Iterable[Record]) -> None:
    for record in records:
        print(json.dumps(record, ensure_ascii=False))


def _write_csv(columns: Sequence[str], records: Iterable[Record]) -> None:
    """With a byte-order mark: without it Excel takes the Chinese for another encoding."""
    sys.stdout.write("\ufeff")
    writer = csv.DictWriter(sys.stdout, columns, lineterminator="\n")
    writer.writeheader()
    for record in records:
        writer.writerow({key: cell_of(value) for key, value in record.items()})


def _write_xlsx(columns: Sequence[str], records: Iterable[Record]) -> None:
    sys.stdout.buffer.write(xlsx_of(columns, records))


_FORMATS: Mapping[str, Callable[[Sequence[str], Iterable[Record]], None]] = {
    "jsonl": _write_json_lines,
    "csv": _write_csv,
    "xlsx": _write_xlsx,
}
