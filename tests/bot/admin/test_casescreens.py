"""A case at the console: what is shown to whom, that the look is kept, and every move an account may make."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from matching.case import State
from tests.bot.admin.test_queuescreens import report

PARKING = "榕御小区3栋楼下乱停车"


def private(talk, number: int) -> None:
    case = replace(talk.case(number), private=True)
    talk.store.run(lambda unit: unit.cases.save(case))


def looks(talk, number: int) -> list[tuple[str, str]]:
    found = talk.store.read(lambda unit: unit.looks.of_case(number))
    return [(look.person, look.door) for look in found if look.door != "sent"]


def audits(talk, which: int) -> list[tuple[str, str]]:
    found = talk.store.read(lambda unit: unit.audit.latest(50, subject="case", which=str(which)))
    return [(change.account, change.action) for change in found]


def test_a_case_shows_its_words_its_history_and_why_it_went_there(clerk, talk) -> None:
    number = report(talk, f"{PARKING}，我叫王小红")
    talk.says("openid-chen", f"接单 {number}")
    page = clerk().sees(f"/cases/{number}")
    for words in ("楼下乱停车", "接单", "为什么这样办", "停车", "第1版", "3栋楼长陈**", "谁看过", "通知（"):
        assert words in page, words
    assert "王小红" not in page


def test_that_an_account_looked_is_kept_before_anything_is_shown(clerk, talk) -> None:
    number = report(talk, PARKING)
    clerk("street", "xinqiao").sees(f"/cases/{number}")
    clerk("supervisor", "xinqiao").sees(f"/cases/{number}")
    assert looks(talk, number) == [("jiedao", "console"), ("console:supervisor", "console")]
    told = talk.says("resident", f"谁看过 {number}")
    assert "新桥街道" in told
    assert "在后台看" in told
    assert "后台的工作人员" in told


@pytest.mark.parametrize("number", [999, 2**31, 10**15])
def test_a_case_that_is_not_there_says_so(clerk, number: int) -> None:
    assert "没有这一件" in clerk().sees(f"/cases/{number}", 404)


def test_nobody_sees_a_case_elsewhere_by_any_address(clerk, talk) -> None:
    number = report(talk, PARKING)
    company = clerk("property", person="wuye")
    company.sees("/cases")
    for path in (f"/cases/{number}",):
        assert PARKING not in company.sees(path, 404)
    for what in ("note", "urge", "hand_on", "take", "finish", "say"):
        page = company.does(f"/cases/{number}/do", 404, what=what, words="试试")
        assert PARKING not in page
    assert looks(talk, number) == []
    page = company.does("/cases/bulk", what="urge", number=str(number))
    assert "不归您看" in page


def test_an_office_hands_a_case_on_and_whoever_handed_it_stays_answerable(clerk, talk) -> None:
    number = report(talk, PARKING)
    street = clerk("street", "xinqiao")
    page = street.sees(f"/cases/{number}")
    assert "以“新桥街道" in page
    said = street.does(f"/cases/{number}/do", what="hand_on", whom="wuye", words="归物业管")
    assert talk.case(number).responder == "wuye"
    assert "物业" in said
    assert talk.events(number)[-1].reason
    assert [event.actor for event in talk.events(number) if event.action == "pass_on"] == ["jiedao"]
    assert ("street", "hand_on") in audits(talk, number)


def test_a_community_may_not_hand_on_what_is_the_streets_to_hand_on(clerk, talk) -> None:
    number = report(talk, PARKING)
    community = clerk("community", "rongyu-sq")
    page = community.sees(f"/cases/{number}")
    assert 'value="hand_on"' not in page
    page = community.does(f"/cases/{number}/do", 409, what="hand_on", whom="wuye", words="归物业管")
    assert talk.case(number).responder == "chen"
    assert audits(talk, number) == []


def test_a_category_put_right_finds_its_person_and_is_kept_for_learning(clerk, talk) -> None:
    number = report(talk, PARKING)
    community = clerk("community", "rongyu-sq")
    community.sees(f"/cases/{number}")
    page = community.does(f"/cases/{number}/do", what="correct", category="sanitation")
    assert "类别由" in page
    case = talk.case(number)
    assert (case.category, case.responder) == ("sanitation", "wuye")
    assert [message.text for message in talk.words(number) if message.kind == "correction"] == ["parking→sanitation"]
    assert talk.told("chen", "taken_away")
    assert "本来就是这个" in community.does(f"/cases/{number}/do", what="correct", category="sanitation")
    community.does(f"/cases/{number}/do", 409, what="correct", category="nonsense")


def test_who_has_it_is_urged_and_reads_a_note(clerk, talk) -> None:
    number = report(talk, PARKING)
    community = clerk("community", "rongyu-sq")
    community.sees(f"/cases/{number}")
    community.does(f"/cases/{number}/do", what="urge", words="今天能去吗")
    community.does(f"/cases/{number}/do", what="note", words="已打过电话")
    assert "今天能去吗" in talk.told("chen", "reminder")[-1]
    assert "已打过电话" in talk.told("chen", "added")[-1]
    assert talk.moves(number)[-1] == "add"
    community.does(f"/cases/{number}/do", 409, what="note", words="")


def test_an_office_gives_time_and_never_to_itself(clerk, talk) -> None:
    number = report(talk, PARKING)
    community = clerk("community", "rongyu-sq")
    community.sees(f"/cases/{number}")
    before = talk.case(number).due_at
    community.does(f"/cases/{number}/do", 409, what="give_time", words="等料", day="2026-03-04")
    community.does(f"/cases/{number}/do", 409, what="give_time", words="等料", day="")
    community.does(f"/cases/{number}/do", what="give_time", words="等料", day="2026-06-01")
    assert talk.case(number).due_at > before
    assert any("等料" in words for words in talk.told("resident", "extension"))
    held = replace(talk.case(number), responder="shequ")
    talk.store.run(lambda unit: unit.cases.save(held))
    community.does(f"/cases/{number}/do", 409, what="give_time", words="等料", day="2026-07-01")


def test_two_cases_become_one_and_the_second_reporter_follows_it(clerk, talk) -> None:
    first = report(talk, PARKING)
    second = report(talk, "榕御小区2栋楼道堆垃圾", "other")
    street = clerk("street", "xinqiao")
    street.sees(f"/cases/{second}")
    street.does(f"/cases/{second}/do", 409, what="merge", spot=str(second))
    street.does(f"/cases/{second}/do", 409, what="merge", spot="999")
    assert "已并入" in street.does(f"/cases/{second}/do", what="merge", spot=f"#{first}")
    assert talk.case(second).state is State.MERGED
    assert talk.case(second).merged_into == first
    assert talk.contact("other").id in talk.store.read(lambda unit: unit.cases.followers(first))
    assert any(f"#{first}" in words for words in talk.told("other", "joined"))
    assert talk.told("wuye", "taken_away")


def test_a_company_works_on_its_own_case_as_in_chat(clerk, talk) -> None:
    number = report(talk, "榕御小区2栋楼道堆垃圾")
    company = clerk("property", person="wuye")
    company.sees(f"/cases/{number}")
    company.does(f"/cases/{number}/do", what="take", words="")
    company.does(f"/cases/{number}/do", what="say", words="下午来清")
    assert talk.case(number).state is State.IN_PROGRESS
    assert any("下午来清" in words for words in talk.told("resident", "said"))
    assert talk.events(number)[-1].actor == "wuye"


def test_an_arbiter_decides_what_was_returned_twice(clerk, talk) -> None:
    number = report(talk, PARKING)
    talk.says("openid-chen", f"退回 {number} 不归我")
    has = talk.case(number).responder
    talk.says(f"openid-{has}", f"退回 {number} 也不归我")
    assert talk.case(number).disputed
    street = clerk("street", "xinqiao")
    page = street.sees(f"/cases/{number}")
    assert "裁决" in page
    assert f"#{number}" in street.sees("/cases?tab=disputed")
    street.does(f"/cases/{number}/do", what="rule", whom="wuye", words="小区里的归物业")
    case = talk.case(number)
    assert (case.disputed, case.responder) == (False, "wuye")
    assert "以前的裁决" in street.sees(f"/cases/{number}")


def test_a_private_case_is_read_by_nobody_without_a_second_person(clerk, talk) -> None:
    number = report(talk, "榕御小区3栋有人打孩子")
    private(talk, number)
    street, community = clerk("street", "xinqiao"), clerk("community", "rongyu-sq")
    for who in (street, community, clerk(), clerk("supervisor", "xinqiao"), clerk("editor")):
        page = who.sees(f"/cases/{number}")
        assert "打孩子" not in page
        assert "不公开的一件" in page
    clerk("property", person="wuye").sees(f"/cases/{number}", 404)
    community.sees(f"/cases/{number}")
    community.does(f"/cases/{number}/do", what="consult", words="要安排人上门")
    street.sees(f"/cases/{number}")
    assert "打孩子" not in street.does(f"/cases/{number}/do", what="second", words="")
    assert "打孩子" in community.sees(f"/cases/{number}")
    assert "打孩子" not in street.sees(f"/cases/{number}")
    talk.later(days=4)
    community.signs_in("community")
    assert "打孩子" not in community.sees(f"/cases/{number}")


def test_sent_twice_is_done_once(clerk, talk) -> None:
    number = report(talk, PARKING)
    street = clerk("street", "xinqiao")
    page = street.sees(f"/cases/{number}")
    once = re.search(r'name="once" value="([^"]+)"', page)[1]
    for _ in range(2):
        street.does(f"/cases/{number}/do", what="note", words="一句话", once=once)
    assert talk.moves(number).count("add") == 1


def test_an_account_with_nobody_to_act_as_reads_and_is_told_why(clerk, talk) -> None:
    number = report(talk, PARKING)
    nobody = clerk("community", "rongyu")
    page = nobody.sees(f"/cases/{number}")
    assert "只能看" in page
    assert "只能看" in nobody.does(f"/cases/{number}/do", 409, what="note", words="x")


@pytest.mark.parametrize("what", ["", "nonsense", "bind", "help", "forget", "surge", "withdraw"])
def test_no_other_word_does_anything(clerk, talk, what: str) -> None:
    number = report(talk, PARKING)
    owner = clerk()
    owner.sees(f"/cases/{number}")
    before = talk.case(number)
    owner.browser.post(f"/admin/cases/{number}/do", data={"key": owner.key, "what": what, "words": "陈建国"})
    assert talk.case(number) == before
