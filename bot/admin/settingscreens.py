"""The settings: each with its default, its bounds, a preview, and who changed it when; in and out as a file."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from starlette.responses import RedirectResponse, Response

from bot.admin.gate import Door
from bot.admin.rendering import HEADERS, Templates
from bot.admin.seat import Asked
from bot.desk.customizing import Foreseen, default_of, foreseen, read_file, set_custom, undo_custom, written
from bot.desk.customs import GROUPS, SETTINGS
from bot.desk.desk import Desk
from bot.desk.menu import ACTIONS, BUTTONS, LINES, MENU, Menu
from bot.desk.menuboard import BOARD, board, want_menu
from bot.desk.rights import Right
from bot.desk.setting import Setting, SettingRefused, Text
from bot.settings import Section, Settings, variable_of
from storage.overrides import Override
from storage.unit_of_work import UnitOfWork

_HOME: Final = "/admin/settings"
#: Sections of the file, as people read them.
_SECTIONS: Final = {
    "wechat": "公众号", "database": "数据库", "redis": "短期记忆", "server": "网站", "desk": "服务台",
    "simulator": "模拟器", "worker": "后台", "retention": "保留多久",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A setting as it stands: what counts, what would by default, and who set it."""

    setting: Setting
    value: Any
    default: Any
    override: Override | None


@dataclass(frozen=True, slots=True)
class Fixed:
    """What stands in the file or the environment and is not changed here; a secret only says that it is there."""

    section: str
    key: str
    variable: str
    shown: str


@dataclass(frozen=True, slots=True)
class SettingScreens:
    """The screens of the settings. `settings` are those of the file: the defaults."""

    desk: Desk
    templates: Templates
    settings: Settings

    def home(self, asked: Asked) -> Response:
        """Every setting by its group."""
        return self._home(asked, "", 200)

    def _home(self, asked: Asked, words: str, status: int, **brought: Any) -> Response:
        rows = self._rows()
        return self.templates.page(
            "settings/home", asked, status, words=words, zone=self.desk.calendar.zone,
            groups=[(group, [row for row in rows if row.setting.group == group]) for group in GROUPS],
            changed=sum(row.override is not None for row in rows), many=len(rows), fixed=fixed(self.settings),
            brought=brought.get("brought", ()), content=brought.get("content", ""),
        )  # fmt: skip

    def _rows(self) -> list[Row]:
        found = self.desk.store.read(self._set)
        return [self._row(name, found.get(name)) for name in SETTINGS]

    def _set(self, unit: UnitOfWork) -> Mapping[str, Override]:
        """What is set now, and the desk's own view of it brought up to date."""
        self.desk.library.current(unit, self.desk.clock())
        return unit.overrides.all()

    def _row(self, name: str, override: Override | None) -> Row:
        default = default_of(name, self.settings)
        return Row(SETTINGS[name], self.desk.library.customs.values.get(name, default), default, override)

    def show(self, asked: Asked) -> Response:
        """One setting."""
        return self._show(asked)

    def _show(
        self, asked: Asked, words: str = "", status: int = 200, given: str | None = None, tried: Any = None
    ) -> Response:
        name = str(asked.path["name"])
        if name not in SETTINGS:
            return self._unknown(asked)
        override = self.desk.store.read(self._set).get(name)
        row = self._row(name, override)
        seen: list[Foreseen] = []
        sample = ""
        if isinstance(row.setting, Text):
            sample = row.setting.sample(row.value if tried is None else tried)
        elif tried is not None:
            seen = foreseen(self.desk, name, tried, self.settings.retention)
        history = self.desk.store.read(lambda unit: unit.audit.latest(10, subject="settings", which=name))
        return self.templates.page(
            "settings/one", asked, status, row=row, words=words, sample=sample, seen=seen, tried=tried is not None,
            given=row.setting.entered(row.value) if given is None else given, history=history,
            fields=_fields(row, asked, tried), board=self.desk.store.read(board),
            actions=ACTIONS, buttons=BUTTONS, lines=LINES,
            shown="" if tried is None else row.setting.shown(tried), zone=self.desk.calendar.zone,
        )  # fmt: skip

    def _unknown(self, asked: Asked) -> Response:
        return self.templates.page("sorry", asked, 404, words="没有这项设置。请回到“设置”里选。")

    def change(self, asked: Asked) -> Response:
        """Tried, kept, or back to the default, by the button."""
        name, do = str(asked.path["name"]), asked.form.get("do", "")
        by, now = asked.here.account.name, self.desk.clock()
        if name not in SETTINGS:
            return self._unknown(asked)
        if do == "default":
            self.desk.store.run(lambda unit: undo_custom(unit, name, by, now))
            return self._done(f"{_HOME}/{name}")
        if do == "publish" and name == MENU.name:
            return self._publish(asked)
        try:
            value = SETTINGS[name].read(asked.form)
        except SettingRefused as refused:
            return self._show(asked, f"{refused}。", 422, asked.form.get("value", ""))
        if do != "save":
            return self._show(asked, given=SETTINGS[name].entered(value), tried=value)
        self.desk.store.run(lambda unit: set_custom(unit, name, value, by, now))
        return self._done(f"{_HOME}/{name}")

    def _publish(self, asked: Asked) -> Response:
        """The menu, as it is kept, is on its way to the account."""
        by, now = asked.here.account.name, self.desk.clock()
        self.desk.store.run(lambda unit: want_menu(unit, by, now))
        return self._done(f"{_HOME}/{MENU.name}")

    def _done(self, address: str) -> Response:
        self.desk.library.look_again()
        return RedirectResponse(address, 303, headers=dict(HEADERS))

    def take_out(self, asked: Asked) -> Response:
        """What is set, as a file."""
        del asked
        found = self.desk.store.read(lambda unit: unit.overrides.all())
        text = written({name: one.value for name, one in found.items() if name != BOARD})
        headers = {**HEADERS, "Content-Disposition": 'attachment; filename="linli-settings.toml"'}
        return Response(text, media_type="application/toml; charset=utf-8", headers=headers)

    def bring_in(self, asked: Asked) -> Response:
        """A file: first what it would change, then, when that was confirmed, the changes; all of them or none."""
        try:
            content = _content(asked)
            values = read_file(content)
        except SettingRefused as refused:
            return self._home(asked, f"{refused}。什么都没有改。", 422)
        if not values:
            return self._home(asked, "文件里没有设置。请选一个从这里导出的文件。", 422)
        by, now = asked.here.account.name, self.desk.clock()
        if asked.form.get("sure") != "1":
            return self._show_brought(asked, values, content)

        def work(unit: UnitOfWork) -> None:
            for name, value in values.items():
                set_custom(unit, name, value, by, now)

        self.desk.store.run(work)
        return self._done(_HOME)


    def _show_brought(self, asked: Asked, values: Mapping[str, Any], content: bytes) -> Response:
        rows = [row for row in self._rows() if row.value != values.get(row.setting.name, row.value)]
        brought = [(row, row.setting.shown(values[row.setting.name])) for row in rows]
        words = "" if brought else "文件里的设置和现在一样，不用改。"
        return self._home(asked, words, 200, brought=brought, content=base64.b64encode(content).decode())


def _fields(row: Row, asked: Asked, tried: Any) -> Mapping[str, str]:
    """The fields of the menu's form: as they were sent, else as it stands."""
    if not isinstance(row.setting, Menu):
        return {}
    if tried is None and "b1" in asked.form:
        return asked.form
    return row.setting.fields(row.value if tried is None else tried)


def _content(asked: Asked) -> bytes:
    """The file that was sent, or comes back from its preview. Raises SettingRefused."""
    if "file" in asked.files:
        return asked.files["file"][1]
    try:
        return base64.b64decode(asked.form.get("content", ""), validate=True)
    except ValueError as fault:
        raise SettingRefused("文件没有传完整，请再选一次") from fault


def fixed(settings: Settings) -> list[Fixed]:
    """Every key of the file that people cannot set at the console, secrets unsaid."""
    here = {one.source for one in SETTINGS.values()}
    found = []
    for section, label in _SECTIONS.items():
        table: Section = getattr(settings, section)
        for key, about in type(table).model_fields.items():
            dotted, value = f"{section}.{key}", getattr(table, key)
            if dotted in here:
                continue
            secret = not about.repr
            shown = ("已填写（不显示）" if value else "没填") if secret else _said(value)
            found.append(Fixed(label, dotted, variable_of(dotted), shown))
    return found


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "开" if value else "关"
    return str(value) if value not in ("", {}) else "没填"


def setting_doors(desk: Desk, templates: Templates, settings: Settings | None) -> list[Door]:
    """Every address of the settings with the right it needs; without `settings` the defaults are the desk's own."""
    screens = SettingScreens(desk, templates, settings or Settings(desk=desk.customs_as_given))
    return [
        Door("GET", "/settings", screens.home, Right.SETTINGS),
        Door("GET", "/settings/file", screens.take_out, Right.SETTINGS),
        Door("POST", "/settings/file", screens.bring_in, Right.SETTINGS),
        Door("GET", "/settings/{name}", screens.show, Right.SETTINGS),
        Door("POST", "/settings/{name}", screens.change, Right.SETTINGS),
    ]
