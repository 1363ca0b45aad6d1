"""Nothing is lost and nothing doubled, also when the process is killed in the middle.

The `linli` command runs as an operator starts it; WeChat's side is written independently of the product's.
"""

from __future__ import annotations

import os
from collections import Counter

import pytest

from tests.journeys.installation import all_of
from tests.journeys.ledger import wait_for_the_outbox
from tests.journeys.replay import a_replay, invented_messages, plain_messages, stream_messages
from tests.journeys.services import REDIS, a_database, skip_without_services
from tests.journeys.wechat_side import Incoming

MESSAGES = 200
pytestmark = pytest.mark.timeout(240)  # whole processes, started and killed, on a machine that may be busy
HANDLERS = (
    "SELECT cases.number, contacts.openid FROM cases JOIN contacts ON contacts.person = cases.responder"
)
TAKING = 26_000_000_000_000_000


def test_every_message_gets_its_case_and_every_notice_goes_out(tmp_path):
    with a_replay(tmp_path) as replay:
        delivered = replay.deliver(invented_messages(MESSAGES))

        account = replay.account(delivered, reports_only=True)
        assert account.findings == [], str(account)
        assert account.answered == account.with_case == MESSAGES, str(account)
        assert account.repeated_sends == 0, str(account)
        assert account.deliveries > MESSAGES
        assert replay.installation.complaints() == []


def test_a_process_killed_in_the_middle_loses_and_doubles_nothing(tmp_path):
    with a_replay(tmp_path) as replay:
        delivered = replay.deliver(invented_messages(MESSAGES), kills=1)

        account = replay.account(delivered, reports_only=True)
        assert account.findings == [], str(account)
        assert account.answered == account.with_case == MESSAGES, str(account)
        assert replay.installation.complaints() == []


def test_handlers_repeat_their_words_and_a_case_is_taken_once(tmp_path):
    with a_replay(tmp_path) as replay:
        replay.deliver(plain_messages(20))
        assigned = replay.installation.rows(HANDLERS)
        taking = [Incoming(openid, TAKING + number, f"接单 {number}") for number, openid in assigned]

        answers = replay.deliver(taking * 2)

        assert len(assigned) == 20
        wrong = [one for one in answers if one.numbers != {one.message.message_id - TAKING}]
        assert wrong == [], all_of(wrong)
        events = replay.installation.export("events")
        taken = Counter(row["case"] for row in events if row["action"] == "take")
        assert taken == Counter({number: 1 for number, _ in assigned})
        wait_for_the_outbox(replay.installation)
        told = [sent for sent in replay.wechat.sent if sent.openid.startswith("oReplay")]
        assert len(told) == 20, all_of(told)


def test_real_messages_of_a_year_pass_without_an_error(tmp_path):
    messages = stream_messages(150)
    if not messages:
        pytest.skip("../shared/data/stream-unlabelled.jsonl is absent")
    with a_replay(tmp_path) as replay:
        delivered = replay.deliver(messages)

        account = replay.account(delivered, reports_only=False)
        assert account.findings == [], str(account)
        assert account.answered == len(messages), str(account)
        assert replay.installation.complaints() == []


def test_two_doors_and_two_workers_on_postgresql_lose_and_double_nothing(tmp_path):
    skip_without_services()
    with a_database(f"linli_replay_{os.getpid()}") as url:
        settings = {"LINLI_DATABASE__URL": url, "LINLI_REDIS__URL": REDIS}
        processes = ("serve", "serve", "worker", "worker")
        with a_replay(tmp_path, processes=processes, settings=settings) as replay:
            delivered = replay.deliver(invented_messages(MESSAGES), kills=1)

            account = replay.account(delivered, reports_only=True)
            assert account.findings == [], str(account)
            assert account.answered == account.with_case == MESSAGES, str(account)
            assert replay.installation.complaints() == []
