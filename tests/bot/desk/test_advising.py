"""惠企: a firm's question reaches the adviser whose turn it is, who answers as with any case."""

from __future__ import annotations

from datetime import date

import pytest

from bot.desk import wording_resources
from storage.rotas import Turn
from storage.unit_of_work import Store
from tests.builders import DeskTalk, a_person, a_talk, people
from tests.tone import assert_tone

QUESTION = "惠企 小微企业稳岗补贴怎么申请"


@pytest.fixture
def talk(store: Store) -> DeskTalk:
    """Two advisers: a law firm in the first week of March, a bank in the second."""
    lawyer = a_person("lawyer", "漳江律师事务所", "team", "xinqiao", "employment")
    bank = a_person("bank", "芗城农商银行", "team", "xinqiao", "employment")
    opened = a_talk(store, staff=[*people(), lawyer, bank])
    store.run(lambda unit: unit.rotas.replace("firm", [
        Turn("firm", "lawyer", "漳江律师事务所", "xiangcheng", date(2026, 3, 1), date(2026, 3, 7)),
        Turn("firm", "bank", "", "xiangcheng", date(2026, 3, 8), date(2026, 3, 14)),
    ]))  # fmt: skip
    return opened


def test_the_question_goes_to_whose_turn_it_is_and_says_so(talk: DeskTalk):
    reply = talk.says("firm", QUESTION)
    assert_tone(reply)
    assert reply.startswith("收到，#1 惠企咨询。惠企服务团今天由漳江律师事务所值班，")
    case = talk.case(1)
    assert (case.intent, case.responder, case.summary) == ("consult", "lawyer", "小微企业稳岗补贴怎么申请")
    assert "小微企业稳岗补贴怎么申请" in talk.told("lawyer", "task")[0]


def test_next_week_it_is_the_next_one(talk: DeskTalk):
    talk.later(days=5)
    assert "今天由芗城农商银行值班" in talk.says("firm", QUESTION)
    assert talk.case(1).responder == "bank"


def test_the_answer_comes_back_as_with_any_case(talk: DeskTalk):
    talk.says("firm", QUESTION)
    talk.says("openid-lawyer", "接单 1")
    talk.says("openid-lawyer", "回复 1 带营业执照到人社窗口")
    assert any("带营业执照到人社窗口" in told for told in talk.told("firm"))
    assert "#1" in talk.says("openid-lawyer", "办结 1 已告知材料和窗口")
    assert any("已告知材料和窗口" in told for told in talk.told("firm", "verdict"))


def test_with_nobody_on_the_rota_it_goes_to_whoever_has_such_matters(talk: DeskTalk):
    talk.later(days=30)
    reply = talk.says("firm", "惠企 榕御小区门口的店想办夜市摊位许可")
    assert "惠企服务团" not in reply
    assert talk.case(1).responder
    assert talk.case(1).place == "rongyu"
    assert_tone(reply)


def test_an_adviser_on_leave_or_gone_is_passed_over(talk: DeskTalk):
    talk.store.run(lambda unit: unit.rotas.replace("firm", [
        Turn("firm", "nobody", "已撤的机构", "xiangcheng"),
        Turn("firm", "lawyer", "漳江律师事务所", "elsewhere"),
        Turn("firm", "bank", "芗城农商银行", "xiangcheng"),
    ]))  # fmt: skip
    talk.says("firm", "惠企 榕御小区的店怎么申请贷款贴息")
    assert talk.case(1).responder == "bank"


def test_without_words_it_says_how_to_ask(talk: DeskTalk):
    assert talk.says("firm", "惠企") == wording_resources.ASK_FIRM
    assert_tone(wording_resources.ASK_FIRM)
    assert talk.cases() == []
