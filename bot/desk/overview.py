"""The console's first page: what came today, who waits, what is late, and what is wrong with the machine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.desk.desk import Desk
from bot.desk.rights import ConsoleRole, Standing
from matching.territory import Territory
from storage.picture import PlaceTally
from storage.unit_of_work import UnitOfWork

#: The worker's clocks go round every 15 seconds: after so long something is wrong with them.
BEAT_EXPECTED = timedelta(minutes=3)
#: A letter that should have gone so long ago is stuck.
LETTER_EXPECTED = timedelta(minutes=5)
WORKER = "worker"
#: What the first page says of open cases, what counts it (`storage.picture.COUNTED`), the queue's filter, the tone.
_WAITING = (
    ("等接单", "awaiting_signin", "state=awaiting_signin"),
    ("居民要求重办", "redo", "state=redo"),
    ("还没回过居民", "unspoken", "unspoken=1"),
    ("等居民评价", "awaiting_verdict", "state=awaiting_verdict"),
    ("等居民补充", "awaiting_info", "state=awaiting_info"),
    ("等裁定归谁管", "disputed", "disputed=1"),
)
_LATE = (
    ("过了办结时限", "late", "late=1", "late"),
    ("过了接单时限", "unsigned_late", "unsigned=1&late=1", "late"),
    ("过了首次回应时限", "unspoken_late", "unspoken=1&late=1", "late"),
    ("逐级都没人办", "stuck", "stuck=1", "late"),
    ("24小时内到期", "soon", "soon=1", "soon"),
)


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
    arrivals = unit.picture.arrivals(midnight, company_of(standing))
    came = [one for one in arrivals if _is_hers(territory, standing, one.place)]
    hours = [one.created_at.astimezone(desk.calendar.zone).hour for one in came]
    counts = Counter[str]()
    for tally in tallies_for(unit, territory, standing, now):
        counts.update(tally.counts)
    return Overview(
        now=now,
        hours=tuple(hours.count(hour) for hour in range(local.hour + 1)),
        urgent=sum(one.urgent for one in came),
        since=local.date().isoformat(),
        waiting=tuple(Count(label, counts[name], query) for label, name, query in _WAITING),
        late=tuple(
            Count(label, counts[name], query, tone if counts[name] else "") for label, name, query, tone in _LATE
        ),
        machine=() if standing.role is ConsoleRole.PROPERTY else tuple(_machine(desk, unit, now)),
    )


def company_of(standing: Standing) -> str:
    """Whose cases alone somebody sees: a company's code, "" for everybody's."""
    return standing.person if standing.role is ConsoleRole.PROPERTY else ""


def tallies_for(unit: UnitOfWork, territory: Territory, standing: Standing, now: datetime) -> list[PlaceTally]:
    """The open cases by place, of those that somebody may see; as `Standing.sees` has it."""
    tallies = unit.picture.tallies(now, company_of(standing))
    return [tally for tally in tallies if _is_hers(territory, standing, tally.place)]


def _is_hers(territory: Territory, standing: Standing, place: str) -> bool:
    return standing.role is ConsoleRole.PROPERTY or standing.sees_place(territory, place)


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
