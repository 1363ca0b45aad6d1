"""WeChat's error codes: what the desk makes of each, and what an operator does about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.desk.sending import Outcome

#: The token that was used is wrong, malformed or expired: get another one and try once more.
TOKEN_REFUSED = frozenset({40001, 40014, 42001})


@dataclass(frozen=True, slots=True)
class ErrorCode:
    """The desk's word for a code and the operator's remedy in Chinese."""

    outcome: Outcome
    remedy: str


_SECRET = ErrorCode(Outcome.HALTED, "核对 wechat.app_id 与 wechat.app_secret；密钥若被冻结，到公众平台解冻。")
_ALLOW_LIST = ErrorCode(Outcome.HALTED, "到公众平台把本机出口 IP 加进 IP 白名单，或请管理员在微信里确认。")
_TOKEN = ErrorCode(
    Outcome.HALTED, "换新凭证后仍被拒：核对 app_secret，查看是否有别的程序在强制刷新 access_token。"
)
_SIGN_IN = ErrorCode(Outcome.REJECTED, "网页授权码已用过或过期，请对方重新打开页面。")
_TEMPLATE = ErrorCode(Outcome.REJECTED, "模板编号不存在，类目可能变过：到公众平台重选模板，改 template_id。")
_UNREACHABLE = ErrorCode(Outcome.UNREACHABLE, "此人不是关注者或 openid 不属于本号，请改用电话或当面联系。")
_OUR_BUG = ErrorCode(Outcome.REJECTED, "程序发出的内容不合接口要求，请把错误码和 rid 报给开发者。")
_MEDIUM = ErrorCode(Outcome.REJECTED, "照片或录音的格式、大小微信不收，请对方换一张重新发送。")
_BANNED = ErrorCode(Outcome.HALTED, "接口或账号被限制：登录公众平台看站内信，处理后再开。")

#: From WeChat's global list; a code that is missing here is treated by `UNKNOWN`.
CODES: Mapping[int, ErrorCode] = MappingProxyType(
    {
        -1: ErrorCode(Outcome.BUSY, "微信系统繁忙，会自动重试。"),
        40001: _TOKEN,
        40014: _TOKEN,
        42001: _TOKEN,
        40003: _UNREACHABLE,
        43004: _UNREACHABLE,
        50001: ErrorCode(Outcome.UNREACHABLE, "此人没有授权本号，无法发送。"),
        40004: _MEDIUM,
        40005: _MEDIUM,
        40006: _MEDIUM,
        40009: _MEDIUM,
        45001: _MEDIUM,
        40007: ErrorCode(Outcome.REJECTED, "素材编号无效或已过三天，请对方重新发送。"),
        40013: _SECRET,
        40125: _SECRET,
        40243: _SECRET,
        40029: _SIGN_IN,
        40163: _SIGN_IN,
        40036: _TEMPLATE,
        40037: _TEMPLATE,
        40164: _ALLOW_LIST,
        61004: _ALLOW_LIST,
        89503: _ALLOW_LIST,
        41001: _OUR_BUG,
        45002: ErrorCode(Outcome.REJECTED, "内容太长，请缩短后重发。"),
        47001: _OUR_BUG,
        47003: ErrorCode(Outcome.REJECTED, "模板字段的值不合规则，请核对模板字段与 template_keywords。"),
        43101: ErrorCode(Outcome.WINDOW_CLOSED, "对方没有订阅或次数已用完，等对方再次订阅。"),
        45015: ErrorCode(Outcome.WINDOW_CLOSED, "对方 48 小时内没有来过消息，等对方来信或用模板消息。"),
        45047: ErrorCode(Outcome.WINDOW_CLOSED, "客服消息条数已用完，等对方再来一条消息。"),
        45009: ErrorCode(Outcome.QUOTA, "当天调用次数用完，零点后恢复；急用可由管理员清零（每月 10 次）。"),
        45011: ErrorCode(Outcome.RATE_LIMITED, "这一分钟调用太多，下一分钟自动再发。"),
        45109: ErrorCode(Outcome.REJECTED, "这个接口微信已下线，请升级程序。"),
        48001: ErrorCode(Outcome.HALTED, "本号没有这个接口的权限：需认证的服务号，到公众平台查看接口权限。"),
        48004: _BANNED,
        50002: _BANNED,
    }
)
#: An unknown code is tried again, later each time, until the outbox gives up and shows it on the console: a
#: passing trouble heals, a lasting one is seen. Refusing at once would lose a notice to a code that is new.
UNKNOWN = ErrorCode(Outcome.BUSY, "未知错误码，会自动重试；反复出现时请查微信的返回码说明。")


def error_code(code: int) -> ErrorCode:
    """What to make of a code other than 0; `UNKNOWN` for one that is not in the table."""
    return CODES.get(code, UNKNOWN)
