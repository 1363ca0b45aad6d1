"""The `linli` command in this process: a folder of its own, an environment without settings."""

from __future__ import annotations

import io
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main


@dataclass(frozen=True)
class Ended:
    """What a command left behind."""

    code: int
    output: bytes
    error: str

    @property
    def text(self) -> str:
        return self.output.decode("utf-8")

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]


class Terminal:
    """A shell in `folder`; variables are set with `monkeypatch`."""

    def __init__(self, folder: Path, capture: pytest.CaptureFixture[bytes], patch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self._capture = capture
        self._patch = patch

    def run(self, *arguments: str | Path, given: bytes = b"") -> Ended:
        self._capture.readouterr()
        self._patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as ended:  # argparse's way to end
            code = int(ended.code or 0)
        said = self._capture.readouterr()
        return Ended(code, said.out, said.err.decode("utf-8"))

    def file(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path


@pytest.fixture(autouse=True)
def _bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder and no settings, before any other fixture sets some."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.upper().startswith("LINLI_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def linli(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> Terminal:
    return Terminal(tmp_path, capsysbinary, monkeypatch)
