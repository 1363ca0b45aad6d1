"""What could tell who somebody is does not leave the desk; what the message is about stays."""

from __future__ import annotations

import pytest

from intents.masking import beginning, mask_personal


@pytest.mark.parametrize(("given", "masked"), [
    ("打13800000001找我", "打138****0001找我"),
    ("3栋501漏水", "3栋***漏水"),
    ("3-2-1203门口堆杂物", "3-2-****门口堆杂物"),
    ("三栋五零一室漏水", "三栋***室漏水"),
    ("我叫陈建国，住3栋", "我叫陈**，住3栋"),
    ("联系人：林小梅", "联系人：林**"),
    ("我是王大力", "我是王**"),
    ("我是3栋501的王美丽，又停了", "我是3栋***的王**，又停了"),
    ("陈建国师傅没来", "陈**师傅没来"),
    ("闽E3A218堵门", "闽E*****堵门"),
])
def test_what_names_somebody_is_covered(given, masked):
    assert mask_personal(given) == masked


@pytest.mark.parametrize("text", [
    "物业费涨到300多", "2026年的账没公示", "先打119再报", "我是高三学生家长", "陈师傅来过了", "302路公交不停",
    "车位费150元", "业主群里在说停车", "噪音从22:30吵到1点",
])
def test_what_names_nobody_stays(text):
    assert mask_personal(text) == text


def test_known_names_are_covered_wherever_they_stand():
    assert mask_personal("找周晓梅要钥匙，晓", ["周晓梅", "晓"]) == "找周**要钥匙，晓"


@pytest.mark.parametrize(("text", "shown"), [("3栋501\n漏水", "*栋*** 漏水"), ("乱停车乱停车", "乱停车乱…")])
def test_a_beginning_shows_what_it_is_about_and_no_figures(text, shown):
    assert beginning(text, 4 if "乱" in text else 20) == shown
