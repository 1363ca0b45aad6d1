"""Who looked at a case: noted at every door that shows one, and told to the resident who asks."""

from __future__ import annotations

from dataclasses import replace

from bot.desk import labels, refusals, wording_shield
from bot.desk.chatwords import Command
from bot.desk.desk import Visit, duty_for, line_of
from bot.desk.needline import volunteer_title
from bot.desk.picking import latest_case, residents_case
from intents.text import mask_sensitive
from matching.case import Case
from matching.routing import masked
from storage.looks import Look

SENT, CHAT, REFUSED = "sent", "chat", "refused"
_NAME_MOST = 20
#: Before the name of an account of the console that is nobody on duty, see `acting`.
_ACCOUNT = "console:"


def note_look(visit: Visit, case: Case, door: str) -> None:
    """Keep that the visitor looked at a case just now; `door` is where: chat, page, console or refused."""
    contact = visit.contact.id or None
    visit.unit.looks.record(Look(case.number, visit.contact.person, contact, visit.now, door))


def who_looked(visit: Visit, command: Command) -> str:
    """谁看过: everybody the case was sent to or who opened it, with the times; residents' own are left out."""
    case = residents_case(visit, command) if command.number is not None else latest_case(visit, command)
    looks = [look for look in visit.unit.looks.of_case(case.number) if look.person]
    told: dict[tuple[str, str], list[Look]] = {}
    for look in looks:
        told.setdefault((look.person, look.door), []).append(look)
    lines = [_line(visit, case, code, door, found) for (code, door), found in told.items()]
    return wording_shield.looked(line_of(visit, case), lines)


def _line(visit: Visit, case: Case, code: str, door: str, found: list[Look]) -> str:
    times = [labels.clock_time(look.at, visit.now, visit.zone) for look in found]
    return wording_shield.look_line(title_for(visit, case, code), door, times)


def title_for(visit: Visit, case: Case, code: str) -> str:
    """Somebody on duty as residents and colleagues read it."""
    responder = visit.knowledge.town.directory.get(code)
    if responder is None and code in visit.knowledge.roster:
        return volunteer_title(visit, code)
    if responder is None:
        return _account(visit, code) or wording_shield.GONE
    choice = duty_for(visit, responder, case.place)
    return labels.handler_title(choice) if choice else masked(responder.name)


def _account(visit: Visit, code: str) -> str:
    """An account of the console by the place it stands for; empty for anybody else."""
    account = visit.unit.accounts.named(code.removeprefix(_ACCOUNT)) if code.startswith(_ACCOUNT) else None
    if account is None:
        return ""
    return wording_shield.at_console(visit.knowledge.town.territory.title(account.place) if account.place else "")


def disclose(visit: Visit, command: Command) -> str:
    """公开: handlers may know who reported it; what she says behind the number is how they may call her."""
    case = _own(visit, command)
    if command.rest:
        visit.unit.people.save(replace(visit.contact, name=mask_sensitive(command.rest)[:_NAME_MOST]))
    visit.unit.cases.save(replace(case, named=True))
    return wording_shield.disclosed(line_of(visit, case))


def conceal(visit: Visit, command: Command) -> str:
    """不公开: handlers see the matter and the place only, as from the start."""
    case = _own(visit, command)
    visit.unit.cases.save(replace(case, named=False))
    return wording_shield.concealed(line_of(visit, case))


def _own(visit: Visit, command: Command) -> Case:
    """The case she reported herself: who joined one decides nothing about the first reporter."""
    case = latest_case(visit, Command(command.verb, command.number))
    if case.reporter != visit.contact.id:
        raise refusals.NoSuchCase(number=case.number)
    return case
