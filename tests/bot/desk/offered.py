"""What tests of offers are told with: four who live near and far, and a need of one of the neighbours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.desk.desk import Visit
from bot.desk.volunteering import seek
from matching.need import Need, NeedKind, NeedState, NeedUrgency, Part
from matching.offers import Offer, OfferState
from storage.people import VolunteerRow
from storage.unit_of_work import UnitOfWork
from tests.builders import DeskTalk

#: Electricians next door, across the yard and in the next compound; and one who keeps company.
ROWS = (
    ("zhou", "周大明", "rongyu-4", ("水电维修",)),
    ("wu", "吴小军", "rongyu-5", ("水电维修",)),
    ("zheng", "郑阿强", "jiangbin-1", ("水电维修",)),
    ("qian", "钱文", "rongyu-3", ("陪伴聊天",)),
)
ZHOU, WU, ZHENG, QIAN = (f"openid-{row[0]}" for row in ROWS)


def an_electrician(code: str, name: str = "周大明", home: str = "rongyu-3", **given: Any) -> VolunteerRow:
    """Somebody with an account (`openid-` and her code) who can do anything electric."""
    row = VolunteerRow(
        code=code, name=name, openid=f"openid-{code}", home=home, work="", skills=("水电维修",), languages=(),
        gender="", slots="", weekly_cap=5, vetted=False,
    )  # fmt: skip
    return replace(row, **given)


def enlist(talk: DeskTalk, *rows: VolunteerRow) -> None:
    """Have these among the volunteers, or the usual four."""
    listed = rows or tuple(an_electrician(code, name, home, skills=skills) for code, name, home, skills in ROWS)
    talk.store.run(lambda unit: unit.people.apply_volunteers(listed))
    talk.desk.library.look_again()


def a_need(talk: DeskTalk, **given: Any) -> Need:
    """A lamp at 榕御小区3栋 within the next six hours, one electrician."""
    need = Need(
        number=0, kind=NeedKind.HELP, state=NeedState.OPEN, urgency=NeedUrgency.TODAY, place="rongyu-3",
        place_text="榕御小区3栋", what="换灯泡", starts_at=talk.now, ends_at=talk.now + timedelta(hours=6),
        created_at=talk.now, touched_at=talk.now, parts=(Part("水电维修"),), coordinator="shequ",
    )  # fmt: skip
    return replace(need, **given)


def visit_of(talk: DeskTalk, unit: UnitOfWork, who: str = "resident") -> Visit:
    """A visit of somebody (an openid) just now."""
    talk.count += 1
    contact = unit.people.contact_of(who, talk.now)
    knowledge = talk.desk.library.current(unit, talk.now)
    return Visit(talk.desk, unit, knowledge, contact, f"visit-{talk.count}", talk.now)


def as_(talk: DeskTalk, who: str, act: Callable[[Visit], Need]) -> Need:
    """What comes of an act of somebody's, committed."""
    return talk.store.run(lambda unit: act(visit_of(talk, unit, who)))


def sought(talk: DeskTalk, who: str = "resident", **given: Any) -> Need:
    """A need of somebody's, on its way."""
    need = a_need(talk, **{"requester": talk.contact(who).id, **given})
    return as_(talk, who, lambda visit: seek(visit, need))


def offered(talk: DeskTalk, *codes: str, who: str = "resident", **given: Any) -> Need:
    """A need of somebody's that these volunteers were asked for just now, whomever the protocol would have asked."""
    need = a_need(talk, **{"requester": talk.contact(who).id, **given})
    until = talk.now + timedelta(minutes=30)

    def work(unit: UnitOfWork) -> Need:
        kept = replace(need, number=unit.needs.add(replace(need, wakes_at=until)), wakes_at=until)
        for code in codes or ("zhou", "wu", "zheng"):
            skills = {skill for volunteer in unit.people.volunteers() if volunteer.code == code
                      for skill in volunteer.skills}
            part = next((part.skill for part in kept.parts if part.skill in skills), "")
            unit.needs.offer(Offer(0, kept.number, code, talk.now, until, part, 1))
        return kept

    return talk.store.run(work)


def need_now(talk: DeskTalk, number: int = 1) -> Need:
    """A need as it is kept."""
    need = talk.store.read(lambda unit: unit.needs.load(number))
    assert need is not None, f"no need {number}"
    return need


def offers_now(talk: DeskTalk, number: int = 1) -> list[Offer]:
    """Whom a need was offered to."""
    return talk.store.read(lambda unit: unit.needs.offers(number))


def ends(talk: DeskTalk, number: int = 1) -> dict[str, OfferState]:
    """What became of each offer, by the volunteer's code."""
    return {offer.volunteer: offer.state for offer in offers_now(talk, number)}
