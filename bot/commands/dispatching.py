"""`linli dispatch-benchmark` and `linli dispatch-audit`: how well volunteers are asked, made up and as it was."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator
from datetime import timedelta

from bot.audit.benchmark import Result, as_json, plain, run_benchmark
from bot.audit.district import Scale
from bot.audit.measure import Figures
from bot.audit.recorded import Record, Recorded, audit
from bot.commands.configured import settings_of, store_of
from bot.wiring import utc_now
from matching.deadline import WorkCalendar
from matching.offers import OfferState
from matching.territory import Territory
from matching.volunteer import Roster
from storage.unit_of_work import UnitOfWork

_NAMES = {
    "linli": "邻里",
    "linli_known": "邻里（已知各人意愿）",
    "linli_tired": "邻里（问多了会累）",
    "nearest": "先问最近的",
    "broadcast": "群发所有人",
}
_COLUMNS = (
    ("价值比", "value_ratio", "{:.3f}"),
    ("计价比", "priced_ratio", "{:.3f}"),
    ("有人接", "fill", "{:.1%}"),
    ("每件问", "offers_per_filled", "{:.1f}"),
    ("中位分钟", "minutes_p50", "{:.1f}"),
    ("九成分钟", "minutes_p90", "{:.1f}"),
    ("周问p99", "notifications_p99", "{:.0f}"),
    ("负担基尼", "load_gini", "{:.3f}"),
    ("地区基尼", "area_gini", "{:.3f}"),
    ("熟人", "continuity", "{:.0%}"),
)
_FIRST, _WIDTH = 24, 10
_STATES = {
    OfferState.ASKED: "等回答",
    OfferState.CLAIMED: "已接",
    OfferState.DECLINED: "不接",
    OfferState.SILENT: "没回",
    OfferState.FILLED: "别人先接",
    OfferState.LATE: "接晚了",
    OfferState.WITHDRAWN: "取消",
    OfferState.RELEASED: "退回",
    OfferState.NO_SHOW: "没来",
    OfferState.DONE: "完成",
    OfferState.CONFIRMED: "已确认",
}
_WORDS = {
    "urgent": "急", "today": "今天", "planned": "改天", "help": "求助", "wish": "心愿", "visit": "走访",
    "order": "派单", "service": "点单", "errand": "顺路", "shift": "值守",
}  # fmt: skip


def benchmark(options: Namespace) -> int:
    """Play a made-up district and print the table, or JSON."""
    result = run_benchmark(Scale(options.volunteers, options.tasks, options.seed, mixed=options.mixed))
    if options.json:
        print(json.dumps(as_json(result), ensure_ascii=False))
    else:
        print("\n".join(_benchmark_lines(result)))
    return 0


def look_back(options: Namespace) -> int:
    """The same figures of the last weeks' real needs; 0 also when there were none."""
    settings = settings_of(options)
    now = utc_now()
    since = now - timedelta(weeks=options.weeks)

    def read(unit: UnitOfWork) -> Recorded | None:
        record = Record(unit.needs.since(since), unit.needs.offers_since(since), now, options.weeks)
        roster, territory = Roster(unit.people.volunteers()), Territory(unit.places.nodes())
        return audit(record, roster, territory, WorkCalendar(settings.desk.timezone))

    with store_of(options) as store:
        found = store.read(read)
    if options.json:
        print(json.dumps(_audit_json(found, options.weeks), ensure_ascii=False))
    elif found is None:
        print(f"最近 {options.weeks} 周没有问过志愿者，没有可以核对的。")
    else:
        print("\n".join(_audit_lines(found, options.weeks)))
    return 0


def _benchmark_lines(result: Result) -> Iterator[str]:
    scale = result.scale
    kind = "急、今天、改天都有" if scale.mixed else "都是急事"
    yield f"虚构一个区：{scale.volunteers} 名志愿者，一周 {scale.tasks} 件（{kind}），种子 {scale.seed}"
    best = result.best
    yield f"事后看最好的派法：{best.hands:.0f} 件有人接，合值 {best.value:.1f}；事前能指望的上限 {best.expected:.1f}"
    yield ""
    yield _wide("", _FIRST) + "".join(_wide(title, _WIDTH) for title, _, _ in _COLUMNS)
    for name, figures in {**result.policies, **result.variants}.items():
        yield _row(_NAMES[name], figures)
    yield ""
    yield "计价比：每问一个人扣 0.02，每等一小时扣 0.3 倍轻重，与事后最好的派法相比。各项说明见 docs/volunteers.md。"


def _audit_lines(found: Recorded, weeks: int) -> Iterator[str]:
    yield f"最近 {weeks} 周：{found.needs} 件需求，问了 {found.offers} 人次"
    yield "、".join(f"{_STATES[OfferState(state)]} {many}" for state, many in found.states.items())
    yield ""
    yield _wide("", _FIRST) + "".join(_wide(title, _WIDTH) for title, _, _ in _COLUMNS)
    yield _row("实际", found.figures)
    yield ""
    if found.figures.fill_by:
        shares = found.figures.fill_by.items()
        yield "有人接，分开看：" + "、".join(f"{_WORDS.get(word, word)} {share:.0%}" for word, share in shares)
    yield "已知：接过的人当时愿意，不接和没回的不愿意。推测：没问到的人按以往的回答估计，抽五次取平均。"
    yield "假定：各人的技能、时间、住处当时与现在登记的一样。"


def _row(name: str, figures: Figures) -> str:
    cells = (shown.format(getattr(figures, field)) for _, field, shown in _COLUMNS)
    return _wide(name, _FIRST) + "".join(_wide(cell, _WIDTH) for cell in cells)


def _audit_json(found: Recorded | None, weeks: int) -> dict[str, object]:
    if found is None:
        return {"weeks": weeks, "needs": 0, "offers": 0, "figures": None}
    return {
        "weeks": weeks,
        "needs": found.needs,
        "offers": found.offers,
        "states": dict(found.states),
        "figures": plain(found.figures),
    }


def _wide(text: str, width: int) -> str:
    """Padded to so many columns; a Chinese character takes two."""
    taken = sum(2 if ord(mark) > 0x2E7F else 1 for mark in text)
    return text + " " * max(width - taken, 1)
