from __future__ import annotations

import pytest

from matching.nameform import FormKind, forms_of

EVERYDAY = frozenset({"阳光", "城市", "国际", "市政府"})


def written(name: str, *aliases: str, residential: bool = True) -> dict[str, FormKind]:
    return {form.written: form.kind for form in forms_of((name, *aliases), EVERYDAY, residential=residential)}


@pytest.mark.parametrize(
    ("name", "short", "kind"),
    [
        ("榕御小区", "榕御", FormKind.ENDING_LEFT_OFF),
        ("悦港花园2期", "悦港2期", FormKind.ENDING_LEFT_OFF),
        ("天福园南区", "天福园南", FormKind.ENDING_LEFT_OFF),
        ("碧湖万达广场b区", "碧湖万达b", FormKind.ENDING_LEFT_OFF),
        ("中骏蓝湾香郡", "蓝湾香郡", FormKind.FRONT_LEFT_OFF),
        ("漳州市总工会宿舍", "总工会宿舍", FormKind.FRONT_LEFT_OFF),
        ("君临天下未来城", "君临未来城", FormKind.MIDDLE_LEFT_OFF),
        ("东盛外滩明珠", "东盛外滩", FormKind.MIDDLE_LEFT_OFF),
        ("龙勋花园商业步行街", "龙勋商业步行街", FormKind.MIDDLE_LEFT_OFF),
        ("龙勋花园商业步行街", "龙勋步行街", FormKind.MIDDLE_LEFT_OFF),
        ("正得格林兰庭b区", "格林兰庭b", FormKind.FRONT_LEFT_OFF),
        ("和平里南区", "和平里", FormKind.ZONE_LEFT_OFF),
        ("钱隆学府·卓越", "钱隆学府卓越", FormKind.FULL),
        ("1品江山(别墅)", "1品江山", FormKind.FULL),
        ("1品江山(别墅)", "1品江山别墅", FormKind.FULL),
        ("胜利东路11号", "胜利东路十1号", FormKind.FULL),
        ("大通北路100号", "大通北路1百号", FormKind.FULL),
        ("大同路152号小区", "大同路1百5十2号小区", FormKind.FULL),
        ("大同路105号小区", "大同路1百05号小区", FormKind.FULL),
        ("大同路20号小区", "大同路2十号小区", FormKind.FULL),
    ],
)
def test_a_compound_is_written_in_many_ways(name: str, short: str, kind: FormKind) -> None:
    assert written(name)[short] is kind


def test_other_places_lose_nothing() -> None:
    assert written("新华西路", residential=False) == {"新华西路": FormKind.FULL}


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("榕御社区居委会", "榕御社区"),
        ("榕御社区居民委员会", "榕御社区"),
        ("城内居委会", "城内社区"),
        ("霞兴村委会", "霞兴村"),
        ("霞兴村民委员会", "霞兴村"),
    ],
)
def test_a_committee_is_named_by_its_community(name: str, place: str) -> None:
    assert written(name, residential=False) == {place: FormKind.FULL, name: FormKind.FULL}


def test_an_address_is_written_in_full_or_as_it_is_spoken() -> None:
    found = written("水仙花园", "瑞京路138号")

    assert {form for form, kind in found.items() if kind is FormKind.ADDRESS} == {"瑞京路138号", "瑞京路1百3十8号"}
    assert not any("路" in form and kind is not FormKind.ADDRESS for form, kind in found.items())


def test_an_address_that_is_a_places_own_name_is_its_name() -> None:
    assert written("人民里25号") == {"人民里25号": FormKind.FULL, "人民里2十5号": FormKind.FULL}


def test_the_most_faithful_reading_of_a_form_counts() -> None:
    assert written("榕御小区", "榕御")["榕御"] is FormKind.FULL
    assert written("榕御", "榕御小区")["榕御"] is FormKind.FULL


@pytest.mark.parametrize(
    ("name", "other"), [("大通北路2号", "大通北路"), ("胜利西路138号", "138号"), ("万科花园", "花园")]
)
def test_a_street_a_number_and_an_ending_are_no_names(name: str, other: str) -> None:
    assert other not in written(name)


def test_a_name_in_brackets_only_is_kept() -> None:
    assert written("(无名)")["(无名)"] is FormKind.FULL


@pytest.mark.parametrize(
    ("name", "form", "weak"),
    [
        ("阳光花园", "阳光", True),
        ("阳光", "阳光", True),
        ("恒丰城市广场", "城市广场", True),
        ("中亿建蓝海国际", "海国际", True),
        ("万科滨江花园", "江花园", True),
        ("市公安局宿舍", "市公安局", True),
        ("惠民花园1期", "花园1期", True),
        ("龙文花园", "龙文", True),
        ("延北新村新区", "新村新", True),
        ("市政府大院团结楼", "市政府大", True),
        ("榕御小区", "榕御", False),
        ("中骏蓝湾香郡", "蓝湾香郡", False),
    ],
)
def test_what_means_other_things_too_is_weak(name: str, form: str, *, weak: bool) -> None:
    found = {known.written: known.weak for known in forms_of((name,), EVERYDAY, residential=True)}

    assert found[form] is weak
