"""What is dangerous is looked at again after it was said to be gone: after a week, and after a month."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from matching.case import Case, Kind

#: So long after the closing it is inspected.
INSPECTED_AFTER: Final = (timedelta(days=7), timedelta(days=30))
#: So long somebody who was asked to inspect has; then the next one is asked.
INSPECTION_TERM: Final = timedelta(days=3)
_SAFETY = "safety"


def kind_of(case: Case) -> Kind:
    """What sort of matter it is: an ordinary one of safety or danger is a hazard, but nothing private is."""
    dangerous = case.category == _SAFETY or case.urgent
    return Kind.HAZARD if case.kind is Kind.ORDINARY and dangerous and not case.private else case.kind


def inspected_at(closed_at: datetime, now: datetime) -> datetime | None:
    """The next moment at which a hazard closed then is inspected; None when both times have passed."""
    return next((closed_at + span for span in INSPECTED_AFTER if closed_at + span > now), None)
