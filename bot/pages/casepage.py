"""A case's page and its moves: one form a move, each leading to the same verb as the chat word."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote

from starlette.responses import RedirectResponse, Response

from bot.desk import refusals, wording_pages, wording_refusals
from bot.desk.casesheet import CaseSheet, Spot, case_sheet
from bot.desk.casework import VERBS
from bot.desk.chatwords import Verb
from bot.desk.closing import begun_by
from bot.desk.desk import Desk, Visit
from bot.desk.links import Links
from bot.desk.looking import note_look
from bot.desk.offering import Candidate, Offer, candidates, named
from bot.desk.pagework import PageMove, key_of, make_move, visit_by_link
from bot.desk.picking import joined_case
from bot.desk.seeing import SeenAs, seen_as
from bot.desk.waiting import FARTHEST
from bot.pages.maps import map_link
from bot.pages.photos import PhotoRefused, taken_in
from bot.pages.rendering import HEADERS, Templates
from bot.pages.request import MOST_PHOTOS, Asked
from bot.pages.watermark import mark_of
from intents.verdict import Category
from matching.case import Case, PointState
from storage.unit_of_work import UnitOfWork

#: These may be answered with what is missing instead of being made.
_ANSWERED_WITH_A_QUESTION = frozenset({Verb.FINISH, Verb.DECLINE})
#: As many characters as a long chat message has.
MOST_WORDS = 500


@dataclass(frozen=True, slots=True)
class _Opening:
    """A case opened by somebody who may: her sheet, whom she may hand it to, her watermark."""

    sheet: CaseSheet
    people: tuple[Candidate, ...]
    categories: tuple[tuple[str, str], ...]
    mark: str
    tomorrow: str
    farthest: str
    missing: str


@dataclass(frozen=True, slots=True)
class CasePages:
    """The pages of one case."""

    desk: Desk
    links: Links
    templates: Templates

    def show(self, asked: Asked) -> Response:
        """The case as the link's person may read it; what she just did stands above it."""
        done = self._reply(asked)
        opening = self._open(asked)
        if opening is None:
            words = done or wording_pages.NOT_YOURS
            return self.templates.page("gone", 200 if done else 404, asked=asked, words=words, mark="", big=asked.big)
        return self.templates.page(
            "case",
            200,
            asked=asked,
            sheet=opening.sheet,
            done=done,
            mark=opening.mark,
            big=asked.big,
            map_address=map_address(opening.sheet),
            tel=self._relay(opening.sheet),
            **self._fresh(asked),
        )

    def form(self, asked: Asked) -> Response:
        """The form of one move, while it may be made; what it still wants after a first try stands above it."""
        opening = self._open(asked)
        offer = _offer(opening, str(asked.path["verb"]))
        if opening is None or offer is None:
            return RedirectResponse(asked.home(asked.number), 303, headers=dict(HEADERS))
        said = self._reply(asked)
        return self._form(asked, opening, offer, (opening.missing or said) if said else "", 200)

    def move(self, asked: Asked) -> Response:
        """Make a move; back to the case with what chat would have answered, or to the form with the refusal."""
        if asked.path["verb"] not in set(VERBS):
            return RedirectResponse(asked.home(asked.number), 303, headers=dict(HEADERS))
        opening = self._open(asked)
        offer = _offer(opening, str(asked.path["verb"]))
        once = asked.form.get("once", "")
        try:
            if self._reply_of(asked, once) is None:
                make_move(self.desk, asked.opened, self._move(asked, offer))
        except (refusals.DeskRefusal, PhotoRefused) as refused:
            words = wording_refusals.refusal(refused) if isinstance(refused, refusals.DeskRefusal) else str(refused)
            if opening is None or offer is None:
                return self.templates.page("gone", 409, asked=asked, words=words, mark="", big=asked.big)
            return self._form(asked, opening, offer, words, 409)
        back = f"{asked.number}/{offer.verb}" if offer is not None and self._wants_more(asked, offer) else asked.number
        return RedirectResponse(asked.home(f"{back}?done={quote(once)}"), 303, headers=dict(HEADERS))

    # -- steps -----------------------------------------------------------------------------------------

    def _open(self, asked: Asked) -> _Opening | None:
        def work(unit: UnitOfWork) -> _Opening | None:
            visit = visit_by_link(self.desk, unit, asked.opened)
            case = joined_case(visit, unit.cases.load(asked.number))
            seen = seen_as(visit, case) if case is not None else None
            if case is None or seen is None:
                return None
            note_look(visit, case, "page")
            return _opening(visit, case, seen, str(asked.path.get("verb", "")))

        return self.desk.store.run(work)

    def _wants_more(self, asked: Asked, offer: Offer) -> bool:
        """Whether a move that was answered still stands open: a photo or a point is missing, a door not named."""
        still = _offer(self._open(asked), offer.verb) if offer.verb in _ANSWERED_WITH_A_QUESTION else None
        return still is not None

    def _reply(self, asked: Asked) -> str:
        once = asked.query.get("done", "").replace("\0", "")
        return self._reply_of(asked, once) or "" if once else ""

    def _reply_of(self, asked: Asked, once: str) -> str | None:
        return self.desk.store.read(lambda unit: unit.inbox.reply_to(key_of(asked.opened, once)))

    def _move(self, asked: Asked, offer: Offer | None) -> PageMove:
        words = asked.form.get("words", "").strip()
        if len(words) > MOST_WORDS:
            raise PhotoRefused(wording_pages.TOO_LONG.format(most=MOST_WORDS))
        codes = asked.form.get("whom", "").split(",")
        names = self.desk.store.read(lambda unit: named(visit_by_link(self.desk, unit, asked.opened), codes))
        spot = asked.form.get("spot", "").strip()
        chosen = {
            "whom": names,
            "category": asked.form.get("category", ""),
            "day": f"{asked.form.get('day', '')} {asked.form.get('clock', '')}".strip(),
            "spot": f"在{spot}" if spot else "",
            "pick": asked.form.get("pick", ""),
            "words": words,
        }
        order = offer.form.order if offer is not None else ("words",)
        said = " ".join(chosen[part] for part in order if chosen[part])
        photos = tuple(taken_in(content) for content in asked.photos)
        verb = Verb(str(asked.path["verb"]))
        return PageMove(asked.number, verb, said, asked.form.get("once", ""), photos, _ticks(asked.form))

    def _form(self, asked: Asked, opening: _Opening, offer: Offer, refused: str, status: int) -> Response:
        return self.templates.page(
            "move",
            status,
            asked=asked,
            sheet=opening.sheet,
            offer=offer,
            opening=opening,
            refused=refused,
            words=asked.form.get("words", ""),
            most=MOST_WORDS,
            photos_most=MOST_PHOTOS,
            mark=opening.mark,
            big=asked.big,
            **self._fresh(asked),
        )

    def _fresh(self, asked: Asked) -> dict[str, str]:
        """What every form sends back: the link's key, and a name for the sending."""
        return {"key": self.links.form_key(asked.token), "once": secrets.token_urlsafe(9)}

    def _relay(self, sheet: CaseSheet) -> str:
        """The address that calls the switchboard with the case's number as extension; empty without one."""
        number = self.desk.customs.relay_number.replace(" ", "")
        return f"tel:{number},,{sheet.line.number}" if number and sheet.seen_as is SeenAs.HANDLER else ""


def _opening(visit: Visit, case: Case, seen: SeenAs, verb: str) -> _Opening:
    label = visit.knowledge.town.preferences.label
    today = visit.now.astimezone(visit.zone).date()
    moves = [Verb(verb)] if verb in set(Verb) and seen is SeenAs.HANDLER else []
    sheet = case_sheet(visit, case, seen)
    return _Opening(
        sheet,
        tuple(person for move in moves for person in candidates(visit, case, move)),
        tuple((category.value, label(category)) for category in Category),
        "" if seen is SeenAs.RESIDENT else mark_of(visit),
        (today + timedelta(days=1)).isoformat(),
        (today + FARTHEST).isoformat(),
        _missing(visit, sheet) if verb == Verb.FINISH else "",
    )


def _missing(visit: Visit, sheet: CaseSheet) -> str:
    """What the visitor's proposal to close waits for; empty when he has made none."""
    begun = begun_by(visit)
    if begun.case != sheet.line.number:
        return ""
    wanted = (
        (wording_pages.POINTS_MISSING, any(not point.state for point in sheet.points)),
        (wording_pages.PHOTO_MISSING, begun.photo),
    )
    return "\n".join(words for words, missing in wanted if missing)


def _ticks(form: Mapping[str, str]) -> Mapping[int, tuple[PointState, str]]:
    """What a form says of points: `point-1` is done or explained, `note-1` why."""
    said = {name.removeprefix("point-"): value for name, value in form.items() if name.startswith("point-")}
    known = {int(at): PointState(value) for at, value in said.items() if at.isdigit() and value in set(PointState)}
    return {at: (state, form.get(f"note-{at}", "").strip()) for at, state in known.items() if state}


def _offer(opening: _Opening | None, verb: str) -> Offer | None:
    offered = opening.sheet.offers if opening is not None else ()
    return next((offer for offer in offered if offer.verb == verb), None)


def map_address(sheet: CaseSheet) -> str:
    """A link that a map app opens at the place; empty where nobody measured it."""
    spot: Spot | None = sheet.spot
    if spot is None:
        return ""
    return map_link(sheet.line.place or f"#{sheet.line.number}", spot.lng, spot.lat)
