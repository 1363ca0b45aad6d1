from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from matching.closing import shipped_signs
from matching.paper_closing import Closing, Flag, Sign, find_flags

NOON = datetime(2026, 3, 3, 4, 0, tzinfo=UTC)
WORDS = (
    "换了灯管", "清了垃圾", "劝走了车", "补了坑", "修了门禁", "装了栏杆", "通了下水", "打扫过", "贴了告示", "换了锁",
    "量了尺寸", "浇了树",
)


def closed(count: int, *, minutes: float = 90, words: str = "", handler: str = "chen", **given: Any) -> list[Closing]:
    moments = [NOON + timedelta(minutes=minutes * at) for at in range(count)]
    return [Closing(at + 1, handler, moment, words or WORDS[at], **given) for at, moment in enumerate(moments)]


def seen(closings: Sequence[Closing]) -> list[Flag]:
    return find_flags(closings, shipped_signs())


def signs(closings: Sequence[Closing]) -> set[Sign]:
    return {flag.sign for flag in seen(closings)}


def test_ordinary_work_is_no_sign() -> None:
    assert seen(closed(9, heard=True, ended=True)) == []
    assert seen([]) == []


def test_many_within_minutes_are_a_sign_and_the_busiest_minutes_are_named() -> None:
    burst = [Closing(100 + at, "chen", NOON + timedelta(days=1, minutes=at), WORDS[at]) for at in range(9)]
    (flag,) = seen([*closed(7), *burst])
    assert (flag.sign, flag.handler, flag.count) == (Sign.MASS, "chen", 9)
    assert flag.examples == (100, 101, 102, 103, 104)
    assert flag.reason == "10分钟内报办结9件"
    assert flag.last_at == burst[-1].at


def test_one_less_or_a_minute_more_is_none() -> None:
    assert signs(closed(7, minutes=1)) == set()
    assert signs(closed(8, minutes=1.5)) == set()
    assert signs(closed(8, minutes=1)) == {Sign.MASS}


def test_the_same_words_again_and_again_are_a_sign() -> None:
    (flag,) = seen(closed(5, words="已现场处理完毕。"))
    assert (flag.sign, flag.count) == (Sign.SAME_WORDS, 5)
    assert "已现场处理完毕" in flag.reason
    assert signs(closed(4, words="已现场处理完毕")) == set()
    assert signs(closed(6, words="好了")) == set(), "everybody says so"


def test_two_who_write_the_same_words_are_none() -> None:
    assert signs([*closed(4, words="已现场处理完毕"), *closed(4, words="已现场处理完毕", handler="li")]) == set()


def test_what_came_back_soon_is_a_sign() -> None:
    soon = closed(3, opened_again_at=NOON + timedelta(days=2))
    (flag,) = seen([*soon, *closed(6)[3:]])
    assert (flag.sign, flag.reason) == (Sign.CAME_BACK, "6件里有3件7天内说没办好")
    assert signs(closed(3, opened_again_at=NOON + timedelta(days=9))) == set(), "after a week it may be another trouble"
    assert signs([*soon, *closed(12)[3:]]) == set(), "three of twelve happen to everybody"


def test_cases_that_end_without_a_word_of_the_residents_are_a_sign() -> None:
    (flag,) = seen(closed(10, ended=True))
    assert (flag.sign, flag.count) == (Sign.WITHOUT_WORD, 10)
    assert signs([*closed(7, ended=True), *closed(10, ended=True, heard=True)[7:]]) == set()
    assert signs(closed(10)) == set(), "what has not ended may be heard of yet"
