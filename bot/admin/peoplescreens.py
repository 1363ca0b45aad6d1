"""Those on duty: who does what where, who can be reached, who has too much, and what is done when somebody leaves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote

from starlette.responses import Response

from bot.admin.roster import CATEGORIES, Roster, Sight, back_to, page_of
from bot.admin.seat import Asked
from bot.desk import staffing
from bot.desk.clerk import Clerk, RosterRefused
from bot.desk.labels import STATES
from bot.desk.leaving import HandedOver, hand_over
from bot.desk.staffing import Appointment
from matching.case import Case
from matching.figures import Burden
from matching.responder import EVERYTHING, Responder
from matching.strain import overloaded
from storage.staff import InHand
from storage.unit_of_work import UnitOfWork

PEOPLE = "/admin/people"
#: So long back it is counted at which hours somebody was sent something.
_TOLD_SINCE = timedelta(days=28)
_CASES_MOST = 50
_NOTHING = InHand()
FILTERS = {
    "": "所有人",
    "overloaded": "太忙",
    "late": "有超时的",
    "leave": "在请假",
    "unbound": "没绑定",
    "left": "取消了关注",
    "alone": "没有B角",
}


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody in the list, with what she has in hand and whether she can be reached."""

    person: Responder
    in_hand: InHand
    overloaded: bool
    away: bool
    subscribed: bool | None


@dataclass(frozen=True, slots=True)
class PeopleScreens:
    """The screens of those on duty."""

    roster: Roster

    def list(self, asked: Asked) -> Response:
        """Everybody she sees."""
        store, now = self.roster.desk.store, self.roster.desk.clock()

        def reading(unit: UnitOfWork) -> tuple[Sight, Mapping[str, InHand]]:
            return self.roster.sight_in(asked, unit), unit.staff.in_hand(now)

        sight, in_hand = store.read(reading)
        lines = [line for line in _lines(sight, in_hand) if _is_asked_for(asked, sight, line)]
        sort = asked.query.get("sort", "")
        if sort in ("open", "late"):
            lines.sort(key=lambda line: (-getattr(line.in_hand, sort), line.person.code))
        elif sort == "name":
            lines.sort(key=lambda line: line.person.name)
        rows, page, pages = page_of(asked, lines)
        burdens = self._burdens([line.person.code for line in rows])
        return self.roster.page(
            "people/list", asked, sight, rows=rows, burdens=burdens, count=len(lines), page=page, pages=pages,
            filters=FILTERS, sort=sort, nobody=Burden(),
        )  # fmt: skip

    def _burdens(self, codes: Sequence[str]) -> Mapping[str, Burden]:
        desk = self.roster.desk
        since = desk.clock() - _TOLD_SINCE
        found = dict.fromkeys(codes, Burden())
        for code, at in desk.store.read(lambda unit: unit.staff.told(codes, since)):
            found[code] = found[code].told_at(at, desk.calendar)
        return found

    def new(self, asked: Asked) -> Response:
        """The form for somebody new, or for another duty of somebody known."""
        return self._new(asked, "", 200, asked.query)

    def _new(self, asked: Asked, words: str, status: int, given: Mapping[str, str]) -> Response:
        return self.roster.page("people/new", asked, self.roster.sight(asked), status, words=words, given=given)

    def add(self, asked: Asked) -> Response:
        """Somebody new with a first duty."""
        try:
            terms = _appointment(asked, self.roster.sight(asked))
            code = self.roster.change(asked, lambda clerk: staffing.add_person(clerk, terms, CATEGORIES))
        except RosterRefused as refused:
            return self._new(asked, f"{refused}。", 422, asked.form)
        return back_to(_address(code), "added")

    def put_duty(self, asked: Asked) -> Response:
        """A duty for somebody known."""
        try:
            sight = self.roster.sight(asked)
            terms, code = _appointment(asked, sight), sight.person_said(asked.form.get("person", ""))
            self.roster.change(asked, lambda clerk: staffing.put_duty(clerk, code, terms, CATEGORIES))
        except RosterRefused as refused:
            return self._new(asked, f"{refused}。", 422, asked.form)
        return back_to(_address(code), "duty")

    def show(self, asked: Asked) -> Response:
        """Somebody's page."""
        return self._show(asked, str(asked.path["code"]), "", 200)

    def _show(self, asked: Asked, code: str, words: str, status: int, handed: HandedOver | None = None) -> Response:
        now = self.roster.desk.clock()

        def reading(unit: UnitOfWork) -> tuple[Sight, Mapping[str, InHand], list[Case]]:
            return self.roster.sight_in(asked, unit), unit.staff.in_hand(now), unit.cases.open_of_responder(code)

        sight, in_hand, cases = self.roster.desk.store.read(reading)
        person, member = sight.person(code), sight.staff.get(code)
        if person is None or member is None:
            return self.roster.missing(asked, "没有这个人，或者不归您管。")
        counts = {who: one.open for who, one in in_hand.items()}
        late = {who: one.late for who, one in in_hand.items()}
        seen = [case for case in cases if sight.standing.sees(sight.territory, case)]
        return self.roster.page(
            "people/person", asked, sight, status, words=words, person=person, member=member,
            mine=asked.here.may("roster") and sight.changes_person(person), cases=seen[:_CASES_MOST],
            in_hand=in_hand.get(code, _NOTHING), overloaded=code in overloaded(sight.town.directory, counts, late),
            burden=self._burdens([code])[code], away=person.on_leave(sight.today), states=STATES, handed=handed,
            stands_in_for=[one for one in sight.people() if one.backup == code], everything=EVERYTHING,
            backup=sight.staff.get(member.backup),
        )  # fmt: skip

    def drop_duty(self, asked: Asked) -> Response:
        """A duty taken away."""
        role, place = asked.form.get("role", ""), asked.form.get("place", "")
        return self._step(asked, "duty", lambda clerk, code: staffing.drop_duty(clerk, code, role, place))

    def backup(self, asked: Asked) -> Response:
        """Who stands in."""
        def work(clerk: Clerk, code: str) -> None:
            staffing.set_backup(clerk, code, self.roster.sight(asked).person_said(asked.form.get("backup", "")))

        return self._step(asked, "backup", work)

    def name(self, asked: Asked) -> Response:
        """Another name or phone."""
        name, phone = asked.form.get("name", ""), asked.form.get("phone", "")
        return self._step(asked, "changed", lambda clerk, code: staffing.set_name(clerk, code, name, phone))

    def leave(self, asked: Asked) -> Response:
        """Away from one day to another; what is unsigned goes to others when that begins today."""
        def work(clerk: Clerk, code: str) -> HandedOver | None:
            span = staffing.read_leave(asked.form.get("first", ""), asked.form.get("last", ""), clerk.today)
            staffing.set_leave(clerk, code, span)
            if span[0] > clerk.today:
                return None
            return hand_over(self.roster.desk, clerk, code, "请假", unsigned_only=True)

        return self._step(asked, "leave", work)

    def back(self, asked: Asked) -> Response:
        """There again."""
        return self._step(asked, "back", lambda clerk, code: staffing.set_leave(clerk, code, None))

    def bind(self, asked: Asked) -> Response:
        """A new bind code."""
        def work(clerk: Clerk, code: str) -> None:
            staffing.new_bind_code(clerk, code)

        return self._step(asked, "bind", work)

    def unbind(self, asked: Asked) -> Response:
        """No account is this person any more."""
        return self._step(asked, "unbound", staffing.unbind)

    def hand_over(self, asked: Asked) -> Response:
        """All that somebody has in hand goes to others."""
        def work(clerk: Clerk, code: str) -> HandedOver:
            staffing.check_mine(clerk, code)
            return hand_over(self.roster.desk, clerk, code, "离岗移交")

        return self._step(asked, "", work)

    def _step(self, asked: Asked, done: str, work: Callable[[Clerk, str], HandedOver | None]) -> Response:
        code = str(asked.path["code"])
        if self.roster.sight(asked).person(code) is None:
            return self.roster.missing(asked, "没有这个人，或者不归您管。")
        try:
            handed = self.roster.change(asked, lambda clerk: work(clerk, code))
        except RosterRefused as refused:
            return self._show(asked, code, f"{refused}。", 422)
        if handed is not None:
            return self._show(asked, code, "", 200, handed)
        return back_to(_address(code), done)


def _address(code: str) -> str:
    return f"{PEOPLE}/of/{quote(code)}"


def _appointment(asked: Asked, sight: Sight) -> Appointment:
    form = asked.form
    place = sight.place_said(form.get("place", ""))
    return Appointment(
        form.get("name", ""), form.get("role", ""), place, asked.many.get("categories", ()), form.get("code", ""),
        form.get("phone", ""),
    )  # fmt: skip


def _lines(sight: Sight, in_hand: Mapping[str, InHand]) -> Sequence[PersonLine]:
    counts = {code: one.open for code, one in in_hand.items()}
    late = {code: one.late for code, one in in_hand.items()}
    busy = overloaded(sight.town.directory, counts, late)
    return [
        PersonLine(
            person,
            in_hand.get(person.code, _NOTHING),
            person.code in busy,
            person.on_leave(sight.today),
            sight.staff[person.code].subscribed if person.code in sight.staff else None,
        )
        for person in sight.people()
    ]


def _is_asked_for(asked: Asked, sight: Sight, line: PersonLine) -> bool:
    said, role, at = (asked.query.get(name, "").strip() for name in ("q", "role", "at"))
    duties = line.person.duties
    return (
        (not role or any(duty.role == role for duty in duties))
        and (not at or any(sight.territory.within(duty.place, at) for duty in duties))
        and (not said or _is_called(sight, line.person, said))
        and _is_of_kind(asked.query.get("what", ""), line)
    )


def _is_called(sight: Sight, person: Responder, said: str) -> bool:
    title = sight.territory.title
    return said == person.code or said in person.name or any(said in title(duty.place) for duty in person.duties)


def _is_of_kind(what: str, line: PersonLine) -> bool:
    return {
        "overloaded": line.overloaded,
        "late": line.in_hand.late > 0,
        "leave": line.away,
        "unbound": line.subscribed is None,
        "left": line.subscribed is False,
        "alone": not line.person.backup,
    }.get(what, True)
