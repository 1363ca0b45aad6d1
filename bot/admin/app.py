"""The console as one application, mounted at `/admin`: every address stands in one table with the right it needs."""

from __future__ import annotations

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount

from bot.admin.accountscreens import AccountScreens
from bot.admin.casescreens import case_doors
from bot.admin.figurescreens import FigureScreens, figure_doors
from bot.admin.gate import Door, Gate
from bot.admin.homescreens import HomeScreens, home_doors
from bot.admin.mapscreens import MapScreens, map_doors
from bot.admin.noticescreens import notice_doors
from bot.admin.queuescreens import queue_doors
from bot.admin.rendering import STATIC, Templates
from bot.admin.rosterdoors import roster_doors
from bot.admin.ruledoors import rule_doors
from bot.admin.settingscreens import setting_doors
from bot.admin.signing import SigningScreens
from bot.desk.desk import Desk
from bot.desk.picturing import Pictures
from bot.desk.rights import Right
from bot.markup import LastingFiles
from bot.settings import Settings


def admin_app(
    desk: Desk, key: str, *, safe: bool, settings: Settings | None = None, scene: Callable[[str], str] | None = None
) -> Starlette:
    """The console of a desk. `key` signs its forms; `safe`: its cookie travels over https alone; `settings` are those
    of the file; `scene` gives what the account's own code of a scene holds, None without an account.
    """
    templates, pictures = Templates(), Pictures(desk)
    doors = [
        *home_doors(HomeScreens(desk, templates)),
        *map_doors(MapScreens(desk, templates)),
        *figure_doors(FigureScreens(desk, templates, pictures)),
        *_own_doors(SigningScreens(desk, templates, safe)),
        *_account_doors(AccountScreens(desk, templates)),
        *roster_doors(desk, templates, scene),
        *rule_doors(desk, templates),
        *setting_doors(desk, templates, settings),
        *queue_doors(desk, templates),
        *case_doors(desk, templates),
        *notice_doors(desk, templates),
    ]
    templates.say_what_is_built(f"/admin{door.path}" for door in doors if door.method == "GET")
    gate = Gate(desk, templates, key)
    routes: list[BaseRoute] = [Mount("/static", LastingFiles(directory=STATIC)), *(gate.route(door) for door in doors)]
    app = Starlette(routes=routes)
    app.state.pictures = pictures  # whoever closes the store closes them first
    return app


def _own_doors(screens: SigningScreens) -> list[Door]:
    return [
        Door("GET", "/sign-in", screens.show, open=True),
        Door("POST", "/sign-in", screens.sign_in, open=True),
        Door("GET", "/second", screens.second),
        Door("POST", "/second", screens.give_second),
        Door("POST", "/sign-out", screens.sign_out),
        Door("GET", "/me", screens.own),
        Door("POST", "/me/password", screens.password),
        Door("POST", "/me/second", screens.second_factor),
        Door("POST", "/me/sessions", screens.end_sessions),
    ]


def _account_doors(screens: AccountScreens) -> list[Door]:
    return [
        Door("GET", "/accounts", screens.list, Right.ACCOUNTS),
        Door("POST", "/accounts", screens.create, Right.ACCOUNTS),
        Door("POST", "/accounts/{number:int}/reset", screens.reset, Right.ACCOUNTS),
        Door("POST", "/accounts/{number:int}/disable", screens.disable, Right.ACCOUNTS),
        Door("GET", "/audit", screens.audit, Right.AUDIT),
    ]
