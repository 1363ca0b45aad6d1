"""A made-up district at the seed's scale, and the truth about its people that no policy is told (`bot.audit.truth`).

Places: ten streets, 82 communities with two compounds, five grids and forty buildings each. People: 3,244 volunteers
spread evenly; two in five also report to the community their unit is paired with. Needs: 700 a week between 7 and 21
o'clock. Truth: how often somebody says yes is drawn once for each from Beta(1.2, 2.8) (mean 0.3), every answer and how
long it takes is drawn beforehand for each pair of need and volunteer, so that all policies meet the same people. An
answer takes five minutes on average (exponential); three of five who don't want to say nothing at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from bot.audit.past import past_answers
from bot.audit.truth import Truth, draw_truth
from matching.diary import Entry
from matching.need import Need, NeedKind, NeedState, NeedUrgency, Part
from matching.ranking import PRICES, Prices
from matching.slot import parse_slots
from matching.territory import Node, NodeKind, Territory
from matching.volunteer import Engagement, Roster, Volunteer

ZONE = ZoneInfo("Asia/Shanghai")
#: Monday, midnight in Zhangzhou: the week that is played begins here, a week without a holiday.
MONDAY = datetime(2026, 3, 2, tzinfo=ZONE).astimezone(UTC)

STREETS, COMMUNITIES, GRIDS, BUILDINGS = 10, 82, 5, 8
SKILLS = ("水电维修", "电动车维修", "医疗", "法律", "家政", "陪伴")
#: What a visit asks for; and how many of a hundred know a second thing: then everybody at once are some 32 a need, as
#: in casework's quick check.
VISITING, SECOND = "陪伴", 25
DIALECT = "闽南语"
#: What hours people give, and how many of a hundred give those: at work, weekends, retired, mornings, any time.
SLOTS = (
    ("工作日 18:00-21:30|周末 09:00-18:00", 45),
    ("周末 08:00-20:00", 15),
    ("每天 08:00-20:00", 25),
    ("每天 07:00-12:00", 5),
    ("", 10),
)
#: What a need weighs in a week where all are alike. With it the two simple policies come out as in the quick check.
ALIKE = 1.3
#: The urgency of a mixed week's needs.
MIX = {NeedUrgency.URGENT: 0.2, NeedUrgency.TODAY: 0.5, NeedUrgency.PLANNED: 0.3}

@dataclass(frozen=True, slots=True)
class Scale:
    """How large a district, which week of chance. `mixed`: urgent, today's and planned needs; else all are urgent,
    as in the quick check that the floors come from.
    """

    volunteers: int = 3244
    tasks: int = 700
    seed: int = 1
    mixed: bool = False


@dataclass(frozen=True, slots=True)
class District:
    """Places, people with what they answered before (`past`), and a week of needs; `needs[k].number` is k + 1."""

    scale: Scale
    territory: Territory
    roster: Roster
    needs: tuple[Need, ...]
    truth: Truth
    past: Mapping[str, tuple[Entry, ...]]
    prices: Prices


def build_district(scale: Scale) -> District:
    """The district of a seed: the same seed, the same district."""
    chance = np.random.default_rng(scale.seed)
    territory = Territory(_places())
    buildings = [node.code for node in territory.nodes() if node.kind is NodeKind.BUILDING]
    volunteers = tuple(_volunteers(chance, buildings, scale.volunteers))
    truth = draw_truth(chance, scale.tasks, scale.volunteers)
    needs = tuple(_needs(chance, buildings, volunteers, scale))
    past = past_answers(volunteers, truth, MONDAY, chance)
    return District(scale, territory, Roster(volunteers), needs, truth, past, prices_of(scale))


def prices_of(scale: Scale) -> Prices:
    """The desk's prices. Where all needs are urgent each weighs what the mean need of casework's quick check does, or
    they would be worth so much that questions cost nothing.
    """
    return PRICES if scale.mixed else replace(PRICES, urgency=dict.fromkeys(NeedUrgency, ALIKE))


def _places() -> Iterator[Node]:
    yield Node("d", "", NodeKind.DISTRICT, "示范区")
    for street in range(STREETS):
        yield Node(f"s{street}", "d", NodeKind.STREET, f"第{street + 1}街道")
    for at in range(COMMUNITIES):
        yield Node(f"c{at}", f"s{at % STREETS}", NodeKind.COMMUNITY, f"第{at + 1}社区")
        for estate in range(2):
            yield Node(f"c{at}e{estate}", f"c{at}", NodeKind.COMPOUND, f"第{at + 1}社区{'甲乙'[estate]}苑")
        for grid in range(GRIDS):
            code = f"c{at}g{grid}"
            yield Node(code, f"c{at}e{grid % 2}", NodeKind.GRID, f"第{grid + 1}网格")
            for building in range(BUILDINGS):
                yield Node(f"{code}b{building}", code, NodeKind.BUILDING, f"{grid * BUILDINGS + building + 1}栋")


def _volunteers(chance: np.random.Generator, buildings: Sequence[str], many: int) -> Iterator[Volunteer]:
    odds = np.array([share for _, share in SLOTS]) / 100
    for at in range(many):
        many_skills = 1 + int(chance.random() * 100 < SECOND)
        skills = frozenset(str(skill) for skill in chance.choice(SKILLS, size=many_skills, replace=False))
        member = chance.random() < 0.4
        yield Volunteer(
            code=f"v{at}",
            name=f"志愿者{at}",
            home=str(chance.choice(buildings)),
            work=f"c{int(chance.integers(COMMUNITIES))}" if member else "",
            unit=f"单位{int(chance.integers(75))}" if member else "",
            skills=skills,
            verified=skills,
            languages=frozenset({"普通话", DIALECT} if chance.random() < 0.6 else {"普通话"}),
            gender="女" if chance.random() < 0.5 else "男",
            slots=parse_slots(SLOTS[int(chance.choice(len(SLOTS), p=odds))][0]),
            weekly_cap=3,
            vetted=bool(chance.random() < 0.1),
            kinds=frozenset({Engagement.SERVICE}),
            contact=at + 1,
        )


def _needs(
    chance: np.random.Generator, buildings: Sequence[str], volunteers: Sequence[Volunteer], scale: Scale
) -> Iterator[Need]:
    minutes = np.sort(chance.integers(0, 7 * 14 * 60, size=scale.tasks))
    neighbours = _visitors(volunteers)
    for number, minute in enumerate(minutes, 1):
        day, within = divmod(int(minute), 14 * 60)
        created = MONDAY + timedelta(days=day, minutes=7 * 60 + within)
        urgency = _urgency(chance, scale)
        starts, ends = _window(chance, urgency, created)
        kind = NeedKind.VISIT if chance.random() < 0.15 else NeedKind.HELP
        skill = VISITING if kind is NeedKind.VISIT else str(chance.choice(SKILLS))
        place = str(chance.choice(buildings))
        near = neighbours.get(_community(place), ())
        yield Need(
            number=number,
            kind=kind,
            state=NeedState.OPEN,
            urgency=urgency,
            place=place,
            place_text="",
            what=skill,
            starts_at=starts,
            ends_at=ends,
            created_at=created,
            touched_at=created,
            parts=(Part(skill),),
            languages=(DIALECT,) if chance.random() < 0.2 else (),
            gender="女" if kind is NeedKind.VISIT and chance.random() < 0.3 else "",
            usual=str(chance.choice(near)) if kind is NeedKind.VISIT and near else "",
        )


def _urgency(chance: np.random.Generator, scale: Scale) -> NeedUrgency:
    if not scale.mixed:
        return NeedUrgency.URGENT
    return NeedUrgency(str(chance.choice(list(MIX), p=list(MIX.values()))))


def _window(chance: np.random.Generator, urgency: NeedUrgency, created: datetime) -> tuple[datetime, datetime]:
    """When the work fits: within three hours, within six, or in two hours of one of the next days."""
    if urgency is NeedUrgency.URGENT:
        return created, created + timedelta(hours=3)
    if urgency is NeedUrgency.TODAY:
        return created + timedelta(hours=1), created + timedelta(hours=6)
    local = created.astimezone(ZONE).replace(hour=int(chance.integers(8, 19)), minute=0)
    starts = (local + timedelta(days=int(chance.integers(1, 5)))).astimezone(UTC)
    return starts, starts + timedelta(hours=2)


def _visitors(volunteers: Sequence[Volunteer]) -> dict[str, list[str]]:
    """The codes of those in each community who visit: an elder's usual visitor is one of them."""
    found: dict[str, list[str]] = {}
    for volunteer in (one for one in volunteers if VISITING in one.skills):
        found.setdefault(_community(volunteer.home), []).append(volunteer.code)
    return found


def _community(building: str) -> str:
    return building.partition("g")[0]
