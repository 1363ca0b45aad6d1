"""What stands on cards for stairwells and on those that bind somebody on duty."""

from __future__ import annotations

HEAD = "楼栋亮身份"
BIND_HEAD = "绑定卡 · 只给本人"
PARTY = "党员"
NOBODY = "楼栋长正在推选，有事一样可以说"
SCAN = "微信扫一扫，说一句话就行"
BIND_SCAN = "本人扫一扫，绑定账号"
HOW = "扫码关注后，说说哪里、什么事。楼栋长会接单，办到哪一步都告诉您。"
EMERGENCY = "急事先拨 110 · 119 · 120"
BIND_HOW = "用本人微信扫码，这里的通知就发给您。每个人的码不一样，别给别人扫。"


def leader(title: str, *, party: bool) -> str:
    """As what somebody stands on a stairwell's card: 党员楼栋长."""
    return f"{PARTY if party else ''}{title}"


def bind_word(code: str) -> str:
    """What binds without a scan."""
    return f"或者在公众号里回：绑定 {code}"
