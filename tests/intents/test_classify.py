from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intents.classify import classify, softmax
from intents.rule import parse_rules, shipped_rules_text
from intents.terms import compile_rules
from intents.verdict import WITHOUT_CATEGORY, Category, Intent

SHIPPED = compile_rules(parse_rules(shipped_rules_text()))


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("榕御3栋楼下乱停车", Category.PARKING),
        ("路边那台僵尸车半年没动了", Category.PARKING),
        ("楼顶有人私搭乱建玻璃房", Category.ILLEGAL_CONSTRUCTION),
        ("一楼把承重墙敲了改成店面", Category.ILLEGAL_CONSTRUCTION),
        ("物业费太贵了凭什么又涨", Category.PROPERTY_FEE),
        ("装修押金交了两年不退", Category.PROPERTY_FEE),
        ("小区想成立业委会，物业一直拦着", Category.PROPERTY_SERVICE),
        ("楼下麻将馆吵到两点", Category.NOISE),
        ("广场舞音响太大声", Category.NOISE),
        ("垃圾桶满出来没人清，臭死了", Category.SANITATION),
        ("烧烤店油烟直冲我家窗户", Category.SANITATION),
        ("我们这栋停水一天了", Category.UTILITIES),
        ("楼道灯不亮好几天了", Category.FACILITY),
        ("门口的路坑坑洼洼", Category.FACILITY),
        ("电瓶车推上楼充电太危险", Category.SAFETY),
        ("停车的时候被掉下来的花盆砸了", Category.SAFETY),
        ("楼上漏水到我家，他不肯赔", Category.NEIGHBOR),
        ("残疾证怎么办理补贴", Category.CARE),
        ("孩子上小学的学区怎么划分", Category.CHILD),
        ("老板拖欠工资三个月", Category.EMPLOYMENT),
        ("户口迁移要带什么材料", Category.CIVIC),
        ("开发商延期交房半年", Category.HOUSING),
        ("公交车等一个小时都不来", Category.TRANSPORT),
        ("没有停车位所以希望修公交站", Category.TRANSPORT),
        ("我想报名做志愿者", Category.VOLUNTEER),
        ("网上买东西被骗了钱", Category.OTHER),
    ],
)
def test_a_message_gets_its_category(text, category):
    assert classify(text, SHIPPED).category is category


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("榕御3栋楼下乱停车", Intent.REPORT),
        ("八十岁了搬不动床，谁能帮我搬一下", Intent.HELP),
        ("退休了有空，算我一个志愿者", Intent.VOLUNTEER_OFFER),
        ("微心愿：想要一个小书架", Intent.WISH),
        ("进度", Intent.STATUS),
        ("我上次反映的路灯怎么样了", Intent.STATUS),
        ("三幢", Intent.FOLLOWUP),
        ("补充 是五楼", Intent.FOLLOWUP),
        ("违建拆了谢谢你们", Intent.PRAISE),
        ("路灯修好了，谢谢", Intent.PRAISE),
        ("路灯不亮，谢谢！", Intent.REPORT),
        ("请问有人管吗？新庭名苑2栋3单元701室下水道堵了，污水漫到楼道里，谢谢", Intent.REPORT),
        ("有人遛狗不牵绳，差点咬到小孩，谢谢", Intent.REPORT),
        ("楼上扔烟头差点着火", Intent.REPORT),
        ("健身器材转盘断了一半 我天天去的 伤到腰了", Intent.REPORT),
        ("你好", Intent.SMALLTALK),
        ("好的 谢谢", Intent.SMALLTALK),
        ("四楼着火了快来人", Intent.EMERGENCY),
        ("请问办居住证要带什么材料", Intent.CONSULT),
        ("asdfghjkl", Intent.GIBBERISH),
        ("专业疏通下水道 加微信 13800000000", Intent.AD),
        ("一群废物 去死吧", Intent.ABUSE),
    ],
)
def test_a_message_gets_its_intent(text, intent):
    verdict = classify(text, SHIPPED)
    assert verdict.intent is intent
    if intent in WITHOUT_CATEGORY:
        assert (verdict.category, verdict.alternatives, verdict.secondary, verdict.evidence) == (None, (), (), ())
        assert verdict.ask is False


def test_what_is_only_mentioned_is_not_the_matter():
    assert classify("我不是要投诉停车", SHIPPED).category is not Category.PARKING
    assert classify("我不是要投诉停车", SHIPPED).ask


def test_a_follow_up_without_a_matter_has_no_category():
    verdict = classify("三幢", SHIPPED)
    assert (verdict.intent, verdict.category) == (Intent.FOLLOWUP, None)
    assert verdict.confidence > 0.5


def test_evidence_counts_characters_of_the_text_as_given():
    text = "榕御３棟樓下！！！！亂停車"
    verdict = classify(text, SHIPPED)
    best = verdict.evidence[0]
    assert best.term == "乱停车"
    assert text[best.start : best.end] == "亂停車"
    assert best.category == verdict.category


@given(st.text(alphabet=st.sampled_from("停车吵楼道灯坏着火了谢 ,。！3栋物业费電\u200b👍$^"), max_size=40))
@settings(deadline=None)
def test_a_verdict_holds_together(text):
    verdict = classify(text, SHIPPED)
    assert 0.0 <= verdict.confidence <= 1.0
    weights = [found.weight for found in verdict.evidence]
    assert weights == sorted(weights, reverse=True)
    assert len(weights) <= 6
    assert all(0 <= found.start < found.end <= len(text) for found in verdict.evidence)
    shares = [found.confidence for found in verdict.alternatives]
    assert shares == sorted(shares, reverse=True)
    assert verdict.category not in [found.category for found in verdict.alternatives]
    assert verdict.category not in verdict.secondary
    assert (verdict.category is None) >= (verdict.intent in WITHOUT_CATEGORY)


def rules_of(text):
    return compile_rules(parse_rules(text))


@pytest.mark.parametrize(
    ("limits", "asks"),
    [("floor = 0.9\nmargin = 0", True), ("floor = 0\nmargin = 0.9", True), ("floor = 0.2\nmargin = 0.1", False)],
)
def test_floor_and_margin_decide_whether_to_ask(limits, asks):
    rules = rules_of(f"revision = 4\n{limits}\n[category.noise]\nwords = ['吵 3']\n[category.care]\nwords = ['吵 1']")
    verdict = classify("吵", rules)
    assert verdict.category is Category.NOISE
    assert verdict.ask is asks
    assert verdict.revision == 4


def test_a_part_of_a_term_counts_with_the_whole_term():
    rules = rules_of("[category.parking]\nwords = ['停车 1', '乱停车 2', '门口 0.5', '乱停 -1']")
    verdict = classify("门口乱停车", rules)
    assert [(found.term, found.weight) for found in verdict.evidence] == [("乱停车", 3.0), ("门口", 0.5)]


def test_marks_of_start_and_length_are_no_evidence():
    rules = rules_of(
        '[learnt.codes]\na = "category.parking 0"\n[learnt]\n'
        "terms = '''\n^停 1.0 a2.0\n停 1.0 a1.0\n车$ 1.0 a2.0\n$1 1.0 a1.0\n'''\n"
    )
    assert [found.term for found in classify("停车", rules).evidence] == ["停"]


def test_softmax_is_evener_at_a_higher_temperature():
    cold, warm = softmax([2.0, 0.0], 0.5), softmax([2.0, 0.0], 4.0)
    assert sum(cold) == pytest.approx(1)
    assert cold[0] > warm[0] > 0.5
