"""Checks a replay against what the installation keeps: nothing lost, nothing doubled, every notice out."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import NamedTuple

from tests.journeys.delivery import Delivered
from tests.journeys.fake_wechat import FakeWeChat
from tests.journeys.installation import Installation, pause

OWED = "SELECT count(*) FROM outbox WHERE ready_at IS NOT NULL"
CASES = (
    "SELECT cases.number, contacts.openid, cases.summary, cases.category "
    "FROM cases JOIN contacts ON contacts.id = cases.reporter ORDER BY cases.number"
)
NOTICES = (
    'SELECT outbox.key, outbox.state, outbox.channel, outbox.text, contacts.openid, outbox."case", '
    "outbox.tries, outbox.last_error "
    "FROM outbox LEFT JOIN contacts "
    "ON contacts.id = outbox.contact OR (outbox.contact IS NULL AND contacts.person = outbox.person) "
    "ORDER BY outbox.id"
)
_NUMBER = re.compile(r"#\d+")


class Row(NamedTuple):
    """One notice of the outbox with the openid it was for."""

    key: str
    state: str
    channel: str
    text: str
    openid: str | None
    case: int | None
    tries: int
    error: str


@dataclass(slots=True)
class Account:
    """What a replay came to. `findings` are what must not be; the rest is counted for the reader."""

    messages: int = 0
    answered: int = 0
    with_case: int = 0
    cases: int = 0
    unread: int = 0
    deliveries: int = 0
    notices: int = 0
    sends: int = 0
    repeated_sends: int = 0
    states: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        counted = (
            f"{self.messages} messages in {self.deliveries} deliveries, {self.answered} answered, "
            f"{self.with_case} with a case; {self.cases} cases "
            f"({self.unread} that nobody read of); {self.notices} notices {dict(self.states)}, "
            f"{self.sends} sends, {self.repeated_sends} of them repeats"
        )
        return "\n".join([counted, *self.findings[:12]])


def wait_for_the_outbox(installation: Installation, limit: float = 90.0) -> None:
    """Returns when no notice is waiting for its time any more, or after so many seconds."""
    until = monotonic() + limit
    while monotonic() < until and installation.rows(OWED) != [(0,)]:
        pause(0.2)


def check_cases(delivered: Sequence[Delivered], installation: Installation, account: Account) -> None:
    """Every message answered once and alike; the numbers people read are exactly the cases that are kept."""
    read: dict[str, set[int]] = defaultdict(set)
    for one in delivered:
        account.messages += 1
        account.deliveries += one.attempts
        account.answered += one.answered
        account.with_case += bool(one.numbers)
        read[one.message.sender] |= one.numbers
        account.findings += [
            f"{one.message.text}: {fault}" for fault in one.faults if fault.startswith("wrong")
        ]
        if len(set(one.replies)) > 1:
            account.findings.append(
                f"{one.message.text}: answered in {len(set(one.replies))} ways: {one.replies}"
            )
    kept: dict[str, set[int]] = defaultdict(set)
    # two matters may share a clause, so the same words may stand in two cases: of two categories, then
    said: Counter[tuple[str, str, str]] = Counter()
    for number, openid, summary, category in installation.rows(CASES):
        kept[openid].add(number)
        said[openid, summary, category] += 1
        account.cases += 1
    account.findings += [
        f"doubled: {count} cases of {who}: {summary}"
        for (who, summary, _), count in said.items()
        if count > max(1, sum(summary in one.message.text for one in delivered if one.message.sender == who))
    ]
    senders = read.keys() | kept.keys()
    lost = {sender: sorted(read[sender] - kept[sender]) for sender in senders}
    account.findings += [f"lost: {sender} read {some}, not kept" for sender, some in lost.items() if some]
    account.unread = sum(len(kept[sender] - read[sender]) for sender in senders)
    exported = {row["number"] for row in installation.export("cases")}
    if exported != set().union(*kept.values()):
        account.findings.append(f"the export has {len(exported)} cases, the table {account.cases}")


def check_own_cases(delivered: Sequence[Delivered], account: Account) -> None:
    """For reports from a sender each: every one has its case (or several matters), and shares it with none."""
    owners: dict[int, str] = {}
    if account.unread > account.messages - account.answered:
        account.findings.append(f"{account.unread} cases that nobody read of")
    for one in delivered:
        if one.answered and not one.numbers:
            account.findings.append(f"no case: {one.message.text}: {one.replies[:1]}")
        for number in one.numbers:
            if owners.setdefault(number, one.message.sender) != one.message.sender:
                account.findings.append(f"#{number} belongs to two messages")


def check_notices(installation: Installation, wechat: FakeWeChat, account: Account) -> None:
    """Every notice of the outbox went out; a repeat of one carries the same key and the same words."""
    keyed: dict[str, set[tuple[str, str]]] = defaultdict(set)
    texts: Counter[tuple[str, str]] = Counter()
    for sent in wechat.sent:
        if sent.key:
            keyed[sent.key].add((sent.openid, sent.words))
        else:
            texts[sent.openid, sent.words] += 1
    account.findings += [f"key {key}: several contents" for key, words in keyed.items() if len(words) > 1]
    rows = [Row(*row) for row in installation.rows(NOTICES)]
    account.notices, account.sends = len(rows), len(wechat.sent)
    account.states.update(row.state for row in rows)
    if len({row.key for row in rows}) != len(rows):
        account.findings.append("a notice key stands twice in the outbox")
    gone = [row for row in rows if row.state == "sent"]
    account.repeated_sends = len(wechat.sent) - len(gone)
    account.findings += [
        f"did not go out: {row.state} after {row.tries} tries, {row.error}: {row.text!r}"
        for row in rows
        if row.state != "sent" and row.openid
    ]
    claimed = Counter((row.openid, row.text) for row in gone if row.channel != "template")
    account.findings += [f"called sent, never seen: {row}" for row in claimed if claimed[row] > texts[row]]
    owed = Counter((row.openid, f"#{row.case}") for row in gone if row.channel == "template")
    shown = Counter(
        (openid, number)
        for words in keyed.values()
        for openid, text in words
        for number in _NUMBER.findall(text)
    )
    account.findings += [
        f"template notices of {openid} about {number}: {owed[openid, number]} called sent, {count} seen"
        for (openid, number), count in ((row, shown[row]) for row in owed | shown)
        if owed[openid, number] != count
    ]
