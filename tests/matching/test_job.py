"""Work and those who look for it: skill, hours and nearness must all go together, and the reasons say which did."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from matching.job import Job, JobKind, best_fits, fit
from matching.territory import Node, NodeKind, Territory

NOW = datetime(2026, 3, 3, 2, tzinfo=UTC)
TOWN = Territory([
    Node("district", "", NodeKind.DISTRICT, "芗城区"),
    Node("street", "district", NodeKind.STREET, "新桥街道"),
    Node("sq", "street", NodeKind.COMMUNITY, "榕御社区"),
    Node("rongyu", "sq", NodeKind.COMPOUND, "榕御小区"),
    Node("rongyu-1", "rongyu", NodeKind.BUILDING, "1栋"),
    Node("rongyu-2", "rongyu", NodeKind.BUILDING, "2栋"),
    Node("jiangbin", "sq", NodeKind.COMPOUND, "江滨花园"),
    Node("sq2", "street", NodeKind.COMMUNITY, "前锋社区"),
    Node("street2", "district", NodeKind.STREET, "西桥街道"),
    Node("elsewhere", "", NodeKind.DISTRICT, "龙海区"),
])  # fmt: skip


def a_job(number: int = 1, **given) -> Job:
    values = {"contact": 1, "place": "rongyu-1", "what": "保洁", "skills": ("保洁",), "slots": "", "pay": ""} | given
    return Job(number, JobKind.JOB, until=date(2026, 4, 1), at=NOW, **values)


def a_seek(number: int = 2, **given) -> Job:
    values = {"contact": 2, "place": "rongyu-1", "what": "保洁", "skills": ("保洁",), "slots": "", "pay": ""} | given
    return Job(number, JobKind.SEEK, until=date(2026, 4, 1), at=NOW, **values)


@pytest.mark.parametrize(
    ("place", "reason"),
    [("rongyu-1", "同一栋"), ("rongyu-2", "同小区"), ("jiangbin", "同社区"), ("sq2", "同街道"), ("street2", "同区")],
)
def test_nearer_is_worth_more_and_told(place: str, reason: str):
    assert fit(a_job(), a_seek(place=place), TOWN).reasons == (reason, "会保洁")
    farther = ("rongyu-1", "rongyu-2", "jiangbin", "sq2", "street2")
    worth = [fit(a_job(), a_seek(place=one), TOWN).worth for one in farther]
    assert worth == sorted(worth, reverse=True)


def test_another_district_is_too_far_and_an_unknown_place_is_no_reason():
    assert fit(a_job(), a_seek(place="elsewhere"), TOWN) is None
    assert fit(a_job(place=""), a_seek(), TOWN).reasons == ("会保洁",)


@pytest.mark.parametrize(
    ("wanted", "does", "shared"),
    [
        (("钟点保洁",), ("保洁",), "会保洁"),
        (("保洁",), ("家政保洁", "做饭"), "会家政保洁"),
        (("保洁", "做饭"), (), "会保洁"),
        ((), (), "会保洁"),
    ],
    ids=["inside the job's word", "around the job's word", "takes anything", "nothing but its name"],
)
def test_a_skill_fits_inside_a_longer_word(wanted: tuple[str, ...], does: tuple[str, ...], shared: str):
    assert shared in fit(a_job(skills=wanted), a_seek(skills=does), TOWN).reasons


def test_another_skill_or_ones_own_job_is_no_fit():
    assert fit(a_job(), a_seek(skills=("开车",)), TOWN) is None
    assert fit(a_job(), a_seek(contact=1), TOWN) is None
    assert fit(a_job(what="", skills=("保洁",)), a_seek(skills=("开车",)), TOWN) is None


@pytest.mark.parametrize(
    ("job", "seek", "fits"),
    [
        ("工作日 09:00-11:00", "每天 08:00-12:00", True),
        ("工作日 09:00-11:00", "周末 09:00-11:00", False),
        ("每天 09:00-11:00", "每天 10:30-18:00", False),
        ("每天 09:00-11:00", "每天 10:00-18:00", True),
        ("每天 09:00-09:30", "每天 08:00-12:00", True),
        ("", "每天 08:00-12:00", True),
    ],
    ids=["inside", "other days", "half an hour together", "an hour together", "a short errand", "any hours"],
)
def test_hours_must_meet(job: str, seek: str, fits: bool):
    found = fit(a_job(slots=job), a_seek(slots=seek), TOWN)
    assert (found is not None) is fits
    if fits:
        assert ("时间对得上" in found.reasons) is bool(job and seek)


def test_the_best_come_first_and_the_earlier_notice_among_equals():
    far, near = a_seek(5, place="street2"), a_seek(6, place="rongyu-2", contact=3)
    equal = a_seek(4, place="rongyu-2", contact=4)
    fits = [fit(a_job(), one, TOWN) for one in (far, near, equal, a_seek(skills=("开车",)))]
    assert [one.seek.number for one in best_fits(fits, 2)] == [4, 6]
