from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError

from bot.errors import SettingsRefused
from bot.settings import Settings, find_file, load, require_account, variable_of

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"
AES_KEY = "a" * 43
ACCOUNT = {
    "LINLI_WECHAT__APP_ID": "wx1",
    "LINLI_WECHAT__APP_SECRET": "hush-secret",
    "LINLI_WECHAT__TOKEN": "hush-token",
    "LINLI_WECHAT__ENCODING_AES_KEY": AES_KEY,
    "LINLI_SERVER__PUBLIC_URL": "https://linli.example.cn/",
    "LINLI_SERVER__SECRET_KEY": "hush-signing",
}


def file_with(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_file_and_environment_the_defaults_stand() -> None:
    settings = load(None, {})

    assert settings.database.url == "sqlite:///data/linli.db"
    assert settings.wechat.api_base_url == "https://api.weixin.qq.com"
    assert settings.desk.timezone == "Asia/Shanghai"
    assert not settings.simulator.enabled


def test_example_file_has_every_key_with_its_default() -> None:
    written = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))

    assert written == Settings().model_dump()


def test_example_file_loads() -> None:
    assert load(EXAMPLE, {}) == Settings()


def test_environment_goes_over_the_file(tmp_path: Path) -> None:
    path = file_with(tmp_path, "[server]\nport = 9000\nhost = '0.0.0.0'\n")

    settings = load(path, {"LINLI_SERVER__PORT": "9001"})

    assert settings.server.port == 9001
    assert settings.server.host == "0.0.0.0"  # noqa: S104 (what the file says; nothing listens)


def test_other_programs_variables_are_none_of_our_business() -> None:
    assert load(None, {"PATH": "/bin", "LINLI_REQUIRE_SERVICES": "1"}) == Settings()


@pytest.mark.parametrize(
    ("variable", "text", "section", "key", "value"),
    [
        ("LINLI_SIMULATOR__ENABLED", "true", "simulator", "enabled", True),
        ("LINLI_WECHAT__MAX_AGE_SECONDS", "0", "wechat", "max_age_seconds", 0),
        ("LINLI_WECHAT__TOKEN", " spaced\n", "wechat", "token", "spaced"),
        ("LINLI_WECHAT__TOKEN", "12345", "wechat", "token", "12345"),
        ("LINLI_WECHAT__API_BASE_URL", "http://h/api/", "wechat", "api_base_url", "http://h/api"),
        ("LINLI_SERVER__LOG_LEVEL", "debug", "server", "log_level", "debug"),
        ("LINLI_REDIS__URL", "", "redis", "url", ""),
        (
            "LINLI_WECHAT__TEMPLATE_KEYWORDS",
            '{"case": "character_string1"}',
            "wechat",
            "template_keywords",
            {"case": "character_string1"},
        ),
    ],
)
def test_variable_is_read_as_its_keys_type(
    variable: str, text: str, section: str, key: str, value: object
) -> None:
    settings = load(None, {variable: text})

    assert getattr(getattr(settings, section), key) == value


@pytest.mark.parametrize(
    "variable", ["LINLI_WECHAT__APPID", "LINLI_PORT", "LINLI_WECHAT", "linli_server__port", "LINLI_DESK__"]
)
def test_unknown_variable_is_refused_and_named(variable: str) -> None:
    with pytest.raises(SettingsRefused) as refusal:
        load(None, {variable: "1"})

    assert refusal.value.key == variable
    assert "config.example.toml" in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "key", "remedy"),
    [
        ("[wechat]\nappid = 'x'\n", "wechat.appid", "没有这个键"),
        ("[wehcat]\n", "wehcat", "没有这个键"),
        ("wechat = 3\n", "wechat", "应为一个表"),
        ("[server]\nport = '8000'\n", "server.port", "应为整数"),
        ("[server]\nport = 65536\n", "server.port", "不得大于 65535"),
        ("[server]\nport = -1\n", "server.port", "不得小于 0"),
        ("[server]\nhost = ''\n", "server.host", "不能为空"),
        ("[server]\nlog_level = 'loud'\n", "server.log_level", "'debug'"),
        ("[server]\npublic_url = 'linli.cn'\n", "server.public_url", "http://"),
        ("[wechat]\napi_base_url = ''\n", "wechat.api_base_url", "http://"),
        ("[wechat]\nencoding_aes_key = 'short'\n", "wechat.encoding_aes_key", "43 位"),
        ("[wechat]\napp_id = 12\n", "wechat.app_id", "加引号"),
        ("[wechat]\ntemplate_keywords = 'x'\n", "wechat.template_keywords", "应为一个表"),
        ("[wechat.template_keywords]\ncase = 1\n", "wechat.template_keywords.case", "加引号"),
        ("[simulator]\nenabled = 'yes'\n", "simulator.enabled", "true"),
        ("[database]\nurl = 'mysql://h/d'\n", "database.url", "postgresql://"),
        ("[redis]\nurl = 'localhost:6379'\n", "redis.url", "redis://"),
        ("[desk]\ntimezone = 'Mars/Olympus'\n", "desk.timezone", "Asia/Shanghai"),
        ("[desk]\nbubble_seconds = nan\n", "desk.bubble_seconds", "应为整数"),
    ],
)
def test_wrong_key_or_value_is_refused_with_key_and_remedy(
    tmp_path: Path, text: str, key: str, remedy: str
) -> None:
    path = file_with(tmp_path, text)

    with pytest.raises(SettingsRefused) as refusal:
        load(path, {})

    assert refusal.value.key == key
    assert remedy in refusal.value.remedy_zh
    assert refusal.value.remedy_en


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        ("LINLI_SERVER__PORT", "eighty"),
        ("LINLI_SIMULATOR__ENABLED", "perhaps"),
        ("LINLI_SERVER__LOG_LEVEL", "loud"),
        ("LINLI_WECHAT__TEMPLATE_KEYWORDS", "{"),
        ("LINLI_WECHAT__TEMPLATE_KEYWORDS", '["case"]'),
    ],
)
def test_variable_of_a_wrong_type_is_refused_and_named(variable: str, text: str) -> None:
    with pytest.raises(SettingsRefused) as refusal:
        load(None, {variable: text})

    assert refusal.value.key == variable
    assert refusal.value.remedy_zh
    assert repr(text) not in str(refusal.value)


def test_variable_under_something_that_is_no_table_is_refused(tmp_path: Path) -> None:
    path = file_with(tmp_path, "server = 1\n")

    with pytest.raises(SettingsRefused, match="server"):
        load(path, {"LINLI_SERVER__PORT": "1"})


@pytest.mark.parametrize("content", [b"[wechat\n", b"[wechat]\ntoken = '\xff'\n"])
def test_broken_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(content)

    with pytest.raises(SettingsRefused, match="TOML"):
        load(path, {})


def test_missing_file_is_refused_and_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsRefused, match=r"elsewhere\.toml"):
        load(tmp_path / "elsewhere.toml", {})


def test_file_saved_by_notepad_with_a_byte_order_mark_loads(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("[server]\nport = 9\n", encoding="utf-8-sig")

    assert load(path, {}).server.port == 9


def test_standard_file_is_found_only_where_it_stands(tmp_path: Path) -> None:
    assert find_file(None, tmp_path) is None
    path = file_with(tmp_path, "")
    assert find_file(None, tmp_path) == path
    assert find_file(Path("other.toml"), tmp_path) == Path("other.toml")


def test_secrets_are_never_shown() -> None:
    shown = repr(load(None, {**ACCOUNT, "LINLI_DATABASE__URL": "postgresql://u:hush-db@h/d"}))

    assert "hush" not in shown
    assert AES_KEY not in shown
    assert "wx1" in shown


def test_refusal_never_shows_the_value_of_a_secret() -> None:
    with pytest.raises(SettingsRefused) as refusal:
        load(None, {"LINLI_WECHAT__ENCODING_AES_KEY": "hush-but-too-short"})

    assert "hush" not in str(refusal.value)
    assert refusal.value.__suppress_context__


def test_account_without_token_is_refused_and_the_variable_named() -> None:
    settings = load(None, {name: text for name, text in ACCOUNT.items() if not name.endswith("TOKEN")})

    with pytest.raises(SettingsRefused, match="LINLI_WECHAT__TOKEN") as refusal:
        require_account(settings)

    assert refusal.value.key == "wechat.token"
    assert variable_of(refusal.value.key) == "LINLI_WECHAT__TOKEN"


def test_complete_account_is_served() -> None:
    require_account(load(None, ACCOUNT))


def test_settings_do_not_change() -> None:
    settings = load(None, {})

    with pytest.raises(ValidationError):
        settings.server.port = 1
    with pytest.raises(ValidationError):
        settings.server = settings.server


def test_every_section_is_one_table() -> None:
    for name, field in Settings.model_fields.items():
        assert issubclass(field.annotation, BaseModel), name
