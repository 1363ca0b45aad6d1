from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from matching.responder import Duty, Responder, Role
from storage.contacts import NEVER
from storage.errors import ImportRefused
from storage.people import ImportCounts
from storage.unit_of_work import Store
from tests.storage.builders import NOW, a_person, a_volunteer


def apply(store: Store, *rows) -> ImportCounts:
    return store.run(lambda unit: unit.people.apply(rows))


def version(store: Store, name: str = "people") -> int:
    return store.read(lambda unit: unit.versions.all())[name]


def test_rows_become_responders_with_their_duties(store: Store) -> None:
    apply(
        store,
        a_person(code="wang", role="grid_worker", place="g1", categories=("noise", "parking"), backup="li"),
        a_person(code="wang", role="building_leader", place="b3", categories=("*",), backup="li"),
        a_person(code="li", name="李", role="community", place="c1", bind_code=""),
    )

    assert store.read(lambda unit: unit.people.directory()) == (
        Responder("li", "李", (Duty(Role.COMMUNITY, "c1", frozenset({"*"})),)),
        Responder(
            "wang",
            "王丽",
            (
                Duty(Role.BUILDING_LEADER, "b3", frozenset({"*"})),
                Duty(Role.GRID_WORKER, "g1", frozenset({"noise", "parking"})),
            ),
            "li",
        ),
    )


def test_rows_come_back_as_they_were_applied(store: Store) -> None:
    rows = (a_person(code="li", openid="o-li", bind_code=""), a_person(code="wang"))

    assert apply(store, *rows) == ImportCounts(added=2, changed=0, same=0)

    assert store.read(lambda unit: unit.people.people_rows()) == rows


def test_applying_twice_changes_nothing(store: Store) -> None:
    rows = (a_person(code="wang", openid="o1"), a_person(code="wang", place="b4"), a_person(code="li", bind_code=""))
    apply(store, *rows)

    assert apply(store, *rows) == ImportCounts(added=0, changed=0, same=3)
    assert version(store) == 1


def test_changed_rows_are_changed_and_the_others_stay(store: Store) -> None:
    apply(store, a_person(code="wang"), a_person(code="li", bind_code=""))

    counts = apply(store, a_person(code="wang", phone="139", categories=("noise",)))

    assert counts == ImportCounts(added=0, changed=1, same=0)
    assert store.read(lambda unit: unit.people.people_rows()) == (
        a_person(code="li", bind_code=""),
        a_person(code="wang", phone="139", categories=("noise",)),
    )
    assert version(store) == 2


def test_what_belongs_to_a_person_need_stand_in_one_row_only(store: Store) -> None:
    rows = (
        a_person(place="b3", phone="", bind_code="", openid=""),
        a_person(place="b4", phone="139", bind_code="K1", openid="o1"),
    )
    apply(store, *rows)

    stored = store.read(lambda unit: unit.people.people_rows())
    assert {(row.phone, row.bind_code, row.openid) for row in stored} == {("139", "K1", "o1")}
    assert apply(store, *rows) == ImportCounts(added=0, changed=0, same=2)


def test_an_openid_binds_its_contact(store: Store) -> None:
    apply(store, a_person(code="wang", openid="o1"))

    bound = store.read(lambda unit: unit.people.contact_of_person("wang"))
    assert (bound.openid, bound.seen_at) == ("o1", NEVER)


def test_an_openid_binds_the_contact_that_is_known_already(store: Store) -> None:
    known = store.run(lambda unit: unit.people.contact_of("o1", NOW))

    apply(store, a_person(code="wang", openid="o1"))

    assert store.read(lambda unit: unit.people.contact_of_person("wang")) == replace(known, person="wang")


def test_an_empty_openid_leaves_a_binding(store: Store) -> None:
    apply(store, a_person(code="wang", bind_code="K7F3", openid=""))
    known = store.run(lambda unit: unit.people.contact_of("o1", NOW))
    store.run(lambda unit: unit.people.bind(known.id, "K7F3"))

    assert apply(store, a_person(code="wang", bind_code="K7F3", openid="")).same == 1
    assert store.read(lambda unit: unit.people.contact_of_person("wang")).openid == "o1"


def test_another_openid_binds_another_contact(store: Store) -> None:
    apply(store, a_person(code="wang", openid="old"))

    assert apply(store, a_person(code="wang", openid="new")).changed == 1

    assert store.read(lambda unit: unit.people.contact_of_person("wang")).openid == "new"


def test_two_people_may_exchange_bind_codes_and_phones(store: Store) -> None:
    apply(
        store,
        a_person(code="wang", bind_code="K1", openid="o1"),
        a_person(code="li", bind_code="K2", openid="o2"),
    )

    apply(
        store,
        a_person(code="wang", bind_code="K2", openid="o2"),
        a_person(code="li", bind_code="K1", openid="o1"),
    )

    rows = {row.code: (row.bind_code, row.openid) for row in store.read(lambda unit: unit.people.people_rows())}
    assert rows == {"wang": ("K2", "o2"), "li": ("K1", "o1")}


@pytest.mark.parametrize("shared", ["bind_code", "openid"])
def test_two_people_of_a_file_cannot_share(store: Store, shared: str) -> None:
    with pytest.raises(ImportRefused, match=shared) as refused:
        apply(
            store,
            a_person(code="wang", **{"bind_code": "K1", shared: "X"}),
            a_person(code="li", **{"bind_code": "K2", shared: "X"}),
        )

    assert refused.value.code == "li"
    assert store.read(lambda unit: unit.people.people_rows()) == ()


def test_a_bind_code_of_somebody_not_in_the_file_is_refused(store: Store) -> None:
    apply(store, a_person(code="wang", bind_code="K1"))

    with pytest.raises(ImportRefused, match="bind_code"):
        apply(store, a_person(code="li", bind_code="K1"))


def test_a_leave_stands_in_the_directory_and_survives_an_import(store: Store) -> None:
    apply(store, a_person(code="wang"))

    assert store.run(lambda unit: unit.people.set_leave("wang", date(2026, 3, 2), date(2026, 3, 8)))
    apply(store, a_person(code="wang", phone="139"))

    (wang,) = store.read(lambda unit: unit.people.directory())
    assert (wang.leave_from, wang.leave_until) == (date(2026, 3, 2), date(2026, 3, 8))
    assert version(store) == 3


def test_nobody_unknown_goes_on_leave(store: Store) -> None:
    assert not store.run(lambda unit: unit.people.set_leave("nobody", None, None))


def test_volunteers_come_back_as_they_were_applied(store: Store) -> None:
    rows = (a_volunteer(code="v1", openid="o1"), a_volunteer(code="v2", vetted=False, skills=()))

    assert store.run(lambda unit: unit.people.apply_volunteers(rows)) == ImportCounts(2, 0, 0)

    assert store.read(lambda unit: unit.people.volunteer_rows()) == rows
    assert store.run(lambda unit: unit.people.apply_volunteers(rows)) == ImportCounts(0, 0, 2)
    assert version(store, "volunteers") == 1


def test_a_changed_volunteer_is_changed(store: Store) -> None:
    store.run(lambda unit: unit.people.apply_volunteers([a_volunteer(openid="o1")]))

    counts = store.run(lambda unit: unit.people.apply_volunteers([a_volunteer(openid="", weekly_cap=5)]))

    assert counts == ImportCounts(added=0, changed=1, same=0)
    assert store.read(lambda unit: unit.people.volunteer_rows()) == (a_volunteer(openid="o1", weekly_cap=5),)


def test_two_volunteers_cannot_share_an_openid(store: Store) -> None:
    store.run(lambda unit: unit.people.apply_volunteers([a_volunteer(code="v1", openid="o1")]))

    with pytest.raises(ImportRefused, match="openid"):
        store.run(lambda unit: unit.people.apply_volunteers([a_volunteer(code="v2", openid="o1")]))


def test_two_volunteers_may_exchange_contacts(store: Store) -> None:
    rows = [a_volunteer(code="v1", openid="o1"), a_volunteer(code="v2", openid="o2")]
    store.run(lambda unit: unit.people.apply_volunteers(rows))

    exchanged = [a_volunteer(code="v1", openid="o2"), a_volunteer(code="v2", openid="o1")]
    store.run(lambda unit: unit.people.apply_volunteers(exchanged))

    assert store.read(lambda unit: unit.people.volunteer_rows()) == tuple(exchanged)


def test_what_a_volunteer_says_of_herself_is_kept_under_her_account(store: Store) -> None:
    contact = store.run(lambda unit: unit.people.contact_of("o1", NOW))

    store.run(lambda unit: unit.people.enlist(a_volunteer(code="v1"), contact.id))
    store.run(lambda unit: unit.people.enlist(a_volunteer(code="v1", weekly_cap=5), contact.id))

    assert store.read(lambda unit: unit.people.own_row(contact.id)) == a_volunteer(openid="o1", weekly_cap=5)
    assert version(store, "volunteers") == 2


def test_who_leaves_is_asked_no_more_and_may_come_back(store: Store) -> None:
    contact = store.run(lambda unit: unit.people.contact_of("o1", NOW))
    store.run(lambda unit: unit.people.enlist(a_volunteer(), contact.id))

    store.run(lambda unit: unit.people.leave("v1", NOW))

    assert store.read(lambda unit: unit.people.volunteers()) == ()
    assert store.read(lambda unit: unit.people.has_left("v1"))
    assert store.read(lambda unit: unit.people.own_row(contact.id)) == a_volunteer(openid="o1")
    store.run(lambda unit: unit.people.enlist(a_volunteer(), contact.id))
    assert not store.read(lambda unit: unit.people.has_left("v1"))
    assert not store.read(lambda unit: unit.people.has_left("nobody"))


def test_no_file_brings_back_who_has_left(store: Store) -> None:
    contact = store.run(lambda unit: unit.people.contact_of("o1", NOW))
    store.run(lambda unit: unit.people.enlist(a_volunteer(), contact.id))
    store.run(lambda unit: unit.people.leave("v1", NOW))

    rows = [a_volunteer(code="v1"), a_volunteer(code="v2", openid="o1")]

    assert store.run(lambda unit: unit.people.apply_volunteers(rows)) == ImportCounts(0, 0, 2)
    assert store.read(lambda unit: unit.people.volunteer_rows()) == ()


def test_what_others_say_of_a_volunteer_leaves_her_account_alone(store: Store) -> None:
    store.run(lambda unit: unit.people.apply_volunteers([a_volunteer(openid="o1"), a_volunteer(code="v2")]))

    for row in (a_volunteer(openid="o1", verified=("水电",)), a_volunteer(code="v2", verified=("水电",))):
        store.run(lambda unit, row=row: unit.people.change_volunteer(row))

    assert store.read(lambda unit: unit.people.volunteer_row("v1")) == a_volunteer(openid="o1", verified=("水电",))
    assert store.read(lambda unit: unit.people.volunteer_row("v2")) == a_volunteer(code="v2", verified=("水电",))
    assert store.read(lambda unit: unit.people.volunteer_row("v3")) is None
