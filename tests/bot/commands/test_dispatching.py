"""`linli dispatch-benchmark` and `linli dispatch-audit` as an operator meets them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from matching.need import NeedState, Part
from matching.offers import Offer, OfferState
from storage.engine import migrate
from storage.people import VolunteerRow
from storage.unit_of_work import UnitOfWork, open_store
from tests.bot.commands.conftest import Terminal
from tests.matching.askers import a_need

SMALL = ("dispatch-benchmark", "--volunteers", "40", "--tasks", "5")
LIN = VolunteerRow("lin", "林木", "", "", "", ("电工",), ("普通话",), "", "", 2, vetted=False)


def test_the_benchmark_is_a_table_for_people(linli: Terminal) -> None:
    ended = linli.run(*SMALL)
    assert ended.code == 0
    for word in ("40 名志愿者", "5 件", "种子 1", "计价比", "邻里", "先问最近的", "群发所有人"):
        assert word in ended.text


def test_and_json_for_programs(linli: Terminal) -> None:
    (found,) = linli.run(*SMALL, "--seed", "7", "--json").rows
    assert found["scale"]["seed"] == 7
    assert set(found["policies"]) == {"linli", "nearest", "broadcast"}


def test_a_wrong_number_is_wrong_usage(linli: Terminal) -> None:
    assert linli.run("dispatch-benchmark", "--volunteers", "-3").code == 2
    ended = linli.run("dispatch-audit", "--weeks", "0")
    assert ended.code == 2
    assert "1 到 520" in ended.error


@pytest.fixture
def installed(linli: Terminal, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setenv("LINLI_WECHAT__TOKEN", "invented")
    (linli.folder / "data").mkdir()
    return linli


def test_weeks_without_a_question_are_said_plainly(installed: Terminal) -> None:
    ended = installed.run("dispatch-audit")
    assert (ended.code, "最近 4 周没有问过志愿者" in ended.text) == (0, True)
    (found,) = installed.run("dispatch-audit", "--json").rows
    assert found == {"weeks": 4, "needs": 0, "offers": 0, "figures": None}


def test_what_was_asked_is_held_against_the_best(installed: Terminal) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    noon = now - timedelta(days=3)

    def keep(unit: UnitOfWork) -> None:
        unit.people.apply_volunteers([LIN])
        need = a_need(
            number=0, state=NeedState.FILLED, parts=(Part("电工"),), created_at=noon, touched_at=noon,
            starts_at=noon, ends_at=noon + timedelta(hours=4), requester=0,
        )  # fmt: skip
        number = unit.needs.add(need)
        offer = Offer(0, number, "lin", noon, noon + timedelta(minutes=30), "电工", 6)
        claimed = replace(offer, number=unit.needs.offer(offer), state=OfferState.CLAIMED,
                          answered_at=noon + timedelta(minutes=4))
        unit.needs.save_offer(claimed)

    migrate("sqlite:///data/linli.db")
    store = open_store("sqlite:///data/linli.db")
    store.run(keep)
    store.close()

    ended = installed.run("dispatch-audit", "--weeks", "2")
    assert ended.code == 0
    for word in ("最近 2 周：1 件需求，问了 1 人次", "已接 1", "电工 100%", "已知：", "推测：", "假定："):
        assert word in ended.text
    (found,) = installed.run("dispatch-audit", "--weeks", "2", "--json").rows
    assert (found["needs"], found["states"]) == (1, {"claimed": 1})
    assert found["figures"]["minutes_p50"] == 4.0
