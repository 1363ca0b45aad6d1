"""Checks a replay against what the installation keeps: nothing lost, nothing doubled, every notice out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic

from tests.journeys.delivery import Delivered
from tests.journeys.fake_wechat import FakeWeChat
from tests.journeys.installation import Installation, pause

OWED = "SELECT count(*) FROM outbox WHERE ready_at IS NOT NULL"
CASES = "SELECT cases.number, contacts.openid FROM cases JOIN contacts ON contacts.id = cases.reporter"
NOTICES = (
    "SELECT outbox.key, outbox.state, outbox.channel, outbox.text, contacts.openid, outbox.tries, "
    "outbox.last_error "
    "FROM outbox LEFT JOIN contacts "
    "ON contacts.id = outbox.contact OR (outbox.contact IS NULL AND contacts.person = outbox.person) "
    "ORDER BY outbox.id"
)


@dataclass(slots=True)
class Account:
    """What a replay came to. `findings` are what must not be; the rest is counted for the reader."""

    messages: int = 0
    answered: int = 0
    with_case: int = 0
    cases: int = 0
    deliveries: int = 0
    notices: int = 0
    sends: int = 0
    repeated_sends: int = 0
    states: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        counted = (
            f"{self.messages} messages in {self.deliveries} deliveries, {self.answered} answered, "
            f"{self.with_case} with a case; {self.cases} cases; {self.notices} notices {dict(self.states)}, "
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
    doubtful = {one.message.sender for one in delivered if not one.answered}
    kept: dict[str, set[int]] = defaultdict(set)
    for number, openid in installation.rows(CASES):
        kept[openid].add(number)
        account.cases += 1
    senders = read.keys() | kept.keys()
    lost = {sender: sorted(read[sender] - kept[sender]) for sender in senders}
    account.findings += [f"lost: {sender} read {some}, not kept" for sender, some in lost.items() if some]
    unread = {sender: sorted(kept[sender] - read[sender]) for sender in senders - doubtful}
    account.findings += [f"doubled: {sender} never read {some}" for sender, some in unread.items() if some]
    exported = {row["number"] for row in installation.export("cases")}
    if exported != set().union(*kept.values()):
        account.findings.append(f"the export has {len(exported)} cases, the table {account.cases}")


def check_one_case_each(delivered: Sequence[Delivered], account: Account) -> None:
    """For messages with one matter, one place and one sender each: one number each, and no number twice."""
    owners: dict[int, str] = {}
    for one in delivered:
        if one.answered and len(one.numbers) != 1:
            account.findings.append(f"{one.message.text}: {sorted(one.numbers)} in {one.replies[:1]}")
        for number in one.numbers:
            if owners.setdefault(number, one.message.sender) != one.message.sender:
                account.findings.append(f"#{number} belongs to two messages")


def check_notices(installation: Installation, wechat: FakeWeChat, account: Account) -> None:
    """Every notice of the outbox went out; a repeat of one carries the same key and the same words."""
    by_key = Counter(sent.key for sent in wechat.sent if sent.key)
    by_words = Counter((sent.openid, sent.words) for sent in wechat.sent if not sent.key)
    keyed: dict[str, set[str]] = defaultdict(set)
    for sent in wechat.sent:
        if sent.key:
            keyed[sent.key].add(f"{sent.openid} {sent.words}")
    account.findings += [
        f"key {key} with {len(words)} contents" for key, words in keyed.items() if len(words) > 1
    ]
    rows = installation.rows(NOTICES)
    account.notices, account.sends = len(rows), len(wechat.sent)
    if len({row[0] for row in rows}) != len(rows):
        account.findings.append("a notice key stands twice in the outbox")
    for key, state, channel, text, openid, tries, last_error in rows:
        account.states[state] += 1
        if state == "sent" and not (by_key[key] or by_words[openid, text]):
            account.findings.append(f"{key} is called sent by {channel}, and WeChat never saw it: {text!r}")
        if state != "sent" and openid:
            account.findings.append(
                f"{key} did not go out: {state} after {tries} tries, {last_error}: {text!r}"
            )
    account.repeated_sends = account.sends - sum(1 for row in rows if row[1] == "sent")
