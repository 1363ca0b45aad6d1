"""The golden messages: what they mean is certain, and no draft may break them without a reason."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from bot.admin.seat import Asked
from bot.admin.workbench import Workbench, to
from bot.desk.golden import GoldenRefused, Judgement, all_golden, drop_golden, judge
from intents.verdict import Category

_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class GoldenScreens:
    """The list of golden messages."""

    bench: Workbench

    def list(self, asked: Asked) -> Response:
        """Those that hold what was looked for, the last judged first."""
        return self._list(asked, "", 200)

    def _list(self, asked: Asked, wrong: str, status: int) -> Response:
        opened, query = self.bench.open(asked), asked.query
        words, category, mine = query.get("q", "").strip(), query.get("category", ""), query.get("own", "")
        found = [
            one for one in reversed(self.bench.desk.store.read(all_golden))
            if words in one.text and category in ("", one.category) and (not mine or one.key.startswith("own/"))
        ]  # fmt: skip
        pages = max(1, -(-len(found) // _A_PAGE))
        wanted = query.get("page", "1")
        page = min(max(int(wanted) if wanted.isdecimal() and len(wanted) < 9 else 1, 1), pages)
        return self.bench.page(
            "rules/golden", asked, opened, status, rows=found[(page - 1) * _A_PAGE : page * _A_PAGE],
            count=len(found), page=page, pages=pages, q=words, category=category, own=mine, wrong=wrong,
            categories=list(Category), form=asked.form,
        )  # fmt: skip

    def add(self, asked: Asked) -> Response:
        """A message whose meaning somebody is certain of."""
        form, by, now = asked.form, asked.here.account.name, self.bench.desk.clock()
        meant = Judgement(form.get("text", ""), form.get("category", ""), why=form.get("why", "").strip())
        try:
            self.bench.desk.store.run(lambda unit: judge(unit, meant, by, now))
        except GoldenRefused as refused:
            return self._list(asked, f"{refused}。", 422)
        return to("/golden?own=1")

    def drop(self, asked: Asked) -> Response:
        """One that counts no more."""
        why, by, now = asked.form.get("why", ""), asked.here.account.name, self.bench.desk.clock()
        try:
            self.bench.desk.store.run(lambda unit: drop_golden(unit, asked.number, why, by, now))
        except GoldenRefused as refused:
            return self._list(asked, f"{refused}。", 422)
        return to("/golden?own=1")
