from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.characters import SIMPLIFIED, TRADITIONAL
from intents.text import mask_sensitive, tidy


@pytest.mark.parametrize(
    ("given_text", "tidied"),
    [
        ("電梯壞了", "电梯坏了"),
        ("Ｇ２棟", "g2栋"),
        ("KTV吵", "ktv吵"),
        ("①路灯②井盖", "1路灯2井盖"),
        ("吵死了！！！！", "吵死了!!"),
        ("啊啊啊啊", "啊啊"),
        ("楼下\n\n 停车", "楼下 停车"),
        ("路\u200b灯", "路灯"),
        ("👍🏻好", "👍好"),
        ("138000000", "138000000"),
        ("一直吵", "一直吵"),
        ("", ""),
    ],
)
def test_a_text_is_tidied(given_text, tidied):
    assert tidy(given_text).text == tidied


def test_origin_leads_back_to_the_text_as_given():
    tidied = tidy("電\u200b梯！！！！壞了")
    assert tidied.text == "电梯!!坏了"
    assert list(tidied.origin) == [0, 2, 3, 4, 7, 8]


@given(st.text(max_size=80))
def test_every_tidied_character_has_its_place_in_the_given_text(text):
    tidied = tidy(text)
    assert len(tidied.origin) == len(tidied.text)
    assert list(tidied.origin) == sorted(set(tidied.origin))
    assert all(0 <= place < len(text) for place in tidied.origin)


def test_both_character_tables_are_of_one_length():
    assert len(TRADITIONAL) == len(SIMPLIFIED)
    assert len(set(TRADITIONAL)) == len(TRADITIONAL)


@pytest.mark.parametrize(
    ("given_text", "masked"),
    [
        ("打13812345678", "打138****5678"),
        ("138-1234-5678", "138******5678"),
        ("0596-2345678找我", "0596****5678找我"),
        ("350602199001011234", "350*************34"),
        ("35060219900101123X。", "350*************3X。"),
        ("3栋2单元501", "3栋2单元501"),
    ],
)
def test_phone_and_identity_numbers_are_masked(given_text, masked):
    assert mask_sensitive(given_text) == masked
