"""活动, 参加, 不参加: what comes near, who is in, who waits, who moves up. Nobody's attendance is checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.desk import wording_activities as words_of
from bot.desk import wording_pages
from bot.desk.activity_words import PARTY_MOST, decline_by, evening_before, names_guardian, read_party
from bot.desk.chatwords import Command, Verb
from bot.desk.desk import OFFICES, Telling, Visit
from bot.desk.links import with_link
from bot.desk.wording_activities import ActivityLine
from intents.text import mask_sensitive
from intents.urgency import find_urgency
from matching.activity import (
    Activity,
    ActivityState,
    SignUp,
    SignUpState,
    admitted,
    moving_up,
    place_in_line,
    seats_left,
    seats_taken,
    waiting,
)
from matching.routing import masked
from matching.territory import NodeKind

_LISTED_MOST = 8
#: In chat the organiser reads so many; the page has them all.
_NAMES_MOST = 20
_GUARDIAN_WAITED_FOR = timedelta(minutes=30)


def activities(visit: Visit, command: Command) -> str:
    """活动: what comes near where the visitor lives, what she goes to; with a number that one, and its list for whoever
    runs it.
    """
    if command.number is not None:
        activity = visit.unit.activities.load(command.number)
        if activity is None or not _stands(visit, activity):
            return words_of.NO_SUCH.format(number=command.number)
        reply = _organisers_list(visit, activity) if runs(visit, activity) else _one(visit, activity)
        return with_page(visit, reply, f"activity/{activity.number}")
    near = coming(visit)
    if not near:
        return words_of.NOTHING_COMES
    own = [
        words_of.mine(one.number, one.title, visit.until(one.starts_at), _waits_at(visit, one, sign_up))
        for one, sign_up in visit.unit.activities.of_contact(visit.contact.id)
        if _stands(visit, one)
    ]
    home = visit.knowledge.town.territory.title(community_of(visit, visit.contact.home))
    lines = [line_of(visit, one) for one in near[:_LISTED_MOST]]
    return with_page(visit, words_of.listed(lines, own, home), "activities")


def with_page(visit: Visit, reply: str, path: str) -> str:
    """A reply with the visitor's own link behind it, to the page that shows more."""
    address = visit.desk.links.address(visit.contact.id, visit.contact.openid, path)
    return with_link(reply, address, wording_pages.OPEN)


def coming(visit: Visit) -> list[Activity]:
    """What has not ended and lies in the visitor's community or street, that of the community first; everywhere for
    somebody who has not said where she lives.
    """
    standing = [one for one in visit.unit.activities.open() if _stands(visit, one)]
    if not visit.contact.home:
        return standing
    line = [node.code for node in visit.knowledge.town.territory.lineage(visit.contact.home)]
    street = next((node.code for node in visit.knowledge.town.territory.lineage(visit.contact.home)
                   if node.kind is NodeKind.STREET), "")
    near = [(line.index(one.place) if one.place in line else len(line), one) for one in standing
            if one.place in line or (street and visit.knowledge.town.territory.within(one.place, street))]
    return [one for _, one in sorted(near, key=lambda pair: (pair[0] == len(line), pair[1].starts_at))]


def community_of(visit: Visit, place: str) -> str:
    """The community over a place, the place itself where none is; "" for ""."""
    line = visit.knowledge.town.territory.lineage(place) if place else ()
    return next((node.code for node in line if node.kind is NodeKind.COMMUNITY), place)


def line_of(visit: Visit, activity: Activity, sign_ups: Sequence[SignUp] | None = None) -> ActivityLine:
    """An activity as the sentences need it."""
    known = visit.unit.activities.sign_ups(activity.number) if sign_ups is None else sign_ups
    people = sum(one.count for one in waiting(known))
    left = seats_left(activity, known)
    when = visit.until(activity.starts_at)
    return ActivityLine(activity.number, activity.title, when, activity.spot, left, people, activity.minors)


def runs(visit: Visit, activity: Activity) -> bool:
    """Whether the visitor announced an activity or holds an office over its place."""
    volunteer = visit.knowledge.roster.of_contact(visit.contact.id)
    own = {visit.contact.person, volunteer.code if volunteer else ""} - {""}
    if activity.by in own:
        return True
    responder = visit.knowledge.town.directory.get(visit.contact.person) if visit.contact.person else None
    within = visit.knowledge.town.territory.within
    held = responder.duties if responder else ()
    return any(duty.role in OFFICES and within(activity.place, duty.place) for duty in held)


def who_signed(visit: Visit, sign_up: SignUp) -> str:
    """Somebody on the list as its organiser may read it: the surname where she gave one, else the building."""
    contact = visit.unit.people.contact(sign_up.contact)
    if contact is None:
        return "住户"
    title = visit.knowledge.town.territory.title(contact.home)
    return f"{title} {masked(contact.name)}".strip() if contact.name else (title or "住户")


def _stands(visit: Visit, activity: Activity) -> bool:
    return activity.state is ActivityState.OPEN and activity.ends_at > visit.now


def _one(visit: Visit, activity: Activity) -> str:
    sign_ups = visit.unit.activities.sign_ups(activity.number)
    own = own_sign_up(visit, sign_ups)
    said = ""
    if own is not None and own.state is SignUpState.IN:
        said = words_of.you_are_in(own.count)
    elif own is not None and own.state is SignUpState.WAITING:
        said = words_of.you_wait(place_in_line(sign_ups, visit.contact.id))
    return words_of.one(line_of(visit, activity, sign_ups), said)


def _organisers_list(visit: Visit, activity: Activity) -> str:
    sign_ups = visit.unit.activities.sign_ups(activity.number)
    there = [one for one in sign_ups if one.state is SignUpState.IN]
    parties = [
        words_of.party(at, who_signed(visit, one), one.count, one.guardian)
        for at, one in enumerate(there[:_NAMES_MOST], 1)
    ]
    queue = [f"{who_signed(visit, one)} {one.count}人" for one in waiting(sign_ups)[:_NAMES_MOST]]
    return words_of.organisers_list(line_of(visit, activity, sign_ups), seats_taken(sign_ups), parties, queue)


def own_sign_up(visit: Visit, sign_ups: Sequence[SignUp]) -> SignUp | None:
    """What the visitor has signed up with, also what she took back; None when she never did."""
    return next((one for one in sign_ups if one.contact == visit.contact.id), None)


def _waits_at(visit: Visit, activity: Activity, sign_up: SignUp) -> int:
    if sign_up.state is not SignUpState.WAITING:
        return 0
    return place_in_line(visit.unit.activities.sign_ups(activity.number), visit.contact.id)


# -- coming and staying away -------------------------------------------------------------------------


def join(visit: Visit, command: Command) -> str:
    """参加: in, or on the waiting list; for a child who brings and fetches it is asked first. Said again with another
    count it changes that.
    """
    activity = _open_one(visit, command, "参加")
    if isinstance(activity, str):
        return activity
    if activity.starts_at <= visit.now:
        return words_of.BEGUN_ALREADY.format(number=activity.number)
    count, rest = read_party(command.rest)
    if not 1 <= count <= PARTY_MOST:
        return words_of.PARTY_TOO_LARGE.format(most=PARTY_MOST)
    sign_ups = visit.unit.activities.sign_ups(activity.number)
    own = own_sign_up(visit, sign_ups)
    guardian = mask_sensitive(rest) if rest else (own.guardian if own else "")
    if activity.minors and not guardian:
        visit.desk.memory.put(_guardian_key(visit), f"{activity.number} {count}", _GUARDIAN_WAITED_FOR)
        return words_of.WHO_BRINGS.format(number=activity.number, title=activity.title)
    return _signed(visit, activity, sign_ups, SignUp(
        0, activity.number, visit.contact.id, count, SignUpState.IN, visit.now, guardian if activity.minors else ""
    ))  # fmt: skip


def guardian_told(visit: Visit, text: str) -> Command | None:
    """What a resident means who was asked who brings her child and now says it; None when nobody asked."""
    if not names_guardian(text.strip()) or find_urgency(text, visit.knowledge.rules).urgent:
        return None
    waited = visit.desk.memory.pop(_guardian_key(visit))
    if waited is None:
        return None
    number, count = waited.split()
    return Command(Verb.JOIN, int(number), f"{count}人 {text.strip()}")


def _guardian_key(visit: Visit) -> str:
    return f"guardian:{visit.contact.id}"


def _signed(visit: Visit, activity: Activity, sign_ups: Sequence[SignUp], wanted: SignUp) -> str:
    others = [one for one in sign_ups if one.contact != visit.contact.id]
    own = own_sign_up(visit, sign_ups)
    state = admitted(activity, others, wanted.count)
    if own is not None and own.state is SignUpState.IN:
        left = seats_left(activity, others)
        state = SignUpState.IN if left is None or wanted.count <= left else SignUpState.WAITING
        if state is SignUpState.WAITING:
            return words_of.KEEPS_SEATS.format(
                number=activity.number, left=max(0, (left or 0) - own.count), count=wanted.count, before=own.count
            )
    kept_place = own is not None and own.state is SignUpState.WAITING and state is SignUpState.WAITING
    wanted = replace(wanted, state=state, at=own.at if kept_place and own is not None else visit.now)
    visit.unit.activities.put(wanted)
    after = visit.unit.activities.sign_ups(activity.number)
    if state is SignUpState.WAITING:
        at = place_in_line(after, visit.contact.id)
        return words_of.on_the_list(line_of(visit, activity, after), wanted.count, at)
    _let_in(visit, activity, after)  # somebody comes with fewer than before
    reminded = visit.now < evening_before(activity.starts_at, visit.zone)
    return words_of.signed_up(line_of(visit, activity), wanted.count, reminded=reminded)


def not_join(visit: Visit, command: Command) -> str:
    """不参加: the seats go to those who wait, who are told at once."""
    activity = _open_one(visit, command, "不参加")
    if isinstance(activity, str):
        return activity
    own = own_sign_up(visit, visit.unit.activities.sign_ups(activity.number))
    if own is None or own.state is SignUpState.OUT:
        return words_of.NOT_SIGNED_UP.format(number=activity.number)
    visit.unit.activities.put(replace(own, state=SignUpState.OUT, at=visit.now))
    line = line_of(visit, activity)
    if activity.starts_at > visit.now:
        _let_in(visit, activity, visit.unit.activities.sign_ups(activity.number))
    return words_of.stays_away(line)


def _let_in(visit: Visit, activity: Activity, sign_ups: Sequence[SignUp]) -> None:
    """Whoever waits and fits now is in, and told until when to decline."""
    until = visit.until(decline_by(activity.starts_at, visit.now, visit.zone))
    for one in moving_up(activity, sign_ups):
        visit.unit.activities.put(replace(one, state=SignUpState.IN))
        line = line_of(visit, activity)
        words = words_of.moved_up(line, one.count, until)
        visit.tell(telling_of(visit, activity, words, "已补上"), contact=one.contact)


def _open_one(visit: Visit, command: Command, word: str) -> Activity | str:
    """The activity that a command names, or the sentence that says why not."""
    if command.number is None:
        return words_of.WHICH.format(word=word)
    activity = visit.unit.activities.load(command.number)
    if activity is not None and activity.state is ActivityState.CANCELLED:
        return words_of.CALLED_OFF_ALREADY.format(number=activity.number)
    if activity is None or not _stands(visit, activity):
        return words_of.NO_SUCH.format(number=command.number)
    return activity


def telling_of(visit: Visit, activity: Activity, words: str, state: str) -> Telling:
    """Something told about an activity; `state` is at most five characters."""
    due = activity.starts_at.astimezone(visit.zone).strftime("%Y-%m-%d %H:%M")
    page = f"activity/{activity.number}"
    fields = {"number": f"A{activity.number}", "matter": activity.title, "state": state, "due": due, "page": page}
    return Telling("activity", words, None, fields)
