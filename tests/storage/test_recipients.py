"""Those who are visited, what was noted about them, and how both are emptied."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from matching.need import Need, NeedKind, NeedState, NeedUrgency
from matching.visit import Recipient
from storage.media import KeptFile
from storage.places import ImportCounts
from storage.recipients import VisitNote
from storage.unit_of_work import Store
from tests.storage.builders import NOW, a_case, a_notice

DAY = date(2026, 3, 2)
ELDER = Recipient(
    "chen", "陈阿婆", "rongyu-3", "501", "13800000000", 0, ("闽南语",), "女", False, True, "爱听芗剧", 7,
    "周一 09:00-11:00", "v1", "visit", "shequ", DAY,
)  # fmt: skip
CHILD = Recipient("boy", "小明", "rongyu-5", minor=True)


def a_visit(**given) -> Need:
    need = Need(
        0, NeedKind.VISIT, NeedState.FILLED, NeedUrgency.PLANNED, "rongyu-3", "榕御小区3栋", "走访", NOW,
        NOW + timedelta(hours=2), NOW, NOW, recipient="chen",
    )  # fmt: skip
    return replace(need, **given)


def test_a_recipient_is_kept_as_the_row_says_and_twice_the_same_changes_nothing(store: Store) -> None:
    first = store.run(lambda unit: unit.recipients.apply([ELDER, CHILD]))
    again = store.run(lambda unit: unit.recipients.apply([replace(ELDER, usual="", next_day=None), CHILD]))

    assert (first, again) == (ImportCounts(2, 0, 0), ImportCounts(0, 0, 2))
    assert store.read(lambda unit: unit.recipients.all()) == [CHILD, ELDER]
    assert store.read(lambda unit: unit.recipients.load("nobody")) is None


def test_a_changed_row_keeps_the_day_and_whom_she_knows(store: Store) -> None:
    store.run(lambda unit: unit.recipients.apply([ELDER]))
    changed = replace(ELDER, phone="", usual="", next_day=None, every_days=14)
    assert store.run(lambda unit: unit.recipients.apply([changed])) == ImportCounts(0, 1, 0)

    kept = store.read(lambda unit: unit.recipients.load("chen"))
    assert kept == replace(ELDER, phone="", every_days=14)


def test_who_has_agreed_is_due_on_her_day_or_without_one_at_once(store: Store) -> None:
    late = replace(ELDER, code="late", next_day=DAY - timedelta(days=1))
    others = [replace(ELDER, code="no", consent=False), replace(ELDER, code="tomorrow", next_day=date(2026, 3, 3))]
    new = replace(ELDER, code="new", next_day=None, usual="")
    store.run(lambda unit: unit.recipients.apply([ELDER, late, CHILD, new, *others]))

    assert [one.code for one in store.read(lambda unit: unit.recipients.due(DAY))] == ["new", "late", "chen"]
    assert [one.code for one in store.read(lambda unit: unit.recipients.of_usual("v1"))] == ["late", "chen", "tomorrow"]


def test_notes_are_found_by_recipient_visit_and_campaign(store: Store) -> None:
    store.run(lambda unit: unit.recipients.apply([ELDER]))
    need = store.run(lambda unit: unit.needs.add(a_visit()))
    note = VisitNote(0, NOW, "v1", "腿疼", need, 0, "chen")
    first = store.run(lambda unit: unit.recipients.add_note(note))
    second = store.run(lambda unit: unit.recipients.add_note(replace(note, at=NOW + timedelta(days=7), text="好多了")))
    reporter = store.run(lambda unit: unit.people.contact_of("r", NOW)).id
    case = store.run(lambda unit: unit.cases.add(a_case(reporter=reporter)))
    kept = replace(note, number=first, media="voice-1", case=case)
    store.run(lambda unit: unit.recipients.save_note(kept))

    assert store.read(lambda unit: unit.recipients.note(first)) == kept
    assert store.read(lambda unit: unit.recipients.note(999)) is None
    assert [one.number for one in store.read(lambda unit: unit.recipients.notes_of("chen"))] == [second, first]
    assert [one.number for one in store.read(lambda unit: unit.recipients.notes_of("chen", 1))] == [second]
    assert [one.number for one in store.read(lambda unit: unit.recipients.notes_of_need(need))] == [first, second]
    assert store.read(lambda unit: unit.recipients.notes_of_campaign(1)) == []


def test_who_is_forgotten_has_no_name_no_words_and_no_next_visit(store: Store) -> None:
    store.run(lambda unit: unit.recipients.apply([ELDER]))
    number = store.run(lambda unit: unit.recipients.add_note(VisitNote(0, NOW, "v1", "腿疼", recipient="chen")))
    store.run(lambda unit: unit.recipients.forget("chen"))

    gone = store.read(lambda unit: unit.recipients.load("chen"))
    assert gone == replace(ELDER, name="", room="", phone="", note="", consent=False, next_day=None)
    assert store.read(lambda unit: unit.recipients.note(number)).text == ""


def kept(store: Store, media_id: str) -> bool:
    return store.read(lambda unit: unit.media.kept(media_id)) is not None


def test_old_notes_are_found_until_they_are_empty_and_their_recording_goes_with_them(store: Store) -> None:
    contact = store.run(lambda unit: unit.people.contact_of("zhou", NOW)).id
    file = KeptFile("voice", "audio/amr", b"sound")
    store.run(lambda unit: unit.media.put(file, "m1", contact, NOW))
    number = store.run(lambda unit: unit.recipients.add_note(VisitNote(0, NOW, "v1", "腿疼", media="m1")))
    later = NOW + timedelta(days=1)
    assert store.read(lambda unit: unit.recipients.stale_notes(NOW, 9)) == []
    assert store.read(lambda unit: unit.recipients.stale_notes(later, 9)) == [number]
    store.run(lambda unit: unit.recipients.empty_note(number))
    assert store.read(lambda unit: unit.recipients.stale_notes(later, 9)) == []
    assert not kept(store, "m1")
    store.run(lambda unit: unit.recipients.empty_note(999))


def test_whoever_is_visited_and_made_anonymous_is_visited_no_more_and_nothing_tells_who_she_was(store: Store) -> None:
    contact = store.run(lambda unit: unit.people.contact_of("elder", NOW)).id
    store.run(lambda unit: unit.recipients.apply([replace(ELDER, contact=contact)]))
    need = store.run(lambda unit: unit.needs.add(a_visit(note="爱听芗剧")))
    visitor = store.run(lambda unit: unit.people.contact_of("zhou", NOW)).id
    store.run(lambda unit: unit.media.put(KeptFile("voice", "audio/amr", b"sound"), "m1", visitor, NOW))
    note = VisitNote(0, NOW, "v1", "腿疼", need, 0, "chen", "m1")
    number = store.run(lambda unit: unit.recipients.add_note(note))
    letter = a_notice(text="榕御小区3栋501室 陈**", fields={"page": f"need/{need}"})
    store.run(lambda unit: unit.outbox.put(letter))
    store.run(lambda unit: unit.people.anonymise(contact))

    gone = store.read(lambda unit: unit.recipients.load("chen"))
    assert (gone.name, gone.room, gone.phone, gone.note, gone.contact, gone.consent) == ("", "", "", "", 0, False)
    noted = store.read(lambda unit: unit.recipients.note(number))
    assert (noted.text, noted.media) == ("", "")
    visit = store.read(lambda unit: unit.needs.load(need))
    assert (visit.what, visit.note, visit.place_text) == ("", "", "")
    assert not kept(store, "m1")
    waiting = store.run(lambda unit: unit.outbox.claim(NOW + timedelta(days=9), timedelta(), 9))
    assert waiting == []


def test_a_need_without_a_case_is_emptied_long_after_it_ended(store: Store) -> None:
    need = store.run(lambda unit: unit.needs.add(a_visit(ended_at=NOW)))
    store.run(lambda unit: unit.needs.add(a_visit()))
    later = NOW + timedelta(days=1)
    assert store.read(lambda unit: unit.retention.stale_needs(NOW, 9)) == []
    assert store.read(lambda unit: unit.retention.stale_needs(later, 9)) == [need]
    store.run(lambda unit: unit.retention.empty_need(need))
    assert store.read(lambda unit: unit.retention.stale_needs(later, 9)) == []


def test_visits_are_found_by_recipient_by_kind_and_by_when_they_start(store: Store) -> None:
    first = store.run(lambda unit: unit.needs.add(a_visit()))
    next_week = NOW + timedelta(days=7)
    second = store.run(lambda unit: unit.needs.add(a_visit(starts_at=next_week, ends_at=next_week)))
    wish = store.run(lambda unit: unit.needs.add(a_visit(kind=NeedKind.WISH, state=NeedState.OPEN, recipient="")))

    found = store.read(lambda unit: unit.needs.of_recipient("chen"))
    assert [need.number for need in found] == [second, first]
    week = store.read(lambda unit: unit.needs.starting(NeedKind.VISIT, NeedState, NOW, next_week))
    assert [need.number for need in week] == [first]
    done = store.read(lambda unit: unit.needs.starting(NeedKind.VISIT, [NeedState.DONE], NOW, next_week))
    assert done == []
    wishes = store.read(lambda unit: unit.needs.of_kind(NeedKind.WISH, NeedState.OPEN))
    assert [need.number for need in wishes] == [wish]
    assert store.read(lambda unit: unit.needs.of_kind(NeedKind.WISH, NeedState.DONE)) == []
