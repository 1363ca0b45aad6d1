from __future__ import annotations

from pathlib import Path

import pytest

from tools.house import CHECKS, faults_of, main, modules_in

RED = {
    "module-length": ("bot/desk/intake.py", "x = 1\n" * 401),
    "function-length": ("bot/main.py", "def f():\n" + "    x = 1\n" * 60),
    "module-name": ("storage/utils.py", ""),
    "class-name": ("bot/desk/intake.py", "class CaseManager:\n    pass\n"),
    "init-empty": ("intents/__init__.py", "from intents import rule\n"),
    "import-place": ("bot/wiring.py", "def build():\n    import storage\n"),
    "own-patch": ("tests/bot/test_x.py", "def test_x(mock):\n    mock.patch('bot.desk.intake.classify')\n"),
    "no-sleep": ("tests/bot/test_x.py", "def test_x():\n    time.sleep(1)\n"),
    "docstring": ("matching/routing.py", "def choose_responder():\n    return 1\n"),
    "frozen": ("intents/rule.py", "@dataclass(frozen=True)\nclass Rule:\n    term: str\n"),
    "clock": ("matching/deadline.py", "x = datetime.now(UTC)\n"),
    "broad-except": ("bot/desk/intake.py", "try:\n    x = 1\nexcept Exception:\n    x = 2\n"),
    "waiver-reason": ("bot/main.py", "x = 1  # noqa: E501\n"),
}


@pytest.mark.parametrize("rule", RED)
def test_rule_is_red_on_a_small_bad_sample(rule: str) -> None:
    path, text = RED[rule]

    assert [found for _, found, _ in faults_of(path, text)] == [rule]


def test_every_check_has_a_red_sample() -> None:
    assert {check.__name__.replace("_", "-") for check in CHECKS} == set(RED)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("bot/desk/intake.py", "x = 1\n" * 400),
        ("bot/main.py", "def f():\n" + "    x = 1\n" * 59),
        ("bot/desk/intake.py", "class Database(BaseModel):\n    pass\n"),
        ("bot/desk/wording.py", "def receipt():\n    return '收到'\n"),
        ("bot/worker.py", "try:\n    x = 1\nexcept Exception:\n    x = 2\n"),
        ("bot/main.py", "x = datetime.now(UTC)\n"),
        ("bot/main.py", "x = 1  # noqa: S104 (nothing listens here)\n"),
        ("bot/main.py", "x = f(1)  # type: ignore[arg-type]  # the library types it as text\n"),
        ("bot/main.py", "x = '# noqa: S104'\n"),
        ("bot/desk/sending.py", "class Messenger(Protocol):\n    def send(self): ...\n"),
        ("storage/cases.py", "class _Row:\n    def get(self):\n        return 1\n"),
        ("tests/bot/test_x.py", "def test_x(monkeypatch):\n    monkeypatch.setattr(random, 'random', f)\n"),
        ("tests/benchmarks/load.py", "time.sleep(1)\n"),
        ("intents/rule.py", "@dataclass(frozen=True, slots=True)\nclass Rule:\n    term: str\n"),
    ],
)
def test_good_sample_is_left_alone(path: str, text: str) -> None:
    assert faults_of(path, text) == []


@pytest.mark.parametrize(
    ("path", "text", "rule"),
    [
        ("tests/conftest.py", "x = 1\n" * 101, "module-length"),
        ("tests/bot/__init__.py", "", "init-empty"),
        ("bot/helpers/text.py", "", "module-name"),
        ("bot/main.py", "x = datetime.now()\n", "clock"),
        ("bot/main.py", "x = datetime.utcnow()\n", "clock"),
        ("intents/learn.py", "x = time.monotonic()\n", "clock"),
        ("bot/main.py", "try:\n    x = 1\nexcept (OSError, BaseException):\n    x = 2\n", "broad-except"),
        ("bot/main.py", "x = f(1)  # type: ignore\n", "waiver-reason"),
        ("storage/cases.py", "class Cases:\n    def load(self):\n        return 1\n", "docstring"),
        (
            "tests/bot/test_x.py",
            "from bot.desk import intake\ndef test_x(m):\n    m.patch.object(intake, 'f', g)\n",
            "own-patch",
        ),
        ("tests/bot/test_x.py", "import bot.desk as d\nwith patch.object(d, 'x'):\n    pass\n", "own-patch"),
    ],
)
def test_less_obvious_samples_are_red_too(path: str, text: str, rule: str) -> None:
    assert [found for _, found, _ in faults_of(path, text)] == [rule]


def test_waiver_with_a_reason_silences_its_own_rule_only() -> None:
    waived = "class Base(DeclarativeBase):  # house: class-name (the library's own word)\n    pass\n"
    other = "class Base(DeclarativeBase):  # house: clock (the wrong rule)\n    pass\n"
    bare = "class Base(DeclarativeBase):  # house: class-name\n    pass\n"

    assert faults_of("bot/main.py", waived) == []
    assert len(faults_of("bot/main.py", other)) == 1
    assert len(faults_of("bot/main.py", bare)) == 1


def test_command_prints_place_rule_and_remedy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot" / "misc.py").write_text("", encoding="utf-8")

    assert main([str(tmp_path)]) == 1

    assert "bot/misc.py:1: module-name: 'misc' says nothing" in capsys.readouterr().out


def test_command_is_content_with_an_orderly_house(tmp_path: Path) -> None:
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot" / "main.py").write_text("", encoding="utf-8")

    assert main([str(tmp_path)]) == 0


def test_migrations_are_history_and_not_checked(tmp_path: Path) -> None:
    versions = tmp_path / "storage" / "migrations" / "versions"
    versions.mkdir(parents=True)
    (versions / "0001_first.py").write_text("", encoding="utf-8")

    assert list(modules_in(tmp_path)) == []
