"""Every sentence people read: complete tables, the tone, the length."""

from __future__ import annotations

import inspect
import re
import string

import pytest

from bot.desk import intake, refusals, wording, wording_handlers, wording_refusals
from bot.desk.caseline import STILL_SEARCHING
from bot.desk.casework import VERBS
from bot.desk.chatwords import Verb
from bot.desk.dialogue import Asked, Option, Question
from bot.desk.message import MessageKind
from bot.desk.refusals import DeskRefusal
from bot.desk.reporting import OPENING
from intents.verdict import Danger, Intent
from matching.case import State
from matching.responder import Duty, Role
from tests.tone import a_line, assert_tone

FIELDS = {
    "number": 128,
    "code": "123456",
    "word": "不满意",
    "listed": "#127、#128",
    "first": 127,
    "state": "等居民评价",
    "what": "退回的原因",
    "place": "江滨花园二期12栋",
    "said": "不知道什么费",
    "choices": "停车秩序、物业收费",
    "example": 12,
    "day": "11月28日",
    "due": "12月1日18:00",
    "most": 90,
    "until": "3月6日18:00",
    "names": "城管局、榕御物业",
    "who": "榕御物业",
    "at": 3,
    "when": "今天13:00–16:00",
}


def about_a_case() -> dict[str, str]:
    """Every sentence about a case with ordinary values, by name."""
    line, nobody = a_line(), a_line(who="", why="", signin="", due="")
    places = (Option("rongyu", "榕御小区"), Option("rongyu1", "榕御一期"), Option("jiangbin", "江滨花园"))
    labels = (Option("parking", "停车秩序"), Option("noise", "噪音扰民"), Option("property_fee", "物业收费"))
    return {
        "receipt": wording.receipt(line),
        "receipt, nobody": wording.receipt(nobody),
        "receipts": wording.receipts([line, nobody, line]),
        "question place": wording.question(a_line(place=""), Question(Asked.PLACE)),
        "question places": wording.question(nobody, Question(Asked.PLACE, places)),
        "question road": wording.question(a_line(place="人民里25号"), Question(Asked.PLACE)),
        "question along a road": wording.question(a_line(place="瑞京路28号"), Question(Asked.PLACE, places)),
        "question building": wording.question(nobody, Question(Asked.BUILDING)),
        "question category": wording.question(nobody, Question(Asked.CATEGORY, labels)),
        "confirm matters": wording.confirm_matters([nobody, nobody]),
        "question again": wording.asked_again(nobody, Question(Asked.PLACE)),
        "place noted": wording.place_noted("江滨花园二期12栋"),
        "home note": wording.home_note("江滨花园二期12栋"),
        "emergency, no danger named": wording.emergency(None, nobody, [], ask_place=True),
        "task": wording_handlers.task(line, "楼下乱停车", urgent=False),
        "task, urgent": wording_handlers.task(line, "楼下着火", urgent=True),
        "task, again": wording_handlers.task(line, "楼下乱停车", urgent=False, again="又停了"),
        "told urgent": wording_handlers.told_urgent(line, "楼下着火"),
        "told urgent, nobody": wording_handlers.told_urgent(nobody, "楼下着火"),
        "taken, resident": wording.taken_for_resident(line),
        "taken, handler": wording_handlers.taken_for_handler(line, "楼下乱停车"),
        "finished": wording_handlers.finished_for_handler(line),
        "verdict": wording.verdict(line, "已劝离并划线"),
        "passed, handler": wording_handlers.passed_for_handler(line),
        "passed, handler, nobody": wording_handlers.passed_for_handler(nobody),
        "passed, resident": wording.passed_for_resident(line),
        "passed, resident, nobody": wording.passed_for_resident(nobody),
        "taken away": wording_handlers.taken_away(line),
        "signed after you": wording_handlers.signed_after_you(line),
        "withdrawn, handler": wording_handlers.withdrawn_for_handler(line),
        "withdrawn": wording.withdrawn(line),
        "corrected": wording.corrected(line),
        "corrected, nobody": wording.corrected(nobody),
        "added": wording_handlers.added_for_handler(line, "是晚上"),
        "added, attachment": wording_handlers.added_attachment(line, "location", "修文路12号门口"),
        "attached": wording_handlers.attached(2, 1, ["修文路12号门口"]),
        "added, resident": wording.added(line, ask_place=True),
        "closed": wording.closed(line),
        "closed already": wording.closed_already(line),
        "closed, handler": wording_handlers.closed_for_handler(line),
        "reminder": wording_handlers.reminder(line),
        "praised": wording_handlers.praised(line, "谢谢陈楼长"),
        "not at all": wording.NOT_AT_ALL,
        "work kept": wording_handlers.WORK_KEPT.format(what="一张照片", number=128),
        "reopened": wording.reopened(line),
    }


def of_what_was_seen_before() -> dict[str, str]:
    """The sentences about a matter that several residents report, or that comes again."""
    line, nobody = a_line(), a_line(who="", why="", signin="", due="")
    same = Question(Asked.SAME, (Option("127", "电梯"),))
    return {
        "question same": wording.seen_before(130, line, "11月20日", ("电梯", "楼道灯", "车库灯")),
        "question same, nobody": wording.seen_before(130, nobody, "今天", ()),
        "question same, again": wording.asked_again(nobody, same),
        "same, still asked": wording.status(a_line(state=State.AWAITING_INFO, asked=Asked.SAME)),
        "joined": wording.joined(a_line(reporters=3)),
        "joined, nobody": wording.joined(a_line(who="", due="", reporters=2)),
        "joined, done": wording.joined(a_line(reporters=3, state=State.AWAITING_VERDICT)),
        "joined too late": wording.JOINED_TOO_LATE,
        "said again": wording.said_again(line),
        "said again, done": wording.said_again(a_line(state=State.AWAITING_VERDICT)),
        "not followed": wording.not_followed(line),
        "goes on without": wording.goes_on_without(line),
        "closed by another": wording.closed_by_another(line),
        "receipt, chronic": wording.receipt(a_line(times=3)),
        "joined, handler": wording_handlers.joined(a_line(reporters=3), "电梯又停了"),
        "task, seen before": wording_handlers.task(
            a_line(times=3, reporters=2), "电梯又停了", urgent=False, like=12
        ),
    }


def of_tables() -> dict[str, str]:
    """The sentences that stand in tables, one for each key."""
    line, told = a_line(), ["12栋楼长陈**"]
    return {
        **{f"status {state}": wording.status(a_line(state=state)) for state in State},
        **{f"danger {danger}": wording.emergency(danger, line, told, ask_place=True) for danger in Danger},
        **{f"say {what}": text for what, text in wording.SAY_WHAT.items()},
        **{f"intent {intent}": text for intent, text in wording.NO_CASE_NEEDED.items()},
        **{f"refusal {kind.__name__}": text.format(**FIELDS) for kind, text in wording_refusals.REFUSALS.items()},
        **{
            f"attached {what}": text.format(number=128, head="#128 停车秩序 · 江滨花园12栋", who="12栋楼长陈**")
            for what, text in wording.ATTACHED.items()
        },
    }


def sentences() -> dict[str, str]:
    """Every sentence there is, by name."""
    line = a_line()
    return {
        **about_a_case(),
        **of_what_was_seen_before(),
        **of_tables(),
        "mine": wording_handlers.mine([line, a_line(state=State.IN_PROGRESS)]),
        "mine, none": wording_handlers.mine([]),
        "statuses, none": wording.statuses([]),
        "handlers talk": wording_handlers.handlers_talk([127, 128]),
        "bound": wording_handlers.bound("陈建国", ["榕御小区3栋楼长"]),
        "human": wording.HUMAN.format(title="榕御社区居委会", when="今天18:00"),
        "human, nobody": wording.HUMAN_NOBODY,
        "thanks": wording.THANKS_ASK_VERDICT.format(number=128),
        "welcome": wording.WELCOME,
        "welcome home": wording.WELCOME_HOME.format(place="江滨花园12栋", leader="12栋楼长陈**负责这里。"),
        "unavailable": wording.UNAVAILABLE,
        "let lie": wording.LET_LIE,
        "help": wording.HELP_RESIDENT,
        "help, handler": wording_handlers.HELP_HANDLER,
        **{f"help, {role}": wording_handlers.help_for([Duty(role, "p", frozenset("*"))]) for role in Role},
    }


# -- complete --------------------------------------------------------------------------------------


def every_refusal() -> set[type[DeskRefusal]]:
    kinds = (kind for _, kind in inspect.getmembers(refusals, inspect.isclass))
    return {kind for kind in kinds if issubclass(kind, DeskRefusal) and kind is not DeskRefusal}


def test_every_refusal_has_its_sentence():
    assert set(wording_refusals.REFUSALS) == every_refusal()


def test_a_refusal_that_is_named_in_the_tree_exists():
    named = set(re.findall(r"[├└]── (\w+)", refusals.__doc__ or ""))
    assert named == {kind.__name__ for kind in every_refusal()}


def test_a_refusal_fills_its_sentence_with_its_fields():
    for kind, template in wording_refusals.REFUSALS.items():
        names = {name for _, name, _, _ in string.Formatter().parse(template) if name}
        promised = set(re.findall(r"\w+", (kind.__doc__ or "").partition("Fields:")[2]))
        assert names <= promised, f"{kind.__name__} says {names}, its docstring promises {promised}"


def test_every_intent_opens_a_case_or_has_an_answer():
    # status and followup without a case are answered by the chat words' own sentences
    assert set(Intent) - OPENING - {Intent.STATUS} == set(wording.NO_CASE_NEEDED)


def test_every_danger_has_a_number_to_dial():
    assert set(wording.DANGERS) == {*Danger, None}
    for danger, text in wording.DANGERS.items():
        assert re.search(r"11[09]|120", text), danger


def test_every_word_does_something():
    assert set(VERBS) == set(Verb)
    assert {wording_refusals.word_of(verb) for verb in Verb} == {wording_refusals.word_of(verb) for verb in VERBS}


def test_every_kind_of_message_is_served():
    assert set(intake._KINDS) == set(MessageKind)


@pytest.mark.parametrize("spoken", [wording, wording_handlers])
def test_every_sentence_is_read_here(spoken):
    """A sentence added to a wording is added to `sentences`, so that its tone is checked."""
    name_of = spoken.__name__.rpartition(".")[2]
    functions = {name for name, made in inspect.getmembers(spoken, inspect.isfunction) if not name.startswith("_")}
    ours = {name for name in functions if getattr(spoken, name).__module__ == spoken.__name__}
    texts = {name for name, value in vars(spoken).items() if name.isupper() and isinstance(value, str)}
    texts = {name for name in texts if not name.startswith("_")}
    read = "".join(inspect.getsource(part) for part in (about_a_case, of_what_was_seen_before, of_tables, sentences))
    parts = {"ALSO_TOLD", "WHERE_NOW", "STILL_SEARCHING", "MORE_FOLLOWS", "WAITING_WHO", "HOME_LEADER"}
    missing = {name for name in (ours | texts) - parts - {"refusal", "word_of"} if f"{name_of}.{name}" not in read}

    assert not missing


# -- the tone --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(sentences()))
def test_the_tone_is_kept(name):
    text = sentences()[name]
    if name.startswith("danger fire"):
        assert text.startswith("先拨119！")  # the one that may
    assert_tone(text, may_shout=name == "thanks" or name.startswith("danger"))


def test_a_receipt_says_number_matter_place_who_why_by_when_and_how_to_correct():
    text = wording.receipt(a_line(number=12, label="停车秩序", place="榕御小区3栋", who="3栋楼长陈**"))

    assert text == (
        "收到，#12 停车秩序 · 榕御小区3栋。\n"
        "已交给3栋楼长陈**（停车秩序由楼栋长负责），明天10:30前接单，明天12:00前回话，11月30日18:00前办结。\n"
        "说得不对请回“改 …”，要添几句直接说。"
    )


def test_a_receipt_promises_no_time_when_nobody_has_the_case():
    text = wording.receipt(a_line(who="", why="", signin="", due=""))

    assert STILL_SEARCHING in text
    assert "前接单" not in text
    assert "前办结" not in text


def test_a_question_offers_numbers_and_none_of_these():
    text = wording.question(a_line(), Question(Asked.PLACE, (Option("a", "榕御小区"), Option("b", "榕御一期"))))

    assert "1. 榕御小区 2. 榕御一期 3. 都不是" in text


def test_an_emergency_begins_with_the_number_to_dial():
    lines = wording.emergency(Danger.LIFT, a_line(), ["榕御物业", "12栋楼长陈**"], ask_place=False).splitlines()

    assert lines[0].startswith("先拨119")
    assert lines[1].endswith("已同时通知榕御物业、12栋楼长陈**。")
    assert len(lines) == 2


def test_a_task_says_what_to_reply():
    text = wording_handlers.task(a_line(), "楼下乱停车", urgent=True, again="又停了")

    assert text.startswith("【加急】#128")
    assert "居民说没办好：又停了" in text
    for word in ("接单 128", "办结 128", "退回 128"):
        assert word in text


def test_what_a_handler_reads_of_a_state_a_resident_reads_too():
    line = a_line(state=State.IN_PROGRESS)
    assert "办理中" in wording_handlers.mine([line])
    assert "办理中" in wording.status(line)
