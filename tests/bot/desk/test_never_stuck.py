"""No case can stay with nobody or wait for ever: random staff, random moves, then everybody keeps silent.

At every moment a case that has not ended has a clock that will strike within a bound; and when nobody does anything
any more, every case that is somebody's to handle climbs to the top and stands in a digest.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.desk.digest import DIGEST
from matching.case import Case, State
from matching.ladder import leaders_over
from matching.lifecycle import ENDED, IN_HAND
from matching.waking import wakes_at
from storage.people import PersonRow
from storage.unit_of_work import Store
from tests.builders import MORNING, ZONE, DeskTalk, a_person, a_talk, people

#: What nobody has answered goes its way after this long; nothing of the ladder may wait longer than a term does.
QUESTION = timedelta(minutes=30)
LONGEST = timedelta(days=40)  # 15 working days over a holiday, or an extension that was granted for a month
RESIDENTS = ("r1", "r2", "r3")
REPORTS = (
    "榕御小区3栋楼下乱停车", "榕御小区5栋太吵了", "榕御小区3栋电梯坏了", "江滨花园2栋停水了", "榕御小区3栋着火了",
    "楼下乱停车", "榕御小区乱停车", "物业费太贵",
)  # fmt: skip
FOR_RESIDENTS = (
    "3栋", "榕御小区5栋", "1", "2", "不知道", "满意", "不满意 没修好", "取消", "补充 是晚上", "改 物业收费", "右边那辆",
)  # fmt: skip
FOR_HANDLERS = (
    "接单 {n}", "接单 {n}，马上去", "办结 {n} 处理好了", "转办 {n} 物业", "转办 {n} 社区", "退回 {n} 不归我管",
    "回复 {n} 明天去", "追问 {n} 哪一辆", "排期 {n} 明天 等配件", "排期 {n} 20天后 等配件", "等外 {n} 3天后 交警",
    "延期 {n} 25天后 等配件", "同意 {n}", "不同意 {n} 太久", "裁决 {n} 物业 归他们", "不受理 {n} 不归我们 请找12345",
    "请假 3天", "请假 明天到后天", "销假", "我的", "进度 {n}",
)  # fmt: skip
EXTRA = (
    a_person("boss", "黄书记", "paired_leader", "rongyu-sq"),
    a_person("duban", "督办员甲", "supervisor", "xiangcheng"),
    a_person("zhihui", "芗城区指挥中心", "department", "xiangcheng"),
    a_person("jiaojing", "芗城区交警大队", "department", "xiangcheng", "parking", "transport"),
    a_person("shuji", "许文彬", "estate_secretary", "rongyu"),
    a_person("wangge", "王永福", "grid_worker", "rongyu"),
)


def a_staff(chance: random.Random) -> Sequence[PersonRow]:
    """Some of those there are, some with a backup, perhaps nobody at all."""
    everybody = [*people(), *EXTRA]
    staff = chance.sample(everybody, chance.randrange(len(everybody) + 1))
    codes = [row.code for row in staff]
    return [replace(row, backup=chance.choice([*codes, ""])) for row in staff]


def step(talk: DeskTalk, chance: random.Random, staff: Sequence[PersonRow]) -> None:
    """Somebody says something, or time goes by and the clocks are looked at."""
    kind = chance.random()
    numbers = [case.number for case in talk.cases()]
    if kind < 0.25:
        talk.says(chance.choice(RESIDENTS), chance.choice(REPORTS))
    elif kind < 0.4:
        asked = {case.reporter for case in talk.cases() if case.state in (State.AWAITING_INFO, State.AWAITING_VERDICT)}
        waited_for = [who for who in RESIDENTS if talk.contact(who).id in asked]
        talk.says(chance.choice(waited_for or RESIDENTS), chance.choice(FOR_RESIDENTS))
    elif kind < 0.75 and staff and numbers:
        open_cases = [case for case in talk.cases() if case.state not in ENDED and case.responder]
        case = chance.choice(open_cases or talk.cases())
        who = case.responder if case.responder and chance.random() < 0.7 else chance.choice(staff).code
        talk.says(f"openid-{who}", chance.choice(FOR_HANDLERS).format(n=case.number))
    elif kind < 0.8 and staff:
        away = chance.choice([(None, None), (date(2026, 3, 1), None), (date(2026, 3, 4), date(2026, 3, 9))])
        code = chance.choice(staff).code
        talk.store.run(lambda unit: unit.people.set_leave(code, *away))
    else:
        talk.later(minutes=chance.choice([1, 5, 20, 60, 240, 1440]))
        talk.tick()


def strikes_at_least(talk: DeskTalk, case: Case) -> None:
    """A clock is set for whatever has not ended, and it strikes within a bound."""
    touched = case.touched_at or case.created_at
    if case.state is State.AWAITING_INFO and case.paused_at is None:
        assert case.question, f"#{case.number} waits for an answer to nothing"
        return  # `dispatch_unanswered` finds it by the time it was touched
    if case.state is State.AWAITING_VERDICT:
        return  # the resident has it; who looks when she keeps silent is another clock's
    woken = wakes_at(case)
    assert woken is not None, f"#{case.number} {case.state} is nobody's"
    assert woken <= max(talk.now, touched) + LONGEST, f"#{case.number} {case.state} waits until {woken}"
    if case.state in IN_HAND and not case.responder:
        assert woken <= talk.now + QUESTION, f"#{case.number} is with nobody and nobody looks for one"


def check(talk: DeskTalk) -> None:
    for case in talk.cases():
        if case.state not in ENDED:
            strikes_at_least(talk, case)


def all_silent(talk: DeskTalk, days: int = 150) -> None:
    """Nobody does anything; the clocks are looked at every two hours by day, every four in the last months."""
    for at in range(days * 12):
        talk.later(hours=2)
        talk.tick()
        if at % 12 == 0 and all(settled(case) for case in talk.cases()):
            return


def settled(case: Case) -> bool:
    """Ended, with its resident to judge, or at the top of the ladder."""
    return case.state in ENDED or case.state is State.AWAITING_VERDICT or case.stuck_at is not None


def stands_in_a_digest(talk: DeskTalk, case: Case) -> bool:
    """Whether each who stands above the ladder there reads of it; where nobody does, nobody is to be told."""
    town = talk.store.read(lambda unit: talk.desk.library.current(unit, talk.now)).town
    readers = leaders_over(case.place, town)
    return all(any("卡住的事" in text for text in talk.told(reader.code, "digest")) for reader in readers)


def live_through(store: Store, seed: int, steps: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a history that can be lived again, no secret
    staff = a_staff(chance)
    talk = a_talk(store, staff=staff)
    for _ in range(steps):
        step(talk, chance, staff)
        check(talk)
    all_silent(talk)

    for case in talk.cases():
        assert settled(case), f"#{case.number} {case.state} with {case.responder!r} waits for ever"
    talk.now = (talk.now + timedelta(days=4)).astimezone(ZONE).replace(hour=9, minute=0).astimezone(MORNING.tzinfo)
    while not talk.desk.calendar.is_working_day(talk.now.astimezone(ZONE).date()):
        talk.later(days=1)
    talk.tick()
    for case in talk.cases():
        if case.stuck_at is not None:
            assert stands_in_a_digest(talk, case), f"#{case.number} is stuck and nobody reads of it"


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("seed", range(20))
def test_with_everybody_silent_every_case_climbs_to_the_top_and_stands_in_a_digest(store: Store, seed: int):
    live_through(store, seed, 60)


@pytest.mark.parametrize("store_url", ["sqlite", "postgresql"], indirect=True)
def test_it_holds_on_each_kind_of_store(store: Store):
    live_through(store, 4711, 25)


@given(
    state=st.sampled_from(sorted(IN_HAND | {State.AWAITING_DISPATCH})),
    holder=st.sampled_from(["", "chen", "li", "wuye", "shequ", "jiedao", "zhihui", "gone"]),
    hours=st.lists(st.integers(-400, 400) | st.none(), min_size=6, max_size=6),
    rest=st.tuples(st.booleans(), st.booleans(), st.sets(st.sampled_from(["chen", "shequ", "jiedao", "wuye"]))),
)
@settings(
    max_examples=60, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_from_whatever_row_a_case_starts_it_reaches_the_top(store: Store, state, holder, hours, rest):
    """Any row at all, whoever wrote it: clocks missing, long past or far ahead, a holder who is gone."""
    talk = a_talk(store, staff=[*people(), EXTRA[0], EXTRA[2]])
    if not talk.cases():
        talk.says("anybody", "榕御小区3栋楼下乱停车")
    urgent, disputed, had = rest
    signin, climb, word, due, own, resume = (
        None if hour is None else MORNING + timedelta(hours=hour) for hour in hours
    )
    row = replace(
        talk.case(1), state=state, responder=holder, urgent=urgent, disputed=disputed,
        signin_due_at=signin, climb_at=climb, first_word_due_at=word, due_at=due, own_due_at=own, resume_at=resume,
        had=tuple(sorted(had)), reminded_at=None, stuck_at=None, held_since=signin, touched_at=MORNING,
    )  # fmt: skip
    talk.store.run(lambda unit: unit.cases.save(row))
    for _ in range(60 * 12):
        talk.later(hours=2)
        talk.tick()
        if talk.case(1).stuck_at is not None:
            break

    assert talk.case(1).stuck_at is not None, f"{row.state} with {row.responder!r} waits for ever"


def test_another_matter_right_behind_a_question_puts_the_card_in_its_place(talk: DeskTalk):
    """Found by the random histories: the question whether it is the same was open, and the talk went on."""
    talk.says("r3", "江滨花园2栋停水了")
    talk.later()
    talk.says("r1", "江滨花园2栋停水了")

    reply = talk.says("r1", "物业费太贵")

    assert "#2" in reply
    assert "#3" in reply
    assert [talk.case(number).state for number in (2, 3)] == [State.AWAITING_INFO] * 2
    talk.says("r1", "对")
    assert [talk.case(number).state for number in (2, 3)] == [State.AWAITING_SIGNIN] * 2


def test_the_digest_is_one_of_the_clocks():
    assert DIGEST.what == "digest"
