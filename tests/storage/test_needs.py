"""Needs and offers as they are kept: found by case, clock, volunteer and whom they concern; emptied with a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from matching.need import Need, NeedKind, NeedState, NeedUrgency, Part
from matching.offers import Offer, OfferState
from storage.errors import StorageError
from storage.outbox import Notice
from storage.people import VolunteerRow
from storage.unit_of_work import Store
from tests.storage.builders import NOW, a_case

HOUR = timedelta(hours=1)


def a_need(**given: object) -> Need:
    need = Need(
        0, NeedKind.HELP, NeedState.OPEN, NeedUrgency.TODAY, "rongyu-3", "榕御小区3栋", "换灯泡",
        NOW, NOW + 6 * HOUR, NOW, NOW, 90, (Part("水电维修", 2, verified=True), Part("")), ("闽南话",), "女",
        reasons=("近",), wakes_at=NOW + HOUR,
    )  # fmt: skip
    return replace(need, **given)  # type: ignore[arg-type]  # of the fields' own types


def keep(store: Store, **given: object) -> Need:
    need = a_need(**given)
    return replace(need, number=store.run(lambda unit: unit.needs.add(need)))


def ask(store: Store, need: Need, volunteer: str, **given: object) -> Offer:
    offer = Offer(0, need.number, volunteer, NOW, NOW + HOUR, "水电维修", 2, reasons=("同楼",))
    offer = replace(offer, **given)  # type: ignore[arg-type]  # of the fields' own types
    return replace(offer, number=store.run(lambda unit: unit.needs.offer(offer)))


def test_a_need_is_kept_as_it_was_and_as_it_becomes(store: Store) -> None:
    need = keep(store, by="shequ", coordinator="lin", note="不敢爬高", usual="zhou", team="repair", source="x:y")
    assert store.read(lambda unit: unit.needs.look(need.number)) == need

    changed = replace(need, state=NeedState.FALLBACK, ring=9, round=7, given_to="wuye", ended_at=NOW, wakes_at=None)
    store.run(lambda unit: unit.needs.save(changed))
    assert store.run(lambda unit: unit.needs.load(need.number)) == changed
    assert store.read(lambda unit: unit.needs.look(need.number + 1)) is None


def test_a_need_is_found_by_its_case(store: Store) -> None:
    reporter = store.run(lambda unit: unit.people.contact_of("r", NOW)).id
    case = store.run(lambda unit: unit.cases.add(a_case(reporter=reporter)))
    need = keep(store, case=case, requester=reporter)

    assert store.read(lambda unit: unit.needs.of_case(case)) == need
    assert store.read(lambda unit: unit.needs.of_case(case + 1)) is None


def test_the_clock_finds_what_has_fallen_due_the_longest_waiting_first(store: Store) -> None:
    late = keep(store, wakes_at=NOW + 2 * HOUR)
    soon = keep(store)
    keep(store, wakes_at=None)

    assert store.read(lambda unit: unit.needs.waking(NOW, 9)) == []
    assert store.read(lambda unit: unit.needs.waking(NOW + 2 * HOUR, 9)) == [soon, late]
    assert store.read(lambda unit: unit.needs.waking(NOW + 2 * HOUR, 1)) == [soon]


def test_whom_it_was_offered_to_and_nobody_twice(store: Store) -> None:
    need = keep(store)
    first, second = ask(store, need, "zhou"), ask(store, need, "wu", state=OfferState.CLAIMED)

    assert store.read(lambda unit: unit.needs.offers(need.number)) == [first, second]
    assert store.read(lambda unit: unit.needs.holders(need.number)) == [second]
    assert store.read(lambda unit: unit.needs.offer_of(need.number, "wu")) == second
    assert store.read(lambda unit: unit.needs.offer_of(need.number, "li")) is None
    with pytest.raises(StorageError):
        ask(store, need, "zhou")


def test_what_became_of_an_offer_is_kept(store: Store) -> None:
    need = keep(store)
    offer = ask(store, need, "zhou")
    changed = replace(offer, state=OfferState.DONE, answered_at=NOW, done_at=NOW + HOUR, why="90分钟", part="")
    store.run(lambda unit: unit.needs.save_offer(changed))

    assert store.read(lambda unit: unit.needs.offers(need.number)) == [changed]
    assert store.read(lambda unit: unit.needs.of_volunteer("zhou", [OfferState.DONE])) == [(need, changed)]
    assert store.read(lambda unit: unit.needs.of_volunteer("zhou", [OfferState.ASKED])) == []


def test_the_past_of_some_is_read_at_once(store: Store) -> None:
    need = keep(store)
    ask(store, need, "zhou", state=OfferState.CONFIRMED)
    ask(store, need, "wu", state=OfferState.SILENT, at=NOW - 40 * HOUR)
    ask(store, need, "li")

    past = store.read(lambda unit: unit.needs.past_of(["zhou", "wu"], NOW - 48 * HOUR))
    assert [(one.volunteer, one.state, one.ring, one.minutes) for one in past] == [
        ("zhou", OfferState.CONFIRMED, 2, 90), ("wu", OfferState.SILENT, 2, 90),
    ]
    assert len(store.read(lambda unit: unit.needs.past_of(["zhou", "wu"], NOW))) == 1
    assert store.read(lambda unit: unit.needs.past_of([], NOW)) == []
    answers = store.read(lambda unit: unit.needs.answers(NOW))
    assert answers == [(2, OfferState.ASKED, 1), (2, OfferState.CONFIRMED, 1)]


def test_what_concerns_somebody_is_found_while_it_is_not_over(store: Store) -> None:
    contact = store.run(lambda unit: unit.people.contact_of("r", NOW)).id
    own = keep(store, requester=contact)
    ordered = keep(store, by="shequ")
    given = keep(store, given_to="shequ", starts_at=NOW - HOUR)
    keep(store, requester=contact, state=NeedState.CONFIRMED)

    assert store.read(lambda unit: unit.needs.concerning(contact, "")) == [own]
    assert store.read(lambda unit: unit.needs.concerning(0, "shequ")) == [given, ordered]
    assert store.read(lambda unit: unit.needs.concerning(0, "")) == []


def test_what_was_done_last_for_somebody_is_found(store: Store) -> None:
    contact = store.run(lambda unit: unit.people.contact_of("r", NOW)).id
    keep(store, requester=contact, state=NeedState.CONFIRMED)
    last = keep(store, requester=contact, state=NeedState.DONE, touched_at=NOW + HOUR)
    keep(store, requester=contact, touched_at=NOW + 2 * HOUR)

    assert store.read(lambda unit: unit.needs.latest_of_requester(contact)) == last
    assert store.read(lambda unit: unit.needs.latest_of_requester(contact + 1)) is None


def test_who_is_anonymised_leaves_no_words_in_what_she_asked_for(store: Store) -> None:
    contact = store.run(lambda unit: unit.people.contact_of("r", NOW)).id
    hers, other = keep(store, requester=contact, note="门牌501"), keep(store, note="别人的")
    ask(store, hers, "zhou", why="她说没来")
    kept = ask(store, other, "zhou", why="没空")
    for need in (hers, other):
        page = {"page": f"need/{need.number}", "matter": "换灯泡"}
        notice = Notice("offer", "请您帮忙：501", None, contact, "", False, NOW, f"n{need.number}", page)
        store.run(lambda unit, notice=notice: unit.outbox.put(replace(notice, contact=None, person="li")))
    store.run(lambda unit: unit.people.anonymise(contact))

    found = store.read(lambda unit: unit.needs.look(hers.number))
    assert found == replace(hers, what="", note="", place_text="", requester=0)
    assert store.read(lambda unit: unit.needs.look(other.number)) == other
    assert [offer.why for offer in store.read(lambda unit: unit.needs.offers(hers.number))] == [""]
    assert store.read(lambda unit: unit.needs.offers(other.number)) == [kept]
    letters = store.run(lambda unit: unit.outbox.claim(NOW + HOUR, HOUR, 9))
    assert [letter.notice.text for letter in letters] == ["请您帮忙：501"], "the other's is still to be sent"


def test_a_volunteer_who_is_anonymised_leaves_no_reasons(store: Store) -> None:
    row = VolunteerRow("zhou", "周大明", "openid-zhou", "", "", (), (), "", "", 2, vetted=False)
    store.run(lambda unit: unit.people.apply_volunteers([row]))
    contact = store.run(lambda unit: unit.people.contact_of("openid-zhou", NOW)).id
    need = keep(store)
    ask(store, need, "zhou", why="孩子发烧", state=OfferState.RELEASED)
    store.run(lambda unit: unit.people.anonymise(contact))

    assert [offer.why for offer in store.read(lambda unit: unit.needs.offers(need.number))] == [""]
