from __future__ import annotations

import pytest

from matching.judgement import read_pick, says_unsolved, solved_but_discontent


@pytest.mark.parametrize(
    "words",
    ["修好了但态度差", "虽然办好了，就是太慢了", "解决了，不过催了五次才来", "灯修好了，师傅没礼貌", "好是好了，收了钱",
     "处理是处理了，语气很凶"],
)
def test_solved_but_badly_done(words: str) -> None:
    assert solved_but_discontent(words)


@pytest.mark.parametrize(
    "words",
    ["态度差", "还没修好，态度差", "没修好", "修好了两天又坏了", "又停了", "", "根本没人来，态度差", "修好了",
     "只修了一半，太慢", "不满意"],
)
def test_in_doubt_it_is_not_solved(words: str) -> None:
    assert not solved_but_discontent(words)


def test_what_says_that_it_is_there_still() -> None:
    assert says_unsolved("又停了")
    assert says_unsolved("没办好")
    assert not says_unsolved("态度差")


@pytest.mark.parametrize(
    ("text", "pick"),
    [
        ("1", (True, "")),
        ("１", (True, "")),
        ("回1", (True, "")),
        ("1 办好了", (True, "办好了")),
        ("1.", (True, "")),
        ("2", (False, "")),
        ("② 灯还不亮。", (False, "灯还不亮")),
        ("2没办好", (False, "没办好")),
        ("1栋停水", None),
        ("2号楼又停水", None),
        ("一直没人来", None),
        ("12", None),
        ("3", None),
        ("满意", None),
        ("", None),
    ],
)
def test_picking_one_of_two_answers(text: str, pick: tuple[bool, str] | None) -> None:
    assert read_pick(text) == pick
