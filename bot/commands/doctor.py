"""`linli doctor`: is everything in place, and if not, what to do."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.commands.account import api_remedy
from bot.commands.configured import settings_of
from bot.desk.delivery import undelivered_lines
from bot.desk.knowledge import Knowledge, Library
from bot.desk.seeing import WATCHING
from bot.errors import BotError
from bot.settings import Settings, require_account, variable_of
from bot.wechat.api import WeChatApi
from bot.wechat.envelope import Envelope
from bot.wechat.errors import ApiFailed
from bot.wiring import utc_now
from intents.rule import RuleRefused, parse_rules, shipped_rules_text
from intents.terms import compile_rules
from matching.deadline import WorkCalendar
from matching.need import NeedState
from matching.responder import Duty, Role
from matching.routing import Town, is_arbiters
from matching.territory import Node, NodeKind
from storage.engine import migrate
from storage.errors import StorageError
from storage.short_term import InProcess, open_short_term
from storage.unit_of_work import Store, open_store

#: A key that signs links must not be guessed.
_SHORTEST_KEY = 32


_STUCK_SHOWN = 20
_PLACES_SHOWN = 5
#: What somebody must be there for at a place or above it: what it is called, who fits, what is missing without.
_NEEDED: tuple[tuple[str, Callable[[Duty], bool], str], ...] = (
    ("裁定人 arbiters", is_arbiters,
     "没人裁定，退了两次的事定不下来；请加 role=street，或 department 管 * / nobody decides"),
    ("调解员 mediators", lambda duty: duty.role is Role.MEDIATOR,
     "没有调解员，纠纷由社区、街道来调解；可加 role=mediator / offices mediate instead"),
    ("督办 supervisors", lambda duty: duty.role in WATCHING,
     "没人看卡住的事；请加 role=supervisor 或 paired_leader / nobody reads what is stuck"),
)  # fmt: skip
#: 15 working days over the Spring Festival.
_LONGEST_TERM = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is fine, and what to do when it is not."""

    what: str
    fine: bool
    remedy: str = ""
    fatal: bool = True


def examine(asked: Namespace) -> int:
    """Look at everything; 1 when something fails."""
    settings = settings_of(asked)
    failed = False
    for finding in _findings(settings):
        mark = "✓" if finding.fine else ("✗" if finding.fatal else "!")
        print(f"{mark} {finding.what}" + ("" if finding.fine else f"：{finding.remedy}"), flush=True)
        failed = failed or (finding.fatal and not finding.fine)
    return 1 if failed else 0


def _findings(settings: Settings) -> Iterator[Finding]:
    yield Finding("设置 settings", fine=True)
    yield from _account(settings)
    yield from _pages(settings)
    yield from _database(settings)
    yield _redis(settings)
    yield from _calendar(settings, utc_now())
    yield _tried("规则 rules", lambda: compile_rules(parse_rules(shipped_rules_text())))


def _account(settings: Settings) -> Iterator[Finding]:
    yield _tried("公众号令牌 token", lambda: require_account(settings))
    if settings.wechat.token:
        yield _tried("加密密钥 AES keys", lambda: Envelope(settings.wechat))
    for key in ("app_id", "app_secret"):
        if not getattr(settings.wechat, key):
            variable = variable_of(f"wechat.{key}")
            remedy = f"未设置 {variable}，发不出消息 / nothing can be sent, set {variable}"
            yield Finding(f"wechat.{key}", fine=False, remedy=remedy)
    if not settings.wechat.template_id:
        remedy = "未设置 wechat.template_id：48小时没说过话的人收不到通知，会留到他下次说话 / notices wait for a word"
        yield Finding("模板消息 template", fine=False, remedy=remedy, fatal=False)
    if not settings.wechat.encoding_aes_key:
        remedy = "未设置 wechat.encoding_aes_key：消息不加密，建议用安全模式 / messages are not encrypted"
        yield Finding("安全模式 safe mode", fine=False, remedy=remedy, fatal=False)
    if settings.wechat.app_id and settings.wechat.app_secret:
        yield _api(settings)


def _api(settings: Settings) -> Finding:
    api = WeChatApi(settings.wechat, InProcess())
    try:
        api.check_token()
    except ApiFailed as failed:
        return Finding("微信接口 access_token", fine=False, remedy=api_remedy(failed))
    finally:
        api.close()
    return Finding("微信接口 access_token", fine=True)


def _pages(settings: Settings) -> Iterator[Finding]:
    """Whether people's links lead somewhere, and whether every process signs them alike."""
    remedy = "未设置 server.public_url：消息里没有页面链接 / notices have no links to pages"
    yield Finding("页面地址 public_url", fine=bool(settings.server.public_url), remedy=remedy, fatal=False)
    key = settings.server.secret_key
    remedy = "未设置 server.secret_key：用 data/ 里自制的；多台机器须设成同一把 / several machines need the same one"
    if key:
        remedy = f"server.secret_key 只有 {len(key)} 个字符，至少 32 个 / is too short, 32 characters at least"
    yield Finding("链接密钥 secret_key", fine=len(key) >= _SHORTEST_KEY, remedy=remedy, fatal=False)


def _database(settings: Settings) -> Iterator[Finding]:
    try:
        migrate(settings.database.url)
        store = open_store(settings.database.url)
    except StorageError as error:
        remedy = f"请检查 database.url 和数据库服务 / check database.url and its server: {error}"
        yield Finding("数据库 database", fine=False, remedy=remedy)
        return
    try:
        store.ping()
        yield Finding("数据库 database", fine=True)
        yield from _kept(store)
    except StorageError as error:
        yield Finding("数据库 database", fine=False, remedy=f"数据库拒绝了 / it refused: {error}")
    except RuleRefused as refused:
        yield Finding("在用的规则 live rules", fine=False, remedy=f"{refused} / refused at {refused.position}")
    finally:
        store.close()


def _kept(store: Store) -> Iterator[Finding]:
    """What the database holds."""
    knowledge = store.read(lambda unit: Library().current(unit, utc_now()))
    for what, table, rows in (
        ("地点 places", "places", knowledge.town.territory.nodes()),
        ("人员 people", "people", knowledge.town.directory.responders()),
    ):
        remedy = f"还没有 / none yet: linli import {table} FILE"
        yield Finding(what, fine=bool(rows), remedy=remedy, fatal=False)
    yield from _staffing(knowledge.town)
    yield from _volunteering(store, knowledge)
    stuck = undelivered_lines(store)
    remedy = f"最近 {len(stuck)} 条没送到，办法见 docs/operations.md / undelivered\n  " + "\n  ".join(stuck)
    yield Finding("通知 notices", fine=not stuck, remedy=remedy, fatal=False)
    cases = store.read(lambda unit: unit.cases.stuck(_STUCK_SHOWN))
    numbers = "、".join(f"#{case.number}" for case in cases)
    remedy = f"逐级都没人办：{numbers}；请补上人员或挂钩领导 / nobody is left to have them, add people"
    yield Finding("卡住的事 stuck cases", fine=not cases, remedy=remedy, fatal=False)
    lost = store.read(lambda unit: unit.media.counts())["lost"]
    remedy = f"{lost} 份没存下来，请报事人重发 / lost, ask for them again"
    yield Finding("照片录音 media", fine=not lost, remedy=remedy, fatal=False)


def _volunteering(store: Store, knowledge: Knowledge) -> Iterator[Finding]:
    """Volunteers who cannot be asked, visits whose failing nobody would hear of, needs that nobody has."""
    mute = [one.code for one in knowledge.roster if not one.contact]
    remedy = (
        f"{len(mute)} 人没有绑定，问不到；绑定码在 linli export volunteers 的 bind_code 一列，由单位转给本人"
        " / have no account, give them their codes"
    )
    yield Finding("志愿者 volunteers", fine=not mute, remedy=remedy, fatal=False)
    on_duty = {responder.code for responder in knowledge.town.directory.responders()}
    visited = [one for one in store.read(lambda unit: unit.recipients.all()) if one.consent]
    alone = "、".join(one.code for one in visited if one.coordinator not in on_duty)
    remedy = f"{alone} 没有在岗的负责人，没去成时告诉社区；请补 coordinator / a missed visit has no coordinator"
    yield Finding("走访 visits", fine=not alone, remedy=remedy, fatal=False)
    needs = store.read(lambda unit: unit.needs.in_state(NeedState.FALLBACK))
    nobodys = "、".join(f"#{need.said}" for need in needs if not need.given_to)
    remedy = f"没有志愿者接，也没有值班的人：{nobodys}；请在 people.csv 补上 / neither a volunteer nor anybody on duty"
    yield Finding("没人接的事 needs", fine=not nobodys, remedy=remedy, fatal=False)


def _staffing(town: Town) -> Iterator[Finding]:
    """Who is missing for what comes after handling: asked of every community, where there is none of districts."""
    nodes = town.territory.nodes()
    communities = [node for node in nodes if node.kind is NodeKind.COMMUNITY]
    asked = communities or [node for node in nodes if node.kind is NodeKind.DISTRICT]
    for what, fits, remedy in _NEEDED:
        yield _held(town, asked, (what, fits, remedy))
    offices = "没有社区，事情直接到街道；请加 role=community / no office of the community"
    own = [node for node in communities if not _holds(town, (node,), lambda duty: duty.role is Role.COMMUNITY)]
    yield _missing("社区 community offices", own, offices)


def _held(town: Town, asked: Sequence[Node], needed: tuple[str, Callable[[Duty], bool], str]) -> Finding:
    what, fits, remedy = needed
    bare = [node for node in asked if not _holds(town, town.territory.lineage(node.code), fits)]
    return _missing(what, bare, remedy)


def _holds(town: Town, line: Iterable[Node], fits: Callable[[Duty], bool]) -> bool:
    return any(fits(duty) for node in line for _, duty in town.directory.at(node.code))


def _missing(what: str, bare: Sequence[Node], remedy: str) -> Finding:
    names = "、".join(node.name for node in bare[:_PLACES_SHOWN])
    more = f"等{len(bare)}处" if len(bare) > _PLACES_SHOWN else ""
    return Finding(what, fine=not bare, remedy=f"{names}{more}{remedy}", fatal=False)


def _redis(settings: Settings) -> Finding:
    if not settings.redis.url:
        return Finding("短期记忆 memory（本进程内）", fine=True)
    memory = open_short_term(settings.redis.url)
    try:
        fine = memory.ping()
    finally:
        memory.close()
    remedy = "连不上 redis.url；受理不受影响，但多进程会各自取令牌 / redis.url cannot be reached"
    return Finding("Redis", fine=fine, remedy=remedy)


def _calendar(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Whether the holidays are known of every year that a term given now may end in."""
    calendar = WorkCalendar(settings.desk.timezone)
    for year in sorted({now.year, (now + _LONGEST_TERM).year}):
        remedy = "不知道这一年的调休，按周末和固定假日算；请升级 / this year is not known, upgrade"
        yield Finding(f"工作日历 calendar {year}", fine=calendar.knows(year), remedy=remedy, fatal=False)


def _tried(what: str, work: Callable[[], object]) -> Finding:
    try:
        work()
    except (BotError, RuleRefused) as error:
        return Finding(what, fine=False, remedy=str(error))
    return Finding(what, fine=True)
