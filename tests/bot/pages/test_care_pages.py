"""Wishes, visits and doors on the pages: what chat does, behind a link of one's own."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from matching.campaign import DoorState
from matching.need import NeedState
from matching.visit import Recipient
from storage.people import VolunteerRow
from tests.builders import ZONE

pytestmark = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)

ZHOU, LIN, COMMUNITY = "openid-zhou", "openid-lin", "openid-shequ"
RADIO = "榕御小区3栋，心愿：替我阿嬷要一台收音机，陈阿婆一个人住，501"
TODAY = date(2026, 3, 3)
ELDER = Recipient("chen", "陈阿婆", "rongyu-3", "501", consent=True, usual="zhou", coordinator="lin", next_day=TODAY)


@pytest.fixture(autouse=True)
def _there(talk):
    row = VolunteerRow("zhou", "周晓梅", ZHOU, "rongyu-3", "", (), (), "", "", 5, vetted=False)
    talk.store.run(lambda unit: unit.people.apply_volunteers([row]))


def send(reader, path: str, form: str, status: int = 200, **fields: str) -> str:
    """A form of a page with several: its secrets are the first with this address."""
    text = reader.sees(form)
    place = text.index(f'action="{reader.address(path)}"')
    secrets = {name: re.search(rf'name="{name}" value="([^"]*)"', text[place:])[1] for name in ("key", "once")}
    answer = reader.client.post(reader.address(path), data={**secrets, **fields})
    assert answer.status_code == status, answer.text
    return answer.text


def test_a_wish_is_claimed_with_one_button_and_leaves_the_board(talk, reader):
    talk.says("resident", RADIO)
    zhou = reader(ZHOU)
    board = zhou.sees("wishes")
    assert "一位老人想要收音机或听戏机" in board
    assert not re.search("陈|501|3栋", board)

    done = send(zhou, "wishes/1", "wishes")
    assert "#1 是您的了" in done
    assert "由社区转交" in done
    assert "现在没有等人认领的心愿" in zhou.sees("wishes")


def test_who_is_no_volunteer_reads_why_not_and_the_wish_stays(talk, reader):
    talk.says("resident", RADIO)
    refused = send(reader("stranger"), "wishes/1", "wishes", 409)
    assert "报名" in refused
    assert "一位老人想要收音机或听戏机" in refused


def test_the_board_turns_its_pages(talk, reader):
    for at in range(21):
        talk.says(f"r{at}", "榕御小区3栋，心愿：一个人住，想要一根拐杖")
    zhou = reader(ZHOU)
    assert "再看一页" in zhou.sees("wishes")
    last = zhou.sees("wishes?page=2")
    assert last.count("认领</button>") == 1
    assert "再看一页" not in last
    assert "现在没有等人认领的心愿" in zhou.sees("wishes?page=99")
    assert "再看一页" in zhou.sees("wishes?page=x")


@pytest.fixture
def visited(talk):
    """Half past nine: the visit of 9:00 to 11:00 is under way."""
    talk.store.run(lambda unit: unit.recipients.apply([ELDER, replace(ELDER, code="no", consent=False)]))
    talk.now = datetime(2026, 3, 3, 7, 0, tzinfo=ZONE).astimezone(UTC)
    talk.tick()
    talk.now = datetime(2026, 3, 3, 9, 30, tzinfo=ZONE).astimezone(UTC)
    return talk


@pytest.mark.usefixtures("visited")
def test_a_coordinator_sees_the_week_and_a_visitor_her_own(reader):
    week = reader(LIN).sees("visits")
    assert "今天 周二 3月3日" in week
    assert "榕御小区3栋501室 陈**" in week
    assert "09:00–11:00 · 志愿者周** · #Z1" in week
    assert "另有1位没同意走访" in week
    assert "去过了" in reader(COMMUNITY).sees("visits"), "the office over the place sees them too"
    assert "榕御小区3栋501室 陈**" in reader(ZHOU).sees("visits")
    assert "陈**" not in reader("stranger").sees("visits")


def test_a_visitor_says_on_the_page_what_she_saw(visited, reader):
    done = send(reader(ZHOU), "visits/1", "visits", words="都好，缺一盏灯")
    assert "#Z1 去过了" in done
    need = visited.store.read(lambda unit: unit.needs.load(1))
    assert need.state is NeedState.CONFIRMED
    assert "都好，缺一盏灯" in reader(LIN).sees("visits")
    refused = reader("stranger")
    assert refused.client.post(refused.address("visits/1"), data={"key": "x", "once": "y"}).status_code == 403


@pytest.mark.usefixtures("visited")
def test_words_without_end_are_refused(reader):
    assert "写得太长了" in send(reader(ZHOU), "visits/1", "visits", 413, words="好" * 300)


def test_doors_are_noted_one_by_one_and_whoever_began_it_sees_how_far_it_is(talk, reader):
    assert "现在没有分给您的家家访" in reader(ZHOU).sees("doors")
    talk.says(COMMUNITY, "家家访 榕御小区 到3月20日 志愿者")
    zhou = reader(ZHOU)
    mine = zhou.sees("doors")
    assert "3月20日前方便时走" in mine
    door = re.search(r'name="door" value="([^"]*rongyu-3[^"]*)"', mine)[1]

    done = send(zhou, "doors", "doors", door=door, state="visited", words="楼道灯坏了，帮我看看")
    assert "3栋 记下了：在家。说的事已另开 #1" in done
    doors = talk.store.read(lambda unit: unit.campaigns.doors(1))
    assert [door.state for door in doors if door.place == "rongyu-3"] == [DoorState.VISITED]
    assert "已走 1/5户" in reader(COMMUNITY).sees("doors")


@pytest.mark.parametrize("given", [{"door": "1|nowhere|9", "state": "away"}, {"state": "open"}], ids=["door", "state"])
def test_a_door_of_somebody_else_is_refused(talk, reader, given):
    talk.says(COMMUNITY, "家家访 榕御小区 到3月20日 志愿者")
    send(reader(ZHOU), "doors", "doors", 409, **{"door": "1|rongyu-3|", "words": "", **given})
