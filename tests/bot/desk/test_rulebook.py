"""Which rules are live: the shipped ones follow the product until an admin publishes his own."""

from __future__ import annotations

from bot.desk.rulebook import publish_shipped
from intents.rule import shipped_rules_text
from storage.unit_of_work import Store
from tests.builders import MORNING, rules_text


def test_a_new_store_works_by_the_shipped_rules(store: Store):
    assert publish_shipped(store, MORNING) == 1
    assert store.read(lambda unit: unit.rules.live()) == (1, shipped_rules_text())


def test_starting_again_publishes_nothing(store: Store):
    publish_shipped(store, MORNING)

    assert publish_shipped(store, MORNING) == 1


def test_newer_shipped_rules_go_over_older_shipped_ones(store: Store):
    store.run(lambda unit: unit.rules.publish(rules_text(), "linli", "an older version", MORNING))

    assert publish_shipped(store, MORNING) > 1
    assert store.read(lambda unit: unit.rules.live())[1] == shipped_rules_text()


def test_an_admins_rules_stay_through_upgrades(store: Store):
    live = store.run(lambda unit: unit.rules.publish(rules_text(), "admin", "ours", MORNING))

    assert publish_shipped(store, MORNING) == live
    assert store.read(lambda unit: unit.rules.live())[1] == rules_text()
