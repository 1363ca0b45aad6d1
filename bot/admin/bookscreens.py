"""What is done with what was understood: who has it, by when, what is said, how places are called, campaigns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from starlette.responses import Response

from bot.admin.ruleedits import groups_text
from bot.admin.seat import Asked
from bot.admin.workbench import Workbench
from bot.desk.book import LONGEST_REPLY
from bot.desk.wording import NO_CASE_NEEDED
from intents.verdict import Category
from matching.deadline import Terms

SECTIONS = ("routing", "terms", "replies", "nicknames", "campaigns")
_UNNAMED = frozenset({"building", "grid"})


@dataclass(frozen=True, slots=True)
class BookScreens:
    """The sections of the book beside the words."""

    bench: Workbench

    def section(self, asked: Asked) -> Response:
        """One section."""
        return self.show(asked, str(asked.path["name"]))

    def show(self, asked: Asked, name: str, wrong: str = "", status: int = 200) -> Response:
        """One section; `wrong` says why a change was not taken."""
        if name not in SECTIONS:
            return self.bench.not_there(asked, "没有这一页规则。请回到“规则”里挑一页。")
        opened = self.bench.open(asked)
        territory, live = opened.live.town.territory, opened.live.book
        nicknames = live.nicknames if live is not None else {}
        places = [territory.title(node.code) for node in territory.nodes() if node.kind not in _UNNAMED]
        return self.bench.page(
            f"rules/{name}", asked, opened, status, wrong=wrong, form=asked.form, codes=list(Category),
            groups=lambda code: groups_text(opened.book.preferences, code), term=term_text, longest=LONGEST_REPLY,
            unopened=list(NO_CASE_NEEDED), live=nicknames, places=places, today=self.bench.today(),
            gone={code: names for code, names in nicknames.items() if code not in opened.book.nicknames},
        )  # fmt: skip


def term_text(terms: Terms, code: str) -> str:
    """A term as people write it: "24小时", "15个工作日", "7天"."""
    span, working = terms.ordinary if code == "ordinary" else terms.of(code)
    if working:
        return f"{span.days}个工作日"
    hours = span / timedelta(hours=1)
    return f"{span.days}天" if hours > 24 and not span.seconds else f"{hours:g}小时"
