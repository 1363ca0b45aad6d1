"""A need's page: the facts, the buttons of each who may look, and nothing for anybody else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matching.need import NeedState
from matching.offers import OfferState
from tests.bot.desk.offered import ends, enlist, need_now, offered
from tests.bot.pages.conftest import LINKS, Reader

HERE = "need/1"


@pytest.fixture
def asked(talk, reader):
    """A lamp that three were asked for; whoever opens her link."""
    enlist(talk)
    home = replace(talk.contact("resident"), home="rongyu-3", room="501")
    talk.store.run(lambda unit: unit.people.save(home))
    offered(talk)
    return reader


def test_the_room_is_told_after_the_claim_and_the_button_claims(talk, asked):
    zhou: Reader = asked("openid-zhou")
    page = zhou.sees(HERE)
    assert "换灯泡" in page
    assert "今天16:00前" in page
    assert "接了以后告诉您门牌号" in page
    assert "501" not in page

    after = zhou.does(f"{HERE}/take", form=HERE)
    assert "是您的了" in after
    assert "501室" in after
    assert "做好了" in after
    assert ends(talk)["zhou"] is OfferState.CLAIMED


def test_a_decline_has_its_reasons(talk, asked):
    wu: Reader = asked("openid-wu")
    for reason in ("没空", "太远", "不会", "身体不适", "其他"):
        assert f'value="{reason}"' in wu.sees(HERE)
    assert "没关系" in wu.does(f"{HERE}/decline_offer", form=HERE, pick="太远")
    assert ends(talk)["wu"] is OfferState.DECLINED


def test_who_holds_it_ends_it_or_gives_it_back(talk, asked):
    zhou: Reader = asked("openid-zhou")
    zhou.does(f"{HERE}/take", form=HERE)
    assert "马上另找人" in zhou.does(f"{HERE}/release", form=HERE, words="孩子发烧")
    assert ends(talk)["zhou"] is OfferState.RELEASED
    zhou.does(f"{HERE}/take", form=HERE)
    assert "辛苦了" in zhou.does(f"{HERE}/done", form=HERE)
    assert need_now(talk).state is NeedState.DONE
    assert "501室" in zhou.sees(HERE)

    resident: Reader = asked("resident")
    assert "算完成了" in resident.does(f"{HERE}/accept", form=HERE)
    assert need_now(talk).state is NeedState.CONFIRMED
    assert "501" not in zhou.sees(HERE), "nobody is on her way there any more"


def test_the_coordinator_reads_who_was_asked_and_why(asked):
    page = asked("openid-shequ").sees(HERE)
    assert "问过的人" in page
    assert "志愿者周**" in page
    assert "等回话" in page
    assert "都做好了" not in page, "nobody has claimed it yet"
    asked("openid-zhou").does(f"{HERE}/take", form=HERE)
    assert "都做好了" in asked("openid-shequ").sees(HERE)


def test_nobody_else_finds_it(asked):
    assert "换灯泡" not in asked("stranger").sees(HERE, status=404)
    assert "换灯泡" not in asked("openid-qian").sees(HERE, status=404)


def test_the_same_sending_twice_is_one(talk, asked):
    zhou: Reader = asked("openid-zhou")
    body = zhou.secrets(HERE)
    for _ in range(2):
        assert "是您的了" in zhou.client.post(zhou.address(f"{HERE}/take"), data=body).text
    assert len(talk.told("resident", "claimed")) == 1


def test_a_word_that_is_none_of_the_pages_changes_nothing(talk, asked):
    zhou: Reader = asked("openid-zhou")
    zhou.client.post(zhou.address(f"{HERE}/forget_surely"), data=zhou.secrets(HERE))
    zhou.client.post(zhou.address(f"{HERE}/nonsense"), data=zhou.secrets(HERE))
    assert ends(talk)["zhou"] is OfferState.ASKED
    assert "写得太长" in zhou.does(f"{HERE}/decline_offer", status=413, form=HERE, words="很" * 300)


def test_my_list_leads_there(asked):
    zhou: Reader = asked("openid-zhou")
    page = zhou.sees("")
    assert "等我回话的" in page
    assert zhou.address(HERE) in page
    zhou.does(f"{HERE}/take", form=HERE)
    assert "我接下的" in zhou.sees("")


def test_what_chat_answers_leads_to_the_need_and_the_list(talk, asked):
    assert asked
    assert '/need/1">打开看看</a>' in talk.says("openid-zhou", "接 Z1")
    assert '/need/1">打开看看</a>' in talk.says("openid-wu", "接 Z1")
    assert '/">打开我的清单</a>' in talk.says("openid-zhou", "我的")
    talk.deliver(links=LINKS)
    told = {who: text for who, text in talk.phones.sent if "接了" in text}
    assert told["resident"].endswith('/need/1">打开看看</a>')


def test_large_letters_come_back_here(asked):
    zhou: Reader = asked("openid-zhou")
    answer = zhou.client.get(zhou.address(f"letters?big=1&at={HERE}"))
    assert "换灯泡" in answer.text
