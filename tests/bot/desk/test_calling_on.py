"""家家访: every household once, split fairly, a few words a door, an end and no reminders."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.desk.roster import import_households
from matching.campaign import CampaignKind, Door, DoorState
from storage.people import VolunteerRow
from tests.builders import DeskTalk, a_talk

pytestmark = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)

CHEN, LI, ZHOU, COMMUNITY, PROPERTY = "openid-chen", "openid-li", "openid-zhou", "openid-shequ", "openid-wuye"
BEGIN = "家家访 榕御小区 到3月20日 楼长和志愿者"


@pytest.fixture
def talk(store) -> DeskTalk:
    """Three who told their rooms in 3栋, two leaders and one volunteer in 榕御小区."""
    talk = a_talk(store)
    row = VolunteerRow("zhou", "周晓梅", "openid-zhou", "rongyu-3", "", (), (), "", "", 5, vetted=False)
    talk.store.run(lambda unit: unit.people.apply_volunteers([row]))
    for who, room in (("a", "501"), ("b", "502"), ("c", "601")):
        contact = talk.contact(who)
        talk.store.run(lambda unit, c=contact, r=room: unit.people.save(replace(c, home="rongyu-3", room=r)))
    return talk


def doors(talk: DeskTalk) -> list[Door]:
    return talk.store.read(lambda unit: unit.campaigns.doors(1))


def test_every_household_known_is_given_to_somebody_and_each_is_told_once(talk: DeskTalk):
    said = talk.says(COMMUNITY, BEGIN)

    assert "榕御小区家家访开始了：7户分给3人" in said, "three rooms, and four buildings where nobody told hers"
    assert [(door.place, door.room) for door in doors(talk)][:2] == [("rongyu-1", ""), ("rongyu-2", "")]
    loads = sorted([door.volunteer for door in doors(talk)].count(who) for who in ("duty:chen", "duty:li", "zhou"))
    assert loads == [2, 2, 3]
    by_door = {(door.place, door.room): door.volunteer for door in doors(talk)}
    assert by_door["rongyu-5", ""] == "duty:li"
    assert {by_door["rongyu-3", "501"], by_door["rongyu-3", "601"]} <= {"duty:chen", "zhou"}
    assert "不用打卡" in talk.told("chen", "doors")[0]
    talk.now += timedelta(days=10)
    talk.tick()
    assert len(talk.told("chen", "doors")) == 1, "nobody is reminded"


def test_a_door_is_noted_in_a_few_words_and_what_asks_for_help_becomes_a_case(talk: DeskTalk):
    talk.says(COMMUNITY, BEGIN)
    caller = {(door.place, door.room): door.volunteer for door in doors(talk)}["rongyu-3", "501"]
    who = {"duty:chen": CHEN, "zhou": ZHOU}[caller]
    assert "3栋501 记下了：在家。说的事已另开 #1" in talk.says(who, "家家访 3栋501 在家 楼道灯坏了，帮我看看")

    door = next(door for door in doors(talk) if door.room == "501")
    assert door.state is DoorState.VISITED
    assert talk.case(1).place == "rongyu-3"
    notes = talk.store.read(lambda unit: unit.recipients.notes_of_campaign(1))
    assert [(note.text, note.case) for note in notes] == [("楼道灯坏了，帮我看看", 1)]
    assert "已走 1/7户" in talk.says(COMMUNITY, "家家访")
    assert "您已走1/" in talk.says(who, "家家访")


def test_of_who_wants_no_visit_nothing_is_kept(talk: DeskTalk):
    talk.says(COMMUNITY, BEGIN)
    assert "5栋 记下了：不愿" in talk.says(LI, "家家访 5栋 不愿 说以后别来")
    assert talk.store.read(lambda unit: unit.recipients.notes_of_campaign(1)) == []
    assert "不愿1户" in talk.says(COMMUNITY, "家家访")


def test_it_ends_on_its_day_and_whoever_began_it_reads_what_came_of_it(talk: DeskTalk):
    talk.says(COMMUNITY, BEGIN)
    talk.says(LI, "家家访 5栋 不在")
    talk.now += timedelta(days=17, hours=9)
    assert (0, "doors_over") not in talk.tick()
    talk.now += timedelta(hours=2)
    assert (0, "doors_over") in talk.tick()

    assert "家家访结束了：走了 1/7户，不在1户" in talk.told("shequ", "doors")[-1]
    assert talk.store.read(lambda unit: unit.campaigns.running(CampaignKind.DOORS)) == []
    assert "没有分给您" in talk.says(ZHOU, "家家访")


def test_a_list_of_households_takes_the_place_of_the_whole_buildings(talk: DeskTalk, tmp_path: Path):
    file = tmp_path / "households.csv"
    rows = "place,room\n" + "".join(f"rongyu-5,{floor}01\n" for floor in range(1, 5))
    file.write_text(rows, encoding="utf-8")
    refused = import_households(talk.store, file, dry_run=False).refused
    assert {one.column for one in refused} == {"place"}, "no round is under way there"

    talk.says(COMMUNITY, BEGIN)
    assert "新增 4" in import_households(talk.store, file, dry_run=False).summary()
    assert "不变 4" in import_households(talk.store, file, dry_run=False).summary()
    assert [door.room for door in doors(talk) if door.place == "rongyu-5"] == ["101", "201", "301", "401"]
    counts = [[door.volunteer for door in doors(talk)].count(who) for who in ("duty:chen", "duty:li", "zhou")]
    assert max(counts) - min(counts) <= 1
    assert all(door.volunteer for door in doors(talk))


@pytest.mark.parametrize(
    ("who", "text", "reply"),
    [
        ("resident", BEGIN, "还没有绑定"),
        (PROPERTY, BEGIN, "由社区或街道来定"),
        (COMMUNITY, "家家访 榕御小区 到明年", "请这样写"),
        (COMMUNITY, "家家访 榕御小区 到12月30日", "请这样写"),
        (COMMUNITY, "家家访 江滨花园 到3月20日 楼长", "还没有能上门的楼长"),
        (COMMUNITY, "家家访 3栋501 在家", "请这样写"),
        ("resident", "家家访 3栋501 在家", "没有分给您"),
        (ZHOU, "家家访", "没有分给您"),
    ],
    ids=["resident", "property", "no day", "too long", "nobody", "no round", "no list", "nothing yet"],
)
def test_what_cannot_be_begun_is_refused(talk: DeskTalk, who, text, reply):
    assert reply in talk.says(who, text)


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("家家访 9栋101 在家", "不在您的名单里"),
        ("家家访 那户人家 在家", "没看出是哪一户"),
        ("家家访 5栋", "怎么样"),
    ],
    ids=["not hers", "which", "no state"],
)
def test_a_door_that_is_not_clear_is_asked_for(talk: DeskTalk, text, reply):
    talk.says(COMMUNITY, BEGIN)
    assert reply in talk.says(LI, text)


def test_a_place_has_one_round_at_a_time(talk: DeskTalk):
    talk.says(COMMUNITY, BEGIN)
    assert "正在进行，3月20日结束" in talk.says(COMMUNITY, BEGIN)
