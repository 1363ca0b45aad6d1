"""Who has too much in hand, held against those who do the same. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from matching.responder import Directory

#: Fewer open cases than this are nobody's burden, and so many late ones are.
_MANY, _LATE = 6, 3
#: So many times what the others of the role have.
_TIMES = 2


def overloaded(directory: Directory, open_now: Mapping[str, int], late_now: Mapping[str, int]) -> frozenset[str]:
    """The codes of those who have three late cases or more, or at least six open ones and more than twice the median
    of those in the same role who have any. Raises nothing.
    """
    of_role: dict[str, list[int]] = {}
    for person in directory.responders():
        if open_now.get(person.code):
            for role in {duty.role for duty in person.duties}:
                of_role.setdefault(role, []).append(open_now[person.code])
    usual = {role: sorted(counts)[(len(counts) - 1) // 2] for role, counts in of_role.items()}
    found = {code for code, late in late_now.items() if late >= _LATE}
    for person in directory.responders():
        has = open_now.get(person.code, 0)
        if has >= _MANY and any(has > _TIMES * usual[duty.role] for duty in person.duties):
            found.add(person.code)
    return frozenset(found)
