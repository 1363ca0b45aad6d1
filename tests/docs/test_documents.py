"""What the documents name must exist: files, headings, commands, goals, settings, variables."""

from __future__ import annotations

import re
from argparse import ArgumentParser, _SubParsersAction
from pathlib import Path

import pytest

from bot.commands.parser import build_parser
from bot.settings import Settings, variable_of

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
KEYS = {f"{section}.{key}" for section, table in Settings() for key, _ in table}
SECTIONS = "|".join(Settings.model_fields)
FOLDERS = "bot|docs|intents|matching|storage|tests|tools|requirements"


def code_in(text: str) -> list[str]:
    """The lines of code blocks and the code spans, without the comments of the shell."""
    blocks = re.findall(r"^ *```\w*\n(.*?)^ *```", text, flags=re.DOTALL | re.MULTILINE)
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"^ *```.*?^ *```", "", text, flags=re.DOTALL | re.MULTILINE))
    return [line.split(" #")[0].strip() for block in blocks for line in block.splitlines()] + spans


def anchor_of(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def commands_of(parser: ArgumentParser) -> dict[str, ArgumentParser]:
    found = (action for action in parser._actions if isinstance(action, _SubParsersAction))
    return {name: command for action in found for name, command in action.choices.items()}


@pytest.fixture(params=DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def document(request: pytest.FixtureRequest) -> Path:
    return request.param


def test_links_lead_to_files_and_headings(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith("https://"):
            continue
        name, _, anchor = target.partition("#")
        file = (document.parent / name).resolve() if name else document
        assert file.exists(), f"{target} leads nowhere"
        if anchor:
            headings = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
            assert anchor in map(anchor_of, headings), f"{target} names no heading"


def test_commands_and_their_options_exist(document: Path) -> None:
    commands = commands_of(build_parser())
    for code in code_in(document.read_text(encoding="utf-8")):
        for name, rest in re.findall(r"(?:^|[ /])linli ([\w|-]+)([^|&]*)", code):
            assert name in commands, f"`{code}` names no command"
            known = commands[name].format_help() + "".join(
                step.format_help() for step in commands_of(commands[name]).values()
            )
            for word in re.findall(r"--[\w-]+", rest):
                assert re.search(rf"{word}\b", known), f"`{code}`: {name} knows no {word}"


def test_things_to_import_and_export_exist(document: Path) -> None:
    commands = commands_of(build_parser())
    for code in code_in(document.read_text(encoding="utf-8")):
        for name, what in re.findall(r"linli (import|export) (\w+)", code):
            choices = next(action.choices for action in commands[name]._actions if action.dest == "what")
            assert what in choices, code


def test_goals_of_make_exist(document: Path) -> None:
    goals = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    for code in code_in(document.read_text(encoding="utf-8")):
        for goal in re.findall(r"^(?:\w+=\w+ )?make (\w+)$", code):
            assert goal in goals, code


def test_settings_and_variables_exist(document: Path) -> None:
    for code in code_in(document.read_text(encoding="utf-8")):
        for key in re.findall(rf"^(?:{SECTIONS})\.(?!py$)[a-z_]+$", code):
            assert key in KEYS, f"no setting {key}"
        for variable in re.findall(r"LINLI_\w+__\w+", code):
            assert variable in map(variable_of, KEYS), f"no variable {variable}"


def test_paths_of_the_project_exist(document: Path) -> None:
    for code in code_in(document.read_text(encoding="utf-8")):
        for path in re.findall(rf"^(?:{FOLDERS})/[\w./-]*$", code):
            assert (ROOT / path).exists(), f"no file {path}"


def test_every_decision_has_its_five_parts() -> None:
    for page in (ROOT / "docs" / "decisions").glob("*.md"):
        text = page.read_text(encoding="utf-8")
        for part in ("Context", "Decision", "Consequences", "Alternatives", "Enforced by"):
            assert f"**{part}.**" in text, f"{page.name} lacks {part}"


def test_tree_of_the_architecture_is_the_tree_that_stands() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    tree = text.split("## The tree")[1].split("```")[1]
    for folder in ("bot", "bot/desk", "bot/wechat", "intents", "matching", "storage"):
        for module in (ROOT / folder).glob("[a-z]*.py"):
            assert module.name in tree, f"{folder}/{module.name} is missing from docs/architecture.md"
    for name in re.findall(r"\b[a-z_]+\.py\b", tree):
        assert any((ROOT / top).rglob(name) for top in FOLDERS.split("|")), f"{name} is gone"
