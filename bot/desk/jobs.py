"""用工帮: 招工, 找活, 应聘. Matched by skill, hours and nearness; both speak through the desk, no phone is shown."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from bot.desk import wording_jobs
from bot.desk.activities import community_of
from bot.desk.chatwords import Command
from bot.desk.desk import Telling, Visit
from bot.desk.job_words import Notice, asks_fee, read_notice
from bot.desk.wording_jobs import JobLine
from intents.text import mask_sensitive
from matching.job import Fit, Job, JobKind, JobState, best_fits, fit
from storage.jobs import AGREED, APPLIED

_NOTICES_MOST = 5
_LISTED_MOST = 8
#: A new job is told to so many at most: the rest find it on the list.
_TOLD_MOST = 10
_END = re.compile(r"(?:结束|停止|招到了|找到了|不招了|不找了)\s*(?P<number>\d{1,9})?.*", re.DOTALL)


def jobs(visit: Visit, command: Command) -> str:
    """用工: what is on offer near, and one's own notices; 结束 takes one's own down; with a number that one."""
    ending = _END.fullmatch(command.rest)
    if ending is not None:
        return _end(visit, int(ending["number"] or command.number or 0))
    if command.number is not None:
        job = _open_job(visit, command.number)
        if job is None or job.kind is not JobKind.JOB:
            return wording_jobs.NO_SUCH.format(number=command.number)
        return wording_jobs.listed([line_of(visit, job).whole], ())
    own = visit.unit.jobs.of_contact(visit.contact.id, _today(visit))
    seek = next((one for one in own if one.kind is JobKind.SEEK), None) or _anything(visit)
    listed = [wording_jobs.fitting(line_of(visit, one.job), one.reasons if seek.number else ())
              for one in _fits_for(visit, seek, _LISTED_MOST)]
    return wording_jobs.listed(listed, [line_of(visit, one) for one in own])


def hire(visit: Visit, command: Command) -> str:
    """招工: put up, and told at once to those who look for such work; nobody may be asked for money."""
    words = mask_sensitive(command.rest)
    if asks_fee(words):
        return wording_jobs.FEES
    read = _read(visit, words)
    if not read.work:
        return wording_jobs.HOW_TO_HIRE
    if read.until is None:
        return wording_jobs.NOT_THAT_DAY
    own = [one for one in visit.unit.jobs.of_contact(visit.contact.id, _today(visit)) if one.kind is JobKind.JOB]
    if len(own) >= _NOTICES_MOST:
        return wording_jobs.MANY_NOTICES.format(count=len(own), first=own[0].number)
    job = _kept(visit, JobKind.JOB, read)
    seekers = visit.unit.jobs.open(JobKind.SEEK, _today(visit))
    fits = best_fits((fit(job, one, visit.knowledge.town.territory) for one in seekers), _TOLD_MOST)
    for one in fits:
        visit.unit.jobs.match(job.number, one.seek.number, visit.now)
        words = wording_jobs.for_seeker(line_of(visit, job), one.reasons, one.seek.number)
        visit.tell(_telling(job, words, "有份活"), contact=one.seek.contact)
    return wording_jobs.posted(line_of(visit, job), len(fits))


def seek_work(visit: Visit, command: Command) -> str:
    """找活: kept, so that what comes later is told; what fits now at once. The latest goes over the earlier."""
    read = _read(visit, mask_sensitive(command.rest))
    if not (read.work or read.slots):
        return wording_jobs.HOW_TO_SEEK
    if read.until is None:
        return wording_jobs.NOT_THAT_DAY
    for one in visit.unit.jobs.of_contact(visit.contact.id, _today(visit)):
        if one.kind is JobKind.SEEK:
            visit.unit.jobs.set_state(one.number, JobState.ENDED)
    seek = _kept(visit, JobKind.SEEK, read)
    fits = _fits_for(visit, seek, _LISTED_MOST)
    for found in fits:
        visit.unit.jobs.match(found.job.number, seek.number, visit.now)
    lines = [wording_jobs.fitting(line_of(visit, one.job), one.reasons) for one in fits]
    return wording_jobs.seeking(seek.number, "、".join(seek.skills), _day(seek.until), lines)


def apply(visit: Visit, command: Command) -> str:
    """应聘: with a job's number words go to whoever posted it, with a seeker's number the poster's words go back.

    Both speak of their own free will, and through the desk.
    """
    if command.number is None:
        return wording_jobs.WHICH
    said = mask_sensitive(command.rest).strip()
    found = _open_job(visit, command.number)
    if found is None:
        return wording_jobs.NO_SUCH.format(number=command.number)
    return _answer(visit, found, said) if found.kind is JobKind.SEEK else _apply_for(visit, found, said)


def _apply_for(visit: Visit, job: Job, said: str) -> str:
    if job.contact == visit.contact.id:
        return wording_jobs.YOUR_OWN.format(number=job.number)
    seek = _seek_for(visit, job)
    visit.unit.jobs.match(job.number, seek.number, visit.now)
    visit.unit.jobs.answer(job.number, seek.number, APPLIED)
    fits = fit(job, seek, visit.knowledge.town.territory)
    about = "，".join(fits.reasons if fits is not None else ())
    words = wording_jobs.for_poster(line_of(visit, job), seek.number, about, said)
    visit.tell(_telling(job, words, "有人应聘"), contact=job.contact)
    return wording_jobs.applied(line_of(visit, job))


def _answer(visit: Visit, seek: Job, said: str) -> str:
    """The poster's words to somebody who wants his job; of several jobs that she wants the latest is meant."""
    answered = [
        job
        for number, seeker, state in visit.unit.jobs.matches(seek.number)
        if seeker == seek.number and state in (APPLIED, AGREED)
        and (job := visit.unit.jobs.load(number)) is not None and job.contact == visit.contact.id
    ]
    if not answered:
        return wording_jobs.NOBODY_HAS_ANSWERED.format(number=seek.number)
    if not said:
        return wording_jobs.say_something(seek.number)
    if asks_fee(said):
        return wording_jobs.FEES
    job = answered[-1]
    visit.unit.jobs.answer(job.number, seek.number, AGREED)
    words = wording_jobs.for_applicant(line_of(visit, job), said)
    visit.tell(_telling(job, words, "有回话"), contact=seek.contact)
    return wording_jobs.answered(line_of(visit, job))


def _seek_for(visit: Visit, job: Job) -> Job:
    """The applicant's own notice, or one for this job alone: she is told of no other."""
    for number, seeker, _ in visit.unit.jobs.matches(job.number):
        known = visit.unit.jobs.load(seeker) if number == job.number else None
        if known is not None and known.contact == visit.contact.id and known.state is not JobState.ENDED:
            return known
    own = visit.unit.jobs.of_contact(visit.contact.id, _today(visit))
    seek = next((one for one in own if one.kind is JobKind.SEEK), None)
    once = Notice(job.skills, "", "", "", job.until)
    return seek or _kept(visit, JobKind.SEEK, once, JobState.ONCE)


# -- keeping -----------------------------------------------------------------------------------------


def _read(visit: Visit, words: str) -> Notice:
    return read_notice(words, _today(visit), visit.knowledge.gazetteer)


def _kept(visit: Visit, kind: JobKind, read: Notice, state: JobState = JobState.OPEN) -> Job:
    what = read.work[0] if read.work else ""
    place = read.place or visit.contact.home
    job = Job(0, kind, visit.contact.id, place, what, read.work, read.slots, read.pay, read.until or _today(visit),
              visit.now, state)
    return replace(job, number=visit.unit.jobs.add(job))


def _end(visit: Visit, number: int) -> str:
    job = _open_job(visit, number)
    if job is None:
        return wording_jobs.NO_SUCH.format(number=number or "")
    if job.contact != visit.contact.id:
        return wording_jobs.NOT_YOURS.format(number=number)
    visit.unit.jobs.set_state(number, JobState.ENDED)
    return wording_jobs.ENDED.format(number=number, what=job.what)


def _open_job(visit: Visit, number: int) -> Job | None:
    """A notice that still stands, also one for a single job; None for any other."""
    job = visit.unit.jobs.load(number)
    return job if job is not None and job.state is not JobState.ENDED and job.until >= _today(visit) else None


# -- looking -----------------------------------------------------------------------------------------


def _fits_for(visit: Visit, seek: Job, many: int) -> list[Fit]:
    offered = visit.unit.jobs.open(JobKind.JOB, _today(visit))
    return best_fits((fit(one, seek, visit.knowledge.town.territory) for one in offered), many)


def _anything(visit: Visit) -> Job:
    """Who only looks round wants anything near her home; her own notices she knows."""
    return Job(0, JobKind.SEEK, visit.contact.id, visit.contact.home, "", (), "", "", _today(visit), visit.now)


def line_of(visit: Visit, job: Job) -> JobLine:
    """A notice as the sentences need it: its place is the community's, of whoever's home it is."""
    place = visit.knowledge.town.territory.title(community_of(visit, job.place)) if job.place else ""
    work = "、".join(job.skills) or job.what
    return JobLine(job.number, work, place, job.slots.replace("|", "、"), job.pay, _day(job.until))


def _telling(job: Job, words: str, state: str) -> Telling:
    due = f"{job.until.isoformat()} 18:00"
    return Telling("job", words, None, {"number": f"J{job.number}", "matter": job.what, "state": state, "due": due})


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _today(visit: Visit) -> date:
    return visit.now.astimezone(visit.zone).date()
