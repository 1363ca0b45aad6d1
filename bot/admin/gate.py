"""The one gate of the console: whoever has not signed in goes no further, whoever lacks the right is told so."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import urlencode

from itsdangerous import Signer
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.admin.rendering import HEADERS, Templates
from bot.admin.seat import Asked, FormTooBig, Seat, read_asked
from bot.desk.accounts import account_of, keep_alive
from bot.desk.desk import Desk
from bot.desk.rights import Right
from storage.errors import StoreUnavailable

COOKIE = "linli_console"
SIGN_IN = "/admin/sign-in"
OWN = "/admin/me"
SECOND = "/admin/second"
OUT = "/admin/sign-out"
#: A click so soon after the last one writes nothing.
_TOUCHED = timedelta(minutes=5)
_SALT = "linli console"

Screen = Callable[[Asked], Response]


@dataclass(frozen=True, slots=True)
class Door:
    """One address of the console: what it needs, None for everybody who has signed in; `open` before that too."""

    method: str
    path: str
    screen: Screen
    right: Right | None = None
    open: bool = False


@dataclass(frozen=True, slots=True)
class Gate:
    """Opens the doors of the console for whoever may."""

    desk: Desk
    templates: Templates
    key: str

    def route(self, door: Door) -> Route:
        """A door as a route; its `name` says which right it needs, for whoever walks them all."""

        async def opened(request: Request) -> Response:
            cookie = request.cookies.get(COOKIE, "")
            try:
                asked = await read_asked(request, cookie)
                return await run_in_threadpool(self._through, door, asked)
            except FormTooBig:
                return self.sorry(_nobody(request, cookie), 413, "文件太大，最多10MB。请分成几份再传。")
            except StoreUnavailable:
                return self.sorry(_nobody(request, cookie), 503, "系统正忙，刚才这一步没有存下来。请过一分钟再试。")

        needs = "open" if door.open else door.right or "signed in"
        return Route(door.path, opened, methods=[door.method], name=f"{needs}:{door.method}:{door.path}")

    def _through(self, door: Door, asked: Asked) -> Response:
        seat = self._seat(asked.cookie)
        asked = replace(asked, seat=seat)
        if door.open:
            return door.screen(asked)
        if seat is None:
            return self._to_sign_in(asked)
        aside = _to_be_done_first(seat, asked.where)
        if aside:
            return RedirectResponse(aside, 303, headers=dict(HEADERS))
        if door.right is not None and not seat.standing.may(door.right):
            return self.sorry(asked, 403, "您的账户没有这个权限。需要的话，请找管理员在“设置—账户”里调整。")
        if door.method == "POST" and not hmac.compare_digest(seat.key.encode(), asked.form.get("key", "").encode()):
            return self.sorry(asked, 403, "这一页放得太久了，刚才没有保存。请返回上一页，刷新后再做一次。")
        return door.screen(asked)

    def _seat(self, cookie: str) -> Seat | None:
        now = self.desk.clock()
        found = self.desk.store.read(lambda unit: account_of(unit, cookie, now)) if cookie else None
        if found is None:
            return None
        account, session = found
        if now - session.seen_at >= _TOUCHED:
            self.desk.store.run(lambda unit: keep_alive(unit, session, now))
        return Seat(account, session, self.form_key(session.token))

    def form_key(self, session: str) -> str:
        """What the forms of a session send back; `session` is its digest."""
        return Signer(self.key, salt=_SALT).get_signature(session).decode()

    def _to_sign_in(self, asked: Asked) -> Response:
        """To the sign-in and, after it, back to where a reader was; a form that came too late is not repeated."""
        answer: Response = RedirectResponse(SIGN_IN, 303, headers=dict(HEADERS))
        if asked.scripted:
            answer = Response("", 401, headers=dict(HEADERS))
        elif not asked.form and asked.where != "/admin/":
            address = asked.with_query()
            answer = RedirectResponse(f"{SIGN_IN}?{urlencode({'to': address})}", 303, headers=dict(HEADERS))
        if asked.cookie:
            answer.delete_cookie(COOKIE, path="/admin")
        return answer

    def sorry(self, asked: Asked, status: int, words: str) -> Response:
        """A page that says why not and what to do."""
        return self.templates.page("sorry", asked, status, words=words)


def _to_be_done_first(seat: Seat, where: str) -> str:
    """Where somebody must go before anything else: the six digits, then a password of her own; empty when nowhere."""
    if seat.account.totp and not seat.session.second:
        return "" if where in (SECOND, OUT) else SECOND
    if seat.account.must_change:
        return "" if where in (OWN, f"{OWN}/password", OUT) else OWN
    return ""


def _nobody(request: Request, cookie: str) -> Asked:
    return Asked({}, {}, {}, {}, {}, request.url.path, "", cookie=cookie)
