"""One clock of the desk: what it finds due, and what is done about it. `reminders` lists and works them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.desk.desk import Desk, Visit
from matching.case import Case
from storage.unit_of_work import UnitOfWork

#: A clock finds so many at once; the rest is found by the next round.
AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Due:
    """Something a clock wants done.

    `case` is its number, 0 for what is about none; `what` the clock's name; `since` when it fell due; `which`
    the id of a thing besides the case (a whistle, a meeting), 0 for none.
    """

    case: int
    what: str
    since: datetime
    which: int = 0


@dataclass(frozen=True, slots=True)
class Clock:
    """`find` changes nothing; `act` does one finding in a transaction of its own and says whether it did anything.

    `act` is handed a visit whose contact is the case's reporter, or nobody where there is no case. It must look
    again whether the thing is still due: another worker may have been faster.
    """

    what: str
    find: Callable[[Desk, UnitOfWork, datetime], Iterable[Due]]
    act: Callable[[Visit, Case | None, Due], bool]
