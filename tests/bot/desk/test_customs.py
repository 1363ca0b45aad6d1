"""What people set at the console: each default is the product's, each bad value is refused with the reason, and what
is set counts in every process within two seconds.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date, time, timedelta

import pytest

from bot.desk import wording
from bot.desk.customs import GROUPS, NO_CUSTOMS, SETTINGS, customs_of
from bot.desk.knowledge import Library
from bot.desk.menu import Menu
from bot.desk.setting import Days, SettingRefused, Text
from bot.settings import DeskSettings, RetentionSettings, Settings
from matching.deadline import SHIPPED_TERMS, WorkCalendar, term_for
from storage.overrides import Override
from storage.unit_of_work import Store
from tests.builders import MORNING, DeskTalk, a_talk

DAYS = [{"day": "2026-03-04", "works": False, "name": "社区换届"}, {"day": "2026-03-07", "works": True, "name": "补班"}]


@pytest.fixture
def talk(store: Store) -> DeskTalk:
    return a_talk(store)


def put(talk: DeskTalk, name: str, value: object) -> None:
    value = SETTINGS[name].checked(value)
    talk.store.run(lambda unit: unit.overrides.put(Override(name, value, talk.now, "阿红")))
    talk.later(seconds=1)


# -- the list --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SETTINGS)
def test_a_default_is_taken_by_its_own_setting_and_reads_back_from_its_form(name: str) -> None:
    one = SETTINGS[name]
    assert one.checked(one.default) == one.default
    form = one.fields(one.default) if isinstance(one, Menu) else {"value": one.entered(one.default)}
    assert isinstance(one.entered(one.default), str)
    assert one.read(form) == one.default
    assert one.group in GROUPS
    assert all((one.label, one.what, one.bounds, one.shown(one.default)))


@pytest.mark.parametrize("name", [name for name, one in SETTINGS.items() if one.source])
def test_what_the_file_has_too_has_the_files_default(name: str) -> None:
    section, key = SETTINGS[name].source.split(".")
    assert getattr(getattr(Settings(), section), key) == SETTINGS[name].default


def test_without_anything_set_everything_is_as_given() -> None:
    given, calendar = DeskSettings(), WorkCalendar()
    assert NO_CUSTOMS.desk(given) is given
    assert NO_CUSTOMS.calendar(calendar) is calendar
    assert NO_CUSTOMS.terms(SHIPPED_TERMS) is SHIPPED_TERMS
    assert NO_CUSTOMS.retention(RetentionSettings()) == RetentionSettings()
    assert NO_CUSTOMS.text("welcome") == wording.WELCOME


def test_what_is_set_goes_over_what_is_given() -> None:
    customs = customs_of({
        "quiet.nights": False, "quiet.from": "21:00", "desk.question_minutes": 45, "calendar.days": DAYS,
        "clocks.signin.team": 60, "clocks.pace": 100, "retention.closed_days": 400, "desk.rules_second_person": True,
    })  # fmt: skip
    assert customs.desk(DeskSettings()) == DeskSettings(
        quiet_nights=False, question_minutes=45, rules_second_person=True
    )
    calendar = customs.calendar(WorkCalendar())
    assert (calendar.off, calendar.on) == (frozenset({date(2026, 3, 4)}), frozenset({date(2026, 3, 7)}))
    assert (calendar.quiet.starts, calendar.quiet.ends) == (time(21), time(7))
    terms = customs.terms(SHIPPED_TERMS)
    assert term_for("parking", "team", urgent=False, terms=terms).signin == timedelta(hours=1)
    assert term_for("parking", "property", urgent=False, terms=terms).signin == timedelta(minutes=30)
    assert terms.clocks.pace == 1.0
    assert customs.retention(RetentionSettings()).closed_days == 400


def test_what_this_version_does_not_know_or_take_counts_as_not_set() -> None:
    assert customs_of({"of.tomorrow": 1, "clocks.first_word": -5, "clocks.pace": 75}).values == {"clocks.pace": 75}


# -- refused ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [
        ("clocks.first_word", "", "30到480分钟"),
        ("clocks.first_word", "29", "30到480分钟"),
        ("clocks.first_word", "481", "30到480分钟"),
        ("clocks.first_word", "一小时", "30到480分钟"),
        ("clocks.first_word", "9" * 40, "30到480分钟"),
        ("quiet.nights", "perhaps", "开或关"),
        ("quiet.from", "19:59", "20:00到23:30"),
        ("quiet.from", "25:00", "20:00到23:30"),
        ("quiet.until", "9点", "05:30到08:30"),
        ("desk.relay_number", "打给我", "号码"),
        ("calendar.days", "2026-02-30 休 没有的日子", "不是一个日期"),
        ("calendar.days", "2026-12-18 歇 换届", "看不懂"),
        ("calendar.days", "2026-12-18 休", "要有名字"),
        ("calendar.days", "2026-12-18 休 换届\n2026-12-18 班 换届", "写了两次"),
        ("calendar.days", "\n".join(f"2027-{at // 28 + 1}-{at % 28 + 1} 休 假" for at in range(61)), "最多60天"),
        ("text.welcome", "", "1到300个字，现在是0个"),
        ("text.welcome", "长" * 301, "现在是301个"),
        ("text.welcome", "您好{name}", "“{name}”不能这样写；这段话里不能有花括号"),
        ("text.welcome_home", "记下您在{place}了", "少了“{leader}”"),
        ("text.welcome_home", "您在{place}，{leader}，{phone}", "“{phone}”不能这样写；能用的是{place}、{leader}"),
        ("text.welcome_home", "您在{place}，{leader", "没有配对"),
        ("text.welcome_home", "您在{place}，{}{leader}", "“{}”不能这样写"),
        ("text.welcome_home", "您在{place.__class__}，{leader}", "“{place.__class__}”不能这样写"),
        ("text.welcome_home", "您在{place!r}，{leader}", "“{leader}”不能这样写"),
        ("text.welcome_home", "您在{place:>9999999}，{leader}", "“{leader}”不能这样写"),
        ("text.help", "有事说", "少了“110”"),
    ],
)
def test_a_bad_value_is_refused_with_the_reason(name: str, given: str, words: str) -> None:
    with pytest.raises(SettingRefused, match=r".") as refused:
        SETTINGS[name].read({"value": given})
    assert words in str(refused.value)


@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize("value", [None, [], {}, 1.5, "?", [{"day": 7}], [1], True, -1])
def test_a_file_may_hold_anything_and_nothing_but_a_refusal_comes_of_it(name: str, value: object) -> None:
    with suppress(SettingRefused):
        kept = SETTINGS[name].checked(value)
        assert SETTINGS[name].checked(kept) == kept


def test_a_text_reads_with_samples() -> None:
    one = SETTINGS["text.human"]
    assert isinstance(one, Text)
    assert "榕御社区林**" in one.sample(one.default)
    assert SETTINGS["calendar.days"].shown([]) == "没有"
    assert isinstance(SETTINGS["calendar.days"], Days)


def test_any_of_the_kinds_may_be_ticked_and_no_other_one() -> None:
    one = SETTINGS["channels.no_template"]
    assert one.read({"with.poll": "1", "with.activity": "1", "with.task": "1"}) == ["activity", "poll"]
    assert (one.shown(["activity", "poll"]), one.shown([])) == ("活动、投票", "没有")
    assert customs_of({"channels.no_template": ["poll"]}).no_template == {"poll"}
    for kind in ("task", "urgent", 7):
        with pytest.raises(SettingRefused, match="没有"):
            one.checked([kind])


# -- live ------------------------------------------------------------------------------------------


def test_a_text_is_read_by_the_next_visitor_in_every_process(talk: DeskTalk) -> None:
    other = Library()
    talk.store.read(lambda unit: other.current(unit, talk.now))
    put(talk, "text.welcome", "您好，这里是榕御社区。")
    assert talk.sends("resident", "subscribe") == "您好，这里是榕御社区。"
    known = talk.store.read(lambda unit: other.current(unit, talk.now))
    assert known.customs.text("welcome") == "您好，这里是榕御社区。"

    talk.store.run(lambda unit: unit.overrides.drop("text.welcome"))
    talk.later(seconds=1)
    assert talk.sends("other", "subscribe") == wording.WELCOME


@pytest.mark.parametrize("word", ["help", "human", "report"])
def test_each_text_of_the_menu_is_what_is_set(talk: DeskTalk, word: str) -> None:
    put(talk, "text.help", "有事说。急事110、119、120。")
    put(talk, "text.human", "{title}，{when}。急事110、119、120。")
    put(talk, "text.human_nobody", "没人。急事110、119、120。")
    put(talk, "text.say_report", "请说。")
    assert talk.sends("resident", "click", text=word).endswith("急事110、119、120。") or word == "report"
    assert talk.sends("other", "click", text="report") == "请说。"


def test_clocks_are_counted_as_set_from_the_next_case_on(talk: DeskTalk) -> None:
    talk.says("resident", "榕御小区3栋楼下乱停车")
    assert talk.case(1).signin_due_at == MORNING + timedelta(minutes=30)

    for role in ("building_leader", "property", "team"):
        put(talk, f"clocks.signin.{role}", 60)
    put(talk, "clocks.first_word", 240)
    at = talk.now
    talk.says("other", "榕御小区3栋路灯坏了")
    assert talk.case(2).signin_due_at == at + timedelta(minutes=60)
    assert talk.case(2).first_word_due_at == at + timedelta(minutes=240)


def test_nights_are_quiet_as_set(talk: DeskTalk) -> None:
    put(talk, "quiet.from", "20:30")
    put(talk, "quiet.until", "08:00")
    talk.says("resident", "帮助")
    assert talk.desk.calendar.quiet.starts == time(20, 30)
    put(talk, "quiet.nights", False)
    talk.says("resident", "帮助")
    assert not talk.desk.customs.quiet_nights


def test_a_local_day_off_moves_what_is_counted_in_working_days(talk: DeskTalk) -> None:
    before = talk.desk.calendar.after_working_days(date(2026, 3, 3), 1)
    put(talk, "calendar.days", DAYS)
    talk.says("resident", "帮助")
    assert before == date(2026, 3, 4)
    assert talk.desk.calendar.after_working_days(date(2026, 3, 3), 1) == date(2026, 3, 5)
    assert talk.desk.calendar.is_working_day(date(2026, 3, 7))


def test_clocks_look_before_they_strike(talk: DeskTalk) -> None:
    put(talk, "desk.question_minutes", 5)
    talk.tick()
    assert talk.desk.customs.question_minutes == 5
