from __future__ import annotations

from dataclasses import replace

import pytest

from matching.hours import Certificate, ServiceHours
from matching.need import Need, NeedKind, NeedState, NeedUrgency
from storage.errors import UnknownContact
from storage.people import Contact
from storage.unit_of_work import Store, UnitOfWork
from tests.storage.builders import MINUTE, NOW, a_case, a_message, a_notice, a_person, a_volunteer, an_event


def contact_of(store: Store, openid: str = "o1") -> Contact:
    return store.run(lambda unit: unit.people.contact_of(openid, NOW))


def test_an_unknown_openid_becomes_a_contact(store: Store) -> None:
    found = contact_of(store)

    assert found == Contact(
        id=found.id,
        openid="o1",
        person="",
        subscribed=True,
        home="",
        room="",
        name="",
        window_until=None,
        window_left=0,
        seen_at=NOW,
    )


def test_a_known_openid_is_the_same_contact_untouched(store: Store) -> None:
    first = contact_of(store)

    assert store.run(lambda unit: unit.people.contact_of("o1", NOW + MINUTE)) == first
    assert contact_of(store, "o2").id != first.id


def test_a_contact_is_saved_as_it_is_now(store: Store) -> None:
    changed = replace(
        contact_of(store),
        subscribed=False,
        home="rongyu-3",
        room="501",
        name="陈",
        window_until=NOW + MINUTE,
        window_left=5,
        seen_at=NOW + MINUTE,
    )

    store.run(lambda unit: unit.people.save(changed))

    assert store.read(lambda unit: unit.people.contact(changed.id)) == changed


def test_saving_changes_neither_openid_nor_person(store: Store) -> None:
    found = contact_of(store)

    store.run(lambda unit: unit.people.save(replace(found, openid="o9", person="wang")))

    assert store.read(lambda unit: unit.people.contact(found.id)) == found


def test_saving_an_unknown_contact_is_refused(store: Store) -> None:
    found = contact_of(store)

    with pytest.raises(UnknownContact):
        store.run(lambda unit: unit.people.save(replace(found, id=99)))


def test_there_is_no_contact_with_an_unknown_id(store: Store) -> None:
    assert store.read(lambda unit: unit.people.contact(99)) is None


def test_a_window_is_spent_until_nothing_is_left(store: Store) -> None:
    found = contact_of(store)
    store.run(lambda unit: unit.people.save(replace(found, window_left=2)))

    spent = [store.run(lambda unit: unit.people.spend_window(found.id)) for _ in range(3)]

    assert spent == [True, True, False]
    assert store.read(lambda unit: unit.people.contact(found.id)).window_left == 0


def with_people(store: Store) -> None:
    store.run(
        lambda unit: unit.people.apply(
            [a_person(code="wang", bind_code="K7F3"), a_person(code="li", bind_code="")]
        )
    )


def test_a_contact_becomes_the_person_of_the_bind_code(store: Store) -> None:
    with_people(store)
    found = contact_of(store)

    assert store.run(lambda unit: unit.people.bind(found.id, " K7F3 ")) == "wang"

    assert store.read(lambda unit: unit.people.contact_of_person("wang")) == replace(found, person="wang")
    assert store.read(lambda unit: unit.versions.all())["people"] == 2


@pytest.mark.parametrize("code", ["K7F4", "", "  "])
def test_a_wrong_bind_code_binds_nobody(store: Store, code: str) -> None:
    with_people(store)
    found = contact_of(store)

    assert store.run(lambda unit: unit.people.bind(found.id, code)) is None

    assert store.read(lambda unit: unit.people.contact(found.id)).person == ""
    assert store.read(lambda unit: unit.versions.all())["people"] == 1


def test_a_person_is_one_contact_at_a_time(store: Store) -> None:
    with_people(store)
    old, new = contact_of(store, "old"), contact_of(store, "new")
    store.run(lambda unit: unit.people.bind(old.id, "K7F3"))

    store.run(lambda unit: unit.people.bind(new.id, "K7F3"))

    assert store.read(lambda unit: unit.people.contact_of_person("wang")).openid == "new"
    assert store.read(lambda unit: unit.people.contact(old.id)).person == ""


def test_binding_an_unknown_contact_is_refused_and_leaves_the_binding(store: Store) -> None:
    with_people(store)
    found = contact_of(store)
    store.run(lambda unit: unit.people.bind(found.id, "K7F3"))

    with pytest.raises(UnknownContact):
        store.run(lambda unit: unit.people.bind(99, "K7F3"))

    assert store.read(lambda unit: unit.people.contact_of_person("wang")).id == found.id


def life_of_a_resident(unit: UnitOfWork) -> tuple[int, int]:
    """A contact that is a volunteer and a responder too, with a case, messages, letters and replies."""
    unit.people.apply([a_person(code="wang", openid="o-secret")])
    unit.people.apply_volunteers([a_volunteer(openid="o-secret", name="陈秘密")])
    contact = unit.people.contact_of("o-secret", NOW)
    unit.people.save(replace(contact, name="陈秘密", room="秘密501", home="rongyu-3", window_left=5))
    unit.inbox.claim("o-secret:1", "o-secret", NOW)
    unit.inbox.remember("o-secret:1", "秘密回复")
    number = unit.cases.add(a_case(reporter=contact.id, summary="秘密事项"))
    unit.cases.append(an_event(case=number, actor="resident", reason="秘密理由"))
    unit.cases.append(an_event(case=number, actor="wang", reason="楼栋长负责"))
    unit.cases.add_message(a_message(contact=contact.id, case=number, text="秘密", media="秘密", lat=1.5, lng=2.5))
    unit.media.want("秘密", "image", contact.id, NOW)
    unit.media.keep(unit.media.claim(NOW, MINUTE, 1)[0].id, NOW, "秘密".encode(), "image/jpeg")
    unit.outbox.put(a_notice(key="1", case=number, person="li", text="秘密", fields={"thing1": "秘密"}))
    unit.outbox.put(a_notice(key="2", contact=contact.id, person="", text="秘密"))
    return contact.id, number


def everything(unit: UnitOfWork) -> str:
    found = [
        unit.people.volunteer_rows(),
        list(unit.cases.export()),
        list(unit.cases.export_events()),
        unit.cases.messages(1),
        unit.media.kept("秘密"),
        unit.outbox.undelivered(9),
        unit.outbox.claim(NOW, MINUTE, 9),
        unit.inbox.claim("o-secret:1", "o-secret", NOW),
        [unit.people.contact(n) for n in range(1, 5)],
    ]
    return repr(found)


def test_an_anonymous_resident_leaves_no_word_and_no_id_behind(store: Store) -> None:
    contact, _ = store.run(life_of_a_resident)

    store.run(lambda unit: unit.people.anonymise(contact))

    left = store.run(everything)
    assert "秘密" not in left
    assert "o-secret" not in left


def test_an_anonymous_resident_keeps_the_statistics(store: Store) -> None:
    contact, number = store.run(life_of_a_resident)
    before = store.read(lambda unit: unit.cases.load(number))

    store.run(lambda unit: unit.people.anonymise(contact))

    assert store.read(lambda unit: unit.cases.load(number)) == replace(before, summary="")
    assert [event.reason for event in store.read(lambda unit: unit.cases.events(number))] == ["", "楼栋长负责"]
    assert [message.text for message in store.read(lambda unit: unit.cases.messages(number))] == [""]


def test_letters_of_an_anonymous_resident_are_given_up(store: Store) -> None:
    contact, _ = store.run(life_of_a_resident)

    store.run(lambda unit: unit.people.anonymise(contact))

    assert store.run(lambda unit: unit.outbox.claim(NOW, MINUTE, 9)) == []
    assert store.read(lambda unit: unit.outbox.counts())["failed"] == 2


def test_an_anonymous_contact_that_writes_again_is_somebody_new(store: Store) -> None:
    contact, _ = store.run(life_of_a_resident)

    store.run(lambda unit: unit.people.anonymise(contact))

    assert contact_of(store, "o-secret").id != contact
    assert store.read(lambda unit: unit.people.contact_of_person("wang")) is None


def test_an_anonymous_volunteer_leaves_the_register_and_her_hours_stay(store: Store) -> None:
    contact, _ = store.run(life_of_a_resident)
    need = Need(0, NeedKind.HELP, NeedState.DONE, NeedUrgency.TODAY, "", "", "修灯", NOW, NOW, NOW, NOW)
    entry = ServiceHours(0, "v1", NOW, 60, "邻里帮忙 · 水电维修", "rongyu", "jiangbin", "resident")
    certificate = Certificate("LL26AAAA", "v1", NOW, NOW.date(), NOW.date(), 60, 1, "陈秘密")

    def work(unit: UnitOfWork) -> None:
        unit.hours.credit(replace(entry, need=unit.needs.add(need)))
        unit.hours.certify(certificate)
        unit.people.anonymise(contact)

    store.run(work)

    assert store.read(lambda unit: unit.people.volunteers()) == ()
    assert "陈秘密" not in repr(store.read(lambda unit: unit.people.volunteer_row("v1")))
    (kept,) = store.read(lambda unit: unit.hours.of_volunteer("v1"))
    assert (kept.minutes, kept.home, kept.work) == (60, "", "")
    assert store.read(lambda unit: unit.hours.certificate("LL26AAAA")) == replace(certificate, digest="")
    assert store.read(lambda unit: unit.versions.all())["volunteers"] == 2


def test_an_unknown_contact_cannot_be_made_anonymous(store: Store) -> None:
    with pytest.raises(UnknownContact):
        store.run(lambda unit: unit.people.anonymise(99))
