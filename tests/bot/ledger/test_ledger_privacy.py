"""Whatever residents and handlers write, nothing of who they are reaches the page, the export or the poster."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.desk.ledgermonths import MonthBooks
from bot.ledger.app import reading_of
from bot.ledger.poster import poster_of
from bot.paper.sheet import Text
from intents.signature import packed, signature_of
from matching.case import Action, CaseEvent, State
from tests.bot.ledger.conftest import Street

NAMES = ("陈建国", "林小梅", "欧阳娜娜", "吴丽华", "王大锤")
PHONES = ("13812345678", "138-1234-5678", "0596-2345678")
HOMES = ("3栋2单元501", "5号楼", "三单元五〇一室", "501室", "G2栋")
MARKS = ("闽E12345", "350602199001011234", "oABCD_efgh1234567890123456", "wx_chen88")
SECRETS = (*NAMES, *PHONES, *HOMES, *MARKS)
FILLER = ("楼下", "乱停车", "已处理", "请找", "联系", "住在", "家的", "，", " ", "电话")


def sentences() -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from((*SECRETS, *FILLER)), min_size=1, max_size=6).map("".join)


def everything_public(street: Street) -> str:
    """The page, the export and the words of the poster, of the compound and of the town."""
    street.talk.later(minutes=2)
    texts = [street.sees(f"/ledger/{path}") for path in ("", "rongyu", "rows.json", "rongyu/rows.json")]
    marks = street.talk.store.read(
        lambda unit: poster_of(reading_of(street.talk.desk, unit, MonthBooks()), "rongyu", street.talk.now.date())
    )
    return "\n".join([*texts, *(mark.text for mark in marks if isinstance(mark, Text))])


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(said=sentences(), done=sentences(), written=sentences(), name=st.sampled_from(NAMES))
def test_no_name_phone_room_or_account_gets_out(street: Street, said: str, done: str, written: str, name: str) -> None:
    numbers = street.has(
        3, summary=said, place_text=f"榕御小区3栋{said}", signature=packed(signature_of(said)), responder="chen",
        reasons=(said,),
    )  # fmt: skip
    store = street.talk.store
    contact = street.talk.contact("resident-a")
    store.run(lambda unit: unit.people.save(type(contact)(**{**_fields(contact), "name": name, "room": "501"})))
    event = CaseEvent(
        numbers[0], street.talk.now, "chen", Action.FINISH, State.IN_PROGRESS, State.AWAITING_VERDICT, done, 1
    )
    store.run(lambda unit: unit.cases.append(event))
    street.talk.says("openid-shequ", f"晒 {numbers[0]}")
    street.talk.says("openid-shequ", f"晒 {numbers[1]} {written}")

    public = everything_public(street)

    for secret in (*SECRETS, "resident-a", "openid", "501", "3栋"):
        assert secret not in public


def _fields(contact: object) -> dict[str, object]:
    return {name: getattr(contact, name) for name in contact.__dataclass_fields__}


def test_no_number_of_a_case_gets_out(street: Street) -> None:
    street.has(1, created_at=street.talk.now - timedelta(days=200))
    street.has(90, created_at=street.talk.now - timedelta(days=90))
    street.has(3)
    assert "93" not in street.sees("/ledger/rows.json?month=2026-03")
