"""Which roles a category prefers, what a community is not given, and how both are called."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from matching.responder import Role

#: Nothing on the negative list may reach these while anybody else is left.
COMMUNITY_ROLES = frozenset(
    {Role.BUILDING_LEADER, Role.LANE_LEADER, Role.GRID_WORKER, Role.ESTATE_SECRETARY, Role.COMMUNITY}
)


class PreferencesRefused(ValueError):
    """The routing table can't be used; the message names the entry."""


@dataclass(frozen=True, slots=True)
class NotForCommunities:
    """One line of the negative list: whose business a category is and why it is not the community's."""

    category: str
    owner: str
    reason: str


@dataclass(frozen=True, slots=True)
class Preferences:
    """The routing table."""

    labels: Mapping[str, str]
    roles: Mapping[Role, str]
    preferred: Mapping[str, tuple[frozenset[Role], ...]]
    negative: Mapping[str, NotForCommunities]

    def label(self, category: str) -> str:
        """The category as people read it; the code itself where nobody gave it a name."""
        return self.labels.get(category, category)

    def role(self, role: Role) -> str:
        """The role as people read it."""
        return self.roles.get(role, role.value)


def shipped_preferences_text() -> str:
    """The routing table that comes with the product, TOML."""
    return files("matching").joinpath("routing.toml").read_text(encoding="utf-8")


def parse_preferences(text: str) -> Preferences:
    """The routing table of a TOML text. Raises PreferencesRefused for broken TOML, a table that is missing
    or of the wrong make, and a role nobody knows.
    """
    try:
        table = tomllib.loads(text)
        return Preferences(
            labels=dict(table["labels"]),
            roles={Role(role): name for role, name in table["roles"].items()},
            preferred={category: _groups(groups) for category, groups in table["preferred"].items()},
            negative={entry["category"]: _entry(entry) for entry in table.get("not_for_communities", ())},
        )
    except (tomllib.TOMLDecodeError, ValueError, KeyError, TypeError, AttributeError) as reason:
        raise PreferencesRefused(f"派单偏好表无法使用（routing table refused）: {reason}") from reason


def overlaid(base: Preferences, table: Mapping[str, Any]) -> Preferences:
    """The table with what another one says over it: `labels`, `roles` and `preferred` entry by entry (no groups take
    an entry away), `not_for_communities` as a whole list. Raises PreferencesRefused as `parse_preferences` does.
    """
    try:
        preferred = {**base.preferred, **{name: _groups(found) for name, found in table.get("preferred", {}).items()}}
        entries = table.get("not_for_communities")
        return Preferences(
            labels={**base.labels, **table.get("labels", {})},
            roles={**base.roles, **{Role(role): name for role, name in table.get("roles", {}).items()}},
            preferred={name: groups for name, groups in preferred.items() if groups},
            negative=base.negative if entries is None else {entry["category"]: _entry(entry) for entry in entries},
        )
    except (ValueError, KeyError, TypeError, AttributeError) as reason:
        raise PreferencesRefused(f"派单偏好表无法使用（routing table refused）: {reason}") from reason


def _groups(groups: list[list[str]]) -> tuple[frozenset[Role], ...]:
    return tuple(frozenset(Role(role) for role in group) for group in groups)


def _entry(entry: dict[str, Any]) -> NotForCommunities:
    return NotForCommunities(category=entry["category"], owner=entry["owner"], reason=entry["reason"])
