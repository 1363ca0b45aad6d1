"""What a handler reads on a page never tells who reported it, unless she lets him know."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.builders import DeskTalk, a_person, people

CHEN, LI, SHEQU, JIEDAO = "openid-chen", "openid-li", "openid-shequ", "openid-jiedao"
WHO = ("王美丽", "501", "13812345678", "resident-openid-1")
REPORT = "榕御小区3栋楼下乱停车，我是3栋501的王美丽，电话13812345678"
PAGES = ("", "1", "1/finish", "1/pass_on", "1/return")


@pytest.fixture
def talk(talk: DeskTalk) -> DeskTalk:
    """王美丽, who lives in 501, reported case 1."""
    talk.says("resident-openid-1", REPORT)
    contact = talk.contact("resident-openid-1")
    talk.store.run(lambda unit: unit.people.save(replace(contact, name="王美丽", room="501")))
    talk.says("resident-openid-1", "补充 王美丽说又停了一辆")
    return talk


def test_no_page_of_a_handler_says_who_she_is(reader):
    chen = reader(CHEN)
    for path in PAGES:
        text = chen.sees(path)
        assert [word for word in WHO if word in text] == [], path


def test_her_reasons_and_what_offices_read_do_not_say_it_either(talk: DeskTalk, reader):
    talk.says(CHEN, "办结 1 已劝离")
    talk.says("resident-openid-1", "不满意 我是501的王美丽，又停了")
    for who in (CHEN, SHEQU, JIEDAO):
        text = reader(who).sees("1")
        assert "又停了" in text
        assert [word for word in WHO if word in text] == []


def test_who_lets_them_know_is_named_to_whoever_has_it(talk: DeskTalk, reader):
    case = talk.case(1)
    talk.store.run(lambda unit: unit.cases.save(replace(case, named=True)))
    assert "报事人愿意让您知道：王美丽 501" in reader(CHEN).sees("1")


def test_she_reads_her_own_words_as_she_said_them(reader):
    assert REPORT in reader("resident-openid-1").sees("1")


def test_who_joined_reads_nothing_of_the_first_ones_words(talk: DeskTalk, reader):
    neighbour = talk.contact("neighbour")
    talk.store.run(lambda unit: unit.cases.follow(1, neighbour.id, talk.now))
    text = reader("neighbour").sees("1")
    assert "乱停车" not in text.replace("停车秩序", "")
    assert [word for word in WHO if word in text] == []


def test_the_viewer_is_written_over_the_page(reader):
    text = reader(CHEN).sees("1")
    assert "陈** chen 03-03 10:00" in text
    assert 'class="mark"' not in reader("resident-openid-1").sees("1")


def test_a_private_case_is_for_those_who_work_on_it(talk: DeskTalk, reader):
    case = talk.case(1)
    talk.store.run(lambda unit: unit.cases.save(replace(case, private=True)))
    assert "#1" in reader(CHEN).sees("1")
    assert "不在您的清单里" in reader(SHEQU).sees("1", status=404)


def test_a_supervisor_reads_and_changes_nothing(talk: DeskTalk, reader):
    staff = [*people(), a_person("duban", "纪委督办", "supervisor", "xiangcheng")]
    talk.store.run(lambda unit: unit.people.apply(staff))
    talk.later()
    duban = reader("openid-duban")
    text = duban.sees("1")
    assert "停车秩序" in text
    assert "可以做的" not in text
    assert [word for word in WHO if word in text] == []


def test_the_words_of_a_whistle_do_not_say_it_either(talk: DeskTalk, reader):
    staff = [*people(), a_person("jiaojing", "芗城区交警大队", "department", "xiangcheng", "parking")]
    talk.store.run(lambda unit: unit.people.apply(staff))
    talk.later()
    talk.says(JIEDAO, "吹哨 1 交警大队（找王美丽问清） 王美丽又反映占道")
    talk.says("openid-jiaojing", "报告 1 已和王美丽说好")
    for who in (JIEDAO, "openid-jiaojing", SHEQU):
        text = reader(who).sees("1")
        assert "又反映占道" in text
        assert "说好" in text
        assert [word for word in WHO if word in text] == []


def test_what_she_asks_for_and_who_joined_her_do_not_say_it(talk: DeskTalk, reader):
    neighbour = talk.contact("neighbour")
    talk.store.run(lambda unit: unit.people.save(replace(neighbour, name="赵小兰")))
    talk.later(hours=1)
    talk.says("resident-openid-1", "榕御小区3栋电梯坏了：1、请打电话给王美丽换门锁 2、把楼道灯修好")
    talk.store.run(lambda unit: unit.cases.follow(2, neighbour.id, talk.now))
    talk.says("neighbour", "补充 2 赵小兰也看到了")
    for who in ("openid-wuye", "neighbour"):
        text = reader(who).sees("2")
        assert "楼道灯修好" in text
        assert [word for word in WHO if word in text] == []
    assert "也看到了" in reader("openid-wuye").sees("2")
    assert "赵小兰" not in reader("openid-wuye").sees("2")
