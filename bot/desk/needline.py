"""A need as sentences tell it: its number, what and where, when and how long, how many, and who comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.desk import wording_wishes
from bot.desk.desk import Telling, Visit
from matching.case import Case
from matching.need import Need, NeedState, NeedUrgency
from matching.offers import HOLDING, Offer
from matching.routing import masked
from matching.wish import wish_of

#: A window this much longer than the work itself is told as a window; else it is simply when it takes place.
_SLACK = timedelta(minutes=30)
_AN_HOUR = 60

#: The kind of notice by which a volunteer is asked.
OFFER = "offer"
SEARCHING = "正在找志愿者，找到马上告诉您。"
_TOLD = frozenset({NeedState.OPEN, NeedState.FILLED, NeedState.DONE})
#: Where a need stands, for volunteers, requesters and coordinators alike: at most five characters.
STATES = {
    NeedState.CARD: "等您确认",
    NeedState.OPEN: "正在找人",
    NeedState.FILLED: "已有人接",
    NeedState.DONE: "等您评价",
    NeedState.CONFIRMED: "已完成",
    NeedState.FALLBACK: "已转专人",
    NeedState.CANCELLED: "已取消",
    NeedState.MISSED: "没有完成",
}


@dataclass(frozen=True, slots=True)
class NeedLine:
    """What a sentence about a need is made of. Texts are ready to read; an empty one is left out.

    `said` is the number as people type it. `place` ends at the building; `address` has the room and is for those who
    have claimed it. `when` is the window, `span` how long it takes. `people` are wanted, `have` have claimed it.
    `asks` is what the requester asks for besides the skill.
    """

    said: str
    what: str
    place: str
    when: str
    span: str
    people: int = 1
    have: int = 0
    asks: str = ""
    address: str = ""
    note: str = ""

    @property
    def head(self) -> str:
        """How it is named: number, matter, place."""
        return f"#{self.said} {self.what}" + (f" · {self.place}" if self.place else "")

    @property
    def facts(self) -> str:
        """When and for how long, one line."""
        return f"{self.when}，约{self.span}" if self.span else self.when

    @property
    def progress(self) -> str:
        """How many of those wanted have claimed it: "3/5人已接"."""
        return f"{self.have}/{self.people}人已接"


def need_line(visit: Visit, need: Need, offers: Sequence[Offer] = (), *, claimed: bool = False) -> NeedLine:
    """A need as sentences need it; with `claimed` for somebody who goes there, who may know the address in full."""
    return NeedLine(
        said=need.said,
        what=need.what,
        place=need.place_text or visit.knowledge.town.territory.title(need.place),
        when=when_of(visit, need),
        span=span_of(need.minutes),
        people=need.people,
        have=sum(offer.state in HOLDING for offer in offers),
        asks="、".join(asked_for(need)),
        address=address_of(visit, need) if claimed else "",
        note=need.note if claimed else "",
    )


def when_of(visit: Visit, need: Need) -> str:
    """The window of a need: "今天18:30–21:00", "今天18:00前" where it may begin now, "11月28日9:00到11月29日18:00"."""
    starts, ends = need.starts_at.astimezone(visit.zone), need.ends_at.astimezone(visit.zone)
    if need.starts_at <= visit.now:
        return f"{visit.until(need.ends_at)}前"
    if starts.date() == ends.date():
        return f"{visit.until(need.starts_at)}–{ends.hour}:{ends.minute:02d}"
    return f"{visit.until(need.starts_at)}到{visit.until(need.ends_at)}"


def arrives_by(visit: Visit, need: Need) -> str:
    """By when somebody is there, as the requester reads it: "今天19:00前到", "11月28日9:00–12:00之间到"."""
    latest = max(need.ends_at - timedelta(minutes=need.minutes), need.starts_at)
    if need.starts_at <= visit.now:
        return f"{visit.until(max(latest, visit.now))}前到"
    if latest - need.starts_at < _SLACK:
        return f"{visit.until(need.starts_at)}到"
    return f"{when_of(visit, need)}之间到"


def span_of(minutes: int) -> str:
    """So many minutes as people say it: 40分钟, 1小时, 2小时30分钟."""
    hours, rest = divmod(minutes, _AN_HOUR)
    return (f"{hours}小时" if hours else "") + (f"{rest}分钟" if rest else "")


def asked_for(need: Need) -> list[str]:
    """What the requester asks for besides the hands: languages, 女志愿者, two people, somebody looked into."""
    found = [f"会{language}" for language in need.languages]
    found += [f"{need.gender}志愿者"] if need.gender else []
    found += ["社区审核过的"] if need.vetted else []
    found += ["两人一起"] if need.pair else []
    return found


def address_of(visit: Visit, need: Need) -> str:
    """Where to go, in full: the building, and the room where the requester's home is known and it is there.

    Of a wish only where whoever wished lets the claimer come to the door; else what is carried goes by the community.
    """
    wish = wish_of(need.source)
    if wish is not None and not (wish.door and not wish.of_child):
        return wording_wishes.by_community(need.place_text)
    if wish is not None:
        need = replace(need, place_text="")
    where = need.place_text or visit.knowledge.town.territory.title(need.place)
    visited = visit.unit.recipients.load(need.recipient) if need.recipient else None
    if visited is not None:
        return where + (f"{visited.room}室" if visited.room else "") + f" {masked(visited.name)}".rstrip()
    requester = visit.unit.people.contact(need.requester) if need.requester else None
    at_home = requester is not None and requester.room and requester.home == need.place
    return f"{where}{requester.room}室" if requester is not None and at_home else where


def volunteer_title(visit: Visit, code: str, need: Need | None = None) -> str:
    """A volunteer as the requester reads her: 志愿者周**（水电维修，住4栋）; her code is nobody's to read."""
    volunteer = visit.knowledge.roster.get(code)
    if volunteer is None:
        return "志愿者"
    wanted = [part.skill for part in need.parts if part.skill] if need is not None else []
    skills = [skill for skill in wanted if skill in volunteer.skills | volunteer.verified]
    home = visit.knowledge.town.territory.get(volunteer.home)
    about = [*skills[:1], *([f"住{home.name}"] if home is not None and need is not None else [])]
    return f"志愿者{masked(volunteer.name)}" + (f"（{'，'.join(about)}）" if about else "")


def helped_by(visit: Visit, case: Case) -> str:
    """Who helps with a case, or that somebody is looked for, as a line for 进度; empty where no volunteer is asked."""
    need = visit.unit.needs.of_case(case.number)
    if need is None or need.state not in _TOLD:
        return ""
    holders = visit.unit.needs.holders(need.number)
    who = "、".join(volunteer_title(visit, offer.volunteer, need) for offer in holders)
    if need.state is NeedState.DONE or not who:
        return "" if need.state is NeedState.DONE else SEARCHING
    return f"{who}接了，{arrives_by(visit, need)}。"


def needs_card(visit: Visit, need: Need, state: str = "") -> dict[str, str]:
    """A need in the few short fields of a template message, and the page behind it."""
    due = need.ends_at.astimezone(visit.zone).strftime("%Y-%m-%d %H:%M")
    place = need.place_text or visit.knowledge.town.territory.title(need.place)
    number = f"#{need.case}" if need.case else f"Z{need.number}"
    matter = f"{need.what} {place}".strip()
    page = f"need/{need.number}"
    return {"number": number, "matter": matter, "state": state or STATES[need.state], "due": due, "page": page}


def telling(visit: Visit, need: Need, kind: str, text: str, state: str = "") -> Telling:
    """Something told about a need; `state` goes on the card instead of where the need stands."""
    urgent = need.urgency is NeedUrgency.URGENT
    return Telling(kind, text, None, needs_card(visit, need, state), urgent, need.case)


def unread(visit: Visit, need: Need, code: str) -> bool:
    """Whether a volunteer has not been reached with an offer yet; then it is taken back, and she need not know."""
    volunteer = visit.knowledge.roster.get(code)
    contact = volunteer.contact if volunteer is not None else 0
    return bool(contact) and visit.unit.outbox.take_back(contact, OFFER, f"need/{need.number}") > 0


def tell_volunteer(visit: Visit, code: str, notice: Telling) -> bool:
    """Tell a volunteer by her account; False without one."""
    volunteer = visit.knowledge.roster.get(code)
    return volunteer is not None and bool(volunteer.contact) and visit.tell(notice, contact=volunteer.contact)
