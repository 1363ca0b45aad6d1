"""What a person does on the phone, as the bubble they see and the message WeChat makes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bot.simulator.media import MediaStore
from bot.simulator.window import Contact

#: WeChat's own limit for what a person types is far above; the product must cope with this much.
_LONGEST_TEXT = 20_000
_SCENE = 64
_LONGEST_VOICE = 60


class SayingRefusedError(Exception):
    """The phone cannot do that; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What building a saying needs: the media, whether the person follows, and how a medium is addressed."""

    media: MediaStore
    following: bool
    media_url: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Saying:
    """`fields` go into the push; kind "" leaves no bubble. `opens` is the window that it opens, if any."""

    fields: Mapping[str, object]
    opens: Contact | None
    kind: str = ""
    text: str = ""
    more: Mapping[str, object] = field(default_factory=dict)
    sender: str = "me"
    follows: bool | None = None


def understand(body: Mapping[str, Any], bench: Bench) -> Saying:
    """The saying of a JSON body with its `type`. Raises SayingRefusedError."""
    kind = str(body.get("type") or "")
    build = _BUILDERS.get(kind)
    if build is None:
        raise SayingRefusedError(f"没有这种消息：{kind}；可用：{' '.join(_BUILDERS)}")
    if not bench.following and kind not in {"subscribe", "scan"}:
        raise SayingRefusedError("还没有关注公众号")
    return build(body, bench)


def _text(body: Mapping[str, Any], _bench: Bench) -> Saying:
    text = str(body.get("text") or "")
    if not text.strip():
        raise SayingRefusedError("不能发送空白消息")
    if len(text) > _LONGEST_TEXT:
        raise SayingRefusedError("文字太长")
    fields: dict[str, object] = {"MsgType": "text", "Content": text}
    menu_item = str(body.get("menu_id") or "")
    if menu_item:
        fields["bizmsgmenuid"] = menu_item
    # A tap on a line of a menu message counts as a click, not as a message.
    return Saying(fields, Contact.ACTION if menu_item else Contact.MESSAGE, "text", text)


def _image(body: Mapping[str, Any], bench: Bench) -> Saying:
    media_id = str(body.get("media_id") or "")
    if bench.media.find(media_id) is None:
        raise SayingRefusedError("先上传照片")
    fields = {"MsgType": "image", "PicUrl": bench.media_url(media_id), "MediaId": media_id}
    return Saying(fields, Contact.MESSAGE, "image", "[图片]", {"media": media_id})


def _voice(body: Mapping[str, Any], bench: Bench) -> Saying:
    media_id = str(body.get("media_id") or "")
    seconds = int(voice_length(body).total_seconds())
    recognition = str(body.get("recognition") or "")
    if bench.media.find(media_id) is None:
        raise SayingRefusedError("没有这段语音")
    fields = {"MsgType": "voice", "MediaId": media_id, "Format": "amr", "MediaId16K": media_id}
    if recognition:
        fields["Recognition"] = recognition
    return Saying(fields, Contact.MESSAGE, "voice", recognition, {"seconds": seconds})


def _location(body: Mapping[str, Any], _bench: Bench) -> Saying:
    latitude, longitude = _number(body, "latitude"), _number(body, "longitude")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise SayingRefusedError("纬度在 -90 到 90 之间，经度在 -180 到 180 之间")
    label = str(body.get("label") or "")
    fields = {
        "MsgType": "location",
        "Location_X": f"{latitude:.6f}",
        "Location_Y": f"{longitude:.6f}",
        "Scale": "16",
        "Label": label,
    }
    return Saying(fields, Contact.MESSAGE, "location", label, {"latitude": latitude, "longitude": longitude})


def _click(body: Mapping[str, Any], _bench: Bench) -> Saying:
    key = str(body.get("key") or "")
    if not key:
        raise SayingRefusedError("菜单没有 key")
    return Saying(_event("CLICK", EventKey=key), Contact.ACTION)


def _view(body: Mapping[str, Any], _bench: Bench) -> Saying:
    return Saying(_event("VIEW", EventKey=str(body.get("url") or "")), None)


def _subscribe(body: Mapping[str, Any], bench: Bench) -> Saying:
    scene = _scene(body)
    if bench.following:
        raise SayingRefusedError("已经关注了")
    fields = _event("subscribe", EventKey=f"qrscene_{scene}" if scene else "")
    if scene:
        fields["Ticket"] = f"TICKET_{scene}"
    text = "您扫码关注了公众号" if scene else "您关注了公众号"
    return Saying(fields, Contact.ACTION, "note", text, sender="system", follows=True)


def _scan(body: Mapping[str, Any], bench: Bench) -> Saying:
    scene = _scene(body)
    if not scene:
        raise SayingRefusedError("请填二维码的场景值")
    if not bench.following:  # WeChat makes a follow of a newcomer's scan
        return _subscribe(body, bench)
    fields = _event("SCAN", EventKey=scene, Ticket=f"TICKET_{scene}")
    return Saying(fields, Contact.ACTION, "note", f"您扫了二维码 {scene}", sender="system")


def _unsubscribe(_body: Mapping[str, Any], _bench: Bench) -> Saying:
    fields = _event("unsubscribe", EventKey="")
    return Saying(fields, None, "note", "您取消了关注", sender="system", follows=False)


def _raw(body: Mapping[str, Any], _bench: Bench) -> Saying:
    fields = body.get("fields")
    if not isinstance(fields, Mapping) or not fields:
        raise SayingRefusedError('fields 应为对象，例如 {"MsgType": "link"}')
    return Saying(dict(fields), None if "Event" in fields else Contact.MESSAGE)


def voice_length(body: Mapping[str, Any]) -> timedelta:
    """How long a voice shall be; 3 seconds unless the body says otherwise. Raises SayingRefusedError."""
    seconds = _number(body, "seconds", 3)
    if not 1 <= seconds <= _LONGEST_VOICE:
        raise SayingRefusedError(f"语音 1 到 {_LONGEST_VOICE} 秒")
    return timedelta(seconds=seconds)


def _event(event: str, **fields: object) -> dict[str, object]:
    return {"MsgType": "event", "Event": event, **fields}


def _scene(body: Mapping[str, Any]) -> str:
    scene = str(body.get("scene") or "").strip()
    if len(scene) > _SCENE:
        raise SayingRefusedError("场景值最多 64 个字符")
    return scene


def _number(body: Mapping[str, Any], key: str, default: float | None = None) -> float:
    value = body.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise SayingRefusedError(f"{key} 应为数字")
    return float(value)


_BUILDERS: Mapping[str, Callable[[Mapping[str, Any], Bench], Saying]] = {
    "text": _text,
    "image": _image,
    "voice": _voice,
    "location": _location,
    "click": _click,
    "view": _view,
    "subscribe": _subscribe,
    "scan": _scan,
    "unsubscribe": _unsubscribe,
    "raw": _raw,
}
