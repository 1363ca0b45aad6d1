"""Who somebody is and what she said stands in her rows and in no log, event, template field or strange phone."""

from __future__ import annotations

import logging

import pytest

from bot.desk.delivery import undelivered_lines
from bot.desk.exporting import case_records, event_records
from bot.desk.sending import Outcome, SendResult
from tests.builders import ZONE, DeskTalk

RESIDENT = "oW6H_resident-openid"
CHEN = "openid-chen"
SAID = "榕御小区3栋楼下乱停车，我住3栋501，电话13812345678"
SECRETS = (RESIDENT, CHEN, "13812345678", "陈建国", "501", "乱停车")


def a_story(talk: DeskTalk) -> None:
    """From the report to the verdict, with every trouble that is logged."""
    talk.says(RESIDENT, SAID)
    talk.says(CHEN, "接单")
    talk.phones.answers = [SendResult(Outcome.BUSY, -1, "busy"), SendResult(Outcome.REJECTED, 40008, "bad")]
    talk.deliver()
    talk.later(minutes=1)
    talk.deliver()
    talk.says(CHEN, "办结 已劝离")
    talk.says(RESIDENT, "不满意")
    talk.later(hours=3)
    talk.tick()
    talk.deliver()
    talk.says(RESIDENT, "满意 1")


def test_no_log_record_says_who_or_what(talk: DeskTalk, caplog: pytest.LogCaptureFixture):
    with caplog.at_level(logging.DEBUG):
        a_story(talk)

    ours = [record.getMessage() for record in caplog.records if record.name.startswith(("bot", "storage"))]
    assert ours, "the story has troubles that are logged"
    for secret in SECRETS:
        assert not [line for line in ours if secret in line], secret


def test_no_event_says_who_or_what_the_resident_said(talk: DeskTalk):
    a_story(talk)

    told = "\n".join(str(record) for record in talk.store.read(lambda unit: list(event_records(unit, None, ZONE))))
    for secret in SECRETS:
        assert secret not in told, secret


def test_no_exported_case_says_who(talk: DeskTalk):
    a_story(talk)

    told = "\n".join(str(record) for record in talk.store.read(lambda unit: list(case_records(unit, None, ZONE))))
    for secret in SECRETS:
        assert secret not in told, secret


def test_no_template_field_says_who_or_what(talk: DeskTalk):
    talk.says(RESIDENT, SAID)
    talk.deliver(template_id="t1")

    (_, template), = talk.phones.templates
    for secret in SECRETS:
        assert secret not in str(template.fields), secret


def test_no_line_for_the_operator_says_who_or_what(talk: DeskTalk):
    talk.says(RESIDENT, SAID)
    talk.phones.answers = [SendResult(Outcome.WINDOW_CLOSED, 45047)]
    talk.deliver()

    lines = "\n".join(undelivered_lines(talk.store))
    assert lines
    for secret in SECRETS:
        assert secret not in lines, secret


def test_residents_read_no_full_name_and_handlers_no_number(talk: DeskTalk):
    replies = [talk.says(RESIDENT, SAID)]
    talk.says(CHEN, "接单")
    replies += [talk.says(RESIDENT, "进度"), talk.says(RESIDENT, "人工")]

    assert "陈建国" not in "".join([*replies, *talk.told(RESIDENT)])
    assert "13812345678" not in "".join(talk.told("chen"))
    assert RESIDENT not in "".join(talk.told("chen"))


def test_the_name_she_gives_is_covered_until_she_discloses_it(talk: DeskTalk):
    talk.says(RESIDENT, "榕御小区3栋楼下乱停车，我叫李秀英")
    assert "我叫李**" in talk.told("chen", "task")[0]
    assert "李秀英" not in talk.says(CHEN, "进度 1")

    talk.says(RESIDENT, "公开 1 李阿姨")
    assert "我叫李秀英" in talk.says(CHEN, "进度 1")


def test_an_added_phone_number_is_masked_for_the_handler(talk: DeskTalk):
    talk.says(RESIDENT, SAID)
    talk.later()
    talk.says(RESIDENT, "补充 打我电话13812345678")
    talk.says(CHEN, "办结 已劝离")
    talk.says(RESIDENT, "不满意 打我电话13812345678")

    assert "13812345678" not in "".join(talk.told("chen"))
    assert "13812345678" not in "".join(event.reason for event in talk.events(1))
