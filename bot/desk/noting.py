"""What somebody noted at a door or a visit, read: what needs doing becomes a case at that place."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.desk.desk import RESIDENT, Visit
from bot.desk.locating import Where
from bot.desk.reporting import alarm, draft, open_case, settle
from bot.desk.understanding import Understanding, understand
from intents.verdict import Intent
from matching.case import Action, Case

#: Whoever notes one of these wants something done, whatever it is taken for.
_WISHED_FOR = frozenset({Intent.HELP, Intent.WISH, Intent.EMERGENCY})
#: Nothing in a note of these kinds waits for anybody.
_SMALL = frozenset({Intent.PRAISE, Intent.SMALLTALK, Intent.GIBBERISH})
_WELL = re.compile("[都挺很还]好|正常|精神(?:不错|好|很)|没什么事|没啥事|没事|硬朗|按时|聊了|不错|放心")
_UNWELL = re.compile("[疼痛坏漏缺摔怕吵滑]|吃完|用完|没了|不[好够会动]|[想需]要?|一个人|难|孤单|睡不|没人")


def case_from_note(visit: Visit, text: str, where: tuple[str, str]) -> Case | None:
    """The case that a note's words come to, on its way, in an emergency with everybody near told; None when nothing
    in them asks for anything. `where` is the place's code and name; the case is the visitor's, who knows how it goes.
    """
    understood = understand(text, visit.knowledge.rules, visit.knowledge.gazetteer)
    if not _wants_something(understood):
        return None
    matter = understood.matters[0]
    case = open_case(visit, draft(visit, matter, understood, Where(*where)), replace(matter, text=text))
    case = settle(visit, case, Action.OPEN, RESIDENT, 0)
    if understood.urgency.urgent:
        alarm(visit, case, understood)
    return case


def _wants_something(understood: Understanding) -> bool:
    """Whether a case comes of it: danger, a wish, a plea, or a report that the rules are sure of."""
    verdict = understood.verdict
    says_what = verdict.category is not None and bool(verdict.evidence)
    if understood.urgency.urgent or (verdict.intent in _WISHED_FOR and says_what):
        return True
    return verdict.intent is Intent.REPORT and says_what and not verdict.ask and not is_well(understood.text)


def is_well(text: str) -> bool:
    """Whether words only say that all is well: nobody needs to read them today."""
    return _WELL.search(text) is not None and _UNWELL.search(text) is None


def should_be_read(visit: Visit, text: str) -> bool:
    """Whether somebody should look at a note that no case came of: it says neither that all is well nor small talk."""
    understood = understand(text, visit.knowledge.rules, visit.knowledge.gazetteer)
    return understood.verdict.intent not in _SMALL and not is_well(text)
