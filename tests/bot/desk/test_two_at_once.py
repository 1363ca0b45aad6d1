"""Several senders, the same case, at the same moment: nothing is lost, nothing hangs."""

from __future__ import annotations

import re
from concurrent.futures import Future, wait

import pytest

from bot.desk.intake import receive_message
from bot.desk.message import MessageKind, Reply
from matching.case import Action, State
from tests.builders import DeskTalk, a_message

REPORT = "榕御小区3栋楼下乱停车"
CHEN, WUYE = "openid-chen", "openid-wuye"


def at_once(talk: DeskTalk, *messages: tuple[str, str]) -> list[str]:
    """The replies to messages (who, text or kind) that arrive at the same moment."""
    futures: list[Future[Reply]] = []
    for at, (who, text) in enumerate(messages):
        kind = MessageKind.IMAGE if text == "<photo>" else MessageKind.TEXT
        key = f"once-{talk.count}-{at}"
        message = a_message(key=key, sender=who, kind=kind, text="" if text == "<photo>" else text, media="m1")
        futures.append(receive_message(talk.desk, message))
    talk.count += 1
    wait(futures, timeout=60)
    return [future.result(timeout=0).text for future in futures]


@pytest.mark.parametrize("more", ["补充 车牌尾号88", "<photo>", "天天都是"])
def test_an_addition_does_not_undo_what_the_handler_does(talk: DeskTalk, more: str):
    for number in range(1, 9):
        talk.later(days=100)  # nobody remembers the neighbour's report
        who = f"resident-{number}"
        talk.says(who, REPORT)
        at_once(talk, (who, more), (CHEN, f"接单 {number}"))

        assert talk.case(number).state is State.IN_PROGRESS
        assert set(talk.moves(number)) >= {Action.TAKE, Action.ADD}


def test_the_state_is_always_the_last_events(talk: DeskTalk):
    for number in range(1, 9):
        talk.later(days=100)  # nobody remembers the neighbour's report
        who = f"resident-{number}"
        talk.says(who, REPORT)
        handler = [(CHEN, f"转办 {number} 物业"), (CHEN, f"接单 {number}")]
        at_once(talk, *handler, (who, "改 噪音扰民"), (who, f"取消 {number}"))

        assert talk.case(number).state == talk.events(number)[-1].to_state
        for before, after in zip(talk.events(number), talk.events(number)[1:], strict=False):
            assert before.to_state == after.from_state


def test_a_case_is_taken_by_one_and_only_once(talk: DeskTalk):
    talk.says("resident", REPORT)
    at_once(talk, *[(CHEN, "接单 1")] * 8)

    assert talk.moves(1).count(Action.TAKE) == 1
    assert len(talk.told("resident", "taken")) == 1


def test_messages_of_one_sender_are_handled_one_after_the_other(talk: DeskTalk):
    replies = at_once(talk, *[("resident", REPORT)] * 8)

    assert len(talk.cases()) == 1
    assert sum(reply.startswith("收到，#1") for reply in replies) == 1


def test_a_crowd_gets_a_number_each(talk: DeskTalk):
    at_once(talk, *[(f"resident-{at}", REPORT) for at in range(30)])
    at_once(talk, *[(f"resident-{at}", "不是") for at in range(30)])  # not what the first one reported

    assert [case.number for case in talk.cases()] == list(range(1, 31))
    assert len(talk.told("chen", "task")) == 30


def test_answers_and_handlers_of_several_cases_do_not_block_each_other(talk: DeskTalk):
    for round_ in range(5):
        talk.later(days=100)
        one, two = round_ * 3 + 1, round_ * 3 + 2
        talk.says("resident", "楼下乱停车，另外楼道路灯坏了好几天")
        talk.says("other", REPORT)
        at_once(
            talk,
            ("resident", "榕御小区3栋"),
            (CHEN, f"接单 {two + 1}"),
            ("other", "补充 快点"),
            (WUYE, "我的"),
        )
        assert talk.case(one).state is State.AWAITING_SIGNIN
        assert talk.case(two).state is State.AWAITING_SIGNIN
        assert talk.case(two + 1).state is State.IN_PROGRESS


def test_neighbours_join_one_case_at_the_same_moment(talk: DeskTalk):
    talk.says("first", REPORT)
    neighbours = [f"resident-{at}" for at in range(12)]
    at_once(talk, *[(who, REPORT) for who in neighbours])
    replies = at_once(talk, *[(who, "1") for who in neighbours], (CHEN, "接单 1"), ("first", "补充 天天都是"))

    assert talk.case(1).state is State.IN_PROGRESS
    assert all("一起跟进#1" in reply for reply in replies[:12])
    assert sorted(int(re.findall(r"第(\d+)位", reply)[0]) for reply in replies[:12]) == list(range(2, 14))
    assert len(talk.told("chen", "joined")) == 12


def test_the_first_one_leaves_while_others_join(talk: DeskTalk):
    talk.says("first", REPORT)
    at_once(talk, ("second", REPORT), ("third", REPORT))
    at_once(talk, ("second", "1"), ("first", "取消 1"), ("third", "1"))

    own = {case.state for case in talk.cases()}
    assert State.AWAITING_INFO not in own
    assert talk.case(1).state in (State.CLOSED, State.AWAITING_SIGNIN)
    if talk.case(1).state is State.CLOSED:  # she was first: the others have cases of their own
        assert not [case for case in talk.cases() if case.merged_into]


def test_a_repeat_at_the_same_moment_causes_nothing(talk: DeskTalk):
    futures = [receive_message(talk.desk, a_message(key="same", text=REPORT)) for _ in range(6)]
    replies = {future.result(timeout=60).text for future in futures}

    assert len(replies) == 1
    assert len(talk.cases()) == 1


def test_the_clock_and_the_resident_do_not_dispatch_twice(talk: DeskTalk):
    for number in range(1, 6):
        who = f"resident-{number}"
        talk.says(who, "楼下乱停车")
        talk.later(minutes=31)
        future = receive_message(talk.desk, a_message(key=f"late-{number}", sender=who, text="榕御小区3栋"))
        talk.tick()
        future.result(timeout=60)

        assert talk.case(number).state is State.AWAITING_SIGNIN
        assert talk.case(number).state == talk.events(number)[-1].to_state
