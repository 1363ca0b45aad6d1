"""What concerns a child is for vetted people only: the offices, and nobody who helps out."""

from __future__ import annotations

from typing import Final

from matching.case import Case
from matching.responder import Directory, Role

#: The word of `intents.care` for a matter that concerns a child.
_MINOR = "未成年人"
VETTED: Final = frozenset({Role.COMMUNITY, Role.STREET, Role.DEPARTMENT})


def about_minor(case: Case) -> bool:
    """Whether the case concerns a child in need, see care.toml."""
    return _MINOR in case.care


def unvetted(directory: Directory, roles: frozenset[Role] = VETTED) -> frozenset[str]:
    """The codes of those who hold none of the roles."""
    return frozenset(
        responder.code
        for responder in directory.responders()
        if roles.isdisjoint(duty.role for duty in responder.duties)
    )
