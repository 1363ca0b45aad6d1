"""资源, 借用, 借出, 不借, 归还: what paired units lend is found, reserved and given back; its keeper decides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk import refusals, wording_resources
from bot.desk.chatwords import Command
from bot.desk.clock import AT_ONCE, Clock, Due
from bot.desk.desk import OFFICES, Desk, Telling, Visit, duty_for
from bot.desk.hours import Hours, find_hours
from bot.desk.labels import handler_title
from bot.desk.wording_resources import LoanLine
from intents.text import mask_sensitive
from matching.case import Case
from matching.resource import (
    KEPT,
    Resource,
    ResourceKind,
    Use,
    UseState,
    free_count,
    named_in,
    nearest_first,
)
from matching.routing import masked
from storage.unit_of_work import UnitOfWork

_STATES = {
    UseState.ASKED: "等回话",
    UseState.AGREED: "可以借",
    UseState.REFUSED: "不能借",
    UseState.RETURNED: "已归还",
}
_COUNT = re.compile(r"(\d{1,3})\s*(?:台|个|把|张|副|辆|件|间|人|名|套|支|块|箱|份|部)")
_USUAL_MINUTES = 180
_WORDS_MOST = 60
#: A keeper who says nothing for so long lends nothing: what he keeps is free for others again.
_ANSWERED_WITHIN = timedelta(hours=24)
_UNANSWERED = "loan_unanswered"


def resources(visit: Visit, command: Command) -> str:
    """资源: what is lent where the visitor has a duty (or leads a team), by name with words behind; and her loans."""
    found = _reachable(visit)
    if command.rest:
        found = named_in(found, command.rest)
    rows = [wording_resources.row(one.kind, one.name, one.count, one.unit, one.note) for one in found]
    loans = [wording_resources.loan_listed(_line(visit, use, one), _STATES[use.state]) for use, one in _loans(visit)]
    if not rows:
        return wording_resources.NOTHING_NAMED if command.rest else wording_resources.NOTHING_HERE
    return wording_resources.listed(rows, loans)


def borrow(visit: Visit, command: Command) -> str:
    """借用: the nearest that is free then; its keeper is asked, and nobody else gets it until he has answered."""
    named = named_in(_reachable(visit), command.rest)
    if not named:
        return wording_resources.NOTHING_NAMED
    name = named[0].name
    rest = _without_names(command.rest, named[0])
    hours = find_hours(rest, visit.now, visit.zone)
    if hours is None:
        return wording_resources.HOW_TO_BORROW
    if hours.until(_USUAL_MINUTES) <= visit.now:
        return wording_resources.TIME_IS_PAST
    around = f"{hours.before} {hours.behind}"
    counted = _COUNT.search(around)
    count = max(1, int(counted[1])) if counted else 1
    what = mask_sensitive(_COUNT.sub(" ", around, count=1)).strip(" ，,。")[:_WORDS_MOST]
    best = 0
    for one in (found for found in named if found.name == name):
        resource = visit.unit.resources.load(one.code)  # from here on nobody else reserves it
        kept = visit.unit.resources.kept(one.code)
        free = free_count(one, kept, hours.starts_at, hours.until(_USUAL_MINUTES)) if resource else 0
        if resource is not None and free >= count:
            return _reserved(visit, resource, hours, (count, what))
        best = max(best, free)
    return wording_resources.not_free(name, best, visit.until(hours.starts_at))


def _without_names(words: str, resource: Resource) -> str:
    longest = max((name for name in (resource.name, *resource.aliases) if name in words), key=len)
    return words.replace(longest, " ", 1)


def _reserved(visit: Visit, resource: Resource, hours: Hours, wanted: tuple[int, str]) -> str:
    count, what = wanted
    by = _borrower(visit)
    keeper = _keeper(visit, resource)
    state = UseState.AGREED if keeper in ("", by) else UseState.ASKED
    use = Use(0, resource.code, by, what, count, visit.now, hours.starts_at, hours.until(_USUAL_MINUTES), state,
              contact=visit.contact.id)
    use = replace(use, number=visit.unit.resources.use(use))
    line = _line(visit, use, resource)
    if state is UseState.AGREED:
        return wording_resources.lent_at_once(line)
    words = wording_resources.for_keeper(line, visit.until(_answered_by(use)))
    visit.tell(_telling(visit, use, resource, words, "有人要借"), person=keeper)
    return wording_resources.asked(line)


def _answered_by(use: Use) -> datetime:
    return min(use.at + _ANSWERED_WITHIN, max(use.starts_at, use.at + timedelta(hours=1)))


# -- the keeper's word -------------------------------------------------------------------------------


def lend(visit: Visit, command: Command) -> str:
    """借出: the keeper (or an office over the place) agrees; whoever asked is told."""
    found = _asked_of(visit, command, "借出")
    if isinstance(found, str):
        return found
    use, resource = found
    use = replace(use, state=UseState.AGREED)
    visit.unit.resources.save_use(use)
    return _told_back(visit, use, resource, wording_resources.agreed(_line(visit, use, resource)))


def not_lend(visit: Visit, command: Command) -> str:
    """不借, with the reason; it is free for others again."""
    found = _asked_of(visit, command, "不借")
    if isinstance(found, str):
        return found
    use, resource = found
    why = mask_sensitive(command.rest).strip(" 。.")[:_WORDS_MOST]
    if not why:
        return wording_resources.WHY_NOT.format(number=use.number)
    use = replace(use, state=UseState.REFUSED, why=why)
    visit.unit.resources.save_use(use)
    return _told_back(visit, use, resource, wording_resources.refused(_line(visit, use, resource), why))


def _told_back(visit: Visit, use: Use, resource: Resource, words: str) -> str:
    _tell_borrower(visit, use, _telling(visit, use, resource, words, _STATES[use.state]))
    return wording_resources.answered(_line(visit, use, resource), _STATES[use.state])


def _asked_of(visit: Visit, command: Command, word: str) -> tuple[Use, Resource] | str:
    """The loan that waits for the visitor's word, or the sentence that says why there is none."""
    _borrower(visit)
    if command.number is None:
        return wording_resources.WHICH_LOAN.format(word=word)
    found = _loan(visit, command.number)
    if found is None or not _keeps(visit, found[1]):
        return wording_resources.NO_SUCH_LOAN.format(number=command.number)
    if found[0].state is not UseState.ASKED:
        return wording_resources.ANSWERED_ALREADY.format(number=command.number, state=_STATES[found[0].state])
    return found


def bring_back(visit: Visit, command: Command) -> str:
    """归还: by whoever has it or its keeper; a request that was not answered yet is taken back."""
    by = _borrower(visit)
    if command.number is None:
        return wording_resources.WHICH_LOAN.format(word="归还")
    found = _loan(visit, command.number)
    if found is None or not (found[0].by == by or _keeps(visit, found[1])):
        return wording_resources.NO_SUCH_LOAN.format(number=command.number)
    use, resource = found
    if use.state not in KEPT:
        return wording_resources.ANSWERED_ALREADY.format(number=use.number, state=_STATES[use.state])
    use = replace(use, state=UseState.RETURNED, ends_at=max(use.starts_at, min(use.ends_at, visit.now)))
    visit.unit.resources.save_use(use)
    line = _line(visit, use, resource)
    keeper = _keeper(visit, resource)
    if keeper not in ("", by):
        words = wording_resources.given_back_for_keeper(line)
        visit.tell(_telling(visit, use, resource, words, "已归还"), person=keeper)
    return wording_resources.given_back(line)


# -- looking -----------------------------------------------------------------------------------------


def at_hand(visit: Visit, place: str, text: str) -> str:
    """What of the things that a text asks for units near a place lend, as one line for whoever is responsible there;
    "" when there is none.
    """
    line = [node.code for node in visit.knowledge.town.territory.lineage(place)]
    found = named_in(nearest_first(visit.unit.resources.all(), line), text)
    things = [one for one in found if one.kind is not ResourceKind.PEOPLE][:3]
    rows = [wording_resources.row(one.kind, one.name, one.count, one.unit, "") for one in things]
    return wording_resources.at_hand(rows, things[0].name) if things else ""


def _borrower(visit: Visit) -> str:
    """The code of the visitor on duty, or as the leader of a team. Raises `refusals.NotAHandler`."""
    if visit.contact.person:
        return visit.contact.person
    volunteer = visit.knowledge.roster.of_contact(visit.contact.id)
    if volunteer is not None and any(team.leader == volunteer.code for team in visit.unit.teams.of(volunteer.code)):
        return volunteer.code
    raise refusals.NotAHandler


def _reachable(visit: Visit) -> list[Resource]:
    """What is lent at the places over or below the visitor's duties (a team leader's home), the nearest first."""
    code = _borrower(visit)
    town = visit.knowledge.town
    responder, volunteer = town.directory.get(code), visit.knowledge.roster.get(code)
    places = [duty.place for duty in responder.duties] if responder else [volunteer.home if volunteer else ""]
    everything = visit.unit.resources.all()
    found: dict[str, Resource] = {}
    for place in places:
        line = [node.code for node in town.territory.lineage(place)]
        near = nearest_first(everything, line)
        below = [one for one in everything if town.territory.within(one.place, place)]
        found.update({one.code: one for one in (*near, *below) if one.code not in found})
    return list(found.values())


def _loans(visit: Visit) -> list[tuple[Use, Resource]]:
    """What the visitor has borrowed or is asked to lend."""
    by = _borrower(visit)
    known = {one.code: one for one in visit.unit.resources.all()}
    asked = [use for use in visit.unit.resources.asked(AT_ONCE) if _keeper(visit, known[use.resource]) == by]
    uses = {use.number: use for use in (*visit.unit.resources.kept_by(by), *asked)}
    return [(use, known[use.resource]) for use in uses.values() if use.ends_at > visit.now]


def _loan(visit: Visit, number: int) -> tuple[Use, Resource] | None:
    use = visit.unit.resources.load_use(number)
    resource = visit.unit.resources.load(use.resource) if use is not None else None
    use = visit.unit.resources.load_use(number)  # read again once nobody else can change it
    return (use, resource) if use is not None and resource is not None else None


def _keeper(visit: Visit, resource: Resource) -> str:
    """Who keeps it; where nobody on duty is named, the office nearest to its place, "" where none is."""
    town = visit.knowledge.town
    if resource.keeper and town.directory.get(resource.keeper) is not None:
        return resource.keeper
    offices: Sequence[str] = [
        holder.code
        for node in town.territory.lineage(resource.place)
        for holder, duty in town.directory.at(node.code)
        if duty.role in OFFICES
    ]
    return offices[0] if offices else ""


def _keeps(visit: Visit, resource: Resource) -> bool:
    person = visit.contact.person
    responder = visit.knowledge.town.directory.get(person) if person else None
    within = visit.knowledge.town.territory.within
    held = responder.duties if responder else ()
    over = any(duty.role in OFFICES and within(resource.place, duty.place) for duty in held)
    return bool(person) and (person == _keeper(visit, resource) or over)


def _line(visit: Visit, use: Use, resource: Resource) -> LoanLine:
    keeper = _keeper(visit, resource)
    when = f"{visit.until(use.starts_at)}到{visit.until(use.ends_at)}"
    return LoanLine(
        use.number, resource.name, use.count, when, resource.unit, _title(visit, use.by, resource), use.what,
        _title(visit, keeper, resource) if keeper else "",
    )  # fmt: skip


def _title(visit: Visit, code: str, resource: Resource) -> str:
    responder, volunteer = visit.knowledge.town.directory.get(code), visit.knowledge.roster.get(code)
    choice = duty_for(visit, responder, resource.place) if responder else None
    if choice is not None:
        return handler_title(choice)
    return f"志愿者{masked(volunteer.name)}" if volunteer is not None else code


def _tell_borrower(visit: Visit, use: Use, telling: Telling) -> None:
    if use.by in visit.knowledge.roster and visit.knowledge.town.directory.get(use.by) is None:
        visit.tell(telling, contact=use.contact)
    else:
        visit.tell(telling, person=use.by)


def _telling(visit: Visit, use: Use, resource: Resource, words: str, state: str) -> Telling:
    due = use.starts_at.astimezone(visit.zone).strftime("%Y-%m-%d %H:%M")
    fields = {"number": f"R{use.number}", "matter": resource.name, "state": state, "due": due}
    return Telling("loan", words, None, fields)


# -- the clock ---------------------------------------------------------------------------------------


def _find_unanswered(_desk: Desk, unit: UnitOfWork, now: datetime) -> Iterator[Due]:
    for use in unit.resources.asked(AT_ONCE):
        if _answered_by(use) <= now:
            yield Due(0, _UNANSWERED, _answered_by(use), use.number)


def _let_go(visit: Visit, _case: Case | None, due: Due) -> bool:
    """Nobody answered: it is free again, and whoever asked is told."""
    found = _loan(visit, due.which)
    if found is None or found[0].state is not UseState.ASKED or _answered_by(found[0]) > visit.now:
        return False
    use, resource = found
    use = replace(use, state=UseState.REFUSED, why="保管的人没有回话")
    visit.unit.resources.save_use(use)
    words = wording_resources.refused(_line(visit, use, resource), use.why)
    _tell_borrower(visit, use, _telling(visit, use, resource, words, _STATES[use.state]))
    return True


LOANS = Clock(_UNANSWERED, _find_unanswered, _let_go)
