"""我的志愿登记 and certificates: shown, changed and printed behind a link; whether a number is true anybody may ask."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.desk import refusals, wording_hours, wording_pages, wording_refusals, wording_register
from bot.desk.certifying import CertificateSheet, certify, look_up, sheet_of
from bot.desk.chatwords import Command, Verb
from bot.desk.desk import Desk, Visit
from bot.desk.enlisting import quit_register, register_line
from bot.desk.links import Links
from bot.desk.pagework import visit_by_link
from bot.desk.registersheet import register_sheet, rest_from_page, save_register
from bot.pages.rendering import HEADERS, Templates
from bot.pages.request import Asked
from bot.paper.certificate import certificate_marks
from bot.paper.pdf import as_pdf
from storage.errors import StoreUnavailable
from storage.unit_of_work import UnitOfWork

Doing = Callable[[Visit, Mapping[str, str]], str]
_NUMBER_MOST = 40


@dataclass(frozen=True, slots=True)
class VolunteerPages:
    """What is asked about being a volunteer."""

    desk: Desk
    links: Links
    templates: Templates

    def show(self, asked: Asked) -> Response:
        """Her entry, or an empty form to become one; her hours and certificates below."""
        return self._page(asked, "", 200)

    def change(self, asked: Asked) -> Response:
        """What a form of the page wants; the page again with what came of it."""
        doing = _DOING.get(str(asked.path.get("what", "save")))
        if doing is None:
            return RedirectResponse(asked.home("volunteer"), 303, headers=dict(HEADERS))
        try:
            words = self.desk.store.run(lambda unit: doing(visit_by_link(self.desk, unit, asked.opened), asked.form))
        except refusals.DeskRefusal as refused:
            return self._page(asked, wording_refusals.refusal(refused), 409)
        return RedirectResponse(asked.home(f"volunteer?done={quote(words)}"), 303, headers=dict(HEADERS))

    def certificate(self, asked: Asked) -> Response:
        """One of her certificates to look at before it is printed."""
        sheet = self._sheet(asked)
        if sheet is None:
            words = wording_hours.CERTIFICATE_GONE
            return self.templates.page("gone_register", 404, asked=asked, words=words, mark="", big=asked.big)
        return self.templates.page(
            "certificate", asked=asked, sheet=sheet, span=wording_hours.span, mark="", big=asked.big
        )

    def printed(self, asked: Asked) -> Response:
        """One of her certificates as a PDF."""
        sheet = self._sheet(asked)
        if sheet is None:
            return RedirectResponse(asked.home("volunteer"), 303, headers=dict(HEADERS))
        address = f"{self.links.base}/pages/certificate" if self.links.base else ""
        content = as_pdf(certificate_marks(sheet, address), wording_hours.TITLE)
        name = f'attachment; filename="{sheet.certificate.number}.pdf"'
        return Response(content, media_type="application/pdf", headers={**HEADERS, "Content-Disposition": name})

    async def look_up(self, request: Request) -> Response:
        """Whether a certificate is true, for whoever is shown one; no link is needed and nothing more is told."""
        number = str(request.path_params.get("number") or request.query_params.get("number", ""))[:_NUMBER_MOST]
        number = number.replace("\0", "")
        try:
            found = await run_in_threadpool(self._looked_up, number) if number else None
        except StoreUnavailable:
            return self.templates.page("sorry", 503, words=wording_pages.BUSY, big=False, mark="")
        status = 404 if number and found is None else 200
        words = found or (wording_hours.UNKNOWN_NUMBER if number else "")
        return self.templates.page(
            "lookup", status, number=number, words=words, genuine=found is not None, big=False, mark=""
        )

    # -- steps -----------------------------------------------------------------------------------------

    def _looked_up(self, number: str) -> str | None:
        return self.desk.store.read(lambda unit: look_up(unit, number))

    def _sheet(self, asked: Asked) -> CertificateSheet | None:
        number = str(asked.path["code"])

        def work(unit: UnitOfWork) -> CertificateSheet | None:
            visit = visit_by_link(self.desk, unit, asked.opened)
            try:
                return sheet_of(visit, number)
            except refusals.NotAVolunteer:
                return None

        return self.desk.store.read(work)

    def _page(self, asked: Asked, refused: str, status: int) -> Response:
        sheet = self.desk.store.read(lambda unit: register_sheet(visit_by_link(self.desk, unit, asked.opened)))
        done = asked.query.get("done", "").replace("\0", "")
        return self.templates.page(
            "volunteer",
            status,
            asked=asked,
            sheet=sheet,
            done=done if done in _ANSWERS else "",
            refused=refused or (done if done in _REFUSED else ""),
            card=wording_register.card(sheet.line),
            key=self.links.form_key(asked.token),
            mark="",
            big=asked.big,
        )


def _save(visit: Visit, form: Mapping[str, str]) -> str:
    row = save_register(visit, form)
    return wording_register.SAVED if register_line(visit, row).home else wording_register.SAVED_WITHOUT_HOME


def _rest(visit: Visit, form: Mapping[str, str]) -> str:
    until = form.get("until", "")
    if not rest_from_page(visit, until):
        return wording_register.NO_SUCH_DAY
    return wording_register.RESTS if until else wording_register.REST_OVER


def _quit(visit: Visit, _form: Mapping[str, str]) -> str:
    words = quit_register(visit, "")
    return wording_register.HAS_LEFT if words == wording_register.QUIT else wording_register.STILL_HOLDS


def _certify(visit: Visit, _form: Mapping[str, str]) -> str:
    words = certify(visit, Command(Verb.CERTIFICATE, None, ""))
    known = {wording_hours.NO_CERTIFICATE, wording_hours.NO_NAME}
    return words if words in known else wording_register.CERTIFIED


_DOING: Mapping[str, Doing] = MappingProxyType(
    {"save": _save, "rest": _rest, "quit": _quit, "certify": _certify}
)
#: What the page says after a form; nothing else that stands in an address is repeated.
_ANSWERS = frozenset({
    wording_register.SAVED, wording_register.SAVED_WITHOUT_HOME, wording_register.RESTS, wording_register.REST_OVER,
    wording_register.HAS_LEFT, wording_register.CERTIFIED,
})  # fmt: skip
_REFUSED = frozenset({
    wording_register.NO_SUCH_DAY, wording_register.STILL_HOLDS, wording_hours.NO_CERTIFICATE, wording_hours.NO_NAME,
})  # fmt: skip
