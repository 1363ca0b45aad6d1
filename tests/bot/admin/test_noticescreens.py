"""Beside the list: letters that reached nobody, needs that nobody took, cases that may be the same."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from matching.need import NeedState
from storage.outbox import LetterState
from tests.bot.admin.test_queuescreens import report
from tests.bot.desk.offered import a_need

PARKING = "榕御小区3栋楼下乱停车"


@dataclass(frozen=True)
class Unread:
    """A letter to a handler that reached nobody, about a case."""

    case: int
    number: int


def hold(talk, number: int) -> None:
    talk.store.run(lambda unit: unit.outbox.fail(number, talk.now, "没有绑定微信"))


@pytest.fixture
def lost(talk) -> Unread:
    case = report(talk, PARKING)
    number = next(letter.id for letter in talk.letters() if letter.notice.person == "chen")
    hold(talk, number)
    return Unread(case, number)


def state(talk, number: int) -> LetterState:
    return talk.store.read(lambda unit: unit.notices.load(number)).state


def test_where_all_is_told_the_page_says_so(clerk) -> None:
    assert "通知都送到了" in clerk().sees("/notices")


def test_what_reached_nobody_stands_there_with_the_reason_and_what_to_do(clerk, lost: Unread) -> None:
    page = clerk().sees("/notices")
    assert f"#{lost.case}" in page
    assert "3栋楼长陈**" in page
    assert "没有绑定微信" in page
    assert "绑定 码" in page
    assert "没送到的通知" in clerk(name="other").sees("/cases")


def test_it_is_tried_again_or_told_another_way(clerk, talk, lost: Unread) -> None:
    number = lost.number
    owner = clerk()
    owner.sees("/notices")
    assert "马上再发" in owner.does(f"/notices/{number}", how="again")
    assert state(talk, number) is LetterState.DUE
    owner.does(f"/notices/{number}", 409, how="again")
    hold(talk, number)
    page = owner.does(f"/notices/{number}", how="told", words="电话告诉了")
    assert "已记下" in page
    assert state(talk, number) is LetterState.FAILED
    assert f'/notices/{number}"' not in owner.sees("/notices")
    assert "letter_told" in owner.sees("/audit?subject=letter")


def test_a_handlers_letter_goes_to_another_who_is_there(clerk, talk, lost: Unread) -> None:
    number = lost.number
    owner = clerk()
    owner.sees("/notices")
    owner.does(f"/notices/{number}", 409, how="person", whom="nobody")
    owner.does(f"/notices/{number}", how="person", whom="shequ")
    found = talk.store.read(lambda unit: unit.notices.load(number))
    assert (found.person, found.state) == ("shequ", LetterState.DUE)


@pytest.mark.parametrize("how", ["", "burn"])
def test_nothing_else_is_done_with_a_letter(clerk, lost: Unread, how: str) -> None:
    owner = clerk()
    owner.sees("/notices")
    owner.does(f"/notices/{lost.number}", 404, how=how)
    owner.does("/notices/99999999999", 404, how="again")
    owner.does("/notices/9999", 409, how="again")


def test_nobody_sees_the_letters_of_another_place_or_company(clerk, lost: Unread) -> None:
    number = lost.number
    company = clerk("property", person="wuye")
    assert PARKING not in company.sees("/notices")
    assert f"#{lost.case}" not in company.sees("/notices")
    company.does(f"/notices/{number}", 409, how="again")
    assert f"#{lost.case}" in clerk("community", "rongyu-sq").sees("/notices?failed=0")
    assert f"#{lost.case}" not in clerk("supervisor", "jiangbin").sees("/notices")
    clerk(name="third").sees("/notices?failed=1&page=2")


def test_a_need_that_nobody_took_stands_there(clerk, talk) -> None:
    assert "现在没有落空的求助" in clerk().sees("/unfilled")
    for state_of, place in ((NeedState.FALLBACK, "rongyu-3"), (NeedState.MISSED, "jiangbin-1")):
        need = a_need(talk, state=state_of, place=place)
        talk.store.run(lambda unit, need=need: unit.needs.add(need))
    page = clerk(name="again").sees("/unfilled")
    assert "换灯泡" in page
    assert "2件" in page
    assert "1件" in clerk("supervisor", "jiangbin").sees("/unfilled")
    assert "现在没有落空的求助" in clerk("property", person="wuye").sees("/unfilled")


def test_two_that_may_be_one_stand_beside_each_other_and_become_one(clerk, talk) -> None:
    assert "最近没有像同一件的" in clerk().sees("/alike")
    first = report(talk, "榕御小区2栋电梯坏了，停在五楼不动")
    talk.says("other", "榕御小区2栋电梯坏了，停在5楼")
    second = talk.cases()[-1].number
    if second == first:
        pytest.skip("joined at once")
    case = replace(talk.case(second), question="", state=talk.case(first).state, responder="wuye")
    talk.store.run(lambda unit: unit.cases.save(case))
    street = clerk("street", "xinqiao")
    page = street.sees("/alike")
    assert f"并入 #{first}" in page
    assert "已并入" in street.does(f"/cases/{second}/do", what="merge", spot=str(first))
