"""The charts of a picture: each answers one question, says how it counts, and leads to the cases behind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import timedelta
from urllib.parse import urlencode

from bot.desk.hottopics import hot_topics
from bot.desk.picture import Cell, Chart, Material
from matching.figures import Share, gini
from matching.need import NeedState
from matching.offers import HOLDING
from matching.picture import Lasting, lasting
from matching.rates import FORMULAS

#: Something comes back all the time where it was reported so often in a span.
CHRONIC_FROM = 3
_TOPICS_MOST = 5
_HOURS_TOGETHER = 3
_FOUND = frozenset({NeedState.FILLED, NeedState.DONE, NeedState.CONFIRMED})
_NOBODY = frozenset({NeedState.FALLBACK, NeedState.MISSED})
_COUNT = ("件数", "count")


def charts_of(material: Material) -> tuple[Chart, ...]:
    """All charts of a picture in their order."""
    return tuple(make(material) for make in _ALL)


def _query(material: Material, **filters: str) -> str:
    frame, last = material.frame, material.frame.until - timedelta(days=1)
    asked = {"since": frame.since.isoformat(), "until": last.isoformat(), "place": frame.place, **filters}
    return urlencode({name: value for name, value in asked.items() if value})


def _ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))


# -- what came ---------------------------------------------------------------------------------------


def _by_category(material: Material) -> Chart:
    ranked = _ranked(material.counted.categories)
    return Chart(
        "category", "来了什么", "这段时间新开的诉求，按类别数件数；并案和不受理的也在内。",
        (("类别", "category"), _COUNT), tuple(ranked),
        tuple(_query(material, category=code) for code, _ in ranked), "bar",
    )  # fmt: skip


def _by_place(material: Material) -> Chart:
    ranked = _ranked(material.counted.spots)
    return Chart(
        "place", "哪里来的", "这段时间新开的诉求，按小区、街巷、公园数件数；说不清小区的记在社区或街道。",
        (("地方", "place"), _COUNT), tuple(ranked),
        tuple(_query(material, place=code) if code else "" for code, _ in ranked), "bar",
    )  # fmt: skip


def _by_hour(material: Material) -> Chart:
    counted = material.counted
    starts = range(0, 24, _HOURS_TOGETHER)
    rows: list[tuple[Cell, ...]] = []
    for code, _ in _ranked(counted.categories):
        cells = (sum(counted.hours[code, hour] for hour in range(start, start + _HOURS_TOGETHER)) for start in starts)
        rows.append((code, *cells))
    return Chart(
        "hour", "什么时候来的", "这段时间新开的诉求，按类别和一天里的时段数件数；颜色越深件数越多。",
        (("类别", "category"), *((f"{start}–{start + _HOURS_TOGETHER}时", "heat") for start in starts)),
        tuple(rows), tuple(_query(material, category=str(row[0])) for row in rows),
    )  # fmt: skip


# -- how it went -------------------------------------------------------------------------------------


def _shares(named: Iterable[tuple[str, Share]]) -> tuple[tuple[Cell, ...], ...]:
    return tuple((label, share.share, share.hits, share.of) for label, share in named)


_SHARE_COLUMNS = (("", "text"), ("比例", "share"), ("有", "count"), ("一共", "count"))


def _rates(material: Material) -> Chart:
    told = material.report.all
    names = ("answered", "responded", "solved", "satisfied")
    rows = _shares((FORMULAS[name].partition(" ")[0], getattr(told, name)) for name in names)
    formulas = "；".join(FORMULAS[name] for name in names)
    return Chart("rates", "居民怎么说（三率）", f"{formulas}。没回答的不算“是”。", _SHARE_COLUMNS, rows, draw="bar")


def _times(material: Material) -> Chart:
    told, spent = material.report.all, material.counted.spent
    steps: tuple[tuple[str, Lasting, Share], ...] = (
        ("接单", lasting(one.sign for one in spent), told.signed_in_time),
        ("首次回应", lasting(one.speak for one in spent), told.spoke_in_time),
        ("办结", lasting(one.solve for one in spent), told.solved_in_time),
    )
    return Chart(
        "times", "多久接单、回话、办好",
        "接单从派出到第一次答复；首次回应从诉求到第一句自己的话；办结从诉求到最后一次说办好。"
        "夜里和休息日都算。按时：在各自的时限前；没到时限还没做的不算。",
        (("环节", "text"), ("一半的件不超过", "hours"), ("九成的件不超过", "hours"), _COUNT, ("按时", "share"),
         ("按时件数", "count"), ("算得出的", "count")),
        tuple((label, took.median, took.p90, took.of, share.share, share.hits, share.of)
              for label, took, share in steps),
        draw="bar",
    )  # fmt: skip


def _course(material: Material) -> Chart:
    told = material.report.all
    named = (("一次派对", told.first_time_right), ("没人应上移", told.climbed), ("重办过", told.reopened))
    mean = "–" if told.hops_mean is None else f"{told.hops_mean:.2f}"
    return Chart(
        "course", "派得准不准",
        "一次派对：第一个拿到的人办好的，中间没有转办、退回、改类别、上移。没人应上移：至少一次没人接单而升到上一级。"
        "重办过：说办好以后，居民或核查又退回来的。",
        _SHARE_COLUMNS, _shares(named), draw="bar", note=f"平均每件转手{mean}次。",
    )  # fmt: skip


def _outcomes(material: Material) -> Chart:
    ranked = _ranked(Counter(material.report.all.outcomes))
    return Chart(
        "outcomes", "现在在哪一步", "这段时间新开的诉求，到截止时各在哪个状态。",
        (("状态", "state"), _COUNT), tuple(ranked),
        tuple("" if code == "withdrawn" else _query(material, state=code) for code, _ in ranked), "bar",
    )  # fmt: skip


# -- what comes back ---------------------------------------------------------------------------------


def _topics(material: Material) -> Chart:
    month = (material.frame.until - timedelta(days=1)).replace(day=1)
    found = hot_topics(material.reading, material.frame.place, month, _TOPICS_MOST)
    rows = tuple((one.place, one.category, one.subject, one.residents, one.cases, one.days_open) for one in found)
    return Chart(
        "topics", "热点",
        f"{month.year}年{month.month}月里，同一处至少三位居民说的同一件事（每月一题的算法）；人多的在前。",
        (("地方", "place"), ("类别", "category"), ("说的是", "text"), ("居民", "count"), _COUNT,
         ("最长几天", "count")),
        rows, tuple(_query(material, place=one.place, category=one.category) for one in found),
    )  # fmt: skip


def _chronic(material: Material) -> Chart:
    matters = material.counted.matters.items()
    often = [(key, count) for key, count in matters if count >= CHRONIC_FROM and key[0]]
    often.sort(key=lambda one: (-one[1], one[0]))
    rows = tuple((place, category, count) for (place, category), count in often)
    return Chart(
        "chronic", "老地方", f"同一小区、同一类别，这段时间里来了{CHRONIC_FROM}件以上；多的在前。",
        (("地方", "place"), ("类别", "category"), _COUNT), rows,
        tuple(_query(material, place=place, category=category) for place, category, _ in rows),
    )  # fmt: skip


# -- whom it burdens ---------------------------------------------------------------------------------


def _handlers(material: Material) -> Chart:
    report = material.report
    load = report.load
    told = [(code, burden) for code, burden in report.burdens.items() if burden.notices or burden.moves]
    note = "没有发出通知。"
    if load.people:
        note = (
            f"{load.people}人收到通知，每人每周{load.weekly_median or 0:.1f}条（中位），九成的人不超过"
            f"{load.weekly_p90 or 0:.1f}条；上班时间以外{_percent(load.off_hours)}，夜里{_percent(load.by_night)}。"
        )
    return Chart(
        "handlers", "谁的担子重",
        "这段时间（最多90天）发给每人的通知、其中上班时间（工作日8–18时）以外和夜里（22–7时）的，和他办的步数。"
        "按编号排，不排名：是为了看该给谁添人手。",
        (("办理人", "person"), ("通知", "count"), ("上班以外", "count"), ("夜里", "count"), ("办的步数", "count")),
        tuple((code, one.notices, one.off_hours, one.by_night, one.moves) for code, one in told),
        tuple(_query(material, who=code) for code, _ in told), note=note,
    )  # fmt: skip


def _percent(share: Share) -> str:
    return "–" if share.share is None else f"{share.share:.1%}"


def _equity(material: Material) -> Chart:
    report = material.report
    parts = [(code, one) for code, one in report.parts.items() if code]
    equity, note = report.equity, "件数还不够，说不了各处是否一样。"
    if equity.places:
        note = (
            f"{equity.places}个网格的件数够多：办结天数中位最短{equity.quickest:.1f}天、最长{equity.slowest:.1f}天，"
            f"基尼系数{equity.days_gini:.2f}；逾期比例的基尼系数{equity.late_gini:.2f}（0是一样）。"
        )
    return Chart(
        "equity", "各网格是否一样",
        "每个网格（没画网格的按小区、街巷、公园）的件数、办结天数和按时办结。件数少的只是碰巧，不进基尼系数；"
        "难办的类别多的地方本来就慢，先看类别再下结论。",
        (("网格", "place"), _COUNT, ("办结天数（中位）", "days"), ("九成不超过", "days"), ("按时办结", "share"),
         ("按时件数", "count"), ("算得出的", "count")),
        tuple((code, one.cases, one.days_median, one.days_p90, one.solved_in_time.share, one.solved_in_time.hits,
               one.solved_in_time.of) for code, one in parts),
        tuple(_query(material, place=code) for code, _ in parts), note=note,
    )  # fmt: skip


# -- volunteers and understanding --------------------------------------------------------------------


def _volunteers(material: Material) -> Chart:
    rows: list[tuple[Cell, ...]] = []
    for kind in sorted({need.kind for need in material.needs}):
        states = Counter(need.state for need in material.needs if need.kind is kind)
        numbers = {need.number for need in material.needs if need.kind is kind}
        found, nobody = sum(states[one] for one in _FOUND), sum(states[one] for one in _NOBODY)
        took = lasting(
            (one.answered_at - one.at) / timedelta(minutes=1) if one.answered_at and one.state in HOLDING else None
            for one in material.offers if one.need in numbers
        )
        share = Share(found, found + nobody).share
        rows.append((kind.value, sum(states.values()), found, nobody, share, took.median, took.p90))
    return Chart(
        "volunteers", "志愿者接得上吗",
        "这段时间提出的需要：找到人的（找齐、做完、确认）和没人接的（交给专人、过了时间）；还在找的和取消的不进比例。"
        "接下的人从问到到答应用了多久。",
        (("需要", "kind"), ("一共", "count"), ("找到人", "count"), ("没人接", "count"), ("找到的比例", "share"),
         ("一半不超过", "minutes"), ("九成不超过", "minutes")),
        tuple(rows), draw="bar", note=_fairness(material),
    )  # fmt: skip


def _fairness(material: Material) -> str:
    """How evenly the asking is spread; nobody is named and nobody ranked."""
    asked = Counter(one.volunteer for one in material.offers)
    claimed = Counter(one.volunteer for one in material.offers if one.state in HOLDING)
    if not asked:
        return "这段时间没有问过志愿者。"
    uneven = gini([float(count) for count in asked.values()]) or 0.0
    spread = gini([float(claimed[one]) for one in asked]) or 0.0
    return (
        f"问过{len(asked)}位志愿者{asked.total()}次，{len(claimed)}位接了{claimed.total()}次；"
        f"问得匀不匀的基尼系数{uneven:.2f}，接得匀不匀{spread:.2f}（0是一样多）。不列姓名，不排名。"
    )


def _accuracy(material: Material) -> Chart:
    counted = material.counted
    rows = []
    for week in sorted(counted.weeks):
        share = Share(counted.weeks[week] - counted.corrected[week], counted.weeks[week])
        rows.append((week.isoformat(), share.share, share.hits, share.of))
    return Chart(
        "accuracy", "听得准不准",
        "每周新开的诉求里，到截止时没有被居民或办理人改过类别的。没人说不对的都算对，所以偏高。",
        (("周（从周一）", "week"), ("没改过的", "share"), ("件数", "count"), ("一共", "count")),
        tuple(rows), draw="line",
    )  # fmt: skip


_ALL: tuple[Callable[[Material], Chart], ...] = (
    _by_category, _by_place, _by_hour, _rates, _times, _course, _outcomes, _topics, _chronic, _handlers, _equity,
    _volunteers, _accuracy,
)  # fmt: skip
