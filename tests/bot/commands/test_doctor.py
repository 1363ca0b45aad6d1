"""`linli doctor` goes through everything, says what to do, and ends with 1 when something fails."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.commands import doctor
from bot.settings import Settings
from matching.need import NeedState
from storage.unit_of_work import UnitOfWork, open_store
from tests.bot.commands.conftest import Terminal
from tests.bot.desk.volunteers import a_need
from tests.bot.wechat.fake_api import TOKEN_PATH, FakeApi, fake_api, refused
from tests.builders import a_case

KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
ACCOUNT = {
    "LINLI_WECHAT__TOKEN": "token",
    "LINLI_WECHAT__APP_ID": "wx0",
    "LINLI_WECHAT__APP_SECRET": "a-secret-nobody-may-see",
    "LINLI_WECHAT__ENCODING_AES_KEY": KEY,
    "LINLI_WECHAT__TEMPLATE_ID": "template",
    "LINLI_SERVER__PUBLIC_URL": "https://linli.example.cn",
    "LINLI_SERVER__SECRET_KEY": "a-key-that-nobody-can-guess-0123456789",
}


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch):
    with fake_api() as fake:
        for name, value in ACCOUNT.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("LINLI_WECHAT__API_BASE_URL", fake.base_url)
        yield fake


def marks(text: str) -> dict[str, str]:
    """What was found, by its name: ✓, ! or ✗."""
    return {line[2:].split("：")[0]: line[0] for line in text.splitlines() if line[:2] in ("✓ ", "! ", "✗ ")}


def test_a_whole_installation_is_in_order(linli: Terminal, api: FakeApi):
    linli.run("import", "places", linli.file("p.csv", "code,parent,kind,name\nd,,district,某区\n"))
    people = ("c,指挥中心,department,d,*,o1", "m,司法局,mediator,d,*,o2", "s,督查室,supervisor,d,*,o3")
    head = "code,name,role,place,categories,openid\n"
    linli.run("import", "people", linli.file("q.csv", head + "\n".join(people) + "\n"))
    ended = linli.run("doctor")

    found = {what: mark for what, mark in marks(ended.text).items() if not what.startswith("工作日历")}
    assert (ended.code, set(found.values()), ended.error) == (0, {"✓"}, "")
    assert "a-secret-nobody-may-see" not in ended.text
    assert len(api.calls(TOKEN_PATH)) == 1


@pytest.mark.usefixtures("api")
def test_who_is_missing_is_said_place_by_place(linli: Terminal):
    places = "code,parent,kind,name\nd,,district,某区\ns,d,street,东街\na,s,community,甲社区\nb,s,community,乙社区\n"
    people = "code,name,role,place,categories\np,甲居委会,community,a,*\nm,甲调解队,mediator,a,*\n"
    linli.run("import", "places", linli.file("p.csv", places))
    linli.run("import", "people", linli.file("q.csv", people))
    ended = linli.run("doctor")

    said = {line[2:].split("：")[0]: line for line in ended.text.splitlines() if line.startswith("! ")}
    assert ended.code == 0
    assert "：甲社区、乙社区没人裁定" in said["裁定人 arbiters"]
    assert "：乙社区没有调解员" in said["调解员 mediators"]
    assert "：甲社区、乙社区没人看卡住的事" in said["督办 supervisors"]
    assert "：乙社区没有社区" in said["社区 community offices"]

    linli.run("import", "people", linli.file("q.csv", people + "j,东街办,street,s,*\nk,督查室,supervisor,d,*\n"))
    assert {marks(linli.run("doctor").text)[what] for what in ("裁定人 arbiters", "督办 supervisors")} == {"✓"}


@pytest.mark.usefixtures("api")
def test_what_volunteers_lack_is_said(linli: Terminal):
    linli.run("import", "places", linli.file("p.csv", "code,parent,kind,name\nd,,district,某区\n"))
    linli.run("import", "people", linli.file("q.csv", "code,name,role,place,categories\nlin,林,grid_worker,d,*\n"))
    linli.run("import", "volunteers", linli.file("v.csv", "code,name,openid\nv1,周,o-1\nv2,吴,\n"))
    rows = "a,陈,d,是,lin", "b,李,d,是,", "c,王,d,否,"
    head = "code,name,place,consent,coordinator\n"
    linli.run("import", "recipients", linli.file("r.csv", head + "\n".join(rows) + "\n"))
    store = open_store("sqlite:///data/linli.db")
    for given_to in ("", "lin"):
        store.run(lambda unit, to=given_to: unit.needs.add(a_need(state=NeedState.FALLBACK, given_to=to)))
    store.close()
    ended = linli.run("doctor")

    said = {line[2:].split("：")[0]: line for line in ended.text.splitlines() if line.startswith("! ")}
    assert ended.code == 0
    assert "：1 人没有绑定" in said["志愿者 volunteers"]
    assert "：b 没有在岗的负责人" in said["走访 visits"]
    assert "也没有值班的人：#Z1；" in said["没人接的事 needs"]


@pytest.mark.usefixtures("api")
def test_what_is_only_advisable_is_no_failure(linli: Terminal, monkeypatch: pytest.MonkeyPatch):
    for key in ("WECHAT__ENCODING_AES_KEY", "WECHAT__TEMPLATE_ID", "SERVER__PUBLIC_URL", "SERVER__SECRET_KEY"):
        monkeypatch.delenv(f"LINLI_{key}")
    ended = linli.run("doctor")

    assert ended.code == 0
    advised = {what for what, mark in marks(ended.text).items() if mark == "!" and not what.startswith("工作日历")}
    assert advised == {
        "模板消息 template", "安全模式 safe mode", "页面地址 public_url", "链接密钥 secret_key", "地点 places",
        "人员 people",
    }  # fmt: skip
    assert "linli import places FILE" in ended.text


@pytest.mark.usefixtures("api")
def test_a_key_that_can_be_guessed_is_said(linli: Terminal, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LINLI_SERVER__SECRET_KEY", "linli")
    ended = linli.run("doctor")

    assert "只有 5 个字符" in ended.text
    assert marks(ended.text)["链接密钥 secret_key"] == "!"


def test_without_an_account_the_variables_to_set_are_named(linli: Terminal):
    ended = linli.run("doctor")

    assert ended.code == 1
    for variable in ("LINLI_WECHAT__TOKEN", "LINLI_WECHAT__APP_ID", "LINLI_WECHAT__APP_SECRET"):
        assert variable in ended.text
    assert marks(ended.text)["数据库 database"] == "✓"


@pytest.mark.parametrize(("code", "advice"), [(40164, "白名单"), (40013, "app_id"), (40125, "secret")])
def test_what_wechat_says_about_the_account_is_explained(linli: Terminal, api: FakeApi, code: int, advice: str):
    api.answer(TOKEN_PATH, refused(code))
    ended = linli.run("doctor")

    assert ended.code == 1
    assert marks(ended.text)["微信接口 access_token"] == "✗"
    assert str(code) in ended.text
    assert advice in ended.text


@pytest.mark.usefixtures("api")
def test_a_database_and_a_redis_that_do_not_answer_are_found(linli: Terminal, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LINLI_DATABASE__URL", "postgresql://linli:secret-word@127.0.0.1:1/linli")
    monkeypatch.setenv("LINLI_REDIS__URL", "redis://127.0.0.1:1/0")
    ended = linli.run("doctor")

    assert ended.code == 1
    assert (marks(ended.text)["数据库 database"], marks(ended.text)["Redis"]) == ("✗", "✗")
    assert "database.url" in ended.text
    assert "redis.url" in ended.text
    assert "secret-word" not in ended.text + ended.error


@pytest.mark.usefixtures("api")
def test_live_rules_that_cannot_be_read_are_found(linli: Terminal):
    linli.run("migrate")
    store = open_store("sqlite:///data/linli.db")
    moment = datetime(2026, 3, 3, tzinfo=UTC)
    store.run(lambda unit: unit.rules.publish("nonsense", "tests", "broken", moment))
    store.close()
    ended = linli.run("doctor")

    assert ended.code == 1
    assert marks(ended.text)["在用的规则 live rules"] == "✗"


@pytest.mark.parametrize(
    ("now", "years"),
    [
        (datetime(2026, 6, 1, tzinfo=UTC), {"2026": True}),
        (datetime(2098, 6, 1, tzinfo=UTC), {"2098": False}),
        (datetime(2098, 12, 20, tzinfo=UTC), {"2098": False, "2099": False}),  # a term given now ends there
    ],
)
def test_a_year_whose_holidays_are_not_known_yet_is_said(now: datetime, years: dict[str, bool]):
    found = list(doctor._calendar(Settings(), now))

    assert {finding.what.rpartition(" ")[2]: finding.fine for finding in found} == years
    assert not any(finding.fatal for finding in found)


@pytest.mark.usefixtures("api")
def test_what_is_stuck_is_said_with_its_number(linli: Terminal):
    linli.run("migrate")
    store = open_store("sqlite:///data/linli.db")
    now = datetime(2026, 11, 24, tzinfo=UTC)

    def write(unit: UnitOfWork) -> int:
        return unit.cases.add(a_case(reporter=unit.people.contact_of("o1", now).id, stuck_at=now))

    number = store.run(write)
    store.close()

    ended = linli.run("doctor")

    assert f"! 卡住的事 stuck cases：逐级都没人办：#{number}" in ended.text
