"""`linli admin`: accounts without a browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.__main__ import main
from storage.accounts import Account
from storage.unit_of_work import open_store


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path / 'linli.db'}"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LINLI_DATABASE__URL", url)
    return url


def kept(url: str) -> list[Account]:
    store = open_store(url)
    try:
        return store.read(lambda unit: unit.accounts.all())
    finally:
        store.close()


def test_an_account_is_made_with_a_password_that_is_shown_once(url: str, capsys) -> None:
    assert main(["admin", "create", "王主任"]) == 0

    said = capsys.readouterr().out
    assert "密码 / password: " in said
    (account,) = kept(url)
    assert (account.name, account.role, account.must_change) == ("王主任", "owner", True)
    assert account.password.startswith("$argon2id$")
    assert said.split("password: ")[1].split()[0] not in account.password


def test_the_same_name_is_refused(url: str, capsys) -> None:
    main(["admin", "create", "owner"])

    assert main(["admin", "create", "owner"]) == 1
    assert "已经有账户" in capsys.readouterr().err
    assert len(kept(url)) == 1


@pytest.mark.parametrize(("more", "words"), [
    (["--role", "community"], "要写明地点"),
    (["--role", "street", "--place", "nowhere"], "没有这个地点"),
    (["--role", "property"], "要写明是哪家"),
], ids=["no place", "unknown place", "no company"])  # fmt: skip
def test_what_a_role_needs_is_said(url: str, capsys, more: list[str], words: str) -> None:
    assert main(["admin", "create", "x", *more]) == 1
    assert words in capsys.readouterr().err
    assert kept(url) == []


@pytest.mark.usefixtures("url")
def test_accounts_are_listed_reset_and_ended(capsys) -> None:
    main(["admin", "list"])
    assert "还没有账户" in capsys.readouterr().out
    main(["admin", "create", "owner"])
    main(["admin", "create", "second", "--role", "editor"])
    capsys.readouterr()

    assert main(["admin", "reset", "second"]) == 0
    assert "新密码" in capsys.readouterr().out
    assert main(["admin", "disable", "second"]) == 0
    assert main(["admin", "list"]) == 0
    assert "second\teditor\t全部\t已停用" in capsys.readouterr().out
    assert main(["admin", "disable", "owner"]) == 1
    assert "最后一个管理员" in capsys.readouterr().err


@pytest.mark.usefixtures("url")
@pytest.mark.parametrize("step", ["reset", "disable"])
def test_an_unknown_name_is_said(capsys, step: str) -> None:
    assert main(["admin", step, "nobody"]) == 1
    assert "没有账户 nobody" in capsys.readouterr().err
