"""Those on duty: they sign or keep silent, give back, pass on, ask, wait, ask for time, go on leave, and finish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from matching.case import Case, State
from tests.benchmarks.year import joint
from tests.benchmarks.year.world import World

_OFFICES = frozenset({"street", "community", "department", "property", "team"})
_LEAVES_A_YEAR = 2.0
_DONE = ("已上门处理好", "已劝离并登记", "已修好，试用正常", "已清理干净", "已和双方谈妥", "已答复政策和办理地点")
_CLAIMS = ("物业", "网格员", "社区", "街道", "书记")
_QUICK = {"utilities": 7.0}
_SIGNING = frozenset({State.AWAITING_SIGNIN, State.REDO})


@dataclass(frozen=True, slots=True)
class Habits:
    """How often somebody does what, of all the times that he could."""

    silent: float
    gives_back: float = 0.06
    passes_on: float = 0.04
    asks: float = 0.05
    waits: float = 0.12
    wants_time: float = 0.04
    speaks: float = 0.15
    forgets: float = 0.06
    whistles: float = 0.2


def _hours(case: Case) -> float:
    """How long the work takes, most often."""
    return 0.7 if case.urgent else _QUICK.get(case.category, 20)


@dataclass
class Handler:
    """One person or office on duty."""

    world: World
    code: str
    role: str
    habits: Habits
    away_until: datetime
    looking: set[int] = field(default_factory=set)
    called: set[int] = field(default_factory=set)

    @property
    def openid(self) -> str:
        """His account, as the district's table has it."""
        return f"on-{self.code}"

    def hears(self, number: int, text: str) -> None:
        """A notice came: he looks at it after a while, at once in danger, or never."""
        chance, world = self.world.chance, self.world
        if joint.rates(world, self.openid, text):
            return
        if number in self.looking or world.now < self.away_until or chance.random() < self.habits.silent:
            return
        self.looking.add(number)
        case = world.sees(number)
        if case is not None and case.urgent:
            world.after(timedelta(minutes=chance.lognormvariate(1.2, 0.8)), lambda: self._looks(number))
            return
        minutes = chance.lognormvariate(2.3 if self.role not in _OFFICES else 3.4, 0.9)
        world.at(world.waking(world.now + timedelta(minutes=minutes)), lambda: self._looks(number))

    def goes_on_leave(self) -> None:
        """From today on for some days, said in chat; his phone lies in a drawer."""
        days = self.world.chance.randint(2, 12)
        self.world.says(self.openid, f"请假 {days}天")
        self.away_until = self.world.now + timedelta(days=days)

    def _says(self, word: str, case: Case, words: str = "") -> str:
        return self.world.says(self.openid, f"{word} {case.number} {words}".strip())

    def _looks(self, number: int) -> None:
        self.looking.discard(number)
        case = self.world.sees(number)
        if case is None or self.world.now < self.away_until:
            return
        if case.state is State.JOINT:
            self._is_called(case)
        elif case.responder != self.code:
            self._looks_at_anothers(case)
        elif case.disputed:
            self._decides(case)
        elif case.state in _SIGNING:
            self._signs(case)
        elif case.state is State.IN_PROGRESS:
            self._plans(case.number, hours=6)

    def _is_called(self, case: Case) -> None:
        """One of several at the same place; whoever is not called only reads it."""
        if case.number in self.called or self.role != "department":
            return
        self.called.add(case.number)
        joint.answers(self.world, self.openid, case.number)

    def _looks_at_anothers(self, case: Case) -> None:
        """More time is asked of him, or whether it is solved."""
        if case.checker == self.code and case.state is State.AWAITING_VERDICT:
            solved = self.world.chance.random() < 0.85
            self._says("核查", case, "通过" if solved else "没办好 东西还在老地方")
            return
        asked = self.world.store.read(lambda unit: unit.extensions.of_case(case.number))
        if any(one.approver == self.code and one.granted is None for one in asked):
            agreed = self.world.chance.random() < 0.7
            self._says("同意" if agreed else "不同意", case, "" if agreed else "先把能做的做了")

    def _decides(self, case: Case) -> None:
        """The arbiter tries whoever might have it, until one of them is there."""
        claims = list(_CLAIMS)
        self.world.chance.shuffle(claims)
        for claim in claims:
            self._says("裁决", case, f"归{claim}，按职责分工")
            now = self.world.sees(case.number)
            if now is None or not now.disputed:
                return
        self.world.refused["裁决"] += 1

    def _signs(self, case: Case) -> None:
        luck, habits = self.world.chance.random(), self.habits
        if self.role == "street" and luck > 1 - habits.whistles and joint.blows(self.world, self.openid, case):
            return
        if luck < habits.gives_back:
            claim = self.world.chance.choice(("", *_CLAIMS))
            self._says("退回", case, f"不是我这边的事{'，归' + claim if claim else ''}")
        elif luck < habits.gives_back + habits.passes_on:
            self._says("转办", case, f"{self.world.chance.choice(_CLAIMS)}更清楚情况")
        else:
            self._says("接单", case, self.world.chance.choice(("", "马上去看")))
            self._plans(case.number, hours=_hours(case))

    def _plans(self, number: int, *, hours: float) -> None:
        """He means to do it within a day or so, sooner or later or never."""
        chance, world = self.world.chance, self.world
        if number in self.looking or chance.random() < self.habits.forgets:
            return
        self.looking.add(number)
        moment = world.now + timedelta(hours=hours * chance.lognormvariate(0, 1.0))
        world.at(moment if hours < 1 else world.waking(moment), lambda: self._works(number))

    def _works(self, number: int) -> None:
        self.looking.discard(number)
        case = self.world.sees(number)
        if case is None or case.responder != self.code or self.world.now < self.away_until:
            return
        if case.state is State.IN_PROGRESS:
            self._goes_on(case)
        elif case.state in _SIGNING:
            self._signs(case)

    def _goes_on(self, case: Case) -> None:
        chance, habits = self.world.chance, self.habits
        if chance.random() < habits.asks and not case.pauses:
            self._says("追问", case, "方便说一下具体位置和时间吗")
        elif chance.random() < habits.waits:
            word = chance.choice(("排期", "等外"))
            self._says(word, case, f"{chance.randint(1, 6)}天后 {'师傅那天有空' if word == '排期' else '等供电局'}")
        elif chance.random() < habits.wants_time:
            self._says("延期", case, f"{chance.randint(8, 20)}天后 配件要从厂家调")
            self._plans(case.number, hours=60)
        else:
            if chance.random() < habits.speaks:
                self._says("回复", case, "正在处理，有结果马上告诉您")
            self._finishes(case)

    def _finishes(self, case: Case) -> None:
        """He proposes to close; what is missing of points and photo he adds, as far as he can."""
        reply = self._says("办结", case, self.world.chance.choice(_DONE))
        if "①" in reply:
            reply = self._says("办结", case, "都好了")
        if "照片" in reply and self.world.chance.random() < 0.7:
            reply = self.world.says(self.openid, "", kind="image", media=f"photo-{case.number}-{self.code}")
        elif "照片" in reply:
            reply = self._says("办结", case, "无照片：天黑了拍不清")
        after = self.world.sees(case.number)
        if after is not None and after.state is State.IN_PROGRESS:
            self.world.refused[f"办结: {reply[:40]}"] += 1


def everybody_on_duty(world: World) -> Sequence[Handler]:
    """All of the district's staff, each with habits of his own; they hear what is sent to them and take leave."""
    chance = world.chance
    found = []
    for row in world.district.staff:
        silent = chance.betavariate(1.2, 8)
        handler = Handler(world, row.code, row.role, Habits(silent), world.now)
        world.people[row.openid] = handler
        found.append(handler)
    return found


def leaves(handlers: Sequence[Handler], days: int) -> None:
    """Everybody but offices goes on leave now and then within so many days from now."""
    for handler in handlers:
        world = handler.world
        if handler.role in _OFFICES:
            continue
        for _ in range(world.chance.choices((0, 1, 2, 3), (1, 2, 2, 1))[0]):
            if world.chance.random() < _LEAVES_A_YEAR * days / 365:
                morning = world.now + timedelta(days=world.chance.uniform(0, days - 1), hours=2)
                world.at(world.waking(morning), handler.goes_on_leave)


