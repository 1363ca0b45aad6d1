"""Who looked at a case: noted at every door that shows one."""

from __future__ import annotations

from bot.desk.desk import Visit
from matching.case import Case


def note_look(visit: Visit, case: Case, door: str) -> None:
    """Keep that the visitor looked at a case just now; `door` is where: chat, page or console."""
    del visit, case, door
