"""Where a talk stands: the one open question, how an answer to it is read, and what short words mean.

Pure: text in, values out. What is done about it stands in `intake`, `reporting` and `casework`; the chat words
in `chatwords`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import StrEnum

_TAKEN = re.compile(r"(?:收到|好的?|我来|我去|马上[来去到]?(?:处理|看看)?|[1１])[。.!！~]*")
_SATISFIED = re.compile(
    r"(?:已经?)?(?:解决|好|修好|弄好|处理好|可以)了?[\s,，。!！~]*(?:谢谢|多谢)?(?:您|你)?[。.!！~]*"
)


_UNSATISFIED = re.compile(
    r"(?:还是|根本|压根|现在|到现在|[还又都并也])*(?:没有?|未)"
    r"(?:人?来|人管|解决|修好|弄好|处理好?|办好?|好|干净|用).{0,20}",
    re.DOTALL,
)


def sounds_unsatisfied(text: str) -> bool:
    """Whether a resident who is asked for a verdict says in other words that it is not solved ("还是没修好")."""
    return _UNSATISFIED.fullmatch(text.strip()) is not None


_WITHDRAWN = re.compile(
    r"(?:(?:取消|撤销|撤回|算了)[吧了]?[\s,，。]*(?:不用|不要|不必)[来办修管]?了?|(?:不用|不要|不必)(?:来|办|修|管|处理)了)"
    r"[吧啊]?[\s,，。.!！~]*(?:谢谢.{0,6})?"
)


def sounds_withdrawn(text: str) -> bool:
    """Whether a resident says in other words that nothing need be done ("算了，不用来了")."""
    return _WITHDRAWN.fullmatch(text.strip()) is not None


def sounds_like_taking(text: str) -> bool:
    """Whether a handler with a waiting task says in other words that it is taken ("收到", "马上去")."""
    return _TAKEN.fullmatch(text.strip()) is not None


_THANKS = re.compile(
    r"(?:好的?|嗯|行|哦)?[\s,，]*(?:(?:非常|太|真)?(?:多谢|谢谢|感谢|感恩|辛苦|谢啦|谢了)"
    r"(?:您|你们?|大家|各位|社区|师傅|楼长|领导|[了啦啊哦哈呀\s,，~～!！。.🙏🌹])*)+"
)


def sounds_like_thanks(text: str) -> bool:
    """Whether a message only thanks ("好的 谢谢您", "辛苦了")."""
    return _THANKS.fullmatch(text.strip()) is not None


def sounds_satisfied(text: str) -> bool:
    """Whether a resident who is asked for a verdict says in other words that it is solved ("修好了 谢谢")."""
    return _SATISFIED.fullmatch(text.strip()) is not None


class Asked(StrEnum):
    """What the one question is about."""

    PLACE = "place"          # which compound or lane?
    BUILDING = "building"    # which building of the compound?
    CATEGORY = "category"    # which of these matters?
    MATTERS = "matters"      # are these the matters of the message?
    HANDLER = "handler"      # whatever the one who has the case wants to know
    SAME = "same"            # is it the matter that somebody else reported? its one option is that case


@dataclass(frozen=True, slots=True)
class Option:
    """One numbered answer: a place's or category's code and what people read."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """The one question before acting. `options` are numbered from 1; the last number means none of them."""

    asked: Asked
    options: tuple[Option, ...] = ()


def write_question(question: Question) -> str:
    """A question as text for the case's row."""
    body = {"asked": question.asked, "options": [[o.code, o.label] for o in question.options]}
    return json.dumps(body, ensure_ascii=False)


def read_question(text: str) -> Question | None:
    """The question stored with a case, or None when none is open."""
    if not text:
        return None
    body = json.loads(text)
    options = tuple(Option(code, label) for code, label in body["options"])
    return Question(Asked(body["asked"]), options)


def asks_same(text: str) -> bool:
    """Whether a stored question is if the matter is one that somebody else reported."""
    question = read_question(text)
    return question is not None and question.asked is Asked.SAME


_CHOICE = re.compile(r"(?:选|第|回复?)?\s*([1-9一二三四五①②③④⑤])\s*(?:个|项|号)?[.。、)）]?")
_DIGITS = {mark: at for row in ("一二三四五", "①②③④⑤") for at, mark in enumerate(row, 1)}


def read_choice(question: Question, text: str) -> Option | int | None:
    """The option a numbered or literal answer picks; 0 for "none of these"; None when it is no such answer."""
    said = text.strip()
    for option in question.options:
        if said in (option.code, option.label):
            return option
    if said in ("都不是", "不是", "都不对", "没有"):
        return 0 if question.options else None
    found = _CHOICE.fullmatch(said)
    if found is None or not question.options:
        return None
    number = _number(found.group(1))
    if number <= len(question.options):
        return question.options[number - 1]
    return 0 if number == len(question.options) + 1 else None


_YES = re.compile(
    r"(?:对|对的|是|是的|嗯+|没错|好|好的|可以|确认|都[对是要有]"
    r"|1[和、,，]?2|①②|[两2][件个]都(?:对|是|要|有|办)|ok|👌)[了啊呀哦。.!！\s]*", re.IGNORECASE
)
_ONLY = re.compile(r"(?:只有|就|只要?|是)?\s*第?([1-5一二三四五①②③④⑤])\s*(?:件|个)?(?:就行|就好|对)?[。.!！]*")
_NOT = re.compile(r"第?([1-5一二三四五①②③④⑤])\s*(?:件|个)?\s*(?:不对|不是|不要|错了?|去掉|删掉|取消)[了。.!！]*")


def read_confirmed(count: int, text: str) -> frozenset[int] | None:
    """Which of `count` matters (from 1) an answer to the confirming card keeps; None when it is no such answer."""
    said, every = text.strip(), frozenset(range(1, count + 1))
    if _YES.fullmatch(said):
        return every
    if found := _NOT.fullmatch(said):
        return every - {_number(found[1])}
    if found := _ONLY.fullmatch(said):
        return every & {_number(found[1])} or None
    return None


_SAME = re.compile(
    r"(?:回复?|选|第)?\s*[1一①]\s*[.。、)）]?(?:\s*是)?|(?:[是对嗯]|是的|对的|没错|好的?)[,，\s]*(?:一起跟进|同一件(?:事)?)?|就?是?(?:同一件|一样的?|这件|这个)(?:事)?|一起跟进"
    r"|ok|yes",
    re.IGNORECASE,
)
_NOT_SAME = re.compile(
    r"(?:回复?|选|第)?\s*[2二②]\s*[.。、)）]?(?:\s*不是)?|(?:不是|不一样|不同|不对|都不是)(?:的|同一件|一件事|同一件事|这件|这个)?"
    r"|(?:不是[,，\s]*)?另外登记|另一件(?:事)?|no",
    re.IGNORECASE,
)
_END = "了啊呀哦吧的。.!！~～ "


def read_same(text: str) -> bool | None:
    """Whether an answer says that it is the same matter; None when it is no such answer."""
    said = text.strip().rstrip(_END)
    if _NOT_SAME.fullmatch(said):
        return False
    return True if _SAME.fullmatch(said) else None


def _number(mark: str) -> int:
    return _DIGITS.get(mark) or int(mark)


_NEXT_MATTER = re.compile(r"\s*(?:对了|另外|还有一?[件个]|再说一?[件个]|再报一?[件个]|第[二三23][件个]|顺便)")


def begins_another_matter(text: str) -> bool:
    """Whether a message says itself that it is about something else ("对了另外一件事")."""
    return _NEXT_MATTER.match(text) is not None
