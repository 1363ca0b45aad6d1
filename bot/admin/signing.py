"""Signing in and out, the own password, the second factor, the own sessions."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

import segno
from starlette.responses import RedirectResponse, Response

from bot.admin.gate import COOKIE, OWN, SIGN_IN
from bot.admin.rendering import HEADERS, Templates
from bot.admin.seat import Asked
from bot.desk import accounts
from bot.desk.desk import Desk
from storage.unit_of_work import UnitOfWork

_HOME = "/admin/"
_WRONG = "账户名或密码不对。连着输错会锁一会儿，最长一小时。"
_WRONG_DIGITS = "六位数字不对。请看看手机的时间准不准，再填一次；连着输错会锁一会儿。"


@dataclass(frozen=True, slots=True)
class SigningScreens:
    """The screens of one's own account. `safe`: the cookie travels over https alone."""

    desk: Desk
    templates: Templates
    safe: bool

    def show(self, asked: Asked) -> Response:
        """The form to sign in with."""
        if asked.seat is not None:
            return RedirectResponse(_HOME, 303, headers=dict(HEADERS))
        return self._form(asked, "", 200)

    def sign_in(self, asked: Asked) -> Response:
        """In, or the form again with what was wrong."""
        form, now = asked.form, self.desk.clock()
        given = accounts.Credentials(form.get("name", ""), form.get("password", ""), asked.agent)
        token = self.desk.store.run(lambda unit: accounts.sign_in(unit, given, now))
        if token is None:
            return self._form(asked, _WRONG, 403)
        answer = RedirectResponse(_own_address(form.get("to", "")), 303, headers=dict(HEADERS))
        longest = int(accounts.LONGEST.total_seconds())
        answer.set_cookie(
            COOKIE, token, max_age=longest, path="/admin", httponly=True, samesite="lax", secure=self.safe
        )
        return answer

    def _form(self, asked: Asked, words: str, status: int) -> Response:
        to = asked.form.get("to", asked.query.get("to", ""))
        return self.templates.page("sign_in", asked, status, words=words, to=to, name=asked.form.get("name", ""))

    def second(self, asked: Asked) -> Response:
        """The form for the six digits."""
        return self.templates.page("second", asked, words="")

    def give_second(self, asked: Asked) -> Response:
        """Everything opens, or the form again."""
        seat, now, code = asked.here, self.desk.clock(), asked.form.get("code", "")
        right = self.desk.store.run(
            lambda unit: accounts.give_second_factor(unit, seat.account, seat.session, code, now)
        )
        if not right:
            return self.templates.page("second", asked, 403, words=_WRONG_DIGITS)
        return RedirectResponse(_HOME, 303, headers=dict(HEADERS))

    def sign_out(self, asked: Asked) -> Response:
        """Out."""
        seat, now = asked.here, self.desk.clock()
        self.desk.store.run(lambda unit: accounts.sign_out(unit, seat.session, seat.account, now))
        answer = RedirectResponse(SIGN_IN, 303, headers=dict(HEADERS))
        answer.delete_cookie(COOKIE, path="/admin")
        return answer

    def own(self, asked: Asked) -> Response:
        """One's own account: password, second factor, where one is signed in."""
        return self._own(asked, "", 200)

    def _own(self, asked: Asked, words: str, status: int) -> Response:
        seat = asked.here
        secret = accounts.second_factor_secret()
        sessions = self.desk.store.read(lambda unit: unit.accounts.sessions_of(seat.account.number))
        now = self.desk.clock()
        address = accounts.second_factor_address(secret, seat.account.name)
        return self.templates.page(
            "me", asked, status, words=words, secret=secret, picture=segno.make(address).svg_data_uri(scale=5),
            sessions=[one for one in sessions if one.holds(now)], zone=self.desk.calendar.zone,
            done=asked.query.get("done", ""),
        )  # fmt: skip

    def password(self, asked: Asked) -> Response:
        """Another password; every other session ends."""
        seat, form, now = asked.here, asked.form, self.desk.clock()
        if form.get("new", "") != form.get("again", ""):
            return self._own(asked, "两次填的新密码不一样。", 422)

        def work(unit: UnitOfWork) -> None:
            accounts.change_password(unit, seat.account, form.get("old", ""), form.get("new", ""), now)
            unit.accounts.revoke_all(seat.account.number, now, seat.session.token)

        return self._done(asked, work, "password")

    def second_factor(self, asked: Asked) -> Response:
        """Six digits are asked for from now on, or no longer."""
        seat, form, now = asked.here, asked.form, self.desk.clock()
        secret = form.get("secret", "") if form.get("do") == "set" else ""
        return self._done(
            asked,
            lambda unit: accounts.set_second_factor(unit, seat.account, secret, form.get("code", ""), now),
            "second" if secret else "no_second",
        )

    def end_sessions(self, asked: Asked) -> Response:
        """Every other sign-in of one's own ends."""
        seat, now = asked.here, self.desk.clock()

        def work(unit: UnitOfWork) -> None:
            unit.accounts.revoke_all(seat.account.number, now, seat.session.token)

        return self._done(asked, work, "sessions")

    def _done(self, asked: Asked, work: accounts.Change, what: str) -> Response:
        try:
            self.desk.store.run(work)
        except accounts.AccountRefused as refused:
            return self._own(asked, f"{refused}。", 422)
        return RedirectResponse(f"{OWN}?done={what}", 303, headers=dict(HEADERS))


def _own_address(to: str) -> str:
    """An address of the console; anywhere else nobody is sent."""
    parts = urlsplit(to)
    return to if to.startswith("/admin/") and not parts.scheme and not parts.netloc else _HOME
