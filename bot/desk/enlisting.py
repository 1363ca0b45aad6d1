"""Who helps: signing up in a list or in one's own words, changing one thing, a rest, leaving, coming back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.desk import refusals, wording_register
from bot.desk.attesting import enlist
from bot.desk.chatwords import Command
from bot.desk.dates import read_day, read_span
from bot.desk.desk import Visit
from bot.desk.locating import live_at
from bot.desk.proposing import propose
from bot.desk.signup_words import SignUp, read_sign_up, with_sign_up
from bot.desk.slotwords import spoken
from bot.desk.understanding import Understanding, understand
from bot.desk.wording_register import RegisterLine
from intents.needs.offered import read_offer
from intents.needs.skills import skill_of
from intents.publishable import SURNAMES
from intents.verdict import Category
from matching.offers import OfferState
from matching.slot import parse_slots
from matching.volunteer import OFFERS_A_WEEK, Engagement
from storage.people import VolunteerRow

#: What waits for 好: `bot.desk.casework.AGREED` leads from these to what is done.
ENLIST, QUIT = "enlist", "quit_volunteering"
#: As many errands a week as somebody is asked for who says nothing about it.
USUAL_CAP = 2
_REST_MOST = timedelta(days=366)
_QUESTION_KEPT = timedelta(minutes=30)
_ANSWER_MOST = 30
_SKILLS_MOST = 20
_WEEKS = re.compile(r"(?P<count>\d{1,2}|[一两二三四])\s*(?:周|个?星期|个?礼拜)")
_COUNTS = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4}
_LIVES = re.compile(r"住|搬到|家在")
_AROUND_A_NAME = re.compile(r"我?(?:的?名字)?(?:叫|是|姓名)|住在?|家在|本人|单元|[栋幢座号楼室层的\s,，。、;；:：-]+")
_SAYS_NAME = re.compile(r"叫|姓名|名字")
_A_NAME = re.compile(r"(?!谢谢)[^\W\d_a-zA-Z你您我他她们了吗呢吧啊哦谁啥]{2,4}")


def sign_up(visit: Visit, command: Command) -> str:
    """报名: what somebody can do and when; said again it changes one thing. Without words her entry, or how it is done.

    Raises `refusals.NothingOffered` for words that say nothing of that.
    """
    row = visit.unit.people.own_row(visit.contact.id)
    back = row is not None and visit.unit.people.has_left(row.code)
    text = command.rest if command.number is None else f"{command.number} {command.rest}".strip()
    if not text:
        return _without_words(visit, row, back=back)
    understood = understand(text, visit.knowledge.rules, visit.knowledge.gazetteer)
    said = read_sign_up(_without_place(understood))
    placed = _note_home(visit, understood)
    if not said.says_something and not placed:
        raise refusals.NothingOffered
    return _kept(visit, row, said, text, back=back)


def _without_words(visit: Visit, row: VolunteerRow | None, *, back: bool) -> str:
    if row is None:
        return wording_register.HOW_TO
    if back:
        visit.unit.people.enlist(replace(row, resting_until=""), visit.contact.id)
        return wording_register.welcome_back(register_line(visit, row))
    return wording_register.shown(register_line(visit, row))


def _kept(visit: Visit, row: VolunteerRow | None, said: SignUp, text: str, *, back: bool = False) -> str:
    """The entry with what was said, kept; the reply shows all of it and asks for the one thing that is missing."""
    before = row or new_row(visit)
    after = with_sign_up(before, said, text)
    after = replace(after, home=visit.contact.home or after.home, skills=after.skills[:_SKILLS_MOST])
    enlist(visit, row, after)
    line = register_line(visit, after)
    if row is None:
        words = wording_register.registered(line)
    else:
        words = wording_register.welcome_back(line) if back else wording_register.changed(line)
    note = [wording_register.unknown(said.unknown)] if said.unknown else []
    return "\n".join((words, *note, *_question(visit, after), *([] if row else [wording_register.CHANGE])))


def new_row(visit: Visit) -> VolunteerRow:
    """The entry of somebody who has said nothing yet but is known: her name on duty, where she lives."""
    person = visit.knowledge.town.directory.get(visit.contact.person) if visit.contact.person else None
    name = person.name if person else visit.contact.name
    code = f"V{visit.contact.id}"
    while visit.unit.people.volunteer_row(code) is not None:  # a file gave it to somebody else
        code += "a"
    return VolunteerRow(code, name, visit.contact.openid, visit.contact.home, "", (), (), "", "", USUAL_CAP,
                        vetted=False, offers_cap=OFFERS_A_WEEK)  # fmt: skip


def _note_home(visit: Visit, understood: Understanding) -> bool:
    """Keep where she says that she lives; a place named in passing leaves a home that is known alone."""
    if visit.contact.home and _LIVES.search(understood.text) is None:
        return False
    return live_at(visit, understood)


def _without_place(understood: Understanding) -> str:
    """The text without the name of a place: 修文路 is no offer to mend anything."""
    match = understood.place.match
    return understood.text if match is None else understood.text[: match.start] + " " + understood.text[match.end :]


def register_line(visit: Visit, row: VolunteerRow) -> RegisterLine:
    """An entry as she reads it."""
    territory = visit.knowledge.town.territory
    until = date.fromisoformat(row.resting_until) if row.resting_until else None
    resting = until is not None and until >= _today(visit)
    return RegisterLine(
        name=row.name,
        skills=[skill for skill in row.skills if skill not in unproven(row)],
        unproven=unproven(row),
        proven=row.verified,
        languages=row.languages,
        hours=spoken(parse_slots(row.slots)),
        cap=row.weekly_cap,
        quiet=spoken(parse_slots(row.quiet)) if row.quiet else "",
        home=territory.title(row.home) if row.home else "",
        unit=row.unit,
        kinds=[Engagement(kind) for kind in row.kinds],
        at_work=row.at_work,
        vetted=row.vetted,
        resting=f"{until.month}月{until.day}日" if resting and until else "",
    )


def unproven(row: VolunteerRow) -> Sequence[str]:
    """The skills of an entry that count only once somebody has looked at a paper, and nobody has."""
    found = ((name, skill_of(name)) for name in row.skills if name not in row.verified)
    return [name for name, skill in found if skill is not None and skill.verified]


# -- the one question --------------------------------------------------------------------------------


def _question(visit: Visit, row: VolunteerRow) -> Sequence[str]:
    """The one thing that is asked besides: who she is and where she lives, as far as it isn't known."""
    if row.name and row.home:
        return ()
    visit.desk.memory.put(_asked(visit), row.code, _QUESTION_KEPT)
    if row.home:
        return (wording_register.QUESTION_NAME,)
    return (wording_register.QUESTION_HOME if row.name else wording_register.QUESTION,)


def answer_to_register(visit: Visit, text: str) -> str | None:
    """The reply to who she is and where she lives, asked when she signed up; None when nobody asked, or the text says
    something else.
    """
    if len(text) > _ANSWER_MOST or visit.desk.memory.get(_asked(visit)) is None:
        return None
    row = visit.unit.people.own_row(visit.contact.id)
    understood = understand(text, visit.knowledge.rules, visit.knowledge.gazetteer)
    name = _AROUND_A_NAME.sub("", _without_address(understood))
    placed = understood.place.match is not None
    if row is None or not (name or placed) or (name and not _is_name(name, text)) or _tells(understood):
        return None
    visit.desk.memory.pop(_asked(visit))
    if placed:
        live_at(visit, understood)
    after = replace(row, name=name or row.name, home=visit.contact.home or row.home)
    enlist(visit, row, after)
    return "\n".join((wording_register.changed(register_line(visit, after)), *_question(visit, after)))


def _is_name(word: str, text: str) -> bool:
    """Whether a word is somebody's name: it begins as most do here, or she says that it is one."""
    return _A_NAME.fullmatch(word) is not None and (word[0] in SURNAMES or _SAYS_NAME.search(text) is not None)


def _tells(understood: Understanding) -> bool:
    """Whether a message surely reports something."""
    verdict = understood.verdict
    return understood.urgency.urgent or (verdict.category is not None and bool(verdict.evidence) and not verdict.ask)


def _without_address(understood: Understanding) -> str:
    """What a message says besides where."""
    named = [found for found in (understood.place.match, understood.place.street) if found is not None]
    spans = [*understood.place.address.spans, *((found.start, found.end) for found in named)]
    taken = {at for start, end in spans for at in range(start, end)}
    return "".join(mark for at, mark in enumerate(understood.text) if at not in taken)


def _asked(visit: Visit) -> str:
    return f"register:{visit.contact.id}"


# -- in her own words --------------------------------------------------------------------------------


def offer_to_enlist(visit: Visit, understood: Understanding) -> str | None:
    """The card for an offer in somebody's own words, which 好 makes an entry; None when it offers no work: things to
    give away and matters of other kinds become a case, which the community answers.
    """
    offered = read_offer(understood.text)
    work = offered.is_work or (not offered.goods and understood.verdict.category is Category.VOLUNTEER)
    if not work or understood.urgency.urgent:
        return None
    said = read_sign_up(_without_place(understood), listed=False)
    row = visit.unit.people.own_row(visit.contact.id)
    if row is not None and not visit.unit.people.has_left(row.code) and with_sign_up(row, said) == row:
        return wording_register.shown(register_line(visit, row))
    propose(visit, ENLIST, understood.text)
    return wording_register.heard(said.skills, said.languages, spoken(said.slots) if said.slots else "")


def enlist_as_said(visit: Visit, words: str) -> str:
    """好 after the card of `offer_to_enlist`."""
    understood = understand(words, visit.knowledge.rules, visit.knowledge.gazetteer)
    said = read_sign_up(_without_place(understood), listed=False)
    _note_home(visit, understood)
    row = visit.unit.people.own_row(visit.contact.id)
    back = row is not None and visit.unit.people.has_left(row.code)
    return _kept(visit, row, said, words, back=back)


# -- a rest, and leaving -----------------------------------------------------------------------------


def own_entry(visit: Visit) -> VolunteerRow:
    """The visitor's entry. Raises `refusals.NotAVolunteer` when she has none or has left."""
    row = visit.unit.people.own_row(visit.contact.id)
    if row is None or visit.unit.people.has_left(row.code):
        raise refusals.NotAVolunteer
    return row


def rest(visit: Visit, command: Command) -> str:
    """休息: nothing is asked of her until that day, which counts; what she holds already she keeps."""
    row = own_entry(visit)
    said = command.rest if command.number is None else f"{command.number}{command.rest or '号'}"
    if not said:
        return wording_register.REST_UNTIL_WHEN
    until = _last_day(said, _today(visit))
    if until is None:
        raise refusals.NoRestDay
    if not _today(visit) <= until <= _today(visit) + _REST_MOST:
        return wording_register.NOT_WITHIN_MOST
    visit.unit.people.enlist(replace(row, resting_until=until.isoformat()), visit.contact.id)
    return wording_register.resting(f"{until.month}月{until.day}日")


def _last_day(said: str, today: date) -> date | None:
    if (weeks := _WEEKS.fullmatch(said.strip())) is not None:
        count = _COUNTS.get(weeks["count"]) or int(weeks["count"])
        return today + timedelta(weeks=count)
    span = read_span(said, today)
    if span is not None:
        return span[1]
    day = read_day(said, today)
    return day[0] if day is not None else None


def rest_over(visit: Visit, _command: Command) -> str:
    """结束休息: she may be asked again from now on."""
    row = own_entry(visit)
    if not row.resting_until:
        return wording_register.NOT_RESTING
    visit.unit.people.enlist(replace(row, resting_until=""), visit.contact.id)
    return wording_register.REST_OVER


def ask_to_quit(visit: Visit, _command: Command) -> str:
    """退出志愿: asked once more; who still holds something hands it back first."""
    row = own_entry(visit)
    held = _held(visit, row)
    if held:
        return wording_register.still_holds(held)
    propose(visit, QUIT, "")
    return wording_register.QUIT_ASK


def quit_register(visit: Visit, _words: str) -> str:
    """好 after that question: she is out of the register, her hours stay."""
    row = own_entry(visit)
    held = _held(visit, row)
    if held:
        return wording_register.still_holds(held)
    visit.unit.people.leave(row.code, visit.now)
    return wording_register.QUIT


def _held(visit: Visit, row: VolunteerRow) -> str:
    holding = visit.unit.needs.of_volunteer(row.code, (OfferState.CLAIMED,))
    return "、".join(f"#{need.said}" for need, _ in holding)


def _today(visit: Visit) -> date:
    return visit.now.astimezone(visit.zone).date()
