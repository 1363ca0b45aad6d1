"""The public ledger as anybody reads it: what is shown, where, and what is not."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.ledger.app import ledger_app
from matching.case import Kind, State
from storage.verdicts import Verdict
from tests.bot.ledger.conftest import NOW, Street
from tests.builders import places

FIELDS = {
    "place", "place_name", "category", "category_name", "day", "state", "state_name", "days", "handler", "verdict",
    "text",
}  # fmt: skip


def rows(street: Street, address: str = "/ledger/rows.json") -> list[dict[str, object]]:
    return json.loads(street.sees(address))["cases"]


def test_a_month_is_shown_with_who_had_it_how_long_it_took_and_the_verdict(street: Street) -> None:
    street.has(3)
    text = street.sees("/ledger/rongyu")
    assert "榕御小区<span" in text
    assert "2026年3月" in text
    assert "<b>3</b><span>收到</span>" in text
    assert "停车秩序" in text
    assert "03-20" in text
    assert "用了2天" in text
    assert "居民满意" in text
    assert "<b>2天内</b>" in text


def test_a_row_has_the_whitelisted_fields_and_no_others(street: Street) -> None:
    street.has(3)
    assert all(set(row) == FIELDS for row in rows(street))


def test_a_building_is_shown_as_its_compound_and_its_leader_by_role_alone(street: Street) -> None:
    street.has(3, place="rongyu-3", responder="chen")
    found = rows(street)
    assert {row["place"] for row in found} == {"rongyu"}
    assert {row["handler"] for row in found} == {"楼长"}
    text = street.sees("/ledger/rongyu")
    assert "3栋" not in text
    assert "陈" not in text


def test_an_office_is_named_where_its_name_says_no_more_than_the_row(street: Street) -> None:
    street.has(3, responder="wuye")
    assert {row["handler"] for row in rows(street)} == {"榕御物业"}


def test_a_place_with_few_residents_is_folded_upwards_with_its_handler(street: Street) -> None:
    street.has(2, residents=("a", "b"), responder="wuye")
    street.has(2, residents=("c", "d"), place="jiangbin-1", responder="wuye")
    found = rows(street)
    assert {row["place"] for row in found} == {"rongyu-sq"}
    assert {row["handler"] for row in found} == {"物业"}, "榕御物业 would tell the compound"
    assert "还不到3位" in street.sees("/ledger/rongyu")
    assert rows(street, "/ledger/rongyu/rows.json") == []
    assert len(rows(street, "/ledger/rongyu-sq/rows.json")) == 4


def test_one_resident_with_many_matters_is_hidden_too(street: Street) -> None:
    street.has(6, residents=("a", "b"))
    assert "还不到3位" in street.sees()
    assert rows(street) == []


def test_a_filter_does_not_change_at_which_place_a_case_is_shown(street: Street) -> None:
    street.has(3)
    street.has(1, category="noise")
    found = rows(street, "/ledger/rows.json?category=noise")
    assert [(row["category"], row["place"]) for row in found] == [("noise", "rongyu")]
    text = street.sees("/ledger/?category=noise&month=2026-03")
    assert "<b>1</b><span>收到</span>" in text


@pytest.mark.parametrize(
    "hidden",
    [
        {"private": True},
        {"kind": Kind.MEDIATION},
        {"care": ("独居老人",)},
        {"category": "care"},
        {"category": "child"},
        {"secondary": ("child",)},
        {"verdict": "withdrawn"},
        {"intent": "praise"},
        {"state": State.MERGED},
        {"state": State.AWAITING_INFO},
    ],
    ids=str,
)
def test_what_is_private_or_no_matter_is_never_shown(street: Street, hidden: dict[str, object]) -> None:
    street.has(3)
    street.has(3, **{"closed_at": NOW, **hidden})
    assert len(rows(street)) == 3
    assert "<b>3</b><span>收到</span>" in street.sees()


def test_what_becomes_private_later_is_shown_no_longer(street: Street) -> None:
    numbers = street.has(4)
    case = street.talk.case(numbers[0])
    hidden = type(case)(**{**{f: getattr(case, f) for f in case.__dataclass_fields__}, "private": True})
    street.talk.store.run(lambda unit: unit.cases.save(hidden))
    assert len(rows(street)) == 3


def test_the_months_are_those_of_the_clock_on_the_wall(street: Street) -> None:
    just_after_midnight = datetime(2026, 2, 28, 16, 0, tzinfo=UTC)  # 1 March in Zhangzhou
    street.has(3, created_at=just_after_midnight)
    street.has(3, created_at=just_after_midnight - timedelta(minutes=1), category="noise")
    assert {row["category"] for row in rows(street, "/ledger/rows.json?month=2026-03")} == {"parking"}
    assert {row["category"] for row in rows(street, "/ledger/rows.json?month=2026-02")} == {"noise"}


def test_without_a_month_the_latest_with_anything_to_show_is_opened(street: Street) -> None:
    street.has(3, created_at=NOW - timedelta(days=40))
    assert "2026年2月" in street.sees()


def test_long_lists_have_pages(street: Street) -> None:
    street.has(45)
    first, last = street.sees("/ledger/rongyu"), street.sees("/ledger/rongyu?page=3")
    assert "1 / 3" in first
    assert first.count("<time>") == 20
    assert last.count("<time>") == 5
    assert "下一页" not in last
    assert street.sees("/ledger/rongyu?page=9").count("<time>") == 0


def test_nobody_lives_here_yet(street: Street) -> None:
    assert "还不到3位" in street.sees()


def test_a_category_without_cases_says_so(street: Street) -> None:
    street.has(3)
    assert "没有这一类的事" in street.sees("/ledger/?category=noise&month=2026-03")


def test_a_buildings_address_leads_to_its_compound(street: Street) -> None:
    answer = street.get("/ledger/rongyu-3")
    assert (answer.status_code, answer.headers["location"]) == (301, "/ledger/rongyu")


@pytest.mark.parametrize("address", ["/ledger/nowhere", "/ledger/nowhere/rows.json", "/ledger/nowhere/poster.pdf"])
def test_an_unknown_place_is_said_kindly(street: Street, address: str) -> None:
    assert "没有这个地方" in street.sees(address, 404)


@pytest.mark.parametrize("query", ["month=2026-13", "month=1999-01", "category=<script>", "page=-1", "page=x", "q=1"])
def test_nonsense_in_the_address_is_as_if_it_were_not_there(street: Street, query: str) -> None:
    street.has(3)
    assert "<script" not in street.sees(f"/ledger/rongyu?{query}")


def test_what_residents_were_asked_is_counted_with_the_formula(street: Street) -> None:
    numbers = street.has(3)
    contact = street.talk.contact("resident-a").id
    for number, said in zip(numbers, (True, False, None), strict=True):
        at = NOW if said is not None else None
        verdict = Verdict(0, number, contact, "closing", NOW, at, True if said else None, said, said)
        street.talk.store.run(lambda unit, verdict=verdict: unit.verdicts.add(verdict))
    text = street.sees("/ledger/rongyu")
    assert "问了3次，回答2次" in text
    assert "<dt>解决率</dt><dd>33%<small>1 ÷ 3</small>" in text
    assert "解决率、满意率 = " in text


def test_the_trend_says_in_words_what_it_draws(street: Street) -> None:
    street.has(3)
    street.has(4, created_at=NOW - timedelta(days=31), residents=("a", "b", "c", "d"))
    text = street.sees("/ledger/rongyu?month=2026-03")
    assert text.count('role="img"') == 3
    assert "2月4，3月3</desc>" in text
    assert "1月无" in text


def test_places_to_go_on_to_are_those_with_something_to_show(street: Street) -> None:
    street.has(3)
    text = street.sees("/ledger/rongyu-sq")
    assert "/ledger/rongyu?month=2026-03" in text
    assert "江滨花园" not in text
    assert 'href="/ledger/xinqiao"' in text, "the way up"


def test_an_answer_is_good_for_a_minute(street: Street) -> None:
    street.has(3)
    street.sees("/ledger/rongyu")
    street.has(1)
    assert "<b>3</b><span>收到</span>" in street.sees("/ledger/rongyu")
    street.talk.later(seconds=61)
    assert "<b>4</b><span>收到</span>" in street.sees("/ledger/rongyu")
    assert street.get("/ledger/rongyu").headers["cache-control"] == "public, max-age=60"


def test_the_page_runs_no_script_and_asks_for_nothing_from_elsewhere(street: Street) -> None:
    answer = street.get("/ledger/")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "<script" not in answer.text
    assert "style=" not in answer.text
    assert "http" not in answer.text.replace("http://www.w3.org", "")


def test_every_place_of_the_tree_has_a_page(street: Street) -> None:
    street.has(3)
    for node in places():
        assert street.get(f"/ledger/{node.code}").status_code in (200, 301)


def test_what_has_no_pages_is_made_once_for_all_of_them(street: Street) -> None:
    street.has(3)
    assert len(rows(street, "/ledger/rows.json?page=1")) == 3
    street.has(1)
    assert len(rows(street, "/ledger/rows.json?page=2")) == 3


def test_what_is_kept_has_an_end(street: Street) -> None:
    street.app = ledger_app(street.talk.desk, kept_bytes=1_000)
    street.has(6)
    assert len(rows(street)) == 6
    street.has(1)
    assert len(rows(street)) == 7, "an answer of more than that is made anew"
