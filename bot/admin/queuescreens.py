"""The list of cases: filters, search, kept views, a table to take away, and the same move with many."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.responses import RedirectResponse, Response

from bot.admin.casescreens import seated_of, sorry, wish_of
from bot.admin.gate import Door
from bot.admin.rendering import HEADERS, Templates
from bot.admin.seat import Asked
from bot.desk import queueing
from bot.desk.acting import reading_visit, scope_of
from bot.desk.bulk import MOST_AT_ONCE, do_each, rehearse
from bot.desk.desk import Desk
from bot.desk.exporting import COLUMNS, case_record
from bot.desk.labels import STATES
from bot.desk.rights import Right
from bot.desk.sheets import CSV, XLSX, csv_of, xlsx_of
from bot.desk.wording_pages import STATES_FOR_HANDLERS
from intents.verdict import Category
from storage.audit import Audited
from storage.queue import PAGE
from storage.saved_views import SavedView
from storage.unit_of_work import UnitOfWork

LIST = "/admin/cases"
TABS = (("open", "在办"), ("troubled", "卡住和超时"), ("disputed", "待裁决"), ("ended", "已结束"), ("all", "全部"))
#: What a filter can ask for by a word, with how it reads.
FLAGS = (("urgent", "紧急"), ("late", "超时"), ("soon", "24小时内到期"), ("unsigned", "没接单"),
         ("unspoken", "没回过居民"), ("stuck", "卡住"), ("private", "不公开"))  # fmt: skip
_ORDERS = (("trouble", "急的在前"), ("newest", "新的在前"), ("oldest", "旧的在前"))
#: What can be done with many at once, with what it asks for.
BULK = (("urge", "催办"), ("hand_on", "转给"), ("correct", "改类别"), ("give_time", "延期"), ("note", "留言"),
        ("take", "接着办（不再等）"))  # fmt: skip
WHOM = (("", "系统找下一位"), ("物业", "物业"), ("网格", "网格员"), ("楼长", "楼长"), ("书记", "小区书记"),
        ("社区", "社区"), ("街道", "街道"))  # fmt: skip
_NAME_MOST = 20
_QUERY_MOST = 600


@dataclass(frozen=True, slots=True)
class QueueScreens:
    """The screens of the list of cases."""

    desk: Desk
    templates: Templates

    def list(self, asked: Asked) -> Response:
        """One page of what is asked for."""
        seat, now = asked.here, self.desk.clock()
        query = _query(asked)

        def work(unit: UnitOfWork) -> dict[str, Any]:
            visit = reading_visit(self.desk, unit, now)
            label = visit.knowledge.town.preferences.label
            return {
                "found": queueing.list_of(visit, seat.standing, query),
                "places": queueing.places_for(visit, seat.standing),
                "handlers": queueing.handlers_for(visit, seat.standing),
                "categories": [(category.value, label(category)) for category in Category],
                "own": queueing.own_codes(visit, seat.standing),
                "views": unit.saved_views.seen_by(seat.account.number),
                "tab": "disputed" if query.get("disputed") == "1"
                else queueing.filters_of(visit, seat.standing, query).which.value,
            }  # fmt: skip

        return self.templates.page("cases/list", asked, query=query, **self._choices(), **self.desk.store.read(work))

    def _choices(self) -> dict[str, Any]:
        states = {**STATES, **STATES_FOR_HANDLERS}
        return {
            "tabs": TABS, "flags": FLAGS, "orders": _ORDERS, "bulk": BULK, "whom": WHOM, "size": PAGE,
            "states": [(state.value, words) for state, words in states.items()],
        }  # fmt: skip

    def export(self, asked: Asked) -> Response:
        """What is asked for as a table in the columns of `linli export cases`."""
        seat, now = asked.here, self.desk.clock()
        query, as_csv = _query(asked), asked.query.get("format") == "csv"

        def work(unit: UnitOfWork) -> bytes:
            visit = reading_visit(self.desk, unit, now)
            filters = queueing.filters_of(visit, seat.standing, query)
            cases = unit.queue.all(filters, scope_of(visit, seat.standing), now)
            records = (case_record(case, visit.zone) for case in cases)
            return (csv_of if as_csv else xlsx_of)(COLUMNS["cases"], records)

        name = f"cases-{now.astimezone(self.desk.calendar.zone):%Y%m%d-%H%M}.{'csv' if as_csv else 'xlsx'}"
        content = self.desk.store.read(work)
        self._audit(asked, "export", name, {"query": str(dict(query))}, now)
        headers = {**HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}
        return Response(content, media_type=CSV if as_csv else XLSX, headers=headers)

    def _audit(self, asked: Asked, action: str, which: str, after: dict[str, str], now: datetime) -> None:
        change = Audited(now, asked.here.account.name, action, "cases", which, {}, after)
        self.desk.store.run(lambda unit: unit.audit.record(change))

    # -- many at once --------------------------------------------------------------------------------

    def bulk(self, asked: Asked) -> Response:
        """What the move would do to each of the marked cases, before anything is done."""
        numbers = _numbers(asked)
        if not numbers:
            return sorry(self.templates, asked, 422, "还没有选。请在列表里勾上要办的几件，再按一次。")
        wish = wish_of(asked)
        if wish.what not in dict(BULK):
            return sorry(self.templates, asked, 422, "请选要做什么。")
        told = rehearse(self.desk, seated_of(self.desk, asked), numbers, wish)
        return self.templates.page(
            "cases/bulk", asked, told=told, wish=wish, label=dict(BULK)[wish.what], once=secrets.token_urlsafe(9),
            back=_back(asked), done=False, most=MOST_AT_ONCE, more=len(numbers) > MOST_AT_ONCE,
        )  # fmt: skip

    def do_bulk(self, asked: Asked) -> Response:
        """The move with each of them; what became of each."""
        numbers, wish = _numbers(asked), wish_of(asked)
        if not numbers or wish.what not in dict(BULK):
            return sorry(self.templates, asked, 422, "还没有选。请回到列表，勾上要办的几件。")
        told = do_each(self.desk, seated_of(self.desk, asked, asked.form.get("once", "")), numbers, wish)
        return self.templates.page(
            "cases/bulk", asked, told=told, wish=wish, label=dict(BULK)[wish.what], once="", back=_back(asked),
            done=True, most=MOST_AT_ONCE, more=False,
        )  # fmt: skip

    # -- kept views ----------------------------------------------------------------------------------

    def keep_view(self, asked: Asked) -> Response:
        """Keep the filters of the page under a name."""
        name, query = asked.form.get("name", "").strip()[:_NAME_MOST], asked.form.get("query", "")[:_QUERY_MOST]
        if not name:
            return sorry(self.templates, asked, 422, "请给这个视图起个名字，再存一次。")
        now, account = self.desk.clock(), asked.here.account
        view = SavedView(0, account.number, name, query.lstrip("?"), asked.form.get("shared") == "1", now)

        def work(unit: UnitOfWork) -> None:
            number = unit.saved_views.add(view)
            after = {"name": name, "query": view.query, "shared": view.shared}
            unit.audit.record(Audited(now, account.name, "create", "view", str(number), {}, after))

        self.desk.store.run(work)
        return RedirectResponse(f"{LIST}?{view.query}", 303, headers=dict(HEADERS))

    def drop_view(self, asked: Asked) -> Response:
        """Take one of the account's own views away."""
        now, account = self.desk.clock(), asked.here.account

        def work(unit: UnitOfWork) -> bool:
            gone = unit.saved_views.drop(asked.number, account.number)
            if gone:
                unit.audit.record(Audited(now, account.name, "drop", "view", str(asked.number)))
            return gone

        if not self.desk.store.run(work):
            return sorry(self.templates, asked, 404, "没有这个视图，或者是别人存的。")
        return RedirectResponse(LIST, 303, headers=dict(HEADERS))


def _query(asked: Asked) -> dict[str, str]:
    """What the address asks for; the tab of what waits for an arbiter is a flag of its own."""
    query = {name: value.replace("\0", "") for name, value in asked.query.items()}
    if query.get("tab") == "disputed":
        query |= {"tab": "open", "disputed": "1"}
    return query


def _numbers(asked: Asked) -> list[int]:
    said = asked.many.get("number", ())
    return list(dict.fromkeys(int(one) for one in said if one.isdecimal() and len(one) < 10))


def _back(asked: Asked) -> str:
    back = asked.form.get("back", "")
    return back if back == LIST or back.startswith(f"{LIST}?") else LIST


def queue_doors(desk: Desk, templates: Templates) -> list[Door]:
    """The doors of the list."""
    screens = QueueScreens(desk, templates)
    return [
        Door("GET", "/cases", screens.list, Right.WORK),
        Door("GET", "/cases/export", screens.export, Right.WORK),
        Door("POST", "/cases/bulk", screens.bulk, Right.MOVE),
        Door("POST", "/cases/bulk/do", screens.do_bulk, Right.MOVE),
        Door("POST", "/cases/views", screens.keep_view, Right.WORK),
        Door("POST", "/cases/views/{number:int}/drop", screens.drop_view, Right.WORK),
    ]
