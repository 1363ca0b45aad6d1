"""Messages tried at the console: what they would come to, without anything being kept."""

from __future__ import annotations

from bot.desk.trying import lines_of, pieces_of
from intents.verdict import Evidence

SAID = "榕御小区3栋楼下乱停车"


def test_a_message_shows_its_matter_place_hands_and_clock_with_the_words_marked(clerk) -> None:
    page = clerk("editor").sees(f"/rules/try?text={SAID}")
    assert "停车秩序" in page
    assert "榕御小区3栋" in page
    assert "3栋楼长陈**" in page
    assert "停车秩序由楼栋长负责" in page
    assert '<mark class="strong" title="分值 10">乱停车</mark>' in page
    assert "今天10:30</time>前接单" in page


def test_several_lines_are_several_findings_and_nothing_is_kept(clerk, talk) -> None:
    who = clerk("editor")
    who.sees("/rules/try")
    page = who.does("/rules/try", text=f"{SAID}\n\n谢谢你们\n榕御小区5栋着火了")
    assert page.count("<article") == 3
    assert "表扬" in page
    assert "险情 火情" in page
    assert talk.store.read(lambda unit: unit.cases.load(1)) is None


def test_a_script_gets_the_findings_alone(clerk) -> None:
    who = clerk("editor")
    who.sees("/rules/try")
    answer = who.browser.post("/admin/rules/try", data={"key": who.key, "text": SAID}, headers={"x-part": "1"})
    assert answer.text.count("<article") == 1
    assert "<html" not in answer.text


def test_nothing_typed_says_what_to_do(clerk) -> None:
    who = clerk("editor")
    who.sees("/rules/try")
    assert "写一句居民会说的话" in who.does("/rules/try", text=" \n ")


def test_what_somebody_pastes_is_shown_as_text(clerk) -> None:
    page = clerk("editor").sees("/rules/try?text=<script>alert(1)</script>")
    assert "<script>alert" not in page


def test_lines_are_cut_at_a_number_that_can_be_waited_for() -> None:
    assert len(lines_of("停车\n" * 500)) == 200
    assert lines_of(" 一 \n\n二") == ["一", "二"]


def test_a_stretch_belongs_to_the_stronger_word() -> None:
    cut = pieces_of("楼下乱停车了", [Evidence("parking", "停车", 1.0, 3, 5), Evidence("parking", "乱停车", 6.0, 2, 5)])
    assert [(piece.text, piece.weight) for piece in cut] == [("楼下", 0), ("乱停车", 6.0), ("了", 0)]
    assert pieces_of("", []) == ()
