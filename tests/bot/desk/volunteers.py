"""Volunteers of the small neighbourhood, for tests of what they register, do and are thanked for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.desk.desk import Visit
from matching.need import Need, NeedKind, NeedState, NeedUrgency
from storage.people import VolunteerRow
from tests.builders import MORNING, DeskTalk


def a_volunteer(code: str = "zhou", name: str = "周晓梅", **given: Any) -> VolunteerRow:
    """A volunteer of 榕御小区3栋 with an account of her own and no skill yet."""
    row = VolunteerRow(code, name, f"openid-{code}", "rongyu-3", "", (), (), "", "", 2, vetted=False)
    return replace(row, **given)


def a_need(**given: Any) -> Need:
    """A lamp to change at 榕御小区3栋, done and waiting for its word."""
    need = Need(
        0, NeedKind.HELP, NeedState.DONE, NeedUrgency.TODAY, "rongyu-3", "榕御小区3栋", "灯坏了",
        MORNING, MORNING, MORNING, MORNING,
    )  # fmt: skip
    return replace(need, **given)


def enlist(talk: DeskTalk, *rows: VolunteerRow) -> None:
    """Register volunteers as an import does."""
    talk.store.run(lambda unit: unit.people.apply_volunteers(rows))
    talk.desk.library.look_again()


def visiting(talk: DeskTalk, unit: Any, who: str, **given: Any) -> Visit:
    """A visit of an openid, in a transaction of the test's."""
    contact = unit.people.contact_of(who, talk.now)
    return Visit(talk.desk, unit, talk.desk.library.current(unit, talk.now), contact, "visit", talk.now, **given)
