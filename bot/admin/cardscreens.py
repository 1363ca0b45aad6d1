"""Cards to print: for the stairwells of a whole compound, and for those on duty who are to bind their account."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from starlette.responses import Response

from bot.admin.rendering import HEADERS
from bot.admin.roster import Roster, Sight
from bot.admin.seat import Asked
from bot.desk import carding
from bot.desk.carding import Card
from bot.desk.clerk import Clerk, RosterRefused
from bot.errors import BotError
from bot.paper.card import cards_as_pdf
from matching.responder import Responder
from matching.territory import Node

#: The same scene has the same address for good: it is asked for once a month.
_KEPT = timedelta(days=30)
_AT_ONCE = 120


@dataclass(frozen=True, slots=True)
class CardScreens:
    """The screens of cards. `scene` gives what the account's own code of a scene holds; None where there is none."""

    roster: Roster
    scene: Callable[[str], str] | None = None

    def show(self, asked: Asked) -> Response:
        """Which place, which cards."""
        return self._show(asked, "", 200)

    def _show(self, asked: Asked, words: str, status: int) -> Response:
        sight, said = self.roster.sight(asked), asked.query.get("at", "") or asked.form.get("at", "")
        stairs: Sequence[Node] = []
        at = ""
        try:
            at = sight.place_said(said)
            stairs = self._stairwells(sight, at) if at else []
        except RosterRefused as refused:
            words, status = words or f"{refused}。", 422
        rows = [(node, carding.leader_of(sight.town, node.code)) for node in stairs]
        binding = _to_bind(sight, at) if at else []
        return self.roster.page(
            "people/cards", asked, sight, status, words=words, at=at, said=said, rows=rows, binding=binding,
            most=_AT_ONCE, published=self.scene is not None,
        )  # fmt: skip

    def stairwell(self, asked: Asked) -> Response:
        """The cards of the stairwells of a place as a PDF."""
        try:
            sight = self.roster.sight(asked)
            at = sight.place_said(asked.form.get("at", ""))
            wanted = set(asked.many.get("stairs", ()))
            party = asked.many.get("party", ())
            stairs = [node for node in self._stairwells(sight, at) if node.code in wanted]
            cards = [carding.stairwell_card(sight.town, node, party) for node in stairs]
            return self._printed(asked, cards, "stairwells")
        except RosterRefused as refused:
            return self._show(asked, f"{refused}。", 422)

    def bind(self, asked: Asked) -> Response:
        """The cards that bind those on duty as a PDF; who printed them is kept."""
        try:
            sight = self.roster.sight(asked)
            codes = asked.many.get("person", ())
            people = [one for code in codes if (one := sight.person(code)) is not None and sight.changes_person(one)]
            ready = [one for one in people if sight.staff[one.code].bind_code]
            cards = [carding.bind_card(sight.town, one, sight.staff[one.code]) for one in ready]
            printed = self._printed(asked, cards, "binding")
        except RosterRefused as refused:
            return self._show(asked, f"{refused}。", 422)

        def kept(clerk: Clerk) -> None:
            for one in ready:
                clerk.record(("print_bind_card", "person", one.code), {}, {"printed": True})

        self.roster.change(asked, kept)
        return printed

    def _stairwells(self, sight: Sight, at: str) -> Sequence[Node]:
        if not sight.sees(at):
            raise RosterRefused("请写要打印哪里的卡片，如“榕御小区”")
        return carding.stairwells(sight.town, at)

    def _printed(self, asked: Asked, cards: Sequence[Card], name: str) -> Response:
        if not cards:
            raise RosterRefused("请至少勾一张卡片；没有绑定码的人先到本人那一页换一个")
        if len(cards) > _AT_ONCE:
            raise RosterRefused(f"一次最多打印{_AT_ONCE}张，请分几次")
        four = asked.form.get("layout", "a4") == "a4"
        pdf = cards_as_pdf(cards, self._addresses([card.scene for card in cards]), four=four)
        headers = {**HEADERS, "Content-Disposition": f'attachment; filename="linli-{name}.pdf"'}
        return Response(pdf, headers=headers, media_type="application/pdf")

    def _addresses(self, scenes: Sequence[str]) -> Mapping[str, str]:
        """What the codes hold: the account's own, else, while it has none, our address with the scene."""
        memory, base = self.roster.desk.memory, self.roster.desk.links.base
        found = {scene: f"{base}/?{urlencode({'scene': scene})}" for scene in scenes}
        if self.scene is None:
            return found
        for scene in scenes:
            address = memory.get(f"scene address:{scene}")
            if address is None:
                try:
                    address = self.scene(scene)
                except BotError:
                    raise RosterRefused("公众号的二维码没拿到，请过几分钟再试；一直不行请管理员看看设置") from None
                memory.put(f"scene address:{scene}", address, _KEPT)
            found[scene] = address
        return found


def _to_bind(sight: Sight, at: str) -> list[Responder]:
    """Those with a duty there whom the clerk may change and who have not bound an account."""
    within = set(sight.territory.below(at))
    return [
        one
        for one in sight.people()
        if any(duty.place in within for duty in one.duties)
        and sight.changes_person(one)
        and one.code in sight.staff
        and sight.staff[one.code].subscribed is None
    ]
