"""The addresses of the rule workbench."""

from __future__ import annotations

from bot.admin.bookscreens import BookScreens
from bot.admin.draftscreens import DraftScreens
from bot.admin.exchangescreens import ExchangeScreens
from bot.admin.gate import Door
from bot.admin.goldenscreens import GoldenScreens
from bot.admin.publishscreens import PublishScreens
from bot.admin.rendering import Templates
from bot.admin.replayscreens import ReplayScreens
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
        *_replay_doors(ReplayScreens(bench)),
        *_publish_doors(PublishScreens(bench)),
        *_golden_doors(GoldenScreens(bench)),
        *_exchange_doors(ExchangeScreens(bench)),
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


def _replay_doors(screens: ReplayScreens) -> list[Door]:
    return [
        Door("GET", "/rules/replay", screens.show, Right.RULES),
        Door("POST", "/rules/replay", screens.start, Right.RULES),
        Door("POST", "/rules/replay/{number:int}/cancel", screens.cancel, Right.RULES),
        Door("POST", "/rules/replay/{number:int}/judge", screens.judge, Right.EDIT),
    ]


def _publish_doors(screens: PublishScreens) -> list[Door]:
    return [
        Door("GET", "/rules/publish", screens.show, Right.RULES),
        Door("POST", "/rules/publish", screens.publish, Right.PUBLISH),
        Door("POST", "/rules/approve", screens.approve, Right.PUBLISH),
        Door("POST", "/rules/unschedule", screens.unschedule, Right.PUBLISH),
        Door("POST", "/rules/waive", screens.waive, Right.EDIT),
        Door("POST", "/rules/unwaive", screens.unwaive, Right.EDIT),
        Door("GET", "/rules/history", screens.history, Right.RULES),
        Door("GET", "/rules/history/{number:int}", screens.revision, Right.RULES),
        Door("POST", "/rules/history/{number:int}/back", screens.back, Right.PUBLISH),
    ]


def _golden_doors(screens: GoldenScreens) -> list[Door]:
    return [
        Door("GET", "/rules/golden", screens.list, Right.RULES),
        Door("POST", "/rules/golden", screens.add, Right.EDIT),
        Door("POST", "/rules/golden/{number:int}/drop", screens.drop, Right.EDIT),
    ]


def _exchange_doors(screens: ExchangeScreens) -> list[Door]:
    return [
        Door("GET", "/rules/exchange", screens.show, Right.RULES),
        Door("GET", "/rules/exchange/rules.toml", screens.toml, Right.RULES),
        Door("GET", "/rules/exchange/rules.xlsx", screens.xlsx, Right.RULES),
        Door("POST", "/rules/exchange", screens.bring, Right.EDIT),
        Door("POST", "/rules/exchange/take", screens.take, Right.EDIT),
    ]
