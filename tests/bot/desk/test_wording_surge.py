"""What people read about a surge keeps the tone."""

from __future__ import annotations

from bot.desk import wording_surge as words
from tests.tone import assert_tone

SURGE = words.SurgeLine(128, "台风暹芭", "新桥街道榕御社区", "11月30日")


def test_every_sentence_keeps_the_tone() -> None:
    shift = words.shift_line("11月25日22:00–6:00", "榕御桥头巡查", ["陈**", "李**"], 3)
    said = [
        words.HOW_TO_BEGIN,
        words.NO_TEAMS.format(place="榕御社区"),
        words.NOBODY_THERE,
        words.NOTHING_RUNS,
        words.WHICH.format(count=2, listed="1 台风、2 创城", word="点名", first=1),
        words.RUNS_ALREADY.format(number=1, name="台风", until="11月30日"),
        words.HOW_TO_SHIFT,
        words.NO_SHIFTS.format(number=1, name="台风"),
        words.NO_ROLL_CALL,
        words.CALLED_ALREADY.format(until="11:30"),
        words.ENDED_ALREADY.format(number=1),
        words.NOBODY_FREE,
        words.begun(SURGE, 18, ["应急队"]),
        words.called_up(SURGE),
        words.proposed(SURGE, [shift] * 20, 60, 40),
        words.sent_out(SURGE, 3, 6, 1),
        words.roster(SURGE, [shift]),
        words.roll_called(SURGE, 18, "11:30"),
        words.roll_call(SURGE, "11:30"),
        words.present(SURGE, "榕御小区3栋", shift),
        words.present(SURGE, "", ""),
        words.roll_result(SURGE, [words.where_line("陈**", "", "11:02")], ["李**"]),
        words.roll_result(SURGE, [], ["李**"]),
        words.standing(SURGE, 18, ["陈**（巡查）"], 2),
        words.standing(SURGE, 18, [], 0),
        words.ask_to_end(SURGE, 3),
        words.ended(SURGE, 18, 0),
        words.stood_down(SURGE, 3, "12"),
        words.stood_down(SURGE, 0, "0"),
    ]
    for text in said:
        assert_tone(text)
        assert len(text.encode()) <= 2048


def test_what_is_missing_is_said() -> None:
    assert words.shift_line("明天8:00–12:00", "巡查", ["陈**"], 2).endswith("陈**（缺1）")
    assert words.shift_line("明天8:00–12:00", "巡查", [], 2).endswith("还没有人（缺2）")
    assert "还有8条" in words.proposed(SURGE, ["班"] * 20, 20, 20)
