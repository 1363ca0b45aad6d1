"""点单: what the visitor's community offers, ordered by number, by name or in her own words; a card, then 好."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.desk import wording_services
from bot.desk.activities import community_of, with_page
from bot.desk.chatwords import Command, Verb
from bot.desk.desk import Visit
from bot.desk.locating import live_at
from bot.desk.needline import STATES, need_line, span_of, when_of
from bot.desk.proposing import propose
from bot.desk.understanding import Understanding
from bot.desk.volunteering import cancel, seek
from bot.desk.windows import Window, window_of
from intents.needs.when import When, read_when
from intents.text import mask_sensitive
from intents.urgency import find_urgency
from matching.need import Need, NeedKind, NeedState, NeedUrgency
from matching.responder import Role
from matching.service import Service, by_name, by_number, offered

ORDER = "order"
_SOURCE = "service:"
_KEPT = timedelta(minutes=30)
#: So many orders of one person may wait for somebody: who orders more has mistyped or plays.
_WAITING_MOST = 5
_NOTE_MOST = 60
_IN_WORDS_MOST = 40
_TIME_MOST = 16
#: "周六上午想约个理发": who, when, that she wants it; behind it the item and little else.
_IN_WORDS = re.compile(
    r"(?P<before>.{0,20}?)(?:预?约|预订|订|点|叫)(?:一?[个次下份单]|一下)?(?P<what>.+)", re.DOTALL
)
_AROUND = re.compile(
    r"(?:你好|您好|我们?|我?[妈爸]|老人|家里?|想要?|要|能不能|可不可以|可以|能|帮|给|需要|麻烦|请|师傅|服务|上门|一下|来"
    r"|谢谢|行|好|吧|啊|呢|吗|了|的|[\s,，。.!！?？~])*"
)
#: To the question when: tomorrow then, and the card shows it.
_ANY_TIME = re.compile(
    r"(?:(?:什么时候|几点|哪天|时间)?都(?:行|可以|方便|好)|随[时便]都?(?:行|可以|方便|好)?|看[你您]们?(?:方便)?|[你您]们?定)[吧的了啊。!！]*"
)
_TOMORROW = "明天"
_IS_OVER = re.compile(r"昨[天晚日早]|前[天晚日](?!后)")
_CANCEL = re.compile(r"取消\s*[#＃]?\s*[ZzＺｚ]?\s*(?P<number>\d{1,9})?.{0,6}")
_WAITING = frozenset({NeedState.OPEN, NeedState.CARD})


def catalogue(visit: Visit, command: Command) -> str:
    """点单: alone it lists what is offered and what she has ordered; with a number or a name it orders; 取消 takes an
    order back.
    """
    taken_back = _CANCEL.fullmatch(command.rest) if command.number is None else None
    if taken_back is not None:
        return cancel_order(visit, int(taken_back["number"] or 0))
    if not visit.contact.home:
        visit.desk.memory.put(_home_key(visit), json.dumps([command.number or 0, command.rest]), _KEPT)
        return wording_services.WHERE_DO_YOU_LIVE
    on_offer = on_offer_here(visit)
    if not on_offer:
        return wording_services.NOTHING_OFFERED.format(place=_community(visit))
    if command.number is None and not command.rest:
        rows = [wording_services.row(one.number, one.name, span_of(one.minutes), one.note) for one in on_offer]
        return with_page(visit, wording_services.catalogue(_community(visit), rows, my_orders(visit)), "services")
    found = (by_number(on_offer, command.number), command.rest) if command.number else by_name(on_offer, command.rest)
    if found is None or found[0] is None:
        return wording_services.NO_SUCH.format(said=str(command.number or command.rest)[:20])
    return _order(visit, found[0], found[1])


def on_offer_here(visit: Visit) -> list[Service]:
    """What is on offer where the visitor lives, by number."""
    line = [node.code for node in visit.knowledge.town.territory.lineage(visit.contact.home)]
    here = [one for place in line for one in visit.unit.services.at(place)]
    return offered(here, line, visit.now.astimezone(visit.zone).date())


def my_orders(visit: Visit) -> list[str]:
    """What the visitor has ordered and is not over, a line each."""
    return [
        wording_services.order_line(need.said, need.what, when_of(visit, need), STATES[need.state])
        for need in my_needs(visit)
    ]


def my_needs(visit: Visit) -> list[Need]:
    """What the visitor has ordered and is not over, the earliest first."""
    concerning = visit.unit.needs.concerning(visit.contact.id, "")
    return [need for need in concerning if need.kind is NeedKind.SERVICE and need.requester == visit.contact.id]


def _community(visit: Visit) -> str:
    return visit.knowledge.town.territory.title(community_of(visit, visit.contact.home))


# -- ordering ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Order:
    """What was read of an order."""

    service: Service
    window: Window
    note: str


def _order(visit: Visit, service: Service, words: str) -> str:
    """The card for an item at the time that the words tell, or the question when."""
    order = _read(visit, service, words)
    if isinstance(order, str):
        return order
    window = order.window
    body = [service.code, window.starts_at.isoformat(), window.ends_at.isoformat(), window.urgency.value, order.note]
    propose(visit, ORDER, json.dumps(body, ensure_ascii=False))
    visit.desk.memory.put(_when_key(visit), service.code, _KEPT)  # another time alone puts the card right
    line = need_line(visit, _need(visit, order))
    safely = wording_services.safely(children=service.for_children)
    return wording_services.card(service.name, line.facts, line.place, safely)


def _read(visit: Visit, service: Service, words: str) -> _Order | str:
    """An order, or the sentence that says what is missing or in the way."""
    waiting = [need for need in my_needs(visit) if need.state in _WAITING]
    if len(waiting) >= _WAITING_MOST:
        return wording_services.MANY_ORDERS.format(count=len(waiting), first=waiting[0].said)
    when = read_when(words)
    window = _window(visit, service, when, words) if when is not None else None
    if when is None or window is None:
        visit.desk.memory.put(_when_key(visit), service.code, _KEPT)
        return wording_services.WHEN.format(name=service.name) if when is None else wording_services.WHEN_AGAIN
    if service.until is not None and window.starts_at.astimezone(visit.zone).date() > service.until:
        until = f"{service.until.month}月{service.until.day}日"
        return wording_services.ENDED_BY_THEN.format(name=service.name, until=until)
    return _Order(service, window, _note(words, when))


def order_at_once(visit: Visit, number: int, words: str) -> str:
    """An order from the page, where one has read what one orders: asked for without another word."""
    on_offer = on_offer_here(visit) if visit.contact.home else []
    named = by_name(on_offer, words)
    service = by_number(on_offer, number) or (named[0] if named else None)
    if service is None:
        return wording_services.NO_SUCH.format(said=str(number or words)[:20])
    order = _read(visit, service, words.replace(service.name, " "))
    return order if isinstance(order, str) else _sought(visit, order)


def _window(visit: Visit, service: Service, when: When, words: str) -> Window | None:
    """The window that is meant; None for one that can't be told or is over."""
    if _IS_OVER.search(words):
        return None
    window = window_of(when, visit.now, visit.zone, service.minutes)
    return window if window.read and (when.now or when.day or when.part or when.start) else None


def _note(words: str, when: When) -> str:
    """What the words say besides the time, for whoever comes; courtesies are left out."""
    rest = words.replace(when.text, " ", 1).strip(" ，,。")
    return "" if _AROUND.fullmatch(rest) else mask_sensitive(rest)[:_NOTE_MOST]


def ordered(visit: Visit, words: str) -> str:
    """好: volunteers are asked at once."""
    visit.desk.memory.pop(_when_key(visit))
    code, starts_at, ends_at, urgency, note = json.loads(words)
    service = next((one for one in on_offer_here(visit) if one.code == code), None)
    if service is None:
        return wording_services.NO_SUCH.format(said=code)
    window = Window(datetime.fromisoformat(starts_at), datetime.fromisoformat(ends_at), NeedUrgency(urgency))
    return _sought(visit, _Order(service, window, note))


def _sought(visit: Visit, order: _Order) -> str:
    need = seek(visit, _need(visit, order))
    return wording_services.ordered(need.said, need.what, when_of(visit, need))


def _need(visit: Visit, order: _Order) -> Need:
    territory = visit.knowledge.town.territory
    service, window, note = order.service, order.window, order.note
    return Need(
        number=0,
        kind=NeedKind.SERVICE,
        state=NeedState.OPEN,
        urgency=window.urgency,
        place=visit.contact.home,
        place_text=territory.title(visit.contact.home),
        what=service.name,
        starts_at=window.starts_at,
        ends_at=window.ends_at,
        created_at=visit.now,
        touched_at=visit.now,
        minutes=service.minutes,
        parts=service.parts,
        vetted=service.for_children,
        pair=service.for_children,
        requester=visit.contact.id,
        coordinator=_coordinator(visit),
        source=f"{_SOURCE}{service.code}",
        note=note,
    )


def _coordinator(visit: Visit) -> str:
    """Who hears when nobody answers: the community's office, "" where none is registered."""
    town = visit.knowledge.town
    for node in town.territory.lineage(visit.contact.home):
        for holder, duty in town.directory.at(node.code):
            if duty.role is Role.COMMUNITY:
                return holder.code
    return ""


def cancel_order(visit: Visit, number: int) -> str:
    """取消: one's own order is taken back; the number may be left out (0) where there is only one."""
    orders = [need for need in my_needs(visit) if not number or number in (need.number, need.case)]
    if len(orders) != 1:
        return wording_services.NO_SUCH_ORDER
    cancel(visit, orders[0], "不需要了")
    return wording_services.cancelled(orders[0].said, orders[0].what)


# -- in her own words --------------------------------------------------------------------------------


def order_in_words(visit: Visit, text: str) -> str | None:
    """The reply to an order in her own words ("想约理发"), or to the time that was asked for ("周六上午").

    None when the words are about something else.
    """
    said = text.strip()
    meant = _meant(visit, said) if len(said) <= _IN_WORDS_MOST else None
    if meant is None or find_urgency(said, visit.knowledge.rules).urgent:
        return None
    return _order(visit, *meant)


def _meant(visit: Visit, said: str) -> tuple[Service, str] | None:
    """The item that own words order and what else they say; None when they order none. Looked for in every message:
    the store is asked only where the words sound so, the memory only for a bare time.
    """
    wished = _IN_WORDS.fullmatch(said)
    if wished is not None and visit.contact.home:
        found = by_name(on_offer_here(visit), wished["what"])
        rest = f"{wished['before']} {found[1]}" if found else ""
        return (found[0], rest) if found and _says_when_alone(rest) else None
    said = _TOMORROW if _ANY_TIME.fullmatch(said) else said
    if len(said) > _TIME_MOST or read_when(said) is None:
        return None
    code = visit.desk.memory.get(_when_key(visit))
    service = next((one for one in on_offer_here(visit) if one.code == code), None) if code else None
    return (service, said) if service is not None else None


def _says_when_alone(rest: str) -> bool:
    """Whether the words around an item tell a time and courtesies and nothing else: it is no report about a 理发店."""
    when = read_when(rest)
    return _AROUND.fullmatch(rest.replace(when.text, " ", 1) if when else rest) is not None


def order_from(visit: Visit, understood: Understanding) -> str | None:
    """The order that waited for where she lives, now that she says it; None when none waits."""
    if visit.contact.home or understood.place.match is None:
        return None
    waited = visit.desk.memory.pop(_home_key(visit))
    if waited is None or not live_at(visit, understood):
        return None
    number, rest = json.loads(waited)
    return catalogue(visit, Command(Verb.CATALOGUE, number or None, rest))


def _home_key(visit: Visit) -> str:
    return f"order home:{visit.contact.id}"


def _when_key(visit: Visit) -> str:
    return f"order when:{visit.contact.id}"
