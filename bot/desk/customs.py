"""Everything people may set at the console, and what the desk works by: defaults, the file, and what is set over them.

`SETTINGS` is the one list: the console shows it, the file of settings is checked by it, `Customs` acts by it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Final

from bot.desk import wording
from bot.desk.labels import ROLES
from bot.desk.menu import MENU
from bot.desk.setting import Choice, Days, Hour, Line, Number, Setting, SettingRefused, Switch, Text, hour
from bot.settings import DeskSettings, RetentionSettings
from matching.deadline import (
    DAY_ENDS,
    LEADER_SIGNIN,
    LEADERS,
    OFFICE_SIGNIN,
    PACE,
    QUIET_ENDS,
    SHIPPED_CLOCKS,
    Clocks,
    Quiet,
    Terms,
    WorkCalendar,
)
from matching.responder import NOT_HANDLING, Role

TEXTS: Final = "回复用语"
CALENDAR: Final = "工作日历"
QUIET: Final = "安静时段"
CLOCKS: Final = "时限"
WORK: Final = "收件"
KEEPING: Final = "保留多久"
CHANNELS: Final = "通知方式"
PUBLISHING: Final = "规则发布"

_EMERGENCY: Final = ("110", "119", "120")
_MINUTE: Final = 60


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds()) // _MINUTE


def _text(name: str, label: str, what: str, default: str, *slots: tuple[str, str], **more: Any) -> Text:
    return Text(f"text.{name}", TEXTS, label, what, default, slots=slots, **more)


_SAID: Final = (
    _text("welcome", "关注后的欢迎语", "居民刚关注公众号时读到。", wording.WELCOME),
    _text("welcome_home", "扫楼道码的欢迎语", "扫了楼道里的码、记下住处时读到。", wording.WELCOME_HOME,
          ("place", "榕御小区3栋"), ("leader", "3栋楼长陈**负责这里。")),
    _text("home_leader", "谁负责这里", "放在楼道码欢迎语的{leader}那里。", wording.HOME_LEADER,
          ("title", "3栋楼长陈**")),
    _text("help", "帮助", "居民回“帮助”或点菜单“怎么用”时读到。", wording.HELP_RESIDENT, keeps=_EMERGENCY, longest=500),
    _text("human", "找人工", "居民回“人工”、有人值班时读到。", wording.HUMAN,
          ("title", "榕御社区林**"), ("when", "今天12:00"), keeps=_EMERGENCY),
    _text("human_nobody", "找人工但没人在", "居民回“人工”、一时没人接时读到。", wording.HUMAN_NOBODY, keeps=_EMERGENCY),
    _text("say_photo", "只发来照片", "只有照片、还不知道什么事时问。", wording.SAY_WHAT["photo"]),
    _text("say_voice", "只发来语音", "只有语音、还不知道什么事时问。", wording.SAY_WHAT["voice"]),
    _text("say_location", "只发来位置", "只有位置、还不知道什么事时问。", wording.SAY_WHAT["location"]),
    _text("say_nothing", "没看明白", "一句话里看不出什么事时问。", wording.SAY_WHAT["nothing"]),
    _text("say_report", "点了“我要反映”", "点菜单“我要反映”时读到。", wording.SAY_WHAT["report"]),
)


def _signin(role: Role) -> Number:
    leads = role in LEADERS
    return Number(
        f"clocks.signin.{role}", CLOCKS, f"{ROLES[role]}多久要接单", f"派给{ROLES[role]}后这么多分钟没接单就提醒。",
        _minutes(LEADER_SIGNIN if leads else OFFICE_SIGNIN),
        least=10 if leads else 30, most=240 if leads else 600, unit="分钟",
    )  # fmt: skip


_CLOCKS: Final = (
    *(_signin(role) for role in Role if role not in NOT_HANDLING),
    Number("clocks.urgent_signin", CLOCKS, "急事多久要接单", "有危险的事，谁都是这么多分钟，夜里也算。",
           _minutes(SHIPPED_CLOCKS.urgent_signin), least=3, most=30, unit="分钟"),
    Number("clocks.first_word", CLOCKS, "多久要有第一句话", "派出后这么多分钟内，办事的人要给居民回一句话。",
           _minutes(SHIPPED_CLOCKS.first_word), least=30, most=480, unit="分钟"),
    Number("clocks.urgent_first_word", CLOCKS, "急事多久要有第一句话", "有危险的事，夜里也算。",
           _minutes(SHIPPED_CLOCKS.urgent_first_word), least=10, most=60, unit="分钟"),
    Number("clocks.pace", CLOCKS, "没接单多久往上报", "提醒后再等接单时限的百分之多少，还没接就转给上一级。",
           round(PACE * 100), least=25, most=200, unit="%"),
)
#: Kinds of notices that may wait until somebody writes again; none that somebody must act upon.
_MAY_WAIT: Final = (
    ("activity", "活动"), ("poll", "投票"), ("meeting", "会议"), ("team", "队伍"), ("loan", "借用"), ("job", "用工"),
    ("doors", "挨家走访"), ("verdict_reminder", "催评价"), ("recheck", "回访"),
)  # fmt: skip
_REST: Final = (
    Days("calendar.days", CALENDAR, "本地休息日和上班日", "和国家放假安排不一样的日子；按工作日算的时限跟着变。", []),
    Switch("quiet.nights", QUIET, "夜里只发急事", "关掉后什么时候都发。", default=True, source="desk.quiet_nights"),
    Hour("quiet.from", QUIET, "从几点开始安静", "到这个钟点为止，接单时限照走；之后只发急事。",
         DAY_ENDS.strftime("%H:%M"), least="20:00", most="23:30"),
    Hour("quiet.until", QUIET, "到几点为止", "之后一小时内把夜里攒下的分散发出，再过一小时接单时限开始走。",
         QUIET_ENDS.strftime("%H:%M"), least="05:30", most="08:30"),
    Choice("channels.no_template", CHANNELS, "这些通知不发模板消息", "打勾的只在48小时内来过信的人那里当面说，"
           "别人等下次来信再说；办事和急事的通知总是发。", [], options=_MAY_WAIT),
    Number("desk.bubble_seconds", WORK, "连发几句算一件事", "这么多秒内连着发来的几句话算同一件事。",
           120, source="desk.bubble_seconds", least=0, most=600, unit="秒"),
    Number("desk.question_minutes", WORK, "追问后等多久", "问了居民一句，等这么多分钟没回就先派出去。",
           30, source="desk.question_minutes", least=1, most=720, unit="分钟"),
    Number("desk.attachment_minutes", WORK, "照片跟到哪件事", "登记后这么多分钟内发来的照片、位置放进那一件。",
           10, source="desk.attachment_minutes", least=0, most=120, unit="分钟"),
    Number("desk.archive_days", WORK, "多久没动静就归档", "办完的事这么多天没动静就归档，本人还查得到。",
           90, source="desk.archive_days", least=40, most=3_650, unit="天"),
    Line("desk.relay_number", WORK, "中转总机号码", "页面上“打电话”拨它再加案号作分机；空着就只在聊天里回。",
         "", source="desk.relay_number", pattern=r"\+?\d[\d -]{4,19}", said="数字、空格和 - 组成的号码"),
    Switch("retention.enabled", KEEPING, "到期自动清空", "关掉后什么都不清；个人信息保护法要求不留过头。",
           default=True, source="retention.enabled"),
    Number("retention.contact_days", KEEPING, "居民信息留多久", "事都办完、人也不再来信这么多天后，清空她的个人信息。",
           365, source="retention.contact_days", least=30, most=36_500, unit="天"),
    Number("retention.withdrawn_days", KEEPING, "取消的单留多久", "取消这么多天后清空文字和照片，只留统计用的。",
           365, source="retention.withdrawn_days", least=30, most=36_500, unit="天"),
    Number("retention.closed_days", KEEPING, "办完的单留多久", "办完这么多天后清空文字和照片，只留统计用的。",
           1_825, source="retention.closed_days", least=30, most=36_500, unit="天"),
    Switch("desk.rules_second_person", PUBLISHING, "发布要第二个人同意", "开了以后，改规则的人自己不能发布。",
           default=False, source="desk.rules_second_person"),
)
#: Every setting by its name, in the order in which people see them.
SETTINGS: Final[Mapping[str, Setting]] = MappingProxyType({one.name: one for one in (*_SAID, MENU, *_REST, *_CLOCKS)})
#: The groups in the order in which people see them.
GROUPS: Final = (TEXTS, MENU.group, CALENDAR, QUIET, CHANNELS, CLOCKS, WORK, KEEPING, PUBLISHING)


@dataclass(frozen=True, slots=True)
class Customs:
    """What is set over the defaults: checked values by name. What isn't named counts as it is by default."""

    values: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    def text(self, name: str) -> str:
        """What people read under a name of the texts ("welcome"). Raises KeyError for an unknown one."""
        full = f"text.{name}"
        said: str = self.values.get(full, SETTINGS[full].default)
        return said

    @property
    def no_template(self) -> frozenset[str]:
        """The kinds of notices that go by no template message."""
        return frozenset(self.values.get("channels.no_template", ()))

    @property
    def menu(self) -> Sequence[Mapping[str, Any]]:
        """The buttons below the chat."""
        buttons: Sequence[Mapping[str, Any]] = self.values.get(MENU.name, MENU.default)
        return buttons

    def desk(self, given: DeskSettings) -> DeskSettings:
        """How the desk works, over what the file says."""
        update = self._under("desk.")
        if "quiet.nights" in self.values:
            update["quiet_nights"] = self.values["quiet.nights"]
        return given.model_copy(update=update) if update else given

    def retention(self, given: RetentionSettings) -> RetentionSettings:
        """How long what is kept, over what the file says."""
        update = self._under("retention.")
        return given.model_copy(update=update) if update else given

    def calendar(self, given: WorkCalendar) -> WorkCalendar:
        """Working days with the local exceptions, and the nights."""
        if not self.values:
            return given
        days = self.values.get("calendar.days", ())
        starts, ends = self.values.get("quiet.from"), self.values.get("quiet.until")
        return replace(
            given,
            off=frozenset(date.fromisoformat(one["day"]) for one in days if not one["works"]),
            on=frozenset(date.fromisoformat(one["day"]) for one in days if one["works"]),
            quiet=Quiet(hour(starts) if starts else DAY_ENDS, hour(ends) if ends else QUIET_ENDS),
        )

    def terms(self, given: Terms) -> Terms:
        """The terms with the clocks that are set."""
        spans = {name: timedelta(minutes=value) for name, value in self._under("clocks.").items()}
        if not spans:
            return given
        pace = self.values.get("clocks.pace")
        shipped = given.clocks
        signin = {name.removeprefix("signin."): span for name, span in spans.items() if name.startswith("signin.")}
        clocks = Clocks(
            MappingProxyType({**shipped.signin, **signin}),
            shipped.office_signin,
            spans.get("urgent_signin", shipped.urgent_signin),
            spans.get("first_word", shipped.first_word),
            spans.get("urgent_first_word", shipped.urgent_first_word),
            shipped.pace if pace is None else pace / 100,
        )
        return replace(given, clocks=clocks)

    def _under(self, prefix: str) -> dict[str, Any]:
        return {
            name.removeprefix(prefix): value for name, value in self.values.items() if name.startswith(prefix)
        }


NO_CUSTOMS: Final = Customs()


def customs_of(given: Mapping[str, Any]) -> Customs:
    """The customs of kept values; what this version doesn't know or takes no longer counts as not set."""
    values = {}
    for name, value in given.items():
        try:
            if name in SETTINGS:
                values[name] = SETTINGS[name].checked(value)
        except SettingRefused:
            continue
    return Customs(MappingProxyType(values))
