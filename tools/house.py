"""The house's own checks: what no general linter knows. Each fault says where, what and what to do.

Run `python tools/house.py [FOLDER]`. A waiver stands on the line itself, with the rule and the reason:
`# house: frozen (filled while the rules are compiled, never after)`.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from tokenize import COMMENT, generate_tokens

PACKAGES = ("bot", "intents", "matching", "storage")
FOLDERS = (*PACKAGES, "tests", "tools")
PURE = ("intents/", "matching/")
PROMISING = (*PURE, "storage/", "bot/desk/")
#: Each function there is the sentence it gives back.
SPEAKS_FOR_ITSELF = "bot/desk/wording"
GENERATED = "storage/migrations/versions/"
BROAD_EXCEPT = ("bot/worker.py", "bot/wechat/routes.py")

MODULE_LINES = 400
FUNCTION_LINES = 60
CONFTEST_LINES = 100

EMPTY_NAMES = re.compile(r"^(utils?|helpers?|common|misc)$")
EMPTY_WORDS = re.compile(r"(Manager|Helper|Processor|Base)(?=[A-Z0-9_]|$)")
WAIVER = re.compile(r"# house: (?P<rule>[a-z-]+) \(.{3,}\)")
PATCHES = re.compile(r"(^|\.)patch(\.object|\.multiple|\.dict)?$|^monkeypatch\.setattr$")
NOQA = re.compile(r"# noqa: [A-Z]+\d+(?:, ?[A-Z]+\d+)*(?P<rest>.*)")
TYPE_IGNORE = re.compile(r"# type: ignore(?P<codes>\[[\w-]+(?:, ?[\w-]+)*\])?(?P<rest>.*)")

Function = ast.FunctionDef | ast.AsyncFunctionDef
Fault = tuple[int, str, str]  # line, rule, what to do


@dataclass(frozen=True, slots=True)
class Source:
    """One module: where it stands (relative, with slashes), its tree, its length, its comments by line."""

    path: str
    tree: ast.Module
    length: int
    comments: Mapping[int, str]

    def functions(self) -> Iterator[Function]:
        """Every function and method, nested ones too."""
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))

    def calls(self) -> Iterator[tuple[ast.Call, str]]:
        """Every call with the dotted name of what is called."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                yield node, ast.unparse(node.func)


def module_length(source: Source) -> Iterator[Fault]:
    """Modules have a wall at 400 lines, conftest files at 100."""
    wall = CONFTEST_LINES if source.path.endswith("conftest.py") else MODULE_LINES
    if source.length > wall:
        yield 1, "module-length", f"{source.length} lines, the wall is {wall}: split by noun"


def function_length(source: Source) -> Iterator[Fault]:
    """Functions have a wall at 60 lines."""
    for node in source.functions():
        length = (node.end_lineno or node.lineno) - node.lineno + 1
        if length > FUNCTION_LINES:
            yield (
                node.lineno,
                "function-length",
                f"{node.name} has {length} lines, the wall is {FUNCTION_LINES}: give a step its own name",
            )


def module_name(source: Source) -> Iterator[Fault]:
    """A module has the name of its subject."""
    for part in Path(source.path).with_suffix("").parts:
        if EMPTY_NAMES.match(part):
            yield 1, "module-name", f"'{part}' says nothing: name it for its subject (address, backoff …)"


def class_name(source: Source) -> Iterator[Fault]:
    """A class has the name of a thing."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ClassDef) and (found := EMPTY_WORDS.search(node.name)):
            yield node.lineno, "class-name", f"{node.name}: '{found[1]}' says nothing, name the thing it is"


def init_empty(source: Source) -> Iterator[Fault]:
    """`__init__.py` files are empty in packages and absent in tests."""
    if not source.path.endswith("__init__.py"):
        return
    if source.path.startswith("tests/"):
        yield 1, "init-empty", "tests are no packages: delete this file"
    elif source.tree.body:
        yield 1, "init-empty", "keep __init__.py empty, so that the import graph is what one reads"


def import_place(source: Source) -> Iterator[Fault]:
    """Imports stand at the top."""
    for function in source.functions():
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield node.lineno, "import-place", "move it to the top; if that makes a cycle, mend it"


def own_patch(source: Source) -> Iterator[Fault]:
    """Tests use fakes that keep to the Protocol; they don't patch our own names."""
    if not source.path.startswith("tests/"):
        return
    ours = _own_names(source.tree)
    for call, name in source.calls():
        if not PATCHES.search(name) or not call.args:
            continue
        target = call.args[0]
        text = target.value if isinstance(target, ast.Constant) else ast.unparse(target)
        if str(text).split(".")[0] in ours:
            yield call.lineno, "own-patch", "hand a small fake in instead of patching a name of ours"


def no_sleep(source: Source) -> Iterator[Fault]:
    """Tests don't sleep."""
    if source.path.startswith("tests/") and "/benchmarks/" not in source.path:
        for call, name in source.calls():
            if name == "sleep" or name.endswith(".sleep"):
                yield call.lineno, "no-sleep", "wait for the event itself, or hand the clock in"


def docstring(source: Source) -> Iterator[Fault]:
    """Public functions of the core, the store and the desk promise something."""
    if not source.path.startswith(PROMISING) or source.path.startswith(SPEAKS_FOR_ITSELF):
        return
    for body in (source.tree.body, *(owner.body for owner in _public_classes(source.tree))):
        for node in body:
            if isinstance(node, Function) and not node.name.startswith("_") and not ast.get_docstring(node):
                remedy = f"say what {node.name} gives back, in which order and unit, what it raises"
                yield node.lineno, "docstring", remedy


def frozen(source: Source) -> Iterator[Fault]:
    """Values of the pure core are frozen and have slots."""
    if not source.path.startswith(PURE):
        return
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.ClassDef):
            continue
        for decorator in map(ast.unparse, node.decorator_list):
            if "dataclass" in decorator and not ("frozen=True" in decorator and "slots=True" in decorator):
                yield node.lineno, "frozen", f"{node.name}: write @dataclass(frozen=True, slots=True)"


def clock(source: Source) -> Iterator[Fault]:
    """Nobody makes a naive time, and the pure core reads no clock at all."""
    pure = source.path.startswith(PURE)
    for call, name in source.calls():
        naive = re.search(r"datetime\.(utcnow|utcfromtimestamp|today)$|date\.today$", name) or (
            name.endswith("datetime.now") and not call.args and not call.keywords
        )
        if pure and (naive or name.endswith("datetime.now") or name.startswith("time.")):
            yield call.lineno, "clock", "the core reads no clock: take `now` as an argument"
        elif naive:
            yield call.lineno, "clock", "a naive time: write datetime.now(UTC)"


def broad_except(source: Source) -> Iterator[Fault]:
    """Broad `except` stands in the worker's loop and in the WeChat route, nowhere else in the product."""
    if source.path in BROAD_EXCEPT or not source.path.startswith(PACKAGES):
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ExceptHandler) and (
            node.type is None or re.search(r"\b(Base)?Exception\b", ast.unparse(node.type))
        ):
            yield node.lineno, "broad-except", "catch what you can name"


def waiver_reason(source: Source) -> Iterator[Fault]:
    """A waiver names its rule and its reason."""
    for number, line in source.comments.items():
        noqa = NOQA.search(line)
        ignore = TYPE_IGNORE.search(line)
        if noqa and not re.search(r"\w{3}", noqa["rest"]):
            yield number, "waiver-reason", "give the reason in brackets: # noqa: S104 (nothing listens here)"
        if ignore and not (ignore["codes"] and re.search(r"\w{3}", ignore["rest"])):
            yield number, "waiver-reason", "give code and reason: # type: ignore[arg-type]  # reason"


CHECKS = (
    module_length, function_length, module_name, class_name, init_empty, import_place, own_patch,
    no_sleep, docstring, frozen, clock, broad_except, waiver_reason,
)  # fmt: skip


def faults_of(path: str, text: str) -> list[Fault]:
    """The faults of one module, by line, without those that are waived on their line."""
    source = Source(path, ast.parse(text), len(text.splitlines()), _comments(text))
    found = (fault for check in CHECKS for fault in check(source))
    return sorted(fault for fault in found if not _waived(source, fault))


def modules_in(root: Path) -> Iterable[Path]:
    """The modules that are checked, in order of their paths; generated ones are not."""
    every = (path for folder in FOLDERS for path in sorted((root / folder).rglob("*.py")))
    return (path for path in every if GENERATED not in path.relative_to(root).as_posix())


def main(arguments: list[str]) -> int:
    """Print the faults under the given folder (here when none is named); 1 when there are any."""
    root = Path(arguments[0] if arguments else ".")
    count = 0
    for path in modules_in(root):
        name = path.relative_to(root).as_posix()
        for line, rule, remedy in faults_of(name, path.read_text(encoding="utf-8")):
            print(f"{name}:{line}: {rule}: {remedy}")
            count += 1
    print("house: all in order" if not count else f"house: {count} to mend")
    return int(count > 0)


def _comments(text: str) -> dict[int, str]:
    tokens = generate_tokens(StringIO(text).readline)
    return {token.start[0]: token.string for token in tokens if token.type == COMMENT}


def _waived(source: Source, fault: Fault) -> bool:
    line, rule, _ = fault
    waiver = WAIVER.search(source.comments.get(line, ""))
    return waiver is not None and waiver["rule"] == rule


def _own_names(tree: ast.Module) -> set[str]:
    """Our packages and every name that was imported from them."""
    names = set(PACKAGES)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in PACKAGES:
            names |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            named = (alias for alias in node.names if alias.name.split(".")[0] in PACKAGES)
            names |= {alias.asname for alias in named if alias.asname}
    return names


def _public_classes(tree: ast.Module) -> Iterator[ast.ClassDef]:
    """Public classes of a module; a Protocol speaks for its methods in its own docstring."""
    classes = (node for node in tree.body if isinstance(node, ast.ClassDef))
    for node in classes:
        protocol = any("Protocol" in ast.unparse(parent) for parent in node.bases)
        if not node.name.startswith("_") and not protocol:
            yield node


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
