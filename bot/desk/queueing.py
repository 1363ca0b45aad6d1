"""The list of cases at the console: what an address asks for, its rows in words, and what makes cases findable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.desk.acting import acting_as, scope_of
from bot.desk.casesheet import span_of
from bot.desk.desk import Visit, who_has
from bot.desk.labels import STATES, clock_time
from bot.desk.rights import Standing
from bot.desk.wording_pages import LEFT, OVER, STATES_FOR_HANDLERS
from intents.masking import beginning, mask_personal
from intents.text import mask_sensitive
from intents.verdict import Category
from matching.case import Case, State
from matching.lifecycle import ENDED, IN_HAND
from matching.routing import masked
from matching.territory import NodeKind
from storage.queue import FLAGS, PAGE, Filters, Order, Which, most_counted
from storage.unit_of_work import Store, UnitOfWork

_NOT_TAKEN = frozenset({State.AWAITING_SIGNIN, State.REDO})
#: A clock that has less left than this is shown in amber: to sign for it, to solve it.
_SOON_SIGNIN, _SOON_DUE = timedelta(minutes=15), timedelta(hours=24)
_SUMMARY_MOST = 42
_PAGES_MOST = 400
_AT_ONCE = 200
#: "late=1" beside one of these asks for what is late of them.
_WITH_LATE = ("unsigned", "unspoken")
_PLACES = frozenset({NodeKind.DISTRICT, NodeKind.STREET, NodeKind.COMMUNITY, NodeKind.COMPOUND, NodeKind.LANE,
                     NodeKind.PARK})
_ASKED_IN = frozenset({"text", "voice", "location"})


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One case of the list. `left` says how long is left on the clock that runs, `exact` when that is, `mood` is
    late, soon or empty; `marks` are short words with their tone (danger, soon, grey or empty).
    """

    number: int
    label: str
    place: str
    summary: str
    state: str
    who: str
    left: str
    exact: str
    mood: str
    marks: tuple[tuple[str, str], ...]
    opened: str
    opened_exact: str


@dataclass(frozen=True, slots=True)
class QueueList:
    """One page of the list: its rows, how many there are (`uncounted`: at least so many), the page's number."""

    rows: tuple[QueueRow, ...]
    count: int
    page: int
    more: bool
    uncounted: bool
    order: str


def filters_of(visit: Visit, standing: Standing, query: Mapping[str, str]) -> Filters:
    """What the query of an address asks for; what it says wrongly is left out."""
    flags = {flag for flag in FLAGS if query.get(flag) == "1"}
    both = {flag for flag in _WITH_LATE if flag in flags} if "late" in flags else set()
    flags = (flags - both - {"late"}) | {f"{flag}_late" for flag in both} if both else flags
    words = query.get("q", "").strip()
    since, until = _day(visit, query.get("since", "")), _day(visit, query.get("until", ""))
    found = bool(words or since or query.get("state"))
    state, place = query.get("state", ""), query.get("place", "")
    tab = query.get("tab", "")
    which = Which(tab) if tab in set(Which) else Which.ALL if found else Which.OPEN
    return Filters(
        which=which,
        state=state if state in set(State) else "",
        category=query.get("category", "") if query.get("category") in set(Category) else "",
        places=tuple(visit.knowledge.town.territory.below(place)) if place else None,
        responders=_responders(visit, standing, query),
        flags=frozenset(flags),
        since=since,
        until=until + timedelta(days=1) if until else None,  # the day that is named counts
        words=words,
        order=Order(query["sort"]) if query.get("sort") in set(Order) else _order(which, words),
    )


def _order(which: Which, words: str) -> Order:
    """What is under way by what is due next, what has ended or was searched for by when it came."""
    return Order.TROUBLE if which in (Which.OPEN, Which.TROUBLED) and not words else Order.NEWEST


def _day(visit: Visit, said: str) -> datetime | None:
    try:
        return datetime.strptime(said, "%Y-%m-%d").replace(tzinfo=visit.zone)
    except ValueError:
        return None


def _responders(visit: Visit, standing: Standing, query: Mapping[str, str]) -> tuple[str, ...] | None:
    """Whose cases are asked for: the account's own, those of a code or of everybody whose name holds the words."""
    if query.get("mine") == "1":
        return own_codes(visit, standing)
    said = query.get("who", "").strip()
    if not said:
        return None
    everybody = visit.knowledge.town.directory.responders()
    return tuple(one.code for one in everybody if said == one.code or said in one.name)


def own_codes(visit: Visit, standing: Standing) -> tuple[str, ...]:
    """The codes that an account acts as; none for whoever stands for everywhere or only reads."""
    if not standing.person and not standing.place:
        return ()
    actor = acting_as(visit, standing, standing.place)
    return (actor.code,) if actor else ()


def list_of(visit: Visit, standing: Standing, query: Mapping[str, str]) -> QueueList:
    """One page of what is asked for, within what the account may see."""
    asked, scope = filters_of(visit, standing, query), scope_of(visit, standing)
    said = query.get("page", "")[:6]
    page = min(max(int(said) if said.isdecimal() else 1, 1), _PAGES_MOST)
    found = visit.unit.queue.page(asked, scope, visit.now, (page - 1) * PAGE)
    count = visit.unit.queue.count(asked, scope, visit.now)
    most = most_counted(asked)
    rows = tuple(row_of(visit, case) for case in found[:PAGE])
    return QueueList(rows, min(count, most), page, len(found) > PAGE, count > most, asked.order.value)


def row_of(visit: Visit, case: Case) -> QueueRow:
    """A case as a line of the list; asks the store nothing."""
    due, soon = _clock(case)
    left, mood = "", ""
    if due is not None:
        span = due - visit.now
        mood = "late" if span < timedelta() else "soon" if span < soon else ""
        left = (OVER if mood == "late" else LEFT).format(span=span_of(abs(span)))
    return QueueRow(
        case.number, visit.knowledge.town.preferences.label(case.category), case.place_text, summary_of(case),
        {**STATES, **STATES_FOR_HANDLERS}[case.state], who_has(visit, case) or "还没有人",
        left, exact(visit, due) if due else "", mood, _marks(case),
        clock_time(case.created_at, visit.now, visit.zone), exact(visit, case.created_at),
    )  # fmt: skip


def summary_of(case: Case) -> str:
    """What a case is about, for a list: nothing that tells who somebody is, and nothing at all of a private one."""
    return "不公开，要调阅才能看" if case.private else beginning(case.summary, _SUMMARY_MOST)


def exact(visit: Visit, moment: datetime) -> str:
    """A moment to the minute, as a table has it."""
    return moment.astimezone(visit.zone).strftime("%Y-%m-%d %H:%M")


def _clock(case: Case) -> tuple[datetime | None, timedelta]:
    """What is due next of a case, and how long before that it is time to hurry."""
    if case.paused_at is not None or case.state not in IN_HAND:
        return None, _SOON_DUE
    if case.state in _NOT_TAKEN and case.signin_due_at is not None:
        return case.signin_due_at, _SOON_SIGNIN
    return case.own_due_at or case.due_at, _SOON_DUE


def _marks(case: Case) -> tuple[tuple[str, str], ...]:
    under_way = case.state not in ENDED
    told = (
        (case.urgent, "紧急", "danger"),
        (case.stuck_at is not None and under_way, "卡住", "danger"),
        (case.disputed and under_way, "待裁决", "soon"),
        (case.private, "不公开", "grey"),
        (case.paused_at is not None, "计时停着", "grey"),
        (case.reopened > 0, "重办过", "soon"),
    )
    return tuple((words, tone) for holds, words, tone in told if holds)


def places_for(visit: Visit, standing: Standing) -> Sequence[tuple[str, str]]:
    """The places to choose from, by code and name: those an account sees, buildings aside."""
    territory = visit.knowledge.town.territory
    return [
        (node.code, territory.title(node.code))
        for node in territory.nodes()
        if node.kind in _PLACES and (not standing.place or territory.within(node.code, standing.place))
    ]


def handlers_for(visit: Visit, standing: Standing) -> Sequence[tuple[str, str]]:
    """The people to choose from, by code and covered name: those on duty at places that an account sees."""
    territory = visit.knowledge.town.territory
    return [
        (one.code, masked(one.name))
        for one in visit.knowledge.town.directory.responders()
        if not standing.place or any(territory.within(duty.place, standing.place) for duty in one.duties)
    ]


# -- full text ---------------------------------------------------------------------------------------


def make_findable(store: Store) -> int:
    """Let the cases of the backlog be found by what was said since; how many waited, at most 200.

    Of a private case only its place is kept: its words are read by two persons or nobody.
    """

    def work(unit: UnitOfWork) -> int:
        waiting = unit.search.waiting(_AT_ONCE)
        for number in sorted({number for _, number in waiting}):
            case = unit.cases.load(number)
            if case is not None:
                unit.search.put(number, _searchable(unit, case))
        unit.search.done([entry for entry, _ in waiting])
        return len(waiting)

    return store.run(work) if store.read(lambda unit: unit.search.waiting(1)) else 0


def _searchable(unit: UnitOfWork, case: Case) -> str:
    if case.private:
        return case.place_text
    said = [message.text for message in unit.cases.messages(case.number) if message.kind in _ASKED_IN]
    return " ".join((case.place_text, *map(_covered, (*said, *([] if said else [case.summary])))))


def _covered(text: str) -> str:
    return mask_sensitive(mask_personal(text))
