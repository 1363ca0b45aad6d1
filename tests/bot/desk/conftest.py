"""The desk of the small neighbourhood, on each kind of store."""

from __future__ import annotations

import pytest

from storage.unit_of_work import Store
from tests.builders import DeskTalk, a_talk


@pytest.fixture
def talk(store: Store) -> DeskTalk:
    return a_talk(store)
