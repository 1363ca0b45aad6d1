"""A draft changed at the console: each form makes its edits, nothing is live before it is published."""

from __future__ import annotations

import re

import pytest

from bot.admin.ruleedits import edits_of
from bot.desk.bookedit import EditRefused


def edited(talk) -> list[list[object]]:
    drafts = talk.store.read(lambda unit: unit.drafts.at_work())
    return [[one.text, one.by, one.edits] for one in drafts]


WORDS = {"kind": "category", "code": "parking", "sort": "words"}


def test_a_word_is_added_to_a_draft_that_is_begun_for_it(clerk, talk) -> None:
    who = clerk("editor")
    who.sees("/rules/category/parking")
    page = who.does("/rules/edit", **WORDS, do="add", text="僵尸车", weight="3")
    assert "草稿" in page
    assert "改了1处" in page
    assert "僵尸车" in page
    [[text, by, _]] = edited(talk)
    assert '"僵尸车 3"' in text
    assert by == "editor"
    assert "僵尸车" not in talk.store.read(lambda unit: unit.rules.live()[1])


def test_a_weight_is_changed_and_what_it_was_is_shown(clerk) -> None:
    who = clerk("editor")
    who.sees("/rules/category/parking")
    page = who.does("/rules/edit", **WORDS, do="weights", **{"w.停车": "2.5"})
    assert "原来 4" in page
    assert "改了1处" in who.does("/rules/edit", **WORDS, do="weights", **{"w.停车": "2.5"})
    assert "还没有改动" in who.does("/rules/edit", **WORDS, do="weights", **{"w.停车": "4"})


def test_a_word_is_taken_away_and_put_back(clerk) -> None:
    who = clerk("editor")
    who.sees("/rules/category/parking")
    assert "去掉了" in who.does("/rules/edit", **WORDS, remove="停车")
    assert "去掉了" not in who.does("/rules/edit", **WORDS, do="add", text="停车", weight="4")


def test_words_are_pasted_all_or_none(clerk, talk) -> None:
    who = clerk("editor")
    who.sees("/rules/category/parking")
    page = who.does("/rules/edit", 422, **WORDS, do="paste", lines="地锁 2\n违停 很重")
    assert "第 2 行" in page
    assert "地锁 2" in page  # what was typed is not lost
    assert edited(talk) == []
    assert "改了2处" in who.does("/rules/edit", **WORDS, do="paste", lines="地锁 2\n违停 3")


@pytest.mark.parametrize(("fields", "words"), [
    ({**WORDS, "do": "add", "text": "车", "weight": "abc"}, "不是数字"),
    ({**WORDS, "do": "add", "text": "车", "weight": "99"}, "-20 到 20"),
    ({**WORDS, "do": "add", "text": " ", "weight": "1"}, "空着的没法加"),
    ({**WORDS, "do": "add", "sort": "guards", "text": "停(车"}, "不是正确的表达式"),
    ({"do": "add", "kind": "nothing", "code": "parking", "text": "x", "weight": "1"}, "没有这一类规则"),
    ({"do": "nothing"}, "不知道要改什么"),
    ({"do": "term", "code": "parking", "value": "很快"}, "15个工作日"),
    ({"do": "prefer", "code": "parking", "groups": "物业 > 神仙"}, "没有“神仙”这种角色"),
    ({"do": "nickname", "place": "没有的地方", "text": "老三栋"}, "没有找到"),
    ({"do": "campaign", "name": "台风", "owner": "街道", "until": "昨天", "code": "facility", "lines": "树倒 3"},
     "日期"),
    ({"do": "receipt", "code": "parking", "text": "长" * 121}, "120 个字"),
])  # fmt: skip
def test_what_cannot_be_used_is_refused_with_the_reason_and_no_draft(clerk, talk, fields, words: str) -> None:
    who = clerk("editor")
    who.sees("/rules")
    assert words in who.does("/rules/edit", 422, **fields)
    assert edited(talk) == []


def test_every_section_takes_its_edits_and_shows_them(clerk) -> None:
    who = clerk("editor")
    who.sees("/rules/book/routing")
    page = who.does("/rules/edit", do="prefer", code="parking", groups="物业 > 楼栋长、网格员")
    assert "楼栋长、网格员" in page
    assert "归交警" in who.does("/rules/edit", do="refuse", code="noise", owner="公安", reason="夜里的噪音归交警")
    assert "夜里的噪音" not in who.does("/rules/edit", do="allow", code="noise")
    assert "2天" in who.does("/rules/edit", do="term", code="parking", value="2天")
    assert "10个工作日" in who.does("/rules/edit", do="term", code="noise", value="10个工作日")
    assert "请先拍照" in who.does("/rules/edit", do="receipt", code="parking", text="请先拍照。")
    assert "您好呀" in who.does("/rules/edit", do="no_case", code="smalltalk", text="您好呀，请说。")
    assert "老榕树" in who.does("/rules/edit", do="nickname", place="榕御小区", text="老榕树")
    page = who.does("/rules/edit", do="campaign", name="台风", owner="街道", until="2026-03-31", code="facility",
                    lines="树倒 3")
    assert "正在算" in page
    page = who.sees("/rules/changes")
    assert "共7处" in page
    for word in ("榕御小区", "老榕树", "树倒 3", "请先拍照"):
        assert word in page
    assert "还没有叫法" in who.does("/rules/edit", do="forget", place="rongyu", text="老榕树")
    assert "没有专项规则" in who.does("/rules/edit", do="end", name="台风")


def test_a_blank_reply_that_was_never_written_changes_nothing(clerk, talk) -> None:
    who = clerk("editor")
    who.sees("/rules/book/replies")
    who.does("/rules/edit", do="receipt", code="parking", text=" ")
    assert edited(talk) == []


def test_numbers_and_notes_of_a_label(clerk) -> None:
    who = clerk("editor")
    who.sees("/rules/category/parking")
    page = who.does("/rules/edit", **WORDS, do="numbers", cost="", floor="0.8", margin="")
    assert "80%" in page
    assert "42%" in who.does("/rules/edit", **WORDS, do="numbers", cost="", floor="", margin="")
    page = who.does("/rules/edit", **WORDS, do="note", text="停车", comment="先看看", owner="老林", until="2026-12-31")
    assert "老林负责" in page
    assert "到2026-12-31" in page
    assert "老林负责" not in who.does("/rules/edit", **WORDS, do="note", text="停车", comment="", owner="", until="")


def test_a_change_is_taken_back_from_the_list(clerk) -> None:
    who = clerk("editor")
    who.sees("/rules/category/parking")
    who.does("/rules/edit", **WORDS, do="weights", **{"w.停车": "1"})
    page = who.sees("/rules/changes")
    rule = re.search(r'name="rule" value="([^"]*)"', page)[1]
    assert "刚才又改过" in who.does("/rules/edit", 422, do="undo", at="0", rule="word x")
    assert "草稿和现行规则一样" in who.does("/rules/edit", do="undo", at="0", rule=rule)
    assert "已经不在了" in who.does("/rules/edit", 422, do="undo", at="9", rule=rule)


def test_somebody_elses_change_meanwhile_is_not_overwritten(clerk, talk) -> None:
    one, other = clerk("editor", name="one"), clerk("editor", name="two")
    one.sees("/rules/category/parking")
    one.does("/rules/edit", **WORDS, do="weights", **{"w.停车": "1"})
    page = other.sees("/rules/category/parking")
    draft, seen = (re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in ("draft", "seen"))
    talk.now = talk.now.replace(minute=5)
    one.does("/rules/edit", **WORDS, do="weights", **{"w.停车": "2"}, draft=draft, seen=seen)
    page = other.does("/rules/edit", 422, **WORDS, do="weights", **{"w.停车": "3"}, draft=draft, seen=seen)
    assert "刚被one改过" in page


def test_a_draft_is_compared_in_the_try_beside_what_is_live(clerk) -> None:
    who = clerk("editor")
    who.sees("/rules/category/parking")
    for word in ("乱停车", "停车"):
        who.does("/rules/edit", **WORDS, remove=word)
    who.does("/rules/edit", **{**WORDS, "code": "noise"}, do="add", text="乱停车", weight="6")
    page = who.sees("/rules/try?text=榕御小区3栋楼下乱停车")
    assert "现行规则</h2>" in page
    assert "噪音扰民" in page
    assert "停车秩序" in page


def test_a_draft_is_dropped_and_another_begun(clerk, talk) -> None:
    who = clerk("editor")
    who.sees("/rules/changes")
    assert "草稿“开学季”" in who.does("/rules/draft", name="开学季")
    assert "草稿“台风季”" in who.does("/rules/draft", name="台风季")
    first = talk.store.read(lambda unit: unit.drafts.at_work())[-1]
    assert "草稿“开学季”" in who.does(f"/rules/draft/{first.number}/open")
    assert "草稿“台风季”" in who.does("/rules/draft/drop")
    assert "没有这份草稿" in who.does("/rules/draft/99/open", 404)


def test_a_draft_is_brought_up_to_what_is_live_now(clerk, talk) -> None:
    who = clerk("editor")
    who.sees("/rules/category/parking")
    who.does("/rules/edit", **WORDS, do="weights", **{"w.停车": "1"})
    text = talk.store.read(lambda unit: unit.rules.live()[1])
    talk.store.run(lambda unit: unit.rules.publish(text.replace("噪音 6", "噪音 5"), "x", "y", talk.now))
    talk.now = talk.now.replace(minute=5)
    assert "现行规则已经换了版" in who.sees("/rules")
    assert "现行规则已经换了版" not in who.does("/rules/draft/rebase")
    assert edited(talk)[0][0].count("噪音 5") == 1


def test_who_only_reads_sees_no_forms(clerk) -> None:
    page = clerk("supervisor", "xinqiao").sees("/rules/category/parking")
    assert 'action="/admin/rules/edit"' not in page


def test_an_edit_of_nothing_is_refused() -> None:
    with pytest.raises(EditRefused):
        edits_of({}, None)
