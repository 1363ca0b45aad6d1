"""`linli figures`: how cases went, as a table, JSON or CSV. What each figure means stands in docs/figures.md."""

from __future__ import annotations

import csv
import json
import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.commands.configured import beginning_of, settings_of, store_of
from bot.desk import labels
from bot.desk.figuring import By, FiguresReport, Span, figures_report, part_title
from bot.desk.knowledge import town_of
from bot.desk.spreadsheet import guarded
from bot.wiring import utc_now
from matching.case import State
from matching.deadline import WorkCalendar
from matching.figures import SHARES, Burden, Equity, Figures, Load, Share
from matching.routing import Town

_NAMES = {
    "cases": "新开件数",
    "first_time_right": "一次派对",
    "hops_mean": "平均转手（次）",
    "climbed": "因沉默上移",
    "signed_in_time": "按时接单",
    "spoke_in_time": "按时首次回应",
    "solved_in_time": "按时办结",
    "days_median": "办结天数（中位）",
    "days_p90": "办结天数（九成以内）",
    "reopened": "重办",
    "answered": "回答率",
    "responded": "响应率",
    "solved": "解决率",
    "satisfied": "满意率",
}
#: The columns when parts stand under each other.
_COLUMNS = (
    "cases", "first_time_right", "hops_mean", "signed_in_time", "spoke_in_time", "solved_in_time", "days_median",
    "reopened", "solved",
)
_ENDS = {"withdrawn": "居民取消"}


def show(asked: Namespace) -> int:
    """Print the figures of a span: 0."""
    settings = settings_of(asked)
    zone = ZoneInfo(settings.desk.timezone)
    span = Span(beginning_of(asked.since, zone), beginning_of(asked.until, zone) or utc_now())
    by = By(asked.by) if asked.by else None
    with store_of(asked) as store:
        town = store.read(town_of)
        calendar = WorkCalendar(settings.desk.timezone)
        report = store.read(lambda unit: figures_report(unit, town, calendar, span, by))
    if asked.json:
        print(json.dumps(_as_json(report, zone), ensure_ascii=False))
    elif asked.csv:
        _write_csv(report, town, by)
    else:
        sys.stdout.writelines(f"{line}\n" for line in report_lines(report, town, by, zone))
    return 0


# -- for people --------------------------------------------------------------------------------------


def report_lines(report: FiguresReport, town: Town, by: By | None, zone: ZoneInfo) -> Iterator[str]:
    """The report as people read it: every figure of all, or a table with a line for each part."""
    yield f"{_span(report.span, zone)} 新开 {report.all.cases} 件。每个数字的定义见 docs/figures.md。"
    yield ""
    if by is not None:
        yield from _table(report, town, by)
        return
    values = _values(report.all)
    for name, title in _NAMES.items():
        yield f"{_wide(title, 22)}{values[name]:>8}{_counted(report.all, name)}"
    yield ""
    yield "现在在哪：" + "，".join(f"{_state(name)} {count}" for name, count in report.all.outcomes.items())
    hours = "，".join(f"{labels.STATES[state]} {spent:.1f}" for state, spent in report.all.hours_in.items())
    yield f"各状态停留（小时，中位）：{hours or '没有'}"
    yield _load_line(report.load)
    yield _equity_line(report.equity)


def _table(report: FiguresReport, town: Town, by: By) -> Iterator[str]:
    titles = {code: part_title(town, by, code) for code in report.parts}
    width = max([len(title) for title in titles.values()], default=0) * 2 + 2
    yield _wide("", width) + "".join(_wide(_NAMES[name], 16) for name in _COLUMNS)
    for code, figures in report.parts.items():
        values = _values(figures)
        yield _wide(titles[code], width) + "".join(_wide(values[name], 16) for name in _COLUMNS)


def _values(figures: Figures) -> Mapping[str, str]:
    def shown(value: object) -> str:
        if isinstance(value, Share):
            return "–" if value.share is None else f"{value.share:.1%}"
        if isinstance(value, float):
            return f"{value:.2f}"
        return "–" if value is None else str(value)

    return {name: shown(getattr(figures, name)) for name in _NAMES}


def _counted(figures: Figures, name: str) -> str:
    value = getattr(figures, name)
    return f"   {value.hits}/{value.of}" if isinstance(value, Share) else ""


def _load_line(load: Load) -> str:
    if not load.people:
        return "办理负担：没有发出通知。"
    return (
        f"办理负担：{load.people} 人收到通知，每人每周 {load.weekly_median:.1f} 条（中位），"
        f"九成的人不超过 {load.weekly_p90:.1f} 条；"
        f"上班时间外 {load.off_hours.share:.1%}，夜里 {load.by_night.share:.1%}。"
    )


def _equity_line(equity: Equity) -> str:
    if not equity.places:
        return "各网格是否一样：件数还不够，说不了。"
    return (
        f"各网格是否一样：{equity.places} 个网格，办结天数中位最短 {equity.quickest:.1f}、最长 {equity.slowest:.1f}，"
        f"基尼系数 {equity.days_gini:.2f}；逾期比例的基尼系数 {equity.late_gini:.2f}（0 为一样）。"
    )


def _span(span: Span, zone: ZoneInfo) -> str:
    until = _day(span.until, zone)
    return f"{_day(span.since, zone)} 至 {until}" if span.since else f"截至 {until}"


def _day(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M")


def _state(name: str) -> str:
    return _ENDS.get(name) or labels.STATES[State(name)]


def _wide(text: str, width: int) -> str:
    """Padded to so many columns; a Chinese character takes two."""
    taken = sum(2 if ord(mark) > 0x2E7F else 1 for mark in text)
    return text + " " * max(width - taken, 1)


# -- for programs ------------------------------------------------------------------------------------


def _as_json(report: FiguresReport, zone: ZoneInfo) -> Mapping[str, object]:
    since = report.span.since
    return {
        "since": since.astimezone(zone).isoformat() if since else None,
        "until": report.span.until.astimezone(zone).isoformat(timespec="seconds"),
        "all": _record(report.all),
        "parts": {code: _record(figures) for code, figures in report.parts.items()},
        "burden": {**_load_record(report.load), "each": {code: asdict(one) for code, one in report.burdens.items()}},
        "equity": asdict(report.equity),
    }


def _record(figures: Figures) -> dict[str, object]:
    """Flat, a share as its value, what it counted and of how many."""
    record: dict[str, object] = {name: getattr(figures, name) for name in _NAMES if name not in SHARES}
    for name in SHARES:
        share: Share = getattr(figures, name)
        record |= {name: share.share, f"{name}_hits": share.hits, f"{name}_of": share.of}
    record |= {f"hours_{state}": figures.hours_in.get(state) for state in State}
    return record | {f"now_{state}": figures.outcomes.get(state, 0) for state in (*map(str, State), "withdrawn")}


def _load_record(load: Load) -> dict[str, object]:
    shares = {"off_hours": load.off_hours.share, "by_night": load.by_night.share}
    return {"people": load.people, "weekly_median": load.weekly_median, "weekly_p90": load.weekly_p90, **shares,
            "moves_per_notice": load.moves_per_notice}


def _write_csv(report: FiguresReport, town: Town, by: By | None) -> None:
    """One line for all, one for each part, and each person's burden where parts are persons."""
    nobody = asdict(Burden())
    rows = [{"part": "", "title": "全部", **_record(report.all)}]
    for code, figures in report.parts.items():
        title = guarded(part_title(town, by, code)) if by else ""
        rows.append({"part": guarded(code), "title": title, **_record(figures)})
    if by is By.RESPONDER:
        burdens = {code: asdict(burden) for code, burden in report.burdens.items()}
        named = ("", *report.parts)
        rows = [{**row, **burdens.get(code, nobody)} for code, row in zip(named, rows, strict=True)]
    sys.stdout.write("\ufeff")  # without it Excel takes the Chinese for another encoding
    writer = csv.DictWriter(sys.stdout, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
