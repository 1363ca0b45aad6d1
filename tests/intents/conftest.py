"""The shipped rules, read once: reading and compiling them takes a third of a second."""

from __future__ import annotations

import pytest

from intents.rule import parse_rules, shipped_rules_text
from intents.terms import compile_rules


@pytest.fixture(scope="session")
def shipped():
    return compile_rules(parse_rules(shipped_rules_text()))
