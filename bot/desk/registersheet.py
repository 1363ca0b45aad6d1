"""我的志愿登记 as a page shows and changes it: the entry, the table of hours, what was done, the certificates."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from bot.desk import wording_hours
from bot.desk.attesting import enlist
from bot.desk.crediting import year_begins
from bot.desk.desk import Visit
from bot.desk.enlisting import new_row, own_entry, register_line
from bot.desk.signup_words import MOST_A_WEEK, kind_of
from bot.desk.slotwords import DAY_NAMES, EVERY_DAY, PART_NAMES, boxes, from_boxes, written
from bot.desk.wording_register import RegisterLine
from intents.needs.skills import shipped_languages, shipped_skills
from matching.hours import Certificate
from matching.slot import Slot, parse_slots
from storage.people import VolunteerRow

_LAST_ROUNDS = 30
_NAME = re.compile(r"[一-龥·]{2,12}|[A-Za-z][A-Za-z .'-]{1,30}")
_UNIT_MOST = 40
_REST_MOST = timedelta(days=366)
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_LATEST = time(23, 59)


@dataclass(frozen=True, slots=True)
class SkillBox:
    """One skill of the form: whether she has it, whether somebody has looked at it, and whether that must be so."""

    name: str
    has: bool
    proven: bool
    needs_proof: bool


@dataclass(frozen=True, slots=True)
class Round:
    """One round of work as the ledger of hours tells it; `places` are those that it is credited to."""

    day: str
    what: str
    long: str
    places: str


@dataclass(frozen=True, slots=True)
class RegisterSheet:
    """The page. `entered`: she is in the register; `marked` are the boxes of hours (weekday from 1, part from 0)."""

    entered: bool
    row: VolunteerRow
    line: RegisterLine
    skills: tuple[SkillBox, ...]
    languages: tuple[tuple[str, bool], ...]
    marked: frozenset[tuple[int, int]]
    quiet: tuple[str, str]
    today: str
    farthest: str
    rounds: tuple[Round, ...]
    year: int
    this_year: str
    certificates: tuple[tuple[Certificate, str], ...]
    days: Sequence[str] = tuple(DAY_NAMES)
    parts: Sequence[str] = PART_NAMES
    caps: Sequence[int] = tuple(range(1, MOST_A_WEEK + 1))


def register_sheet(visit: Visit) -> RegisterSheet:
    """The page of the visitor: her entry, or an empty one to fill in."""
    kept = visit.unit.people.own_row(visit.contact.id)
    entered = kept is not None and not visit.unit.people.has_left(kept.code)
    row = kept or new_row(visit)
    today = visit.now.astimezone(visit.zone).date()
    times, minutes = visit.unit.hours.total(row.code, year_begins(visit)) if kept else (0, 0)
    return RegisterSheet(
        entered=entered,
        row=row,
        line=register_line(visit, row),
        skills=_skill_boxes(row),
        languages=tuple((name, name in row.languages) for name in shipped_languages()),
        marked=boxes(parse_slots(row.slots)),
        quiet=_quiet_of(row),
        today=today.isoformat(),
        farthest=(today + _REST_MOST).isoformat(),
        rounds=_rounds(visit, row) if kept else (),
        year=today.year,
        this_year=f"{times}次，{wording_hours.span(minutes)}" if times else "",
        certificates=_certificates(visit, row) if kept else (),
    )


def _skill_boxes(row: VolunteerRow) -> tuple[SkillBox, ...]:
    shipped = {skill.name: skill.verified for skill in shipped_skills()}
    others = [name for name in row.skills if name not in shipped]
    return tuple(
        SkillBox(name, name in row.skills, name in row.verified, shipped.get(name, False))
        for name in (*shipped, *others)
    )


def _quiet_of(row: VolunteerRow) -> tuple[str, str]:
    spans = parse_slots(row.quiet)
    if not spans:
        return "", ""
    return f"{spans[-1].start:%H:%M}", f"{spans[0].end:%H:%M}"  # two of them are one over midnight


def _rounds(visit: Visit, row: VolunteerRow) -> tuple[Round, ...]:
    title = visit.knowledge.town.territory.title
    entries = visit.unit.hours.of_volunteer(row.code)[: -_LAST_ROUNDS - 1 : -1]
    return tuple(
        Round(
            wording_hours.day(entry.at.astimezone(visit.zone).date()),
            entry.what,
            wording_hours.span(entry.minutes),
            "、".join(title(place) for place in dict.fromkeys((entry.home, entry.work)) if place),
        )
        for entry in entries
    )


def _certificates(visit: Visit, row: VolunteerRow) -> tuple[tuple[Certificate, str], ...]:
    kept = visit.unit.hours.certificates_of(row.code)[::-1]
    return tuple((one, wording_hours.span(one.minutes)) for one in kept)


# -- changing ----------------------------------------------------------------------------------------


def save_register(visit: Visit, form: Mapping[str, str]) -> VolunteerRow:
    """The entry as the form has it, kept; whoever was in no register is in it now. Words that make no sense are left.

    Hours that were written more exactly than the table shows stay while their boxes do.
    """
    kept = visit.unit.people.own_row(visit.contact.id)
    row = kept or new_row(visit)
    known = {box.name for box in _skill_boxes(row)}
    skills = tuple(name for name in _listed(form, "skill") if name in known)
    languages = tuple(name for name in _listed(form, "language") if name in shipped_languages())
    marked = frozenset(box for text in _listed(form, "slot") if (box := _box_of(text)) is not None)
    name, cap = form.get("name", "").strip(), form.get("cap", "")
    after = replace(
        row,
        name=name if _NAME.fullmatch(name) else row.name,
        skills=skills,
        verified=tuple(one for one in row.verified if one in skills),
        languages=languages,
        gender=form.get("gender", "") if form.get("gender") in ("女", "男", "") else row.gender,
        slots=row.slots if marked == boxes(parse_slots(row.slots)) else written(from_boxes(marked)),
        weekly_cap=int(cap) if cap.isdecimal() and 1 <= int(cap) <= MOST_A_WEEK else row.weekly_cap,
        unit=form.get("unit", "").strip()[:_UNIT_MOST],
        quiet=_quiet_from(form),
        at_work=form.get("at_work") == "1",
        kinds=row.kinds or (kind_of(skills).value,),
        home=row.home or visit.contact.home,
    )
    enlist(visit, kept, after)
    return after


def rest_from_page(visit: Visit, until: str) -> bool:
    """Let her rest until a day such as 2026-12-01, empty for no rest at all; False for a day that cannot be meant.

    Raises `refusals.NotAVolunteer`.
    """
    row = own_entry(visit)
    today = visit.now.astimezone(visit.zone).date()
    try:
        day = date.fromisoformat(until) if until else None
    except ValueError:
        return False
    if day is not None and not today <= day <= today + _REST_MOST:
        return False
    visit.unit.people.enlist(replace(row, resting_until=until), visit.contact.id)
    return True


def _listed(form: Mapping[str, str], name: str) -> list[str]:
    return [part for part in form.get(name, "").split(",") if part]


def _box_of(text: str) -> tuple[int, int] | None:
    found = re.fullmatch(r"([1-7])-([0-2])", text)
    return (int(found[1]), int(found[2])) if found else None


def _quiet_from(form: Mapping[str, str]) -> str:
    """Quiet hours of every day; those over midnight are two spans."""
    start, end = (_CLOCK.fullmatch(form.get(name, "")) for name in ("quiet_from", "quiet_until"))
    if start is None or end is None or start[0] == end[0]:
        return ""
    first, last = (time(int(found[1]), int(found[2])) for found in (start, end))
    if first < last:
        return written((Slot(EVERY_DAY, first, last),))
    spans = ((time(0), last), (first, _LATEST))
    return written(Slot(EVERY_DAY, *span) for span in spans if span[0] < span[1])
