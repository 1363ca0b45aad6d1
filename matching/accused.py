"""Whom words accuse: who is complained about does not handle the complaint."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from matching.responder import Directory, Role
from matching.territory import Node

#: What is said of somebody who is accused, not merely named ("物业不管" accuses, "请物业来看看" does not).
_WRONG = (
    r"(?:乱作为|乱收|多收|强收|私吞|挪用|贪|打人|骂人|动手|威胁|恐吓|报复|态度(?:很|太|极)?(?:差|恶劣)|"
    r"吃拿|偏袒|包庇|造假|不公示|不公开|驱赶|拦着|不让进)"
)
#: Doing nothing accuses where the matter is the accused's own conduct; a lift that nobody mends is theirs to mend.
_IDLE = r"(?:不作为|不管|不理|不处理|推诿|踢皮球)"
_CONDUCT: Final = frozenset({"property_service", "property_fee", "civic", "other"})
_NAMED: Final = (
    (Role.PROPERTY, r"物业(?:公司|经理|人员|保安|管家)?|保安"),
    (Role.BUILDING_LEADER, r"楼栋?长"),
    (Role.LANE_LEADER, r"[街巷]长"),
    (Role.GRID_WORKER, r"网格员"),
    (Role.ESTATE_SECRETARY, r"(?:小区|支部)书记|业委会"),
    (Role.COMMUNITY, r"社区(?:书记|主任|居委会?|干部|工作人员)?|居委会?"),
    (Role.STREET, r"街道办?"),
)
#: "举报物业", "投诉楼长", "物业一直不管", "物业的人还骂人"; the two stand in one clause.
_NEAR = r"[^,，。.!！?？;；\n]{0,10}"
_ACCUSED: Final = tuple(
    (
        role,
        re.compile(rf"(?:举报|投诉|告)(?:一下)?(?:我们|这个?|小区的?|本)?(?:{names})|(?:{names}){_NEAR}{_WRONG}"),
        re.compile(rf"(?:{names}){_NEAR}{_IDLE}"),
    )
    for role, names in _NAMED
)


def accused_roles(text: str, category: str) -> frozenset[Role]:
    """The roles that a report of this category complains about; empty for most."""
    about_conduct = category in _CONDUCT
    return frozenset(
        role for role, wrong, idle in _ACCUSED if wrong.search(text) or (about_conduct and idle.search(text))
    )


def accused_at(line: Iterable[Node], roles: frozenset[Role], directory: Directory) -> frozenset[str]:
    """The codes of those who hold one of the roles along a place's line (lowest first), whatever else they hold."""
    if not roles:
        return frozenset()
    return frozenset(
        holder.code for node in line for holder, duty in directory.at(node.code) if duty.role in roles
    )
