"""The desk's figures: what happened at the desk comes out as figures, of all and of each part."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.desk.figuring import By, FiguresReport, Span, figures_report, part_title
from bot.desk.knowledge import town_of
from matching.deadline import WorkCalendar
from matching.figures import Share
from matching.routing import Town
from matching.territory import Node, NodeKind
from storage.unit_of_work import Store, UnitOfWork
from storage.verdicts import Verdict
from tests.builders import MORNING, DeskTalk, a_talk, places

CALENDAR = WorkCalendar("Asia/Shanghai")


def report(talk: DeskTalk, by: By | None = None, **span: datetime) -> FiguresReport:
    given = {"since": None, "until": talk.now + timedelta(minutes=1), **span}
    known = town(talk)
    return talk.store.read(lambda unit: figures_report(unit, known, CALENDAR, Span(**given), by))


def town(talk: DeskTalk) -> Town:
    return talk.store.read(town_of)


def one_case(talk: DeskTalk) -> None:
    """Reported, taken within the term, done, and the resident is content."""
    talk.says("resident", "榕御小区3栋楼下乱停车")
    talk.later(minutes=10)
    talk.deliver()
    talk.says("openid-chen", "接单 1 马上到")
    talk.later(minutes=60)
    talk.says("openid-chen", "办结 1 已劝离")
    talk.says("resident", "满意")


def test_a_case_that_went_well_counts_everywhere(talk: DeskTalk):
    one_case(talk)
    told = report(talk)

    assert told.all.cases == 1
    assert told.all.first_time_right == told.all.signed_in_time == told.all.spoke_in_time == Share(1, 1)
    assert told.all.solved_in_time == Share(1, 1)
    assert told.all.reopened == Share(0, 1)
    assert told.all.days_median == pytest.approx(70 / 1440)
    assert told.parts == {}


def test_a_case_that_was_given_back_was_not_right_the_first_time(talk: DeskTalk):
    talk.says("resident", "榕御小区3栋楼下乱停车")
    talk.says("openid-chen", "退回 1 归物业管")
    talk.says("openid-wuye", "接单 1")
    talk.says("openid-wuye", "办结 1 已划线")
    talk.says("resident", "满意")
    told = report(talk)

    assert told.all.first_time_right == Share(0, 1)
    assert told.all.hops_mean == 1


def test_a_span_holds_what_was_opened_in_it(talk: DeskTalk):
    one_case(talk)
    talk.later(days=2)
    talk.says("other", "榕御小区5栋路灯坏了")

    assert report(talk, since=MORNING + timedelta(days=1)).all.cases == 1
    assert report(talk, until=MORNING + timedelta(days=1)).all.cases == 1
    assert report(talk).all.cases == 2


@pytest.mark.parametrize(
    ("by", "codes"),
    [
        (By.STREET, {"xinqiao": "新桥街道"}),
        (By.COMMUNITY, {"rongyu-sq": "榕御社区"}),
        (By.GRID, {"rongyu": "榕御小区"}),
        (By.CATEGORY, {"parking": "停车秩序"}),
        (By.RESPONDER, {"chen": "陈建国"}),
    ],
)
def test_figures_are_told_apart(talk: DeskTalk, by: By, codes: dict[str, str]):
    one_case(talk)
    told = report(talk, by)

    assert list(told.parts) == list(codes)
    assert {code: part_title(town(talk), by, code) for code in told.parts} == codes
    assert sum(part.cases for part in told.parts.values()) == told.all.cases


def test_where_a_grid_is_drawn_it_is_the_part(store: Store):
    grid = Node("rongyu-g1", "rongyu", NodeKind.GRID, "第一网格", (), None, None)
    within = [Node(n.code, "rongyu-g1", n.kind, n.name) if n.code == "rongyu-3" else n for n in places()]
    talk = a_talk(store, nodes=[*within, grid])
    one_case(talk)

    assert list(report(talk, By.GRID).parts) == ["rongyu-g1"]


def test_a_case_without_a_place_and_somebody_who_left_have_a_title_too(talk: DeskTalk):
    assert part_title(town(talk), By.GRID, "") == "不明"
    assert part_title(town(talk), By.RESPONDER, "gone") == "gone"
    assert part_title(town(talk), By.STREET, "gone") == "gone"


def test_burdens_are_what_was_sent_to_each_and_what_each_did(talk: DeskTalk):
    one_case(talk)
    told = report(talk)

    chen = told.burdens["chen"]
    assert (chen.notices, chen.off_hours, chen.by_night, chen.moves) == (1, 0, 0, 2)
    assert set(told.burdens) == {"chen"}, "residents and the desk itself are nobody on duty"
    assert told.load.people == 1


def test_burdens_are_counted_over_ninety_days_at_most(talk: DeskTalk):
    one_case(talk)
    talk.later(days=91)

    assert report(talk).burdens == {}
    assert report(talk).all.cases == 1


def test_what_residents_said_of_a_closing_is_counted_with_their_case(talk: DeskTalk):
    one_case(talk)
    talk.store.run(lambda unit: asked(unit, "closing", solved=True))
    talk.store.run(lambda unit: asked(unit, "closing"))
    talk.store.run(lambda unit: asked(unit, "recheck", solved=False))
    told = report(talk, By.CATEGORY)
    others = [one for one in talk.store.read(lambda unit: list(unit.verdicts.export())) if one.round == "closing"]

    assert told.all.solved == Share(sum(one.solved is True for one in others), len(others))
    assert told.all.solved.of >= 2, "the question of weeks later is another one"
    assert told.parts["parking"].solved == told.all.solved


def asked(unit: UnitOfWork, which: str, **said: bool) -> None:
    case = unit.cases.load(1)
    assert case is not None
    unit.verdicts.add(Verdict(0, 1, case.reporter, which, MORNING, MORNING, **said))
