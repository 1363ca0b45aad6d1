"""The outbox's work: which channel, what comes of each answer, nothing lost, nothing twice, in order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.desk.delivery import MOST_TRIES, deliver_due, undelivered_lines
from bot.desk.sending import Outcome, SendResult
from tests.builders import MORNING, DeskTalk, Phones, a_notice

REPORT = "榕御小区3栋楼下乱停车"
CHEN = "openid-chen"
BUSY = SendResult(Outcome.BUSY, -1, "system busy")
CLOSED = SendResult(Outcome.WINDOW_CLOSED, 45015, "response out of time limit")


@pytest.fixture
def talk(talk: DeskTalk) -> DeskTalk:
    """3栋's leader has written: his window is open for five notices."""
    talk.says(CHEN, "帮助")
    return talk


def put(talk: DeskTalk, *texts: str, person: str = "chen") -> None:
    for text in texts:
        fields = {"number": "#1", "state": "等接单"}
        notice = a_notice(text=text, key=text, person=person, due_at=talk.now, fields=fields)
        talk.store.run(lambda unit, notice=notice: unit.outbox.put(notice))


def texts(talk: DeskTalk) -> list[str]:
    return [text for _, text in talk.phones.sent]


# -- channels --------------------------------------------------------------------------------------


def test_an_open_window_takes_the_text(talk: DeskTalk):
    put(talk, "新单")

    assert talk.deliver(template_id="t1") == 1
    assert talk.phones.sent == [(CHEN, "新单")]
    assert talk.phones.templates == []
    assert talk.counts() == {"sent": 1}
    assert talk.contact(CHEN).window_left == 4


def test_a_window_used_up_gives_way_to_a_template(talk: DeskTalk):
    put(talk, *(f"第{at}条" for at in range(1, 7)))
    talk.deliver(template_id="t1")

    assert texts(talk) == [f"第{at}条" for at in range(1, 6)]
    assert len(talk.phones.templates) == 1
    assert talk.contact(CHEN).window_left == 0
    assert talk.counts() == {"sent": 6}


def test_the_budget_of_a_window_holds_over_several_rounds(talk: DeskTalk):
    for at in range(7):
        put(talk, f"第{at}条")
        talk.deliver(template_id="t1")

    assert len(texts(talk)) == 5
    assert len(talk.phones.templates) == 2


def test_a_kind_that_goes_by_no_template_waits_until_somebody_writes(talk: DeskTalk):
    talk.later(hours=49)
    put(talk, "有个活动")
    talk.phones.answers.append(CLOSED)
    talk.deliver(template_id="t1", no_template=lambda: {"task"})

    assert talk.phones.templates == []
    assert "这类通知不发模板消息" in talk.held()[-1].error


def test_a_window_that_has_shut_gives_way_to_a_template(talk: DeskTalk):
    talk.later(hours=49)
    put(talk, "新单")
    talk.deliver(template_id="t1")

    (openid, template), = talk.phones.templates
    assert openid == CHEN
    assert template.template_id == "t1"
    assert template.fields["character_string1"] == "#1"
    assert template.fields["phrase3"] == "等接单"


def test_a_templates_keywords_are_the_operators(talk: DeskTalk):
    talk.later(hours=49)
    put(talk, "新单")
    talk.deliver(template_id="t1", keywords={"number": "thing9"})

    assert dict(talk.phones.templates[0][1].fields) == {"thing9": "#1"}


def test_without_a_template_a_letter_is_held_until_the_person_writes(talk: DeskTalk):
    talk.later(hours=49)
    talk.phones.answers = [CLOSED]
    put(talk, "新单")
    talk.deliver()
    assert talk.counts() == {"held": 1}
    assert talk.deliver() == 0

    talk.says(CHEN, "我的")
    talk.deliver()

    assert texts(talk) == ["新单"]


def test_without_a_template_wechat_is_asked_whether_the_window_is_open(talk: DeskTalk):
    """Our count knows nothing of what a follower wrote before the account was connected."""
    talk.later(hours=49)
    put(talk, "新单")
    talk.deliver()

    assert texts(talk) == ["新单"]


def test_a_window_that_wechat_says_is_shut_is_not_tried_as_a_text_again(talk: DeskTalk):
    talk.phones.answers = [CLOSED]
    put(talk, "新单")
    talk.deliver(template_id="t1")

    assert len(talk.phones.templates) == 1
    assert talk.contact(CHEN).window_left == 5


def test_a_letter_held_against_our_own_count_is_released_by_the_next_word(talk: DeskTalk):
    talk.phones.answers = [CLOSED]
    put(talk, "新单")
    talk.deliver()
    assert talk.counts() == {"held": 1}

    talk.says(CHEN, "我的")
    talk.deliver()
    assert texts(talk) == ["新单"]


def test_a_letter_is_not_held_when_its_recipient_wrote_meanwhile(talk: DeskTalk):
    talk.later(hours=49)
    put(talk, "新单")

    talk.phones.answers = [SendResult(Outcome.WINDOW_CLOSED, 43101, "refused")]
    talk.phones.meanwhile = lambda: talk.says(CHEN, "我的")
    talk.deliver(template_id="t1")
    talk.deliver()

    assert texts(talk) == ["新单"]


def test_nobody_bound_is_held_until_somebody_binds(talk: DeskTalk):
    staff = [row for row in talk.store.read(lambda unit: unit.people.people_rows()) if row.code == "shequ"]
    assert staff
    talk.says("somebody", "绑定 bind-shequ")  # takes it from the imported openid
    put(talk, "新单", person="nobody-yet")
    talk.deliver()

    assert talk.counts() == {"held": 1}
    assert "没有绑定微信" in talk.held()[0].error


# -- answers ---------------------------------------------------------------------------------------


def test_busy_is_tried_again_with_growing_waits_and_given_up_at_the_end(talk: DeskTalk):
    put(talk, "新单")
    waits = []
    for _ in range(MOST_TRIES):
        talk.phones.answers = [BUSY]
        assert talk.deliver() == 1
        due = talk.store.read(lambda unit: unit.outbox.next_due())
        if due is not None:
            waits.append(due - talk.now)
            talk.now = due

    assert talk.counts() == {"failed": 1}
    assert waits[0] == timedelta(seconds=5)
    assert waits == sorted(waits)
    assert len(waits) == MOST_TRIES - 1
    assert max(waits) <= timedelta(minutes=15)
    assert "-1 system busy" in talk.held()[0].error


def test_busy_once_is_only_late(talk: DeskTalk):
    talk.phones.answers = [BUSY]
    put(talk, "新单")
    talk.deliver()
    assert talk.deliver() == 0

    talk.later(seconds=6)
    talk.deliver()
    assert texts(talk) == ["新单"]


def test_a_rate_limit_waits_for_the_next_minute(talk: DeskTalk):
    talk.later(seconds=17)
    talk.phones.answers = [SendResult(Outcome.RATE_LIMITED, 45009, "")]
    put(talk, "新单")
    talk.deliver()

    assert talk.store.read(lambda unit: unit.outbox.next_due()) == MORNING + timedelta(minutes=1)


def test_a_used_up_quota_waits_for_midnight_in_the_zone(talk: DeskTalk):
    talk.phones.answers = [SendResult(Outcome.QUOTA, 45009, "")]
    put(talk, "新单")
    talk.deliver()

    due = talk.store.read(lambda unit: unit.outbox.next_due())
    assert datetime(2026, 3, 3, 16, 0, tzinfo=UTC) <= due <= datetime(2026, 3, 3, 16, 1, tzinfo=UTC)


def test_halted_looks_again_every_ten_minutes_until_an_operator_has_acted(talk: DeskTalk):
    put(talk, "新单")
    for _ in range(30):
        talk.phones.answers = [SendResult(Outcome.HALTED, 40164, "invalid ip")]
        assert talk.deliver() == 1
        talk.later(minutes=10)

    talk.deliver()
    assert texts(talk) == ["新单"]


@pytest.mark.parametrize("outcome", [Outcome.UNREACHABLE, Outcome.REJECTED])
def test_what_cannot_succeed_is_given_up_at_once_with_its_reason(talk: DeskTalk, outcome: Outcome):
    talk.phones.answers = [SendResult(outcome, 40003, "invalid openid")]
    put(talk, "新单")
    talk.deliver()

    assert talk.counts() == {"failed": 1}
    assert undelivered_lines(talk.store) == ["1 #- failed 40003 invalid openid"]


# -- nothing lost, nothing twice, in order ---------------------------------------------------------


def test_letters_of_one_recipient_go_in_order(talk: DeskTalk):
    written = [f"第{at}条" for at in range(1, 6)]
    put(talk, *written)
    talk.deliver(threads=4)

    assert texts(talk) == written


def test_a_letter_that_must_wait_is_not_overtaken_by_the_next_one(talk: DeskTalk):
    talk.phones.answers = [BUSY]
    put(talk, "已接单", "已办结")
    talk.deliver()
    talk.later(seconds=6)
    talk.deliver()

    assert texts(talk) == ["已接单", "已办结"]


def test_one_recipients_trouble_does_not_keep_the_others_waiting(talk: DeskTalk):
    talk.says("openid-li", "帮助")

    class ChensIsBroken(Phones):
        def send_text(self, openid, text, key):
            if openid == CHEN:
                raise RuntimeError("a bug of this one letter")
            return super().send_text(openid, text, key)

    talk.phones = ChensIsBroken()
    put(talk, "给陈")
    put(talk, "给李", person="li")
    with pytest.raises(RuntimeError):
        talk.deliver()

    assert texts(talk) == ["给李"]


def test_a_killed_workers_letter_comes_back_after_the_lease(talk: DeskTalk):
    put(talk, "新单")

    talk.phones.answers = [KeyboardInterrupt()]
    with pytest.raises(KeyboardInterrupt):
        talk.deliver()
    assert talk.deliver() == 0

    talk.later(seconds=31)
    talk.deliver()
    assert texts(talk) == ["新单"]


def test_every_letter_of_many_rounds_is_sent_once(talk: DeskTalk):
    put(talk, *(f"第{at}条" for at in range(120)))
    while talk.deliver(template_id="t1"):
        pass

    assert talk.counts() == {"sent": 120}
    assert len(talk.phones.keys) == len(set(talk.phones.keys)) == 120


def test_nothing_due_is_nothing_done(talk: DeskTalk):
    assert deliver_due(talk.post()) == 0
    assert talk.phones.keys == []
