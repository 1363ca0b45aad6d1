"""Activities and their sign-ups, kept on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from matching.activity import Activity, ActivityState, SignUp, SignUpState
from storage.unit_of_work import Store

NOW = datetime(2026, 3, 3, 2, tzinfo=UTC)


def an_activity(**given) -> Activity:
    activity = Activity(0, "rongyu-sq", "读书会", "活动室", NOW, NOW + timedelta(hours=1), 20, minors=True, by="shequ")
    return replace(activity, **given)


def test_an_activity_comes_back_as_it_was_kept_and_changed(store: Store):
    number = store.run(lambda unit: unit.activities.add(an_activity()))
    changed = an_activity(number=number, state=ActivityState.CANCELLED, reminded_at=NOW, spot="广场")
    store.run(lambda unit: unit.activities.save(changed))
    assert store.read(lambda unit: unit.activities.load(number)) == changed
    assert store.run(lambda unit: unit.activities.load(number)) == changed, "under lock too"
    assert store.read(lambda unit: unit.activities.load(99)) is None


def test_the_open_ones_come_earliest_first_and_those_since_a_moment_in_order(store: Store):
    def work(unit) -> None:
        for hours, state in ((5, ActivityState.OPEN), (1, ActivityState.OPEN), (2, ActivityState.OVER)):
            at = NOW + timedelta(hours=hours)
            unit.activities.add(an_activity(starts_at=at, ends_at=at, state=state))

    store.run(work)
    assert [one.number for one in store.read(lambda unit: unit.activities.open())] == [2, 1]
    since = store.read(lambda unit: unit.activities.since(NOW + timedelta(hours=2)))
    assert [one.number for one in since] == [1, 3]


def test_a_later_sign_up_goes_over_the_earlier_and_what_is_out_is_nobodys_plan(store: Store):
    def work(unit) -> tuple[int, int]:
        contact = unit.people.contact_of("a", NOW).id
        first = unit.activities.add(an_activity())
        second = unit.activities.add(an_activity(starts_at=NOW - timedelta(days=1)))
        for activity, count, state in ((first, 1, SignUpState.WAITING), (first, 2, SignUpState.IN),
                                       (second, 3, SignUpState.OUT)):
            unit.activities.put(SignUp(0, activity, contact, count, state, NOW, "外婆"))
        return first, contact

    first, contact = store.run(work)
    (kept,) = store.read(lambda unit: unit.activities.sign_ups(first))
    assert (kept.contact, kept.count, kept.state, kept.guardian) == (contact, 2, SignUpState.IN, "外婆")
    ((activity, sign_up),) = store.read(lambda unit: unit.activities.of_contact(contact))
    assert (activity.number, sign_up) == (first, kept)
    counts = store.read(lambda unit: unit.activities.counts())
    assert counts == {(1, SignUpState.IN): (2, 1), (2, SignUpState.OUT): (3, 1)}


def test_who_brings_a_child_is_forgotten_with_whoever_signed_it_up(store: Store):
    def work(unit) -> int:
        contact = unit.people.contact_of("a", NOW).id
        unit.activities.put(SignUp(0, unit.activities.add(an_activity()), contact, 2, SignUpState.IN, NOW, "外婆"))
        unit.people.anonymise(contact)
        return contact

    store.run(work)
    (kept,) = store.read(lambda unit: unit.activities.sign_ups(1))
    assert (kept.guardian, kept.count, kept.state) == ("", 2, SignUpState.OUT), "nobody comes any more"
