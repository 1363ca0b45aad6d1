"""The addresses of the rule workbench."""

from __future__ import annotations

from bot.admin.bookscreens import BookScreens
from bot.admin.draftscreens import DraftScreens
from bot.admin.gate import Door
from bot.admin.rendering import Templates
from bot.admin.rulescreens import RuleScreens
from bot.admin.tryscreens import TryScreens
from bot.admin.workbench import Workbench
from bot.desk.desk import Desk
from bot.desk.rights import Right


def rule_doors(desk: Desk, templates: Templates) -> list[Door]:
    """Every address of the rules with the right it needs."""
    bench = Workbench(desk, templates)
    rules, books, trying = RuleScreens(bench), BookScreens(bench), TryScreens(bench)
    drafts = DraftScreens(bench, rules, books)
    return [
        Door("GET", "/rules", rules.home, Right.RULES),
        Door("GET", "/rules/category/{code}", rules.category, Right.RULES),
        Door("GET", "/rules/intent/{code}", rules.intent, Right.RULES),
        Door("GET", "/rules/danger/{code}", rules.danger, Right.RULES),
        Door("GET", "/rules/book/{name}", books.section, Right.RULES),
        Door("GET", "/rules/changes", drafts.changes, Right.RULES),
        Door("POST", "/rules/edit", drafts.edit, Right.EDIT),
        Door("POST", "/rules/draft", drafts.begin, Right.EDIT),
        Door("POST", "/rules/draft/{number:int}/open", drafts.choose, Right.RULES),
        Door("POST", "/rules/draft/rebase", drafts.rebase, Right.EDIT),
        Door("POST", "/rules/draft/drop", drafts.drop, Right.EDIT),
        Door("GET", "/rules/try", trying.show, Right.RULES),
        Door("POST", "/rules/try", trying.try_out, Right.RULES),
    ]
