"""Accounts, sessions and the audit log come back as they were kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from storage.accounts import Account, ConsoleSession
from storage.audit import Audited
from storage.encoding import digest
from storage.errors import StorageError
from storage.unit_of_work import Store

NOW = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)
KEPT = Account(0, "王主任", "hash", "community", NOW, "owner", "rongyu-sq", must_change=True)


def test_an_account_comes_back_and_changes(store: Store) -> None:
    number = store.run(lambda unit: unit.accounts.add(KEPT))
    kept = replace(KEPT, number=number)

    assert store.read(lambda unit: unit.accounts.named("王主任")) == kept
    assert store.read(lambda unit: unit.accounts.load(number)) == kept
    changed = replace(
        kept, password="other", totp="S", must_change=False, failures=3, locked_until=NOW, disabled_at=NOW,
        last_seen_at=NOW, role="street", place="xinqiao", person="wuye",
    )  # fmt: skip
    store.run(lambda unit: unit.accounts.save(changed))
    assert store.read(lambda unit: unit.accounts.all()) == [changed]
    assert store.read(lambda unit: unit.accounts.count()) == 1
    assert store.read(lambda unit: unit.accounts.named("nobody")) is None
    assert store.read(lambda unit: unit.accounts.load(99)) is None


def test_a_name_is_given_once(store: Store) -> None:
    store.run(lambda unit: unit.accounts.add(KEPT))
    with pytest.raises(StorageError):
        store.run(lambda unit: unit.accounts.add(KEPT))


def test_a_session_is_found_by_its_cookie_and_kept_as_a_digest(store: Store) -> None:
    number = store.run(lambda unit: unit.accounts.add(KEPT))
    opened = ConsoleSession("cookie", number, NOW, NOW, NOW + timedelta(hours=2), second=False, agent="Firefox")
    store.run(lambda unit: unit.accounts.open_session(opened))

    found = store.read(lambda unit: unit.accounts.session("cookie"))
    assert found == replace(opened, token=digest("cookie"))
    assert found.holds(NOW)
    assert not found.holds(NOW + timedelta(hours=2))
    assert store.read(lambda unit: unit.accounts.session(digest("cookie"))) is None

    later = replace(found, seen_at=NOW + timedelta(hours=1), expires_at=NOW + timedelta(hours=3), second=True)
    store.run(lambda unit: unit.accounts.touch(later))
    assert store.read(lambda unit: unit.accounts.sessions_of(number)) == [later]

    store.run(lambda unit: unit.accounts.revoke(found.token, NOW))
    assert not store.read(lambda unit: unit.accounts.session("cookie")).holds(NOW)
    assert store.read(lambda unit: unit.accounts.sessions_of(number)) == []


def test_all_other_sessions_end_and_old_ones_are_forgotten(store: Store) -> None:
    number = store.run(lambda unit: unit.accounts.add(KEPT))
    for cookie in ("a", "b", "c"):
        session = ConsoleSession(cookie, number, NOW, NOW, NOW + timedelta(hours=2), second=True)
        store.run(lambda unit, session=session: unit.accounts.open_session(session))

    assert store.run(lambda unit: unit.accounts.revoke_all(number, NOW, digest("b"))) == 2
    assert [one.token for one in store.read(lambda unit: unit.accounts.sessions_of(number))] == [digest("b")]
    assert store.run(lambda unit: unit.accounts.forget_sessions(NOW + timedelta(hours=1))) == 0
    assert store.run(lambda unit: unit.accounts.forget_sessions(NOW + timedelta(days=1))) == 3


def test_the_audit_log_is_read_backwards_and_by_subject(store: Store) -> None:
    first = Audited(NOW, "owner", "create", "account", "王主任", {}, {"role": "community"})
    second = Audited(NOW, "editor", "publish", "rules", "7", {"revision": 6}, {"revision": 7, "at": NOW})
    for change in (first, second):
        store.run(lambda unit, change=change: unit.audit.record(change))

    both = store.read(lambda unit: unit.audit.latest(10))
    assert [one.action for one in both] == ["publish", "create"]
    assert both[0].after == {"revision": 7, "at": str(NOW)}
    assert [one.which for one in store.read(lambda unit: unit.audit.latest(10, subject="account"))] == ["王主任"]
    assert [one.action for one in store.read(lambda unit: unit.audit.latest(10, account="editor"))] == ["publish"]
    assert [one.action for one in store.read(lambda unit: unit.audit.latest(10, which="7"))] == ["publish"]
    assert [one.action for one in store.read(lambda unit: unit.audit.latest(1, below=both[0].number))] == ["create"]
    assert store.read(lambda unit: unit.audit.latest(10, below=10**30)) == both
