"""A draft is replayed: what it would change, whose load, what it breaks; shown from any process, and stopped."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.bookedit import Edit, applied
from bot.desk.drafting import Editor, begin_draft, change_draft
from bot.desk.golden import Judgement, judge
from bot.desk.replay_view import Replay, read_replay, written
from bot.desk.replaying import (
    ReplayRefused,
    cancel_replay,
    gather,
    replay,
    run_replay,
    start_replay,
    try_both,
)
from storage.replays import ReplayRun, ReplayState
from tests.builders import DeskTalk, rules_text

#: What is parked anyhow is a noise.
CAR = (Edit("word", "category.noise", "乱停车", 6), Edit("word", "category.parking", "乱停车", None))


def weighed(talk: DeskTalk, *edits: Edit, weeks: int = 4) -> Replay:
    text = applied(rules_text(), edits)
    weighing = talk.store.read(lambda unit: gather(unit, talk.desk, text, weeks, talk.now))
    found = replay(weighing)
    assert found is not None
    return found


def reported(talk: DeskTalk) -> None:
    talk.says("r1", "榕御小区5栋楼下乱停车")
    talk.later()
    talk.says("r2", "榕御小区3栋垃圾没人收")
    talk.later()


def test_the_same_rules_change_nothing(talk: DeskTalk):
    reported(talk)
    found = weighed(talk)

    assert (found.messages, found.changed, found.changes, found.loads, found.golden) == (2, 0, (), (), ())


def test_a_change_says_what_before_and_after_and_which_words_did_it(talk: DeskTalk):
    reported(talk)
    found = weighed(talk, *CAR, Edit("preferred", "", "noise", [["community"]]), Edit("term", "", "noise", 12))

    assert found.counts["category"] == found.counts["responder"] == found.counts["deadline"] == 1
    change = found.changes[0]
    assert (change.case, change.kinds) == (1, ("category", "responder", "deadline"))
    assert (change.before.category, change.after.category) == ("parking", "noise")
    assert (change.before.responder, change.before.place) == ("li", "rongyu-5")
    assert change.after.words[0].text == "乱停车"
    assert set(change.causes) == {
        "category.noise.words.乱停车", "category.parking.words.乱停车", "routing.preferred.noise", "terms.noise"}
    assert {(load.before, load.after) for load in found.loads} == {(1, 0), (0, 1)}
    heard = {(one.label, one.text): (one.hits, one.won) for one in found.heard}
    assert heard["category.noise", "乱停车"] == (1, 1)
    assert heard["category.parking", "停车"] == (1, 0)
    assert read_replay(written(found)) == replace(found, counts=dict(found.counts))


def test_a_nickname_moves_what_names_it(talk: DeskTalk):
    talk.says("r1", "榕御小区3栋楼下乱停车")
    talk.later()
    talk.says("r1", "江滨花园2栋垃圾，老榕树那边也有")
    talk.later()
    found = weighed(talk, Edit("nickname", "", "rongyu", ["江滨花园"]))

    assert all("place" in change.kinds for change in found.changes)
    assert all(change.causes == ("nicknames.rongyu",) for change in found.changes)


def test_older_messages_are_left_out(talk: DeskTalk):
    reported(talk)
    talk.now += timedelta(weeks=2)
    assert weighed(talk, weeks=1).messages == 0
    assert weighed(talk, weeks=3).messages == 2
    for weeks in (0, 105):
        with pytest.raises(ReplayRefused):
            weighed(talk, weeks=weeks)


def test_private_words_are_weighed_and_not_shown(talk: DeskTalk):
    talk.says("r1", "榕御小区3栋隔壁打人了")
    found = weighed(talk, Edit("word", "category.safety", "打人", None), Edit("term", "", "safety", 12))
    private = [change for change in found.changes if change.private]

    assert all(not change.text and not change.before.words for change in private)


def test_golden_messages_that_break_and_mend_are_told(talk: DeskTalk):
    for said in (Judgement("楼下乱停车", "parking"), Judgement("谁乱停车吵死了", "noise")):
        talk.store.run(lambda unit, said=said: judge(unit, said, "lin", talk.now))
    found = weighed(talk, *CAR)
    own = [(one.text, one.meant, one.before, one.after, one.broken)
           for one in found.golden if one.key.startswith("own/")]

    assert ("楼下乱停车", "parking", "parking", "noise", True) in own
    assert ("谁乱停车吵死了", "noise", "parking", "noise", False) in own
    assert [one.broken for one in found.golden] == sorted((one.broken for one in found.golden), reverse=True)
    told = {one.category: one for one in found.told}
    assert told["parking"].recall_before > told["parking"].recall_after
    assert found.golden_count > 40


def test_one_text_is_tried_on_both(talk: DeskTalk):
    text = applied(rules_text(), CAR)
    weighing = talk.store.read(lambda unit: gather(unit, talk.desk, text, 1, talk.now))
    before, after = try_both(weighing.live, weighing.draft, "3栋乱停车", talk.now, "rongyu")

    assert (before.category, after.category) == ("parking", "noise")
    assert before.place == "rongyu-3"
    nowhere, _ = try_both(weighing.live, weighing.draft, "乱停车", talk.now)
    assert (nowhere.place, nowhere.place_text) == ("", "")
    greeting, _ = try_both(weighing.live, weighing.draft, "3栋怎么样了", talk.now, "rongyu")
    assert (greeting.responder, greeting.due, greeting.category) == ("", "", "")


def a_draft(talk: DeskTalk, *edits: Edit) -> int:
    draft = talk.store.run(lambda unit: begin_draft(unit, Editor("lin", talk.now)))
    if edits:
        talk.store.run(lambda unit: change_draft(unit, draft.number, Editor("lin", talk.now), edits))
    return draft.number


def ended(talk: DeskTalk, number: int) -> ReplayRun:
    for thread in [one for one in threading.enumerate() if one.name == f"replay-{number}"]:
        thread.join(30)
    run = talk.store.read(lambda unit: unit.replays.one(number))
    assert run is not None
    return run


def test_a_replay_runs_by_itself_and_is_kept(talk: DeskTalk):
    reported(talk)
    draft = a_draft(talk, *CAR)
    number = start_replay(talk.desk, draft, 4, "lin")
    run = ended(talk, number)

    assert (run.state, run.done, run.by) == (ReplayState.DONE, 2, "lin")
    assert read_replay(run.result).changed == 1
    assert talk.store.read(lambda unit: unit.replays.latest(draft)).number == number
    with pytest.raises(ReplayRefused, match="没有这份草稿"):
        start_replay(talk.desk, 99, 4, "lin")
    with pytest.raises(ReplayRefused, match="重放 1 到"):
        start_replay(talk.desk, draft, 0, "lin")


def test_a_replay_is_cancelled_and_not_begun_twice(talk: DeskTalk):
    draft = a_draft(talk, *CAR)
    run = ReplayRun(0, draft, "", 4, "lin", talk.now)
    number = talk.store.run(lambda unit: unit.replays.start(run))
    with pytest.raises(ReplayRefused, match="正在重放"):
        start_replay(talk.desk, draft, 4, "lin")
    cancel_replay(talk.desk, number)
    run_replay(talk.desk, number, rules_text(), 4)

    assert ended(talk, number).state is ReplayState.CANCELLED
    with pytest.raises(ReplayRefused):
        cancel_replay(talk.desk, 99)


def test_a_replay_that_breaks_or_whose_process_went_has_failed(talk: DeskTalk):
    draft = a_draft(talk)
    number = talk.store.run(lambda unit: unit.replays.start(ReplayRun(0, draft, "", 4, "lin", talk.now)))
    run = talk.store.read(lambda unit: unit.replays.one(number))
    assert run.standing(talk.now) is ReplayState.RUNNING
    assert run.standing(talk.now + timedelta(minutes=2)) is ReplayState.FAILED
    with pytest.raises(ReplayRefused):
        run_replay(talk.desk, number, rules_text(), 0)

    assert ended(talk, number).state is ReplayState.FAILED
    assert ended(talk, number).result == ""


def test_how_far_it_is_can_be_seen_meanwhile(talk: DeskTalk):
    reported(talk)
    text = applied(rules_text(), CAR)
    weighing = talk.store.read(lambda unit: gather(unit, talk.desk, text, 4, talk.now))
    seen: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> bool:
        seen.append((done, total))
        return True

    assert replay(weighing, progress) is not None
    assert seen == [(0, 2), (2, 2)]
    assert replay(weighing, lambda _done, _total: False) is None
    assert json.loads(written(replay(weighing)))["messages"] == 2
