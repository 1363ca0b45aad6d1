"""Accounts of the console: made, signed in to with a password and a second factor, locked after wrong ones, ended."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from bot.desk.rights import BY_PLACE, ConsoleRole, Standing
from bot.errors import BotError
from matching.territory import Territory
from storage.accounts import Account, ConsoleSession
from storage.audit import Audited
from storage.unit_of_work import UnitOfWork

#: RFC 9106's second recommendation, argon2-cffi's own choice: 64 MiB, three passes.
HASHER = PasswordHasher()
PASSWORD_LEAST, _PASSWORD_MOST = 10, 128
#: A sign-in ends after so long without a click, and after so long anyway.
IDLE, LONGEST = timedelta(hours=2), timedelta(hours=12)
#: So many wrong passwords are a slip of the hand; each further one doubles the wait, up to an hour.
_FREE_FAILURES = 4
_FIRST_LOCK, _LONGEST_LOCK = timedelta(minutes=1), timedelta(hours=1)
#: The second factor's clock may be off by one step of 30 seconds.
_STEPS_OFF = 1
_AGENT_MOST = 120
_GIVEN_BYTES = 12
_NAME_MOST = 40


#: A change within one unit of work.
Change = Callable[[UnitOfWork], None]


class AccountRefused(BotError):
    """Something about an account cannot be done; the message says what and how to put it right."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What an account is made with; an empty password is given by us and must be changed at the first visit."""

    name: str
    role: ConsoleRole = ConsoleRole.OWNER
    place: str = ""
    person: str = ""
    password: str = ""


def standing_of(account: Account) -> Standing:
    """As what an account stands at the console."""
    return Standing(ConsoleRole(account.role), account.place, account.person)


def create_account(unit: UnitOfWork, terms: Terms, by: str, now: datetime) -> str:
    """The password of a new account: the one given, or ours. Raises AccountRefused."""
    name = terms.name.strip()
    if not name or len(name) > _NAME_MOST:
        raise AccountRefused(f"账户名要有1到{_NAME_MOST}个字 / a name of 1 to {_NAME_MOST} characters")
    if unit.accounts.named(name) is not None:
        raise AccountRefused(f"已经有账户 {name} / the account {name} exists")
    _check_terms(Territory(unit.places.nodes()), terms)
    if terms.password:
        check_password(terms.password, name)
    password = terms.password or secrets.token_urlsafe(_GIVEN_BYTES)
    account = Account(
        0, name, HASHER.hash(password), terms.role.value, now, by, terms.place, terms.person,
        must_change=not terms.password,
    )  # fmt: skip
    unit.accounts.add(account)
    given = {"role": terms.role.value, "place": terms.place, "person": terms.person}
    unit.audit.record(Audited(now, by, "create", "account", name, {}, given))
    return password


def _check_terms(territory: Territory, terms: Terms) -> None:
    if terms.place and territory.get(terms.place) is None:
        raise AccountRefused(f"没有这个地点：{terms.place} / no such place")
    if terms.role in BY_PLACE and not terms.place:
        raise AccountRefused(f"{terms.role} 要写明地点（--place） / this role needs a place")
    if terms.role is ConsoleRole.PROPERTY and not terms.person:
        raise AccountRefused("物业账户要写明是哪家（--person） / a property company's account needs its person's code")


def check_password(password: str, name: str) -> None:
    """Nothing for a password that may be used. Raises AccountRefused with what it needs."""
    if not PASSWORD_LEAST <= len(password) <= _PASSWORD_MOST:
        raise AccountRefused(f"密码要有{PASSWORD_LEAST}到{_PASSWORD_MOST}个字符 / at least {PASSWORD_LEAST} characters")
    if name and (name in password or len(set(password)) < PASSWORD_LEAST // 2):
        raise AccountRefused("密码太好猜：不要含账户名，也不要总是那几个字符 / too easy to guess")


# -- in and out ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Credentials:
    """What somebody signs in with; `agent` is her browser."""

    name: str
    password: str
    agent: str = ""


@cache
def _nobodys() -> str:
    """What an unknown name's password is held against: it takes as long as a known one's."""
    return HASHER.hash(secrets.token_urlsafe(_GIVEN_BYTES))


def sign_in(unit: UnitOfWork, given: Credentials, now: datetime) -> str | None:
    """The cookie of a new session, which opens nothing yet where a second factor is wanted; None for a wrong name or
    password and for an account that is locked or ended. The count of wrong passwords is kept: let it be committed.
    """
    account = unit.accounts.named(given.name.strip())
    if account is None:
        _fits(_nobodys(), given.password)
        return None
    if account.disabled_at is not None or _is_locked(account, now):
        return None
    if not _fits(account.password, given.password):
        _count_failure(unit, account, now)
        return None
    if not account.totp:
        account = _come_in(unit, account, now)
    token = secrets.token_urlsafe(32)
    agent = given.agent[:_AGENT_MOST]
    unit.accounts.open_session(
        ConsoleSession(token, account.number, now, now, now + IDLE, second=not account.totp, agent=agent)
    )
    return token


def give_second_factor(unit: UnitOfWork, account: Account, session: ConsoleSession, code: str, now: datetime) -> bool:
    """Whether the six digits are right: the session opens everything then. Wrong ones count as wrong passwords do."""
    account = unit.accounts.named(account.name) or account
    if _is_locked(account, now):
        return False
    if not _code_fits(account.totp, code, now):
        _count_failure(unit, account, now)
        return False
    _come_in(unit, account, now)
    unit.accounts.touch(replace(session, second=True, seen_at=now, expires_at=now + IDLE))
    return True


def _come_in(unit: UnitOfWork, account: Account, now: datetime) -> Account:
    account = replace(account, failures=0, locked_until=None, last_seen_at=now)
    unit.accounts.save(account)
    unit.audit.record(Audited(now, account.name, "sign_in", "session"))
    return account


def _is_locked(account: Account, now: datetime) -> bool:
    return account.locked_until is not None and now < account.locked_until


def _fits(hashed: str, password: str) -> bool:
    try:
        return HASHER.verify(hashed, password)
    except (Argon2Error, InvalidHashError):
        return False


def _code_fits(secret: str, code: str, now: datetime) -> bool:
    return bool(code) and pyotp.TOTP(secret).verify(code.replace(" ", ""), for_time=now, valid_window=_STEPS_OFF)


def _count_failure(unit: UnitOfWork, account: Account, now: datetime) -> None:
    failures = account.failures + 1
    over = failures - _FREE_FAILURES
    wait = min(_FIRST_LOCK * 2 ** min(over - 1, 10), _LONGEST_LOCK) if over > 0 else None
    unit.accounts.save(replace(account, failures=failures, locked_until=now + wait if wait else None))
    if wait is not None:
        unit.audit.record(Audited(now, account.name, "lock", "account", account.name, {}, {"failures": failures}))


def account_of(unit: UnitOfWork, token: str, now: datetime) -> tuple[Account, ConsoleSession] | None:
    """Whose session a cookie is, and the session; None when it is over, revoked, nobody's or the account has ended."""
    session = unit.accounts.session(token) if token else None
    account = unit.accounts.load(session.account) if session is not None and session.holds(now) else None
    if session is None or account is None or account.disabled_at is not None:
        return None
    return account, session


def keep_alive(unit: UnitOfWork, session: ConsoleSession, now: datetime) -> None:
    """A session used now is good for a while longer, never longer than a working day."""
    until = min(now + IDLE, session.created_at + LONGEST)
    unit.accounts.touch(replace(session, seen_at=now, expires_at=until))


def sign_out(unit: UnitOfWork, session: ConsoleSession, account: Account, now: datetime) -> None:
    """End a session."""
    unit.accounts.revoke(session.token, now)
    unit.audit.record(Audited(now, account.name, "sign_out", "session"))


# -- changed ---------------------------------------------------------------------------------------------


def change_password(unit: UnitOfWork, account: Account, old: str, new: str, now: datetime) -> None:
    """Another password; every other session ends. Raises AccountRefused."""
    if not _fits(account.password, old):
        raise AccountRefused("现在的密码不对")
    check_password(new, account.name)
    if new == old:
        raise AccountRefused("新密码和旧的一样")
    unit.accounts.save(replace(account, password=HASHER.hash(new), must_change=False))
    unit.audit.record(Audited(now, account.name, "change_password", "account", account.name))


def second_factor_secret() -> str:
    """A new secret for a second factor; it counts once `set_second_factor` has seen a code of it."""
    return pyotp.random_base32()


def set_second_factor(unit: UnitOfWork, account: Account, secret: str, code: str, now: datetime) -> None:
    """Ask for six digits from now on; an empty secret takes the second factor away. Raises AccountRefused."""
    if secret and not _code_fits(secret, code, now):
        raise AccountRefused("六位数字不对，请看看手机的时间准不准，再填一次")
    unit.accounts.save(replace(account, totp=secret))
    action = "set_second_factor" if secret else "drop_second_factor"
    unit.audit.record(Audited(now, account.name, action, "account", account.name))


def reset_account(unit: UnitOfWork, account: Account, by: str, now: datetime) -> str:
    """A new password of ours, no second factor, no lock, every session ended; the password."""
    password = secrets.token_urlsafe(_GIVEN_BYTES)
    unit.accounts.save(replace(
        account, password=HASHER.hash(password), must_change=True, totp="", failures=0, locked_until=None,
        disabled_at=None,
    ))  # fmt: skip
    unit.accounts.revoke_all(account.number, now)
    unit.audit.record(Audited(now, by, "reset", "account", account.name))
    return password


def disable_account(unit: UnitOfWork, account: Account, by: str, now: datetime) -> None:
    """Nobody signs in to it any more. Raises AccountRefused for the last owner."""
    owners = [one for one in unit.accounts.all() if one.role == ConsoleRole.OWNER and one.disabled_at is None]
    if [one.number for one in owners] == [account.number]:
        raise AccountRefused("这是最后一个管理员账户，不能停用")
    unit.accounts.save(replace(account, disabled_at=now))
    unit.accounts.revoke_all(account.number, now)
    unit.audit.record(Audited(now, by, "disable", "account", account.name))



def second_factor_address(secret: str, name: str) -> str:
    """What an authenticator reads from the picture: whose secret it is, and of what."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name="邻里")
