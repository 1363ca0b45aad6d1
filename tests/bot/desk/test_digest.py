"""The top of the ladder: what is stuck stays, is told once, and stands in a digest every working day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from matching.case import State
from tests.bot.desk.climbing import BOSS, CENTRE, local, stuck_talk, until
from tests.builders import MORNING, a_talk, people


def test_at_the_top_it_stays_and_the_resident_hears_of_it_once(store):
    talk = stuck_talk(store)

    assert talk.case(1).responder == "jiedao"
    assert len(talk.told("resident", "stuck")) == 1
    talk.later(hours=30)
    talk.tick()
    assert len(talk.told("resident", "stuck")) == 1
    assert talk.case(1).rung == 2


def test_what_is_stuck_stands_in_the_paired_leaders_digest_every_working_day(store):
    talk = stuck_talk(store, BOSS)  # a Tuesday
    assert talk.told("boss") == [], "nothing but digests, and none in the evening"

    days = []
    for _ in range(7 * 24 * 4):
        talk.later(minutes=15)
        if (0, "digest") in talk.tick():
            days.append(local(talk.now))
    assert [day[:5] for day in days] == ["03-04", "03-05", "03-06", "03-09", "03-10"]
    assert {day[6:8] for day in days} == {"08"}
    digests = talk.told("boss", "digest")
    assert len(digests) == 5
    assert digests[0].startswith("榕御社区有1件卡住的事，请过问：\n#1 停车秩序 · 榕御小区3栋：新桥街道办")


def test_a_private_matter_stands_there_by_its_number_alone(store):
    talk = stuck_talk(store, BOSS)
    store.run(lambda unit: unit.cases.save(replace(talk.case(1), private=True)))
    talk.now = MORNING + timedelta(days=1)
    talk.tick()

    assert "\n#1 不便公开的事：新桥街道办，" in talk.told("boss", "digest")[0]


def test_what_nobody_checks_is_not_laid_at_its_handlers_door(store):
    talk = a_talk(store, staff=[*people(), BOSS])
    talk.says("resident", "榕御小区3栋楼下乱停车")
    talk.says("openid-chen", "办结 1 已劝离 无照片")
    for _ in range(16):
        talk.later(days=1)
        talk.tick()

    assert "#1 停车秩序 · 榕御小区3栋：报了办结，没有人去核查，" in talk.told("boss", "digest")[0]


def test_without_paired_leaders_the_arbiters_read_the_digest(store):
    talk = stuck_talk(store)
    talk.now = MORNING + timedelta(days=1)
    talk.tick()

    assert "新桥街道有1件卡住的事" in talk.told("jiedao", "digest")[0]


def test_a_long_digest_is_a_few_lines(store):
    talk = a_talk(store, staff=[BOSS])
    for number in range(7):
        talk.says(f"r{number}", f"榕御小区{number % 5 + 1}栋楼下乱停车")
        if talk.case(number + 1).state is State.AWAITING_INFO:
            talk.says(f"r{number}", "2")
    talk.later(hours=3)
    talk.tick()
    talk.later(days=1)
    talk.tick()

    [digest] = talk.told("boss", "digest")
    assert len(digest.splitlines()) == 7
    assert digest.endswith("还有2件。")


def test_two_workers_tell_one_digest(store):
    talk = stuck_talk(store, BOSS)
    talk.now = MORNING + timedelta(days=1)
    assert (0, "digest") in talk.tick()
    assert (0, "digest") not in talk.tick()
    talk.desk.memory.pop("digest:2026-03-04")  # another process, which knows nothing of it
    assert (0, "digest") not in talk.tick()

    assert len(talk.told("boss", "digest")) == 1


def test_what_moves_again_leaves_the_digest(store):
    talk = stuck_talk(store, BOSS)
    talk.says("openid-jiedao", "接单 1")
    talk.now = MORNING + timedelta(days=1)

    assert (0, "digest") not in talk.tick()


def test_somebody_new_above_gets_what_was_stuck(store):
    talk = stuck_talk(store)
    store.run(lambda unit: unit.people.apply([CENTRE]))
    talk.later(days=1)
    until(talk, 1, "zhihui", most=10)

    assert talk.case(1).stuck_at is None
