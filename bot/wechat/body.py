"""A callback's body, XML or JSON, read into flat fields under hard limits."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Never
from xml.parsers import expat

from bot.wechat.errors import EnvelopeRefused, Reason

MAX_BYTES = 64 * 1024
#: WeChat's deepest push is <xml><SendPicsInfo><PicList><item><PicMd5Sum>: five levels.
MAX_DEPTH = 8
_BOM = b"\xef\xbb\xbf"
_JSON_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_HALF_PAIR = re.compile("[\ud800-\udfff]")
_JSON_BRACKET = re.compile(rb"[][{}]")


@dataclass(frozen=True, slots=True)
class Push:
    """The top-level fields of a body. `unusable` names those that hold no single text: children, or twice."""

    fields: Mapping[str, str]
    unusable: frozenset[str]
    is_json: bool

    def text(self, name: str) -> str:
        """The field's text; empty when it is absent. Raises EnvelopeRefused when it is no single text."""
        if name in self.unusable:
            raise EnvelopeRefused(Reason.MALFORMED)
        return self.fields.get(name, "")


def is_json(body: bytes) -> bool:
    """Whether the body is a JSON push; the console of the account decides, the first character tells."""
    return body.removeprefix(_BOM).lstrip()[:1] == b"{"


def read_push(body: bytes) -> Push:
    """The fields of a body; raises EnvelopeRefused for everything that is not a flat push in UTF-8."""
    if len(body) > MAX_BYTES:
        raise EnvelopeRefused(Reason.TOO_LARGE)
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise EnvelopeRefused(Reason.ENCODING) from error
    return _read_json(body) if is_json(body) else _read_xml(body)


class _XmlFields:
    """expat's handlers. The limits act while the parser reads, so a bomb ends at its first bad element.

    Not xmltodict, wechatpy's reader: it has no depth limit, takes a DOCTYPE, gives a dict or a list where a
    text is expected, and costs 20 µs a message against 9. It gives the parser no reference to itself, so no
    garbage cycle is left behind.
    """

    __slots__ = ("depth", "fields", "name", "parts", "unusable")

    def __init__(self) -> None:
        self.depth = 0
        self.name = ""
        self.parts: list[str] = []
        self.fields: dict[str, str] = {}
        self.unusable: set[str] = set()

    def start(self, name: str, _attributes: Mapping[str, str]) -> None:
        self.depth += 1
        if self.depth == 2:
            self.name = name
            self.parts = []
        elif self.depth > MAX_DEPTH:
            raise EnvelopeRefused(Reason.TOO_DEEP)
        elif self.depth > 2:
            self.unusable.add(self.name)
        elif name != "xml":
            raise EnvelopeRefused(Reason.MALFORMED)

    def end(self, _name: str) -> None:
        self.depth -= 1
        if self.depth == 1:
            if self.name in self.fields:
                self.unusable.add(self.name)
            self.fields[self.name] = "".join(self.parts)

    def characters(self, text: str) -> None:
        if self.depth == 2:
            self.parts.append(text)

    @staticmethod
    def doctype(*_declaration: object) -> Never:
        raise EnvelopeRefused(Reason.DOCTYPE)


def _read_xml(body: bytes) -> Push:
    found = _XmlFields()
    parser = expat.ParserCreate("utf-8")  # overrules the encoding a declaration may name
    parser.buffer_text = True
    parser.StartElementHandler = found.start
    parser.EndElementHandler = found.end
    parser.CharacterDataHandler = found.characters
    parser.StartDoctypeDeclHandler = found.doctype
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        raise EnvelopeRefused(Reason.MALFORMED) from error
    return Push(found.fields, frozenset(found.unusable), is_json=False)


def _read_json(body: bytes) -> Push:
    _check_json_depth(body)
    try:
        top = json.loads(body, object_pairs_hook=_object, parse_constant=_no_constant)
    except ValueError as error:
        raise EnvelopeRefused(Reason.MALFORMED) from error
    # JSON may escape half a surrogate pair, which no UTF-8 can hold: shown as the replacement character
    fields = {name: _HALF_PAIR.sub("\ufffd", str(value)) for name, value in top.items() if _is_scalar(value)}
    nested = frozenset(name for name, value in top.items() if isinstance(value, dict | list))
    return Push(fields, nested, is_json=True)


def _check_json_depth(body: bytes) -> None:
    """Refuse deep nesting before the parser meets it: Python's recurses."""
    depth = 0
    for bracket in _JSON_BRACKET.finditer(_JSON_STRING.sub(b"", body)):
        depth += 1 if bracket[0] in b"[{" else -1
        if depth > MAX_DEPTH:
            raise EnvelopeRefused(Reason.TOO_DEEP)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; a name given twice is refused, because two readers would see two messages."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise EnvelopeRefused(Reason.MALFORMED)
    return found


def _no_constant(_name: str) -> Never:
    raise EnvelopeRefused(Reason.MALFORMED)  # NaN and Infinity are not JSON


def _is_scalar(value: Any) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)
