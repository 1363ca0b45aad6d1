"""The neighbourhood with its departments, for the stories of whistles."""

from __future__ import annotations

from collections.abc import Sequence

from matching.whistle import Call, Whistle
from storage.people import PersonRow
from storage.unit_of_work import Store
from tests.builders import DeskTalk, a_person, a_talk, people

STREET, CHENGGUAN, PROPERTY, CENTRE = "openid-jiedao", "openid-chengguan", "openid-wuye", "openid-zhihui"
REPORT = "榕御小区3栋楼下乱停车"
BLOWN = "吹哨 1 城管局（查占道）、物业 明天9:00 榕御小区北门 占道停车，救护车进不来"


def departments() -> Sequence[PersonRow]:
    return [
        *people(),
        a_person("chengguan", "芗城区城市管理局", "department", "xiangcheng", "sanitation", "parking", backup="zhiban"),
        a_person("zhiban", "城管值班室", "team", "xiangcheng", "volunteer"),
        a_person("zhujian", "芗城区住房和城乡建设局", "department", "xiangcheng", "housing"),
        a_person("zhihui", "芗城区社会治理指挥中心", "department", "xiangcheng"),
        a_person("guagou", "沈书记", "paired_leader", "xinqiao"),
        a_person("duban", "许督办", "supervisor", "xiangcheng"),
    ]


def a_reported(store: Store) -> DeskTalk:
    """A case that 3栋's leader has taken."""
    talk = a_talk(store, staff=departments())
    talk.says("resident", REPORT)
    talk.says("openid-chen", "接单 1")
    return talk


def a_blown(store: Store, words: str = BLOWN) -> DeskTalk:
    """The same case, whistled for."""
    talk = a_reported(store)
    talk.later()
    talk.says(STREET, words)
    return talk


def whistle_of(talk: DeskTalk, case: int = 1) -> Whistle:
    return talk.store.read(lambda unit: unit.whistles.of_case(case))[0]


def call_of(talk: DeskTalk, person: str) -> Call:
    calls = talk.store.read(lambda unit: unit.whistles.calls(whistle_of(talk).number))
    return next(call for call in calls if call.person == person)
