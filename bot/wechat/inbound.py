"""A push as the desk's InboundMessage, or as something the desk does not serve."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import MappingProxyType

from bot.desk.message import InboundMessage, MessageKind
from bot.wechat.body import Push
from bot.wechat.errors import EnvelopeRefused, Reason

CHANNEL = "wechat"
SCENE_PREFIX = "qrscene_"
_ID = re.compile(r"[!-~]{1,128}")  # openid and account: printable ASCII without spaces
_EVENT_KEY_LIMIT = 256  # a scene has at most 64 characters, a menu key 128 bytes
_CREATE_TIME = re.compile(r"[0-9]{1,10}")  # until the year 2286
_MSG_ID = re.compile(r"[0-9]{1,20}")  # 64 bits
#: Types and events that exist and are answered with `success`; anything else is counted as "unknown".
KNOWN_UNSERVED = frozenset(
    {
        "video", "shortvideo", "link",
        "event.location", "event.view", "event.view_miniprogram",
        "event.scancode_push", "event.scancode_waitmsg", "event.location_select",
        "event.pic_sysphoto", "event.pic_photo_or_album", "event.pic_weixin",
        "event.templatesendjobfinish", "event.masssendjobfinish",
        "event.subscribe_msg_popup_event", "event.subscribe_msg_change_event",
        "event.subscribe_msg_sent_event",
        "event.qualification_verify_success", "event.qualification_verify_fail",
        "event.naming_verify_success", "event.naming_verify_fail",
        "event.annual_renew", "event.verify_expired",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ignored:
    """A push that is answered with `success` and not served; `kind` is a known name or "unknown"."""

    kind: str

    @property
    def key(self) -> str:
        """A name for the log; such a push has no key of its own."""
        return self.kind


@dataclass(frozen=True, slots=True)
class TemplateFinished:
    """WeChat's report on a template message: `success`, or `failed:` with its reason."""

    message_id: str
    status: str

    @property
    def key(self) -> str:
        """A name for the log."""
        return f"template-{self.message_id}"

    @property
    def kind(self) -> str:
        """What it is counted under."""
        return "event.templatesendjobfinish"


Content = InboundMessage | Ignored | TemplateFinished


def read_content(push: Push) -> Content:
    """What a push holds. Raises EnvelopeRefused when a field that is needed is missing or wrong."""
    kind = push.text("MsgType").lower()
    if not kind:
        raise EnvelopeRefused(Reason.MALFORMED)
    if kind == "event":
        return _read_event(push)
    fill = _MESSAGES.get(kind)
    if fill is None:
        return _ignored(kind)
    sender, created = _sender(push), push.text("CreateTime")
    number = push.text("MsgId")
    if not _MSG_ID.fullmatch(number):
        raise EnvelopeRefused(Reason.MALFORMED)
    # MsgId alone is not unique: 15 senders at once have been seen to share one (WxJava issue 333).
    key = _key(created, number, sender)
    return fill(push, InboundMessage(key, CHANNEL, sender, MessageKind(kind), _sent_at(created)))


def _read_event(push: Push) -> Content:
    event = push.text("Event").lower()
    if not event:
        raise EnvelopeRefused(Reason.MALFORMED)
    if event == "templatesendjobfinish":
        return TemplateFinished(push.text("MsgID"), push.text("Status"))
    fill = _EVENTS.get(event)
    if fill is None:
        return _ignored(f"event.{event}")
    sender, created, event_key = _sender(push), push.text("CreateTime"), push.text("EventKey")
    if len(event_key) > _EVENT_KEY_LIMIT:
        raise EnvelopeRefused(Reason.MALFORMED)
    # Two events of one person within one second do happen, hence event and EventKey (WxJava issue 3445).
    key = _key(created, sender, event, event_key)
    return fill(push, InboundMessage(key, CHANNEL, sender, MessageKind(event), _sent_at(created)))


def _ignored(kind: str) -> Ignored:
    return Ignored(kind if kind in KNOWN_UNSERVED else "unknown")


def _key(created: str, *parts: str) -> str:
    """The message's key: CreateTime and a digest of the rest, since keys are logged and openids are not."""
    digest = hashlib.blake2b("\n".join((created, *parts)).encode(), digest_size=16)
    return f"wx-{created}-{digest.hexdigest()}"


def _sender(push: Push) -> str:
    sender = push.text("FromUserName")
    if not _ID.fullmatch(sender) or not _ID.fullmatch(push.text("ToUserName")):
        raise EnvelopeRefused(Reason.MALFORMED)
    return sender


def _sent_at(created: str) -> datetime:
    if not _CREATE_TIME.fullmatch(created):
        raise EnvelopeRefused(Reason.MALFORMED)
    return datetime.fromtimestamp(int(created), UTC)


def _fill_text(push: Push, message: InboundMessage) -> InboundMessage:
    if "Content" not in push.fields:
        raise EnvelopeRefused(Reason.MALFORMED)
    return replace(message, text=push.text("Content"))


def _fill_image(push: Push, message: InboundMessage) -> InboundMessage:
    media = push.text("MediaId") or push.text("PicUrl")
    if not media:
        raise EnvelopeRefused(Reason.MALFORMED)
    return replace(message, media=media)


def _fill_voice(push: Push, message: InboundMessage) -> InboundMessage:
    """Recognition was withdrawn in 2023 and is usually absent or empty; it is taken when it is there."""
    media = push.text("MediaId")
    if not media:
        raise EnvelopeRefused(Reason.MALFORMED)
    return replace(message, media=media, text=push.text("Recognition"))


def _fill_location(push: Push, message: InboundMessage) -> InboundMessage:
    """Location_X is the latitude, Location_Y the longitude."""
    latitude = _degrees(push.text("Location_X"), 90)
    longitude = _degrees(push.text("Location_Y"), 180)
    return replace(message, latitude=latitude, longitude=longitude, text=push.text("Label"))


def _degrees(text: str, limit: float) -> float:
    try:
        degrees = float(text)
    except ValueError as error:
        raise EnvelopeRefused(Reason.MALFORMED) from error
    if not math.isfinite(degrees) or abs(degrees) > limit:
        raise EnvelopeRefused(Reason.MALFORMED)
    return degrees


def _fill_subscribe(push: Push, message: InboundMessage) -> InboundMessage:
    """Only `qrscene_…` is a scene: after a payment WeChat sends `last_trade_no_…` in the same field."""
    event_key = push.text("EventKey")
    scene = event_key.removeprefix(SCENE_PREFIX) if event_key.startswith(SCENE_PREFIX) else ""
    return replace(message, scene=scene)


def _fill_scan(push: Push, message: InboundMessage) -> InboundMessage:
    return replace(message, scene=push.text("EventKey"))


def _fill_click(push: Push, message: InboundMessage) -> InboundMessage:
    return replace(message, text=push.text("EventKey"))


def _fill_nothing(_push: Push, message: InboundMessage) -> InboundMessage:
    return message


_Fill = Callable[[Push, InboundMessage], InboundMessage]
_MESSAGES: Mapping[str, _Fill] = MappingProxyType(
    {"text": _fill_text, "image": _fill_image, "voice": _fill_voice, "location": _fill_location}
)
_EVENTS: Mapping[str, _Fill] = MappingProxyType(
    {
        "subscribe": _fill_subscribe,
        "unsubscribe": _fill_nothing,
        "scan": _fill_scan,
        "click": _fill_click,
    }
)
