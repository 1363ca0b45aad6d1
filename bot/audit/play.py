"""A week of a district played by the minute: needs come up, people are asked, answer late or never, grow tired."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from heapq import heappop, heappush

from bot.audit.district import MONDAY, District
from bot.audit.past import with_odds
from bot.audit.policies import Named
from bot.audit.week import Ground, Held, Met, Week
from bot.audit.yardstick import Yardstick, possible
from matching.acceptance import learn_population
from matching.asking import Ask, FallBack, Wait
from matching.diary import Diary, entry_of, write_diaries
from matching.eligible import Errand
from matching.need import NeedState
from matching.offers import Offer, OfferState
from matching.pool import Asking, Pool
from matching.ranking import Candidate, Outlook

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Conditions:
    """`known`: the policy is told everybody's odds, instead of learning them from answers. `tired`: each question of
    the last seven days makes a yes less likely (`Truth.fatigue`).
    """

    known: bool = False
    tired: bool = False


def play(district: District, ground: Ground, policy: Named, conditions: Conditions = Conditions()) -> Week:
    """The week of a policy. The same district gives every policy the same people with the same answers."""
    return _Play(district, ground, policy, conditions).run()


def ground_of(district: District) -> Ground:
    """The district's people and prices."""
    return Ground(district.roster, Pool(district.roster, district.territory), district.prices)


def best_of(district: District, ground: Ground) -> Yardstick:
    """The best of the district's week, each answer being what it would be if nobody grew tired."""
    truth = district.truth
    rows = {volunteer.code: row for row, volunteer in enumerate(district.roster)}

    def odds(_: int, __: Errand, candidate: Candidate, ___: Diary) -> float:
        return float(truth.willing[rows[candidate.volunteer.code]])

    found = possible(ground, district.needs, odds, Asking(ground.pool, ground.calendar))
    return found.measured([lambda edge: truth.yes(edge.task, edge.volunteer)], ground.prices.notification)


class _Play:
    """The state of a week while it is played."""

    def __init__(self, district: District, ground: Ground, policy: Named, conditions: Conditions) -> None:
        self.district, self.policy, self.conditions = district, policy, conditions
        self.rows = {volunteer.code: row for row, volunteer in enumerate(district.roster)}
        population = learn_population(entry for entries in district.past.values() for entry in entries)
        past = (entry for entries in district.past.values() for entry in entries)
        self.diaries = {code: self.told(code, diary) for code, diary in write_diaries(past, MONDAY).items()}
        outlook = Outlook(population=population, prices=ground.prices)
        self.calendar = ground.calendar
        self.asking = Asking(ground.pool, ground.calendar, lambda _codes: self.diaries, outlook)
        self.needs = list(district.needs)
        self.offers: list[list[Offer]] = [[] for _ in district.needs]
        self.levels: list[dict[str, int]] = [{} for _ in district.needs]
        self.met: dict[int, Met] = {}
        self.asked: dict[str, list[datetime]] = defaultdict(list)
        self.events: list[tuple[datetime, int, int, str, bool]] = []
        self.count = 0

    def run(self) -> Week:
        for at, need in enumerate(self.needs):
            self.at(need.created_at, at)
        while self.events:
            now, _, row, who, yes = heappop(self.events)
            if who:
                self.answer(row, who, now, yes=yes)
            if row not in self.met:
                self.decide(row, now)
        met = tuple(self.met[at] for at in range(len(self.needs)))
        questions = ((code, at) for code, times in self.asked.items() for at in times)
        return Week(met, tuple(sorted(questions, key=lambda question: question[1])))

    def at(self, moment: datetime, need: int, who: str = "", *, yes: bool = False) -> None:
        self.count += 1
        heappush(self.events, (moment, self.count, need, who, yes))

    def decide(self, at: int, now: datetime) -> None:
        """Ask the policy and do what it says."""
        self.lapse(at, now)
        decision = self.policy.decide(self.needs[at], self.offers[at], now, self.asking)
        if isinstance(decision, Ask):
            for candidate in decision.candidates:
                self.ask(at, candidate, now, decision)
            self.needs[at] = replace(self.needs[at], ring=decision.ring, round=decision.round, touched_at=now)
            self.at(decision.until, at)
        elif isinstance(decision, Wait):
            self.at(max(decision.until, now + timedelta(seconds=1)), at)
        elif isinstance(decision, FallBack):
            self.met[at] = Met(self.district.needs[at], len(self.offers[at]), told_at=now)
            self.needs[at] = replace(self.needs[at], state=NeedState.FALLBACK)
        else:
            raise RuntimeError(f"need {at} is open and the policy says nothing")  # noqa: TRY004 - no fault of a type

    def ask(self, at: int, candidate: Candidate, now: datetime, ask: Ask) -> None:
        code = candidate.volunteer.code
        row, truth = self.rows[code], self.district.truth
        offer = Offer(len(self.offers[at]), at + 1, code, now, ask.until, candidate.part, candidate.level + 1)
        self.offers[at].append(offer)
        self.levels[at][code] = candidate.level
        recent = sum(moment > now - _WEEK for moment in self.asked[code]) if self.conditions.tired else 0
        self.asked[code].append(now)
        self.diaries[code] = self.diaries[code].with_offer(now)
        yes = truth.yes(at, row, recent)
        if yes or truth.speaks[at, row]:
            self.at(now + timedelta(minutes=float(truth.minutes[at, row])), at, code, yes=yes)

    def answer(self, at: int, code: str, now: datetime, *, yes: bool) -> None:
        """An answer comes; who was told that others were faster gives none."""
        offers = self.offers[at]
        place = next(place for place, offer in enumerate(offers) if offer.volunteer == code)
        if offers[place].state is OfferState.FILLED:
            return
        day = self.needs[at].starts_at.astimezone(self.calendar.zone).date()
        if not yes or (at not in self.met and self.diaries[code].busy_on(day)):
            state = OfferState.DECLINED
        else:
            state = OfferState.LATE if at in self.met else OfferState.CLAIMED
        offers[place] = replace(offers[place], state=state, answered_at=now)
        self.note(at, offers[place])
        if state is OfferState.CLAIMED:
            self.fill(at, code, self.levels[at][code], now)

    def fill(self, at: int, code: str, level: int, now: datetime) -> None:
        held = Held(code, self.needs[at].parts[0].skill, level, now)
        self.met[at] = Met(self.district.needs[at], len(self.offers[at]), (held,))
        self.needs[at] = replace(self.needs[at], state=NeedState.FILLED)
        for place, offer in enumerate(self.offers[at]):
            if offer.state is OfferState.ASKED:
                self.offers[at][place] = replace(offer, state=OfferState.FILLED)

    def lapse(self, at: int, now: datetime) -> None:
        """Write down the silence of those whose window has passed."""
        for place, offer in enumerate(self.offers[at]):
            if offer.state is OfferState.ASKED and offer.until <= now:
                self.offers[at][place] = replace(offer, state=OfferState.SILENT)
                self.note(at, self.offers[at][place])

    def note(self, at: int, offer: Offer) -> None:
        """Keep an answer, or that none came, in its volunteer's diary."""
        entry = entry_of(self.needs[at], offer, self.calendar)
        self.diaries[offer.volunteer] = self.told(offer.volunteer, self.diaries[offer.volunteer].with_answer(entry))

    def told(self, code: str, diary: Diary) -> Diary:
        """What the policy reads in a diary."""
        if not self.conditions.known:
            return diary
        return with_odds(diary, float(self.district.truth.willing[self.rows[code]]))
