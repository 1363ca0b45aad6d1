"""A text as WeChat can carry it."""

from __future__ import annotations

import re

from bot.desk.reply import cut_reply

#: What XML 1.0 does not allow, surrogates included: one of them makes the whole answer unreadable, and the
#: sender sees the fault notice 「该公众号提供的服务出现故障」.
_UNPRINTABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def carriable(text: str) -> str:
    """`text` without what no message can hold, cut to 2,048 bytes of UTF-8 as a last guard."""
    return cut_reply(_UNPRINTABLE.sub("", text))
