"""Drafts of the rules: changed step by step, never over somebody else's change unseen, kept over what becomes live."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.desk.bookedit import Edit, EditRefused, lines_of, restored
from bot.desk.drafting import (
    DraftRefused,
    Editor,
    begin_draft,
    change_draft,
    drop_draft,
    is_stale,
    rebase_draft,
    replace_draft,
)
from intents.rule import RuleRefused
from storage.drafts import Draft, DraftState
from tests.builders import DeskTalk, rules_text

WORD = Edit("word", "category.parking", "僵尸车", 3)


def editor(talk: DeskTalk, name: str = "lin") -> Editor:
    return Editor(name, talk.now)


def begun(talk: DeskTalk, *edits: Edit) -> Draft:
    draft = talk.store.run(lambda unit: begin_draft(unit, editor(talk)))
    return changed(talk, draft.number, *edits) if edits else draft


def changed(talk: DeskTalk, number: int, *edits: Edit, name: str = "lin") -> Draft:
    return talk.store.run(lambda unit: change_draft(unit, number, editor(talk, name), edits))


def test_a_draft_begins_with_what_is_live_and_keeps_its_edits(talk: DeskTalk):
    draft = begun(talk)
    assert (draft.base, draft.text, restored(draft.edits)) == (1, rules_text(), [])

    after = changed(talk, draft.number, WORD, Edit("term", "", "parking", 12))
    assert lines_of(after.text)["word", "category.parking", "僵尸车"] == 3
    assert restored(after.edits) == [WORD, Edit("term", "terms", "parking", 12)]
    assert talk.store.read(lambda unit: unit.drafts.one(draft.number)) == after
    assert [one.number for one in talk.store.read(lambda unit: unit.drafts.at_work())] == [draft.number]
    told = talk.store.read(lambda unit: unit.audit.latest(9, subject="draft"))
    assert [one.action for one in told] == ["edit", "begin"]
    assert told[0].after == {"word category.parking.words.僵尸车": 3, "term terms.parking": 12}


def test_what_is_changed_back_is_no_edit(talk: DeskTalk):
    draft = begun(talk, WORD)

    assert restored(changed(talk, draft.number, Edit("word", "category.parking", "僵尸车", None)).edits) == []
    assert changed(talk, draft.number, Edit("word", "category.parking", "停车", 4)).edits == "[]"


@pytest.mark.parametrize(
    ("edit", "refusal"),
    [
        (Edit("word", "category.parking", "没有", None), EditRefused),
        (Edit("word", "category.parking", "重", 99), RuleRefused),
        (Edit("pattern", "category.parking", "(a+)+", 2), RuleRefused),
        (Edit("word", "category.cars", "车", 2), RuleRefused),
        (Edit("preferred", "", "parking", [["king"]]), RuleRefused),
    ],
)
def test_an_edit_that_cannot_be_made_changes_nothing(talk: DeskTalk, edit: Edit, refusal: type[Exception]):
    draft = begun(talk)
    with pytest.raises(refusal):
        changed(talk, draft.number, WORD, edit)

    assert talk.store.read(lambda unit: unit.drafts.one(draft.number)) == draft


def test_nobody_changes_over_somebody_elses_change_without_having_seen_it(talk: DeskTalk):
    draft = begun(talk)
    seen = Editor("lin", talk.now, seen=draft.touched_at)
    talk.later()
    changed(talk, draft.number, WORD, name="wang")

    with pytest.raises(DraftRefused, match="wang改过"):
        talk.store.run(lambda unit: change_draft(unit, draft.number, seen, [WORD]))


def test_a_draft_that_is_put_away_is_changed_no_more(talk: DeskTalk):
    draft = begun(talk)
    talk.store.run(lambda unit: drop_draft(unit, draft.number, editor(talk)))

    assert talk.store.read(lambda unit: unit.drafts.one(draft.number)).state is DraftState.DROPPED
    for attempt in (draft.number, 99):
        with pytest.raises(DraftRefused):
            changed(talk, attempt, WORD)
        with pytest.raises(DraftRefused):
            talk.store.run(lambda unit, number=attempt: drop_draft(unit, number, editor(talk)))


def test_a_draft_is_brought_up_to_what_became_live_and_says_what_it_lost(talk: DeskTalk):
    draft = begun(talk, WORD, Edit("word", "category.noise", "太吵", None), Edit("word", "category.noise", "噪音", 5))
    newer = rules_text().replace('"噪音 6", "太吵 6"', '"噪音 7"')
    talk.store.run(lambda unit: unit.rules.publish(newer, "wang", "", talk.now))
    assert talk.store.read(lambda unit: is_stale(unit, unit.drafts.one(draft.number)))

    rebased, lost = talk.store.run(lambda unit: rebase_draft(unit, draft.number, editor(talk)))
    assert [one.name for one in lost] == ["太吵"]
    assert rebased.base == 2
    assert restored(rebased.edits) == [WORD, Edit("word", "category.noise", "噪音", 5.0, before=7.0)]
    assert lines_of(rebased.text)["word", "category.parking", "僵尸车"] == 3


def test_a_whole_file_becomes_edits(talk: DeskTalk):
    draft = begun(talk)
    text = rules_text().replace("停车 4", "停车 3") + '[learnt.codes]\na = "category.noise -5"\n'
    after = talk.store.run(lambda unit: replace_draft(unit, draft.number, editor(talk), text))

    assert after.text == text
    assert [(one.kind, one.name) for one in restored(after.edits)] == [("word", "停车"), ("learnt", "")]
    talk.later()
    talk.store.run(lambda unit: unit.rules.publish(rules_text() + "# neu\n", "wang", "", talk.now))
    rebased, lost = talk.store.run(lambda unit: rebase_draft(unit, draft.number, editor(talk)))
    assert lost == []
    assert "# neu" in rebased.text
    assert "category.noise -5" in rebased.text
    with pytest.raises(RuleRefused):
        talk.store.run(lambda unit: replace_draft(unit, draft.number, editor(talk), "[nothing]\n"))
    with pytest.raises(DraftRefused, match="太大"):
        talk.store.run(lambda unit: replace_draft(unit, draft.number, editor(talk), "#" * 4_000_001))


def test_drafts_stand_with_the_one_touched_last_first(talk: DeskTalk):
    first, second = begun(talk), begun(talk)
    talk.now += timedelta(minutes=1)
    changed(talk, first.number, WORD)

    assert [one.number for one in talk.store.read(lambda unit: unit.drafts.at_work())] == [first.number, second.number]
