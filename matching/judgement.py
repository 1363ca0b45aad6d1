"""What a resident's words of judgement say: whether it is solved, and whether she is content, told apart."""

from __future__ import annotations

import re

#: What a closed case's `verdict` may be: content; solved and no more said; solved but not content; checked by
#: somebody else. The others (unsatisfied, withdrawn, not_accepted) are no closings of this kind.
SATISFIED, SOLVED, DISCONTENT, CHECKED = "satisfied", "solved", "discontent", "checked"
UNSOLVED = "unsatisfied"
HELD = frozenset({SATISFIED, SOLVED, DISCONTENT, CHECKED})

_DONE = (
    r"(?:修|办|弄|搞|处理|解决|清理?|打扫|换|装|整)(?:是|倒是)?(?:好|完|掉|妥|干净|到位)?了"
    r"|(?:好|通)(?:是|倒是)?了|解决|搞定"
)
_SOLVED = re.compile(rf"(?<![没未不])(?<!没有)(?<!还没)(?:{_DONE})")
_UNSOLVED = re.compile(
    r"又|没(?:有)?(?:修|办|弄|搞|处理|解决|清|打扫|换|装|好|人|动|用|来|变)|未(?:修|办|处理|解决)|还是|还在|依然|依旧|仍"
    r"|照样|复发|反弹|白|没几天|(?:两|几|一|三)天(?:就|又)|坏了|不行|没$|不(?:彻底|管用|亮|通|出水)|一半|只(?:修|办|弄|清|处理)"
)
_MANNER = re.compile(
    r"态度|语气|脾气|凶|骂|吼|不耐烦|太?慢|拖|等(?:了)?(?:太|很|这么|那么|好)?(?:久|长)|催|才(?:来|修|办|处理|解决)"
    r"|迟|不及时|敷衍|推|服务|没礼貌|不客气|收(?:了)?(?:钱|费)|吵|脏|乱|垃圾(?:没|不)"
)


def solved_but_discontent(words: str) -> bool:
    """Whether words of discontent say that it is solved and only the way of it was bad ("修好了但态度差").

    In doubt False: then it is opened again, and nothing is lost.
    """
    return _SOLVED.search(words) is not None and _MANNER.search(words) is not None and not says_unsolved(words)


def says_unsolved(words: str) -> bool:
    """Whether words say that the trouble is there still or again."""
    return _UNSOLVED.search(words) is not None


_CHOICE = re.compile(
    r"(?:回复?|选)?\s*(?P<at>[1１一①2２二②])(?:\s*[.。、,，:：)）]\s*|\s+|(?=[^\d\s])|$)(?P<rest>.*)", re.DOTALL
)
_FIRST = frozenset("1１一①")
#: "1栋", "2号楼又停水", "一直没人来": the digit counts something.
_COUNTS = re.compile(r"[栋幢座号樓楼室单年月日天点次个人辆户米元块直般样起些定下边]")


def read_pick(text: str) -> tuple[bool, str] | None:
    """The answer to a question with two numbered answers: whether it is the first, and the words behind the number;
    None when it is no such answer ("1", "2 灯还不亮", "1 办好了").
    """
    found = _CHOICE.fullmatch(text.strip())
    if found is None or _COUNTS.match(found["rest"]):
        return None
    return found["at"] in _FIRST, found["rest"].strip(" ，,。.!！")
