"""Work notices and who answered which, kept on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from matching.job import Job, JobKind, JobState
from storage.jobs import AGREED, APPLIED, TOLD
from storage.unit_of_work import Store, UnitOfWork

NOW = datetime(2026, 3, 3, 2, tzinfo=UTC)
TODAY = date(2026, 3, 3)


def a_job(unit: UnitOfWork, who: str, **given) -> Job:
    contact = unit.people.contact_of(who, NOW).id
    job = Job(0, JobKind.JOB, contact, "rongyu", "保洁", ("保洁", "做饭"), "每天 09:00-11:00", "20元/时", TODAY, NOW)
    job = replace(job, **given)
    return replace(job, number=unit.jobs.add(job))


def test_a_notice_comes_back_as_it_was_kept(store: Store):
    job = store.run(lambda unit: a_job(unit, "shop"))
    assert store.read(lambda unit: unit.jobs.load(job.number)) == job
    assert store.read(lambda unit: unit.jobs.load(99)) is None
    assert store.read(lambda unit: unit.jobs.since(NOW)) == [job]
    assert store.read(lambda unit: unit.jobs.since(NOW.replace(hour=3))) == []


def test_what_has_ended_by_date_or_word_is_not_open(store: Store):
    def work(unit: UnitOfWork) -> list[int]:
        kept = [a_job(unit, "shop"), a_job(unit, "shop", until=date(2026, 3, 2)), a_job(unit, "shop"),
                a_job(unit, "a", kind=JobKind.SEEK), a_job(unit, "b", kind=JobKind.SEEK, state=JobState.ONCE)]
        unit.jobs.set_state(kept[2].number, JobState.ENDED)
        return [one.number for one in unit.jobs.open(JobKind.JOB, TODAY)] + [
            one.number for one in unit.jobs.open(JobKind.SEEK, TODAY)
        ] + [one.number for one in unit.jobs.of_contact(kept[0].contact, TODAY)]

    assert store.run(work) == [1, 4, 1]


def test_a_seeker_is_told_of_a_job_once_and_the_answers_are_kept(store: Store):
    def work(unit: UnitOfWork) -> None:
        job, seek = a_job(unit, "shop"), a_job(unit, "a", kind=JobKind.SEEK)
        assert unit.jobs.match(job.number, seek.number, NOW)
        assert not unit.jobs.match(job.number, seek.number, NOW)
        assert unit.jobs.matches(job.number) == [(1, 2, TOLD)]
        unit.jobs.answer(job.number, seek.number, APPLIED)
        assert unit.jobs.matches(seek.number) == [(1, 2, APPLIED)]
        unit.jobs.answer(job.number, seek.number, AGREED)
        assert unit.jobs.matches(job.number) == [(1, 2, AGREED)]

    store.run(work)


def test_the_notices_of_somebody_forgotten_say_nothing_and_have_ended(store: Store):
    def work(unit: UnitOfWork) -> Job | None:
        job = a_job(unit, "shop")
        unit.people.anonymise(job.contact)
        return unit.jobs.load(job.number)

    kept = store.run(work)
    assert kept is not None
    assert (kept.what, kept.skills, kept.slots, kept.pay, kept.state) == ("", (), "", "", JobState.ENDED)
