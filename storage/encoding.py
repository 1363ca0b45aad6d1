"""The edge between values and columns: moments, days, lists and mappings.

Moments are stored as whole milliseconds since 1970 UTC, so microseconds are cut off; lists and
mappings are stored as JSON text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = 86_400_000
_SECOND = 1_000
_encode = json.JSONEncoder(ensure_ascii=False).encode  # json.dumps makes a new encoder each time


def to_millis(moment: datetime) -> int:
    """Milliseconds since 1970 UTC. Raises ValueError for a naive datetime."""
    if moment.tzinfo is not UTC and moment.utcoffset() is None:
        message = f"a moment needs a timezone: {moment.isoformat()}"
        raise ValueError(message)
    since = moment - _EPOCH
    return since.days * _DAY + since.seconds * _SECOND + since.microseconds // _SECOND


def to_millis_or_null(moment: datetime | None) -> int | None:
    """As `to_millis`; None stays None."""
    return None if moment is None else to_millis(moment)


def from_millis(millis: int) -> datetime:
    """The aware UTC moment of a stored number."""
    return _EPOCH + timedelta(milliseconds=millis)


def from_millis_or_null(millis: int | None) -> datetime | None:
    """As `from_millis`; None stays None."""
    return None if millis is None else _EPOCH + timedelta(milliseconds=millis)


def to_iso(day: date | None) -> str:
    """A day as `2026-01-31`; None as an empty text."""
    return "" if day is None else day.isoformat()


def from_iso(text: str) -> date | None:
    """The day of a stored text; None for an empty one."""
    return date.fromisoformat(text) if text else None


def to_json_list(items: Iterable[str]) -> str:
    """A JSON list, in the given order."""
    listed = [str(item) for item in items]
    return _encode(listed) if listed else "[]"


def from_json_list(text: str) -> tuple[str, ...]:
    """The items of a stored list, in order."""
    return () if text == "[]" else tuple(json.loads(text))


def to_json_mapping(items: Mapping[str, str]) -> str:
    """A JSON object."""
    return _encode(dict(items)) if items else "{}"


def from_json_mapping(text: str) -> dict[str, str]:
    """The mapping of a stored object, in the stored order."""
    return {} if text == "{}" else dict(json.loads(text))


def digest(text: str) -> str:
    """32 hex digits that stand for an id which must not be kept itself (an openid)."""
    return blake2b(text.encode(), digest_size=16).hexdigest()
