"""Figures of how cases went: each case with its events in, figures out. What each means stands in docs/figures.md."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise
from math import ceil

from matching.case import Action, Case, CaseEvent, State
from matching.deadline import DAY_ENDS, OFFICE_CLOSES, OFFICE_OPENS, QUIET_ENDS, WorkCalendar
from matching.lifecycle import ENDED
from matching.rates import Judged

#: After one of these it was not the first one to have it who solved it, or not as what it was taken for.
_ASTRAY = frozenset({
    Action.PASS_ON, Action.RETURN, Action.CORRECT, Action.ESCALATE, Action.DECLINE, Action.APPEAL, Action.WHISTLE,
})
#: With these a handler answers what he got.
_ANSWERS = frozenset({Action.TAKE, Action.INQUIRE, Action.FINISH, Action.RETURN, Action.PASS_ON, Action.DECLINE})
_UNSIGNED = frozenset({State.AWAITING_SIGNIN, State.REDO})
_SOLVED = frozenset({State.AWAITING_VERDICT, State.CLOSED})
_REOPENS = frozenset({Action.REJECT, Action.REFUTE})
#: How a case that was withdrawn is marked.
_WITHDRAWN = "withdrawn"
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    hits: int = 0
    of: int = 0

    @property
    def share(self) -> float | None:
        """Between 0 and 1; None of nothing."""
        return self.hits / self.of if self.of else None

    def counting(self, hit: bool | None) -> Share:  # noqa: FBT001 (what is counted)
        """One more; None counts for nothing."""
        return self if hit is None else Share(self.hits + hit, self.of + 1)


@dataclass(frozen=True, slots=True)
class Story:
    """What one case adds to the figures; None says nothing about it.

    `solved_at` is when its handler said for the last time that it is done, as long as that stands. `hours` is how
    long it stood in each state, until the moment asked about.
    """

    case: Case
    ended_as: State
    solved_at: datetime | None
    first_time_right: bool | None
    signed_in_time: bool | None
    spoke_in_time: bool | None
    solved_in_time: bool | None
    reopened: bool | None
    hours: Mapping[State, float]


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of some cases. Days are calendar days, hours are hours by the clock; None where nothing counts.

    `outcomes` is how many stand where, `hours_in` the median hours a case stood in each state that it was in.
    """

    cases: int
    outcomes: Mapping[str, int]
    first_time_right: Share
    hops_mean: float | None
    climbed: Share
    signed_in_time: Share
    spoke_in_time: Share
    solved_in_time: Share
    days_median: float | None
    days_p90: float | None
    reopened: Share
    answered: Share
    responded: Share
    solved: Share
    satisfied: Share
    hours_in: Mapping[State, float]


def story_of(case: Case, events: Sequence[CaseEvent], until: datetime) -> Story:
    """What a case adds to the figures, as things stand at `until`; `events` are all of its, in order."""
    ended_as = next((event.from_state for event in events if event.action is Action.ARCHIVE), case.state)
    handled = ended_as not in {State.MERGED, State.NOT_ACCEPTED} and case.verdict != _WITHDRAWN
    dispatched = any(event.action is Action.DISPATCH for event in events)
    solved_at = _solved_at(case, events) if handled and ended_as in _SOLVED else None
    astray = any(event.action in _ASTRAY and event.from_state is not State.AWAITING_INFO for event in events)
    finished = any(event.action is Action.FINISH for event in events)
    return Story(
        case,
        ended_as,
        solved_at,
        first_time_right=not astray if dispatched and handled and ended_as is State.CLOSED else None,
        signed_in_time=_signed_in_time(case, events, until),
        spoke_in_time=_in_time(case.first_word_at, case.first_word_due_at, until, case),
        solved_in_time=_in_time(solved_at, case.due_at, until, case) if handled else None,
        reopened=any(event.action in _REOPENS for event in events) if finished else None,
        hours=_hours(events, until),
    )


def _solved_at(case: Case, events: Sequence[CaseEvent]) -> datetime | None:
    """When it was said to be done; where the resident closed it before, that moment."""
    said = [event.at for event in events if event.action is Action.FINISH]
    return said[-1] if said else case.closed_at


def _in_time(done_at: datetime | None, due_at: datetime | None, until: datetime, case: Case) -> bool | None:
    """Whether it was done by its term. Not done and not due yet, or ended without, says nothing."""
    if due_at is None:
        return None
    if done_at is not None:
        return done_at <= due_at
    return False if case.state not in ENDED and until > due_at else None


def _signed_in_time(case: Case, events: Sequence[CaseEvent], until: datetime) -> bool | None:
    """Whether whoever got it last answered in time, and nobody before him let it climb unsigned."""
    if any(event.action is Action.ESCALATE and event.from_state in _UNSIGNED for event in events):
        return False
    since = case.held_since
    if since is None:
        return None
    answers = (e.at for e in events if e.at >= since and e.action in _ANSWERS and e.from_state in _UNSIGNED)
    answered = next(answers, None)
    waits = case.state in _UNSIGNED
    return _in_time(answered, case.signin_due_at, until, case) if answered or waits else None


def _hours(events: Sequence[CaseEvent], until: datetime) -> Mapping[State, float]:
    hours: dict[State, float] = defaultdict(float)
    for before, after in pairwise(events):
        hours[before.to_state] += (after.at - before.at) / _HOUR
    if events and events[-1].to_state not in ENDED:
        hours[events[-1].to_state] += max(until - events[-1].at, timedelta()) / _HOUR
    return {state: spent for state, spent in hours.items() if state not in ENDED and spent > 0}


@dataclass(slots=True)
class Tally:  # house: frozen (filled while cases are counted, and read afterwards)
    """Stories and answers counted one after the other; the figures can be read at any time."""

    cases: int = 0
    outcomes: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    shares: dict[str, Share] = field(default_factory=lambda: defaultdict(Share))
    hops: int = 0
    dispatched: int = 0
    days: list[float] = field(default_factory=list)
    hours: dict[State, list[float]] = field(default_factory=lambda: defaultdict(list))

    def add(self, story: Story) -> None:
        """Count one case."""
        case = story.case
        self.cases += 1
        self.outcomes[_WITHDRAWN if case.verdict == _WITHDRAWN else story.ended_as] += 1
        for name in ("first_time_right", "signed_in_time", "spoke_in_time", "solved_in_time", "reopened"):
            self._count(name, getattr(story, name))
        if case.dispatched_at is not None:
            self.dispatched += 1
            self.hops += case.hops
            self._count("climbed", case.rung > 0)
        if story.solved_at is not None:
            self.days.append((story.solved_at - case.created_at) / _DAY)
        for state, spent in story.hours.items():
            self.hours[state].append(spent)

    def judge(self, said: Judged) -> None:
        """Count what a resident who was asked said, as `matching.rates` does: silence is no yes."""
        self._count("answered", said != Judged(None, None, None))
        for name in ("responded", "solved", "satisfied"):
            self._count(name, getattr(said, name) is True)

    def _count(self, name: str, hit: bool | None) -> None:  # noqa: FBT001 (what is counted)
        self.shares[name] = self.shares[name].counting(hit)

    def figures(self) -> Figures:
        """The figures of what was counted so far."""
        return Figures(
            cases=self.cases,
            outcomes=dict(sorted(self.outcomes.items())),
            hops_mean=self.hops / self.dispatched if self.dispatched else None,
            days_median=quantile(self.days, 0.5),
            days_p90=quantile(self.days, 0.9),
            hours_in={state: _median(self.hours[state]) for state in State if state in self.hours},
            **{name: self.shares[name] for name in SHARES},
        )


#: The figures that are shares.
SHARES = (
    "first_time_right", "climbed", "signed_in_time", "spoke_in_time", "solved_in_time", "reopened", "answered",
    "responded", "solved", "satisfied",
)


# -- burden ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Burden:
    """What the desk asks of one person: notices sent to him, how many of them out of office hours and by night,
    and how many moves he made.
    """

    notices: int = 0
    off_hours: int = 0
    by_night: int = 0
    moves: int = 0

    def told_at(self, moment: datetime, calendar: WorkCalendar) -> Burden:
        """One notice more, sent at that moment."""
        local = moment.astimezone(calendar.zone)
        office = calendar.is_working_day(local.date()) and OFFICE_OPENS <= local.time() < OFFICE_CLOSES
        night = local.time() < QUIET_ENDS or local.time() >= DAY_ENDS
        return replace(
            self, notices=self.notices + 1, off_hours=self.off_hours + (not office), by_night=self.by_night + night
        )

    def moved(self) -> Burden:
        """One move more."""
        return replace(self, moves=self.moves + 1)


@dataclass(frozen=True, slots=True)
class Load:
    """The burdens of all who were told anything: how many they are, notices a week each, and the shares."""

    people: int
    weekly_median: float | None
    weekly_p90: float | None
    off_hours: Share
    by_night: Share
    moves_per_notice: float | None


def load_of(burdens: Iterable[Burden], weeks: float) -> Load:
    """The burdens together, over so many weeks. Raises ValueError where `weeks` is not positive."""
    if weeks <= 0:
        raise ValueError("a burden is counted over some time")
    told = [burden for burden in burdens if burden.notices]
    notices = sum(burden.notices for burden in told)
    weekly = [burden.notices / weeks for burden in told]
    return Load(
        len(told),
        quantile(weekly, 0.5),
        quantile(weekly, 0.9),
        Share(sum(burden.off_hours for burden in told), notices),
        Share(sum(burden.by_night for burden in told), notices),
        sum(burden.moves for burden in told) / notices if notices else None,
    )


# -- equity ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Equity:
    """How alike places fare: of those with enough solved cases the median days of the quickest and the slowest,
    Gini's coefficient of the medians and of the shares that were late (0 is alike, 1 all with one place).
    """

    places: int
    quickest: float | None
    slowest: float | None
    days_gini: float | None
    late_gini: float | None


def equity_of(groups: Iterable[Figures], enough: int = 5) -> Equity:
    """The equity of some places. Where fewer than `enough` cases have a solved-in-time figure, chance speaks:
    they are left out.
    """
    fair = [figures for figures in groups if figures.solved_in_time.of >= enough and figures.days_median is not None]
    days = [figures.days_median or 0.0 for figures in fair]
    late = [1 - (figures.solved_in_time.share or 0.0) for figures in fair]
    return Equity(len(fair), min(days, default=None), max(days, default=None), gini(days), gini(late))


def gini(values: Sequence[float]) -> float | None:
    """Gini's coefficient of values that are not negative; 0 where all are 0, None of nothing."""
    if not values:
        return None
    total = sum(values)
    if not total:
        return 0.0
    ranked = enumerate(sorted(values), 1)
    return sum((2 * rank - len(values) - 1) * value for rank, value in ranked) / (len(values) * total)


def quantile(values: Sequence[float], share: float) -> float | None:
    """The smallest value that so large a share of the values does not exceed; None of nothing."""
    return sorted(values)[max(ceil(share * len(values)), 1) - 1] if values else None


def _median(values: Sequence[float]) -> float:
    return sorted(values)[(len(values) - 1) // 2]

