"""The tone of every sentence about closing."""

from __future__ import annotations

import inspect

import pytest

from bot.desk import wording_closing as words
from matching.case import Point, PointState
from tests.bot.desk.test_wording import a_line
from tests.tone import assert_tone

POINTS = (
    Point("把路灯修好"),
    Point("把单元门装上", PointState.EXPLAINED, "等配件，下周装"),
    Point("清垃圾", PointState.DONE, "已清走"),
    Point("画线", PointState.DONE),
)


def sentences() -> dict[str, str]:
    line = a_line()
    return {
        "missing points": words.missing(line, POINTS, photo=False),
        "missing both": words.missing(line, POINTS, photo=True),
        "missing photo": words.missing(line, (), photo=True),
        "verdict": words.verdict(line, "已劝离", ()),
        "verdict points": words.verdict(line, "换了灯管", POINTS[1:]),
        "verdict points alone": words.verdict(line, "", POINTS[1:]),
        "reminder": words.verdict_reminder(line, last=False),
        "last reminder": words.verdict_reminder(line, last=True),
        "closed_and_content": words.closed_and_content(line),
        "closed_discontent": words.closed_discontent(line),
        "noted_discontent": words.noted_discontent(line),
        "solved_for_handler": words.solved_for_handler(line),
        "content_for_handler": words.content_for_handler(line),
        "discontent_for_supervisor": words.discontent_for_supervisor(line, "态度差"),
        "discontent without words": words.discontent_for_supervisor(a_line(who=""), ""),
        "reopened_higher": words.reopened_higher(line),
        "raised_away": words.raised_away(line),
        "again_after": words.again_after(12, "又停了"),
        "opened_anew": words.opened_anew(12, "收到，#13。"),
        "check_task": words.check_task(line, "楼下乱停车", "已劝离", "明天18:00"),
        "check_taken_over": words.check_taken_over(line, "榕御小区书记张**"),
        "check_over": words.check_over(line),
        "checks": words.checks([line, line]),
        "no checks": words.checks([]),
        "which_check": words.which_check(128),
        "check_passed": words.check_passed(line),
        "check_failed": words.check_failed(line),
        "checked_for_handler": words.checked_for_handler(line),
        "checked_for_resident": words.checked_for_resident(line, "榕御小区书记张**"),
        "refuted_for_resident": words.refuted_for_resident(line, "榕御小区书记张**"),
        "still_well": words.still_well(line),
        "flags": words.flags(7, [words.flag("3栋楼长陈**", "10分钟内报办结8件", [1, 2])]),
        "no flags": words.flags(7, []),
        **{name: text for name, text in vars(words).items() if name.isupper() and not name.startswith("_")},
    }


@pytest.mark.parametrize("name", sorted(sentences()))
def test_the_tone_is_kept(name: str):
    assert_tone(sentences()[name])


def test_every_sentence_is_listed():
    made = {name for name, _ in inspect.getmembers(words, inspect.isfunction) if not name.startswith("_")}
    imported = {"head", "clocks"}
    source = inspect.getsource(sentences)
    assert [name for name in sorted(made - imported) if f"words.{name}(" not in source] == []


def test_what_was_not_done_is_said_as_not_done():
    assert "②清垃圾：已清走" in words.verdict(a_line(), "", POINTS[1:])
    assert "①把单元门装上：还没办成，等配件，下周装" in words.verdict(a_line(), "", POINTS[1:])
    assert "③画线：办好了" in words.verdict(a_line(), "", POINTS[1:])


def test_nothing_promises_what_the_handler_has_not_said():
    assert "③" not in words.missing(a_line(), POINTS, photo=False)
    assert "①把路灯修好" in words.missing(a_line(), POINTS, photo=False)
