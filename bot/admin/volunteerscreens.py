"""The volunteers: who can do what where, whom the community trusts, what they did; and their teams."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from starlette.responses import Response

from bot.admin.roster import Roster, Sight, back_to, page_of
from bot.admin.seat import Asked
from bot.desk import registering
from bot.desk.clerk import Clerk, RosterRefused
from bot.desk.enlisting import unproven
from matching.routing import masked
from matching.team import Team
from storage.people import VolunteerRow
from storage.unit_of_work import UnitOfWork

VOLUNTEERS = "/admin/volunteers"
FILTERS = {
    "": "所有人",
    "vetted": "可托付",
    "unproven": "有技能待核实",
    "resting": "在休息",
    "unbound": "没绑定",
}
_WORKS_MOST = 30
_Seen = tuple[Sight, Sequence[VolunteerRow], Sequence[Team]]


@dataclass(frozen=True, slots=True)
class VolunteerScreens:
    """The screens of volunteers."""

    roster: Roster

    def list(self, asked: Asked) -> Response:
        """Every volunteer she sees; names are masked here."""
        sight, rows, teams = self.roster.desk.store.read(lambda unit: self._seen(asked, unit))
        chosen = [row for row in rows if _is_asked_for(asked, sight, row)]
        shown, page, pages = page_of(asked, chosen)
        hours = self.roster.desk.store.read(lambda unit: {row.code: unit.hours.total(row.code) for row in shown})
        skills = sorted({skill for row in rows for skill in row.skills})
        return self.roster.page(
            "people/volunteers", asked, sight, rows=shown, count=len(chosen), page=page, pages=pages, hours=hours,
            skills=skills, filters=FILTERS, masked=masked, teams=teams, unproven=unproven,
            resting={row.code for row in shown if _rests(row, sight.today)},
        )  # fmt: skip

    def _seen(self, asked: Asked, unit: UnitOfWork) -> _Seen:
        sight = self.roster.sight_in(asked, unit)
        standing, territory = sight.standing, sight.territory
        rows = [row for row in unit.people.volunteer_rows() if registering.is_seen(standing, territory, row)]
        teams = [team for team in unit.teams.all() if standing.sees_place(territory, team.place)]
        return sight, rows, teams

    def show(self, asked: Asked) -> Response:
        """One volunteer."""
        return self._show(asked, "", 200)

    def _show(self, asked: Asked, words: str, status: int) -> Response:
        code = str(asked.path["code"])
        sight, rows, teams = self.roster.desk.store.read(lambda unit: self._seen(asked, unit))
        row = next((one for one in rows if one.code == code), None)
        if row is None:
            return self.roster.missing(asked, "没有这位志愿者，或者不归您管。")
        works = self.roster.desk.store.read(lambda unit: unit.hours.of_volunteer(code))
        return self.roster.page(
            "people/volunteer", asked, sight, status, words=words, row=row, unproven=unproven(row), masked=masked,
            teams=[team for team in teams if code in team.members], works=list(reversed(works))[:_WORKS_MOST],
            times=len(works), minutes=sum(one.minutes for one in works), resting=_rests(row, sight.today),
            mine=asked.here.may("roster"),
        )  # fmt: skip

    def verify(self, asked: Asked) -> Response:
        """Somebody has seen the paper for a skill, or takes that back."""
        skill, seen = asked.form.get("skill", ""), asked.form.get("seen") == "1"
        desk = self.roster.desk
        return self._step(asked, lambda clerk, code: registering.verify_skill(desk, clerk, code, skill, seen=seen))

    def vet(self, asked: Asked) -> Response:
        """The community trusts her, or no longer."""
        vetted, desk = asked.form.get("vetted") == "1", self.roster.desk
        return self._step(asked, lambda clerk, code: registering.set_vetted(desk, clerk, code, vetted=vetted))

    def _step(self, asked: Asked, work: Callable[[Clerk, str], None]) -> Response:
        code = str(asked.path["code"])
        try:
            self.roster.change(asked, lambda clerk: work(clerk, code))
        except RosterRefused as refused:
            return self._show(asked, f"{refused}。", 422)
        return back_to(f"{VOLUNTEERS}/{quote(code)}", "vouched")


def _rests(row: VolunteerRow, today: date) -> bool:
    return bool(row.resting_until) and row.resting_until >= today.isoformat()


def _is_asked_for(asked: Asked, sight: Sight, row: VolunteerRow) -> bool:
    said, skill = asked.query.get("q", "").strip(), asked.query.get("skill", "")
    title = sight.territory.title
    called = said in (row.code, row.name) or any(place and said in title(place) for place in (row.home, row.work))
    return (not said or called) and (not skill or skill in row.skills) and {
        "vetted": row.vetted,
        "unproven": bool(unproven(row)),
        "resting": _rests(row, sight.today),
        "unbound": not row.openid,
    }.get(asked.query.get("what", ""), True)
