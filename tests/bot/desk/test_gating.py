"""Rules are published through a gate, at once or later, for good or for a while, and go back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.bookedit import Edit
from bot.desk.drafting import DraftRefused, Editor, begin_draft, change_draft
from bot.desk.gating import (
    GateClosed,
    Publication,
    approve_draft,
    gate_of,
    publish_draft,
    revision_edits,
    take_back_waiver,
    unschedule,
    waive,
)
from bot.desk.golden import Judgement, judge
from bot.desk.replaying import run_replay
from bot.desk.rulebook import roll_back
from storage.drafts import DraftState
from storage.encoding import digest
from storage.replays import ReplayRun
from tests.builders import DeskTalk, rules_text

CAR = (Edit("word", "category.noise", "乱停车", 6), Edit("word", "category.parking", "乱停车", None))
TERM = Edit("term", "", "parking", 12)
WHY = Publication("大家都说是噪音")


def editor(talk: DeskTalk, name: str = "lin") -> Editor:
    return Editor(name, talk.now)


def a_draft(talk: DeskTalk, *edits: Edit) -> int:
    draft = talk.store.run(lambda unit: begin_draft(unit, editor(talk), "试试"))
    if edits:
        talk.store.run(lambda unit: change_draft(unit, draft.number, editor(talk), edits))
    return draft.number


def the_draft(talk: DeskTalk, number: int):
    return talk.store.read(lambda unit: unit.drafts.one(number))


def gate(talk: DeskTalk, number: int):
    draft = the_draft(talk, number)
    return talk.store.read(lambda unit: gate_of(unit, talk.desk, draft, talk.now))


def checks(talk: DeskTalk, number: int) -> dict[str, bool]:
    return {one.name: one.holds for one in gate(talk, number).checks}


def live(talk: DeskTalk) -> tuple[int, str]:
    return talk.store.read(lambda unit: unit.rules.live())


def test_a_good_draft_is_published_with_who_why_and_what(talk: DeskTalk):
    number = a_draft(talk, TERM)
    assert gate(talk, number).is_open
    assert publish_draft(talk.desk, number, editor(talk), Publication("要快点")) == 2

    draft = the_draft(talk, number)
    assert (draft.state, draft.revision, live(talk)[1]) == (DraftState.PUBLISHED, 2, draft.text)
    header = talk.store.read(lambda unit: unit.rules.headers())[0]
    assert (header.revision, header.by, header.why, header.text) == (2, "lin", "要快点", "")
    assert [one.rule for one in talk.store.read(lambda unit: revision_edits(unit, 2))] == ["terms.parking"]
    told = talk.store.read(lambda unit: unit.audit.latest(1, subject="rules"))[0]
    assert (told.action, told.which, told.before, told.after) == (
        "publish", "2", {"terms.parking": None}, {"terms.parking": 12})
    with pytest.raises(DraftRefused):
        publish_draft(talk.desk, number, editor(talk), WHY)
    with pytest.raises(DraftRefused):
        talk.store.read(lambda unit: revision_edits(unit, 99))


def test_what_was_published_goes_back_in_one_step(talk: DeskTalk):
    publish_draft(talk.desk, a_draft(talk, TERM), editor(talk), WHY)

    assert roll_back(talk.store, 1, "lin", talk.now) == 3
    assert live(talk) == (3, rules_text())
    told = talk.store.read(lambda unit: unit.audit.latest(1, subject="rules"))[0]
    assert (told.action, told.before, told.after) == ("roll_back", {"was": 2}, {"like": 1})


def test_a_broken_golden_message_closes_the_gate_until_it_is_waived_with_a_reason(talk: DeskTalk):
    own = talk.store.run(lambda unit: judge(unit, Judgement("楼下乱停车", "parking"), "lin", talk.now))
    number, key = a_draft(talk, *CAR), f"own/{own}"
    found = gate(talk, number)
    assert [one.key for one in found.broken if one.key.startswith("own")] == [key]
    with pytest.raises(GateClosed, match="标准消息") as closed:
        publish_draft(talk.desk, number, editor(talk), WHY)
    assert closed.value.gate == found
    assert live(talk)[0] == 1

    for broken in found.broken:
        with pytest.raises(DraftRefused, match="理由"):
            talk.store.run(lambda unit, key=broken.key: waive(unit, number, key, " ", editor(talk)))
        talk.store.run(lambda unit, key=broken.key: waive(unit, number, key, "那条本来就判错了", editor(talk)))
    with pytest.raises(DraftRefused, match="没有这条"):
        talk.store.run(lambda unit: waive(unit, number, "own/99", "为什么", editor(talk)))
    assert gate(talk, number).is_open
    talk.store.run(lambda unit: take_back_waiver(unit, number, key, editor(talk)))
    assert not gate(talk, number).is_open
    talk.store.run(lambda unit: waive(unit, number, key, "真的", editor(talk)))
    assert publish_draft(talk.desk, number, editor(talk), WHY) == 2


def test_nothing_is_published_without_edits_without_a_reason_or_over_something_newer(talk: DeskTalk):
    empty, old = a_draft(talk), a_draft(talk, TERM)
    assert checks(talk, empty)["edits"] is False
    with pytest.raises(DraftRefused, match="为什么"):
        publish_draft(talk.desk, old, editor(talk), Publication(" "))
    talk.store.run(lambda unit: unit.rules.publish(rules_text() + "#\n", "wang", "", talk.now))

    assert checks(talk, old)["base"] is False
    for number in (empty, old):
        with pytest.raises(GateClosed):
            publish_draft(talk.desk, number, editor(talk), WHY)


def test_a_text_that_cannot_be_read_is_not_let_through(talk: DeskTalk):
    number = a_draft(talk, TERM)
    talk.store.run(lambda unit: unit.drafts.save(replace(unit.drafts.one(number), text="[nothing]\n")))

    assert checks(talk, number)["readable"] is False


def test_a_second_person_has_to_look_where_that_is_wanted(talk: DeskTalk):
    customs = talk.desk.customs_as_given.model_copy(update={"rules_second_person": True})
    talk.desk = replace(talk.desk, customs_as_given=customs)
    number = a_draft(talk, TERM)
    with pytest.raises(GateClosed, match="没改过的人"):
        publish_draft(talk.desk, number, editor(talk), WHY)
    with pytest.raises(DraftRefused, match="没有改过"):
        talk.store.run(lambda unit: approve_draft(unit, number, editor(talk)))
    talk.store.run(lambda unit: approve_draft(unit, number, editor(talk, "wang")))
    assert gate(talk, number).is_open

    talk.store.run(lambda unit: change_draft(unit, number, editor(talk), [Edit("term", "", "noise", 5)]))
    assert checks(talk, number)["second"] is False
    talk.store.run(lambda unit: approve_draft(unit, number, editor(talk, "wang")))
    assert publish_draft(talk.desk, number, editor(talk), WHY) == 2


def test_the_gate_says_what_was_not_replayed_and_which_places_nobody_knows(talk: DeskTalk):
    number = a_draft(talk, Edit("nickname", "", "nowhere", ["老榕"]))
    assert (checks(talk, number)["replayed"], checks(talk, number)["places"]) == (False, False)
    assert gate(talk, number).is_open

    text = the_draft(talk, number).text
    run = ReplayRun(0, number, digest(text), 4, "lin", talk.now)
    run_replay(talk.desk, talk.store.run(lambda unit: unit.replays.start(run)), text, 4)
    assert checks(talk, number)["replayed"] is True


def test_a_draft_goes_live_at_its_moment_and_makes_room_at_its_end(talk: DeskTalk):
    number = a_draft(talk, TERM)
    moments = Publication("台风天", talk.now + timedelta(hours=1), talk.now + timedelta(hours=3))
    assert publish_draft(talk.desk, number, editor(talk), moments) == 0
    talk.tick()
    assert live(talk)[0] == 1

    talk.later(hours=1)
    assert (0, "rules_due") in talk.tick()
    assert (live(talk)[0], the_draft(talk, number).state) == (2, DraftState.LIVE)
    talk.later(hours=2)
    talk.tick()
    assert live(talk) == (3, rules_text())
    assert the_draft(talk, number).state is DraftState.PUBLISHED
    assert talk.tick() == []


def test_what_was_published_meanwhile_stays_when_a_draft_ends(talk: DeskTalk):
    number = a_draft(talk, TERM, Edit("word", "category.noise", "吵死", 3), Edit("term", "", "noise", 5))
    until = Publication("一阵子", until=talk.now + timedelta(hours=1))
    assert publish_draft(talk.desk, number, editor(talk), until) == 2
    other = a_draft(talk, Edit("term", "", "care", 7), Edit("term", "", "noise", 6))
    publish_draft(talk.desk, other, editor(talk), WHY)
    talk.later(hours=1)
    talk.tick()

    assert live(talk)[0] == 4
    edits = {one.rule: one.value for one in talk.store.read(lambda unit: revision_edits(unit, 4))}
    assert edits == {"terms.parking": None, "category.noise.words.吵死": None}


def test_a_draft_that_something_newer_overtook_is_open_again(talk: DeskTalk):
    number = a_draft(talk, TERM)
    publish_draft(talk.desk, number, editor(talk), Publication("以后", talk.now + timedelta(hours=1)))
    talk.store.run(lambda unit: unit.rules.publish(rules_text() + "#\n", "wang", "", talk.now))
    talk.later(hours=1)
    talk.tick()

    assert (live(talk)[0], the_draft(talk, number).state) == (2, DraftState.OPEN)


def test_a_moment_is_taken_back_and_wrong_ones_are_refused(talk: DeskTalk):
    number, hour = a_draft(talk, TERM), timedelta(hours=1)
    for wrong in (Publication("w", talk.now - hour), Publication("w", until=talk.now),
                  Publication("w", talk.now + 2 * hour, talk.now + hour)):
        with pytest.raises(DraftRefused):
            publish_draft(talk.desk, number, editor(talk), wrong)
    with pytest.raises(DraftRefused, match="没有排期"):
        talk.store.run(lambda unit: unschedule(unit, number, editor(talk)))
    publish_draft(talk.desk, number, editor(talk), Publication("以后", talk.now + hour))
    with pytest.raises(DraftRefused):
        talk.store.run(lambda unit: change_draft(unit, number, editor(talk), [TERM]))
    talk.store.run(lambda unit: unschedule(unit, number, editor(talk)))

    assert the_draft(talk, number).state is DraftState.OPEN
    talk.later(hours=2)
    assert talk.tick() == []
