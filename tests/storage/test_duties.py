"""Events of the duties: kept, settled once, released when nobody owes them, counted by place."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from matching.duty import DutyCode, DutyEvent
from storage.duties import DutyCount
from storage.unit_of_work import Store
from tests.storage.builders import NOW
from tests.storage.test_whistles import blow

DAY = timedelta(days=1)
SIGNED = DutyEvent(DutyCode.SIGN_IN, "chen", "rongyu-3", NOW, NOW + DAY, NOW, "take")


def test_events_are_kept_in_their_order_and_found_since_a_moment(store: Store) -> None:
    later = replace(SIGNED, at=NOW + DAY, done_at=None, due_at=None, evidence="")
    store.run(lambda unit: unit.duties.add([SIGNED, later]))
    assert store.read(lambda unit: list(unit.duties.since(None))) == [SIGNED, later]
    assert store.read(lambda unit: list(unit.duties.since(NOW + DAY))) == [later]


def test_an_open_duty_of_a_whistle_is_settled_once(store: Store) -> None:
    whistle = blow(store)
    owed = DutyEvent(DutyCode.ANSWER_WHISTLE, "chengguan", "rongyu-3", NOW, NOW + DAY, case=whistle.case,
                     whistle=whistle.number)
    store.run(lambda unit: unit.duties.add([owed, replace(owed, owner="wuye"), replace(owed, duty=DutyCode.ARRIVE)]))

    settle = (DutyCode.ANSWER_WHISTLE, whistle.number, "chengguan", NOW)
    assert store.run(lambda unit: unit.duties.settle(*settle, "应哨")) is True
    assert store.run(lambda unit: unit.duties.settle(*settle)) is False

    kept = store.read(lambda unit: list(unit.duties.since(None)))
    assert kept == [
        replace(owed, done_at=NOW, evidence="应哨"), replace(owed, owner="wuye"), replace(owed, duty=DutyCode.ARRIVE),
    ]


def test_what_is_not_late_is_owed_no_more_when_a_whistle_is_called_off(store: Store) -> None:
    whistle = blow(store)
    late = DutyEvent(DutyCode.ANSWER_WHISTLE, "chengguan", "rongyu-3", NOW, NOW, whistle=whistle.number)
    store.run(lambda unit: unit.duties.add([late, replace(late, duty=DutyCode.ARRIVE, due_at=NOW + DAY)]))
    store.run(lambda unit: unit.duties.release(whistle.number, NOW + DAY / 2, "收哨"))

    counts = store.read(lambda unit: unit.duties.counts(NOW, NOW + 2 * DAY))
    assert {(one.duty, one.open, one.late) for one in counts} == {
        (DutyCode.ANSWER_WHISTLE, 1, 1), (DutyCode.ARRIVE, 0, 0),
    }


def test_what_hangs_on_no_whistle_is_settled_where_it_stands_open_and_else_added(store: Store) -> None:
    owed = DutyEvent(DutyCode.VISIT, "lin", "rongyu", NOW, NOW + DAY)
    others = [replace(owed, owner="shequ"), replace(owed, place="jiangbin"), replace(owed, due_at=NOW + 2 * DAY)]
    store.run(lambda unit: unit.duties.add([owed, owed, *others]))

    store.run(lambda unit: unit.duties.keep(owed, NOW + DAY, "走访记录"))
    done = replace(owed, done_at=NOW + DAY, evidence="走访记录")
    assert store.read(lambda unit: list(unit.duties.since(None))) == [done, owed, *others]

    store.run(lambda unit: unit.duties.keep(replace(owed, owner="wu"), NOW + DAY, "走访记录"))
    assert store.read(lambda unit: list(unit.duties.since(None)))[-1] == replace(done, owner="wu")


def test_duties_are_counted_by_place(store: Store) -> None:
    too_late = replace(SIGNED, done_at=NOW + 2 * DAY)
    waiting = replace(SIGNED, done_at=None)
    elsewhere = replace(SIGNED, place="jiangbin-1")
    store.run(lambda unit: unit.duties.add([SIGNED, too_late, waiting, elsewhere]))

    def counted(now: object) -> list[DutyCount]:
        counts = store.read(lambda unit: unit.duties.counts(NOW, now))  # type: ignore[arg-type]  # a moment
        return sorted(counts, key=lambda one: one.place)

    there = DutyCount(DutyCode.SIGN_IN, "jiangbin-1", 1, 1, 0, 0)
    assert counted(NOW) == [there, DutyCount(DutyCode.SIGN_IN, "rongyu-3", 3, 2, 1, 1)]
    assert counted(NOW + 3 * DAY) == [there, DutyCount(DutyCode.SIGN_IN, "rongyu-3", 3, 2, 1, 2)]
    assert store.read(lambda unit: unit.duties.counts(NOW + DAY, NOW)) == []
