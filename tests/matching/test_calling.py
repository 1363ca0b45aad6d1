"""Whom a whistle calls, as a street types it, and who answers for whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from matching.calling import NobodyCalled, callable_at, called, heads_over, owners_of, read_callees
from matching.responder import Directory, Duty, Responder, Role
from matching.routing import Enquiry, Town, parse_preferences, shipped_preferences_text
from matching.territory import Territory
from tests.builders import places

DAY = date(2026, 3, 3)


def somebody(code: str, name: str, role: Role, place: str, *categories: str, **given: object) -> Responder:
    responder = Responder(code, name, (Duty(role, place, frozenset(categories or ("*",))),))
    return replace(responder, **given)  # type: ignore[arg-type]  # of the fields' own types


CHENGGUAN = somebody("chengguan", "芗城区城市管理局", Role.DEPARTMENT, "xiangcheng", "sanitation", backup="chengguan2")
STAFF = [
    CHENGGUAN,
    somebody("chengguan2", "城管值班", Role.DEPARTMENT, "xiangcheng", "sanitation"),
    somebody("zhujian", "芗城区住房和城乡建设局", Role.DEPARTMENT, "xiangcheng", "housing", "facility"),
    somebody("gongan", "芗城区公安分局", Role.DEPARTMENT, "xiangcheng", "safety"),
    somebody("zhihui", "芗城区社会治理指挥中心", Role.DEPARTMENT, "xiangcheng"),
    somebody("jiedao", "新桥街道综合治理办公室", Role.STREET, "xinqiao"),
    somebody("shequ", "榕御社区居委会", Role.COMMUNITY, "rongyu-sq"),
    somebody("wuye", "榕御小区物业服务中心", Role.PROPERTY, "rongyu"),
    somebody("chen", "陈建国", Role.BUILDING_LEADER, "rongyu-3"),
    somebody("diaojie", "郑和平", Role.MEDIATOR, "rongyu-sq"),
]
ASKED = Enquiry("rongyu-3", "sanitation", DAY)


def town(*staff: Responder) -> Town:
    return Town(Territory(places()), Directory(staff or STAFF), parse_preferences(shipped_preferences_text()))


def codes(words: str, enquiry: Enquiry = ASKED) -> tuple[list[str], str]:
    callees, rest = read_callees(words, enquiry, town())
    return [callee.choice.responder.code for callee in callees], rest


@pytest.mark.parametrize(
    ("words", "who", "rest"),
    [
        ("城管局、物业 明天9:00 榕御小区北门 占道经营", ["chengguan", "wuye"], "明天9:00 榕御小区北门 占道经营"),
        ("城管局 物业 占道经营没人管", ["chengguan", "wuye"], "占道经营没人管"),
        ("城管局和公安，占道", ["chengguan", "gongan"], "占道"),
        ("住房和城乡建设局 漏水", ["zhujian"], "漏水"),
        ("住建局与物业 漏水", ["zhujian", "wuye"], "漏水"),
        ("陈建国、社区", ["chen", "shequ"], ""),
        ("指挥中心，街道 急", ["zhihui", "jiedao"], "急"),
        ("房屋质量与开发商 漏水", ["zhujian"], "漏水"),
        ("城管局、城管局 占道", ["chengguan"], "占道"),
        ("明天9:00 占道", [], "明天9:00 占道"),
        ("占道经营没人管", [], "占道经营没人管"),
        ("", [], ""),
    ],
)
def test_those_that_words_begin_with_are_called(words: str, who: list[str], rest: str) -> None:
    assert codes(words) == (who, rest)


@pytest.mark.parametrize(
    "words",
    ["物业、城管局牵头 占道", "物业、牵头城管局 占道", "物业、由城管局牵头 占道", "物业、城管局（查）牵头 占道"],
)
def test_the_lead_stands_in_front(words: str) -> None:
    assert codes(words) == (["chengguan", "wuye"], "占道")


def test_each_one_may_have_its_part() -> None:
    callees, rest = read_callees("城管局（查占道）、物业(清场) 占道", ASKED, town())
    assert [callee.part for callee in callees] == ["查占道", "清场"]
    assert rest == "占道"


@pytest.mark.parametrize(("words", "said"), [("水利局 漏水", "水利局"), ("城管局、铁路公司 漏水", "铁路公司")])
def test_a_name_that_nobody_here_has_is_refused(words: str, said: str) -> None:
    with pytest.raises(NobodyCalled) as refused:
        codes(words)
    assert refused.value.said == said


def test_a_party_is_not_called() -> None:
    with pytest.raises(NobodyCalled):
        codes("榕御小区物业", replace(ASKED, without=frozenset({"wuye"})))


def test_whoever_is_away_is_stood_in_for() -> None:
    away = replace(CHENGGUAN, leave_from=DAY)
    found = called("城市管理", ASKED, town(away, *STAFF[1:]))
    assert found is not None
    assert found.responder.code == "chengguan2"
    assert called("城市管理", ASKED, town(replace(away, backup=""))) is None


def test_one_character_names_nobody_nor_does_a_mediator_come() -> None:
    assert called("区", ASKED, town()) is None
    assert called("郑和平", ASKED, town()) is None


def test_without_names_the_category_is_called() -> None:
    assert [one.choice.responder.code for one in owners_of(ASKED, town())] == ["chengguan", "chengguan2"]
    assert owners_of(replace(ASKED, category="noise"), town()) == ()
    away = replace(CHENGGUAN, leave_from=DAY, backup="")
    assert owners_of(ASKED, town(away)) == ()


def test_those_that_can_be_called_are_named_once() -> None:
    names = callable_at(replace(ASKED, without=frozenset({"gongan"})), town())
    assert names[0] == "榕御小区物业服务中心"
    assert "芗城区公安分局" not in names
    assert len(names) == len(set(names)) == 5


def test_the_backup_answers_for_the_silent_then_the_command_centre() -> None:
    def heads(person: str, *without: str) -> list[str]:
        return [head.code for head in heads_over(person, "rongyu-3", DAY, town(), without)]

    assert heads("chengguan") == ["chengguan2", "zhihui"]
    assert heads("wuye") == ["zhihui"]
    assert heads("chengguan", "zhihui") == ["chengguan2"]
    assert heads("zhihui") == []
    assert heads("nobody") == ["zhihui"]
    assert heads_over("wuye", "", DAY, town()) == heads_over("wuye", "xiangcheng", DAY, town())
    resting = replace(STAFF[4], leave_from=DAY)
    assert heads_over("wuye", "rongyu-3", DAY, town(resting)) == ()
