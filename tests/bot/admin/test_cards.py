"""Cards to print: every stairwell of a compound at once, and those that bind whoever is on duty."""

from __future__ import annotations

import pytest

from bot.desk.carding import Card
from bot.paper.card import CARD_HEIGHT, CARD_WIDTH, card_marks, cards_as_pdf
from bot.paper.sheet import Box, Text
from storage.staff import Member

HOW, FOOT = "扫码关注后，说说哪里、什么事。", "急事先拨 110"
CARD = Card("楼栋亮身份", "榕御小区3栋", "党员楼栋长", "陈建国", "rongyu-3", HOW, FOOT)


def printed(who, path: str, status: int = 200, **fields) -> bytes:
    answer = who.browser.post(f"/admin{path}", data={"key": who.key, **fields})
    assert answer.status_code == status, answer.text[:500]
    return answer.content


def pages(pdf: bytes) -> int:
    return pdf.count(b"/Type /Page\n") or pdf.count(b"/Type /Page ")


def test_a_compound_s_stairwells_are_printed_four_to_a_sheet_or_one_by_one(clerk) -> None:
    owner = clerk()
    page = owner.sees("/people/cards?at=榕御小区")
    assert "共5张" in page
    assert "陈建国" in page
    stairs = [f"rongyu-{number}" for number in range(1, 6)]

    four = printed(owner, "/people/cards/stairwell", at="rongyu", stairs=stairs, party="chen", layout="a4")
    one = printed(owner, "/people/cards/stairwell", at="rongyu", stairs=stairs, layout="a6")

    assert (four[:5], pages(four), pages(one)) == (b"%PDF-", 2, 5)
    assert b"595.2756 841.8898" in four
    assert b"297.6378 420.9449" in one


def test_bind_cards_are_for_those_who_have_not_bound_and_printing_is_kept(clerk, talk) -> None:
    talk.store.run(lambda unit: unit.staff.unbind("li"))
    owner = clerk()
    page = owner.sees("/people/cards?at=rongyu")
    assert 'name="person" value="li"' in page
    assert 'name="person" value="chen"' not in page

    assert pages(printed(owner, "/people/cards/bind", person=["li"], layout="a6")) == 1
    assert "print_bind_card" in {one.action for one in talk.store.read(lambda unit: unit.audit.latest(3))}


def test_what_cannot_be_printed_says_why(clerk, talk) -> None:
    talk.store.run(lambda unit: unit.staff.add(Member("wu", "吴一")))
    owner = clerk()
    owner.sees("/people/cards")
    assert "至少勾一张" in printed(owner, "/people/cards/stairwell", 422, at="rongyu").decode()
    assert "至少勾一张" in printed(owner, "/people/cards/bind", 422, person="wu").decode()
    assert "请写要打印哪里" in printed(owner, "/people/cards/stairwell", 422, at="").decode()


def test_a_community_prints_no_card_of_somebody_above_it(clerk) -> None:
    who = clerk("community", "rongyu-sq")
    who.sees("/people/cards")
    assert "至少勾一张" in printed(who, "/people/cards/bind", 422, person="jiedao").decode()
    assert "没有找到" in printed(who, "/people/cards/stairwell", 422, at="xinqiao").decode()


@pytest.mark.parametrize("role", ["党员楼栋长", ""])
def test_everything_on_a_card_stays_on_it(role: str) -> None:
    place, name = "漳州市芗城区榕御小区第一期第十二栋二单元", "欧阳" * 8
    long = Card("楼栋亮身份", place, role, name, "rongyu-3", HOW * 2, FOOT)

    for mark in card_marks(long, "https://example.org/?scene=rongyu-3"):
        if isinstance(mark, Box):
            assert mark.x >= 0
            assert mark.x + mark.width <= CARD_WIDTH + 0.01
        assert mark.y <= CARD_HEIGHT
        assert not isinstance(mark, Text) or mark.size >= 3.0


def test_the_same_cards_give_the_same_file() -> None:
    made = [cards_as_pdf([CARD] * 5, {"rongyu-3": "https://example.org"}, four=True) for _ in range(2)]
    assert made[0] == made[1]
