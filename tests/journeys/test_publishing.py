"""Rules are published while messages pour in at three doors: none is dropped, and within two seconds all go by them."""

from __future__ import annotations

import os
from threading import Thread

import pytest

from tests.journeys.installation import Installation
from tests.journeys.replay import a_replay, invented_messages
from tests.journeys.services import REDIS, a_database, skip_without_services

pytestmark = pytest.mark.timeout(300)  # whole processes on a machine that may be busy
MESSAGES, MORE = 300, 60
LIVE_WITHIN = 2_000


def publish_often(installation: Installation, times: int) -> None:
    text = installation.command("rules", "export")
    for number in range(times):
        changed = text.replace('"乱停车 2.5"', f'"乱停车 2.{number}"', 1)
        (installation.folder / "rules.toml").write_text(changed, encoding="utf-8")
        installation.command("rules", "publish", "rules.toml", "--why", f"第{number}次")


def test_publishing_under_load_drops_nothing_and_is_live_within_two_seconds(tmp_path):
    skip_without_services()
    with a_database(f"linli_publishing_{os.getpid()}") as url:
        settings = {"LINLI_DATABASE__URL": url, "LINLI_REDIS__URL": REDIS}
        with a_replay(tmp_path, processes=("serve", "serve", "serve", "worker"), settings=settings) as replay:
            publishing = Thread(target=publish_often, args=(replay.installation, 3))
            messages = invented_messages(MESSAGES + MORE)
            publishing.start()
            delivered = replay.deliver(messages[:MESSAGES])
            publishing.join()
            delivered += replay.deliver(messages[MESSAGES:])

            account = replay.account(delivered, reports_only=True)
            assert account.findings == [], str(account)
            assert account.answered == account.with_case == MESSAGES + MORE, str(account)
            assert replay.installation.complaints() == []
            revisions = replay.installation.rows("SELECT revision, at FROM rule_revisions ORDER BY revision")
            cases = replay.installation.rows("SELECT number, created_at, revision FROM cases")
            assert len(revisions) == 4
            late = [(number, by) for number, at, by in cases
                    if by < max(revision for revision, live in revisions if live + LIVE_WITHIN <= at)]
            assert late == []
            assert len({by for _, _, by in cases}) > 1
