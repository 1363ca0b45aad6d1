"""What people made of a category, kept with the case: the rules learn from it later (`corrections`)."""

from __future__ import annotations

import re

from bot.desk.desk import Visit
from intents.verdict import Category
from matching.case import Case
from storage.cases import CaseMessage

#: The kind under which it is kept among the words of a case; whose word it is, is whose message it is.
KIND = "correction"
_WRITTEN = re.compile(r"([a-z_]+)→([a-z_]+)")
_APART = re.compile(r"[\s,，:：。.、;；]+")


def relabel(visit: Visit, case: Case, category: str) -> None:
    """Keep that the visitor gave a case this category, or (the same as it has) said that it is right."""
    words = CaseMessage(0, case.number, visit.contact.id, visit.now, KIND, f"{case.category}→{category}")
    visit.unit.cases.add_message(words)


def read_relabelled(text: str) -> tuple[str, str] | None:
    """The category before and the one a person gave; None for words of another form, as they were kept once."""
    found = _WRITTEN.fullmatch(text)
    if found is None or not {found[1], found[2]} <= set(Category):
        return None
    return found[1], found[2]


def category_meant(visit: Visit, words: str) -> tuple[str, str]:
    """The category whose name (or code) words begin with, and the words behind it; "" and all of them without one.

    The name must stand apart ("物业收费 这是收费的事"): in a sentence it may be said in passing.
    """
    head, *rest = _APART.split(words.strip(), maxsplit=1)
    label = visit.knowledge.town.preferences.label
    code = next((category.value for category in Category if head in (category, label(category))), "")
    return (code, "".join(rest)) if code else ("", words)
