"""Short Chinese names of states, roles, times and people, the same for residents and handlers."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from matching.case import State
from matching.responder import Role
from matching.routing import Choice, masked

STATES = MappingProxyType(
    {
        State.NEW: "刚收到",
        State.AWAITING_INFO: "等您补充",
        State.AWAITING_DISPATCH: "正在找负责人",
        State.AWAITING_SIGNIN: "等接单",
        State.IN_PROGRESS: "办理中",
        State.JOINT: "几家一起办",
        State.SCHEDULED: "已排期",
        State.AWAITING_OUTSIDE: "等外单位",
        State.AWAITING_VERDICT: "等居民评价",
        State.CLOSED: "已办结",
        State.NOT_ACCEPTED: "不受理",
        State.MERGED: "已并案",
        State.REDO: "要求重办",
        State.ARCHIVED: "已归档",
    }
)

ROLES = MappingProxyType(
    {
        Role.BUILDING_LEADER: "楼长",
        Role.LANE_LEADER: "巷长",
        Role.GRID_WORKER: "网格员",
        Role.ESTATE_SECRETARY: "小区书记",
        Role.PROPERTY: "物业",
        Role.COMMUNITY: "社区",
        Role.STREET: "街道",
        Role.DEPARTMENT: "部门",
        Role.TEAM: "志愿队",
        Role.PAIRED_LEADER: "挂钩领导",
        Role.SUPERVISOR: "督办员",
        Role.MEDIATOR: "调解员",
    }
)

def handler_title(choice: Choice) -> str:
    """Who has it, as people say it: "3栋楼长陈**", "榕御小区物业陈**"."""
    name = masked(choice.responder.name)
    if name == choice.responder.name:
        return name
    return duty_title(choice.node.name, choice.duty.role) + name


def duty_title(place: str, role: Role) -> str:
    """A duty as people say it: "榕御小区3栋楼长", "榕御社区" (not "榕御社区社区")."""
    return place if place.endswith(ROLES[role]) else place + ROLES[role]


def day_name(moment: datetime, now: datetime, zone: ZoneInfo) -> str:
    """A day that was, as people say it: "今天", "昨天", "11月20日"."""
    local, today = moment.astimezone(zone).date(), now.astimezone(zone).date()
    if local in (today, today - timedelta(days=1)):
        return "今天" if local == today else "昨天"
    return f"{local.month}月{local.day}日"


def clock_time(moment: datetime, now: datetime | None, zone: ZoneInfo) -> str:
    """A local time as people say it: "今天18:00", "明天12:00", "11月26日18:00"; without `now` always with its date."""
    local = moment.astimezone(zone)
    clock = f"{local.hour}:{local.minute:02d}"
    if now is None:
        return f"{local.month}月{local.day}日{clock}"
    today = now.astimezone(zone).date()
    if local.date() == today:
        return f"今天{clock}"
    if local.date() == today + timedelta(days=1):
        return f"明天{clock}"
    if local.year != today.year:
        return f"{local.year}年{local.month}月{local.day}日{clock}"
    return f"{local.month}月{local.day}日{clock}"
