"""Who needs care, and whom only handlers may read of."""

from __future__ import annotations

import pytest

from intents.care import Care, find_care


@pytest.mark.parametrize(
    ("text", "reasons", "private"),
    [
        ("我家灯坏了不敢爬高, 71岁一个人住", ("独居老人",), False),
        ("隔壁阿公一个人住，好几天没看到人", ("独居老人",), False),
        ("我妈八十二了，下不了楼，电梯坏了", ("高龄老人", "行动不便"), False),
        ("坐輪椅的出不去，坡道被车堵了", ("行动不便",), False),
        ("楼上半夜装修，家里有两个月大的宝宝", ("婴幼儿",), False),
        ("孕妇困在电梯里", ("孕妇",), False),
        ("我心脏放了两个支架，楼下天天吵", ("重病",), True),
        ("隔壁男人喝醉又打老婆", ("家庭暴力",), True),
        ("村里有个留守儿童没人管", ("未成年人",), True),
        ("房东把房子出租给独居老人", (), False),
        ("楼下乱停车", (), False),
        ("", (), False),
    ],
)
def test_who_needs_care(text: str, reasons: tuple[str, ...], private: bool):
    assert find_care(text) == Care(reasons, private)
