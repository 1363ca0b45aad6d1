"""Following, scanning a stairwell's code, and leaving."""

from __future__ import annotations

from dataclasses import replace

from bot.desk import casework, labels
from bot.desk.chatwords import Command, Verb
from bot.desk.desk import Visit, responder_for
from bot.desk.message import InboundMessage
from bot.desk.refusals import UnknownBindCode
from intents.verdict import Category
from matching.responder import Role
from matching.routing import Choice

_LEADING = frozenset({Role.BUILDING_LEADER, Role.LANE_LEADER})


def subscribe(visit: Visit, message: InboundMessage) -> str:
    """A new follower is greeted; one who came by a stairwell's code is at home there from now on."""
    return _at_scene(visit, message.scene) or visit.text("welcome")


def scan(visit: Visit, message: InboundMessage) -> str:
    """A follower scans a code: a place becomes her home, a bind code makes her a handler."""
    return _at_scene(visit, message.scene) or visit.text("welcome")


def unsubscribe(visit: Visit, message: InboundMessage) -> str:
    """Nothing can be sent any more until the person follows again; nothing is shown either."""
    del message
    visit.unit.people.save(replace(visit.contact, subscribed=False, window_until=None, window_left=0))
    return ""


def _at_scene(visit: Visit, scene: str) -> str:
    """The greeting for a scene code, which is a place's code or somebody's bind code; empty for any other."""
    node = visit.knowledge.town.territory.get(scene) if scene else None
    if node is not None:
        visit.unit.people.save(replace(visit.contact, home=node.code))
        return visit.text("welcome_home").format(
            place=visit.knowledge.town.territory.title(node.code), leader=_leader_line(visit, node.code)
        )
    try:
        return casework.bind(visit, Command(Verb.BIND, None, scene)) if scene else ""
    except UnknownBindCode:
        return ""


def _leader_line(visit: Visit, place: str) -> str:
    """Who leads a building or lane, or else is responsible there in general, as a sentence; empty when nobody is."""
    town, node = visit.knowledge.town, visit.knowledge.town.territory.get(place)
    day = visit.now.astimezone(visit.zone).date()
    leading = (
        Choice(responder, duty, node, ())
        for responder, duty in town.directory.at(place)
        if node is not None and duty.role in _LEADING and not responder.on_leave(day)
    )
    choice = next(leading, None) or responder_for(visit, place, Category.OTHER)
    return visit.text("home_leader").format(title=labels.handler_title(choice)) if choice else ""
