"""Every command has its action, and the exit codes are the contract's."""

from __future__ import annotations

from argparse import ArgumentParser, _SubParsersAction

import pytest

from bot.__main__ import action_of, main
from bot.commands.parser import build_parser


def commands(parser: ArgumentParser) -> dict[str, ArgumentParser]:
    return next(dict(action.choices) for action in parser._actions if isinstance(action, _SubParsersAction))


@pytest.mark.parametrize("name", sorted(commands(build_parser())))
def test_every_command_leads_to_a_function(name: str):
    command = commands(build_parser())[name]
    steps = commands(command).values() if command.get_default("action") is None else [command]

    assert all(callable(action_of(step.get_default("action"))) for step in steps)


def test_wrong_usage_ends_with_2():
    with pytest.raises(SystemExit) as ended:
        main(["no-such-command"])

    assert ended.value.code == 2


def test_a_refusal_ends_with_1_and_says_why(capsys: pytest.CaptureFixture[str], tmp_path):
    assert main(["evaluate", str(tmp_path / "nothing.jsonl")]) == 1
    assert "打不开" in capsys.readouterr().err
