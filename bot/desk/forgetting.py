"""A resident leaves: everything that tells who she is is emptied, when she has said so twice."""

from __future__ import annotations

from datetime import timedelta

from bot.desk import wording_shield
from bot.desk.chatwords import Command
from bot.desk.desk import Visit
from bot.desk.releasing import leave_needs, tell_left

_ASKED_KEPT = timedelta(minutes=10)


def ask_to_forget(visit: Visit, command: Command) -> str:
    """删除我的信息: what would go, and the word that does it."""
    del command
    if visit.contact.person:
        return wording_shield.FORGET_STAFF
    visit.desk.memory.put(_asked(visit), "1", _ASKED_KEPT)
    return wording_shield.forget_ask(len(visit.unit.cases.open_concerning(visit.contact.id)))


def forget(visit: Visit, command: Command) -> str:
    """确认删除: within ten minutes of the question; there is no way back."""
    del command
    if visit.contact.person or visit.desk.memory.pop(_asked(visit)) is None:
        return wording_shield.FORGET_NOT_ASKED
    left = leave_needs(visit)
    visit.unit.people.anonymise(visit.contact.id)
    tell_left(visit, left)
    visit.unit.retention.note(visit.now, "anonymise", "resident", 1, "她自己要求")
    return wording_shield.FORGOTTEN


def _asked(visit: Visit) -> str:
    return f"forget:{visit.contact.id}"
