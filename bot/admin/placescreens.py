"""The tree of places: walked level by level, searched, changed; and the holes in it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from starlette.responses import Response

from bot.admin.roster import Roster, Sight, back_to, page_of
from bot.admin.seat import Asked
from bot.desk import placing
from bot.desk.clerk import RosterRefused
from bot.desk.placing import PlaceTerms
from matching.holes import Hole, HoleKind
from matching.responder import Role
from matching.territory import Node, NodeKind

PLACES = "/admin/people/places"
_FOUND_MOST = 50
HOLES = {
    HoleKind.NO_LEADER: "没有楼长、巷长",
    HoleKind.NO_OWNER: "有类别没人管",
    HoleKind.NO_BACKUP: "没有B角",
    HoleKind.LEFT: "取消了关注",
    HoleKind.NO_ACCOUNT: "还没绑定账号",
    HoleKind.CLOSED_PLACE: "职责在已关闭的地点",
}
_ANCHORS = {HoleKind.NO_BACKUP: "backup", HoleKind.CLOSED_PLACE: "duties"}


@dataclass(frozen=True, slots=True)
class PlaceScreens:
    """The screens of the tree."""

    roster: Roster

    def top(self, asked: Asked) -> Response:
        """Where the tree begins, or what a search finds."""
        sight = self.roster.sight(asked)
        tops = sight.tops
        if len(tops) == 1 and "q" not in asked.query:
            return self._show(asked, sight, tops[0], "", 200)
        return self._top(asked, sight, "", 200)

    def _top(self, asked: Asked, sight: Sight, words: str, status: int) -> Response:
        said = asked.query.get("q", "").strip()
        found = _search(sight, said) if said else list(sight.tops)
        holes = sight.holes()
        return self.roster.page(
            "places/top", asked, sight, status, words=words, found=found[:_FOUND_MOST], count=len(found), said=said,
            below=_below(sight, holes), holes=Counter(hole.kind for hole in holes), hole_names=HOLES,
            addable=placing.kinds_below(None) if not sight.standing.place else [],
        )  # fmt: skip

    def show(self, asked: Asked) -> Response:
        """A place: what lies below, who is responsible, what is missing."""
        sight = self.roster.sight(asked)
        node = sight.territory.get(str(asked.path["code"]))
        if node is None or not sight.sees(node.code):
            return self.roster.missing(asked, "没有这个地点，或者它不归您管。")
        return self._show(asked, sight, node, "", 200)

    def _show(self, asked: Asked, sight: Sight, node: Node, words: str, status: int) -> Response:
        territory = sight.territory
        within = set(territory.below(node.code))
        holes = [hole for hole in sight.holes() if hole.place in within]
        children, number, pages = page_of(asked, sorted(territory.children(node.code), key=_order))
        return self.roster.page(
            "places/place", asked, sight, status, words=words, node=node, line=sight.line(node.code)[:-1],
            children=children, page=number, pages=pages, count=len(territory.children(node.code)),
            total=len(within) - 1, below=_below(sight, holes), holes=Counter(hole.kind for hole in holes),
            hole_names=HOLES, here=sight.town.directory.at(node.code), addable=placing.kinds_below(node),
            above=[one for one in territory.lineage(node.code)[1:] if sight.town.directory.at(one.code)],
            mend=[(mend_words(sight, one), mend_link(one)) for one in holes if one.place == node.code],
        )  # fmt: skip

    def add(self, asked: Asked) -> Response:
        """One place or several below another one."""
        form = asked.form
        terms = _terms(asked, form.get("parent", ""))
        try:
            self.roster.change(asked, lambda clerk: placing.add_places(clerk, terms))
        except RosterRefused as refused:
            return self._again(asked, terms.parent, f"{refused}。")
        return back_to(f"{PLACES}/{quote(terms.parent)}" if terms.parent else PLACES, "added")

    def change(self, asked: Asked) -> Response:
        """A place by another name, somewhere else, with other aliases."""
        code = str(asked.path["code"])
        try:
            parent = self.roster.sight(asked).place_said(asked.form.get("parent", ""))
            self.roster.change(asked, lambda clerk: placing.change_place(clerk, code, _terms(asked, parent)))
        except RosterRefused as refused:
            return self._again(asked, code, f"{refused}。")
        return back_to(f"{PLACES}/{quote(code)}", "changed")

    def close(self, asked: Asked) -> Response:
        """A place closed in favour of another one."""
        code = str(asked.path["code"])
        try:
            successor = self.roster.sight(asked).place_said(asked.form.get("successor", ""))
            self.roster.change(asked, lambda clerk: placing.close_place(clerk, code, successor))
        except RosterRefused as refused:
            return self._again(asked, code, f"{refused}。")
        return back_to(f"{PLACES}/{quote(code)}", "closed")

    def reopen(self, asked: Asked) -> Response:
        """A closed place stands again."""
        code = str(asked.path["code"])
        try:
            self.roster.change(asked, lambda clerk: placing.reopen_place(clerk, code))
        except RosterRefused as refused:
            return self._again(asked, code, f"{refused}。")
        return back_to(f"{PLACES}/{quote(code)}", "reopened")

    def holes(self, asked: Asked) -> Response:
        """What is missing, each with the link that mends it."""
        sight = self.roster.sight(asked)
        at, kind = asked.query.get("at", ""), asked.query.get("kind", "")
        within = set(sight.territory.below(at)) if at else None
        mine = [hole for hole in sight.holes() if within is None or hole.place in within]
        counts = Counter(hole.kind for hole in mine)
        chosen = [hole for hole in mine if not kind or hole.kind == kind]
        rows, number, pages = page_of(asked, chosen)
        return self.roster.page(
            "places/holes", asked, sight, rows=[(hole, mend_words(sight, hole), mend_link(hole)) for hole in rows],
            count=len(chosen), page=number, pages=pages, counts=counts, hole_names=HOLES, kind=kind, at=at,
        )  # fmt: skip

    def _again(self, asked: Asked, code: str, words: str) -> Response:
        sight = self.roster.sight(asked)
        node = sight.territory.get(code)
        if node is None or not sight.sees(code):
            return self._top(asked, sight, words, 422) if not code else self.roster.missing(asked, words)
        return self._show(asked, sight, node, words, 422)


def mend_words(sight: Sight, hole: Hole) -> str:
    """A hole as a sentence."""
    member = sight.staff.get(hole.person)
    name = member.name if member is not None else hole.person
    return {
        HoleKind.NO_LEADER: "还没有楼长或巷长",
        HoleKind.NO_OWNER: f"“{sight.town.preferences.label(hole.category)}”没有人管",
        HoleKind.NO_BACKUP: f"{name}没有B角，请假时没人顶上",
        HoleKind.LEFT: f"{name}取消了关注，收不到通知",
        HoleKind.NO_ACCOUNT: f"{name}还没绑定账号，收不到通知",
        HoleKind.CLOSED_PLACE: f"{name}的职责在一个已关闭的地点",
    }[hole.kind]


def mend_link(hole: Hole) -> str:
    """Where a hole is mended."""
    if hole.person:
        return f"/admin/people/of/{quote(hole.person)}#{_ANCHORS.get(hole.kind, 'account')}"
    role = "" if hole.kind is HoleKind.NO_OWNER else Role.BUILDING_LEADER.value
    said = {"place": hole.place, "role": role, "category": hole.category}
    return f"/admin/people/new?{urlencode({name: value for name, value in said.items() if value})}"


def _terms(asked: Asked, parent: str) -> PlaceTerms:
    form = asked.form
    return PlaceTerms(
        form.get("name", ""), form.get("kind", ""), parent, form.get("code", ""), form.get("aliases", ""),
        form.get("lng", ""), form.get("lat", ""),
    )  # fmt: skip


def _search(sight: Sight, said: str) -> list[Node]:
    """What is called so, in whole or in part, by its name, an alias, its title or its code."""
    title = sight.territory.title
    return [
        node
        for node in sight.territory.nodes()
        if (said == node.code or any(said in name for name in (node.name, title(node.code), *node.aliases)))
        and sight.sees(node.code)
    ]


def _below(sight: Sight, holes: list[Hole]) -> Counter[str]:
    """How many holes lie at each place or anywhere below it."""
    counted: Counter[str] = Counter()
    for place, many in Counter(hole.place for hole in holes).items():
        for node in sight.territory.lineage(place):
            counted[node.code] += many
    return counted


def _order(node: Node) -> tuple[bool, int, int, str]:
    """Those that stand first, buildings by their number."""
    digits = "".join(mark for mark in node.name if mark.isdecimal())
    return node.is_closed, list(NodeKind).index(node.kind), int(digits or 0), node.name
