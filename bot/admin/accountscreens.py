"""The accounts of the console: who there is, made, given a new password, ended; and who changed what."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import RedirectResponse, Response

from bot.admin.rendering import HEADERS, Templates
from bot.admin.seat import Asked
from bot.desk import accounts
from bot.desk.desk import Desk
from bot.desk.rights import ConsoleRole
from storage.accounts import Account
from storage.unit_of_work import UnitOfWork

_ACCOUNTS = "/admin/accounts"
_AUDITED_A_PAGE = 50
ROLES = {
    ConsoleRole.OWNER: "管理员（全部，含账户）",
    ConsoleRole.EDITOR: "规则编辑",
    ConsoleRole.STREET: "街道",
    ConsoleRole.COMMUNITY: "社区",
    ConsoleRole.PROPERTY: "物业公司",
    ConsoleRole.SUPERVISOR: "督办（只读）",
}


@dataclass(frozen=True, slots=True)
class AccountScreens:
    """The screens of accounts and of the audit log."""

    desk: Desk
    templates: Templates

    def list(self, asked: Asked) -> Response:
        """Every account."""
        return self._list(asked, "", 200)

    def _list(self, asked: Asked, words: str, status: int, given: tuple[str, str] = ("", "")) -> Response:
        found = self.desk.store.read(lambda unit: unit.accounts.all())
        town = self.desk.store.read(lambda unit: self.desk.library.current(unit, self.desk.clock())).town
        offices = [node for node in town.territory.nodes() if node.kind in ("district", "street", "community")]
        companies = [
            one for one in town.directory.responders() if any(duty.role == "property" for duty in one.duties)
        ]
        return self.templates.page(
            "accounts", asked, status, words=words, accounts=found, roles=ROLES, places=offices, companies=companies,
            title=town.territory.title, given=given, form=asked.form, zone=self.desk.calendar.zone,
            now=self.desk.clock(),
        )  # fmt: skip

    def create(self, asked: Asked) -> Response:
        """A new account with a password of ours, which is shown once."""
        form, by, now = asked.form, asked.here.account.name, self.desk.clock()
        try:
            role = ConsoleRole(form.get("role", ""))
        except ValueError:
            return self._list(asked, "请选一个角色。", 422)
        terms = accounts.Terms(form.get("name", ""), role, form.get("place", ""), form.get("person", ""))
        try:
            password = self.desk.store.run(lambda unit: accounts.create_account(unit, terms, by, now))
        except accounts.AccountRefused as refused:
            return self._list(asked, f"{refused}。", 422)
        return self._list(asked, "", 200, (terms.name.strip(), password))

    def reset(self, asked: Asked) -> Response:
        """A new password of ours, shown once; every session of the account ends."""
        by, now = asked.here.account.name, self.desk.clock()

        def work(unit: UnitOfWork) -> tuple[Account, str] | None:
            account = unit.accounts.load(asked.number)
            return None if account is None else (account, accounts.reset_account(unit, account, by, now))

        done = self.desk.store.run(work)
        if done is None:
            return self._list(asked, "没有这个账户。", 404)
        return self._list(asked, "", 200, (done[0].name, done[1]))

    def disable(self, asked: Asked) -> Response:
        """Nobody signs in to it any more."""
        by, now = asked.here.account.name, self.desk.clock()

        def work(unit: UnitOfWork) -> None:
            account = unit.accounts.load(asked.number)
            if account is not None:
                accounts.disable_account(unit, account, by, now)

        try:
            self.desk.store.run(work)
        except accounts.AccountRefused as refused:
            return self._list(asked, f"{refused}。", 422)
        return RedirectResponse(_ACCOUNTS, 303, headers=dict(HEADERS))

    def audit(self, asked: Asked) -> Response:
        """Who changed what, the latest first, with before and after."""
        query = asked.query
        below = {"below": int(query["below"])} if query.get("below", "").isdecimal() else {}
        changes = self.desk.store.read(lambda unit: unit.audit.latest(
            _AUDITED_A_PAGE + 1, **below, account=query.get("account", ""), subject=query.get("subject", ""),
            which=query.get("which", ""),
        ))  # fmt: skip
        more = changes[_AUDITED_A_PAGE - 1].number if len(changes) > _AUDITED_A_PAGE else 0
        return self.templates.page(
            "audit", asked, changes=changes[:_AUDITED_A_PAGE], more=more, zone=self.desk.calendar.zone
        )
