"""What the guides tell people to say is understood as they say it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.desk.chatwords import Verb, read_command
from intents.classify import classify
from intents.rule import parse_rules, shipped_rules_text
from intents.terms import compile_rules
from intents.verdict import Category, Intent

DOCS = Path(__file__).parents[2] / "docs"
GUIDES = ("guide-resident.md", "guide-handler.md", "guide-office.md", "guide-rider.md", "guide-volunteer.md")
#: Said in one's own words, with what it is understood as.
UNDERSTOOD = {
    "榕御小区3栋楼下乱停车": Category.PARKING,
    "榕御小区3栋 我家灯坏了不敢爬高，71岁一个人住": Category.VOLUNTEER,
    "想要一台收音机": Intent.WISH,
}
#: And the answer to what was just asked.
OWN_WORDS = {*UNDERSTOOD, "1", "好"}
SAID = [
    (guide, said)
    for guide in GUIDES
    for said in re.findall(r"`([^`\n]+)`", (DOCS / guide).read_text(encoding="utf-8"))
    if said not in OWN_WORDS and not said.startswith(("linli", "--"))
]


@pytest.mark.parametrize(("guide", "said"), SAID, ids=[said for _, said in SAID])
def test_every_word_in_the_guides_is_a_word_of_the_desk(guide: str, said: str):
    shortened = said.replace("…", "原因")

    assert read_command(shortened) is not None, f"{guide}: “{said}” is no command"


@pytest.mark.parametrize(("said", "meant"), UNDERSTOOD.items(), ids=list(UNDERSTOOD))
def test_what_residents_say_in_their_own_words_is_understood_as_the_guide_says(said: str, meant: str):
    guide = (DOCS / "guide-resident.md").read_text(encoding="utf-8")

    assert f"`{said}`" in guide
    verdict = classify(said, compile_rules(parse_rules(shipped_rules_text())))
    assert meant in (verdict.intent, verdict.category)


def test_the_words_that_handlers_and_offices_need_every_day_are_in_the_guides():
    told = {command.verb for _, said in SAID if (command := read_command(said)) is not None}

    assert {
        Verb.TAKE, Verb.FINISH, Verb.PASS_ON, Verb.RETURN, Verb.SAY, Verb.INQUIRE, Verb.SCHEDULE, Verb.WAIT_OUTSIDE,
        Verb.EXTEND, Verb.AGREE, Verb.DISAGREE, Verb.RULE, Verb.REVOKE, Verb.DECLINE, Verb.APPEAL, Verb.ACCEPT,
        Verb.REJECT, Verb.LEAVE, Verb.BACK, Verb.MINE, Verb.BIND, Verb.STATUS, Verb.ADD, Verb.CORRECT, Verb.WITHDRAW,
        Verb.HUMAN, Verb.HELP, Verb.CHECK, Verb.WHISTLE, Verb.HEED, Verb.CONTACT, Verb.ARRIVE, Verb.REPORT,
    } <= told  # fmt: skip


def test_the_words_that_volunteers_live_with_are_in_the_guides():
    told = {command.verb for _, said in SAID if (command := read_command(said)) is not None}

    assert {
        Verb.SIGN_UP, Verb.REST, Verb.REST_OVER, Verb.QUIT, Verb.HOURS, Verb.CERTIFICATE, Verb.TAKE, Verb.DECLINE_OFFER,
        Verb.DONE, Verb.RELEASE, Verb.NO_SHOW, Verb.ORDER, Verb.RESCHEDULE, Verb.VERIFY, Verb.UNVERIFY, Verb.VET,
        Verb.UNVET, Verb.WISHES, Verb.ADOPT, Verb.LET_IN, Verb.VISIT, Verb.DOORS, Verb.STOPPED, Verb.MOVING,
        Verb.STATIONS, Verb.STATION, Verb.TEAM, Verb.MEMBER, Verb.LEAVE_TEAM, Verb.CATALOGUE, Verb.ACTIVITIES,
        Verb.ANNOUNCE, Verb.JOIN, Verb.NOT_JOIN, Verb.CALL_OFF, Verb.JOBS, Verb.HIRE, Verb.SEEK_WORK, Verb.APPLY,
        Verb.FIRM, Verb.RESOURCES, Verb.BORROW, Verb.LEND, Verb.NOT_LEND, Verb.GIVE_BACK, Verb.SURGE, Verb.SHIFTS,
        Verb.ROLL_CALL, Verb.PRESENT, Verb.STAND_DOWN,
    } <= told  # fmt: skip
