"""The register's page, hours and certificates behind a link; whether a certificate is true, without one."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bot.desk.certifying import certificate_of
from bot.desk.wording_hours import UNKNOWN_NUMBER
from matching.hours import ServiceHours
from tests.bot.desk.volunteers import a_need, a_volunteer, enlist, visiting
from tests.bot.pages.browsing import Browser
from tests.builders import MORNING, DeskTalk

ZHOU = "openid-zhou"


@pytest.fixture
def talk(talk: DeskTalk) -> DeskTalk:
    """周晓梅 has helped twice and is paired with a community through her unit."""
    enlist(talk, a_volunteer(skills=("水电维修", "开铲车"), slots="周末 09:00-17:00", work="jiangbin"))
    for day in (1, 2):
        need = talk.store.run(lambda unit: unit.needs.add(a_need()))
        at = MORNING - timedelta(days=day)
        entry = ServiceHours(need, "zhou", at, 45, "邻里帮忙 · 水电维修", "rongyu", "jiangbin", "resident")
        talk.store.run(lambda unit, entry=entry: unit.hours.credit(entry))
    return talk


def row_of(talk: DeskTalk, who: str = ZHOU):
    contact = talk.contact(who)
    return talk.store.read(lambda unit: unit.people.own_row(contact.id))


def saved(reader, status: int = 200, **fields: str) -> str:
    body = {"key": reader.key(), **fields}
    answer = reader.client.post(reader.address("volunteer"), data=body)
    assert answer.status_code == status, answer.text
    return answer.text


@pytest.fixture
def zhou(reader):
    found = reader(ZHOU)
    found.key = lambda: re.search(r'name="key" value="([^"]*)"', found.sees("volunteer"))[1]
    return found


def test_the_page_shows_the_entry_the_hours_and_both_homes(zhou):
    page = zhou.sees("volunteer")
    assert 'value="水电维修" checked' in page
    assert 'value="开铲车" checked' in page
    assert 'value="6-0" checked' in page
    assert 'value="1-0" checked' not in page
    assert "计入榕御小区、江滨花园" in page
    assert "2026年2次，1小时30分钟" in page
    assert "volunteer" in zhou.sees()


def test_what_the_form_says_is_kept(talk: DeskTalk, zhou):
    page = saved(
        zhou, name="周小梅", skill=["理发", "飞天"], language="闽南语", slot=["1-2", "9-9"], cap="1", gender="女",
        quiet_from="22:00", quiet_until="07:00", at_work="1", unit="龙文区财政局",
    )  # fmt: skip
    assert "存好了" in page
    assert 'value="22:00"' in page
    assert 'value="07:00"' in page
    row = row_of(talk)
    assert (row.name, row.skills, row.languages, row.weekly_cap) == ("周小梅", ("理发",), ("闽南语",), 1)
    assert (row.slots, row.quiet) == ("周一 18:00-21:00", "每天 00:00-07:00|每天 22:00-23:59")
    assert (row.at_work, row.unit, row.gender) == (True, "龙文区财政局", "女")


def test_hours_written_more_exactly_stay_while_their_boxes_do(talk: DeskTalk, zhou):
    saved(zhou, name="周晓梅", slot=["6-0", "6-1", "7-0", "7-1"])
    assert row_of(talk).slots == "周末 09:00-17:00"


def test_what_makes_no_sense_is_left_as_it_was(talk: DeskTalk, zhou):
    saved(zhou, name="<b>", cap="99", gender="x", quiet_from="25:00", quiet_until="07:00")
    row = row_of(talk)
    assert (row.name, row.weekly_cap, row.gender, row.quiet) == ("周晓梅", 2, "", "")


def test_a_skill_that_somebody_looked_at_is_no_longer_so_when_it_is_taken_away(talk: DeskTalk, zhou):
    enlist(talk, a_volunteer(skills=("医疗护理",), verified=("医疗护理",)))
    assert "已核实" in zhou.sees("volunteer")
    saved(zhou, name="周晓梅")
    assert row_of(talk).verified == ()


def test_who_is_in_no_register_signs_up_on_the_page(talk: DeskTalk, reader):
    wu = reader("wu")
    wu.key = lambda: re.search(r'name="key" value="([^"]*)"', wu.sees("volunteer"))[1]
    assert "当志愿者" in wu.sees("volunteer")
    page = saved(wu, name="吴明", skill="理发")
    assert "还差住哪" in page
    assert row_of(talk, "wu").skills == ("理发",)


def test_a_rest_and_its_end(talk: DeskTalk, zhou):
    def rests(until: str) -> str:
        return zhou.client.post(zhou.address("volunteer/rest"), data={"key": zhou.key(), "until": until}).text

    assert "这段时间不问您" in rests("2026-03-10")
    assert "休息到3月10日" in zhou.sees("volunteer")
    assert "这一天不行" in rests("2026-01-01")
    assert "这一天不行" in rests("soon")
    assert row_of(talk).resting_until == "2026-03-10"
    assert "欢迎回来" in rests("")
    assert row_of(talk).resting_until == ""


def test_leaving_keeps_the_hours(talk: DeskTalk, zhou):
    page = zhou.client.post(zhou.address("volunteer/quit"), data={"key": zhou.key()}).text
    assert "已退出" in page
    assert talk.store.read(lambda unit: unit.people.has_left("zhou"))
    assert talk.store.read(lambda unit: unit.hours.total("zhou")) == (2, 90)
    again = zhou.client.post(zhou.address("volunteer/quit"), data={"key": zhou.key()})
    assert again.status_code == 409


def test_an_unknown_form_changes_nothing(zhou):
    assert "我的志愿登记" in zhou.client.post(zhou.address("volunteer/fly"), data={"key": zhou.key()}).text


def test_a_form_of_another_site_is_refused(zhou):
    assert zhou.client.post(zhou.address("volunteer"), data={"name": "x"}).status_code == 403


def test_words_in_the_address_are_not_repeated(zhou):
    assert "打倒" not in zhou.sees("volunteer?done=打倒")


# -- certificates ------------------------------------------------------------------------------------


def certified(talk: DeskTalk) -> str:
    def work(unit):
        visit = visiting(talk, unit, ZHOU)
        return certificate_of(visit, unit.people.own_row(visit.contact.id), unit.hours.of_volunteer("zhou")).number

    return talk.store.run(work)


def test_a_certificate_is_made_shown_and_printed(zhou):
    page = zhou.client.post(zhou.address("volunteer/certify"), data={"key": zhou.key()}).text
    assert "证明开好了" in page
    number = re.search(r"certificate/(LL26[0-9A-Z]{10})", page)[1]
    shown = zhou.sees(f"certificate/{number}")
    assert "周晓梅" in shown
    assert "2026-03-01 至 2026-03-02，2次，共1小时30分钟" in shown
    assert "榕御社区" in shown
    printed = zhou.client.get(zhou.address(f"certificate/{number}.pdf"))
    assert printed.headers["content-type"] == "application/pdf"
    assert printed.content.startswith(b"%PDF")


def test_nobody_elses_certificate_is_shown_or_printed(talk: DeskTalk, zhou, reader):
    number = certified(talk)
    enlist(talk, a_volunteer("wu", "吴明"))
    for who in (reader("openid-wu"), reader("stranger")):
        assert "这张证明打不开" in who.sees(f"certificate/{number}", 404)
        assert not who.client.get(who.address(f"certificate/{number}.pdf")).content.startswith(b"%PDF")
    assert "这张证明打不开" in zhou.sees("certificate/LL26AAAAAAAAAA", 404)


def test_without_hours_there_is_none(reader):
    wu = reader("openid-chen")
    page = wu.sees("volunteer")
    key = re.search(r'name="key" value="([^"]*)"', page)[1]
    assert wu.client.post(wu.address("volunteer/certify"), data={"key": key}).status_code == 409


def test_whoever_is_shown_one_may_ask_whether_it_is_true(talk: DeskTalk, app):
    number = certified(talk)
    stranger = Browser(app)
    page = stranger.get(f"/pages/certificate/{number.lower()}").text
    assert "真实：周** 2026年3月1日至2026年3月2日，志愿服务2次，共1小时30分钟。" in page
    assert "水电维修" not in page
    assert "榕御" not in page
    assert "真实" in stranger.get(f"/pages/certificate?number={number[:4]}-{number[4:]}").text


def test_a_number_that_no_certificate_has_is_told_kindly(app):
    stranger = Browser(app)
    for number in ("LL26AAAAAAAAAA", "x", "%00", "9" * 300):
        answer = stranger.get(f"/pages/certificate/{number}")
        assert answer.status_code in (200, 404)
        assert "真实" not in answer.text
    assert UNKNOWN_NUMBER.partition("\n")[0] in stranger.get("/pages/certificate/LL26AAAAAAAAAA").text
    assert stranger.get("/pages/certificate").status_code == 200


def test_a_certificate_of_somebody_anonymous_names_nobody(talk: DeskTalk, app):
    number = certified(talk)
    contact = talk.contact(ZHOU)
    talk.store.run(lambda unit: unit.people.anonymise(contact.id))
    page = Browser(app).get(f"/pages/certificate/{number}").text
    assert "姓名已按本人要求删除" in page
    assert "周" not in page.partition("真实")[2].partition("志愿服务")[0]


def test_another_hour_makes_another_certificate(talk: DeskTalk, zhou):
    number = certified(talk)
    assert certified(talk) == number
    need = talk.store.run(lambda unit: unit.needs.add(a_need()))
    entry = ServiceHours(need, "zhou", MORNING - timedelta(days=1), 30, "邻里帮忙")
    talk.store.run(lambda unit: unit.hours.credit(entry))
    assert "这张证明打不开" in zhou.sees(f"certificate/{number}", 404)
    assert certified(talk) != number
