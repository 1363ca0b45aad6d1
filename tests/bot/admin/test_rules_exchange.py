"""The rules as files: what is taken out can be brought in, with a look first."""

from __future__ import annotations

import io

from openpyxl import load_workbook

from tests.builders import rules_text

FILE = "/rules/exchange"


def test_toml_goes_out_and_comes_back_changed_after_a_look(clerk, talk) -> None:
    who = clerk("editor")
    who.sees(FILE)
    assert who.sees(f"{FILE}/rules.toml?of=live") == rules_text()
    text = rules_text().replace("停车 4", "停车 3").encode()
    page = who.does(FILE, files={"file": ("rules.toml", text, "text/plain")})
    assert "这个文件会改1处" in page
    assert talk.store.read(lambda unit: unit.drafts.at_work()) == []
    assert "改了1处" in who.does(f"{FILE}/take")
    assert "停车 3" in who.sees(f"{FILE}/rules.toml")
    assert "已经不在了" in who.does(f"{FILE}/take", 422)


def test_a_workbook_goes_out_and_comes_back_changed_after_a_look(clerk) -> None:
    who = clerk("editor")
    who.sees(FILE)
    answer = who.browser.get(f"/admin{FILE}/rules.xlsx")
    assert "rules-1.xlsx" in answer.headers["content-disposition"]
    book = load_workbook(io.BytesIO(answer.content))
    book["词"].append(["category.parking", "僵尸车", 3])
    content = io.BytesIO()
    book.save(content)
    page = who.does(FILE, files={"file": ("r.xlsx", content.getvalue(), "application/octet-stream")})
    assert "这个文件会改1处" in page
    assert "僵尸车" in who.does(f"{FILE}/take")
    assert "没有要改的" in who.does(FILE, files={"file": ("r.xlsx", content.getvalue(), "application/octet-stream")})


def test_what_is_no_rules_file_is_refused_with_the_reason(clerk) -> None:
    who = clerk("editor")
    who.sees(FILE)
    for name, content, words in (
        ("rules.toml", b"[category.parking]\nwords = 3", "应当是"),
        ("rules.toml", b"not toml", "不是正确的 TOML"),
        ("rules.toml", b"\xff\xfe\x00", "UTF-8"),
        ("rules.xlsx", b"PK nothing", "打不开"),
        ("photo.png", b"x", ".toml 或 .xlsx"),
    ):
        assert words in who.does(FILE, 422, files={"file": (name, content, "text/plain")}), name
    assert ".toml 或 .xlsx" in who.does(FILE, 422)
