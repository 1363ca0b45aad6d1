"""Joint work: a street blows the whistle for departments, which sign, get in touch, arrive and report, or do not."""

from __future__ import annotations

import re
from datetime import timedelta

from matching.case import Case, State
from tests.benchmarks.year.world import World

_CALLED = ("城市管理局", "公安分局", "住房和城乡建设局", "市场监督管理局", "民政局")
_RATED = re.compile(r"回“评 (\d+) (\S+) 1到5")
_REASONS = ("占道又扰民，一家管不过来", "现场要几家一起定", "反复多次，要联合处理")
#: What a department says, and how many hours after the step before.
_STEPS = (("应哨", "", 0.0), ("联系", "明天上午带人到", 4.0), ("到场", "", 20.0), ("报告", "已现场处理，限期整改", 8.0))
_GIVES_UP = 0.12


def blows(world: World, openid: str, case: Case) -> bool:
    """The street whistles for two departments; whether the case is in joint hands then."""
    called = "、".join(world.chance.sample(_CALLED, 2))
    world.says(openid, f"吹哨 {case.number} {called} {world.chance.choice(_REASONS)}")
    after = world.sees(case.number)
    return after is not None and after.state is State.JOINT


def answers(world: World, openid: str, number: int, step: int = 0) -> None:
    """A department that is called does one step after the other; now and then it keeps silent from one on."""
    if step == len(_STEPS) or world.chance.random() < _GIVES_UP:
        return
    word, words, hours = _STEPS[step]

    def does() -> None:
        case = world.sees(number)
        if case is not None and case.state is State.JOINT:
            world.says(openid, f"{word} {number} {words}".strip())
            answers(world, openid, number, step + 1)

    world.at(world.waking(world.now + timedelta(hours=hours * world.chance.lognormvariate(0, 0.7))), does)


def rates(world: World, openid: str, text: str) -> bool:
    """Whether the street was asked to rate a department; it mostly does."""
    asked = _RATED.search(text)
    if asked is None:
        return False
    if world.chance.random() < 0.7:
        rating = world.chance.choice((2, 3, 4, 4, 5))
        words = f"评 {asked[1]} {asked[2]} {rating} {'到得快，办得实' if rating > 3 else '来了人，没办完'}"
        world.at(world.waking(world.now + timedelta(hours=3)), lambda: world.says(openid, words))
    return True
