from __future__ import annotations

import pytest

from intents.rule import parse_rules
from intents.terms import compile_rules
from intents.urgency import find_urgency
from intents.verdict import Danger


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("三栋四楼着火了快来人", Danger.FIRE),
        ("楼道电瓶车冒烟了！！", Danger.FIRE),
        ("對面四樓著火了 快來人", Danger.FIRE),
        ("厨房煤气味很重怎么办", Danger.GAS),
        ("电梯卡在七楼 我和孩子在里面出不来", Danger.LIFT),
        ("围墙刚塌了 下面压住人", Danger.COLLAPSE),
        ("整块玻璃掉下来砸到人了", Danger.FALLING),
        ("楼顶坐着一个女孩 腿在外面 快来人", Danger.FALLING),
        ("阿公倒在地上叫不醒", Danger.MEDICAL),
        ("有人掉河里了快来", Danger.MEDICAL),
        ("有人拿刀在门口追人", Danger.VIOLENCE),
        ("孩子走丢了 五岁 刚刚还在门口", Danger.MISSING),
        ("主水管爆了 水已经漫进一楼", Danger.WATER),
        ("电线断了掉在水里冒火花", Danger.ELECTRIC),
        ("我不想活了想跳楼", Danger.FALLING),
    ],
)
def test_danger_now_is_urgent(shipped, text, danger):
    urgency = find_urgency(text, shipped)
    assert urgency.urgent
    assert urgency.danger is danger
    assert len(set(urgency.reasons)) == len(urgency.reasons) >= 1


@pytest.mark.parametrize(
    "text",
    [
        "昨天三栋着火了，已经灭了",
        "小区明天消防演习几点开始",
        "想申请消防验收检查",
        "楼上半夜跳舞，吓死我了",
        "热得快要着火了 空调什么时候修",
        "楼道堆满杂物，万一着火怎么跑",
        "榕御3栋楼下乱停车",
        "违建拆了谢谢你们",
        "消防通道天天被堵",
        "停车的时候被掉下来的花盆砸了",
        "灶打不着火，有人会修吗",
        "停车收费气得我想跳楼哈哈",
        "昨晚电梯困人了，今天修好没",
        "健身器材转盘断了一半 我天天去的 伤到腰了",
        "伤到腰了",
        "楼上扔烟头差点着火",
        "有人遛狗不牵绳，差点咬到小孩，谢谢",
        "",
    ],
)
def test_no_danger_now_is_calm(shipped, text):
    urgency = find_urgency(text, shipped)
    assert (urgency.urgent, urgency.danger, urgency.reasons) == (False, None, ())


def rules_of(text):
    return compile_rules(parse_rules(text))


def test_the_strongest_danger_is_named_with_its_words():
    rules = rules_of(
        "[urgency]\nat = 3\n[danger.fire]\nname = '着火'\nwords = ['冒烟 2', '着火 3']\n"
        "[danger.gas]\nname = '燃气'\npatterns = ['煤气.{0,3}味 2.5']\n"
    )
    assert find_urgency("着火冒烟，煤气有味", rules).reasons == ("着火", "冒烟")
    assert find_urgency("煤气有味", rules).urgent is False


def test_a_guard_stands_against_its_danger():
    rules = rules_of("[urgency]\nat = 3\n[danger.fire]\nwords = ['着火 3']\nguards = ['打不着火']\n")
    assert find_urgency("着火", rules).urgent
    assert not find_urgency("打不着火", rules).urgent


def test_what_presses_and_calms_moves_the_sum():
    rules = rules_of(
        "[urgency]\nat = 3\ncalming = ['昨天 -2']\npressing = ['快来 2']\n[danger.fire]\nwords = ['冒烟 2']\n"
    )
    assert not find_urgency("冒烟", rules).urgent
    assert find_urgency("冒烟快来", rules).urgent
    assert not find_urgency("昨天冒烟快来", rules).urgent


def test_a_message_that_was_learnt_as_danger_needs_no_danger_word():
    rules = rules_of(
        "[urgency]\nat = 1\n[learnt.codes]\na = \"intent.emergency 0\"\n[learnt]\nterms = '''\n快 1.0 a4.0\n'''\n"
    )
    urgency = find_urgency("快", rules)
    assert (urgency.urgent, urgency.danger, urgency.reasons) == (True, None, ("像是正在发生的险情",))
