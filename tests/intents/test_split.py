from __future__ import annotations

import pytest

from intents.split import join_bubbles, split_matters
from intents.verdict import Category


@pytest.mark.parametrize(
    ("text", "categories"),
    [
        ("电梯坏了三天没人修，还有楼下麻将馆吵到两点", [Category.FACILITY, Category.NOISE]),
        ("楼道灯不亮，另外物业费凭什么涨", [Category.FACILITY, Category.PROPERTY_FEE]),
        ("1.电梯坏了 2.楼下垃圾没人清", [Category.FACILITY, Category.SANITATION]),
        ("路灯坏了好几天。楼下广场舞太吵！", [Category.FACILITY, Category.NOISE]),
        ("车库漏水漏得厉害你们叫人修一下还有楼下广场舞音响太吵了", [Category.FACILITY, Category.NOISE]),
        ("电梯坏了三天，还有楼下麻将馆吵到两点，另外物业费凭什么涨",
         [Category.FACILITY, Category.NOISE, Category.PROPERTY_FEE]),
    ],
)
def test_several_matters_are_told_apart(shipped, text, categories):
    assert [matter.verdict.category for matter in split_matters(text, shipped)] == categories


@pytest.mark.parametrize(
    "text",
    [
        "榕御3栋楼下乱停车",
        "楼下乱停车，还有三台停在草坪上",
        "电梯是好的，就是上下一趟哐当响吵得睡不着",
        "物业费我交得好好的，车位反而给外面的人停",
        "还有人管吗",
        "请问有人管吗？新庭名苑2栋3单元701室下水道堵了，污水漫到楼道里，谢谢",
        "四楼着火了，还有人在里面，快来",
        "谢谢你们，路灯修好了，还有楼道也扫干净了",
        "2栋3单元电梯坏了",
        "",
    ],
)
def test_one_matter_stays_one(shipped, text):
    matter, = split_matters(text, shipped)
    assert matter.text == text


def test_the_parts_are_words_of_the_text_as_given(shipped):
    first, second = split_matters("樓道燈不亮，另外物業費憑什麼漲", shipped)
    assert (first.text, second.text) == ("樓道燈不亮", "物業費憑什麼漲")


@pytest.mark.parametrize(
    ("bubbles", "joined"),
    [
        (["榕御", "3栋", "乱停车"], "榕御 3栋 乱停车"),
        (["电梯坏了", "电梯坏了", " 三天 "], "电梯坏了 三天"),
        (["", "  "], ""),
        ([], ""),
    ],
)
def test_bubbles_become_one_message(bubbles, joined):
    assert join_bubbles(bubbles) == joined
