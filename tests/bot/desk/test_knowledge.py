"""What the desk knows follows what is published, within a second and without a restart."""

from __future__ import annotations

from datetime import timedelta

from bot.desk.knowledge import Library
from tests.builders import MORNING, DeskTalk, a_person, places, rules_text

REPORT = "榕御小区3栋楼下乱停车"


def test_an_empty_library_is_not_ready_until_it_has_read(talk: DeskTalk):
    library = Library()
    assert not library.ready()

    known = talk.store.read(lambda unit: library.current(unit, MORNING))
    assert library.ready()
    assert known.rules.rules.revision == 1
    assert known.town.territory.get("rongyu-3") is not None


def test_within_a_second_nothing_is_read_again(talk: DeskTalk):
    library = Library()
    first = talk.store.read(lambda unit: library.current(unit, MORNING))
    talk.store.run(lambda unit: unit.rules.publish(rules_text() + "\n", "admin", "newer", MORNING))

    assert talk.store.read(lambda unit: library.current(unit, MORNING + timedelta(seconds=0.9))) is first
    newer = talk.store.read(lambda unit: library.current(unit, MORNING + timedelta(seconds=1)))
    assert newer.rules.rules.revision == 2


def test_what_did_not_change_is_kept(talk: DeskTalk):
    library = Library()
    first = talk.store.read(lambda unit: library.current(unit, MORNING))
    talk.store.run(lambda unit: unit.people.apply([a_person("neu", "新来的", "building_leader", "rongyu-4")]))
    second = talk.store.read(lambda unit: library.current(unit, MORNING + timedelta(seconds=2)))

    assert second is not first
    assert second.rules is first.rules
    assert second.gazetteer is first.gazetteer
    assert second.town.directory.get("neu") is not None


def test_a_clock_set_back_reads_again(talk: DeskTalk):
    library = Library()
    talk.store.read(lambda unit: library.current(unit, MORNING))
    talk.store.run(lambda unit: unit.rules.publish(rules_text() + "\n", "admin", "newer", MORNING))

    known = talk.store.read(lambda unit: library.current(unit, MORNING - timedelta(hours=1)))
    assert known.rules.rules.revision == 2


def test_a_published_rule_is_live_for_the_next_message(talk: DeskTalk):
    talk.says("resident", REPORT)
    text = rules_text().replace("乱停车 6", "没有这个词 6").replace("停车 4", "也没有 4").replace("噪音 6", "乱停车 6")
    talk.store.run(lambda unit: unit.rules.publish(text, "admin", "a joke", talk.now))
    talk.later()
    talk.says("resident", REPORT)

    assert [case.category for case in talk.cases()] == ["parking", "noise"]
    assert [case.revision for case in talk.cases()] == [1, 2]


def test_a_new_leader_gets_the_next_case(talk: DeskTalk):
    node = places()[-1].code
    talk.store.run(lambda unit: unit.people.apply([a_person("neu", "新来的", "building_leader", node)]))
    talk.later()
    talk.says("resident", "江滨花园5栋楼下乱停车")

    assert talk.case(1).responder == "neu"
