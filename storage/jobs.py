"""用工帮: notices of work and of those who look for it, and who answered which."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, or_, select

from matching.job import Job, JobKind, JobState
from storage.encoding import from_iso, from_json_list, from_millis, to_iso, to_json_list, to_millis
from storage.prepared import Row, Statement, Transaction, insert_into, insert_unless_there, update_by
from storage.volunteer_tables import job_matches, jobs

_JOB = select(
    jobs.c.id, jobs.c.kind, jobs.c.contact, jobs.c.place, jobs.c.what, jobs.c.skills, jobs.c.slots, jobs.c.pay,
    jobs.c.until_day, jobs.c.at, jobs.c.state,
)
_ADD = insert_into(jobs, "id", returning="id")
_STATE = update_by(jobs, "id", "state")
_LOAD = Statement(_JOB.where(jobs.c.id == bindparam("which")))
_OPEN = Statement(
    _JOB.where(
        jobs.c.kind == bindparam("of_kind"), jobs.c.state == JobState.OPEN.value, jobs.c.until_day >= bindparam("today")
    ).order_by(jobs.c.id)
)
_OF_CONTACT = Statement(
    _JOB.where(
        jobs.c.contact == bindparam("contact"),
        jobs.c.state == JobState.OPEN.value,
        jobs.c.until_day >= bindparam("today"),
    ).order_by(jobs.c.id)
)
_SINCE = Statement(_JOB.where(jobs.c.at >= bindparam("since")).order_by(jobs.c.id))
_MATCH = insert_unless_there(job_matches, conflict=("job", "seeker"))
_ANSWERED = Statement(
    select(job_matches.c.job, job_matches.c.seeker, job_matches.c.state)
    .where(or_(job_matches.c.job == bindparam("which"), job_matches.c.seeker == bindparam("which")))
    .order_by(job_matches.c.at, job_matches.c.job, job_matches.c.seeker)
)
_SET_MATCH = Statement(
    job_matches.update()
    .where(job_matches.c.job == bindparam("which_job"), job_matches.c.seeker == bindparam("which_seeker"))
    .values(state=bindparam("state"))
)
#: What becomes of a match: the seeker was told, she answered, the poster answered her.
TOLD, APPLIED, AGREED = "told", "applied", "agreed"


class Jobs:
    """The notices."""

    __slots__ = ("_transaction",)

    def __init__(self, transaction: Transaction) -> None:
        """Ask within `transaction`."""
        self._transaction = transaction

    def add(self, job: Job) -> int:
        """Keep a new notice; its number, which the store gives (`job.number` is ignored)."""
        row = self._transaction.first(_ADD, _values(job))
        return int(row[0]) if row else 0

    def set_state(self, number: int, state: JobState) -> None:
        """Keep what became of a notice."""
        self._transaction.change(_STATE, {"_id": number, "state": state.value})

    def load(self, number: int) -> Job | None:
        """A notice, or None."""
        row = self._transaction.first(_LOAD, {"which": number})
        return None if row is None else _job_of(row)

    def open(self, kind: JobKind, today: date) -> list[Job]:
        """The notices of a kind that stand on a day, the earliest first."""
        found = self._transaction.rows(_OPEN, {"of_kind": kind.value, "today": today.isoformat()})
        return [_job_of(row) for row in found]

    def of_contact(self, contact: int, today: date) -> list[Job]:
        """A contact's own notices that stand, the earliest first."""
        rows = self._transaction.rows(_OF_CONTACT, {"contact": contact, "today": today.isoformat()})
        return [_job_of(row) for row in rows]

    def since(self, moment: datetime) -> list[Job]:
        """The notices put up since a moment, in order."""
        return [_job_of(row) for row in self._transaction.rows(_SINCE, {"since": to_millis(moment)})]

    def match(self, job: int, seeker: int, now: datetime) -> bool:
        """Keep that a seeker was told of a job; False when she was before."""
        values = {"job": job, "seeker": seeker, "at": to_millis(now), "state": TOLD}
        return self._transaction.change(_MATCH, values) > 0

    def answer(self, job: int, seeker: int, state: str) -> None:
        """Keep who has answered whom (`APPLIED`, `AGREED`)."""
        self._transaction.change(_SET_MATCH, {"which_job": job, "which_seeker": seeker, "state": state})

    def matches(self, number: int) -> list[tuple[int, int, str]]:
        """(job, seeker, state) of every match that a notice is part of, in order."""
        return [(row[0], row[1], row[2]) for row in self._transaction.rows(_ANSWERED, {"which": number})]


def _values(job: Job) -> dict[str, Any]:
    return {
        "kind": job.kind.value,
        "contact": job.contact,
        "place": job.place,
        "what": job.what,
        "skills": to_json_list(job.skills),
        "slots": job.slots,
        "pay": job.pay,
        "state": job.state.value,
        "until_day": to_iso(job.until),
        "at": to_millis(job.at),
    }


def _job_of(row: Row) -> Job:
    number, kind, contact, place, what, skills, slots, pay, until, at, state = row
    return Job(
        number, JobKind(kind), contact, place, what, from_json_list(skills), slots, pay, from_iso(until) or date.max,
        from_millis(at), JobState(state),
    )  # fmt: skip
