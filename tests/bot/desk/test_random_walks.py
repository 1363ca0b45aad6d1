"""Whatever is said in whatever order: the promises that every case and every reply keeps."""

from __future__ import annotations

import random
import re
from itertools import pairwise

import pytest

from matching.case import Action, State
from tests.builders import DeskTalk, a_talk

PEOPLE = ("r1", "r2", "r3", "openid-chen", "openid-li", "openid-wuye", "openid-lin", "openid-shequ", "openid-jiedao")
DANGER = ("着火了", "榕御小区3栋着火了", "3栋打人了")
WORDS = (
    "榕御3栋又有人乱停车", "是同一件", "不是同一件", "榕御小区3栋路灯坏了",
    "榕御小区3栋楼下乱停车", "楼下乱停车", "榕御小区乱停车", "楼下乱停车，另外楼道路灯坏了好几天", "公交太少了",
    "3", "3栋", "不知道", "榕御小区5栋", "幸福里小区", "我家隔壁", "1", "4", "都不是", "对了，还有垃圾没人收",
    "你好", "谢谢你们", "师傅还没来", "请问怎么办", "继续", "收到", "好的", "处理好了", "没修好", "修好了",
    "进度", "进度 1", "补充 晚上", "补充 2 晚上", "改 物业收费", "改 1 噪音", "改停车", "取消", "取消 1",
    "满意", "满意 1", "不满意 又来了", "不满意 2", "接单", "接单 1", "接单 2 马上", "办结", "办结 好了", "办结 1 好了",
    "转办 物业", "转办 1 陈建国", "转办 2 我忙", "退回 1 不管", "退回 不管", "我的", "人工", "帮助",
    "绑定 bind-chen", "绑定 bind-li",
)  # fmt: skip
KINDS = ("image", "voice", "location", "subscribe", "unsubscribe", "scan", "click")


def step(talk: DeskTalk, chance: random.Random) -> None:
    """One thing that happens: mostly somebody says something."""
    who, luck = chance.choice(PEOPLE), chance.random()
    if luck < 0.08:
        talk.later(minutes=chance.choice((1, 3, 31, 60, 1500)))
    elif luck < 0.12:
        talk.tick()
    elif luck < 0.16:
        talk.deliver(template_id=chance.choice(("", "t1")))
    elif luck < 0.22:
        place = chance.choice(((117.65, 24.51), (1.0, 1.0)))
        talk.sends(
            who, chance.choice(KINDS), media="m1", longitude=place[0], latitude=place[1],
            scene=chance.choice(("", "rongyu-3", "bind-lin")), text=chance.choice(("mine", "human", "")),
        )  # fmt: skip
    elif luck < 0.26:
        reply = talk.says(who, chance.choice(DANGER))
        assert re.search("11[09]|120", reply.partition("\n")[0]), reply
    else:
        reply = talk.says(who, chance.choice(WORDS))
        assert reply
        assert not re.search(r"None|[{}]|交给[，。]|[：，。]前|由办|请再办|：。", reply), reply


def check(talk: DeskTalk) -> None:
    for case in talk.cases():
        events = talk.events(case.number)
        assert events[0].from_state is State.NEW
        assert events[-1].to_state is case.state, "the row is the last event"
        for before, after in pairwise(events):
            assert before.to_state is after.from_state, "no event is undone"
        assert bool(case.question) == (case.state is State.AWAITING_INFO)
        assert [event.action for event in events].count(Action.ASK) <= 1, "one question at most"
        if case.state in (State.AWAITING_SIGNIN, State.IN_PROGRESS, State.REDO, State.AWAITING_VERDICT):
            assert case.responder
            assert case.due_at
            assert case.signin_due_at
        assert (case.closed_at is not None) == (case.state is State.CLOSED)
        assert bool(case.merged_into) == (case.state is State.MERGED)
        if case.merged_into:
            assert talk.case(case.merged_into).state not in (State.MERGED, State.NEW, State.AWAITING_INFO)
        assert talk.words(case.merged_into or case.number), "what was said is kept"


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("seed", range(6))
def test_a_random_walk_keeps_every_promise(store, seed: int):
    talk, chance = a_talk(store), random.Random(seed)  # noqa: S311 - a walk that can be walked again, no secret
    for _ in range(120):
        step(talk, chance)
    check(talk)


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("seed", range(3))
def test_in_the_end_everybody_can_be_told_everything(store, seed: int):
    talk, chance = a_talk(store), random.Random(seed)  # noqa: S311 - as above
    for _ in range(80):
        step(talk, chance)
    staff = [row.bind_code for row in store.read(lambda unit: unit.people.people_rows())]
    for at, code in enumerate(staff):
        talk.says(f"phone-{at}", f"绑定 {code}")
    listeners = ("r1", "r2", "r3", *PEOPLE, *(f"phone-{at}" for at in range(len(staff))))
    for _ in range(60):
        for who in listeners:
            talk.sends(who, "click", text="help")
        if not talk.deliver():
            break

    assert set(talk.counts()) == {"sent"}
