"""What the tests of riders and stations share: a team on the road, where they are, what they send."""

from __future__ import annotations

from typing import Any

from matching.team import Team, TeamKind
from matching.territory import Node, NodeKind
from storage.people import VolunteerRow
from tests.builders import DeskTalk, places

#: 榕御小区 lies at 117.65, 24.51; a thousandth of a degree is about 101 m there.
HERE = (117.6501, 24.5101)
#: Beyond everything that was measured.
NOWHERE = (118.2, 25.1)


def a_volunteer(code: str, name: str, **given: Any) -> VolunteerRow:
    """A volunteer who ran no errand yet; openid is made of the code unless given."""
    known = {
        "openid": f"openid-{code}", "home": "", "work": "", "skills": (), "languages": ("普通话",), "gender": "男",
        "slots": "", "weekly_cap": 5, "vetted": False,
    } | given  # fmt: skip
    return VolunteerRow(code, name, **known)  # type: ignore[arg-type]  # of the fields' own types


def measured() -> list[Node]:
    """The small neighbourhood with the coordinates of its buildings: 3栋 and 4栋 forty metres from each other."""
    found = []
    for node in places():
        if node.kind is NodeKind.BUILDING and node.parent == "rongyu":
            number = int(node.name.removesuffix("栋"))
            found.append(Node(node.code, node.parent, node.kind, node.name, (), 117.65 + number * 0.0004, 24.511))
        else:
            found.append(node)
    return found


def rides(talk: DeskTalk, **given: Any) -> DeskTalk:
    """阿强 and 小李 ride, 阿强 leads; 周晓梅 is a volunteer like others."""
    riders = [a_volunteer("V1", "王强"), a_volunteer("V2", "李飞"), a_volunteer("V3", "周晓梅", gender="女")]
    team = {"place": "xinqiao", "leader": "V1", "weekly_quota": 20, "members": ("V1", "V2")} | given
    talk.store.run(lambda unit: unit.people.apply_volunteers(riders))
    talk.store.run(lambda unit: unit.teams.apply([Team("r", "千里顺风队", TeamKind.RIDER, **team)]))
    return talk


def locates(talk: DeskTalk, who: str, spot: tuple[float, float] = HERE, label: str = "漳州市芗城区") -> str:
    """The reply to a location."""
    return talk.sends(who, "location", longitude=spot[0], latitude=spot[1], text=label)


def photographs(talk: DeskTalk, who: str) -> str:
    """The reply to a photo."""
    return talk.sends(who, "image", media=f"photo-{talk.count}")
