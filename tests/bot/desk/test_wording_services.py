"""The tone of every sentence about services, activities, work and what units lend; and that each is read here."""

from __future__ import annotations

import inspect
from types import ModuleType

import pytest

from bot.desk import wording_activities, wording_jobs, wording_resources, wording_services
from bot.desk.wording_activities import ActivityLine
from bot.desk.wording_jobs import JobLine
from bot.desk.wording_resources import LoanLine
from matching.resource import ResourceKind
from tests.tone import assert_tone

MODULES = (wording_services, wording_activities, wording_jobs, wording_resources)
PLACE, WHEN = "芗城区新桥街道榕御社区", "11月28日16:30"
FIELDS = {
    "place": PLACE, "said": "老年人智能手机使用辅导", "name": "四点半课堂", "until": "12月31日", "count": 5,
    "first": "Z128", "number": 128, "title": "大手牵小手悦读齐步走", "word": "取消活动", "most": 2000, "left": 0,
    "before": 2, "what": "家政保洁", "state": "可以借",
}  # fmt: skip
ACTIVITY = ActivityLine(128, "大手牵小手悦读齐步走", WHEN, "近邻共享工坊二楼", 0, 12, minors=True)
FREE = ActivityLine(128, "义诊", WHEN, "小广场")
JOB = JobLine(128, "家政保洁、做饭", PLACE, "工作日 09:00-11:00", "20元/时", "12月10日")
BARE = JobLine(128, "搬运", until="12月10日")
LOAN = LoanLine(128, "投影仪", 2, f"{WHEN}到11月28日18:00", "榕御物业", "3栋楼长陈**", "读书会用", "榕御物业")
PLAIN = LoanLine(128, "会议室", 1, WHEN, "农商银行", "3栋楼长陈**")


def sentences() -> dict[str, str]:
    """Every sentence about services and activities, by the function that makes it."""
    services, activities = wording_services, wording_activities
    return {
        "catalogue": services.catalogue(
            PLACE,
            [services.row(1, "理发", "40分钟", "上门"), services.row(0, "磨刀", "", "")],
            [services.order_line("Z128", "理发", WHEN, "正在找人")],
        ),
        "card": services.card(
            "四点半课堂", f"{WHEN}–18:00，约1小时30分钟", "榕御小区3栋", services.safely(children=True)
        ),
        "card, plain": services.card("理发", WHEN, "榕御小区3栋", services.safely(children=False)),
        "ordered": services.ordered("Z128", "四点半课堂", f"{WHEN}–18:00"),
        "cancelled": services.cancelled("Z128", "理发"),
        "activity card": activities.card(ACTIVITY, 20),
        "activity card, free": activities.card(FREE, 0),
        "published": activities.published(ACTIVITY),
        "listed": activities.listed([ACTIVITY, FREE], [activities.mine(128, "义诊", WHEN, 2)], PLACE),
        "listed, anywhere": activities.listed([FREE], [activities.mine(128, "义诊", WHEN, 0)], ""),
        "one": activities.one(ACTIVITY, ""),
        "one, in": activities.one(FREE, activities.you_are_in(2)),
        "one, waiting": activities.one(FREE, activities.you_wait(2)),
        "organisers_list": activities.organisers_list(
            ACTIVITY, 20, [activities.party(1, "3栋 周**", 2, "外婆接送")], ["3栋 1人"]
        ),
        "organisers_list, nobody": activities.organisers_list(FREE, 0, [], []),
        "party": activities.party(1, "榕御小区3栋", 2, ""),
        "signed_up": activities.signed_up(ACTIVITY, 2, reminded=True),
        "signed_up, soon": activities.signed_up(FREE, 1, reminded=False),
        "on_the_list": activities.on_the_list(ACTIVITY, 2, 12),
        "stays_away": activities.stays_away(ACTIVITY),
        "moved_up": activities.moved_up(ACTIVITY, 2, "11月27日18:00"),
        "reminder": activities.reminder(ACTIVITY, 2),
        "called_off": activities.called_off(ACTIVITY, "老师病了"),
        "called_off_for_organiser": activities.called_off_for_organiser(ACTIVITY, 20, "老师病了"),
    }  # fmt: skip


def of_exchange() -> dict[str, str]:
    """Every sentence about work and loans, by the function that makes it."""
    jobs, resources = wording_jobs, wording_resources
    return {
        "posted": jobs.posted(JOB, 3),
        "posted, nobody yet": jobs.posted(BARE, 0),
        "jobs listed": jobs.listed([jobs.fitting(JOB, ("同小区", "会保洁"))], [BARE]),
        "jobs listed, own only": jobs.listed([], [BARE]),
        "seeking": jobs.seeking(128, "保洁、做饭", "12月10日", [jobs.fitting(BARE, ())]),
        "seeking, nothing": jobs.seeking(128, "", "12月10日", []),
        "for_seeker": jobs.for_seeker(JOB, ("同小区", "会保洁", "时间对得上"), 129),
        "for_seeker, bare": jobs.for_seeker(BARE, (), 129),
        "applied": jobs.applied(JOB),
        "for_poster": jobs.for_poster(JOB, 129, "同小区，会保洁", "我做过三年" * 60),
        "for_poster, no words": jobs.for_poster(BARE, 129, "", ""),
        "for_applicant": jobs.for_applicant(JOB, "明天9点来看看"),
        "answered job": jobs.answered(JOB),
        "say_something": jobs.say_something(128),
        "resources listed": resources.listed(
            [resources.row(ResourceKind.GOODS, "轮椅", 3, "民政局", "在社区")] * 40,
            [resources.loan_listed(LOAN, "等回话")],
        ),
        "resource row": resources.row(ResourceKind.ROOM, "会议室", 1, "", ""),
        "asked": resources.asked(LOAN),
        "lent_at_once": resources.lent_at_once(PLAIN),
        "for_keeper": resources.for_keeper(LOAN, "明天10:00"),
        "agreed": resources.agreed(LOAN),
        "refused": resources.refused(LOAN, "灯泡坏了"),
        "answered": resources.answered(LOAN, "可以借"),
        "given_back": resources.given_back(LOAN),
        "given_back_for_keeper": resources.given_back_for_keeper(LOAN),
        "not_free": resources.not_free("投影仪", 1, WHEN),
        "not_free, none": resources.not_free("投影仪", 0, WHEN),
        "at_hand": resources.at_hand([resources.row(ResourceKind.GOODS, "轮椅", 3, "民政局", "")], "轮椅"),
        "asked_adviser": resources.asked_adviser(
            128, resources.on_turn("漳江律师事务所"), "漳江律师事务所", "今天18:00"
        ),
        "asked_adviser, nobody": resources.asked_adviser(128, "", "", ""),
    }  # fmt: skip


def fixed(module: ModuleType) -> dict[str, str]:
    return {name: text for name, text in vars(module).items() if name.isupper() and isinstance(text, str)}


@pytest.mark.parametrize("name", sorted(sentences() | of_exchange()))
def test_what_is_said_keeps_the_tone_and_fits_a_message(name: str):
    text = (sentences() | of_exchange())[name]
    assert_tone(text)
    assert len(text.encode()) <= 2048


@pytest.mark.parametrize(
    ("module", "name"), [(module, name) for module in MODULES for name in fixed(module) if not name.startswith("_")],
    ids=lambda one: one if isinstance(one, str) else one.__name__.rpartition(".")[2],
)
def test_what_always_reads_the_same_keeps_the_tone(module: ModuleType, name: str):
    assert_tone(fixed(module)[name].format(**FIELDS))


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.rpartition("_")[2])
def test_every_sentence_is_read_here(module: ModuleType):
    made = {name for name, one in inspect.getmembers(module, inspect.isfunction) if one.__module__ == module.__name__}
    short = module.__name__.rpartition("_")[2]
    read = inspect.getsource(sentences) + inspect.getsource(of_exchange)
    assert not {name for name in made if not name.startswith("_") and f"{short}.{name}(" not in read}
