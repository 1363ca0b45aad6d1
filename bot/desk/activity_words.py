"""What stands behind 发活动 and 参加: title, hours, spot, how many; how many come and who brings a child. Pure."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.desk.hours import find_hours

_USUAL_MINUTES = 90
_TITLE_MOST, _SPOT_MOST = 24, 30
#: More than this is a slip of the finger, or no activity to sign up for.
CAPACITY_MOST = 2000
PARTY_MOST = 9
_CAPACITY = re.compile(r"(?:限|最多|共|约)?\s*(\d{1,4})\s*(?:个)?(?:人|名额?|位)(?:以内)?")
_MINORS = re.compile(r"[\[【(（]?(?:儿童|孩子|少儿|小朋友|小学生|未成年人?)[\]】)）]?")
_CHILDRENS = re.compile(r"四点半|孩|儿童|少儿|小学|亲子|暑托|托管")
_PARTY = re.compile(r"(?:一?共|带)?\s*(\d{1,3}|[一二两三四五六七八九])\s*(?:个?人|位|口|大小|个孩子?)")
_COUNTED = {mark: at for at, mark in enumerate("一二三四五六七八九", 1)} | {"两": 2}
#: Who brings a child and fetches it, as people say it.
_GUARDIAN = re.compile(r"[接送带]|自己[来回走去]")
_KIN = re.compile(r"妈|爸|爷|奶|公|婆|姑|姨|叔|伯|舅|婶|家长|邻居|保姆|本人|我")
#: Every message is looked at: a longer one that names somebody of the family is hardly an answer.
_GUARDIAN_MOST, _KIN_MOST = 24, 6
_SEPARATED = re.compile(r"[\s,，;；、]+")


@dataclass(frozen=True, slots=True)
class Announcement:
    """An activity as it was announced; times aware UTC, `capacity` 0 for no limit."""

    title: str
    spot: str
    starts_at: datetime
    ends_at: datetime
    capacity: int
    minors: bool


def read_announcement(words: str, now: datetime, zone: ZoneInfo) -> Announcement | None:
    """An announcement ("四点半课堂 周三16:30 榕御社区活动室 20人 儿童"); None when title, hours or spot are missing."""
    title, _, rest = words.strip().partition(" ")
    hours = find_hours(rest, now, zone)
    if hours is None or find_hours(title, now, zone) is not None:
        return None
    counted = _CAPACITY.search(hours.behind)
    behind = _CAPACITY.sub(" ", hours.behind, count=1)
    minors = _MINORS.search(behind) is not None or _CHILDRENS.search(title) is not None
    spot = " ".join(one for one in _SEPARATED.split(_MINORS.sub(" ", behind)) if one)
    title = f"{title} {hours.before}".strip()
    if not (title and spot) or len(title) > _TITLE_MOST or len(spot) > _SPOT_MOST:
        return None
    ends_at = hours.until(_USUAL_MINUTES)
    return Announcement(title, spot, hours.starts_at, ends_at, int(counted[1]) if counted else 0, minors)


def read_party(words: str) -> tuple[int, str]:
    """How many come, 1 where nobody says, and the words besides ("2人 外婆接送")."""
    found = _PARTY.search(words)
    if found is None:
        return 1, words.strip()
    said = found[1]
    rest = f"{words[: found.start()]} {words[found.end() :]}".strip(" ，,。")
    return int(said) if said.isdigit() else _COUNTED[said], rest


def names_guardian(words: str) -> bool:
    """Whether some short words may say who brings and fetches a child."""
    if len(words) <= _KIN_MOST and _KIN.search(words) is not None:
        return True
    return len(words) <= _GUARDIAN_MOST and _GUARDIAN.search(words) is not None


def write_announcement(one: Announcement) -> str:
    """An announcement as a text that waits for 好."""
    body = [one.title, one.spot, one.starts_at.isoformat(), one.ends_at.isoformat(), one.capacity, one.minors]
    return json.dumps(body, ensure_ascii=False)


def unwrite_announcement(text: str) -> Announcement:
    """The announcement that was written."""
    title, spot, starts_at, ends_at, capacity, minors = json.loads(text)
    return Announcement(
        title, spot, datetime.fromisoformat(starts_at), datetime.fromisoformat(ends_at), capacity, minors
    )


def evening_before(starts_at: datetime, zone: ZoneInfo) -> datetime:
    """18:00 of the day before, when those who come are reminded: after work, and somebody else can still come."""
    day = starts_at.astimezone(zone) - timedelta(days=1)
    return day.replace(hour=18, minute=0, second=0, microsecond=0).astimezone(starts_at.tzinfo)


def decline_by(starts_at: datetime, now: datetime, zone: ZoneInfo) -> datetime:
    """Until when somebody who moves up should say that she can't: the evening before, else an hour before, else when
    it begins.
    """
    choices = (evening_before(starts_at, zone), starts_at - timedelta(hours=1), starts_at)
    return next((one for one in choices if one > now + timedelta(minutes=30)), starts_at)
