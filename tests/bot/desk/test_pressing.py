"""A whistle that nobody answers: reminded at once, then the backup, the command centre, the leaders above."""

from __future__ import annotations

import pytest

from matching.case import Action, State
from storage.unit_of_work import Store
from tests.bot.desk.whistles import CENTRE, CHENGGUAN, PROPERTY, STREET, a_blown, call_of, departments
from tests.builders import DeskTalk, a_talk

ZHIBAN = "openid-zhiban"


@pytest.fixture
def blown(store: Store) -> DeskTalk:
    """Whistled for at 10:10."""
    return a_blown(store)


def pressed(talk: DeskTalk, **span: float) -> list[str]:
    talk.later(**span)
    return [what for _, what in talk.tick() if what.startswith("whistle")]


def test_nothing_is_wanted_before_its_time(blown: DeskTalk) -> None:
    assert pressed(blown, minutes=59) == []


def test_whoever_does_not_sign_is_reminded_at_once(blown: DeskTalk) -> None:
    blown.says(CHENGGUAN, "应哨 1")
    assert pressed(blown, minutes=60) == ["whistle_signin"]
    assert "还没应哨" in blown.told("wuye", "reminder")[0]
    assert [words for words in blown.told("chengguan", "reminder") if "应哨" in words] == []
    assert pressed(blown, minutes=1) == [], "once"


def test_an_unanswered_call_climbs_rung_by_rung_and_the_lead_with_it(blown: DeskTalk) -> None:
    blown.says(PROPERTY, "应哨 1")
    assert pressed(blown, minutes=60) == ["whistle_signin"]

    assert pressed(blown, minutes=30) == ["whistle_climb"]
    assert (call_of(blown, "chengguan").climbed, call_of(blown, "chengguan").climbed_to) == (1, "zhiban")
    case = blown.case(1)
    assert (case.responder, case.state, case.rung) == ("zhiban", State.JOINT, 1)
    assert "请您顶上牵头" in blown.told("zhiban", "whistle")[0]
    assert "已报给城管值班室" in blown.told("chengguan", "taken_away")[0]
    assert "改由城管值班室牵头" in blown.told("wuye", "whistle")[-1]
    assert "已改由城管值班室牵头" in blown.told("resident", "passed")[-1]
    assert "已报给城管值班室" in blown.told("jiedao", "whistle")[-1]

    assert pressed(blown, minutes=30) == ["whistle_climb"]
    assert (call_of(blown, "chengguan").climbed, blown.case(1).responder) == (2, "zhihui")
    assert "已报给芗城区社会治理指挥中心" in blown.told("zhiban", "taken_away")[0]

    assert pressed(blown, minutes=30) == ["whistle_climb"]
    call = call_of(blown, "chengguan")
    assert (call.climbed, call.climbed_to, blown.case(1).responder) == (3, "zhihui", "zhihui")
    assert "层层催过仍没动静" in blown.told("guagou", "whistle")[0]
    assert "层层催过仍没动静" in blown.told("duban", "whistle")[0]
    assert pressed(blown, hours=2) == []

    assert [(event.actor, event.reason) for event in blown.events(1) if event.action is Action.WHISTLE][1:] == [
        ("linli", "芗城区城市管理局没动静，改由城管值班室牵头"),
        ("linli", "城管值班室没动静，改由芗城区社会治理指挥中心牵头"),
    ]


def test_a_head_answers_for_whoever_is_silent(blown: DeskTalk) -> None:
    for minutes in (60, 30):
        pressed(blown, minutes=minutes)
    blown.says(ZHIBAN, "应哨 1")
    assert call_of(blown, "chengguan").signed_at == blown.now
    blown.says(ZHIBAN, "报告 1 拖走1辆")
    blown.says(PROPERTY, "报告 1 装了路障")
    assert (blown.case(1).state, blown.case(1).responder) == (State.IN_PROGRESS, "zhiban")


def test_one_that_does_not_lead_climbs_without_the_case(blown: DeskTalk) -> None:
    blown.says(CHENGGUAN, "应哨 1")
    for minutes in (60, 30):
        pressed(blown, minutes=minutes)
    assert call_of(blown, "wuye").climbed_to == "zhihui"
    assert "请您盯一下，或替它应" in blown.told("zhihui", "whistle")[0]
    assert blown.case(1).responder == "chengguan"
    blown.says(CENTRE, "应哨 1")
    assert call_of(blown, "wuye").signed_at == blown.now


def test_a_head_that_is_called_too_answers_for_itself_first(blown: DeskTalk) -> None:
    blown.says(STREET, "吹哨 1 指挥中心 来看看")
    blown.says(CHENGGUAN, "应哨 1")
    for minutes in (60, 30):
        pressed(blown, minutes=minutes)
    assert call_of(blown, "wuye").climbed_to == "zhihui"

    blown.says(CENTRE, "应哨 1")
    assert call_of(blown, "zhihui").signed_at == blown.now
    assert call_of(blown, "wuye").signed_at is None
    blown.says(CENTRE, "应哨 1")
    assert call_of(blown, "wuye").signed_at == blown.now


def test_whoever_signed_and_is_silent_is_asked_to_speak_to_the_street(blown: DeskTalk) -> None:
    blown.says(CHENGGUAN, "应哨 1")
    blown.says(PROPERTY, "联系 1 明早来")
    assert pressed(blown, hours=24) == ["whistle_contact"]
    assert "还没联系街道" in blown.told("chengguan", "reminder")[0]
    assert [words for words in blown.told("wuye", "reminder") if "联系" in words] == []


def test_a_missing_report_is_reminded_and_climbs_the_next_working_day(blown: DeskTalk) -> None:
    blown.says(CHENGGUAN, "到场 1")
    blown.says(PROPERTY, "报告 1 装了路障")
    assert pressed(blown, days=3, hours=8) == ["whistle_report"]
    assert "结果还没报" in blown.told("chengguan", "reminder")[-1]
    assert pressed(blown, days=3) == ["whistle_climb"]
    assert blown.case(1).responder == "zhiban"


def test_with_nobody_above_the_street_is_told_to_ring_up(store: Store) -> None:
    staff = [row for row in departments() if row.code not in ("zhihui", "zhiban", "guagou", "duban")]
    talk = a_talk(store, staff=staff)
    talk.says("resident", "榕御小区3栋楼下乱停车")
    talk.says(STREET, "吹哨 1 城管局 占道")
    for minutes in (60, 30):
        talk.later(minutes=minutes)
        talk.tick()
    assert "上面也没有别人在岗" in talk.told("jiedao", "whistle")[-1]
    assert talk.case(1).responder == "chengguan"


def test_a_whistle_whose_case_went_another_way_is_called_off(blown: DeskTalk) -> None:
    blown.says(PROPERTY, "报告 1 装了路障")
    blown.says("resident", "取消 1")
    assert pressed(blown, minutes=1) == ["whistle_over"]
    assert pressed(blown, hours=2) == []
    assert blown.store.read(lambda unit: unit.whistles.open()) == []
    assert "不用再报了" not in "".join(blown.told("wuye", "whistle"))


def test_a_case_nobody_finishes_goes_to_the_arbiter_after_the_last_report(blown: DeskTalk) -> None:
    """The ladder leaves it alone until the whistle had its time; the whistle ends when it moves."""
    climbs = blown.case(1).climb_at
    assert climbs is not None
    due = blown.case(1).due_at
    assert due is not None
    blown.now = max(climbs, due)
    for _ in range(6):
        blown.tick()
    assert blown.case(1).state is not State.JOINT
    assert blown.store.read(lambda unit: unit.whistles.open()) == []
