"""What a page does: the same verbs as chat, in a visit of the link's person; a repeat changes nothing."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.desk import refusals
from bot.desk.attachments import keep_said, keep_work
from bot.desk.casework import VERBS
from bot.desk.chatwords import Command, Verb
from bot.desk.desk import Desk, Visit
from bot.desk.links import LinkRefused, Links, Opened
from bot.desk.message import InboundMessage, MessageKind
from bot.desk.needfollowing import follow_cases
from bot.desk.offering import standing_to
from bot.desk.points import tick_point
from matching.case import Action, Case, PointState
from matching.lifecycle import MAY, Party
from storage.media import KeptFile
from storage.unit_of_work import UnitOfWork

_JPEG = "image/jpeg"
#: 改 takes its number as a part of the words.
_NUMBER_IN_WORDS = frozenset({Verb.CORRECT})


@dataclass(frozen=True, slots=True)
class PageMove:
    """A move as a page sends it: the case's number, the word's verb, the words, photos (JPEG) that prove it.

    `once` names the sending: a repeat with the same gets the first one's answer. `ticks` say of points (from 1)
    what became of them.
    """

    number: int
    verb: Verb
    words: str
    once: str
    photos: Sequence[bytes] = ()
    ticks: Mapping[int, tuple[PointState, str]] = field(default_factory=dict)


def visit_by_link(desk: Desk, unit: UnitOfWork, opened: Opened, once: str = "") -> Visit:
    """A visit of whoever a link was made for; its replies have no links of their own.

    Raises LinkRefused when the account is somebody else's now, or was made anonymous.
    """
    contact = unit.people.contact(opened.contact)
    if contact is None or not opened.is_for(contact):
        raise LinkRefused
    now = desk.clock()
    quiet = replace(desk, links=Links())
    return Visit(quiet, unit, desk.library.current(unit, now), contact, key_of(opened, once), now)


def key_of(opened: Opened, once: str) -> str:
    """The name of one sending of one person."""
    return f"page:{opened.contact}:{once}"


def make_move(desk: Desk, opened: Opened, asked: PageMove) -> str:
    """The reply to a move, once it is committed. Nothing is kept when it is refused.

    Raises a `DeskRefusal`, LinkRefused, and `StoreUnavailable` when nothing could be saved.
    """

    def work(unit: UnitOfWork) -> str:
        visit = visit_by_link(desk, unit, opened, asked.once)
        seen = unit.inbox.claim(visit.key, visit.contact.openid, visit.now)
        if seen is not None:
            return seen
        if asked.photos:
            _keep_photos(visit, asked.number, asked.photos)
        for at, (state, note) in asked.ticks.items():
            _tick(visit, asked.number, at, state, note)
        reply = _moved(visit, asked)
        follow_cases(visit)
        unit.inbox.remember(visit.key, reply)
        return reply

    return desk.store.run(work)


def _moved(visit: Visit, asked: PageMove) -> str:
    if asked.verb in _NUMBER_IN_WORDS:
        return VERBS[asked.verb](visit, Command(asked.verb, None, f"{asked.number} {asked.words}"))
    return VERBS[asked.verb](visit, Command(asked.verb, asked.number, asked.words))


def _tick(visit: Visit, number: int, at: int, state: PointState, note: str) -> None:
    case = visit.unit.cases.load(number)
    if case is None:
        raise refusals.NoSuchCase(number=number)
    tick_point(visit, case, at, state, note)


def add_photo(desk: Desk, opened: Opened, number: int, photo: bytes, once: str) -> str:
    """The reply to a photo (JPEG) for a case, kept and sent on as one from chat is; a repeat adds none.

    Raises a `DeskRefusal`, LinkRefused, and `StoreUnavailable` when nothing could be saved.
    """

    def work(unit: UnitOfWork) -> str:
        visit = visit_by_link(desk, unit, opened, once)
        seen = unit.inbox.claim(visit.key, visit.contact.openid, visit.now)
        if seen is not None:
            return seen
        reply = _keep_photos(visit, number, [photo])
        follow_cases(visit)
        unit.inbox.remember(visit.key, reply)
        return reply

    return desk.store.run(work)


def _keep_photos(visit: Visit, number: int, photos: Sequence[bytes]) -> str:
    case = visit.unit.cases.load(number)
    parties = standing_to(visit, case) if case else frozenset[Party]()
    if case is None or parties.isdisjoint(MAY[Action.ADD]):
        raise refusals.NoSuchCase(number=number)
    reply = ""
    for photo in photos:
        media_id = f"page-{secrets.token_hex(12)}"
        visit.unit.media.put(KeptFile(MessageKind.IMAGE.value, _JPEG, photo), media_id, visit.contact.id, visit.now)
        message = InboundMessage(visit.key, "page", visit.contact.openid, MessageKind.IMAGE, visit.now, media=media_id)
        reply = _kept(visit, case, message, parties)
    return reply


def _kept(visit: Visit, case: Case, message: InboundMessage, parties: Collection[Party]) -> str:
    """As the resident's, who told of it; a handler's or an office's proves work."""
    hers = Party.RESIDENT in parties and Party.OWNER not in parties
    return (keep_said if hers else keep_work)(visit, case, message, "photo")
