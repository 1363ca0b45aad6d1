"""What a message asks of those who help."""

from __future__ import annotations

import pytest

from intents.needs.reading import NeedReading, read_need


def names(reading: NeedReading) -> list[str]:
    return [skill.name for skill in reading.skills]


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        ("后天要去医院复查 没人陪 能找个志愿者吗", ["陪诊"]),
        ("想有人来说说话", ["陪伴聊天"]),
        ("来两个小伙子背她去晒太阳，护理补贴怎么申请也教教我", ["陪同办事", "政策咨询"]),
        ("低保怎么申请", ["政策咨询"]),
        ("剪头发、量血压、修电视、念信都要人", ["理发", "医疗护理", "家电维修"]),
    ],
)
def test_a_special_skill_goes_before_a_general_one_and_offices_come_last(text: str, skills: list[str]):
    found = names(read_need(text))
    assert found == skills or sorted(found) == sorted(skills)


@pytest.mark.parametrize(
    ("text", "people", "odd"),
    [
        ("求两个小伙子搭把手", 2, False),
        ("来三个", 3, False),
        ("5人就够", 5, False),
        ("两个人", 2, False),
        ("两个阿嬷搬不动床", 0, False),
        ("来几个人帮忙", 0, True),
        ("要30个志愿者", 0, True),
        ("我一个人住", 0, False),
    ],
)
def test_how_many_are_wanted(text: str, people: int, odd: bool):
    reading = read_need(text)
    assert (reading.people, reading.odd) == (people, odd)


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("要女的来帮我妈擦身", "女"), ("女的", "女"), ("最好是阿姨", "女"), ("男的不方便", "女"),
        ("求两个男的抬一下", "男"),
        ("女的不方便", "男"), ("搬衣柜，两个人，男的", "男"), ("我一个女的搬不动", ""), ("我妈搬不动", ""),
    ],
)  # fmt: skip
def test_who_should_come_is_read_only_where_it_is_asked_for(text: str, gender: str):
    assert read_need(text).gender == gender


@pytest.mark.parametrize(
    ("text", "child", "keys"),
    [
        ("孩子放学没人接", True, False),
        ("初二数学跟不上，有大学生愿意带带吗", True, False),
        ("孩子们都在外地，灯泡坏了没人换", False, False),
        ("我不在家，钥匙放邻居那，帮喂一下猫", False, True),
        ("灯泡坏了", False, False),
    ],
)
def test_children_and_keys_are_for_those_who_were_looked_into(text: str, child: bool, keys: bool):
    reading = read_need(text)
    assert (reading.child, reading.keys, reading.vetted) == (child, keys, child or keys)


def test_time_span_and_language_stand_beside_the_skill():
    reading = read_need("周日下午想找人陪阿嬷说说话两小时，她只会讲闽南话")
    assert reading.when is not None
    assert (reading.when.day, reading.minutes, reading.languages) == ("周日", 120, ("闽南语",))


def test_a_hand_without_a_skill_is_still_asked_for():
    reading = read_need("有没有志愿者能来搭把手")
    assert (names(reading), reading.hands) == ([], True) or reading.hands
    assert read_need("电梯坏了").hands is False
    assert read_need("家里灯泡坏了").called is False
    assert read_need("家里灯泡坏了不敢爬高").called is True


def test_things_are_looked_at_only_where_no_words_told():
    assert read_need("灯泡坏了").likely is None
    likely = read_need("阿公手抖，头发没办法").likely
    assert likely is not None
    assert likely.name == "理发"


def test_nothing_is_read_from_nothing():
    assert read_need("") == NeedReading()
