"""People on duty changed at the console: who does what where, who stands in, who is away, who may bind."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from bot.desk.clerk import Clerk, RosterRefused
from matching.responder import EVERYTHING, Duty, Responder, Role
from storage.staff import Member

_NAME_MOST, _PHONE_MOST = 40, 30
_FARTHEST = timedelta(days=400)
#: Without what is taken for something else when it is read aloud or off paper.
_LETTERS, _LENGTH = "23456789ABCDEFGHJKMNPQRSTUVWXYZ", 8


@dataclass(frozen=True, slots=True)
class Appointment:
    """What a form says of somebody new and her first duty."""

    name: str
    role: str
    place: str
    categories: tuple[str, ...] = ()
    code: str = ""
    phone: str = ""


def may_change(clerk: Clerk, person: Responder | None) -> bool:
    """Whether somebody is hers to change: everywhere she has a duty is hers; who has none is anybody's."""
    duties = person.duties if person is not None else ()
    return all(clerk.standing.sees_place(clerk.territory, duty.place) for duty in duties)


def add_person(clerk: Clerk, terms: Appointment, categories: Iterable[str]) -> str:
    """The code of somebody new, with a bind code of ours. Raises RosterRefused."""
    name, phone = terms.name.strip(), terms.phone.strip()
    if not name or len(name) > _NAME_MOST or len(phone) > _PHONE_MOST:
        raise RosterRefused(f"姓名要有1到{_NAME_MOST}个字，电话最多{_PHONE_MOST}个字")
    duty = _duty(clerk, terms.role, terms.place, terms.categories, categories)
    everybody = clerk.unit.staff.all()
    code = _new_code(terms.code.strip(), {one.code for one in everybody})
    member = Member(code, name, phone, bind_code=_bind_code({one.bind_code for one in everybody}))
    clerk.unit.staff.add(member)
    clerk.unit.staff.put_duty(code, duty)
    clerk.record(("add", "person", code), {}, {"name": name, "duty": _said(duty)})
    return code


def put_duty(clerk: Clerk, code: str, terms: Appointment, categories: Iterable[str]) -> None:
    """Let somebody have a duty; one with this role and place gets these categories. Raises RosterRefused."""
    person = _mine(clerk, code)[1]
    duty = _duty(clerk, terms.role, terms.place, terms.categories, categories)
    held = person.duties if person is not None else ()
    before = next((one for one in held if (one.role, one.place) == (duty.role, duty.place)), None)
    if before != duty:
        clerk.unit.staff.put_duty(code, duty)
        clerk.record(("put_duty", "person", code), {"duty": _said(before)} if before else {}, {"duty": _said(duty)})


def drop_duty(clerk: Clerk, code: str, role: str, place: str) -> None:
    """Take a duty from somebody; her open cases stay with her until they are handed over. Raises RosterRefused."""
    person = _mine(clerk, code)[1]
    held = person.duties if person is not None else ()
    duty = next((one for one in held if (one.role, one.place) == (role, place)), None)
    if duty is None:
        raise RosterRefused("没有这项职责，可能刚刚被去掉了")
    clerk.unit.staff.drop_duty(code, role, place)
    clerk.record(("drop_duty", "person", code), {"duty": _said(duty)}, {})


def set_backup(clerk: Clerk, code: str, backup: str) -> None:
    """Name who stands in, "" for nobody. Raises RosterRefused."""

    def change(member: Member) -> Member:
        if backup == code:
            raise RosterRefused("B角不能是本人")
        if backup and clerk.unit.staff.load(backup) is None:
            raise RosterRefused("没有这个人，请从列表里选B角")
        return replace(member, backup=backup)

    _changed(clerk, code, "set_backup", change)


def set_name(clerk: Clerk, code: str, name: str, phone: str) -> None:
    """Another name or phone. Raises RosterRefused."""
    name, phone = name.strip(), phone.strip()
    if not name or len(name) > _NAME_MOST or len(phone) > _PHONE_MOST:
        raise RosterRefused(f"姓名要有1到{_NAME_MOST}个字，电话最多{_PHONE_MOST}个字")
    _changed(clerk, code, "rename", lambda member: replace(member, name=name, phone=phone))


def read_leave(first: str, last: str, today: date) -> tuple[date, date]:
    """The days of a leave as two fields of a form say them. Raises RosterRefused."""
    try:
        begins, ends = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        raise RosterRefused("请选请假的第一天和最后一天") from None
    if ends < begins or ends < today or ends > today + _FARTHEST:
        raise RosterRefused("最后一天要在第一天之后、今天或以后，最长一年")
    return begins, ends


def set_leave(clerk: Clerk, code: str, span: tuple[date, date] | None) -> None:
    """Keep when somebody is away, None to end it; what she has in hand is not moved here. Raises RosterRefused."""
    first, last = span or (None, None)
    _changed(clerk, code, "set_leave", lambda member: replace(member, leave_from=first, leave_until=last))


def new_bind_code(clerk: Clerk, code: str) -> str:
    """A new bind code; the old one binds nobody any more, whoever is bound stays it. Raises RosterRefused."""
    made = _bind_code({one.bind_code for one in clerk.unit.staff.all()})
    _changed(clerk, code, "new_bind_code", lambda member: replace(member, bind_code=made))
    return made


def unbind(clerk: Clerk, code: str) -> None:
    """Let no account be this person any more, and the old bind code bind nobody. Raises RosterRefused."""
    new_bind_code(clerk, code)
    clerk.unit.staff.unbind(code)
    clerk.record(("unbind", "person", code), {"bound": True}, {"bound": False})


def check_mine(clerk: Clerk, code: str) -> None:
    """Nothing for somebody who is hers to change. Raises RosterRefused."""
    _mine(clerk, code)


# -- what they share --------------------------------------------------------------------------------


def _mine(clerk: Clerk, code: str) -> tuple[Member, Responder | None]:
    member = clerk.unit.staff.load(code)
    person = next((one for one in clerk.unit.people.directory() if one.code == code), None)
    if member is None:
        raise RosterRefused("没有这个人，请从列表里选")
    if not may_change(clerk, person):
        raise RosterRefused("这个人还管着您管不到的地方，请找上一级的账户来改")
    return member, person


def _changed(clerk: Clerk, code: str, action: str, change: Callable[[Member], Member]) -> None:
    before = _mine(clerk, code)[0]
    after = change(before)
    if after != before:
        clerk.unit.staff.save(after)
        clerk.record((action, "person", code), _told(before), _told(after))


def _told(member: Member) -> dict[str, Any]:
    """What the log may hold of a person: no phone and no code that binds."""
    return {
        "name": member.name, "backup": member.backup, "leave_from": member.leave_from,
        "leave_until": member.leave_until,
    }  # fmt: skip


def _said(duty: Duty) -> str:
    return f"{duty.role}@{duty.place}: {'|'.join(sorted(duty.categories))}"


def _duty(clerk: Clerk, role: str, place: str, said: tuple[str, ...], known: Iterable[str]) -> Duty:
    if role not in set(Role):
        raise RosterRefused("请选一个职责")
    clerk.check_place(place)
    node = clerk.territory.get(place)
    if node is not None and node.is_closed:
        raise RosterRefused("这个地点已经关闭，请选还在用的地点")
    if EVERYTHING in said or not said:
        return Duty(Role(role), place, frozenset({EVERYTHING}))
    if not set(said) <= set(known):
        raise RosterRefused("没有这个类别，请从列表里选")
    return Duty(Role(role), place, frozenset(said))


def _new_code(said: str, taken: set[str]) -> str:
    if said and not re.fullmatch(r"[\w.-]{1,40}", said):
        raise RosterRefused("编码只能用字母、数字、点和横线")
    if said in taken:
        raise RosterRefused(f"编码 {said} 已经有了，请换一个或留空")
    code = said
    while not code or code in taken:
        code = f"P{secrets.randbelow(10**6):06d}"
    return code


def _bind_code(taken: set[str]) -> str:
    made = ""
    while not made or made in taken:
        made = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    return made
