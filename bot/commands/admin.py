"""`linli admin`: accounts of the console without a browser."""

from __future__ import annotations

import getpass
import select
import sys
from argparse import Namespace

from bot.commands.configured import store_of
from bot.desk import accounts
from bot.desk.rights import ConsoleRole
from bot.wiring import utc_now
from storage.accounts import Account
from storage.unit_of_work import UnitOfWork

_BY = "command"
#: A pipe that has something to say says it within this time.
_PIPE_SECONDS = 0.3


def create(asked: Namespace) -> int:
    """A new account. Its password is asked for at a terminal, read from a pipe, or made and shown once."""
    password = _asked_password()
    terms = accounts.Terms(asked.name, ConsoleRole(asked.role), asked.place, asked.person, password)
    try:
        with store_of(asked) as store:
            made = store.run(lambda unit: accounts.create_account(unit, terms, _BY, utc_now()))
    except accounts.AccountRefused as refused:
        print(f"{refused}", file=sys.stderr)
        return 1
    print(f"账户 {asked.name} 建好了，在 /admin 登录。/ The account is made; sign in at /admin.")
    if not password:
        print(f"密码 / password: {made}\n只显示这一次，第一次登录要换掉。/ Shown once; change it at the first visit.")
    return 0


def _asked_password() -> str:
    if sys.stdin is None:
        return ""
    if sys.stdin.isatty():
        first = getpass.getpass("密码（直接回车由系统给一个）/ Password (empty: one is made): ")
        if first and getpass.getpass("再输一次 / Again: ") != first:
            raise SystemExit("两次不一样 / They differ.")
        return first
    return sys.stdin.readline().strip() if _has_something() else ""


def _has_something() -> bool:
    try:
        return bool(select.select([sys.stdin], [], [], _PIPE_SECONDS)[0])
    except (OSError, ValueError):
        return False  # a closed or invented stdin has nothing to say


def show(asked: Namespace) -> int:
    """Every account, by name."""
    with store_of(asked) as store:
        found = store.read(lambda unit: unit.accounts.all())
    for account in found:
        state = "已停用" if account.disabled_at else "正常"
        print(f"{account.name}\t{account.role}\t{account.place or account.person or '全部'}\t{state}")
    if not found:
        print("还没有账户；建一个：linli admin create NAME / no account yet")
    return 0


def reset(asked: Namespace) -> int:
    """A new password of ours; every session of the account ends, the second factor is off."""

    def work(unit: UnitOfWork) -> str | None:
        account = unit.accounts.named(asked.name)
        return None if account is None else accounts.reset_account(unit, account, _BY, utc_now())

    with store_of(asked) as store:
        password = store.run(work)
    if password is None:
        return _unknown(asked.name)
    print(f"新密码 / new password: {password}\n只显示这一次。/ Shown once.")
    return 0


def disable(asked: Namespace) -> int:
    """Nobody signs in to it any more."""

    def work(unit: UnitOfWork) -> Account | None:
        account = unit.accounts.named(asked.name)
        if account is not None:
            accounts.disable_account(unit, account, _BY, utc_now())
        return account

    try:
        with store_of(asked) as store:
            account = store.run(work)
    except accounts.AccountRefused as refused:
        print(f"{refused}", file=sys.stderr)
        return 1
    if account is None:
        return _unknown(asked.name)
    print(f"账户 {asked.name} 已停用。/ The account is disabled.")
    return 0


def _unknown(name: str) -> int:
    print(f"没有账户 {name}；看有哪些：linli admin list / no such account", file=sys.stderr)
    return 1
