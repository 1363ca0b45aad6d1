"""The settings: frozen, typed, read once from TOML and the environment, and passed down."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, get_origin
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from bot.errors import SettingsRefused

DEFAULT_FILE = Path("config.toml")
PREFIX = "LINLI_"
#: Variables with our prefix that belong to the test run and not to the service.
NOT_SETTINGS = frozenset({"LINLI_REQUIRE_SERVICES"})
#: Without it no callback can be told from a forgery. The rest of the account is needed for sending only:
#: `linli doctor` says what is missing, and what could not be sent stays visible.
REQUIRED = ("wechat.token",)


def _matching(pattern: str, what: str, *, empty: bool = True) -> AfterValidator:
    """A check that a text matches `pattern`; the refusal says `what` is expected, Chinese|English."""

    def check(value: str) -> str:
        if (empty and not value) or re.fullmatch(pattern, value):
            return value
        raise ValueError(what)

    return AfterValidator(check)


def _with_port(value: str) -> str:
    """An address whose port, if it has one, is a number."""
    try:
        urlsplit(value).port  # noqa: B018 - it is read for its refusal
    except ValueError:
        raise ValueError("端口应为 0 到 65535 的整数|the port must be a whole number up to 65535") from None
    return value


def _known_timezone(value: str) -> str:
    """The name of a time zone that this machine knows."""
    if value in available_timezones():
        return value
    raise ValueError("请写 IANA 时区名，例如 Asia/Shanghai|give an IANA zone such as Asia/Shanghai")


Secret = Annotated[str, Field(repr=False)]
Key = Annotated[
    str,
    Field(repr=False),
    _matching(
        "[A-Za-z0-9+/]{43}",
        "应为公众平台给出的 43 位 EncodingAESKey|must be the 43 characters of the EncodingAESKey",
    ),
]
_HTTP = "应为 http:// 或 https:// 开头的地址|must be an address that starts with http:// or https://"
_WITHOUT_SLASH = AfterValidator(lambda value: value.rstrip("/"))
Address = Annotated[str, _matching(r"https?://[^\s/]\S*", _HTTP, empty=False), _WITHOUT_SLASH]
OptionalAddress = Annotated[str, _matching(r"https?://[^\s/]\S*", _HTTP), _WITHOUT_SLASH]


class Section(BaseModel):
    """One table of the file. Types are exact: a number in quotes is refused, not guessed."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, str_strip_whitespace=True, hide_input_in_errors=True
    )


class WeChatSettings(Section):
    """The official account."""

    app_id: str = ""
    app_secret: Secret = ""
    token: Secret = ""
    encoding_aes_key: Key = ""
    previous_aes_key: Key = ""
    api_base_url: Address = "https://api.weixin.qq.com"
    max_age_seconds: int = Field(default=300, ge=0, le=86_400)
    template_id: str = ""
    template_keywords: Mapping[str, str] = Field(default_factory=dict)


class DatabaseSettings(Section):
    """Where cases are kept. The URL may hold a password, so it is never shown."""

    url: Annotated[
        str,
        Field(repr=False),
        _matching(
            r"(sqlite|postgresql)(\+\w+)?://\S*",
            "应为 sqlite:/// 或 postgresql:// 开头的地址|must start with sqlite:/// or postgresql://",
            empty=False,
        ),
        AfterValidator(_with_port),
    ] = "sqlite:///data/linli.db"


class RedisSettings(Section):
    """Short-term memory shared by several processes; an empty URL keeps it inside this one."""

    url: Annotated[
        str,
        Field(repr=False),
        _matching(
            r"(rediss?|unix)://\S+",
            "应为 redis:// 或 rediss:// 开头的地址，或留空|must start with redis:// or rediss://",
        ),
        AfterValidator(_with_port),
    ] = ""


class ServerSettings(Section):
    """The web process. Port 0 takes any free one."""

    host: str = Field(default="127.0.0.1", min_length=1)
    port: int = Field(default=8000, ge=0, le=65_535)
    public_url: OptionalAddress = ""
    secret_key: Secret = ""
    link_hours: int = Field(default=72, ge=1, le=720)
    log_level: Literal["debug", "info", "warning", "error"] = "info"


class DeskSettings(Section):
    """How the desk works."""

    timezone: Annotated[str, AfterValidator(_known_timezone)] = "Asia/Shanghai"
    bubble_seconds: int = Field(default=120, ge=0, le=3_600)
    question_minutes: int = Field(default=30, ge=1, le=2_880)
    attachment_minutes: int = Field(default=10, ge=0, le=1_440)
    quiet_nights: bool = True
    archive_days: int = Field(default=90, ge=40, le=3_650)
    rules_second_person: bool = False
    relay_number: Annotated[
        str,
        _matching(
            r"\+?\d[\d -]{4,19}",
            "应为总机号码，只有数字、空格和 -|must be the switchboard's number: digits, blanks and -",
        ),
    ] = ""


class SimulatorSettings(Section):
    """WeChat's stand-in with its chat page; never on beside a real account."""

    enabled: bool = False


class WorkerSettings(Section):
    """The background process."""

    threads: int = Field(default=4, ge=1, le=64)
    poll_milliseconds: int = Field(default=500, ge=10, le=60_000)


class RetentionSettings(Section):
    """How many days after the end of everything personal data is kept; an open case is never touched."""

    enabled: bool = True
    contact_days: int = Field(default=365, ge=30, le=36_500)
    withdrawn_days: int = Field(default=365, ge=30, le=36_500)
    closed_days: int = Field(default=1_825, ge=30, le=36_500)


class Settings(Section):
    """All settings of one installation."""

    wechat: WeChatSettings = WeChatSettings()
    database: DatabaseSettings = DatabaseSettings()
    redis: RedisSettings = RedisSettings()
    server: ServerSettings = ServerSettings()
    desk: DeskSettings = DeskSettings()
    simulator: SimulatorSettings = SimulatorSettings()
    worker: WorkerSettings = WorkerSettings()
    retention: RetentionSettings = RetentionSettings()


def load(path: Path | None, environ: Mapping[str, str]) -> Settings:
    """The settings from the file at `path` (None: no file) with `LINLI_…` variables of `environ` over it.

    Raises SettingsRefused for a file that cannot be read, an unknown key or variable, a wrong type or value.
    """
    tables = {} if path is None else _read_file(path)
    for name, (section, key, field) in _variables(environ).items():
        table = tables.setdefault(section, {})
        if not isinstance(table, dict):
            raise SettingsRefused(section, "应为一个表，如 [wechat]", "must be a table such as [wechat]")
        table[key] = _from_text(name, environ[name], field)
    try:
        return Settings.model_validate(tables)
    except ValidationError as error:
        # `from None`: pydantic's own report can show the value, which may be a secret.
        raise _refusal(error) from None


def find_file(given: Path | None, folder: Path) -> Path | None:
    """The file to read: the one that was named, else `config.toml` in `folder`, else None."""
    if given is not None:
        return given
    standard = folder / DEFAULT_FILE
    return standard if standard.is_file() else None


def require_account(settings: Settings) -> None:
    """Raise SettingsRefused naming the first key without which a real account cannot be served."""
    for dotted in REQUIRED:
        section, key = dotted.split(".")
        if not getattr(getattr(settings, section), key):
            raise SettingsRefused(
                dotted,
                f"缺少；请设置环境变量 {variable_of(dotted)}，或先用 linli run --demo 试用",
                f"is missing; set {variable_of(dotted)}, or try linli run --demo first",
            )


def variable_of(dotted: str) -> str:
    """The environment variable of a dotted key."""
    return PREFIX + dotted.upper().replace(".", "__")


def _read_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        reason = error.strerror or ""
        raise SettingsRefused(
            str(path), f"设置文件打不开（{reason}）；请检查路径", f"cannot be read ({reason}); check the path"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsRefused(
            str(path), f"不是正确的 UTF-8 TOML 文件：{error}", f"is not valid TOML in UTF-8: {error}"
        ) from error


def _variables(environ: Mapping[str, str]) -> dict[str, tuple[str, str, FieldInfo]]:
    """Each variable of ours with its section, key and field; raises SettingsRefused for an unknown one."""
    known = {
        variable_of(f"{section}.{key}"): (section, key, field)
        for section, table in Settings.model_fields.items()
        if isinstance(table.annotation, type) and issubclass(table.annotation, BaseModel)
        for key, field in table.annotation.model_fields.items()
    }
    ours = [name for name in environ if name.upper().startswith(PREFIX) and name not in NOT_SETTINGS]
    for name in sorted(ours):
        if name not in known:
            raise SettingsRefused(name, *_UNKNOWN.split("|"))
    return {name: known[name] for name in sorted(ours)}


def _from_text(name: str, text: str, field: FieldInfo) -> Any:
    """A variable's text as the field's type: texts as they are, numbers and switches read, the rest JSON."""
    adapter: TypeAdapter[Any] = TypeAdapter(Any if field.annotation is None else field.annotation)
    plain = get_origin(field.annotation) in {None, Literal}
    try:
        return adapter.validate_strings(text.strip()) if plain else adapter.validate_json(text)
    except ValidationError as error:
        raise _refusal(error, name) from None


_UNKNOWN = "没有这个键；所有键见 config.example.toml|is unknown; config.example.toml has every key"
#: pydantic's name of a fault -> what to do, Chinese|English; {…} is filled from the fault's own figures.
_FAULTS = {
    "extra_forbidden": _UNKNOWN,
    "model_type": "应为一个表，如 [wechat]|must be a table such as [wechat]",
    "int_type": "应为整数，不加引号|must be a whole number without quotes",
    "int_parsing": "应为整数|must be a whole number",
    "bool_type": "应为 true 或 false，不加引号|must be true or false without quotes",
    "bool_parsing": "应为 true 或 false|must be true or false",
    "string_type": "应为加引号的文字|must be a text in quotes",
    "string_too_short": "不能为空|must not be empty",
    "literal_error": "应为 {expected} 之一|must be one of {expected}",
    "greater_than_equal": "不得小于 {ge}|must be at least {ge}",
    "less_than_equal": "不得大于 {le}|must be at most {le}",
    "dict_type": "应为一个表|must be a table",
    "json_invalid": '应为 JSON，如 {{"thing": "keyword"}}|must be JSON such as {{"thing": "keyword"}}',
    "value_error": "{error}",
}


def _refusal(error: ValidationError, name: str = "") -> SettingsRefused:
    """The first fault of pydantic's report in our words, without the value."""
    fault = error.errors(include_url=False, include_input=False)[0]
    dotted = name or ".".join(str(part) for part in fault["loc"])
    words = _FAULTS.get(fault["type"], "类型或取值不对|has a wrong type or value")
    zh, _, en = words.format(**fault.get("ctx", {})).partition("|")
    return SettingsRefused(dotted, zh, en)
