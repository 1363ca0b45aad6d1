"""The first page: each number counts what somebody may see, and leads to it."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import parse_qsl

from bot.desk import queueing
from bot.desk.acting import reading_visit
from bot.desk.overview import WORKER, Overview, overview
from bot.desk.rights import ConsoleRole, Standing

OWNER = Standing(ConsoleRole.OWNER)


def numbers(talk, standing: Standing = OWNER) -> dict[str, int]:
    found = seen(talk, standing)
    return {one.label: one.number for one in (*found.waiting, *found.late) if one.number}


def seen(talk, standing: Standing = OWNER) -> Overview:
    return talk.store.read(lambda unit: overview(talk.desk, unit, standing))


def test_an_empty_desk_says_so(clerk) -> None:
    page = clerk().sees("/")
    assert "今天来了" in page
    assert "今天还没有新的诉求" in page


def test_what_came_today_is_counted_by_the_hour(talk) -> None:
    talk.says("resident", "榕御小区3栋楼下乱停车")
    talk.later(hours=1)
    talk.says("other", "榕御小区5栋路灯坏了")
    found = seen(talk)
    assert found.today == 2
    assert [count for count in found.hours if count] == [1, 1]
    talk.later(days=1)
    assert seen(talk).today == 0


def test_who_waits_is_told_apart(talk) -> None:
    talk.says("resident", "榕御小区3栋楼下乱停车")
    assert numbers(talk) == {"等接单": 1, "还没回过居民": 1}
    talk.says("openid-chen", "接单 1 马上到")
    assert "还没回过居民" not in numbers(talk)
    talk.says("openid-chen", "办结 1 已劝离")
    assert numbers(talk) == {"等居民评价": 1}


def test_what_is_late_is_told(talk) -> None:
    talk.says("resident", "榕御小区3栋楼下乱停车")
    talk.later(days=40)
    found = numbers(talk)
    assert found["过了接单时限"] == found["过了首次回应时限"] == found["过了办结时限"] == 1
    late = next(one for one in seen(talk).late if one.number)
    assert late.tone == "late"


def test_what_is_due_soon_is_told_before_it_is_late(talk) -> None:
    talk.says("resident", "榕御小区3栋楼下乱停车")
    due = talk.case(1).due_at
    talk.now = due - timedelta(hours=5)
    assert numbers(talk)["24小时内到期"] == 1
    assert "过了办结时限" not in numbers(talk)


def test_each_number_leads_to_as_many_cases(talk) -> None:
    talk.says("resident", "榕御小区3栋楼下乱停车")
    talk.says("other", "榕御小区5栋路灯坏了")
    talk.later(hours=3)
    talk.says("openid-chen", "接单 1 马上到")
    talk.says("third", "榕御小区3栋门口有垃圾")
    for days in (0, 6, 40):
        talk.later(days=days)
        listed = talk.store.read(lambda unit: {
            one.label: queueing.list_of(
                reading_visit(talk.desk, unit, talk.now), OWNER, dict(parse_qsl(one.query))
            ).count for one in (*seen(talk).waiting, *seen(talk).late)
        })  # fmt: skip
        assert {label: count for label, count in listed.items() if count} == numbers(talk)


def test_a_company_counts_its_own_cases_alone(talk, clerk) -> None:
    talk.says("resident", "榕御小区3栋楼下乱停车")
    company = Standing(ConsoleRole.PROPERTY, person="wuye")
    assert numbers(talk, company) == {}
    assert seen(talk, company).machine == ()
    talk.says("openid-chen", "退回 1 归物业管")
    assert numbers(talk, company)
    assert "系统怎么样" not in clerk("property", person="wuye").sees("/")


def test_an_office_counts_its_place_alone(talk) -> None:
    talk.says("resident", "榕御小区3栋楼下乱停车")
    assert numbers(talk, Standing(ConsoleRole.COMMUNITY, "rongyu-sq"))["等接单"] == 1
    assert numbers(talk, Standing(ConsoleRole.COMMUNITY, "elsewhere")) == {}


def test_what_is_wrong_with_the_machine_is_named(talk, clerk) -> None:
    owner = clerk()
    assert "还没有走过" in owner.sees("/")
    talk.store.run(lambda unit: unit.picture.beats(WORKER, talk.now))
    clock = next(one for one in seen(talk).machine if one.label == "后台时钟")
    assert clock.fine
    talk.later(minutes=4)
    talk.store.run(lambda unit: unit.picture.beats("another", talk.now))
    clock = next(one for one in seen(talk).machine if one.label == "后台时钟")
    assert not clock.fine
    assert clock.words == "4分钟前走完一圈"
    talk.store.run(lambda unit: unit.picture.beats(WORKER, talk.now))
    assert next(one for one in seen(talk).machine if one.label == "后台时钟").fine


def test_letters_that_stay_are_named(talk) -> None:
    talk.says("resident", "榕御小区3栋楼下乱停车")
    talk.later(hours=1)
    found = {one.label: one for one in seen(talk).machine}
    assert not found["发信"].fine
    assert re.search(r"\d+条该发没发", found["发信"].words)
