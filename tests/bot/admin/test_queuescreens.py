"""The list of cases at the console: what is found, kept, taken away, and done with many at once."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

import pytest

from bot.desk.queueing import make_findable


def report(talk, words: str, who: str = "resident") -> int:
    talk.later(days=1)
    talk.says(who, words)
    return talk.cases()[-1].number


def listed(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'<a href="/admin/cases/(\d+)">#\1</a></th>', page)]


def test_an_empty_list_says_when_it_fills(clerk) -> None:
    assert "现在没有在办的诉求" in clerk().sees("/cases")


def test_the_list_shows_what_is_under_way_and_names_no_resident(clerk, talk) -> None:
    number = report(talk, "我叫王小红，榕御小区3栋楼下乱停车，13800138000")
    page = clerk().sees("/cases")
    assert listed(page) == [number]
    assert "1件" in page
    assert "3栋楼长陈**" in page
    assert "王小红" not in page
    assert "13800138000" not in page


def test_a_case_is_found_by_what_was_said_place_and_number(clerk, talk) -> None:
    first = report(talk, "榕御小区3栋楼下乱停车，堵住消防通道")
    second = report(talk, "江滨花园2栋楼道堆垃圾", "other")
    assert make_findable(talk.store) > 0
    assert make_findable(talk.store) == 0
    owner = clerk()
    assert listed(owner.sees("/cases?q=停车")) == [first]
    assert listed(owner.sees("/cases?q=江滨")) == [second]
    assert listed(owner.sees(f"/cases?q=%23{first}")) == [first]
    assert "没有找到" in owner.sees("/cases?q=没有这句话")


@pytest.mark.parametrize("query", [
    "state=nonsense", "category=x", "place=nowhere", "who=陈", "since=2026-13-45", "page=999999999999", "page=x",
    "sort=x", "tab=disputed", "urgent=1&late=1&unsigned=1&unspoken=1&stuck=1&soon=1&private=1", "mine=1", "q=%00",
    "since=2026-01-01", "tab=ended", "tab=troubled", "tab=all", "sort=oldest",
])  # fmt: skip
def test_no_address_breaks_the_list(clerk, talk, query: str) -> None:
    report(talk, "榕御小区3栋楼下乱停车")
    clerk().sees(f"/cases?{query}")


def test_filters_hold_together(clerk, talk) -> None:
    parking = report(talk, "榕御小区3栋楼下乱停车")
    report(talk, "榕御小区2栋楼道堆垃圾", "other")
    owner = clerk()
    assert listed(owner.sees("/cases?category=parking")) == [parking]
    assert listed(owner.sees("/cases?who=陈建国")) == [parking]
    assert listed(owner.sees("/cases?place=jiangbin")) == []
    talk.later(days=30)
    owner = clerk("owner", name="later")
    assert parking in listed(owner.sees("/cases?late=1"))


def test_a_property_clerk_finds_her_companys_own_alone(clerk, talk) -> None:
    parking = report(talk, "榕御小区3栋楼下乱停车")
    hers = report(talk, "榕御小区2栋楼道堆垃圾", "other")
    make_findable(talk.store)
    company = clerk("property", person="wuye")
    assert listed(company.sees("/cases?tab=all")) == [hers]
    assert listed(company.sees("/cases?q=停车")) == []
    assert listed(company.sees(f"/cases?q={parking}")) == []
    company.sees(f"/cases/{parking}", 404)
    assert f"#{hers}" in company.sees(f"/cases/{hers}")
    assert [row["number"] for row in table(company, "tab=all")] == [str(hers)]


def table(who, query: str) -> list[dict[str, str]]:
    answer = who.browser.get(f"/admin/cases/export?{query}&format=csv")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_what_is_taken_away_is_what_was_filtered(clerk, talk) -> None:
    parking = report(talk, "榕御小区3栋楼下乱停车")
    report(talk, "榕御小区2栋楼道堆垃圾", "other")
    owner = clerk()
    rows = table(owner, "category=parking")
    assert [row["number"] for row in rows] == [str(parking)]
    assert owner.browser.get("/admin/cases/export").content.startswith(b"PK")
    assert "export" in owner.sees("/audit?subject=cases")


def test_a_view_is_kept_shared_and_taken_away(clerk) -> None:
    owner = clerk()
    owner.sees("/cases?category=parking")
    page = owner.does("/cases/views", name="停车的", query="?category=parking", shared="1")
    assert "停车的" in page
    other = clerk("supervisor", "xinqiao")
    page = other.sees("/cases")
    assert '/admin/cases?category=parking" title="owner存的' in page
    number = 1
    other.does(f"/cases/views/{number}/drop", 404)
    assert "停车的" not in owner.does(f"/cases/views/{number}/drop")
    owner.does("/cases/views", 422, name=" ", query="")


def test_a_move_of_many_is_said_first_and_changes_nothing_before(clerk, talk) -> None:
    one = report(talk, "榕御小区3栋楼下乱停车")
    two = report(talk, "榕御小区2栋楼道堆垃圾", "other")
    talk.says("other", f"取消 {two}")
    owner = clerk()
    owner.sees("/cases")
    told = len(talk.letters())
    page = owner.does("/cases/bulk", what="hand_on", whom="物业", words="归物业管", number=[str(one), str(two)])
    assert "1件会办" in page
    assert "1件办不了" in page
    assert talk.case(one).responder == "chen"
    assert len(talk.letters()) == told
    once = re.search(r'name="once" value="([^"]+)"', page)[1]
    done = {"what": "hand_on", "whom": "物业", "words": "归物业管", "number": [str(one)], "once": once}
    assert "办成1件" in owner.does("/cases/bulk/do", **done)
    assert talk.case(one).responder == "wuye"
    assert talk.case(one).answerable == "chen"
    told = len(talk.letters())
    assert "办成1件" in owner.does("/cases/bulk/do", **done)  # sent twice, done once
    assert len(talk.letters()) == told


def test_a_move_of_none_says_what_to_do(clerk) -> None:
    owner = clerk()
    owner.sees("/cases")
    assert "还没有选" in owner.does("/cases/bulk", 422, what="urge")
    assert "请选要做什么" in owner.does("/cases/bulk", 422, what="withdraw", number="1")
    assert "还没有选" in owner.does("/cases/bulk/do", 422, what="urge")


def test_the_home_page_and_the_list_count_the_same(clerk, talk) -> None:
    report(talk, "榕御小区3栋楼下乱停车")
    talk.later(days=30)
    owner = clerk()
    home = owner.sees("/")
    for query, number in re.findall(r'href="/admin/cases\?([^"]+)"><strong class="number[^>]*>(\d+)', home):
        count = owner.sees(f"/cases?{query.replace('&amp;', '&')}")
        assert f">{number}件" in count, query


def test_a_private_case_is_found_by_no_word_of_it(clerk, talk) -> None:
    number = report(talk, "榕御小区3栋，我家孩子被人打了，老师也知道")
    private = replace(talk.case(number), private=True)
    talk.store.run(lambda unit: unit.cases.save(private))
    make_findable(talk.store)
    owner = clerk()
    assert listed(owner.sees("/cases?q=老师")) == []
    page = owner.sees(f"/cases?q={number}")
    assert listed(page) == [number]
    assert "不公开" in page
    assert "孩子" not in page
