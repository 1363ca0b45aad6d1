"""What looks wrong with rules is pointed out: never said, always overruled, fighting, nobody's any more."""

from __future__ import annotations

from datetime import date

from bot.desk.book import read_book
from bot.desk.doubts import DOUBTS, doubts_of
from bot.desk.replay_view import Heard
from matching.responder import Directory, Duty, Responder, Role

DAY = date(2026, 3, 3)
PEOPLE = Directory([Responder("chen", "陈建国", (Duty(Role.PROPERTY, "x", frozenset({"*"})),))])
TEXT = """
[category.parking]
words = ["停车 2", "乱停车 2.2", "车 -1"]
[category.noise]
words = ["停车 1.8"]
[routing.preferred]
parking = [["team"]]
noise = [["property"]]
[notes."category.parking.words.停车"]
owner = "gone"
[notes."category.parking.words.车"]
owner = "陈建国"
until = 2026-03-01
[[campaign]]
name = "创城"
owner = "chen"
until = 2026-03-02
"""


def found(*heard: Heard) -> list[tuple[str, str]]:
    return [(doubt.kind, doubt.rule) for doubt in doubts_of(read_book(TEXT), PEOPLE, DAY, heard)]


def test_what_looks_wrong_is_pointed_out_the_gravest_first():
    doubts = found()

    assert doubts[0] == ("left", "category.parking.words.停车")
    assert ("nobody", "routing.preferred.parking") in doubts
    assert ("nobody", "routing.preferred.noise") not in doubts
    assert ("ended", "category.parking.words.车") in doubts
    assert ("ended", "campaign.创城") in doubts
    assert ("fights", "category.parking.words.停车") in doubts
    assert ("inside", "category.parking.words.乱停车") in doubts
    assert [kind for kind, _ in doubts] == sorted((kind for kind, _ in doubts), key=list(DOUBTS).index)


def test_what_a_replay_heard_tells_dead_and_overruled_rules():
    doubts = found(
        Heard("category.noise", "words", "停车", 5, 0), Heard("category.parking", "words", "停车", 9, 9),
        Heard("category.parking", "words", "乱停车", 0, 0), Heard("category.parking", "words", "车", 4, 0),
    )  # fmt: skip

    assert [one for one in doubts if one[0] in ("never", "overruled")] == [
        ("overruled", "category.noise.words.停车"), ("never", "category.parking.words.乱停车")]
