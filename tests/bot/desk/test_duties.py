"""责任清单: what happens attaches itself, those above read the counts, the tables say each event."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.desk.duties import duty_records
from bot.desk.exporting import COLUMNS
from bot.desk.whistle_tables import rate_records, whistle_records
from matching.duty import DutyCode
from storage.unit_of_work import Store
from tests.bot.desk.whistles import CENTRE, CHENGGUAN, PROPERTY, REPORT, STREET, a_blown, departments
from tests.builders import MORNING, ZONE, DeskTalk, a_talk

SUPERVISOR = "openid-duban"


@pytest.fixture
def blown(store: Store) -> DeskTalk:
    return a_blown(store)


def events(talk: DeskTalk) -> list[tuple[str, str, bool, bool]]:
    """Each event as its duty, its owner, whether it is done and whether it is late."""
    records = talk.store.read(lambda unit: list(duty_records(unit, None, ZONE, talk.now)))
    return [(r["duty"], r["owner"], r["done_at"] is not None, r["late"]) for r in records]


def test_an_ordinary_case_shows_who_signed_solved_and_asked(store: Store) -> None:
    talk = a_talk(store)
    talk.says("resident", REPORT)
    talk.says("openid-chen", "接单 1")
    talk.later(hours=1)
    talk.says("openid-chen", "办结 1 已劝离")
    talk.says("resident", "满意 1")
    assert events(talk) == [
        (DutyCode.SIGN_IN, "chen", True, False),
        (DutyCode.SOLVE, "chen", True, False),
        (DutyCode.CALL_BACK, "chen", True, False),
    ]


def test_who_hands_on_is_seen_to_have_answered_for_it(store: Store) -> None:
    talk = a_talk(store)
    talk.says("resident", REPORT)
    talk.says("openid-chen", "转办 1 物业")
    talk.says(PROPERTY, "接单 1")
    assert (DutyCode.FIRST_ASKED, "chen", True, False) in events(talk)


def test_who_loses_a_case_in_silence_is_late_for_good(store: Store) -> None:
    talk = a_talk(store)
    talk.says("resident", REPORT)
    for _ in range(3):
        talk.later(minutes=31)
        talk.tick()
    assert events(talk)[0] == (DutyCode.SIGN_IN, "chen", False, True)


def test_a_whistle_owes_an_answer_and_a_coming_and_an_end(blown: DeskTalk) -> None:
    owed = events(blown)[1:]
    assert owed == [
        (DutyCode.ANSWER_WHISTLE, "chengguan", False, False),
        (DutyCode.ARRIVE, "chengguan", False, False),
        (DutyCode.CONFER, "chengguan", False, False),
        (DutyCode.ANSWER_WHISTLE, "wuye", False, False),
        (DutyCode.ARRIVE, "wuye", False, False),
    ]
    blown.says(CHENGGUAN, "到场 1")
    blown.later(days=1)
    blown.says(PROPERTY, "应哨 1")
    blown.says(STREET, "收哨 1 定了方案")
    assert sorted(events(blown)[1:]) == sorted([
        (DutyCode.ANSWER_WHISTLE, "chengguan", True, False),
        (DutyCode.ARRIVE, "chengguan", True, False),
        (DutyCode.CONFER, "chengguan", True, False),
        (DutyCode.ANSWER_WHISTLE, "wuye", True, True),
        (DutyCode.ARRIVE, "wuye", False, True),
    ])


def test_a_lead_that_was_handed_on_has_not_conferred(blown: DeskTalk) -> None:
    for minutes in (60, 30):
        blown.later(minutes=minutes)
        blown.tick()
    blown.says(STREET, "收哨 1 定了方案")
    assert (DutyCode.CONFER, "zhiban", True, False) in events(blown)
    assert (DutyCode.CONFER, "chengguan", False, False) in events(blown)
    assert (DutyCode.ANSWER_WHISTLE, "chengguan", False, True) in events(blown)


def test_a_leader_who_binds_is_shown(store: Store) -> None:
    talk = a_talk(store, staff=[*departments()])
    talk.says("somebody", "绑定 bind-chen")
    talk.says("another", "绑定 bind-wuye")
    assert events(talk) == [(DutyCode.LEADER_SHOWN, "chen", True, False)]


def test_a_joint_meeting_keeps_the_quarter_and_its_chair_his_turn(store: Store) -> None:
    talk = a_talk(store, staff=departments())
    talk.says("openid-shequ", "开会 联席会议 周五9:00 社区会议室")
    talk.says("openid-shequ", "散会 1")
    talk.says("openid-shequ", "散会 1")
    assert events(talk) == [
        (DutyCode.QUARTERLY_MEETING, "shequ", True, False), (DutyCode.CHAIR, "shequ", True, False),
    ]  # fmt: skip


def test_other_meetings_keep_no_quarter(store: Store) -> None:
    talk = a_talk(store, staff=departments())
    talk.says("openid-shequ", "开会 五方例会 周五9:00 榕御小区 社区会议室")
    talk.says("openid-shequ", "散会 1")
    assert talk.store.read(lambda unit: unit.meetings.load(1)) is not None
    assert events(talk) == []


# -- reading ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [SUPERVISOR, CENTRE, "openid-guagou"])
def test_those_above_read_the_list_with_this_months_counts(blown: DeskTalk, who: str) -> None:
    blown.later(hours=2)
    blown.says(CHENGGUAN, "应哨 1")
    listed = blown.says(who, "责任清单").split("\n")
    assert listed[0].startswith("责任清单 · ")
    assert listed[0].endswith("，3月1日起")
    assert len(listed) == 16
    assert listed[3] == "3. 限时签收：1次，做到1，待做0，超时0"
    assert listed[5] == "5. 吹哨应哨：2次，做到1，待做1，超时2"
    assert listed[8] == "8. 每季度联席会议：还没有"
    assert listed[-1] == "吹哨1次，新登记1件，每百件100.0次。"


@pytest.mark.parametrize("who", ["openid-chen", STREET, "resident"])
def test_nobody_else_reads_it(blown: DeskTalk, who: str) -> None:
    assert "限时签收" not in blown.says(who, "责任清单")


def test_a_supervisor_reads_of_his_own_places_only(store: Store) -> None:
    staff = [replace(row, place="jiangbin") if row.code == "duban" else row for row in departments()]
    talk = a_talk(store, staff=staff)
    talk.says("resident", REPORT)
    talk.says("openid-chen", "接单 1")
    listed = talk.says(SUPERVISOR, "责任清单")
    assert "限时签收：还没有" in listed
    assert "吹哨0次，新登记0件。" in listed


# -- tables ----------------------------------------------------------------------------------------


def test_the_tables_have_the_columns_they_promise(blown: DeskTalk) -> None:
    def read(unit):  # type: ignore[no-untyped-def]  # a unit of work
        return (
            list(duty_records(unit, None, ZONE, blown.now)), list(whistle_records(unit, None, ZONE)),
            list(rate_records(unit, None, ZONE)),
        )  # fmt: skip

    for what, records in zip(("duties", "whistles", "whistle_rates"), blown.store.read(read), strict=True):
        assert records
        assert all(tuple(record) == COLUMNS[what] for record in records)


def test_every_call_is_a_row(blown: DeskTalk) -> None:
    blown.says(PROPERTY, "报告 1 装了路障，电话13800001234")
    blown.says(STREET, "评 1 物业 4 快")
    lead, other = blown.store.read(lambda unit: list(whistle_records(unit, None, ZONE)))
    assert (lead["department"], lead["lead"], lead["part"], lead["stage"], lead["rating"]) == (
        "chengguan", True, "查占道", "called", None,
    )  # fmt: skip
    assert (other["department"], other["lead"], other["stage"], other["rating"]) == ("wuye", False, "reported", 4)
    assert (other["street"], other["meet_at"], other["by"]) == ("xinqiao", "2026-03-04T09:00:00+08:00", "jiedao")
    assert "13800001234" not in other["result"]
    assert blown.store.read(lambda unit: list(whistle_records(unit, blown.now, ZONE)))[0]["whistle"] == 1
    blown.later(days=1)
    assert blown.store.read(lambda unit: list(whistle_records(unit, blown.now, ZONE))) == []


def test_how_often_each_street_whistled_in_a_month(blown: DeskTalk) -> None:
    blown.says("other", "榕御小区5栋楼下乱停车")
    blown.says(CHENGGUAN, "应哨 1")
    assert blown.store.read(lambda unit: list(rate_records(unit, MORNING, ZONE))) == [{
        "street": "xinqiao", "month": "2026-03", "cases": 2, "whistles": 1, "hard": 0, "urgent": 0, "rate": 0.5,
        "calls": 2, "signed_in_time": 0.5,
    }]  # fmt: skip
