"""The several things that one message asks for, as a handler will tick them off."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

#: More than this nobody ticks off in a chat; ①-⑤ are also what an answer can name.
POINTS_MOST = 5
#: A point is shown with so many characters at most.
_SHOWN = 30
_SHORTEST = 2
#: A wish so short ("修一下") is told by what stands before it ("楼道灯坏了").
_BARE = 4

_STARTS = r"(?:(?<=^)|(?<=[\s，,；;。：:！!？?]))"
#: How people number: each pattern's marks must count upwards from one.
_NUMBERED = (
    (re.compile(r"[①②③④⑤⑥⑦⑧⑨]"), "①②③④⑤⑥⑦⑧⑨"),
    (re.compile(rf"{_STARTS}[(（]?([1-9])(?:[、)）]|[.．](?!\d))"), "123456789"),
    (re.compile(rf"{_STARTS}第?([一二三四五六七八九])(?:[、，,：:]|是(?=\S))"), "一二三四五六七八九"),
)

_SENTENCE = re.compile(r"[。！!？?；;\n]+")
_CLAUSE = re.compile(r"[，,]+")
_AND = r"(?:还有|还|另外|同时|顺便|顺带|并且?|而且|也|再|最好)"
_ASK = r"(?:恳请|敬请|请(?!问)|希望|麻烦|要求|建议|能不能|可不可以|可否|能否|是否可以|帮忙|帮我们?|劳烦|求)"
#: Where a further request begins inside a clause: "请修路灯也请清垃圾", "请修好路灯顺便把垃圾清一下".
_FURTHER = re.compile(rf"(?<=\S)(?={_AND}(?:{_ASK}|[把将帮给要想]))|(?<=[^请把将])(?={_AND}{_ASK})")
_REQUEST = re.compile(rf"(?:{_AND}|所以|因此|在此|我们?|本人|居民们?|大家|业主们?|[，,、\s])*{_ASK}+")
#: After a request "also" alone asks for more: "也把垃圾清一下", "还要装个灯".
_MORE = re.compile(rf"[，,、\s]*{_AND}+(?:需?要|想|得|应该)?(?=[把将帮给修换装清加管扫拆补画划派查催]|(?:需?要|想)\S)")
_TO_WHOM = (
    r"(?:您们?|你们?|贵\S{1,3}|[^\s的把]{0,4}(?:政府|领导|部门|局|委|书记|主任|市长)|有关部门|相关部门|各?部门|社区|物业|领导们?|街道|政府|城管|书记|工作人员|派|安排|人员?|师傅|专人"
    r"|能够?|可以|一下|尽快|及时|抓紧|马上|赶紧|早日|早点|重视|予以|给予|给个|给我们?|我们?|帮忙|一定|协调|出面|来|过来|去"
    r"|现场|到|认真|切实|真正|彻底|加以|进行|多|加强|依法|严肃)*"
)
#: Requests that ask for nothing of their own: "请尽快处理", "希望领导重视", "麻烦看看".
_EMPTY = re.compile(
    rf"{_TO_WHOM}(?:处理|解决|核实|调查|查处|看看?|看一[下看]|管管?|回复|答复|回应|反馈|关注|重视|整改|整治|督促|说法|答案|改善|理解"
    rf"|支持|帮助|办理|落实|谢谢|介入|执法|排查|检查|查看|沟通|结果|协调|问|告知|通知|明示|明察|核查|速查|作为|关心|速办|出来|给出|说明|了解|彻查|快[点些]?|作|再|重新|继续|修|弄|办|搞|做|一个|此事|、)*(?:一下|下|了|吧|吗|呢|啊|此事|这个?问题|问题|这件事|为盼|谢谢)*"
)

#: "书记您好", "谢谢": no matter that a wish could be about.
_GREETING = re.compile(r"好\W*$|^\W*(?:尊敬|敬爱|谢|感谢|辛苦|打扰)|^.{0,3}$")


def find_points(text: str) -> tuple[str, ...]:
    """What a message asks for, in its order, at most five, each as short as it can be read; empty when it asks for
    one thing or none: then the case itself is the point.

    Numbered lists first (①②, 1、2、, 一是二是), else the requests ("请…，也请…").
    """
    return _points(_numbered(text)) or _points(_requests(text))


def points_added(text: str) -> tuple[str, ...]:
    """What words that were added ask for beyond what was asked before; empty when they only tell more."""
    return _points(_numbered(text)) or _points(_requests(text, asked=True), least=1)


def _points(found: Iterable[str], least: int = 2) -> tuple[str, ...]:
    kept = tuple(dict.fromkeys(point for piece in found if len(point := _shown(piece)) >= _SHORTEST))
    return kept[:POINTS_MOST] if len(kept) >= least else ()


def _shown(piece: str) -> str:
    said = piece.strip(" ，,。.；;：:、！!？?\n\t")
    return said if len(said) <= _SHOWN else f"{said[: _SHOWN - 1]}…"


def _numbered(text: str) -> list[str]:
    for pattern, order in _NUMBERED:
        marks: list[re.Match[str]] = []
        for found in pattern.finditer(text):
            mark = found.group(found.lastindex or 0)
            if len(marks) < len(order) and mark == order[len(marks)]:
                marks.append(found)
        if len(marks) > 1:
            ends = [mark.start() for mark in marks[1:]] + [len(text)]
            pieces = [text[mark.end() : end] for mark, end in zip(marks, ends, strict=True)]
            pieces[-1] = _SENTENCE.split(pieces[-1].strip(), maxsplit=1)[0]
            return pieces
    return []


def _requests(text: str, *, asked: bool = False) -> Iterator[str]:
    """What each request wants. `asked`: a request went before, so that "also" is enough for another."""
    for sentence in _SENTENCE.split(text):
        before = ""
        for part in (part for clause in _CLAUSE.split(sentence) for part in _FURTHER.split(clause)):
            cue = _REQUEST.match(part) or (_MORE.match(part) if asked else None)
            wanted = part[cue.end() :].strip() if cue else ""
            asked = asked or cue is not None
            if wanted and before and len(wanted) <= _BARE:
                yield before
            elif wanted and not _EMPTY.fullmatch(wanted):
                yield wanted
            before = part if cue is None and not _GREETING.search(part) else ""
