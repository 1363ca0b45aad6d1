from __future__ import annotations

from intents.signature import signature_of
from intents.topics import clusters, subject

ELEVATOR = ["电梯又坏了，天天爬楼", "电梯坏了没人修", "电梯坏了三天了还没人修"]
CHARGING = ["电动车没地方充电", "充电桩不够，电动车没地方充电"]


def test_reports_of_one_matter_belong_together_the_largest_group_first() -> None:
    texts = [CHARGING[0], ELEVATOR[0], CHARGING[1], ELEVATOR[1], ELEVATOR[2]]
    assert clusters([signature_of(text) for text in texts]) == ((1, 3, 4), (0, 2))


def test_a_report_without_a_signature_is_a_matter_of_its_own() -> None:
    same = signature_of(ELEVATOR[0])
    assert clusters([None, same, None, same]) == ((1, 3), (0,), (2,))
    assert clusters([]) == ()


def test_the_subject_is_what_most_name_in_our_own_words() -> None:
    assert subject([signature_of(text) for text in ELEVATOR]) == "电梯"
    assert subject([signature_of("陈建国家的狗"), signature_of("林小梅家的车"), None]) == ""
    assert subject([]) == ""
