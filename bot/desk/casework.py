"""The chat words and what each does; the words for anyone stand here, the others in `handling` and `standing`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.desk import (
    refusals,
    wording,
    wording_handlers,
    wording_offers,
    wording_pages,
    wording_refusals,
    wording_riders,
)
from bot.desk.absence import back, leave
from bot.desk.activities import activities, join, not_join
from bot.desk.advising import ask_adviser
from bot.desk.announcing import ANNOUNCE, announce, announced, call_off
from bot.desk.answering import arrive, contact, rate, reply, report, sign
from bot.desk.calling_on import call_on
from bot.desk.cataloguing import ORDER, catalogue, ordered
from bot.desk.certifying import certify
from bot.desk.chatwords import Command, Verb
from bot.desk.checking import check, confirm, refute
from bot.desk.claiming import claim_or_take
from bot.desk.claiming import decline as decline_offer
from bot.desk.declining import appeal, decline
from bot.desk.desk import RESIDENT, Visit, line_of, move
from bot.desk.dispatching import choose, dispatch
from bot.desk.duties import duties
from bot.desk.enlisting import (
    ENLIST,
    QUIT,
    ask_to_quit,
    enlist_as_said,
    quit_register,
    rest,
    rest_over,
    sign_up,
)
from bot.desk.entrycode import claim_entry
from bot.desk.forgetting import ask_to_forget, forget
from bot.desk.fulfilling import accept_any, reject_any
from bot.desk.handling import pass_on
from bot.desk.helping import check_number, mine_and_offered, say_any, status_any, withdraw_any
from bot.desk.hourbook import my_hours
from bot.desk.inspecting import inspect
from bot.desk.jobs import apply, hire, jobs, seek_work
from bot.desk.judging import contacted, holds
from bot.desk.labels import duty_title
from bot.desk.links import with_link
from bot.desk.looking import conceal, disclose, who_looked
from bot.desk.mediating import arrange, endorse, mediate, object_to, settle_on
from bot.desk.meeting import (
    adjourn,
    attend,
    call_meeting,
    decide,
    keep_minutes,
    meetings,
    stay_away,
    take_position,
)
from bot.desk.mustering import present, roll_call
from bot.desk.ordering import SEND, order, reschedule, send_order
from bot.desk.polling import open_poll, vote
from bot.desk.proposing import Proposed, answer_to_proposed
from bot.desk.releasing import no_show, release
from bot.desk.reporting import keep_words
from bot.desk.resourcing import borrow, bring_back, lend, not_lend, resources
from bot.desk.returning import give_back, revoke, rule
from bot.desk.riding import moving, rider_of, stopped
from bot.desk.shifting import SHIFTS, send_out, shifts
from bot.desk.showing import keep_back, show, topic
from bot.desk.standing import add, correct
from bot.desk.stationing import station, stations
from bot.desk.supervising import watch
from bot.desk.surging import STAND_DOWN, end, stand_down, surge
from bot.desk.teaming import leave as leave_team
from bot.desk.teaming import members, teams
from bot.desk.two_keys import consult, finish_with_keys, second
from bot.desk.visiting import go_visiting
from bot.desk.visitnotes import done_or_visited
from bot.desk.vouching import unverify, unvet, verify, vet
from bot.desk.waiting import agree, awake, disagree, extend, inquire, schedule, wait_outside
from bot.desk.whistling import conclude, whistle
from bot.desk.wishing import adopt, let_in, wishes
from intents.verdict import Category, Intent
from matching.case import Action, Case, State
from matching.duty import bound_duties
from matching.territory import NodeKind

_HUMAN_AGAIN = timedelta(hours=2)
#: Codes are short: nobody may try them all to become somebody else.
_WRONG_CODES_MOST = 5
_WRONG_CODES_KEPT = timedelta(hours=1)


def human(visit: Visit, command: Command) -> str:
    """人工: a person at the community calls back; asking twice within two hours opens one case."""
    under_way = visit.unit.cases.open_of_reporter(visit.contact.id)
    summary = "想找人说话" + (f"：{command.rest}" if command.rest else "")
    case = next((c for c in under_way if c.summary.startswith("想找人说话") and _fresh(visit, c)), None)
    if case is None:
        case = _open_human(visit, under_way, summary)
    line = line_of(visit, case)
    if not line.who:
        return visit.text("human_nobody")
    return visit.text("human").format(title=line.who, when=line.signin)


def _fresh(visit: Visit, case: Case) -> bool:
    return visit.now - case.created_at <= _HUMAN_AGAIN


def _open_human(visit: Visit, under_way: Sequence[Case], summary: str) -> Case:
    territory = visit.knowledge.town.territory
    place = next((case.place for case in under_way if case.place), visit.contact.home)
    community = next((node.code for node in territory.lineage(place) if node.kind is NodeKind.COMMUNITY), place)
    case = Case(
        number=0,
        state=State.NEW,
        intent=Intent.CONSULT,
        category=Category.OTHER,
        secondary=(),
        place=community,
        place_text=territory.title(community),
        summary=summary,
        responder="",
        reporter=visit.contact.id,
        urgent=False,
        private=False,
        confidence=1.0,
        revision=visit.knowledge.rules.rules.revision,
        created_at=visit.now,
        touched_at=visit.now,
    )
    case = replace(case, number=visit.unit.cases.add(case))
    keep_words(visit, case.number, summary)
    case = move(visit, case, Action.OPEN, RESIDENT)
    return dispatch(visit, case, choose(visit, case))


def bind(visit: Visit, command: Command) -> str:
    """绑定: the account becomes a handler's, and what waited for him comes at once; or it is that of a volunteer whom a
    list named.
    """
    wrong_before = int(visit.desk.memory.get(_wrong_codes(visit)) or 0)
    code = _bound_code(visit, command.rest) if wrong_before < _WRONG_CODES_MOST else None
    if code is None and wrong_before < _WRONG_CODES_MOST:
        claimed = claim_entry(visit, command.rest)
        if claimed is not None:
            return claimed
    if code is None:
        visit.desk.memory.put(_wrong_codes(visit), str(wrong_before + 1), _WRONG_CODES_KEPT)
        raise refusals.UnknownBindCode
    visit.unit.outbox.release(visit.contact.id, code, visit.now)
    person = next((who for who in visit.unit.people.directory() if who.code == code), None)
    title = visit.knowledge.town.territory.title
    held = [duty_title(title(duty.place), duty.role) for duty in person.duties] if person else []
    visit.unit.duties.add(bound_duties(person, visit.now) if person else ())
    return wording_handlers.bound(person.name if person else code, held)


def _bound_code(visit: Visit, said: str) -> str | None:
    """The person whose code was said, as it is printed or in the other case, in full width or not."""
    given = unicodedata.normalize("NFKC", said).strip()
    spellings = dict.fromkeys((given, given.upper(), given.lower()))
    return next((code for form in spellings if (code := visit.unit.people.bind(visit.contact.id, form))), None)


def _wrong_codes(visit: Visit) -> str:
    return f"wrong codes:{visit.contact.id}"


def show_help(visit: Visit, command: Command) -> str:
    """帮助: the words that fit who asks."""
    del command
    if rider_of(visit) is not None:
        return f"{wording_riders.HELP}\n{visit.text('help')}"
    if not visit.contact.person:
        helps = visit.knowledge.roster.of_contact(visit.contact.id) is not None
        return f"{wording_offers.HELP}\n{visit.text('help')}" if helps else visit.text("help")
    responder = visit.knowledge.town.directory.get(visit.contact.person)
    words = wording_handlers.help_for(responder.duties if responder else ())
    return f"{words}\n{wording_offers.HELP}" if visit.knowledge.roster.of_contact(visit.contact.id) else words


#: What each chat word does.
VERBS: dict[Verb, Callable[[Visit, Command], str]] = {
    Verb.STATUS: status_any,
    Verb.ADD: add,
    Verb.CORRECT: correct,
    Verb.WITHDRAW: withdraw_any,
    Verb.ACCEPT: accept_any,
    Verb.REJECT: reject_any,
    Verb.TAKE: claim_or_take,
    Verb.FINISH: awake(finish_with_keys),
    Verb.PASS_ON: awake(pass_on),
    Verb.RETURN: awake(give_back),
    Verb.SAY: say_any,
    Verb.INQUIRE: inquire,
    Verb.SCHEDULE: schedule,
    Verb.WAIT_OUTSIDE: wait_outside,
    Verb.EXTEND: extend,
    Verb.AGREE: agree,
    Verb.DISAGREE: disagree,
    Verb.LEAVE: leave,
    Verb.BACK: back,
    Verb.RULE: rule,
    Verb.REVOKE: revoke,
    Verb.DECLINE: decline,
    Verb.APPEAL: appeal,
    Verb.CHECK: check,
    Verb.CONFIRM: confirm,
    Verb.REFUTE: refute,
    Verb.WATCH: watch,
    Verb.HOLDS: holds,
    Verb.CONTACTED: contacted,
    Verb.WHISTLE: whistle,
    Verb.HEED: sign,
    Verb.CONTACT: contact,
    Verb.ARRIVE: arrive,
    Verb.REPORT: report,
    Verb.RATE: rate,
    Verb.REPLY: reply,
    Verb.CONCLUDE: conclude,
    Verb.DUTIES: duties,
    Verb.ASK_ALL: open_poll,
    Verb.VOTE: vote,
    Verb.CALL_MEETING: call_meeting,
    Verb.ATTEND: attend,
    Verb.STAY_AWAY: stay_away,
    Verb.POSITION: take_position,
    Verb.MINUTES: keep_minutes,
    Verb.DECIDE: decide,
    Verb.ADJOURN: adjourn,
    Verb.MEETINGS: meetings,
    Verb.WHO_LOOKED: who_looked,
    Verb.DISCLOSE: disclose,
    Verb.CONCEAL: conceal,
    Verb.FORGET: ask_to_forget,
    Verb.FORGET_SURELY: forget,
    Verb.MEDIATE: mediate,
    Verb.ARRANGE: arrange,
    Verb.SETTLE_ON: settle_on,
    Verb.ENDORSE: endorse,
    Verb.OBJECT: object_to,
    Verb.INSPECT: inspect,
    Verb.CONSULT: consult,
    Verb.SECOND: second,
    Verb.SHOW: show,
    Verb.KEEP_BACK: keep_back,
    Verb.TOPIC: topic,
    Verb.CATALOGUE: catalogue,
    Verb.JOBS: jobs,
    Verb.HIRE: hire,
    Verb.SEEK_WORK: seek_work,
    Verb.APPLY: apply,
    Verb.RESOURCES: resources,
    Verb.BORROW: borrow,
    Verb.LEND: lend,
    Verb.NOT_LEND: not_lend,
    Verb.GIVE_BACK: bring_back,
    Verb.FIRM: ask_adviser,
    Verb.ACTIVITIES: activities,
    Verb.ANNOUNCE: announce,
    Verb.JOIN: join,
    Verb.NOT_JOIN: not_join,
    Verb.CALL_OFF: call_off,
    Verb.SURGE: surge,
    Verb.SHIFTS: shifts,
    Verb.ROLL_CALL: roll_call,
    Verb.PRESENT: present,
    Verb.STAND_DOWN: stand_down,
    Verb.STOPPED: stopped,
    Verb.MOVING: moving,
    Verb.STATIONS: stations,
    Verb.STATION: station,
    Verb.TEAM: teams,
    Verb.MEMBER: members,
    Verb.LEAVE_TEAM: leave_team,
    Verb.VISIT: go_visiting,
    Verb.DOORS: call_on,
    Verb.WISHES: wishes,
    Verb.ADOPT: adopt,
    Verb.LET_IN: let_in,
    Verb.DECLINE_OFFER: decline_offer,
    Verb.DONE: done_or_visited,
    Verb.RELEASE: release,
    Verb.NO_SHOW: no_show,
    Verb.SIGN_UP: sign_up,
    Verb.REST: rest,
    Verb.REST_OVER: rest_over,
    Verb.QUIT: ask_to_quit,
    Verb.HOURS: my_hours,
    Verb.CERTIFICATE: certify,
    Verb.VERIFY: verify,
    Verb.UNVERIFY: unverify,
    Verb.VET: vet,
    Verb.UNVET: unvet,
    Verb.MINE: mine_and_offered,
    Verb.BIND: bind,
    Verb.HELP: show_help,
    Verb.HUMAN: human,
    Verb.ORDER: order,
    Verb.RESCHEDULE: reschedule,
}


#: What 好 does when a card waits for it (`bot.desk.proposing`); each is handed the words that were kept.
AGREED: dict[str, Callable[[Visit, str], str]] = {
    ANNOUNCE: announced,
    ENLIST: enlist_as_said,
    QUIT: quit_register,
    ORDER: ordered,
    SEND: send_order,
    SHIFTS: send_out,
    STAND_DOWN: end,
}


def carry_out(visit: Visit, text: str) -> str | None:
    """The reply to 好 or 不 where a card waits for it; None when none does, or the text is neither."""
    agreed = answer_to_proposed(visit, text)
    if agreed is None:
        return None
    if not isinstance(agreed, Proposed):
        return wording.LET_LIE
    try:
        return AGREED[agreed.what](visit, agreed.words)
    except refusals.DeskRefusal as refused:
        return wording_refusals.refusal(refused)


#: Words whose reply ends with a link to the page.
_SEEN_ON_PAGES = frozenset({Verb.MINE, Verb.TAKE, Verb.STATUS})


def run(
    visit: Visit, command: Command, instead: Callable[[refusals.DeskRefusal], str | None] = lambda _refused: None
) -> str:
    """What a chat word leads to; a refusal in words that say what to do, or the reply that `instead` has for it."""
    try:
        check_number(command)
        return _with_page(visit, command.verb, VERBS[command.verb](visit, command))
    except refusals.DeskRefusal as refused:
        return instead(refused) or wording_refusals.refusal(refused)


def _with_page(visit: Visit, verb: Verb, reply: str) -> str:
    """The reply with the visitor's own link behind it where there is more to see: to the one case, or to her list."""
    if verb not in _SEEN_ON_PAGES or "<a href=" in reply:
        return reply
    numbers = set(re.findall(r"#(\d+)", reply))
    one = numbers.pop() if len(numbers) == 1 else ""
    label = wording_pages.OPEN_CASE.format(number=one) if one else wording_pages.OPEN_LIST
    return with_link(reply, visit.desk.links.address(visit.contact.id, visit.contact.openid, one), label)
