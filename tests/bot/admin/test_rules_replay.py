"""A draft replayed at the console: what changes is walked through and judged, what breaks is waived, then published."""

from __future__ import annotations

import threading

import pytest

from bot.desk.replaying import start_replay

SAID = "榕御小区3栋楼下乱停车"
#: As a page shows it, before the word that is marked.
BEGINS = "榕御小区3栋楼下<mark"
WORDS = {"kind": "category", "sort": "words"}


@pytest.fixture
def editor(clerk, talk):
    """An editor whose draft hears parked cars as noise, after a resident said so once."""
    talk.says("resident", SAID)
    who = clerk("editor")
    who.sees("/rules/category/parking")
    for word in ("乱停车", "停车"):
        who.does("/rules/edit", **WORDS, code="parking", remove=word)
    who.does("/rules/edit", **WORDS, code="noise", do="add", text="乱停车", weight="6")
    return who


def replayed(who) -> str:
    who.does("/rules/replay", weeks="2")
    for thread in threading.enumerate():
        if thread.name.startswith("replay-"):
            thread.join()
    return who.sees("/rules/replay")


def test_what_changes_is_shown_with_before_after_and_the_words_that_did_it(editor) -> None:
    page = replayed(editor)
    assert "1条会变" in page
    assert "停车秩序" in page
    assert "噪音扰民" in page
    assert "噪音扰民“乱停车”" in page
    assert 'data-key="y"' in page
    assert "没有这一种变化" in editor.sees("/rules/replay?kind=place")
    assert BEGINS in editor.sees("/rules/replay?kind=category&page=99999999999")


def test_a_judgement_becomes_a_golden_message_that_the_draft_breaks(editor, talk) -> None:
    replayed(editor)
    page = editor.does("/rules/replay/1/judge", case="1", **{"is": "wrong"})
    assert "记下了：应当是停车秩序" in page
    assert "判过" in page
    golden = talk.store.read(lambda unit: unit.golden.all())
    assert [(one.text, one.category, one.source) for one in golden] == [(SAID, "parking", "case/1")]
    editor.does("/rules/replay/1/judge", case="1", **{"is": "wrong", "category": "safety"})
    assert [one.category for one in talk.store.read(lambda unit: unit.golden.all())] == ["safety"]
    editor.does("/rules/replay/1/judge", case="1", **{"is": "right"})
    assert [one.category for one in talk.store.read(lambda unit: unit.golden.all())] == ["noise"]
    editor.does("/rules/replay/1/judge", 404, case="77", **{"is": "right"})
    editor.does("/rules/replay/9/judge", 404, case="1", **{"is": "right"})


def test_a_script_that_judges_gets_the_answer_alone(editor) -> None:
    replayed(editor)
    answer = editor.browser.post("/admin/rules/replay/1/judge", headers={"x-part": "1"},
                                 data={"key": editor.key, "case": "1", "is": "right"})
    assert answer.text == '<span role="status">记下了：应当是噪音扰民</span>'


def test_a_broken_golden_message_closes_the_gate_until_it_is_waived_with_a_reason(editor) -> None:
    replayed(editor)
    editor.does("/rules/replay/1/judge", case="1", **{"is": "wrong"})
    page = editor.sees("/rules/publish")
    assert "条标准消息会判错" in page
    assert "disabled" in page
    assert "还不能发布" in editor.does("/rules/publish", 422, why="试试")
    broken = [line.split('"')[0] for line in page.split('name="golden" value="')[1:]]
    assert "own/1" in broken
    assert "豁免要写理由" in editor.does("/rules/waive", 422, golden="own/1", why=" ")
    for key in broken:
        editor.does("/rules/waive", golden=key, why="这句另有办法", back="replay")
    page = editor.sees("/rules/publish")
    assert "收回豁免" in page
    assert "disabled" not in page
    editor.does("/rules/unwaive", golden="own/1")
    assert "disabled" in editor.sees("/rules/publish")


def published(who, talk, **fields: str) -> str:
    """A small draft that breaks nothing, published."""
    who.sees("/rules/category/parking")
    who.does("/rules/edit", **WORDS, code="parking", do="add", text="僵尸车", weight="6")
    talk.later(seconds=5)
    return who.does("/rules/publish", why="居民这么说", **fields)


def test_a_draft_is_published_with_a_reason_and_heard_at_once_and_rolled_back(clerk, talk) -> None:
    who = clerk("editor")
    assert "现在没有草稿" in who.sees("/rules/publish")
    page = published(who, talk)
    assert "第2版" in page
    assert "居民这么说" in page
    talk.later(seconds=5)
    assert "停车秩序" in who.sees("/rules/try?text=榕御小区3栋有僵尸车")
    page = who.sees("/rules/history/2")
    assert "僵尸车" in page
    assert "停车秩序" in page
    page = who.does("/rules/history/1/back")
    assert "第3版" in page
    assert "退回第1版" in page
    who.does("/rules/history/77/back", 404)
    assert "没有这一版" in who.sees("/rules/history/77", 404)
    actions = [(one.account, one.action) for one in talk.store.read(lambda unit: unit.audit.latest(5))]
    assert actions[:2] == [("editor", "roll_back"), ("editor", "publish")]


def test_publishing_needs_a_reason_and_moments_that_can_be(clerk, talk) -> None:
    who = clerk("editor")
    who.sees("/rules")
    assert "现在没有草稿" in who.does("/rules/publish", 422, why="x")
    who.does("/rules/edit", **WORDS, code="parking", do="add", text="僵尸车", weight="6")
    assert "发布要写为什么" in who.does("/rules/publish", 422, why=" ")
    assert "时间请写成" in who.does("/rules/publish", 422, why="x", at="明天")
    assert "排期要在以后" in who.does("/rules/publish", 422, why="x", at="2020-01-01T00:00")
    assert talk.store.read(lambda unit: unit.rules.live()[0]) == 1


def test_a_draft_waits_for_its_moment_and_is_taken_off_again(clerk, talk) -> None:
    who = clerk("editor")
    page = published(who, talk, at="2026-03-05T08:00", until="2026-03-09T08:00")
    assert "已经排好" in page
    assert "03-05 08:00" in page
    assert "取消排期" in page
    assert 'action="/admin/rules/edit"' not in who.sees("/rules/category/parking")
    assert "已经排好" not in who.does("/rules/unschedule")


def test_a_second_person_looks_where_that_is_wanted(clerk, talk) -> None:
    customs = talk.desk.customs_as_given.model_copy(update={"rules_second_person": True})
    object.__setattr__(talk.desk, "customs_as_given", customs)
    one, other = clerk("editor", name="one"), clerk("editor", name="two")
    one.sees("/rules/category/parking")
    one.does("/rules/edit", **WORDS, code="parking", do="add", text="僵尸车", weight="6")
    assert "请另一位" in one.sees("/rules/publish")
    assert "要由没有改过这份草稿的人来看" in one.does("/rules/approve", 422)
    assert "我看过了" in other.sees("/rules/publish")
    assert "two看过" in other.does("/rules/approve")
    assert "第2版" in one.does("/rules/publish", why="两个人看过")


def test_without_a_draft_there_is_nothing_to_replay_and_a_second_one_waits(clerk, editor, talk) -> None:
    other = clerk("owner")
    other.sees("/rules/replay")
    draft = talk.store.read(lambda unit: unit.drafts.at_work())[0]
    assert "重放 1 到" in editor.does("/rules/replay", 422, weeks="many")
    editor.does("/rules/replay/99/cancel", 404)
    editor.does("/rules/draft/drop")
    assert "现在没有草稿" in editor.sees("/rules/replay")
    assert "先改一处规则" in editor.does("/rules/replay", 422, weeks="1")
    assert draft.by == "editor"


def test_how_far_it_is_is_shown_while_it_runs_and_it_can_be_stopped(editor, talk, monkeypatch) -> None:
    number = talk.store.read(lambda unit: unit.drafts.at_work())[0].number
    monkeypatch.setattr(threading.Thread, "start", lambda _thread: None)
    run = start_replay(talk.desk, number, 1, "editor")
    monkeypatch.undo()
    page = editor.sees("/rules/replay")
    assert "正在取来信" in page
    assert '<meta http-equiv="refresh"' in page
    talk.store.run(lambda unit: unit.replays.beat(run, 10, 40, talk.now))
    answer = editor.browser.get("/admin/rules/replay")
    assert "已看10条，共40条" in answer.text
    assert "正在重放" in editor.does("/rules/replay", 422, weeks="1")
    assert "正在停下来" in editor.does(f"/rules/replay/{run}/cancel")


def test_who_stands_for_one_place_reads_no_words_from_another(editor, clerk) -> None:
    replayed(editor)
    assert BEGINS in clerk("community", "rongyu-sq").sees("/rules/replay")
    stranger = clerk("community", "jiangbin", name="stranger")
    page = stranger.sees("/rules/replay")
    assert BEGINS not in page
    assert "另有1条不在您管的地方" in page
    stranger.does("/rules/replay/1/judge", 404, case="1", **{"is": "right"})


def test_golden_messages_are_found_added_masked_and_dropped_with_a_reason(clerk) -> None:
    who = clerk("editor")
    who.sees("/rules/golden")
    page = who.does("/rules/golden", text="我是陈建国，3栋有僵尸车，13800138000", category="parking", why="常见")
    assert "1条" in page
    assert "13800138000" not in page
    assert "僵尸车" in who.sees("/rules/golden?q=僵尸车&category=parking")
    assert "没有这样的标准消息" in who.sees("/rules/golden?q=没有这样的话")
    assert "有 1 到" in who.does("/rules/golden", 422, text=" ", category="parking")
    assert "要说为什么" in who.does("/rules/golden/1/drop", 422, why="")
    assert "没有这样的标准消息" in who.does("/rules/golden/1/drop", why="说法变了")
