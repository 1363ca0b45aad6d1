"""The rules as they are read at the console."""

from __future__ import annotations

import pytest


def test_home_counts_what_each_label_has_and_leads_to_it(clerk) -> None:
    page = clerk("editor").sees("/rules")
    assert "现行第1版" in page
    for address in ("category/parking", "intent/help", "danger/fire"):
        assert f'href="/admin/rules/{address}"' in page


def test_a_word_is_found_wherever_it_stands(clerk) -> None:
    page = clerk("editor").sees("/rules?q=停车")
    assert "找到2处" in page
    assert "乱停车" in page
    assert "没有哪条规则" in clerk("editor", name="two").sees("/rules?q=没有这样的词")


@pytest.mark.parametrize(("address", "word"), [("category/parking", "乱停车"), ("intent/help", "帮我"),
                                               ("danger/fire", "着火")])
def test_a_label_shows_its_words_with_weights(clerk, address: str, word: str) -> None:
    assert word in clerk("supervisor", "xinqiao").sees(f"/rules/{address}")


@pytest.mark.parametrize("address", ["category/none", "category/help", "intent/parking", "danger/1"])
def test_a_label_that_is_none_is_told_so(clerk, address: str) -> None:
    assert "没有这一类规则" in clerk("editor").sees(f"/rules/{address}", 404)


def test_what_looks_wrong_is_pointed_out_where_it_stands(clerk, talk) -> None:
    who = clerk("editor")
    who.sees("/rules/category/parking")
    words = {"kind": "category", "code": "parking", "sort": "words"}
    who.does("/rules/edit", **words, do="add", text="太吵", weight="6")
    who.does("/rules/edit", **words, do="note", text="停车", owner="走了的人", until="2026-01-01")
    page = who.sees("/rules/category/parking")
    assert "在“停车秩序”是 6 分，在“噪音扰民”是 6 分" in page
    assert "“走了的人”不在名册里" in page
    assert "已经到期" in page
    page = who.sees("/rules")
    assert 'href="/admin/rules/category/parking#troubles"' in page
    who.does("/rules/edit", do="campaign", name="台风", owner="谁也不是", until="2026-12-31", code="facility",
             lines="树倒 3")
    assert "“谁也不是”不在名册里" in who.sees("/rules")
    assert talk.store.read(lambda unit: unit.drafts.at_work())
