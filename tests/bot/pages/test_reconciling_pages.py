"""Mediation, a second person's word and a look again at a hazard, from the page."""

from __future__ import annotations

import re

import pytest

from tests.builders import DeskTalk, a_person, people

CHEN, SHEQU, JIEDAO, TIAO = "openid-chen", "openid-shequ", "openid-jiedao", "openid-tiao"


@pytest.fixture
def talk(talk: DeskTalk) -> DeskTalk:
    """A neutral mediator is on duty; case 1 is with 3栋's leader."""
    staff = [*people(), a_person("tiao", "红色调解队林平", "mediator", "xinqiao")]
    talk.store.run(lambda unit: unit.people.apply(staff))
    talk.later()
    talk.says("resident", "榕御小区3栋楼下乱停车")
    return talk


def test_a_handler_asks_for_a_mediator_who_alone_reads_it_then(talk: DeskTalk, reader):
    assert "请人调解" in reader(CHEN).sees("1")
    reader(CHEN).does("1/mediate")
    assert talk.case(1).private
    mediator = reader(f"openid-{talk.case(1).responder}")
    page = mediator.sees("1")
    assert "约时间" in page
    assert "写协议" in page
    assert "认可协议" not in reader("resident").sees("1")
    refused = mediator.does("1/settle_on", status=409, words="以后不停楼下")
    code = re.search(r"调解 1 (\d{6})", refused)
    assert code, refused
    talk.says("opponent", f"调解 1 {code[1]}")
    mediator.does("1/settle_on", words="以后不停楼下")
    assert "认可协议" in reader("resident").sees("1")


def test_an_office_asks_who_it_was_and_a_second_one_agrees(reader):
    shequ = reader(SHEQU)
    assert "调阅" in shequ.sees("1")
    assert "双签" not in reader(JIEDAO).sees("1")
    shequ.does("1/consult", words="要知道报事人，上门赔礼")
    assert "双签" in reader(JIEDAO).sees("1")
    assert "双签" not in shequ.sees("1")
    reader(JIEDAO).does("1/second")
    assert "双签" not in reader(JIEDAO).sees("1")


def test_whoever_has_it_has_no_need_to_consult(reader):
    assert "调阅" not in reader(CHEN).sees("1")
    assert "调阅" not in reader("resident").sees("1")


def test_what_has_lapsed_or_is_ones_own_matter_is_not_offered(talk: DeskTalk, reader):
    reader(SHEQU).does("1/consult", words="要知道报事人，上门赔礼")
    assert "双签" in reader(JIEDAO).sees("1")
    talk.later(hours=73)
    assert "双签" not in reader(JIEDAO).sees("1")
