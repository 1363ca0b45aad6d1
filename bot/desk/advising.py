"""惠企: a firm's question goes to the adviser whose turn it is (惠企服务团), else to whoever has such matters there."""

from __future__ import annotations

from dataclasses import replace

from bot.desk import wording_resources
from bot.desk.chatwords import Command
from bot.desk.desk import RESIDENT, Visit, duty_for, line_of, move
from bot.desk.dispatching import choose, dispatch
from bot.desk.reporting import keep_words
from bot.desk.understanding import understand
from intents.verdict import Category, Intent
from matching.case import Action, Case, State
from matching.routing import Choice

#: The rota kind of whoever answers firms today.
FIRM = "firm"


def ask_adviser(visit: Visit, command: Command) -> str:
    """惠企: a case of its own with today's adviser; the answer comes as any case's does."""
    words = command.rest.strip()
    if not words:
        return wording_resources.ASK_FIRM
    understood = understand(words, visit.knowledge.rules, visit.knowledge.gazetteer)
    verdict, match = understood.verdict, understood.place.match
    place = match.code if match is not None else visit.contact.home
    case = Case(
        number=0,
        state=State.NEW,
        intent=Intent.CONSULT,
        category=verdict.category if verdict.category is not None and not verdict.ask else Category.OTHER,
        secondary=(),
        place=place,
        place_text=visit.knowledge.town.territory.title(place) if place else "",
        summary=words,
        responder="",
        reporter=visit.contact.id,
        urgent=False,
        private=False,
        confidence=1.0,
        revision=visit.knowledge.rules.rules.revision,
        created_at=visit.now,
        touched_at=visit.now,
    )
    case = replace(case, number=visit.unit.cases.add(case))
    keep_words(visit, case.number, words)
    case = move(visit, case, Action.OPEN, RESIDENT)
    case = dispatch(visit, case, on_turn(visit, case) or choose(visit, case))
    line = line_of(visit, case)
    return wording_resources.asked_adviser(case.number, case.reasons[0] if case.reasons else "", line.who, line.signin)


def on_turn(visit: Visit, case: Case) -> Choice | None:
    """The adviser whose turn it is for a case's place, or for any where the place is not known; None when nobody's."""
    town, today = visit.knowledge.town, visit.now.astimezone(visit.zone).date()
    line = {node.code for node in town.territory.lineage(case.place)} if case.place else set()
    for turn in visit.unit.rotas.on_duty(FIRM, today):
        responder = town.directory.get(turn.person)
        if responder is None or responder.on_leave(today) or (line and turn.place not in line):
            continue
        duty = duty_for(visit, responder, turn.place)
        if duty is not None:
            reason = wording_resources.on_turn(turn.organisation or duty.responder.name)
            return replace(duty, reasons=(reason,))
    return None
