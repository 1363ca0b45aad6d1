"""The month's poster: what it says, that every letter is in it, and what it leaves out."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from PIL import Image, ImageChops
from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

from bot.desk.ledgermonths import MonthBooks
from bot.ledger.app import reading_of
from bot.ledger.poster import _QR_SIZE, _SMALLEST, poster_of
from bot.ledger.posterpng import as_png
from bot.paper import font
from bot.paper.pdf import as_pdf
from bot.paper.sheet import HEIGHT, WIDTH, Box, Text, code_marks
from intents.signature import packed, signature_of
from storage.unit_of_work import UnitOfWork
from tests.bot.ledger.conftest import Street
from tests.builders import places

MARCH = date(2026, 3, 1)


def poster(street: Street, place: str = "rongyu", public_url: str = "") -> list[Text | Box]:
    desk = street.talk.desk

    def marks(unit: UnitOfWork) -> list[Text | Box]:
        return list(poster_of(reading_of(desk, unit, MonthBooks()), place, MARCH, public_url))

    return street.talk.store.read(marks)


def words(marks: list[Text | Box]) -> str:
    return "\n".join(mark.text for mark in marks if isinstance(mark, Text))


def test_it_says_the_months_numbers_topics_thanks_and_how_to_report(street: Street) -> None:
    street.has(4, signature=packed(signature_of("消防通道又被车堵了")), responder="wuye")
    said = words(poster(street))
    assert "榕御小区" in said
    assert "2026年3月晒事" in said
    assert "4" in said.split("\n")
    assert "停车秩序" in said
    assert "3位居民" in said
    assert "谢谢每一位反映的居民，也谢谢榕御物业" in said.replace("\n", "")
    assert "公众号" in said


def test_a_month_with_few_residents_has_no_numbers(street: Street) -> None:
    street.has(2, residents=("a",))
    said = words(poster(street))
    assert "还不到3位" in said
    assert "件收到" not in said


def test_everything_is_large_enough_and_on_the_sheet(street: Street) -> None:
    street.has(30)
    for mark in poster(street, public_url="https://linli.example.cn"):
        assert 0 <= mark.x <= WIDTH
        assert 0 <= mark.y <= HEIGHT
        if isinstance(mark, Text):
            assert mark.size >= _SMALLEST
            across = font.width(mark.text) * mark.size
            left = mark.x - (across / 2 if mark.centred else 0)
            assert left >= 0
            assert left + across <= WIDTH


def test_the_code_leads_to_the_ledger_when_the_address_is_known(street: Street) -> None:
    street.has(3)
    assert "扫码" not in words(poster(street))
    assert "扫码" in words(poster(street, public_url="https://linli.example.cn"))

    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData("https://linli.example.cn/ledger/rongyu")
    code.make()
    dark = sum(code.isDark(row, column) for row in range(code.getModuleCount()) for column in range(code.moduleCount))
    boxes = list(code_marks("https://linli.example.cn/ledger/rongyu", 0, 0, _QR_SIZE))[1:]
    side = min(box.height for box in boxes)
    assert round(sum(box.width for box in boxes) / side) == dark


def test_every_letter_of_the_poster_is_in_the_font(street: Street) -> None:
    street.has(3)
    said = words(poster(street)) + "".join(node.name for node in places())
    assert font.printable(said.replace("\n", "")) == said.replace("\n", "")


def test_a_letter_the_font_lacks_is_a_dot_and_no_box() -> None:
    assert font.printable("榕\U0002b740御") == "榕·御"


def test_the_pdf_is_one_sheet_with_its_letters_inside(street: Street) -> None:
    street.has(3)
    content = as_pdf(poster(street))
    assert content.startswith(b"%PDF")
    assert re.search(rb"/MediaBox \[ 0 0 595\.27\d* 841\.88\d* \]", content)
    assert b"FontFile2" in content
    assert as_pdf(poster(street)) == content


def test_the_picture_is_the_sheet_at_150_dots(street: Street) -> None:
    street.has(3)
    picture = Image.open(io.BytesIO(as_png(poster(street))))
    assert picture.size == (1240, 1754)
    assert ImageChops.difference(picture.convert("RGB"), Image.new("RGB", picture.size, "white")).getbbox()


@pytest.mark.parametrize(("name", "kind"), [("poster.pdf", "application/pdf"), ("poster.png", "image/png")])
def test_it_has_an_address(street: Street, name: str, kind: str) -> None:
    street.has(3)
    answer = street.get(f"/ledger/rongyu/{name}?month=2026-03")
    assert (answer.status_code, answer.headers["content-type"]) == (200, kind)
