"""Whoever needs care is served sooner, and what is private is marked."""

from __future__ import annotations

from datetime import timedelta

from tests.builders import DeskTalk


def test_somebody_who_needs_care_is_not_kept_waiting_a_week(talk: DeskTalk):
    talk.says("resident", "榕御小区3栋电梯坏了，我妈坐轮椅下不了楼")
    case = talk.case(1)

    assert case.care == ("行动不便",)
    assert case.due_at is not None
    assert case.due_at - talk.now == timedelta(hours=24)


def test_the_handler_reads_why_it_is_quick(talk: DeskTalk):
    talk.says("resident", "榕御小区3栋电梯坏了，我妈坐轮椅下不了楼")

    assert "要照顾：行动不便" in talk.letters()[0].notice.text


def test_violence_at_home_is_private(talk: DeskTalk):
    talk.says("resident", "榕御小区3栋隔壁男人喝醉又打老婆，邻居天天吵")

    assert talk.case(1).private


def test_an_ordinary_report_stays_ordinary(talk: DeskTalk):
    talk.says("resident", "榕御小区3栋楼下乱停车")

    assert (talk.case(1).care, talk.case(1).private) == ((), False)
