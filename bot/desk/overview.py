"""The console's first page: what came today, who waits, what is late, and what is wrong with the machine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.desk.desk import Desk
from bot.desk.rights import ConsoleRole, Standing
from matching.case import State
from matching.lifecycle import IN_HAND
from matching.territory import Territory
from storage.picture import Glimpse
from storage.unit_of_work import UnitOfWork

#: The worker's clocks go round every 15 seconds: after so long something is wrong with them.
BEAT_EXPECTED = timedelta(minutes=3)
#: A letter that should have gone so long ago is stuck.
LETTER_EXPECTED = timedelta(minutes=5)
WORKER = "worker"
_SOON = timedelta(hours=24)
_UNSIGNED = frozenset({State.AWAITING_SIGNIN, State.REDO})


@dataclass(frozen=True, slots=True)
class Count:
    """One number: what it counts, whether it is "soon" or "late", and the filter of the queue that shows the same."""

    label: str
    number: int
    query: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Health:
    """One thing of the machine: how it is, whether that is well, and what to do where it is not."""

    label: str
    words: str
    fine: bool
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """The first page. `hours` is today's intake by local hour, up to the present one; `machine` is empty for whoever
    does not look after it.
    """

    now: datetime
    hours: tuple[int, ...]
    urgent: int
    since: str
    waiting: tuple[Count, ...]
    late: tuple[Count, ...]
    machine: tuple[Health, ...]

    @property
    def today(self) -> int:
        """How many came today."""
        return sum(self.hours)


def overview(desk: Desk, unit: UnitOfWork, standing: Standing) -> Overview:
    """What somebody at the console sees first, of the cases that she may see and no others."""
    now = desk.clock()
    local = now.astimezone(desk.calendar.zone)
    midnight = datetime.combine(local.date(), time(), desk.calendar.zone)
    territory = desk.library.current(unit, now).town.territory
    came = seen_of(territory, standing, unit.picture.opened_since(midnight))
    hours = [one.created_at.astimezone(desk.calendar.zone).hour for one in came]
    mine = seen_of(territory, standing, unit.picture.open_cases())
    return Overview(
        now=now,
        hours=tuple(hours.count(hour) for hour in range(local.hour + 1)),
        urgent=sum(one.urgent for one in came),
        since=local.date().isoformat(),
        waiting=tuple(_waiting(mine)),
        late=tuple(_late(mine, now)),
        machine=() if standing.role is ConsoleRole.PROPERTY else tuple(_machine(desk, unit, now)),
    )


def seen_of(territory: Territory, standing: Standing, cases: Iterable[Glimpse]) -> list[Glimpse]:
    """Those of some cases that somebody may see; as `Standing.sees`, without reading the whole case."""
    if standing.role is ConsoleRole.PROPERTY:
        return [one for one in cases if standing.person in one.holders and not one.private]
    if not standing.place:
        return list(cases)
    hers: dict[str, bool] = {}
    found = []
    for one in cases:
        if one.place not in hers:
            hers[one.place] = standing.sees_place(territory, one.place)
        if hers[one.place]:
            found.append(one)
    return found


def is_late(case: Glimpse, now: datetime) -> bool:
    """Whether it should have been done by now, and nobody has said that it is; as the queue's filter has it."""
    return case.state in IN_HAND and case.due_at is not None and case.due_at < now and case.paused_at is None


def _waiting(cases: Sequence[Glimpse]) -> Iterator[Count]:
    def counted(label: str, query: str, fits: Callable[[Glimpse], bool]) -> Count:
        return Count(label, sum(map(fits, cases)), query)

    yield counted("等接单", "state=awaiting_signin", lambda one: one.state is State.AWAITING_SIGNIN)
    yield counted("居民要求重办", "state=redo", lambda one: one.state is State.REDO)
    yield counted("还没回过居民", "unspoken=1", _is_unspoken)
    yield counted("等居民评价", "state=awaiting_verdict", lambda one: one.state is State.AWAITING_VERDICT)
    yield counted("等居民补充", "state=awaiting_info", lambda one: one.state is State.AWAITING_INFO)
    yield counted("等裁定归谁管", "disputed=1", lambda one: one.disputed)


def _late(cases: Sequence[Glimpse], now: datetime) -> Iterator[Count]:
    def counted(label: str, query: str, tone: str, fits: Callable[[Glimpse], bool]) -> Count:
        number = sum(map(fits, cases))
        return Count(label, number, query, tone if number else "")

    def passed(moment: datetime | None) -> bool:
        return moment is not None and moment < now

    def is_unsigned(one: Glimpse) -> bool:
        return one.state in _UNSIGNED and passed(one.signin_due_at)

    def is_due_soon(one: Glimpse) -> bool:
        due = one.due_at
        return one.state in IN_HAND and one.paused_at is None and due is not None and now <= due <= now + _SOON

    yield counted("过了办结时限", "late=1", "late", lambda one: is_late(one, now))
    yield counted("过了接单时限", "unsigned=1&late=1", "late", is_unsigned)
    yield counted("过了首次回应时限", "unspoken=1&late=1", "late", lambda one: _is_unspoken(one)
                  and passed(one.first_word_due_at))
    yield counted("逐级都没人办", "stuck=1", "late", lambda one: one.stuck_at is not None)
    yield counted("24小时内到期", "soon=1", "soon", is_due_soon)


def _is_unspoken(case: Glimpse) -> bool:
    return case.state in IN_HAND and case.first_word_due_at is not None and case.first_word_at is None


# -- the machine -------------------------------------------------------------------------------------


def _machine(desk: Desk, unit: UnitOfWork, now: datetime) -> Iterator[Health]:
    beat = unit.picture.beat(WORKER)
    fine = beat is not None and now - beat < BEAT_EXPECTED
    words = "还没有走过" if beat is None else f"{_ago(now - beat)}走完一圈"
    yield Health("后台时钟", words, fine, "请看后台进程（linli worker）是不是在跑，日志里有没有报错")
    failed, held = unit.picture.undelivered()
    words = f"{failed}条放弃了，{held}条等对方来消息" if failed or held else "都送到了"
    yield Health("通知", words, not failed, "请到“没送到的通知”里逐条处理：换人、打电话或再发一次")
    stuck, since = unit.picture.stuck_letters(now - LETTER_EXPECTED)
    words = f"{stuck}条该发没发，最早的{_ago(now - since)}就该发" if since else "没有积压"
    yield Health("发信", words, not stuck, "后台进程停了，或微信接口不通；运行 linli doctor 看原因")
    lost = unit.media.counts()["lost"]
    yield Health("照片和录音", f"{lost}份没存下来" if lost else "都存下来了", not lost, "请报事人重发")
    yield Health("短期记忆", "通" if desk.memory.ping() else "连不上", desk.memory.ping(),
                 "受理不受影响，但说了一半的话会忘；请看 Redis")
    number = desk.library.current(unit, now).rules.rules.revision
    revision = unit.rules.revision(number)
    words = f"第{number}版，{_ago(now - revision.at)}发布" if revision else "还没有发布过"
    yield Health("规则", words, revision is not None, "请到“规则”里发布一版")
    year = now.astimezone(desk.calendar.zone).year
    knows = desk.calendar.knows(year)
    words = f"{year}年的调休已知" if knows else f"不知道{year}年的调休"
    yield Health("工作日历", words, knows, "请在“设置”里补上，或升级")


def _ago(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    if minutes < 1:
        return "刚刚"
    if minutes < 60:
        return f"{minutes}分钟前"
    return f"{minutes // 60}小时前" if minutes < 60 * 48 else f"{minutes // 60 // 24}天前"
