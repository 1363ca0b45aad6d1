"""The addresses of places, people and volunteers."""

from __future__ import annotations

from collections.abc import Callable

from bot.admin.cardscreens import CardScreens
from bot.admin.gate import Door
from bot.admin.importscreens import ImportScreens
from bot.admin.peoplescreens import PeopleScreens
from bot.admin.placescreens import PlaceScreens
from bot.admin.rendering import Templates
from bot.admin.roster import Roster
from bot.admin.volunteerscreens import VolunteerScreens
from bot.desk.desk import Desk
from bot.desk.rights import Right


def roster_doors(desk: Desk, templates: Templates, scene: Callable[[str], str] | None = None) -> list[Door]:
    """Every address of the screens of places and people. `scene` is told of in `bot.admin.cardscreens`."""
    roster = Roster(desk, templates)
    return [
        *_people_doors(PeopleScreens(roster)),
        *_place_doors(PlaceScreens(roster)),
        *_import_doors(ImportScreens(roster)),
        *_card_doors(CardScreens(roster, scene)),
        *_volunteer_doors(VolunteerScreens(roster)),
    ]


def _people_doors(screens: PeopleScreens) -> list[Door]:
    own = "/people/of/{code}"
    return [
        Door("GET", "/people", screens.list, Right.PLACES),
        Door("GET", "/people/new", screens.new, Right.ROSTER),
        Door("POST", "/people", screens.add, Right.ROSTER),
        Door("POST", "/people/duties", screens.put_duty, Right.ROSTER),
        Door("GET", own, screens.show, Right.PLACES),
        Door("POST", f"{own}/duties/drop", screens.drop_duty, Right.ROSTER),
        Door("POST", f"{own}/backup", screens.backup, Right.ROSTER),
        Door("POST", f"{own}/name", screens.name, Right.ROSTER),
        Door("POST", f"{own}/leave", screens.leave, Right.ROSTER),
        Door("POST", f"{own}/back", screens.back, Right.ROSTER),
        Door("POST", f"{own}/bind", screens.bind, Right.ROSTER),
        Door("POST", f"{own}/unbind", screens.unbind, Right.ROSTER),
        Door("POST", f"{own}/hand-over", screens.hand_over, Right.ROSTER),
    ]


def _place_doors(screens: PlaceScreens) -> list[Door]:
    own = "/people/places/{code}"
    return [
        Door("GET", "/people/places", screens.top, Right.PLACES),
        Door("POST", "/people/places", screens.add, Right.ROSTER),
        Door("GET", own, screens.show, Right.PLACES),
        Door("POST", own, screens.change, Right.ROSTER),
        Door("POST", f"{own}/close", screens.close, Right.ROSTER),
        Door("POST", f"{own}/reopen", screens.reopen, Right.ROSTER),
        Door("GET", "/people/holes", screens.holes, Right.PLACES),
    ]


def _import_doors(screens: ImportScreens) -> list[Door]:
    return [
        Door("GET", "/people/imports", screens.show, Right.ROSTER),
        Door("POST", "/people/imports/preview", screens.preview, Right.ROSTER),
        Door("POST", "/people/imports/apply", screens.apply, Right.ROSTER),
        Door("POST", "/people/imports/{number:int}/undo", screens.undo, Right.ROSTER),
        Door("GET", "/people/table", screens.table, Right.ROSTER),
    ]


def _card_doors(screens: CardScreens) -> list[Door]:
    return [
        Door("GET", "/people/cards", screens.show, Right.ROSTER),
        Door("POST", "/people/cards/stairwell", screens.stairwell, Right.ROSTER),
        Door("POST", "/people/cards/bind", screens.bind, Right.ROSTER),
    ]


def _volunteer_doors(screens: VolunteerScreens) -> list[Door]:
    return [
        Door("GET", "/volunteers", screens.list, Right.PLACES),
        Door("GET", "/volunteers/{code}", screens.show, Right.PLACES),
        Door("POST", "/volunteers/{code}/verify", screens.verify, Right.ROSTER),
        Door("POST", "/volunteers/{code}/vet", screens.vet, Right.ROSTER),
    ]
