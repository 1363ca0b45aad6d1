"""Writes into docs/understanding.md what the program says: the worked example, the floors, the figures measured.

    .venv/bin/linli evaluate FILE... --places F --json > evaluation.json
    .venv/bin/python tools/write_understanding.py docs/understanding.md [evaluation.json]

`make figures` does both. Each part stands between `<!-- NAME -->` and `<!-- end -->`; in the table of floors the
reasons are ours and stay. Without an evaluation the figures stay too.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from bot.desk.roster import read_place_names
from bot.desk.understanding import classification
from intents.rule import parse_rules, shipped_rules_text
from intents.terms import compile_rules
from matching.gazetteer import Gazetteer

EXAMPLE = {"id": "c1", "text": "榕御3栋电梯坏了三天没人修"}
_DASH = "–"

Result = Mapping[str, Any]


def main(arguments: list[str]) -> int:
    """Write the document's parts anew; 2 for wrong usage."""
    if len(arguments) not in (1, 2):
        sys.stderr.write(f"{__doc__}\n")
        return 2
    path = Path(arguments[0])
    text = path.read_text(encoding="utf-8")
    text = replace_part(text, "example", example())
    text = replace_part(text, "floors", floors(part(text, "floors")))
    if len(arguments) == 2:
        text = replace_part(text, "figures", figures(json.loads(Path(arguments[1]).read_text(encoding="utf-8"))))
    path.write_text(text, encoding="utf-8")
    return 0


def part(text: str, name: str) -> str:
    """What stands in a part of the document. Raises ValueError without it."""
    _, found, rest = text.partition(f"<!-- {name} -->\n")
    if not found:
        raise ValueError(f"the document has no part {name}")
    return rest.partition("<!-- end -->")[0]


def replace_part(text: str, name: str, content: str) -> str:
    """The document with a part written anew. Raises ValueError without it."""
    return text.replace(f"<!-- {name} -->\n{part(text, name)}", f"<!-- {name} -->\n{content}\n")


def example() -> str:
    """The worked example: what is put in, and the line that `linli classify` answers, broken for reading."""
    with as_file(files("bot").joinpath("demo", "places.csv")) as places:
        gazetteer = Gazetteer(read_place_names(places))
    rules = compile_rules(parse_rules(shipped_rules_text()))
    said = classification(EXAMPLE["id"], EXAMPLE["text"], rules, gazetteer)
    given = json.dumps(EXAMPLE, ensure_ascii=False)
    return f"```\n$ echo '{given}' | linli classify\n```\n\n```json\n{_broken(said)}\n```"


def _broken(said: Result) -> str:
    """JSON with a field a line and a piece of evidence a line."""
    lines = []
    for key, value in said.items():
        if key == "evidence" and value:
            pieces = ",\n".join(f"  {json.dumps(piece, ensure_ascii=False)}" for piece in value)
            lines.append(f' "{key}": [\n{pieces}]')
        else:
            lines.append(f' "{key}": {json.dumps(value, ensure_ascii=False)}')
    return "{" + ",\n".join(lines).lstrip() + "}"


def floors(old: str) -> str:
    """The table of what a wrong way costs and the floor that follows; reasons are those of the old table."""
    reasons = {cells[0]: cells[-1] for cells in rows_of(old)}
    lines = ["| category | 中文 | cost of a wrong way | floor | why |", "|---|---|---|---|---|"]
    for code, (name, cost, floor) in costs().items():
        lines.append(f"| {code} | {name} | {cost} | {floor} | {reasons.get(code, '')} |")
    return "\n".join(lines)


def costs() -> Mapping[str, tuple[str, str, str]]:
    """Name, cost and floor as they are printed, by category; the dearest first."""
    text = shipped_rules_text()
    tables = tomllib.loads(text)["category"]
    rules = sorted(parse_rules(text).categories, key=lambda rule: -rule.floor)
    return {rule.label: (tables[rule.label]["name"], f"{tables[rule.label].get('cost', _DASH)}", f"{rule.floor:.2f}")
            for rule in rules}


def rows_of(table: str) -> list[list[str]]:
    """The cells of a Markdown table without its head."""
    rows = table.partition("|---")[2].splitlines()[1:]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def figures(measured: Mapping[str, Result]) -> str:
    """The figures of titles, texts and chat side by side, with their floors where they are missed."""
    columns = [_column(measured, end) for end in (":title", ":text", "")]
    lines = ["| | titles | texts | chat |", "|---|---|---|---|"]
    lines += [f"| {name} | {' | '.join(cells)} |" for name, cells in _rows(columns)]
    return "\n".join(lines)


def _column(measured: Mapping[str, Result], end: str) -> Result:
    """The first file's result of a kind; the chat is what has no kind in its name and has floors."""
    return next(result for key, result in measured.items()
                if result.get("floors") and (key.endswith(end) if end else ":" not in key))


def _rows(columns: Sequence[Result]) -> Iterator[tuple[str, list[str]]]:
    def row(name: str, part: str | None, cell: Any) -> tuple[str, list[str]]:
        return name, [cell(one[part] if part else one) if part is None or one[part] else _DASH for one in columns]

    yield row("macro-F1 over categories with ten or more examples", "category", lambda one: f"{one['macro_f1']:.3f}")
    yield row("intent: accuracy, macro-F1", "intent", lambda one: f"{one['accuracy']:.3f}, {one['macro_f1']:.3f}")
    yield row("further matters: precision, recall, F1", "secondary",
              lambda one: f"{one['precision']:.2f}, {one['recall']:.2f}, {one['f1']:.2f}")
    yield row("single matters cut, several cut", "splits",
              lambda one: f"{one['split']} of {one['single']}, {one['several_split']} of {one['several']}")
    yield row("calibration error", None, lambda one: f"{one['calibration_error']:.3f}")
    yield row("acted on without a question: share, right", None,
              lambda one: f"{one['acted']:.2f}, {one['acted_right']:.2f}")
    yield row("where a question is asked, the right answer is among three", "questions",
              lambda one: f"{one['in_three']:.2f}")
    yield row("urgent: found, false alarms", "urgency",
              lambda one: f"{one['found']} of {one['urgent']}, {one['false_alarms']} of {one['calm']}")
    yield row("compound: named, corrupted, invented", "compounds", _compounds)
    yield row("building, unit, room of those named", "places",
              lambda places: ", ".join(f"{one['exact_of_named']:.2f}" for one in places[1:]))
    yield "floors missed", ["; ".join(floor["figure"] for floor in one["floors"] if not floor["met"]) or "none"
                            for one in columns]


def _compounds(one: Result) -> str:
    if not one["answers"]:
        return f"not in the list; {one['invented']} of {one['silent']}"
    return (f"{one['right']} of {one['named']}, {one['corrupted_right']} of {one['corrupted']},"
            f" {one['invented']} of {one['silent']}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
