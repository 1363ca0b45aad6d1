"""What somebody noted at a door or a visit, read: what needs doing becomes a case at that place."""

from __future__ import annotations

from dataclasses import replace

from bot.desk.desk import RESIDENT, Visit
from bot.desk.locating import Where
from bot.desk.reporting import OPENING, alarm, draft, open_case, settle
from bot.desk.understanding import understand
from intents.verdict import Intent
from matching.case import Action, Case

#: A consultation is the visitor's own question, an offer nobody's need.
_ASKS_FOR_SOMETHING = OPENING - {Intent.CONSULT, Intent.VOLUNTEER_OFFER}


def case_from_note(visit: Visit, text: str, where: tuple[str, str]) -> Case | None:
    """The case that a note's words come to, on its way, in an emergency with everybody near told; None when nothing
    in them asks for anything. `where` is the place's code and name; the case is the visitor's, who knows how it goes.
    """
    understood = understand(text, visit.knowledge.rules, visit.knowledge.gazetteer)
    verdict = understood.verdict
    says_what = verdict.category is not None and bool(verdict.evidence)
    if not understood.urgency.urgent and not (verdict.intent in _ASKS_FOR_SOMETHING and says_what):
        return None
    matter = understood.matters[0]
    case = open_case(visit, draft(visit, matter, understood, Where(*where)), replace(matter, text=text))
    case = settle(visit, case, Action.OPEN, RESIDENT, 0)
    if understood.urgency.urgent:
        alarm(visit, case, understood)
    return case
