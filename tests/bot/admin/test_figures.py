"""The figures of the console: the same numbers as the exports and `linli figures`, for whoever may see them."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from openpyxl import load_workbook

from bot.admin.figurescreens import MEETING_CHARTS, choice_of
from bot.desk.exporting import case_records, event_records
from bot.desk.figuring import By, Span, figures_report
from bot.desk.picture import Frame
from bot.desk.picturing import Picture, Pictures
from bot.desk.rights import ConsoleRole, Standing
from matching.figures import quantile
from tests.builders import DeskTalk

MONTH = "since=2026-03-01&until=2026-03-31"


def a_busy_week(talk: DeskTalk) -> None:
    """Cases that are taken, given back, corrected, done, praised and refused; some by night."""
    talk.says("resident", "榕御小区3栋楼下乱停车")
    talk.later(minutes=10)
    talk.deliver()
    talk.says("openid-chen", "接单 1 马上到")
    talk.later(hours=3)
    talk.says("openid-chen", "办结 1 已劝离")
    talk.says("resident", "满意")
    talk.says("other", "榕御小区5栋路灯坏了")
    talk.later(hours=1)
    talk.says("third", "榕御小区3栋楼下乱停车占了消防通道")
    talk.says("third", "改 物业收费")
    talk.later(days=8, hours=9)
    talk.says("other", "榕御小区3栋门口乱停车")
    talk.deliver()
    talk.says("openid-chen", "退回 4 归物业管")
    talk.later(hours=2)


def march(talk: DeskTalk, place: str = "") -> Picture:
    return Pictures(talk.desk).count(Frame(date(2026, 3, 1), date(2026, 4, 1), place))


def table(picture: Picture, name: str) -> list[tuple]:
    chart = picture.chart(name)
    assert chart is not None
    assert len(chart.queries) in (0, len(chart.rows))
    assert all(len(row) == len(chart.columns) for row in chart.rows)
    return list(chart.rows)


def exported(talk: DeskTalk) -> tuple[list[dict], list[dict]]:
    zone = talk.desk.calendar.zone
    return talk.store.read(
        lambda unit: (list(map(dict, case_records(unit, None, zone))), list(map(dict, event_records(unit, None, zone))))
    )


def test_what_came_equals_the_export(talk: DeskTalk) -> None:
    a_busy_week(talk)
    picture, (cases, events) = march(talk), exported(talk)
    assert len(cases) >= 4
    assert dict(table(picture, "category")) == Counter(case["category"] for case in cases)
    assert sum(count for _, count in table(picture, "place")) == len(cases)
    by_hour = Counter((case["category"], datetime.fromisoformat(case["created_at"]).hour // 3) for case in cases)
    shown = {(row[0], at): count for row in table(picture, "hour") for at, count in enumerate(row[1:]) if count}
    assert shown == by_hour
    assert sum(count for _, count in table(picture, "outcomes")) == len(cases)
    corrected = {event["case"] for event in events if event["action"] == "correct"}
    assert corrected
    weeks = table(picture, "accuracy")
    assert sum(row[3] for row in weeks) == len(cases)
    assert sum(row[3] - row[2] for row in weeks) == len(corrected)
    assert len(weeks) > 1


def test_how_long_it_took_equals_the_export(talk: DeskTalk) -> None:
    a_busy_week(talk)
    cases, events = exported(talk)
    times = {row[0]: row[1:] for row in table(march(talk), "times")}

    def at(event: dict) -> datetime:
        return datetime.fromisoformat(event["at"])

    answers = {"take", "inquire", "finish", "return", "pass_on", "decline"}
    signed, solved, spoken = [], [], []
    for case in cases:
        own = [event for event in events if event["case"] == case["number"]]
        sent = [at(event) for event in own if event["action"] == "dispatch"]
        said = [at(event) for event in own if event["action"] in answers
                and event["from_state"] in ("awaiting_signin", "redo")]  # fmt: skip
        created = datetime.fromisoformat(case["created_at"])
        if sent and said:
            signed.append((said[0] - sent[0]) / timedelta(hours=1))
        if case["first_word_at"]:
            spoken.append((datetime.fromisoformat(case["first_word_at"]) - created) / timedelta(hours=1))
        done = [at(event) for event in own if event["action"] == "finish"]
        if done and case["state"] in ("closed", "awaiting_verdict"):
            solved.append((done[-1] - created) / timedelta(hours=1))
    for name, values in (("接单", signed), ("首次回应", spoken), ("办结", solved)):
        assert values
        assert times[name][:3] == (
            pytest.approx(quantile(values, 0.5), abs=0.01), pytest.approx(quantile(values, 0.9), abs=0.01), len(values)
        )  # fmt: skip


@pytest.mark.parametrize("place", ["", "rongyu-sq", "rongyu"])
def test_the_rest_equals_linli_figures(talk: DeskTalk, place: str) -> None:
    a_busy_week(talk)
    picture = march(talk, place)
    span = Frame(date(2026, 3, 1), date(2026, 4, 1)).span(talk.desk, talk.now)
    told = talk.store.read(lambda unit: figures_report(
        unit, talk.desk.library.current(unit, talk.now).town, talk.desk.calendar, Span(span.since, span.until), By.GRID
    ))  # fmt: skip
    course = {row[0]: row[2:] for row in table(picture, "course")}
    for label, name in (("一次派对", "first_time_right"), ("没人应上移", "climbed"), ("重办过", "reopened")):
        share = getattr(told.all, name)
        assert course[label] == (share.hits, share.of)
    rates = {row[0]: row[2:] for row in table(picture, "rates")}
    for label, name in (("回答率", "answered"), ("响应率", "responded"), ("解决率", "solved"), ("满意率", "satisfied")):
        share = getattr(told.all, name)
        assert rates[label] == (share.hits, share.of)
    assert told.all.solved.of
    assert [row[0] for row in table(picture, "equity")] == [code for code in told.parts if code]
    assert {row[0]: row[1] for row in table(picture, "equity")} == {c: f.cases for c, f in told.parts.items() if c}
    loads = {row[0]: row[1:] for row in table(picture, "handlers")}
    assert loads["chen"][0] == told.burdens["chen"].notices
    assert loads["chen"][3] == told.burdens["chen"].moves


def test_a_place_without_cases_has_none(talk: DeskTalk) -> None:
    a_busy_week(talk)
    assert table(march(talk, "xiuwen"), "category") == []


def test_what_was_counted_is_shown_until_it_has_aged(talk: DeskTalk) -> None:
    pictures, frame = Pictures(talk.desk, patience=60), Frame(date(2026, 3, 1), date(2026, 4, 1))
    first = pictures.ask(frame)
    assert first is not None
    assert first.chart("category").rows == ()
    talk.says("resident", "榕御小区3栋楼下乱停车")
    assert pictures.ask(frame) == first
    assert Pictures(talk.desk).ask(frame) == first
    talk.later(minutes=11)
    assert pictures.ask(frame).at == first.at
    pictures.close()  # what is counted behind the reader's back is done
    pictures.count(frame)
    assert pictures.ask(frame).chart("category").rows == (("parking", 1),)


def test_nobody_waits_for_what_takes_long(talk: DeskTalk) -> None:
    pictures = Pictures(talk.desk, patience=0)
    assert pictures.ask(Frame(date(2026, 3, 1), date(2026, 4, 1))) is None
    pictures.close()


def opened(who, path: str) -> str:
    page = who.sees(path)
    while "正在算" in page:
        page = who.sees(path)
    return page


def test_the_page_has_every_chart_with_its_table(talk: DeskTalk, clerk) -> None:
    a_busy_week(talk)
    march(talk)
    page = opened(clerk("supervisor", "xinqiao"), f"/figures?{MONTH}")
    for name in ("来了什么", "什么时候来的", "三率", "老地方", "谁的担子重", "志愿者接得上吗", "听得准不准"):
        assert name in page
    assert "停车秩序" in page
    assert "<script>" not in page
    assert "style=" not in page
    assert len(page.encode()) < 150_000


def test_a_chart_leaves_as_csv_and_all_of_a_meeting_as_a_workbook(talk: DeskTalk, clerk) -> None:
    a_busy_week(talk)
    march(talk)
    owner = clerk()
    opened(owner, f"/figures?{MONTH}")
    answer = owner.browser.get(f"/admin/figures/export?chart=category&format=csv&{MONTH}")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["类别", "件数"]
    assert sum(int(row[1]) for row in rows[1:]) == len(talk.cases())
    answer = owner.browser.get(f"/admin/figures/export?chart=meeting&{MONTH}")
    book = load_workbook(io.BytesIO(answer.content))
    assert len(book.sheetnames) == len(MEETING_CHARTS)
    assert "没有这张图" in owner.sees(f"/figures/export?chart=nothing&{MONTH}", 404)


def test_the_meeting_page_is_about_last_month(talk: DeskTalk, clerk) -> None:
    a_busy_week(talk)
    talk.now = datetime(2026, 4, 3, 2, tzinfo=talk.now.tzinfo)
    page = opened(clerk(), "/figures/meeting")
    assert "2026年3月会议数据" in page
    assert "停车秩序" in page


def test_nobody_sees_the_figures_of_another_place(clerk) -> None:
    community = clerk("community", "rongyu-sq")
    assert "榕御社区" in opened(community, f"/figures?{MONTH}")
    for path in ("/figures", "/figures/meeting", "/figures/export"):
        assert "不归您看" in community.sees(f"{path}?place=xinqiao", 404)
        assert "不归您看" in community.sees(f"{path}?place=no-such", 404)


@pytest.mark.parametrize(("query", "since", "until"), [
    ({"span": "week"}, "2026-11-23", "2026-11-30"),
    ({"span": "month"}, "2026-11-01", "2026-12-01"),
    ({"span": "last"}, "2026-10-01", "2026-11-01"),
    ({"span": "quarter"}, "2026-10-01", "2027-01-01"),
    ({"span": "no such"}, "2026-11-01", "2026-12-01"),
    ({"since": "2026-11-03", "until": "2026-11-05"}, "2026-11-03", "2026-11-06"),
    ({"span": "own", "since": "2026-11-05", "until": "2026-11-03"}, "2026-11-05", "2026-11-06"),
    ({"span": "own", "since": "rubbish", "until": "9999-12-31"}, "2026-11-01", "2026-11-26"),
    ({"span": "own", "since": "2020-01-01", "until": "2026-11-25"}, "2025-11-25", "2026-11-26"),
], ids=str)  # fmt: skip
def test_a_span_is_read(talk: DeskTalk, query: dict[str, str], since: str, until: str) -> None:
    town = talk.store.read(lambda unit: talk.desk.library.current(unit, talk.now)).town
    choice = choice_of(query, Standing(ConsoleRole.OWNER), town, (date(2026, 11, 25), "month"))
    assert (choice.frame.since, choice.frame.until) == (date.fromisoformat(since), date.fromisoformat(until))
