"""`linli anonymise` and `linli retention`: how personal data leaves."""

from __future__ import annotations

import json
import sys
from argparse import Namespace

from bot.commands.configured import settings_of, store_of
from bot.desk.knowledge import set_customs
from bot.desk.retaining import outlived, retain
from bot.wiring import utc_now
from storage.unit_of_work import UnitOfWork


def anonymise(asked: Namespace) -> int:
    """Empty the person with this openid, who reported this case or is visited under this code; nobody is refused."""
    with store_of(asked) as store:
        done = store.run(lambda unit: _anonymise(unit, asked))
    if not done:
        print("没有找到这个人；请核对 openid 或单号。/ Nobody found; check the openid or the case's number.",
              file=sys.stderr)
        return 1
    print("已清空，找不回来。/ Emptied; there is no way back.")
    return 0


def _anonymise(unit: UnitOfWork, asked: Namespace) -> bool:
    if asked.recipient:
        return _forget_recipient(unit, asked.recipient)
    if asked.openid:
        contact = unit.people.known(asked.openid)
    else:
        case = unit.cases.load(asked.case)
        contact = unit.people.contact(case.reporter) if case else None
    if contact is None:
        return False
    unit.people.anonymise(contact.id)
    unit.retention.note(utc_now(), "anonymise", "contacts", 1, "command")
    return True


def _forget_recipient(unit: UnitOfWork, code: str) -> bool:
    """Whoever is visited need not have an account: her row, what was noted of her and told about her visits."""
    if unit.recipients.load(code) is None:
        return False
    unit.recipients.forget(code)
    unit.retention.note(utc_now(), "anonymise", "recipients", 1, "command")
    return True


def keep_retention(asked: Namespace) -> int:
    """What is kept longer than the settings say is emptied, or with `--dry-run` only counted."""
    settings = settings_of(asked)
    now = asked.now or utc_now()
    with store_of(asked) as store:
        over = outlived if asked.dry_run else retain
        found = over(store, store.read(set_customs).retention(settings.retention), now)
    counts = {"contacts": len(found.contacts), "cases": len(found.cases), "dry_run": asked.dry_run}
    if asked.json:
        print(json.dumps(counts))
    else:
        done = "到期待清空" if asked.dry_run else "已清空"
        print(f"{done}：居民信息 {counts['contacts']} 人，旧单文字 {counts['cases']} 件。")
    return 0
