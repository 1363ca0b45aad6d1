"""The rules the desk works by: the shipped ones become revision 1 and follow the product until an admin publishes."""

from __future__ import annotations

from datetime import datetime

from bot.desk.book import read_book
from bot.errors import BotError
from intents.rule import shipped_rules_text
from intents.terms import compile_rules
from storage.audit import Audited
from storage.rules import Revision
from storage.unit_of_work import Store, UnitOfWork

#: Who published a revision that came with the product.
SHIPPED_BY = "linli"


def publish_shipped(store: Store, now: datetime) -> int:
    """The live revision, after publishing the rules shipped with the product where nothing newer is live.

    A revision that an admin published stays live through upgrades.
    """
    text = shipped_rules_text()

    def work(unit: UnitOfWork) -> int:
        unit.rules.wait_in_line()  # several processes may start at once
        live = unit.rules.revision(unit.rules.live()[0])
        if live is not None and (live.by != SHIPPED_BY or live.text == text):
            return live.revision
        return unit.rules.publish(text, SHIPPED_BY, "随产品更新", now)

    return store.run(work)


class NoSuchRevision(BotError):
    """没有这个版本；linli rules history 列出全部。/ There is no such revision; see linli rules history."""


def check(text: str) -> None:
    """Raise `RuleRefused` with position and reason where a rules text cannot be used."""
    compile_rules(read_book(text).rules)


def publish(store: Store, text: str, by: str, why: str, now: datetime) -> int:
    """The revision under which a rules text is live from now on, in every process within two seconds.

    Raises `RuleRefused` for a text that cannot be used; then nothing has changed.
    """
    check(text)

    def work(unit: UnitOfWork) -> int:
        unit.rules.wait_in_line()
        revision = unit.rules.publish(text, by, why, now)
        unit.audit.record(Audited(now, by, "publish", "rules", str(revision), {}, {"why": why}))
        return revision

    return store.run(work)


def roll_back(store: Store, revision: int, by: str, now: datetime) -> int:
    """The new revision that holds the rules of an earlier one again. Raises `NoSuchRevision`."""

    def work(unit: UnitOfWork) -> int:
        unit.rules.wait_in_line()
        earlier = unit.rules.revision(revision)
        if earlier is None:
            raise NoSuchRevision
        live = unit.rules.live()[0]
        number = unit.rules.publish(earlier.text, by, f"退回第{revision}版", now)
        unit.audit.record(Audited(now, by, "roll_back", "rules", str(number), {"was": live}, {"like": revision}))
        return number

    return store.run(work)


def history(store: Store) -> list[Revision]:
    """Every revision, newest first; the first one is live."""
    return store.read(lambda unit: unit.rules.history())


def live_text(store: Store) -> str:
    """The text of the live rules, the shipped ones where none was published yet."""
    return store.read(lambda unit: unit.rules.live()[1]) or shipped_rules_text()
