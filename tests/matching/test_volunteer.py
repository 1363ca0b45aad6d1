"""The roster: everybody who may be asked, found by code and by account."""

from __future__ import annotations

from matching.volunteer import Roster, Volunteer

ZHOU, WU = Volunteer("V1", "周晓梅", contact=7), Volunteer("V2", "吴小军")


def test_everybody_is_found_by_code_and_by_account() -> None:
    roster = Roster([ZHOU, WU])

    assert list(roster) == [ZHOU, WU]
    assert len(roster) == 2
    assert "V1" in roster
    assert "V9" not in roster
    assert roster.get("V2") is WU
    assert roster.get("V9") is None
    assert roster.of_contact(7) is ZHOU
    assert roster.of_contact(0) is None
