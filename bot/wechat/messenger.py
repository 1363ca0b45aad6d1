"""The official account as a channel to a person's phone."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from bot.desk.message import MessageKind
from bot.desk.sending import Outcome, SendResult, TemplateMessage
from bot.wechat.api import WeChatApi
from bot.wechat.content import carriable
from bot.wechat.errors import ApiFailed
from bot.wechat.media import Media, upload_media

#: How many characters a field of a category template takes, by the letters of its name (`thing2`): a longer
#: value is refused with 47003, and nothing is sent.
FIELD_LIMITS: Mapping[str, int] = MappingProxyType(
    {
        "thing": 20,
        "phrase": 5,
        "name": 10,  # Chinese; 20 for Latin names, which the shorter limit cuts too
        "number": 32,
        "letter": 32,
        "symbol": 5,
        "character_string": 32,
        "phone_number": 17,
        "car_number": 8,
        "const": 20,
    }
)
_MAY_BE_A_DASH = frozenset({"thing", "character_string"})
_HAN = re.compile("[\u4e00-\u9fff]")
_FIELD_NAME = re.compile(r"([a-z_]+?)[0-9]*", re.IGNORECASE)


#: WeChat has the file behind a media id no more: three days have passed.
_EXPIRED = 40007


def _nothing_kept(_media_id: str) -> Media | None:
    return None


class WeChatMessenger:
    """Sends customer-service and template messages; implements `bot.desk.sending.Messenger`."""

    def __init__(self, api: WeChatApi, kept: Callable[[str], Media | None] = _nothing_kept) -> None:
        """Send through `api`; `kept` gives the file of a media id that WeChat has no more, if we have it."""
        self._api = api
        self._kept = kept

    def send_text(self, openid: str, text: str, key: str) -> SendResult:  # noqa: ARG002 - WeChat takes none here
        """Send a customer-service text; a repeat is a second text, WeChat knows no key for these."""
        content = carriable(text)
        if not content:
            return SendResult(Outcome.REJECTED, 0, "nothing to send")
        payload = {"touser": openid, "msgtype": "text", "text": {"content": content}}
        return self._send("cgi-bin/message/custom/send", payload)

    def send_media(self, openid: str, kind: MessageKind, media_id: str, key: str) -> SendResult:  # noqa: ARG002 - as above
        """Send an image or voice by the id under which a resident sent it, as WeChat allows for three days.

        When the id has expired, a file that is kept is uploaded again; a repeat is a second picture.
        """
        result = self._send_medium(openid, kind, media_id)
        kept = self._kept(media_id) if result.code == _EXPIRED else None
        if kept is None:
            return result
        try:
            again = upload_media(self._api, kind, kept)
        except ApiFailed as failure:
            return SendResult(failure.outcome, failure.code, failure.detail)
        return self._send_medium(openid, kind, again)

    def _send_medium(self, openid: str, kind: MessageKind, media_id: str) -> SendResult:
        payload = {"touser": openid, "msgtype": kind.value, kind.value: {"media_id": media_id}}
        return self._send("cgi-bin/message/custom/send", payload)

    def send_template(self, openid: str, template: TemplateMessage, key: str) -> SendResult:
        """Send a template message; fields are cut to what their kind takes (`fit_field`).

        `key` becomes `client_msg_id`, by which WeChat refuses to show a repeat. Sent means accepted: the
        real end comes as TEMPLATESENDJOBFINISH with the message id that stands in the result's detail.
        """
        payload: dict[str, Any] = {
            "touser": openid,
            "template_id": template.template_id,
            "data": {name: {"value": fit_field(name, value)} for name, value in template.fields.items()},
            "client_msg_id": client_message_id(key),
        }
        if template.url:
            payload["url"] = template.url
        return self._send("cgi-bin/message/template/send", payload)

    def _send(self, path: str, payload: Mapping[str, Any]) -> SendResult:
        try:
            answer = self._api.call(path, payload)
        except ApiFailed as failure:
            detail = failure.detail.replace(str(payload["touser"]) or "\0", "…")
            return SendResult(failure.outcome, failure.code, detail)
        return SendResult(Outcome.SENT, 0, str(answer.get("msgid", "")))


def client_message_id(key: str) -> str:
    """A notice's key as WeChat's `client_msg_id`: always the same 32 characters for the same key."""
    return hashlib.blake2b(key.encode(), digest_size=16).hexdigest()


def fit_field(name: str, value: str) -> str:
    """`value` on one line as a field of this name takes it; unknown kinds are left as they are.

    A `thing` that is cut ends with 「…」; the other kinds may not hold one. A `phrase` keeps its Chinese
    characters only. WeChat refuses empty values, so a `thing` or `character_string` of nothing is a dash.
    """
    line = " ".join(carriable(value).split())
    found = _FIELD_NAME.fullmatch(name)
    kind = found[1].lower() if found else ""
    if kind == "phrase":
        line = "".join(_HAN.findall(line))
    limit = FIELD_LIMITS.get(kind, len(line))
    if kind == "thing" and len(line) > limit:
        return line[: limit - 1] + "…"
    return line[:limit] or ("-" if kind in _MAY_BE_A_DASH else "")
