"""What desk tests are told with: a small neighbourhood, and a talk of several people with the desk.

A test names only what matters to it; the rest is as ordinary as possible.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.desk.book import Book
from bot.desk.clock import Due
from bot.desk.delivery import Post, deliver_due
from bot.desk.desk import Desk
from bot.desk.intake import receive_message
from bot.desk.knowledge import Knowledge, Library
from bot.desk.message import InboundMessage, MessageKind
from bot.desk.reminders import do_due
from bot.desk.sending import FetchResult, Outcome, SendResult, TemplateMessage
from bot.settings import DeskSettings
from intents.rule import parse_rules
from intents.terms import CompiledRules, compile_rules
from matching.case import Case, CaseEvent, State
from matching.deadline import WorkCalendar
from matching.gazetteer import Gazetteer
from matching.responder import Directory
from matching.routing import Town, parse_preferences, shipped_preferences_text
from matching.territory import Node, NodeKind, Territory
from storage.cases import CaseMessage
from storage.outbox import Letter, Notice, Undelivered
from storage.people import Contact, PersonRow
from storage.short_term import InProcess
from storage.unit_of_work import Store

#: A Tuesday morning at work: 10:00 in Zhangzhou.
MORNING = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
SENT = SendResult(Outcome.SENT)


def a_case(**given: Any) -> Case:
    """A case that 3栋's leader has and has not taken yet."""
    case = Case(
        number=1,
        state=State.AWAITING_SIGNIN,
        intent="report",
        category="parking",
        secondary=(),
        place="rongyu-3",
        place_text="榕御小区3栋",
        summary="榕御小区3栋楼下乱停车",
        responder="chen",
        reporter=1,
        urgent=False,
        private=False,
        confidence=0.9,
        revision=1,
        created_at=MORNING,
        touched_at=MORNING,
    )
    return replace(case, **given)


def a_message(**given: Any) -> InboundMessage:
    """A text message of a resident."""
    message = InboundMessage("key-1", "wechat", "resident", MessageKind.TEXT, MORNING, "榕御小区3栋楼下乱停车")
    return replace(message, **given)


def a_notice(**given: Any) -> Notice:
    """A notice to 3栋's leader that is due."""
    notice = Notice(
        kind="task", text="#1 停车秩序", case=None, contact=None, person="chen", urgent=False, due_at=MORNING, key="n1"
    )
    return replace(notice, **given)


def a_person(code: str, name: str, role: str, place: str, *categories: str, **given: str) -> PersonRow:
    """A duty; openid and bind code are made of the person's code unless given."""
    row = PersonRow(code, name, role, place, categories or ("*",), f"openid-{code}", "", "", f"bind-{code}")
    return replace(row, **given)  # type: ignore[arg-type]  # all are texts


def places() -> Sequence[Node]:
    """A district with two compounds, a lane and a few buildings; 榕御小区 lies at 117.65, 24.51."""
    above = [
        Node("xiangcheng", "", NodeKind.DISTRICT, "芗城区", (), None, None),
        Node("xinqiao", "xiangcheng", NodeKind.STREET, "新桥街道", (), None, None),
        Node("rongyu-sq", "xinqiao", NodeKind.COMMUNITY, "榕御社区", (), None, None),
        Node("rongyu", "rongyu-sq", NodeKind.COMPOUND, "榕御小区", ("榕御",), 117.65, 24.51),
        Node("jiangbin", "rongyu-sq", NodeKind.COMPOUND, "江滨花园", (), 117.70, 24.55),
        Node("xiuwen", "rongyu-sq", NodeKind.LANE, "修文路", (), None, None),
    ]
    buildings = [
        Node(f"{compound}-{number}", compound, NodeKind.BUILDING, f"{number}栋", (), None, None)
        for compound in ("rongyu", "jiangbin")
        for number in range(1, 6)
    ]
    return [*above, *buildings]


def people() -> Sequence[PersonRow]:
    """3栋 and 5栋 of 榕御小区 have leaders; property, grid worker, community and street have the rest."""
    return [
        a_person("chen", "陈建国", "building_leader", "rongyu-3", "parking", "noise", "neighbor", "safety"),
        a_person("li", "李明", "building_leader", "rongyu-5"),
        a_person(
            "wuye", "榕御物业", "property", "rongyu",
            "facility", "property_fee", "property_service", "sanitation", "utilities",
        ),
        a_person("lin", "林小梅", "grid_worker", "rongyu-sq", "care"),
        a_person("shequ", "榕御社区居委会", "community", "rongyu-sq"),
        a_person("jiedao", "新桥街道办", "street", "xinqiao"),
    ]


@cache
def rules_text() -> str:
    """Rules of few and heavy words, so that no test of the desk hangs on how well messages are understood."""
    return (Path(__file__).parent / "bot" / "desk" / "rules.toml").read_text(encoding="utf-8")


@cache
def rules() -> CompiledRules:
    """Those rules as revision 1, compiled once for all tests."""
    return compile_rules(replace(parse_rules(rules_text()), revision=1))


def a_library() -> Library:
    """A library that need not compile the rules again; places and people are read from the store."""
    library = Library()
    preferences = parse_preferences(shipped_preferences_text())
    nowhere = Town(Territory(()), Directory(()), preferences)
    book = Book(rules().rules, preferences)
    library._knowledge = Knowledge(rules(), Gazetteer(()), nowhere, {"rules": 1}, book=book)
    return library


class Phones:
    """A messenger that keeps what it is given.

    `answers` are used up in order (an exception is raised), then everything is sent; `meanwhile` happens
    during every send.
    """

    def __init__(self, *answers: SendResult | BaseException) -> None:
        self.answers = list(answers)
        self.sent: list[tuple[str, str]] = []
        self.templates: list[tuple[str, TemplateMessage]] = []
        self.media: list[tuple[str, str, str]] = []
        self.keys: list[str] = []
        self.meanwhile: Callable[[], object] = lambda: None

    def send_text(self, openid: str, text: str, key: str) -> SendResult:
        result = self._answer(key)
        if result.outcome is Outcome.SENT:
            self.sent.append((openid, text))
        return result

    def send_template(self, openid: str, template: TemplateMessage, key: str) -> SendResult:
        result = self._answer(key)
        if result.outcome is Outcome.SENT:
            self.templates.append((openid, template))
        return result

    def send_media(self, openid: str, kind: MessageKind, media_id: str, key: str) -> SendResult:
        result = self._answer(key)
        if result.outcome is Outcome.SENT:
            self.media.append((openid, kind.value, media_id))
        return result

    def _answer(self, key: str) -> SendResult:
        self.keys.append(key)
        self.meanwhile()
        result = self.answers.pop(0) if self.answers else SENT
        if isinstance(result, BaseException):
            raise result
        return result


class Album:
    """Where files are fetched: `answers` are used up in order, then every id has a file."""

    def __init__(self, *answers: FetchResult) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    def fetch(self, media_id: str) -> FetchResult:
        self.asked.append(media_id)
        return self.answers.pop(0) if self.answers else FetchResult(Outcome.SENT, media_id.encode(), "image/jpeg")


@dataclass
class DeskTalk:
    """People talking with the desk, one message after the other, at a clock that the test moves."""

    store: Store
    desk: Desk
    now: datetime = MORNING
    phones: Phones = field(default_factory=Phones)
    count: int = 0

    def says(self, who: str, text: str) -> str:
        """The reply to a text of `who` (an openid)."""
        return self.sends(who, "text", text=text)

    def sends(self, who: str, kind: str, **given: Any) -> str:
        """The reply to a message or event of any kind."""
        self.count += 1
        given.setdefault("key", f"key-{self.count}")
        message = InboundMessage(channel="wechat", sender=who, kind=MessageKind(kind), sent_at=self.now, **given)
        return receive_message(self.desk, message).result().text

    def later(self, **span: float) -> None:
        """Let time pass; `later()` is long enough for the next message to be a matter of its own."""
        self.now += timedelta(**(span or {"minutes": 10}))

    def tick(self) -> list[tuple[int, str]]:
        """What the clocks did just now, as (case, what)."""
        return [(due.case, due.what) for due in self.ticked()]

    def ticked(self) -> Sequence[Due]:
        return do_due(self.desk, self.now)

    def post(self, **given: Any) -> Post:
        post = Post(self.store, self.phones, lambda: self.now, ZONE)
        return replace(post, **given)

    def deliver(self, **given: Any) -> int:
        """Send what is due now; how many letters were claimed."""
        return deliver_due(self.post(**given))

    # -- looking ------------------------------------------------------------------------------------

    def case(self, number: int) -> Case:
        case = self.store.read(lambda unit: unit.cases.load(number))
        assert case is not None, f"no case {number}"
        return case

    def cases(self) -> list[Case]:
        return self.store.read(lambda unit: list(unit.cases.export(None)))

    def moves(self, number: int) -> list[str]:
        return [str(event.action) for event in self.events(number)]

    def events(self, number: int) -> list[CaseEvent]:
        return self.store.read(lambda unit: unit.cases.events(number))

    def words(self, number: int) -> list[CaseMessage]:
        return self.store.read(lambda unit: unit.cases.messages(number))

    def contact(self, who: str) -> Contact:
        return self.store.run(lambda unit: unit.people.contact_of(who, self.now))

    def letters(self) -> list[Letter]:
        """Every notice that waits to be sent, in order. For tests that deliver nothing: it claims them."""
        far = self.now + timedelta(days=400)
        return self.store.run(lambda unit: unit.outbox.claim(far, timedelta(), 1000))

    def told(self, who: str, kind: str = "") -> list[str]:
        """What waits to be sent to a person's code or an openid, of one kind of notice or of all."""
        return [
            letter.notice.text
            for letter in self.letters()
            if who in (letter.notice.person, letter.recipient.openid if letter.recipient else "")
            and kind in ("", letter.notice.kind)
        ]

    def held(self) -> list[Undelivered]:
        return self.store.read(lambda unit: unit.outbox.undelivered(100))

    def counts(self) -> dict[str, int]:
        """The letters by state, without the states that have none."""
        counts = self.store.read(lambda unit: unit.outbox.counts())
        return {state: count for state, count in counts.items() if count}


def a_talk(
    store: Store,
    *,
    nodes: Sequence[Node] | None = None,
    staff: Sequence[PersonRow] | None = None,
    at: datetime = MORNING,
    **customs: Any,
) -> DeskTalk:
    """The desk of the small neighbourhood, open for talk."""
    store.run(lambda unit: unit.rules.publish(rules_text(), "tests", "few and heavy words", at))
    store.run(lambda unit: unit.places.apply(places() if nodes is None else nodes))
    store.run(lambda unit: unit.people.apply(people() if staff is None else staff))
    talk: DeskTalk

    def now() -> datetime:
        return talk.now

    desk = Desk(store, InProcess(), a_library(), WorkCalendar("Asia/Shanghai"), now, DeskSettings(**customs))
    talk = DeskTalk(store, desk, at)
    return talk
