from __future__ import annotations

import pytest

from matching.preference import PreferencesRefused, parse_preferences, shipped_preferences_text
from matching.responder import Role

SMALL = '[labels]\nparking = "停车秩序"\n[roles]\nproperty = "物业"\n[preferred]\nparking = [["property"]]\n'


def test_the_shipped_table_names_every_role() -> None:
    preferences = parse_preferences(shipped_preferences_text())

    assert set(preferences.roles) == set(Role)
    assert preferences.label("parking") == "停车秩序"
    assert preferences.negative["transport"].owner == "交通运输和交警部门"


def test_what_has_no_name_is_called_by_its_code() -> None:
    preferences = parse_preferences(SMALL)

    assert preferences.label("noise") == "noise"
    assert preferences.role(Role.TEAM) == "team"
    assert preferences.role(Role.PROPERTY) == "物业"
    assert preferences.preferred == {"parking": (frozenset({Role.PROPERTY}),)}
    assert preferences.negative == {}


@pytest.mark.parametrize(
    "text",
    [
        "[labels",
        "[labels]\n",
        SMALL.replace('property = "物业"', 'king = "国王"'),
        SMALL.replace('[["property"]]', "5"),
        SMALL + "[[not_for_communities]]\ncategory = 'x'\n",
        "labels = 5\nroles = 6\npreferred = 7\n",
    ],
)
def test_a_table_of_the_wrong_make_is_refused(text: str) -> None:
    with pytest.raises(PreferencesRefused, match="派单偏好表"):
        parse_preferences(text)
