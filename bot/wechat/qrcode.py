"""Codes for stairwells: who scans one is known to stand there."""

from __future__ import annotations

from bot.desk.sending import Outcome
from bot.wechat.api import WeChatApi
from bot.wechat.errors import ApiFailed

#: An account has 100,000 permanent codes for its whole life.
SCENE_CHARACTERS = 64


def create_scene_qr(api: WeChatApi, scene: str) -> str:
    """The address a permanent code of this scene must hold, to be drawn as a QR code.

    The same scene gives the same address again. Raises ApiFailed, and ValueError for a scene that is empty
    or longer than 64 characters.
    """
    if not 1 <= len(scene) <= SCENE_CHARACTERS:
        raise ValueError(f"a scene has 1 to {SCENE_CHARACTERS} characters")
    payload = {"action_name": "QR_LIMIT_STR_SCENE", "action_info": {"scene": {"scene_str": scene}}}
    address = api.call("cgi-bin/qrcode/create", payload).get("url")
    if not isinstance(address, str) or not address:
        raise ApiFailed(Outcome.BUSY, 0, "answer without an address")
    return address
