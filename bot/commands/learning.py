"""`linli learn`: a rules file proposed from labelled messages. Nothing changes until it is published."""

from __future__ import annotations

import json
import os
import sys
import time
from argparse import Namespace
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, TextIO

from bot.commands.corrected import read_corrections
from bot.commands.gains import gain_table, gains_of
from bot.commands.labelling import read_labelled
from bot.errors import BotError
from intents.labelled import Labelled, LearningRefused
from intents.progress import Progress, Stage
from intents.rule import shipped_rules_text

if TYPE_CHECKING:
    from intents.learn import Proposal

_BAR = 24
_STAGES = {Stage.READ: "读来信", Stage.FOLD: "第 {fold}/{folds} 份：学", Stage.TRY: "第 {fold}/{folds} 份：量",
           Stage.FINISH: "用全部来信学"}

_NO_CORRECTIONS = (
    "数据库里还没有人改过类别（居民回“改 …”、选类别、确认事项，办理人“转办 … 类别”）；"
    "等有了再学，或给一个已标注的文件。"
    " / nobody has corrected a category yet: give a labelled file"
)


class LearnRefused(BotError):
    """Rules cannot be learnt from what was given, or not be written where they should be."""


def learn(asked: Namespace) -> int:
    """Print what labelled messages suggest and what it gains; with `--output` write the rules there."""
    if wrong := _wrong_usage(asked):
        sys.stderr.write(f"linli learn: {wrong}\n")
        return 2
    if asked.output is not None:
        _check_output(asked.output, [*asked.files, *([asked.rules] if asked.rules else [])])
    messages = read_labelled(asked.files) if asked.files else []
    corrected = read_corrections(asked) if asked.corrections else None
    if corrected is not None:
        messages += corrected.messages(after=len(messages))
    if not messages:
        raise LearnRefused(_NO_CORRECTIONS)
    live = corrected.rules if corrected is not None and asked.rules is None else None
    source = live or _rules_text(asked.rules)
    started = time.monotonic()
    try:
        proposal = _learner()(messages, source, progress_to(sys.stderr, time.monotonic))
    except LearningRefused as refused:
        names = "、".join([*map(str, asked.files), *(["数据库里改过的类别"] if asked.corrections else [])])
        raise LearnRefused(f"{names}：{refused}") from refused
    gains = gains_of(proposal, most=asked.most) | {"seconds": round(time.monotonic() - started, 1)}
    if corrected is not None:
        gains["corrections"] = corrected.counts()
    if asked.output is not None:
        _write_whole(asked.output, proposal.text)
        gains["output"] = str(asked.output)
    print(json.dumps(gains, ensure_ascii=False) if asked.json else gain_table(gains))
    return 0


def _wrong_usage(asked: Namespace) -> str:
    if not asked.files and not asked.corrections:
        return "要给已标注的文件，或加 --corrections 从数据库里学。/ give labelled files or --corrections"
    if not asked.corrections and (asked.since is not None or asked.private):
        return "--since 和 --private 要和 --corrections 一起用。/ --since and --private go with --corrections"
    return ""


def progress_to(stream: TextIO, clock: Callable[[], float]) -> Callable[[Progress], None]:
    """Tells how far it is and how many seconds are left: on a terminal in one line, else a line per stage."""
    started = clock()
    shown = ""

    def tell(progress: Progress) -> None:
        nonlocal shown
        stage = _STAGES[progress.stage].format(fold=progress.fold, folds=progress.folds)
        left = (clock() - started) * (1 - progress.done) / progress.done if progress.done else None
        rest = "" if left is None else f"，约剩 {max(1, round(left))} 秒" if progress.done < 1 else "，完成"
        line = f"{progress.done:>4.0%} {stage}{rest}"
        if stream.isatty():
            filled = round(_BAR * progress.done)
            end = "\n" if progress.done >= 1 else ""
            stream.write(f"\r[{'#' * filled}{'.' * (_BAR - filled)}] {line}\x1b[K{end}")
        elif stage != shown or progress.done >= 1:
            stream.write(f"{line}\n")
        stream.flush()
        shown = stage

    return tell


def _learner() -> Callable[[list[Labelled], str, Callable[[Progress], None]], Proposal]:
    """What learns. It is loaded when the input is known to be good, and after its libraries were told to use one
    thread: they read that when they are loaded, and a second one only spins (70 s of both cores against 26 s of one).
    """
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    learner: Callable[[list[Labelled], str, Callable[[Progress], None]], Proposal]
    learner = import_module("intents.learn").propose
    return learner


def _rules_text(path: Path | None) -> str:
    if path is None:
        return shipped_rules_text()
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise LearnRefused(f"{path}：打不开（{error.strerror}）/ cannot be opened") from error
    except UnicodeDecodeError as error:
        raise LearnRefused(f"{path}：不是 UTF-8 编码的规则文件 / not a rules file in UTF-8") from error


def _check_output(path: Path, given: list[Path]) -> None:
    """Raises LearnRefused where the rules must not or cannot be written: before anything is learnt."""
    with as_file(files("intents").joinpath("rules")) as shipped:
        if path.resolve().is_relative_to(shipped.resolve()):
            raise LearnRefused(f"{path} 是随产品的规则，不能覆盖；请写到别处，再用 linli rules publish 发布。"
                               " / the shipped rules are not overwritten: choose another file")
    if path.resolve() in {other.resolve() for other in given}:
        raise LearnRefused(f"{path} 正是要读的文件，不能覆盖；请换一个名字。/ this file is read: choose another name")
    if path.is_dir() or not path.parent.is_dir():
        raise LearnRefused(f"{path}：应是一个已有文件夹里的文件名。/ must be a file in a folder that exists")


def _write_whole(path: Path, text: str) -> None:
    """The file appears whole or not at all."""
    try:
        with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}.", delete=False) as new:
            draft = Path(new.name)
            try:
                new.write(text)
                new.flush()
                os.fsync(new.fileno())
                draft.chmod(0o644)
                draft.replace(path)
            except OSError:
                with suppress(OSError):
                    draft.unlink()
                raise
    except OSError as error:
        raise LearnRefused(f"{path}：写不了（{error.strerror}），原文件没有动。/ cannot be written, nothing was changed"
                           ) from error
