"""Every sentence about a team: who leads it, who is in it, how much may be asked of it in a week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

NO_TEAM = "您还不在哪个队里。想参加，请队长回“队员 加 您的志愿者编号”；编号在“我的时长”里。"
HOW_TO_CHANGE = "请写：队员 加 V0003，或 队员 减 V0003。\n编号在“我的队”里；也可以写全名。"
LEADS_STAY = "您是{team}的队长，不能退队。\n要换队长，请找社区改名单。"


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team as the sentences need it: how many are in it, how often they were asked this week and may be.

    `leader` is masked and empty where there is none, `until` the last day of a team that ends.
    """

    name: str
    count: int
    asked: int
    quota: int = 0
    leader: str = ""
    until: str = ""

    @property
    def about(self) -> str:
        """Its numbers: 12人，7天内请过3次，最多20次，到11月30日."""
        most = f"，最多{self.quota}次" if self.quota else ""
        return f"{self.count}人，7天内请过{self.asked}次{most}" + (f"，到{self.until}" if self.until else "")


def led(team: TeamLine, members: Sequence[str]) -> str:
    """A team as its leader reads it; `members` are ready to read."""
    listed = "\n".join(members) if members else "还没有队员。"
    return f"【{team.name}】{team.about}。\n{listed}\n加人回“队员 加 编号”，减人回“队员 减 编号”。"


def belonged(team: TeamLine) -> str:
    """A team as its members read it."""
    who = f"队长{team.leader}，" if team.leader else ""
    return f"【{team.name}】{who}{team.about}。\n不想参加了回“退队”。"


def member(name: str, code: str, state: str) -> str:
    """One member in the leader's list."""
    return f"{name} {code}" + (f"：{state}" if state else "")


def added(name: str, team: str) -> str:
    return f"{name}已加入{team}，也告诉本人了。\n加错了回“队员 减”和同一个编号。"


def in_already(name: str, team: str) -> str:
    return f"{name}已经在{team}里了。"


def removed(name: str, team: str) -> str:
    return f"{name}已不在{team}里，也告诉本人了。\n减错了回“队员 加”和同一个编号。"


def not_in(name: str, team: str) -> str:
    return f"{name}不在{team}里。"


def told_added(team: str, leader: str) -> str:
    return f"队长{leader}请您加入了{team}。\n不想参加回“退队”，什么都不用填。"


def told_removed(team: str, leader: str) -> str:
    return f"队长{leader}把您从{team}的名单里去掉了。\n志愿服务照旧，不受影响。"


def left(team: str) -> str:
    return f"您已退出{team}。想回来，请队长回“队员 加 您的编号”。"


def told_left(name: str, team: str) -> str:
    return f"{name}退出了{team}。"


def nobody_like(said: str) -> str:
    return f"没有找到“{said}”这位志愿者。请写编号，比如“队员 加 V0003”；没报过名的请先“报名”。"


def several_like(said: str, codes: Sequence[str]) -> str:
    return f"叫“{said}”的有{len(codes)}位：{'、'.join(codes)}。请写编号。"


def which_team(names: Sequence[str], example: str) -> str:
    return f"您有{len(names)}个队：{'、'.join(names)}。请在后面写上队名，比如“{example}”。"


def not_leading() -> str:
    return "这句是队长用的。看自己的队回“我的队”。"

