"""The one table of skills and languages."""

from __future__ import annotations

import pytest

from intents.needs.skills import (
    language_of,
    languages_named,
    languages_needed,
    shipped_languages,
    shipped_skills,
    skill_likely,
    skill_of,
    skills_named,
    skills_needed,
)


def test_every_name_and_alias_means_one_skill():
    names = [name for skill in shipped_skills() for name in (skill.name, *skill.aliases)]
    twice = sorted({name for name in names if names.count(name) > 1})
    assert twice == [], "one word, one skill"
    assert len(shipped_skills()) >= 25


def test_what_can_hurt_is_verified_and_what_an_office_answers_for_is_not_looked_for_by_itself():
    by_name = {skill.name: skill for skill in shipped_skills()}
    assert {name for name, skill in by_name.items() if skill.verified} == {
        "电路检修", "医疗护理", "生活照护", "心理疏导", "法律咨询", "车辆接送",
    }  # fmt: skip
    assert not by_name["调解"].alone
    assert by_name["水电维修"].alone


@pytest.mark.parametrize(
    ("said", "name"),
    [("水电维修", "水电维修"), ("电工", "电路检修"), ("量血压", "医疗护理"), ("P圖", "摄影"), (" 理发 ", "理发")],
)
def test_a_skill_is_found_by_any_of_its_names(said: str, name: str):
    skill = skill_of(said)
    assert skill is not None
    assert skill.name == name


def test_an_unknown_skill_is_none():
    assert skill_of("炼丹") is None
    assert language_of("火星文") == ""


def test_languages_have_one_name():
    assert language_of("闽南话") == "闽南语"
    assert language_of("閩南語") == "闽南语"
    assert "手语" in shipped_languages()


def test_names_in_a_list_are_found_in_its_order_and_the_longest_counts():
    named = skills_named("修水龙头、剪头发，还会教手机")
    assert [skill.name for skill in named] == ["水电维修", "理发", "电脑手机"]
    assert named[0].words == "修水龙头"
    assert [language.name for language in languages_named("会普通话和闽南话")] == ["普通话", "闽南语"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("灯泡坏了我不敢爬凳子", ["水电维修"]),
        ("楼道灯坏了三天了", []),
        ("想找人陪我坐公車去市醫院", ["陪诊"]),
        ("没有什么事", []),
        ("老人头发长了，出不了门，想请人剪一下，顺便量个血压", ["理发", "医疗护理"]),
    ],
)
def test_needs_show_in_ordinary_words(text: str, names: list[str]):
    assert sorted(skill.name for skill in skills_needed(text)) == sorted(names)


def test_the_words_that_showed_a_skill_stand_beside_it():
    (shown,) = skills_needed("阿嬷的灯泡坏了")
    assert "阿嬷的灯泡坏了"[shown.start : shown.end] == shown.words == "灯泡坏"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("她只会讲闽南话", ["闽南语"]),
        ("阿公听不懂普通话", ["闽南语"]),
        ("想找个会手语的陪", ["手语"]),
        ("我聋 想要个会闪光的门铃", []),
        ("会来的", []),
    ],
)
def test_languages_that_are_asked_for(text: str, names: list[str]):
    assert [language.name for language in languages_needed(text)] == names


def test_things_alone_speak_for_a_skill_weakly():
    likely = skill_likely("吊扇灯拉绳断了，屋里黑")
    assert likely is not None
    assert (likely.name, likely.words) == ("水电维修", "吊扇")
    assert skill_likely("谢谢") is None
