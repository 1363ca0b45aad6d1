"""What an office looks after beside the list: letters that reached nobody, needs that nobody took, cases that may be
the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.desk.acting import scope_of
from bot.desk.casefile import Letter, letter_of
from bot.desk.casesheet import title_of
from bot.desk.desk import Visit
from bot.desk.labels import clock_time
from bot.desk.looking import title_for
from bot.desk.needline import STATES as NEED_STATES
from bot.desk.officework import WorkRefused
from bot.desk.queueing import QueueRow, exact, row_of
from bot.desk.rights import ConsoleRole, Standing
from bot.desk.seen_before import look
from intents.masking import mask_personal
from matching.case import Case
from matching.need import Need, NeedKind, NeedState
from storage.accounts import Account
from storage.audit import Audited
from storage.notices import Posted
from storage.outbox import LetterState
from storage.queue import Filters, Order, Which

PAGE = 50
_ALIKE_SPAN = timedelta(days=14)
_ALIKE_LOOKED_AT = 50
_UNFILLED = (NeedState.FALLBACK, NeedState.MISSED)
_UNFILLED_SPAN = timedelta(days=60)
#: What an error of the channel asks of an office.
_REMEDIES = (
    ("没有绑定", "请他回“绑定 码”；等不及就打电话，或换一个人"),
    ("取消关注", "他不再关注公众号，微信上送不到：请打电话，或换一个人"),
    ("客服窗口", "他48小时没来过消息；他一来消息就会送到，急的请打电话"),
    ("来消息", "他一来消息就会送到，急的请打电话"),
)
_ANYTHING = "请再发一次；还不行就打电话，或换一个人"


@dataclass(frozen=True, slots=True)
class Lost:
    """A letter that reached nobody. `remedy` says what to do, `whom` who else could read it (code and title)."""

    letter: Letter
    case: int
    head: str
    urgent: bool
    waits: bool
    remedy: str
    whom: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Unfilled:
    """A need that nobody took: what and where, when it was for, how many were asked, who has it now."""

    said: str
    case: int
    what: str
    place: str
    state: str
    when: str
    exact: str
    asked: int
    given_to: str
    missed: bool


def lost_letters(
    visit: Visit, standing: Standing, page: int, *, failed: bool, most: int = PAGE
) -> tuple[list[Lost], bool]:
    """Letters that reached nobody, the latest first, and whether there are more."""
    found = visit.unit.notices.undelivered(scope_of(visit, standing), most + 1, (page - 1) * most, failed=failed)
    about = [(one, visit.unit.cases.load(one.case) if one.case else None) for one in found[:most]]
    return [_lost(visit, one, case) for one, case in about if _is_hers(visit, standing, case)], len(found) > most


def _lost(visit: Visit, one: Posted, case: Case | None) -> Lost:
    remedy = next((told for sign, told in _REMEDIES if sign in one.error), _ANYTHING)
    row = row_of(visit, case) if case is not None else None
    return Lost(
        letter_of(visit, one, case), one.case or 0,
        f"{row.label} · {row.place}" if row else "", one.urgent, one.state is LetterState.HELD, remedy,
        _instead(visit, one, case),
    )  # fmt: skip


def _instead(visit: Visit, one: Posted, case: Case | None) -> tuple[tuple[str, str], ...]:
    """Who else on duty could read a handler's letter: his backup, then those along the place. A resident's, or one
    about a private case, nobody.
    """
    if case is None or case.private or one.contact is not None:
        return ()
    town = visit.knowledge.town
    person = town.directory.get(one.person)
    codes = [person.backup] if person is not None and person.backup else []
    codes += [other.code for node in town.territory.lineage(case.place) for other, _ in town.directory.at(node.code)]
    day = visit.now.astimezone(visit.zone).date()
    there = [found for code in dict.fromkeys(codes) if (found := town.directory.get(code)) is not None]
    return tuple((other.code, title_for(visit, case, other.code)) for other in there
                 if other.code != one.person and not other.on_leave(day))


def see_to_letter(visit: Visit, standing: Standing, account: Account, number: int, how: tuple[str, str]) -> str:
    """Try a letter again, give it to another person, or keep that it was told another way; what was done, in words.

    `how` is again, person or told, and the person's code or the words. Raises WorkRefused.
    """
    one = visit.unit.notices.load(number)
    case = visit.unit.cases.load(one.case) if one is not None and one.case else None
    if one is None or not _is_hers(visit, standing, case):
        raise WorkRefused("没有这条通知，或者不归您看。")
    if one.state not in (LetterState.HELD, LetterState.FAILED):
        raise WorkRefused("这条通知已经在发了，或者已经送到。")
    what, said = how
    if what == "person":
        if said not in {code for code, _ in _instead(visit, one, case)}:
            raise WorkRefused("请从名单里选一个人。居民的通知不能转给别人。")
        visit.unit.notices.readdress(number, said)
    if what == "told":
        visit.unit.notices.see_to(number, said[:60], visit.now)
    else:
        visit.unit.notices.again(number, visit.now)
    after = {"to": said} if what == "person" else {}
    visit.unit.audit.record(Audited(visit.now, account.name, f"letter_{what}", "letter", str(number),
                                    {"state": one.state.value, "to": one.person}, after))  # fmt: skip
    return {"person": "已转给他，马上发。", "told": "已记下，不再发了。"}.get(what, "马上再发一次。")


def _is_hers(visit: Visit, standing: Standing, case: Case | None) -> bool:
    """Whether a letter is an account's to look after: as its case; one about none is for who stands for everywhere."""
    if case is None:
        return not standing.place and standing.role is not ConsoleRole.PROPERTY
    return standing.sees(visit.knowledge.town.territory, case)


# -- needs that nobody took ----------------------------------------------------------------------------


def unfilled(visit: Visit, standing: Standing) -> list[Unfilled]:
    """The needs that nobody took or that were missed lately, the latest first; a company has none."""
    if standing.role is ConsoleRole.PROPERTY:
        return []
    territory, since = visit.knowledge.town.territory, visit.now - _UNFILLED_SPAN
    until = visit.now + _UNFILLED_SPAN
    found = [one for kind in NeedKind for one in visit.unit.needs.starting(kind, _UNFILLED, since, until)]
    hers = [one for one in found if standing.sees_place(territory, one.place)]
    hers.sort(key=lambda one: (one.state is NeedState.MISSED, -one.starts_at.timestamp()))
    return [_unfilled(visit, one) for one in hers[:PAGE]]


def _unfilled(visit: Visit, need: Need) -> Unfilled:
    case = visit.unit.cases.load(need.case) if need.case else None
    private = case is not None and case.private
    given = title_of(visit, need.given_to, need.place) if need.given_to else ""
    what, place = mask_personal(need.what), visit.knowledge.town.territory.title(need.place)
    return Unfilled(
        f"Z{need.number}", need.case, "不公开" if private else what, place,
        NEED_STATES[need.state], clock_time(need.starts_at, visit.now, visit.zone), exact(visit, need.starts_at),
        len(visit.unit.needs.offers(need.number)), given, need.state is NeedState.MISSED,
    )  # fmt: skip


# -- what may be the same ------------------------------------------------------------------------------


def alike(visit: Visit, standing: Standing) -> Sequence[tuple[QueueRow, QueueRow, tuple[str, ...], bool]]:
    """Pairs of cases under way that may be one matter: the later, the earlier, the things both speak of, whether it is
    likely. Of the fifty latest within two weeks.
    """
    asked = Filters(which=Which.OPEN, since=visit.now - _ALIKE_SPAN, order=Order.NEWEST)
    territory = visit.knowledge.town.territory
    pairs = []
    for case in visit.unit.queue.page(asked, scope_of(visit, standing), visit.now)[:_ALIKE_LOOKED_AT]:
        seen = look(visit, case)
        if seen is not None and seen.case.number < case.number and standing.sees(territory, seen.case):
            pairs.append((row_of(visit, case), row_of(visit, seen.case), seen.things, seen.same))
    return sorted(pairs, key=lambda pair: not pair[3])
