"""Those who live there: they report, answer or keep silent, and say what they think of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from bot.desk.dialogue import Asked, read_question
from matching.case import Case, State
from tests.benchmarks.year.texts import Said, at_home
from tests.benchmarks.year.world import World

#: With these words she is asked again weeks later.
_ASKED_AGAIN = "回访"
_BUBBLES = 0.1
_ANSWERS = 0.8
_UNHAPPY = ("还是没解决", "说好了又没人来", "只处理了一半", "过两天又一样了")
_WHY = ("东西还在老地方", "拍了照片可以给你们看", "每天晚上都这样", "家里有老人孩子")


@dataclass
class Resident:
    """One resident with a home; `grumbles` is how easily she is unhappy, `mute` how often she keeps silent."""

    world: World
    openid: str
    compound: str
    building: str
    grumbles: float
    mute: float
    waiting: set[int] = field(default_factory=set)
    contact: int = 0

    def reports(self, said: Said) -> str:
        """What she writes about her home, in one message or in several bubbles; the words of the first."""
        chance, world = self.world.chance, self.world
        text = at_home(said, self.compound, self.building, chance)
        parts = [text]
        if chance.random() < _BUBBLES:
            parts = [part for part in re.split(r"[，,。 ]", text) if part] or [text]
        for number, part in enumerate(parts[1:], 1):
            world.after(timedelta(seconds=20 * number), lambda part=part: world.says(self.openid, part))
        world.says(self.openid, parts[0])
        world.after(timedelta(minutes=4), self._afterthoughts)
        return text

    def hears(self, number: int, text: str) -> None:
        """A notice came: she reads it after a while, and answers what she is asked."""
        if _ASKED_AGAIN in text:
            self._after_weeks()
            return
        if number in self.waiting or self.world.chance.random() < self.mute:
            return
        self.waiting.add(number)
        moment = self.world.now + timedelta(hours=self.world.chance.lognormvariate(0.7, 1.2))
        self.world.at(self.world.waking(moment), lambda: self._answers(number))

    def _after_weeks(self) -> None:
        """She is asked whether it holds; half of those who are do not answer."""
        luck = self.world.chance.random()
        if luck < 0.5:
            moment = self.world.waking(self.world.now + timedelta(hours=5 * luck))
            self.world.at(moment, lambda: self.world.says(self.openid, "2" if luck < 0.05 else "1"))

    def _afterthoughts(self) -> None:
        chance, world = self.world.chance, self.world
        if not self.contact:
            self.contact = world.store.run(lambda unit: unit.people.contact_of(self.openid, world.now).id)
        case = world.store.read(lambda unit: unit.cases.latest_of_reporter(self.contact))
        if case is None:
            return
        if case.state is State.AWAITING_INFO and chance.random() < _ANSWERS:
            world.after(timedelta(minutes=chance.random() * 50), lambda: self._answers(case.number))
        elif chance.random() < 0.06:
            more = f"补充 {case.number} {chance.choice(_WHY)}"
            world.after(timedelta(hours=3), lambda: world.says(self.openid, more))
        elif chance.random() < 0.06:
            world.after(timedelta(hours=30), lambda: world.says(self.openid, f"进度 {case.number}"))
        elif chance.random() < 0.02:
            world.after(timedelta(hours=2), lambda: world.says(self.openid, f"取消 {case.number}"))

    def _answers(self, number: int) -> None:
        self.waiting.discard(number)
        case = self.world.sees(number)
        if case is None:
            return
        if case.state is State.AWAITING_INFO:
            self.world.says(self.openid, self._answer_to(case))
        elif case.state is State.AWAITING_VERDICT:
            self._judges(case)

    def _judges(self, case: Case) -> None:
        chance = self.world.chance
        if chance.random() < self.grumbles:
            self.world.says(self.openid, f"不满意 {case.number} {chance.choice(_UNHAPPY)}")
        elif chance.random() < 0.3:
            if "满意" in self.world.says(self.openid, "1"):
                self.world.says(self.openid, "2 等太久了" if chance.random() < self.grumbles else "1")
        else:
            self.world.says(self.openid, f"满意 {case.number}")

    def _answer_to(self, case: Case) -> str:
        question = read_question(case.question)
        chance = self.world.chance
        if question is None:
            return "好的"
        if question.asked is Asked.SAME:
            return "是同一件" if chance.random() < 0.6 else "不是同一件"
        if question.asked is Asked.HANDLER:
            return chance.choice(_WHY)
        if question.asked is Asked.PLACE:
            return f"{self.compound}{self.building}栋" if self.building else self.compound
        if question.asked is Asked.BUILDING:
            return f"{self.building}栋" if self.building else "不知道"
        return "对" if question.asked is Asked.MATTERS else "1"


def some_residents(world: World, count: int) -> Sequence[Resident]:
    """So many residents, spread over the district's homes; they hear what is sent to them."""
    homes, chance = world.district.homes, world.chance
    names = {node.code: node.name for node in world.district.nodes}
    found = []
    for number in range(count):
        compound, building = homes[chance.randrange(len(homes))]
        resident = Resident(
            world, f"r{number}", names[compound], building, chance.betavariate(1.2, 6), chance.betavariate(2, 4)
        )
        world.people[resident.openid] = resident
        found.append(resident)
    return found
