"""What is set up once at the official account: the menu, the codes for the stairwells."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from bot.commands.configured import settings_of, store_of
from bot.desk.knowledge import set_customs
from bot.errors import BotError, SettingsRefused
from bot.settings import variable_of
from bot.wechat.api import WeChatApi
from bot.wechat.errcodes import error_code
from bot.wechat.errors import ApiFailed
from bot.wechat.menu import create_menu
from bot.wechat.qrcode import create_scene_qr
from storage.short_term import open_short_term

T = TypeVar("T")


class AccountRefused(BotError):
    """WeChat refused; the message says what to do."""


def publish_menu(asked: Namespace) -> int:
    """Put the menu, as it is set, on the account. Followers see it within five minutes."""
    with store_of(asked) as store:
        buttons = store.read(set_customs).menu
    _with_api(asked, partial(create_menu, buttons=buttons))
    print("菜单已发布，五分钟内在手机上更新。/ The menu is published.")
    return 0


def print_codes(asked: Namespace) -> int:
    """For each place a line with its code, its name and the address of its picture; who scans it is at home there."""
    with store_of(asked) as store:
        names = {node.code: node.name for node in store.read(lambda unit: unit.places.nodes())}
    unknown = [code for code in asked.places if code not in names]
    if unknown:
        raise AccountRefused(f"没有这些地点：{'、'.join(unknown)}；地点代码见导入的 places 表 / unknown places")
    for code in asked.places:
        print(f"{code}\t{names[code]}\t{_with_api(asked, partial(create_scene_qr, scene=code))}")
    return 0


def api_remedy(failed: ApiFailed) -> str:
    """What to do about a call that failed: WeChat's code with its remedy, or the way there."""
    if not failed.code:
        return "连不上微信接口，请检查网络和 wechat.api_base_url / WeChat cannot be reached, check wechat.api_base_url"
    return f"微信返回 {failed.code}：{error_code(failed.code).remedy} / WeChat answered {failed.code}"


def _with_api(asked: Namespace, work: Callable[[WeChatApi], T]) -> T:
    settings = settings_of(asked)
    for key in ("app_id", "app_secret"):
        if not getattr(settings.wechat, key):
            variable = variable_of(f"wechat.{key}")
            raise SettingsRefused(f"wechat.{key}", f"缺少；请设置 {variable}", f"is missing; set {variable}")
    memory = open_short_term(settings.redis.url)
    api = WeChatApi(settings.wechat, memory)
    try:
        return work(api)
    except ApiFailed as failed:
        raise AccountRefused(api_remedy(failed)) from failed
    finally:
        api.close()
        memory.close()
