"""What the screens of places and people share: what a clerk sees of both, and how she changes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from starlette.responses import RedirectResponse, Response

from bot.admin.rendering import HEADERS, Templates
from bot.admin.seat import Asked
from bot.desk.clerk import Clerk, RosterRefused
from bot.desk.desk import Desk
from bot.desk.labels import ROLES
from bot.desk.placing import KINDS
from bot.desk.rights import Standing
from intents.verdict import Category
from matching.holes import Hole, find_holes
from matching.responder import Responder
from matching.routing import Town
from matching.territory import Node, Territory
from storage.staff import Member
from storage.unit_of_work import UnitOfWork

T = TypeVar("T")
A_PAGE = 50
#: What a screen says after a step that went well; the address carries the word.
DONE = {
    "added": "已经加上了。",
    "changed": "已经改好了，两秒内在各处生效。",
    "closed": "已经关闭；它的名字以后都算接替的地点。",
    "reopened": "已经重新启用。",
    "duty": "职责改好了。",
    "backup": "B角改好了。",
    "leave": "请假登记好了。",
    "back": "已经销假。",
    "bind": "新的绑定码好了，旧的不能再用。",
    "unbound": "已经解除绑定，旧绑定码也作废了。",
    "vouched": "已经记下。",
}
#: What nobody is held responsible for, however few take it.
CATEGORIES = tuple(category.value for category in Category if category is not Category.OTHER)


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody sees of places and people at a moment. `staff` is by code."""

    standing: Standing
    town: Town
    staff: Mapping[str, Member]
    now: datetime
    zone: ZoneInfo

    @property
    def territory(self) -> Territory:
        """The tree."""
        return self.town.territory

    @property
    def today(self) -> date:
        """The local day."""
        return self.now.astimezone(self.zone).date()

    @property
    def tops(self) -> Sequence[Node]:
        """Where her part of the tree begins."""
        own = self.territory.get(self.standing.place)
        return [own] if own is not None else self.territory.children("")

    def sees(self, code: str) -> bool:
        """Whether a place is there and hers to see."""
        return self.territory.get(code) is not None and self.standing.sees_place(self.territory, code)

    def sees_person(self, person: Responder) -> bool:
        """Whether somebody has a duty where she sees."""
        return not self.standing.place or any(self.sees(duty.place) for duty in person.duties)

    def changes_person(self, person: Responder) -> bool:
        """Whether all that somebody does is where she sees."""
        return all(self.standing.sees_place(self.territory, duty.place) for duty in person.duties)

    def people(self) -> list[Responder]:
        """Everybody she sees, by code; who has no duty any more is seen by those who see everything."""
        known = self.town.directory
        found = [person for person in known.responders() if self.sees_person(person)]
        if not self.standing.place:
            found += [Responder(one.code, one.name, ()) for one in self.staff.values() if known.get(one.code) is None]
        return found

    def person(self, code: str) -> Responder | None:
        """Somebody she sees, or None."""
        known = self.town.directory.get(code)
        if known is not None:
            return known if self.sees_person(known) else None
        member = self.staff.get(code)
        return Responder(code, member.name, ()) if member is not None and not self.standing.place else None

    def line(self, code: str) -> list[Node]:
        """From the top of her part down to a place."""
        line = list(reversed(self.territory.lineage(code)))
        return [node for node in line if self.sees(node.code)]

    def holes(self) -> list[Hole]:
        """The holes where she sees, those of places first."""
        subscribed = {one.code: one.subscribed for one in self.staff.values() if one.subscribed is not None}
        found = find_holes(self.territory, self.town.directory, subscribed, CATEGORIES)
        return [hole for hole in found if self.standing.sees_place(self.territory, hole.place)]

    def place_said(self, said: str) -> str:
        """The code of the place that somebody typed by its code or name. Raises RosterRefused."""
        said = said.strip()
        if not said or self.sees(said):
            return said
        title = self.territory.title
        found = [
            node.code
            for node in self.territory.nodes()
            if not node.is_closed and said in (node.name, title(node.code)) and self.sees(node.code)
        ]
        if len(found) == 1:
            return found[0]
        if found:
            names = "、".join(f"{title(code)}（{code}）" for code in found[:5])
            raise RosterRefused(f"“{said}”有{len(found)}处：{names}，请写括号里的编码")
        raise RosterRefused(f"没有找到“{said}”，请写全名或编码，如“榕御小区3栋”")

    def person_said(self, said: str) -> str:
        """The code of the person that somebody typed by code or name. Raises RosterRefused."""
        said = said.strip()
        if not said or self.town.directory.get(said) is not None:
            return said
        found = [person.code for person in self.people() if person.name == said]
        if len(found) == 1:
            return found[0]
        if found:
            raise RosterRefused(f"叫“{said}”的有{len(found)}人：{'、'.join(found[:8])}，请写编码")
        raise RosterRefused(f"没有找到“{said}”，请写全名或编码")


@dataclass(frozen=True, slots=True)
class Roster:
    """The desk and the pages, as screens of places and people use them."""

    desk: Desk
    templates: Templates

    def sight(self, asked: Asked) -> Sight:
        """What she sees now."""
        return self.desk.store.read(lambda unit: self.sight_in(asked, unit))

    def sight_in(self, asked: Asked, unit: UnitOfWork) -> Sight:
        """What she sees now, within a unit of work."""
        now = self.desk.clock()
        town = self.desk.library.current(unit, now).town
        staff = {one.code: one for one in unit.staff.all()}
        return Sight(asked.here.standing, town, staff, now, self.desk.calendar.zone)

    def change(self, asked: Asked, work: Callable[[Clerk], T]) -> T:
        """What a change gives, in a transaction of its own; known everywhere in this process at once."""
        now = self.desk.clock()
        today = now.astimezone(self.desk.calendar.zone).date()
        here = asked.here

        def changing(unit: UnitOfWork) -> T:
            territory = Territory(unit.places.nodes())
            return work(Clerk(unit, here.account.name, here.standing, territory, now, today))

        try:
            return self.desk.store.run(changing)
        finally:
            self.desk.library.look_again()

    def page(self, name: str, asked: Asked, sight: Sight, status: int = 200, /, **values: Any) -> Response:
        """A page with what each of these screens needs."""
        category = sight.town.preferences.label
        return self.templates.page(
            name, asked, status, **{"words": "", "done": DONE.get(asked.query.get("done", ""), ""), **values},
            sight=sight, title=sight.territory.title, roles=ROLES, kinds=KINDS, zone=sight.zone, now=sight.now,
            category=category, categories=CATEGORIES, form=asked.form,
        )  # fmt: skip

    def missing(self, asked: Asked, words: str) -> Response:
        """A page that says that something is not there."""
        return self.templates.page("sorry", asked, 404, words=words)


def back_to(address: str, done: str = "") -> Response:
    """On to an address after a change."""
    return RedirectResponse(f"{address}?done={done}" if done else address, 303, headers=dict(HEADERS))


def page_of(asked: Asked, rows: Sequence[T]) -> tuple[Sequence[T], int, int]:
    """The rows of the page that is asked for, its number (from 1) and how many there are."""
    pages = max(1, -(-len(rows) // A_PAGE))
    said = asked.query.get("page", "1")
    number = min(max(int(said), 1), pages) if said.isdecimal() and len(said) < 7 else 1
    return rows[(number - 1) * A_PAGE : number * A_PAGE], number, pages
