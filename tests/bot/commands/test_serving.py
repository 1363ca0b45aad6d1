"""What refuses to start and why, what the clocks list, and the addresses that a started service answers."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest

from bot.commands.configured import settings_of
from bot.commands.demo import load_demo, with_demo_account
from bot.commands.parser import build_parser
from bot.main import create_app
from bot.wiring import build_runtime
from storage.engine import migrate
from storage.unit_of_work import open_store
from tests.bot.commands.conftest import Terminal
from tests.builders import MORNING, a_talk

SQLITE = "sqlite:///data/linli.db"


def dump(path: Path) -> list[str]:
    """Everything that a SQLite file holds."""
    connection = sqlite3.connect(path)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def talked(linli: Terminal) -> Path:
    """A case whose leader has not taken it, in the standard database."""
    (linli.folder / "data").mkdir()
    migrate(SQLITE)
    store = open_store(SQLITE)
    a_talk(store).says("resident", "榕御小区3栋楼下乱停车")
    store.close()
    return linli.folder / "data" / "linli.db"


@pytest.mark.parametrize("command", ["run", "serve"])
def test_nothing_is_served_without_the_token(linli: Terminal, command: str):
    ended = linli.run(command)

    assert (ended.code, ended.output) == (1, b"")
    assert "wechat.token：缺少；请设置环境变量 LINLI_WECHAT__TOKEN" in ended.error
    assert "Setting wechat.token: is missing" in ended.error


def test_a_port_that_is_taken_is_refused_before_anything_starts(linli: Terminal):
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        ended = linli.run("run", "--demo", "--port", str(port))

    assert ended.code == 1
    assert f"{port} 用不了" in ended.error
    assert "--port N" in ended.error
    assert list(linli.folder.iterdir()) == []


def test_migrating_twice_is_safe_and_the_data_folder_is_made(linli: Terminal):
    first, second = linli.run("migrate"), linli.run("migrate")

    assert (first.code, second.code) == (0, 0)
    assert [path.name for path in linli.folder.iterdir()] == ["data"]
    assert (linli.folder / "data" / "linli.db").is_file()


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("[server]\nprot = 1\n", "server.prot"),
        ("[sever]\nport = 1\n", "sever"),
        ('[server]\nport = "1"\n', "server.port"),
        ("server = 1\n", "server"),
        ('[desk]\ntimezone = "Mars"\n', "desk.timezone"),
        ("[[[\n", "config.toml"),
    ],
)
def test_a_wrong_file_is_refused_by_its_key(linli: Terminal, content: str, named: str):
    linli.file("config.toml", content)
    ended = linli.run("migrate")

    assert (ended.code, ended.output) == (1, b"")
    assert named in ended.error
    assert f"Setting {named}" in ended.error or named == "config.toml"
    assert not (linli.folder / "data").exists()


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("LINLI_SERVER__PROT", "1"),
        ("LINLI_NONSENSE", "1"),
        ("LINLI_SERVER__PORT", "many"),
        ("LINLI_SIMULATOR__ENABLED", "perhaps"),
        ("LINLI_WECHAT__TEMPLATE_KEYWORDS", "thing=keyword"),
    ],
)
def test_a_wrong_variable_is_refused_by_its_name(
    linli: Terminal, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
):
    monkeypatch.setenv(variable, value)
    ended = linli.run("migrate")

    assert ended.code == 1
    assert f"设置 {variable}：" in ended.error
    assert f"Setting {variable}: " in ended.error


def test_variables_go_over_the_file_and_either_is_enough(linli: Terminal, monkeypatch: pytest.MonkeyPatch):
    linli.file("config.toml", '[database]\nurl = "sqlite:///of-the-file.db"\n')
    other = linli.file("other.toml", '[database]\nurl = "sqlite:///of-the-other.db"\n')
    linli.run("migrate")
    linli.run("migrate", "--config", other)
    monkeypatch.setenv("LINLI_DATABASE__URL", "sqlite:///of-the-variable.db")
    linli.run("migrate")

    assert {path.name for path in linli.folder.glob("*.db")} == {
        "of-the-file.db", "of-the-other.db", "of-the-variable.db",
    }  # fmt: skip


def test_a_named_file_must_be_there(linli: Terminal):
    ended = linli.run("migrate", "--config", "nowhere.toml")

    assert ended.code == 1
    assert "nowhere.toml" in ended.error


def test_a_database_that_does_not_answer_is_said_in_both_languages(linli: Terminal, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LINLI_DATABASE__URL", "postgresql://linli:secret-word@127.0.0.1:1/linli")
    ended = linli.run("export", "cases")

    assert (ended.code, ended.output) == (1, b"")
    assert "数据库用不了，请检查 database.url" in ended.error
    assert "The database cannot be used" in ended.error
    assert "secret-word" not in ended.error
    assert "Traceback" not in ended.error


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nonsense"],
        ["run", "--port", "many"],
        ["run", "--port", "70000"],
        ["tick", "--now", "soon"],
        ["tick", "--now", "2026-11-01T08:00:00"],
        ["tick", "--now", "0001-01-01T00:00:00+08:00"],
        ["import", "cats", "f.csv"],
        ["import", "places"],
        ["export", "cats"],
        ["export", "cases", "--format", "pdf"],
        ["classify", "--config", "f"],
        ["evaluate"],
        ["qrcode"],
    ],
)
def test_wrong_usage_is_2_on_standard_error(linli: Terminal, arguments: list[str]):
    ended = linli.run(*arguments)

    assert (ended.code, ended.output) == (2, b"")
    assert ended.error.startswith("usage: linli")
    assert list(linli.folder.iterdir()) == []


@pytest.mark.parametrize("arguments", [["--help"], ["run", "--help"], ["classify", "--help"]])
def test_help_is_no_failure(linli: Terminal, arguments: list[str]):
    ended = linli.run(*arguments)

    assert (ended.code, ended.error) == (0, "")
    assert "usage: linli" in ended.text


def test_a_dry_tick_lists_and_changes_nothing(linli: Terminal):
    database = talked(linli)
    linli.run("tick", "--now", MORNING.isoformat())  # publishes the shipped rules where none of ours are live
    before = dump(database)
    late = (MORNING + timedelta(days=1)).isoformat()
    ended = linli.run("tick", "--now", late, "--dry-run", "--json")

    assert ended.code == 0
    assert [(row["case"], row["what"]) for row in json.loads(ended.text)] == [(1, "remind_signin")]
    assert datetime.fromisoformat(json.loads(ended.text)[0]["since"]).utcoffset() == timedelta(hours=8)
    assert dump(database) == before


def test_a_tick_does_once_what_it_lists(linli: Terminal):
    talked(linli)
    late = (MORNING + timedelta(days=1)).isoformat()
    listed = linli.run("tick", "--now", late, "--dry-run").text
    done, again = linli.run("tick", "--now", late), linli.run("tick", "--now", late)

    assert done.text == listed
    assert listed.startswith("#1\tremind_signin\t2026-03-03T")
    assert again.output == b""


def test_before_its_time_nothing_is_due(linli: Terminal):
    talked(linli)

    assert json.loads(linli.run("tick", "--now", "2026-03-03T10:05:00+08:00", "--json").text) == []


def test_the_addresses_of_the_service_answer(linli: Terminal):
    settings = with_demo_account(settings_of(build_parser().parse_args(["run", "--demo", "--port", "8123"])))
    assert linli.folder.joinpath("data", "demo-account.json").stat().st_mode & 0o077 == 0
    assert settings.wechat.api_base_url == "http://127.0.0.1:8123/simulator/api"
    assert settings.server.public_url == "http://127.0.0.1:8123"
    runtime = build_runtime(settings)
    load_demo(runtime.store)
    asked = ["/healthz", "/readyz", "/metrics", "/api/v1/openapi.json", "/wechat", "/nowhere", "/docs"]

    async def visit() -> dict[str, httpx.Response]:
        transport = httpx.ASGITransport(create_app(runtime))
        async with httpx.AsyncClient(transport=transport, base_url="http://linli") as client:
            return {path: await client.get(path) for path in asked}

    try:
        found = asyncio.run(visit())
    finally:
        runtime.close()
    assert {path: answer.status_code for path, answer in found.items()} == {
        "/healthz": 200, "/readyz": 200, "/metrics": 200, "/api/v1/openapi.json": 200,
        "/wechat": 400, "/nowhere": 404, "/docs": 404,
    }  # fmt: skip
    assert found["/readyz"].json() == {"store": True, "rules": True}
    assert found["/api/v1/openapi.json"].json()["openapi"].startswith("3.")
    assert found["/metrics"].headers["content-type"].startswith("text/plain; version=")
    assert 'linli_outbox_letters{state="due"} 0.0' in found["/metrics"].text


def test_the_secrets_of_the_demo_outlive_a_restart(linli: Terminal):
    asked = build_parser().parse_args(["run", "--demo"])

    first, second = with_demo_account(settings_of(asked)), with_demo_account(settings_of(asked))
    assert first == second
    assert first.wechat.token
    assert first.simulator.enabled
    assert linli.folder.joinpath("data").is_dir()


def test_the_simulator_is_off_unless_it_is_asked_for(linli: Terminal, monkeypatch: pytest.MonkeyPatch):
    asked = build_parser().parse_args(["run"])

    assert not settings_of(asked).simulator.enabled
    monkeypatch.setenv("LINLI_SIMULATOR__ENABLED", "true")
    assert settings_of(asked).simulator.enabled
    assert linli.folder.is_dir()


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_a_service_that_is_told_to_stop_closes_its_database_and_ends_with_0(linli: Terminal, by: signal.Signals):
    service = subprocess.Popen(
        [sys.executable, "-m", "bot", "run", "--demo", "--port", "0"],
        cwd=linli.folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    with service:
        assert service.stdout is not None
        assert "邻里已启动" in service.stdout.readline().decode()
        told = [service.stdout.readline().decode() for _ in range(5)]
        assert [line for line in told if "/admin" in line and "linli admin create NAME" in line]
        service.send_signal(by)
        assert service.wait(30) == 0
    left = {path.name for path in (linli.folder / "data").iterdir()}
    assert left == {"demo-account.json", "linli.db", "page-key"}
