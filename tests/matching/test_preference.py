from __future__ import annotations

import pytest

from matching.preference import PreferencesRefused, overlaid, parse_preferences, shipped_preferences_text
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


def test_another_table_goes_over_it_entry_by_entry() -> None:
    base = parse_preferences(shipped_preferences_text())
    over = overlaid(base, {"labels": {"parking": "停车"}, "preferred": {"care": [], "parking": [["property"]]}})

    assert (over.label("parking"), over.label("noise")) == ("停车", base.label("noise"))
    assert over.preferred["parking"] == (frozenset({Role.PROPERTY}),)
    assert "care" not in over.preferred
    assert over.negative == base.negative
    own = overlaid(base, {"not_for_communities": [{"category": "noise", "owner": "城管", "reason": "夜里"}]})
    assert list(own.negative) == ["noise"]


@pytest.mark.parametrize("table", [{"roles": {"king": "国王"}}, {"labels": 5}, {"not_for_communities": [{}]}])
def test_a_table_of_the_wrong_make_does_not_go_over_it(table: dict[str, object]) -> None:
    with pytest.raises(PreferencesRefused):
        overlaid(parse_preferences(SMALL), table)
